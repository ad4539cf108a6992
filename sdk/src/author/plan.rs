//! The plan of one object while it is being made, and what a resource sees of it.

use crate::{
    author::Resource,
    diagnostics::{Diagnostic, Diagnostics},
    engine::{plan::open_computed, replace::replaced},
    schema::{Attribute, Block, Origin},
    typed::{AttributeValue, Document, Field},
    value::{Path, Value},
};

/// The plan of one object while it is being made.
#[derive(Debug)]
pub struct Draft<'a, C> {
    /// The configured provider; none while its configuration is not known.
    pub client: Option<&'a C>,
    /// The root block.
    pub block: &'a Block,
    /// What the practitioner wrote; null at a destroy.
    pub config: &'a Value,
    /// What the state has; null at a create.
    pub prior: &'a Value,
    /// What is to become; null at a destroy.
    pub planned: Value,
    /// What the provider remembers beside the state, as bytes.
    pub private: Vec<u8>,
    /// What makes a new object of it although the schema does not say so.
    pub requires_replace: Vec<Path>,
    /// Warnings and errors so far.
    pub diagnostics: Diagnostics,
}

impl<C> Draft<'_, C> {
    /// Makes every computed value unknown that the configuration leaves open and no default fills, unless its prior
    /// value is to be used as long as there is one.
    pub fn open_computed_values(&mut self) {
        open_computed(self.block, self.config, self.prior, &mut self.planned);
    }

    /// What makes a new object of it, as the plan stands now.
    pub fn replaced(&self) -> Vec<Path> {
        let mut paths = replaced(self.block, self.prior, &self.planned);
        let further = self
            .requires_replace
            .iter()
            .filter(|path| !paths.contains(path))
            .cloned()
            .collect::<Vec<_>>();
        paths.extend(further);
        paths
    }
}

/// The plan of one object, as its resource sees it.
pub struct Plan<'d, 'a, R: Resource> {
    draft: &'d mut Draft<'a, R::Client>,
    /// What the provider remembers beside the state. What stands here in the end reaches the apply.
    pub private: R::Private,
}

impl<'d, 'a, R: Resource> Plan<'d, 'a, R> {
    /// The typed view of `draft`.
    pub(super) const fn new(draft: &'d mut Draft<'a, R::Client>, private: R::Private) -> Self {
        Self { draft, private }
    }

    /// The configured provider; none while its configuration is not known.
    pub const fn client(&self) -> Option<&'a R::Client> {
        self.draft.client
    }

    /// What the practitioner wrote.
    pub const fn config(&self) -> Document<'a> {
        Document::new(self.draft.config)
    }

    /// What the state has. All null at a create.
    pub const fn prior(&self) -> Document<'a> {
        Document::new(self.draft.prior)
    }

    /// What is to become. All null at a destroy.
    pub const fn planned(&self) -> Document<'_> {
        Document::new(&self.draft.planned)
    }

    /// Whether there is no object yet.
    pub const fn is_create(&self) -> bool {
        self.draft.prior.is_null()
    }

    /// Whether the object is to go.
    pub const fn is_destroy(&self) -> bool {
        self.draft.planned.is_null()
    }

    /// Whether an existing object is to change.
    pub fn is_update(&self) -> bool {
        !self.is_create() && !self.is_destroy() && self.draft.planned != *self.draft.prior
    }

    /// Whether an existing object is to be replaced by a new one.
    pub fn is_replace(&self) -> bool {
        !self.is_create() && !self.is_destroy() && !self.draft.replaced().is_empty()
    }

    /// Whether the planned value of `field` differs from the prior one.
    pub fn changes<T>(&self, field: Field<T>) -> bool {
        self.draft.planned.get(field.name) != self.draft.prior.get(field.name)
    }

    /// Plans `value` for an attribute that the configuration leaves open.
    pub fn set<T: AttributeValue>(&mut self, field: Field<T>, value: &T) {
        self.put(field.name, value.to_value());
    }

    /// Plans the prior value of `field`.
    pub fn keep<T>(&mut self, field: Field<T>) {
        self.put(field.name, self.draft.prior.get(field.name).clone());
    }

    /// Plans that the value of `field` is known only after the apply.
    pub fn set_unknown<T>(&mut self, field: Field<T>) {
        self.put(field.name, Value::unknown());
    }

    /// Makes a new object of it if `field` changes.
    pub fn requires_replace<T>(&mut self, field: Field<T>) {
        let path = field.path();
        if !self.is_create() && self.changes(field) && !self.draft.requires_replace.contains(&path) {
            self.draft.requires_replace.push(path);
        }
    }

    /// Makes an update of it although no argument changed: what only the provider knows becomes unknown, unless its
    /// prior value is to be used. What has been planned differently before stays.
    pub fn force_update(&mut self) {
        let block = self.draft.block;
        let open = |attribute: &&Attribute| attribute.origin == Origin::Computed && !attribute.use_state_for_unknown;
        for attribute in block.attributes.iter().filter(open) {
            if self.draft.planned.get(attribute.name) == self.draft.prior.get(attribute.name) {
                self.put(attribute.name, Value::unknown());
            }
        }
    }

    /// Adds a warning or an error.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.draft.diagnostics.push(diagnostic);
    }

    /// Adds all of these warnings and errors.
    pub fn report_all(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.draft.diagnostics.extend(diagnostics);
    }

    fn put(&mut self, name: &str, value: Value) {
        if let Some(planned) = self.draft.planned.as_map_mut() {
            planned.insert(name.to_owned(), value);
        }
    }

    /// The private data, to be written back.
    pub(super) fn into_private(self) -> R::Private {
        self.private
    }
}
