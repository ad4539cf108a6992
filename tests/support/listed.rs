//! Data sources that list objects.

use serde_json::Value;

use super::{account::Account, workspace::Workspace};

/// A data source that lists objects: `data.codepipeline_…`, by the name of its list.
pub(crate) struct Listed(pub(crate) &'static str);

impl Listed {
    /// A configuration with the list as the output `found`.
    pub(crate) fn configuration(&self, arguments: &str) -> String {
        let Self(objects) = self;
        format!(
            "data \"codepipeline_{objects}\" \"all\" {{\n{arguments}\n}}\noutput \"found\" {{\n  value = \
             data.codepipeline_{objects}.all.{objects}\n}}\n"
        )
    }

    /// The names in a list with these arguments, in its order.
    #[track_caller]
    pub(crate) fn names(&self, account: &Account, arguments: &str) -> Vec<String> {
        let workspace = Workspace::new(account, &self.configuration(arguments));
        workspace.apply().succeeds();
        let found = workspace.output("found");
        let name = |object: &Value| object["name"].as_str().expect("a name").to_owned();
        found.as_array().expect("a list").iter().map(name).collect()
    }

    /// Expects that `terraform validate` reports each of these arguments, with the given words, at the argument.
    #[track_caller]
    pub(crate) fn rejects(&self, account: &Account, arguments: &[(&str, &str)]) {
        for (argument, says) in arguments {
            let workspace = Workspace::new(account, &self.configuration(argument));
            let name = argument.split(' ').next().unwrap();
            workspace
                .validate()
                .fails()
                .says(says)
                .says(&format!("{name} = "))
                .says(&format!("in data \"codepipeline_{}\" \"all\"", self.0));
        }
    }
}
