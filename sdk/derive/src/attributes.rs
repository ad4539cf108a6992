//! `#[derive(Attributes)]`: reads the struct, then expands it.

use proc_macro2::TokenStream;

use crate::{errors::Errors, expansion::expand, object::read};

/// Returns the code that `#[derive(Attributes)]` generates for `input`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let object = read(input, &mut errors);
    let mut output = errors.to_compile_errors();
    output.extend(object.as_ref().map(expand));
    output
}
