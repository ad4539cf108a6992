//! Diagnostics.

use terraform_plugin_protocol::tfplugin6 as wire;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    rpc::convert::path,
};

/// All diagnostics, in their order.
pub(in crate::rpc) fn to_wire(diagnostics: Diagnostics) -> Vec<wire::Diagnostic> {
    diagnostics.into_iter().map(one).collect()
}

/// The diagnostics of a plan or of a validation, without warnings if it is that of an apply: Terraform plans and validates
/// each object again then, and has shown them before. It allows deferral in no other phase, except where deferred actions
/// are enabled.
pub(in crate::rpc) fn once(
    diagnostics: Diagnostics,
    client: Option<wire::ClientCapabilities>,
) -> Vec<wire::Diagnostic> {
    let is_apply = client.is_some_and(|client| client.deferral_allowed);
    let shown = diagnostics.into_iter().filter(|found| found.is_error() || !is_apply);
    shown.map(one).collect()
}

fn one(diagnostic: Diagnostic) -> wire::Diagnostic {
    let Diagnostic {
        severity,
        summary,
        mut detail,
        path,
        code,
        codes_page,
    } = diagnostic;
    // You need the code to look up the check or to silence it.
    if let Some(code) = code {
        let link = codes_page.map(|page| format!(": {page}#{}", code.to_ascii_lowercase()));
        detail = format!("{detail}\n\nThis is check {code}{}", link.as_deref().unwrap_or("."));
    }
    wire::Diagnostic {
        severity: match severity {
            Severity::Error => wire::diagnostic::Severity::Error,
            Severity::Warning => wire::diagnostic::Severity::Warning,
        }
        .into(),
        summary,
        detail: detail.trim_start().to_owned(),
        attribute: (!path.is_root()).then(|| path::to_wire(&path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Path;

    #[test]
    fn a_diagnostic_about_the_whole_has_no_path_and_severities_are_never_invalid() {
        let mut diagnostics = Diagnostics::from(Diagnostic::error("Broken", "It is."));
        diagnostics.push(Diagnostic::warning("Odd", "It seems.").at(Path::attribute("name")));
        let wire = to_wire(diagnostics);
        assert_eq!(wire[0].severity(), wire::diagnostic::Severity::Error);
        assert_eq!(wire[0].attribute, None);
        assert_eq!(wire[1].severity(), wire::diagnostic::Severity::Warning);
        assert_eq!(wire[1].attribute, Some(path::to_wire(&Path::attribute("name"))));
    }

    #[test]
    fn the_plan_of_an_apply_shows_no_warnings_and_all_errors() {
        let found = || Diagnostics::from_iter([Diagnostic::warning("w", ""), Diagnostic::error("e", "")]);
        let client = |deferral_allowed| wire::ClientCapabilities {
            deferral_allowed,
            ..Default::default()
        };
        for (client, expected) in [
            (None, &["w", "e"][..]),
            (Some(client(false)), &["w", "e"]),
            (Some(client(true)), &["e"]),
        ] {
            let shown = once(found(), client);
            let shown: Vec<&str> = shown.iter().map(|one| one.summary.as_str()).collect();
            assert_eq!(shown, expected, "{client:?}");
        }
    }

    #[test]
    fn the_code_of_a_check_is_shown() {
        let mut found = Diagnostic::error("Wrong path", "Write it so.").code("TOY001");
        let wire = to_wire(found.clone().into());
        assert_eq!(wire[0].detail, "Write it so.\n\nThis is check TOY001.");
        found.codes_page = Some("https://example.com/checks");
        let wire = to_wire(found.into());
        let linked = "Write it so.\n\nThis is check TOY001: https://example.com/checks#toy001";
        assert_eq!(wire[0].detail, linked);
    }
}
