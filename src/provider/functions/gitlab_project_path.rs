//! `provider::codepipeline::gitlab_project_path`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::gitlab::{hosts::Hosts, project_path::ProjectPath};

/// Tells the full path of a GitLab project from its URL.
#[derive(Debug)]
pub struct GitlabProjectPath;

/// Tells the full path of a GitLab project, as `full_repository_id` takes it, from a URL.
///
/// Any URL that GitLab shows leads to the path: those for cloning, of the project's pages, of raw files, of the Web IDE
/// and of the API. A path comes back as it is. Whether there is such a project is not asked: see the data source
/// `codepipeline_gitlab_project`.
///
/// A text that leads to no project path is an error, as are display names and numeric ids.
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
