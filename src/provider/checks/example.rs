//! The example of a check.

/// A configuration that passes every check, and how one check fails.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Where the configuration belongs.
    pub place: Place,
    /// A configuration that passes every check.
    pub passes: &'static str,
    /// The edit after which the configuration fails only this check. `None` if a response of GitLab decides.
    pub fails_with: Option<Edit>,
}

/// An edit of a configuration.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    /// String that occurs once in the configuration.
    pub replace: &'static str,
    /// The replacement.
    pub with: &'static str,
}

/// Where a part of a configuration belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the top of a file.
    File,
    /// In a `codepipeline_pipeline`, next to its stages.
    Pipeline,
    /// In the `git_configuration` of a trigger.
    Trigger,
    /// In a `codepipeline_pipeline`, with all of its stages.
    Stages,
    /// In the first stage, next to its source action.
    SourceStage,
    /// In a later stage, next to its action.
    LaterStage,
    /// In an action of a later stage.
    Action,
    /// In the configuration of a source action.
    SourceConfiguration,
    /// In the configuration of a source action that a trigger names.
    TriggeredSourceConfiguration,
}

impl Example {
    /// Returns an example that a test verifies.
    pub const fn new(place: Place, passes: &'static str, fails_with: Edit) -> Self {
        Self {
            place,
            passes,
            fails_with: Some(fails_with),
        }
    }

    /// Returns an example whose result depends on a response of GitLab.
    pub const fn of_gitlab(place: Place, passes: &'static str) -> Self {
        Self {
            place,
            passes,
            fails_with: None,
        }
    }

    /// Returns the configuration that fails this check and no other.
    pub fn failing(&self) -> Option<String> {
        let Edit { replace, with } = self.fails_with?;
        Some(self.passes.replacen(replace, with, 1))
    }
}

impl Place {
    /// Returns the words that introduce the example on the registry page; `None` for a whole file.
    pub const fn introduction(self) -> Option<&'static str> {
        Some(match self {
            Self::File => return None,
            Self::Pipeline => "In the pipeline",
            Self::Trigger => "In the `git_configuration` of a trigger",
            Self::Stages => "The stages of the pipeline",
            Self::SourceStage => "In the first stage, next to another source action",
            Self::LaterStage => "In a later stage, next to the action \"Build\"",
            Self::Action => "In an action of a later stage",
            Self::SourceConfiguration => "In the configuration of the source action",
            Self::TriggeredSourceConfiguration => "In the configuration of a source action that a trigger names",
        })
    }
}
