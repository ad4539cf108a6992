//! Paths in a configuration.

use std::{borrow::Cow, fmt};

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into the attribute or nested block of this name.
    Attribute(Cow<'static, str>),
    /// Into the element of a list or tuple, from zero.
    Index(usize),
    /// Into the element of a map.
    Key(String),
}

/// The path from the root of a resource's configuration to one of its parts.
///
/// A path never leads *into* a set, because Terraform cannot address the elements of one: it ends at the set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

impl Path {
    /// The root itself.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// The path to the attribute or block `name` of the root.
    pub fn attribute(name: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Step::Attribute(name.into())])
    }

    /// This path, one step further.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// This path, on into the attribute or block `name`.
    #[must_use]
    pub fn name(self, name: impl Into<Cow<'static, str>>) -> Self {
        self.then(Step::Attribute(name.into()))
    }

    /// This path, on into the list element `index`.
    #[must_use]
    pub fn index(self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// This path, on into the map element `key`.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        self.then(Step::Key(key.into()))
    }

    /// Returns this path with `step` before it.
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        self.0.insert(0, step);
        self
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl AsMut<Self> for Path {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

/// Calls `find`, which adds the findings in the part at `step` to `found` with relative paths, and completes these
/// paths. Without findings, no path is allocated.
pub fn inside<T: AsMut<Path>>(found: &mut Vec<T>, step: impl FnOnce() -> Step, find: impl FnOnce(&mut Vec<T>)) {
    let before = found.len();
    find(found);
    let new = &mut found[before..];
    if new.is_empty() {
        return;
    }
    let step = step();
    for path in new.iter_mut().map(AsMut::as_mut) {
        *path = std::mem::take(path).within(step.clone());
    }
}

/// Prints the path as in a configuration: `stage[0].action[1].configuration["BranchName"]`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => write!(f, "{name}")?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_a_practitioner_writes_it() {
        let path = Path::attribute("stage")
            .index(0)
            .name("action")
            .index(1)
            .name("configuration")
            .key("BranchName");
        assert_eq!(path.to_string(), r#"stage[0].action[1].configuration["BranchName"]"#);
        assert_eq!(
            Path::attribute("a")
                .within(Step::Index(3))
                .within(Step::Attribute("b".into()))
                .to_string(),
            "b[3].a"
        );
    }
}
