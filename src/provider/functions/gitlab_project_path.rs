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
/// The function accepts clone URLs, and URLs of the project's pages, raw files, the Web IDE and the API. It returns a
/// path unchanged. The function does not check whether the project exists: see the data source
/// `codepipeline_gitlab_project`.
///
/// The function returns an error for a display name, a numeric ID, and any other string that contains no project path.
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
