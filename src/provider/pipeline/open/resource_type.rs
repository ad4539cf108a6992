//! The syntax of the resource types, so that advice can be copied into the configuration.

/// Resource type whose configuration is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceType {
    /// `codepipeline_pipeline`, with blocks and AWS's own keys.
    Pipeline,
    /// `codepipeline_source_action`, with attributes.
    SourceAction,
}

impl ResourceType {
    /// Returns a criterion of a filter that includes this pattern.
    pub fn criterion(self, name: &str, pattern: &str) -> String {
        let equals = match self {
            Self::Pipeline => "",
            Self::SourceAction => "= ",
        };
        format!("{name} {equals}{{ includes = [\"{pattern}\"] }}")
    }

    /// Returns the words for two filters of one kind.
    pub fn two_filters(self, kind: &str) -> String {
        match self {
            Self::Pipeline => format!("two `{kind}` blocks"),
            Self::SourceAction => format!("two elements in the list `{kind}`"),
        }
    }

    /// Returns the name of a setting of a source.
    pub fn setting(self, key: &'static str) -> &'static str {
        match (self, key) {
            (Self::SourceAction, "DetectChanges") => "detect_changes",
            (Self::SourceAction, "OutputArtifactFormat") => "output_artifact_format",
            _ => key,
        }
    }

    /// Returns a setting of a source with its value.
    pub fn assignment(self, key: &'static str, value: &str) -> String {
        let is_bool = self == Self::SourceAction && matches!(value, "true" | "false");
        let quote = if is_bool { "" } else { "\"" };
        format!("{} = {quote}{value}{quote}", self.setting(key))
    }
}
