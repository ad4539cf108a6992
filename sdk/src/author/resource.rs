//! The trait for resources.

use std::{
    future::{Future, ready},
    sync::{Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    author::{guard::lock, plan::ResourcePlan},
    diagnostics::{Diagnostic, Diagnostics},
    schema::{Attribute, Configurability},
    typed::{AttributeValue, Attributes, Document, Field, derived::object_to_value},
    value::{Path, Value},
};

/// A managed resource: three plain structs, and the operations on the remote object.
///
/// Every method takes and returns these structs. Only [`Resource::validate`] and [`Resource::plan`] receive unknown
/// values.
pub trait Resource: Send + Sync + Sized + 'static {
    /// The configured provider, which gives access to the remote objects.
    type Client: Send + Sync + 'static;
    /// The arguments. The provider computes an omitted `Option` that is marked `computed`.
    type Arguments: Attributes + Send + Sync;
    /// The computed attributes.
    type Computed: Attributes + Send + Sync;
    /// The identity of the remote object, derived from the other two.
    type Identity: Attributes + Serialize + DeserializeOwned + Send + Sync;
    /// The private data that the provider stores in addition to the state. It never contains values for users.
    type Private: Serialize + DeserializeOwned + Default + Clone + Send + Sync;

    /// The name of the type: `example_note`.
    const NAME: &'static str;
    /// Version of the state. Increase it when a state of the previous version cannot be read.
    const VERSION: i64 = 0;
    /// Version of the identity. Increase it when an identity of the previous version cannot be read.
    const IDENTITY_VERSION: i64 = 0;
    /// Whether an update in place or a change out of band may change the identity. By default, either is reported as a bug
    /// in the provider.
    const MUTABLE_IDENTITY: bool = false;
    /// The resources of other providers that `moved` blocks can name.
    const MOVES_FROM: &'static [MovableType] = &[];

    /// Returns the identity of the object.
    fn identity(arguments: &Self::Arguments, computed: &Self::Computed) -> Self::Identity;

    /// Returns the identity for an import ID.
    ///
    /// # Errors
    /// If the ID is invalid. The message shows a valid format.
    fn import_id(&self, _id: &str) -> Result<Self::Identity, Diagnostics> {
        let detail = format!("Import {} by its identity, in an import block.", Self::NAME);
        Err(Diagnostic::error("No import by id", detail).into())
    }

    /// Returns whether an import ID is a name, which does not identify an object by itself. Runs offline.
    fn is_import_name(&self, _id: &str) -> bool {
        false
    }

    /// Returns the identity of the object whose name an import ID contains, see [`Resource::is_import_name`].
    ///
    /// # Errors
    /// If no object has the name, or several have it: the message lists them.
    fn find(
        &self,
        _client: &Self::Client,
        id: &str,
    ) -> impl Future<Output = Result<Self::Identity, Diagnostics>> + Send {
        ready(self.import_id(id))
    }

    /// Checks conditions on more than one argument. Runs offline and skips unknown values.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Checks the plan and may change it where the schema alone is not sufficient. Called for creates, updates, deletes
    /// and for objects that do not change.
    ///
    /// The apply calls it again, and it must then plan the same known values.
    ///
    /// # Errors
    /// If the plan cannot be applied. An error in a destroy plan prevents the destroy: return a warning there.
    fn plan(&self, _plan: &mut Plan<'_, '_, Self>) -> impl Future<Output = Result<(), Diagnostics>> + Send {
        ready(Ok(()))
    }

    /// Creates the remote object. If more work is necessary after the object exists, save its state in `checkpoint` first.
    ///
    /// # Errors
    /// If the remote object is not created. Once the object exists, report a later failure as a warning
    /// ([`Context::warn`]). Return [`Failure::with_state`] for an object that can never work.
    fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        checkpoint: &Checkpoint<Self>,
    ) -> impl Future<Output = Result<State<Self>, Failure<Self>>> + Send;

    /// Reads the remote object. `prior` is the object in the state, and `None` on import. It provides values that the
    /// service does not return or returns ambiguously.
    ///
    /// # Errors
    /// If the object cannot be read. `None` means that the object no longer exists.
    fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Self::Identity,
        prior: Option<&State<Self>>,
    ) -> impl Future<Output = Result<Option<State<Self>>, Diagnostics>> + Send;

    /// Reads the remote object of an import, of which only the identity is known: [`Resource::read`] without `prior`.
    ///
    /// # Errors
    /// If the object cannot be read, or does not exist. The message contains what was looked for, and where.
    fn import(
        &self,
        context: &Context<'_, Self>,
        identity: &Self::Identity,
    ) -> impl Future<Output = Result<State<Self>, Diagnostics>> + Send {
        async {
            let found = self.read(context, identity, None).await?;
            found.ok_or_else(|| not_found::<Self>(identity).into())
        }
    }

    /// Changes the remote object in place.
    ///
    /// # Errors
    /// If the object is not updated. After a partial update, return [`Failure::with_state`] with the current state.
    fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> impl Future<Output = Result<State<Self>, Failure<Self>>> + Send;

    /// Checks that the planned object `new`, which replaces `old`, can be created: the delete of `old` comes first, unless
    /// `create_before_destroy` is set. Values of `new` may be unknown.
    ///
    /// # Errors
    /// If `new` cannot be created. `old` is then not deleted.
    fn check_replacement(
        &self,
        _context: &Context<'_, Self>,
        _old: &State<Self>,
        _new: Document<'_>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send {
        ready(Ok(()))
    }

    /// Deletes the remote object. Succeeds if the object does not exist.
    ///
    /// # Errors
    /// If the object is not deleted.
    fn delete(
        &self,
        context: &Context<'_, Self>,
        state: State<Self>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;

    /// Returns warnings about what [`Resource::moved`] does not take over from a supported source.
    fn warnings_of_move(_source: &MoveSource<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Upgrades a state by one version: `state` has `version`, the result `version + 1`.
    ///
    /// # Errors
    /// If the old state cannot be upgraded.
    fn upgrade(version: i64, _state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        let detail = format!(
            "This provider cannot read a state of version {version} of {}.",
            Self::NAME
        );
        Err(Diagnostic::error("Unsupported state version", detail).into())
    }

    /// Upgrades an identity by one version: `identity` has `version`, the result `version + 1`.
    ///
    /// # Errors
    /// If the old identity cannot be upgraded.
    fn upgrade_identity(version: i64, _identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        let detail = format!(
            "This provider cannot read an identity of version {version} of {}.",
            Self::NAME
        );
        Err(Diagnostic::error("Unsupported identity version", detail).into())
    }

    /// Converts the state of a resource in [`Resource::MOVES_FROM`] to a state of this resource, for `moved` blocks.
    ///
    /// # Errors
    /// If the state cannot be converted.
    fn moved(source: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics> {
        let detail = format!("{} cannot convert a state of {}.", Self::NAME, source.type_name);
        Err(Diagnostic::error("Unsupported source of a moved block", detail).into())
    }
}

/// Returns the error that an import finds no object with the identity.
fn not_found<R: Resource>(identity: &R::Identity) -> Diagnostic {
    let known = object_to_value(identity);
    let members = known.as_map().into_iter().flatten();
    let members = members.filter_map(|(name, value)| Some(format!("{name} = {:?}", value.as_str()?)));
    let detail = format!(
        "No {} has the identity {}. Check each part of the import ID or identity, and the credentials.",
        R::NAME,
        members.collect::<Vec<_>>().join(", ")
    );
    Diagnostic::error("Object to import not found", detail)
}

/// A resource of another provider that can be moved to a resource of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovableType {
    /// The provider's namespace and type, which are the same in every registry: `hashicorp/random`.
    pub provider: &'static str,
    /// The type's name.
    pub type_name: &'static str,
}

impl MovableType {
    /// Whether the source has this type, in any registry.
    pub fn is_of(&self, source: &MoveSource<'_>) -> bool {
        let address = source.provider.split_once('/').map(|(_, address)| address);
        source.type_name == self.type_name && address == Some(self.provider)
    }
}

/// The resource of another type or provider that a `moved` block moves from.
#[derive(Clone, Copy, Debug)]
pub struct MoveSource<'a> {
    /// The provider's address: `registry.terraform.io/hashicorp/random`.
    pub provider: &'a str,
    /// The type's name.
    pub type_name: &'a str,
    /// The version of its state.
    pub version: i64,
    /// Its state, as the state file has it.
    pub state: &'a serde_json::Value,
}

/// The state of a remote object.
pub struct State<R: Resource> {
    /// The values of the arguments.
    pub arguments: R::Arguments,
    /// The values that only the provider knows.
    pub computed: R::Computed,
    /// The private data of the object.
    pub private: R::Private,
}

impl<R: Resource<Arguments: Clone, Computed: Clone>> Clone for State<R> {
    fn clone(&self) -> Self {
        let Self {
            arguments,
            computed,
            private,
        } = self;
        Self {
            arguments: arguments.clone(),
            computed: computed.clone(),
            private: private.clone(),
        }
    }
}

/// The planned state of an object.
pub struct Planned<R: Resource> {
    /// The arguments, all known: `None` for an argument that the provider computes.
    pub arguments: R::Arguments,
    /// The private data from the plan.
    pub private: R::Private,
}

/// Error of a create or an update, with the state of what exists nevertheless.
pub struct Failure<R: Resource> {
    /// The errors.
    pub diagnostics: Diagnostics,
    /// The current state of the object. Terraform taints a created object with such a state, and replaces it at the
    /// next apply.
    pub state: Option<Box<State<R>>>,
}

impl<R: Resource> Failure<R> {
    /// Returns a failure with the current state of the object.
    pub fn with_state(diagnostics: impl Into<Diagnostics>, state: State<R>) -> Self {
        Self {
            diagnostics: diagnostics.into(),
            state: Some(Box::new(state)),
        }
    }
}

impl<R: Resource> From<Diagnostics> for Failure<R> {
    fn from(diagnostics: Diagnostics) -> Self {
        Self {
            diagnostics,
            state: None,
        }
    }
}

impl<R: Resource> From<Diagnostic> for Failure<R> {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics::from(diagnostic).into()
    }
}

/// The context of one call of a resource.
pub struct Context<'a, R: Resource> {
    /// The configured provider.
    pub client: &'a R::Client,
    warnings: Mutex<Diagnostics>,
}

impl<'a, R: Resource> Context<'a, R> {
    /// Returns the context of one call.
    pub const fn new(client: &'a R::Client) -> Self {
        Self {
            client,
            warnings: Mutex::new(Diagnostics::new()),
        }
    }

    /// Reports a warning to the user; the operation continues.
    pub fn warn(&self, warning: Diagnostic) {
        lock(&self.warnings).push(warning);
    }

    /// Reports all of these warnings to the user; the operation continues.
    pub fn warn_all(&self, warnings: impl IntoIterator<Item = Diagnostic>) {
        lock(&self.warnings).extend(warnings);
    }

    /// Returns the warnings of the call.
    pub(super) fn into_warnings(self) -> Diagnostics {
        self.warnings.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The state of an object that is being created.
pub struct Checkpoint<R: Resource>(Mutex<Option<State<R>>>);

impl<R: Resource> Default for Checkpoint<R> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<R: Resource> Checkpoint<R> {
    /// Saves the current state of the object, so that a later error or panic does not lose it.
    pub fn save(&self, state: State<R>) {
        *lock(&self.0) = Some(state);
    }

    /// Returns the saved state.
    pub(super) fn into_state(self) -> Option<State<R>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The typed view of a plan that a resource receives.
pub struct Plan<'d, 'a, R: Resource> {
    resource_plan: &'d mut ResourcePlan<'a, R::Client>,
    /// The private data. The apply receives its last value.
    pub private: R::Private,
}

impl<'d, 'a, R: Resource> Plan<'d, 'a, R> {
    /// The typed view of `resource_plan`.
    pub(super) const fn new(resource_plan: &'d mut ResourcePlan<'a, R::Client>, private: R::Private) -> Self {
        Self { resource_plan, private }
    }

    /// Returns the configured provider; `None` while its configuration is unknown.
    pub const fn client(&self) -> Option<&'a R::Client> {
        self.resource_plan.client
    }

    /// Returns the configuration.
    pub const fn config(&self) -> Document<'a> {
        Document::new(self.resource_plan.config)
    }

    /// Returns the prior state. All values are null for a create.
    pub const fn prior(&self) -> Document<'a> {
        Document::new(self.resource_plan.prior)
    }

    /// Returns the planned state. All values are null for a destroy.
    pub const fn planned(&self) -> Document<'_> {
        Document::new(&self.resource_plan.planned)
    }

    /// Returns whether the plan creates the object.
    pub const fn is_create(&self) -> bool {
        self.resource_plan.prior.is_null()
    }

    /// Returns whether the plan destroys the object.
    pub const fn is_destroy(&self) -> bool {
        self.resource_plan.planned.is_null()
    }

    /// Returns whether the plan changes an existing object.
    pub fn is_update(&self) -> bool {
        !self.is_create() && !self.is_destroy() && self.resource_plan.planned != *self.resource_plan.prior
    }

    /// Returns whether the plan replaces an existing object.
    pub fn is_replace(&self) -> bool {
        !self.is_create() && !self.is_destroy() && !self.resource_plan.replaced().is_empty()
    }

    /// Returns the paths of the configured values that are known after apply.
    pub fn unknown_arguments(&self) -> Vec<Path> {
        (self.resource_plan.rules.unknown_arguments)(self.resource_plan.block, self.resource_plan.config)
    }

    /// Returns whether the planned value of `field` differs from the prior one.
    pub fn changes<T>(&self, field: Field<T>) -> bool {
        self.resource_plan.planned.get(field.name) != self.resource_plan.prior.get(field.name)
    }

    /// Plans `value` for an attribute that is not configured.
    pub fn set<T: AttributeValue>(&mut self, field: Field<T>, value: &T) {
        self.put(field.name, value.to_value());
    }

    /// Plans the prior value of `field`.
    pub fn keep<T>(&mut self, field: Field<T>) {
        self.put(field.name, self.resource_plan.prior.get(field.name).clone());
    }

    /// Plans that the value of `field` is known only after the apply.
    pub fn set_unknown<T>(&mut self, field: Field<T>) {
        self.put(field.name, Value::unknown());
    }

    /// Requires replacement if `field` changes.
    pub fn requires_replace<T>(&mut self, field: Field<T>) {
        let path = field.path();
        if !self.is_create() && self.changes(field) && !self.resource_plan.requires_replace.contains(&path) {
            self.resource_plan.requires_replace.push(path);
        }
    }

    /// Forces an update although no argument changed: computed values become unknown, except those with
    /// `use_state_for_unknown` and those that are already planned differently.
    pub fn force_update(&mut self) {
        let block = self.resource_plan.block;
        let open = |attribute: &&Attribute| {
            attribute.configurability == Configurability::Computed && !attribute.use_state_for_unknown
        };
        for attribute in block.attributes.iter().filter(open) {
            if self.resource_plan.planned.get(attribute.name) == self.resource_plan.prior.get(attribute.name) {
                self.put(attribute.name, Value::unknown());
            }
        }
    }

    /// Adds a warning or an error.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.resource_plan.diagnostics.push(diagnostic);
    }

    /// Adds all of these warnings and errors.
    pub fn report_all(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.resource_plan.diagnostics.extend(diagnostics);
    }

    fn put(&mut self, name: &str, value: Value) {
        if let Some(planned) = self.resource_plan.planned.as_map_mut() {
            planned.insert(name.to_owned(), value);
        }
    }

    /// Returns the private data to store.
    pub(super) fn into_private(self) -> R::Private {
        self.private
    }
}
