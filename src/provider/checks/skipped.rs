//! The checks that a provider block silences.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    typed::Document,
    value::{Path, Value},
};

use crate::provider::{checks::codes, config::Config};

/// Warns of each code of `skip_checks` that no check has.
pub fn validate(config: Document<'_>) -> Diagnostics {
    let argument = Config::SKIP_CHECKS.name;
    let codes = config.value(argument).elements().iter().filter_map(Value::as_str);
    let is_unknown = |code: &&str| codes::all().all(|check| check.code != *code);
    codes
        .filter(&is_unknown)
        .map(|code| {
            let upper = code.to_ascii_uppercase();
            let meant = if is_unknown(&upper.as_str()) { "CPGL001" } else { &upper };
            let detail = format!(
                "`{argument}` names {code}, and no check has that code, so nothing is silenced by it. Write the code that \
                 the message shows, such as {meant}; the guide \"Checks\" lists them all.",
                code = quote(code)
            );
            Diagnostic::warning(format!("There is no check {code}"), detail).at(Path::attribute(argument))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warned(codes: Value) -> Vec<String> {
        let config = Value::object([(Config::SKIP_CHECKS.name, codes)]);
        let found = validate(Document::new(&config));
        assert!(!found.has_errors());
        found.iter().map(|warning| warning.summary.clone()).collect()
    }

    #[test]
    fn a_code_that_no_check_has_is_a_warning() {
        let codes = Value::Set(vec!["CPGL001".into(), "CPGL999".into(), Value::unknown()]);
        assert_eq!(warned(codes), ["There is no check CPGL999"]);
        assert_eq!(warned(Value::unknown()), [""; 0]);
        assert_eq!(warned(Value::Null), [""; 0]);
    }
}
