//! How practitioners write what is judged, so that what they are told to write fits.

/// The form of a pipeline's triggers and sources in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Blocks and AWS's own keys, as in `codepipeline_pipeline`.
    Blocks,
    /// Attributes, as in `codepipeline_source_action`.
    Attributes,
}

impl Syntax {
    /// A criterion of a filter that includes this pattern.
    pub(super) fn criterion(self, name: &str, pattern: &str) -> String {
        let equals = match self {
            Self::Blocks => "",
            Self::Attributes => "= ",
        };
        format!("{name} {equals}{{ includes = [\"{pattern}\"] }}")
    }

    /// Two filters of one kind in place of one.
    pub(super) fn two_filters(self, kind: &str) -> String {
        match self {
            Self::Blocks => format!("two `{kind}` blocks"),
            Self::Attributes => format!("two elements into the list `{kind}`"),
        }
    }

    /// A setting of a source.
    pub(super) fn setting(self, key: &'static str) -> &'static str {
        match (self, key) {
            (Self::Attributes, "DetectChanges") => "detect_changes",
            (Self::Attributes, "OutputArtifactFormat") => "output_artifact_format",
            _ => key,
        }
    }

    /// A setting of a source with its value.
    pub(super) fn set(self, key: &'static str, value: &str) -> String {
        let is_bool = self == Self::Attributes && matches!(value, "true" | "false");
        let quote = if is_bool { "" } else { "\"" };
        format!("{} = {quote}{value}{quote}", self.setting(key))
    }
}
