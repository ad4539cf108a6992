//! The checks that a provider block skips.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    typed::Document,
    value::{Path, Value},
};

use super::ALL;
use crate::provider::configuration::Config;

/// Warns about each code of `skip_checks` that no check has.
pub fn validate(config: Document<'_>) -> Diagnostics {
    let argument = Config::SKIP_CHECKS.name;
    let is_unknown = |code: &&str| ALL.iter().all(|check| check.code != *code);
    let codes = config.value(argument).elements().iter().filter_map(Value::as_str);
    codes
        .filter(is_unknown)
        .map(|code| {
            let uppercase = code.to_ascii_uppercase();
            let near = Some(uppercase.as_str())
                .filter(|code| !is_unknown(code))
                .unwrap_or("CPGL001");
            let detail = format!(
                "`{argument}` contains {code}, which is not the code of a check and has no effect. Use the code in \
                 the message, such as {near}. The guide \"Checks\" lists all codes.",
                code = quote(code)
            );
            Diagnostic::warning(format!("The check {code} does not exist"), detail).at(Path::attribute(argument))
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
    fn an_unknown_code_is_a_warning() {
        let codes = Value::Set(vec!["CPGL001".into(), "CPGL999".into(), Value::unknown()]);
        assert_eq!(warned(codes), ["The check CPGL999 does not exist"]);
        assert_eq!(warned(Value::unknown()), [""; 0]);
        assert_eq!(warned(Value::Null), [""; 0]);
    }
}
