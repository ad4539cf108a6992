//! What a query looks for.

use terraform_provider_sdk::{
    diagnostics::Diagnostic,
    typed::{Attributes, derived::object_to_value},
    value::Value,
};

/// The objects, the region and the filters of a query.
pub(super) struct Query {
    /// The objects that it selects, such as `source actions`.
    pub(super) selected: &'static str,
    /// The objects that AWS lists, such as `pipelines`.
    pub(super) searched: &'static str,
    /// The region in which AWS lists them.
    pub(super) region: String,
    /// The filters, such as `name_regex = "^web"`.
    filters: Vec<String>,
}

impl Query {
    /// Returns the query for the objects that `filter` selects among those that AWS lists in `region`.
    pub(super) fn new(
        selected: &'static str,
        searched: &'static str,
        region: String,
        filter: &impl Attributes,
    ) -> Self {
        let members = object_to_value(filter);
        let filters = members.as_map().into_iter().flatten();
        let filters = filters.filter_map(|(name, value)| match value {
            Value::String(text) => Some(format!("{name} = {text:?}")),
            _ => None,
        });
        Self {
            selected,
            searched,
            region,
            filters: filters.collect(),
        }
    }

    /// Returns the warning that the query selects none of the `listed` objects.
    pub(super) fn selects_nothing_of(&self, listed: usize) -> Diagnostic {
        let Self {
            selected,
            searched,
            region,
            filters,
        } = self;
        let listed = match listed {
            0 => format!("AWS returns no {searched} in {region}."),
            _ => format!("None of the {searched} in {region} matches ({listed} searched)."),
        };
        let filters = match filters.as_slice() {
            [] => String::new(),
            filters => format!(" The filters are {}.", filters.join(", ")),
        };
        Diagnostic::warning(
            format!("No {selected} found in {region}"),
            format!("{listed}{filters} Check the filters, the region and the account of the credentials."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The filters of the tests.
    #[derive(Attributes)]
    struct Filter {
        /// Expression.
        name_regex: Option<String>,
        /// Status.
        status: Option<String>,
    }

    fn warning(name_regex: Option<&str>, listed: usize) -> String {
        let filter = Filter {
            name_regex: name_regex.map(str::to_owned),
            status: None,
        };
        let query = Query::new("source actions", "pipelines", "eu-west-1".to_owned(), &filter);
        let warning = query.selects_nothing_of(listed);
        assert_eq!(warning.summary, "No source actions found in eu-west-1");
        warning.detail
    }

    #[test]
    fn a_query_that_selects_nothing_reports_what_it_looked_for() {
        let check = "Check the filters, the region and the account of the credentials.";
        assert_eq!(
            warning(None, 0),
            format!("AWS returns no pipelines in eu-west-1. {check}")
        );
        assert_eq!(
            warning(Some("^\"web"), 12),
            format!(
                "None of the pipelines in eu-west-1 matches (12 searched). The filters are name_regex = \"^\\\"web\". \
                 {check}"
            )
        );
    }
}
