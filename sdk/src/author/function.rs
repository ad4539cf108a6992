//! The trait for provider-defined functions.

use std::collections::BTreeMap;

use crate::{
    diagnostics::Diagnostics,
    schema::{Attribute, Shape},
    typed::{AttributeValue, Attributes},
    value::{Step, Value},
};

/// A pure function: no I/O, no clock, and always the same result for the same arguments.
pub trait Function: Send + Sync + Sized + 'static {
    /// The parameters, in the order of the fields.
    type Parameters: Attributes;
    /// The result.
    type Output: AttributeValue;

    /// The name, as in `provider::example::NAME(…)`.
    const NAME: &'static str;

    /// Computes the result.
    ///
    /// # Errors
    /// If an argument is invalid.
    fn call(&self, parameters: Self::Parameters) -> Result<Self::Output, FunctionError>;
}

/// Error in a function's arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// The cause and the fix.
    pub text: String,
    /// The index of the invalid argument, from zero.
    pub argument: Option<usize>,
}

impl FunctionError {
    /// Returns the error for one argument, counted from zero.
    pub fn of_argument(argument: usize, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            argument: Some(argument),
        }
    }
}

/// The signature of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The function's name.
    pub name: &'static str,
    /// One sentence, from the first paragraph of the parameters' doc comment.
    pub summary: &'static str,
    /// The whole doc comment.
    pub description: &'static str,
    /// The parameters in order. An optional one takes null.
    pub parameters: Vec<Attribute>,
    /// The shape of the result.
    pub output: Shape,
}

impl Signature {
    /// Returns the parameters of a call with `given` arguments.
    ///
    /// # Errors
    /// If the function does not accept this number of arguments.
    pub fn parameters_of(&self, given: usize) -> Result<&[Attribute], FunctionError> {
        let (name, wanted) = (self.name, self.parameters.len());
        if wanted == given {
            return Ok(&self.parameters);
        }
        let text = format!("{name} takes {wanted} arguments, not {given}.");
        Err(FunctionError { text, argument: None })
    }

    /// Returns the first problem in the arguments.
    fn refusal(&self, problems: &Diagnostics) -> FunctionError {
        let first = problems.iter().next();
        let argument = first.and_then(|problem| match problem.path.steps().first() {
            Some(Step::Attribute(name)) => self.parameters.iter().position(|parameter| parameter.name == name),
            _ => None,
        });
        FunctionError {
            text: first.map(|problem| problem.detail.clone()).unwrap_or_default(),
            argument,
        }
    }
}

/// The object-safe counterpart of [`Function`].
pub trait AnyFunction: Send + Sync {
    /// Returns the name.
    fn name(&self) -> &'static str;
    /// Returns the parameters and the type of the result.
    fn signature(&self) -> Signature;
    /// Computes the result of `arguments`, one for each parameter of its `signature`. All of them are known.
    ///
    /// # Errors
    /// If an argument is invalid.
    fn call(&self, signature: &Signature, arguments: Vec<Value>) -> Result<Value, FunctionError>;
}

impl<F: Function> AnyFunction for F {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn signature(&self) -> Signature {
        let block = F::Parameters::block();
        let summary = block.description.split("\n\n").next().unwrap_or_default();
        Signature {
            name: F::NAME,
            summary,
            description: block.description,
            parameters: block.attributes,
            output: <F::Output as AttributeValue>::shape(),
        }
    }

    fn call(&self, signature: &Signature, arguments: Vec<Value>) -> Result<Value, FunctionError> {
        let names = signature.parameters.iter().map(|parameter| parameter.name.to_owned());
        let object: BTreeMap<String, Value> = names.zip(arguments).collect();
        let read = F::Parameters::from_object(&object).map_err(|problems| signature.refusal(&problems))?;
        Function::call(self, read).map(|output| output.to_value())
    }
}
