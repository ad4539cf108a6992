//! `provider::codepipeline::gitlab_project_path`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::gitlab::{hosts::Hosts, project_path::ProjectPath};

/// Returns the full path of a GitLab project.
#[derive(Debug)]
pub struct GitlabProjectPath;

/// Returns the full path of a GitLab project, as `full_repository_id` requires it, from a URL.
///
/// Accepts every URL that GitLab shows: those for cloning, of the project's pages, of raw files, of the Web IDE and of the
/// API. A path is returned unchanged. The function does not check whether the project exists: see the data source
/// `codepipeline_gitlab_project`.
///
/// A string without a project path is an error, as are display names and numeric IDs.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// URL or path of the project, such as `git@gitlab.com:acme/platform/web.git`.
    pub url: String,
}

impl Function for GitlabProjectPath {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "gitlab_project_path";

    fn call(&self, parameters: Parameters) -> Result<String, FunctionError> {
        let path = ProjectPath::read(&parameters.url, &Hosts::any());
        path.map(|path| path.to_string())
            .map_err(|problem| FunctionError::of_argument(0, problem.advice()))
    }
}
