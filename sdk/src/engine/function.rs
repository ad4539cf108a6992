//! One function of a running provider.

use std::sync::OnceLock;

use crate::{
    author::{AnyFunction, FunctionError, Signature},
    value::Value,
};

/// A function of a running provider, with its signature, which is made when it is first needed.
pub struct FunctionHandle {
    function: &'static dyn AnyFunction,
    signature: OnceLock<Signature>,
}

impl FunctionHandle {
    pub(super) const fn new(function: &'static dyn AnyFunction) -> Self {
        Self {
            function,
            signature: OnceLock::new(),
        }
    }

    /// Returns the name.
    pub fn name(&self) -> &'static str {
        self.function.name()
    }

    /// Returns the signature.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| self.function.signature())
    }

    /// Computes the result of `arguments`, one for each parameter of the signature.
    ///
    /// # Errors
    /// If an argument is not known, or the function refuses the arguments.
    pub fn call(&self, arguments: Vec<Value>) -> Result<Value, FunctionError> {
        let signature = self.signature();
        if let Some(index) = arguments.iter().position(|argument| !argument.is_wholly_known()) {
            let name = signature.parameters[index].name;
            return Err(FunctionError::of_argument(index, format!("{name} is not known yet.")));
        }
        self.function.call(signature, arguments)
    }
}
