use terraform_provider_sdk::{
    author::{AnyFunction, Function, FunctionError},
    typed::Attributes,
    value::Value,
};

struct Join;

/// Joins two texts.
#[derive(Attributes)]
struct Parameters {
    /// The first text.
    a: String,
    /// The second text, whose name begins like that of the first.
    ab: String,
}

impl Function for Join {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "join";

    fn call(&self, Parameters { a, ab }: Parameters) -> Result<String, FunctionError> {
        Ok(a + &ab)
    }
}

#[test]
fn a_wrong_argument_is_named_by_its_own_place() {
    for (arguments, place) in [([true.into(), "b".into()], 0), (["a".into(), Value::from(true)], 1)] {
        let error = AnyFunction::call(&Join, &Join.signature(), arguments.to_vec()).unwrap_err();
        assert_eq!(error.argument, Some(place), "{arguments:?}");
    }
}
