//! The region that a list is about.

use std::collections::BTreeSet;

use maud::{Markup, html};
use serde::Deserialize;

/// The query of a list: one region, or all of them.
#[derive(Deserialize)]
pub(crate) struct RegionFilter {
    region: Option<String>,
}

impl RegionFilter {
    /// The region, `None` for all.
    fn region(&self) -> Option<&str> {
        self.region.as_deref().filter(|region| !region.is_empty())
    }

    /// Returns whether the list contains what is in this region.
    pub(crate) fn accepts(&self, region: &str) -> bool {
        self.region().is_none_or(|wanted| wanted == region)
    }

    /// Returns ` in REGION`, empty for all regions.
    pub(crate) fn suffix(&self) -> String {
        self.region().map(|region| format!(" in {region}")).unwrap_or_default()
    }

    /// Returns the form that selects one of `regions`, nothing if there is nothing to select.
    pub(crate) fn form(&self, list: &str, mut regions: BTreeSet<String>) -> Markup {
        regions.extend(self.region().map(str::to_owned));
        if regions.len() < 2 && self.region().is_none() {
            return html! {};
        }
        html! {
            form.filter action=(list) {
                label {
                    "Region"
                    select name="region" {
                        option value="" { "All regions" }
                        @for each in &regions { option selected[self.region() == Some(each)] { (each) } }
                    }
                }
                button.secondary { "Filter" }
            }
        }
    }
}
