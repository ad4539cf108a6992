//! The traits that a provider implements, and the types that their methods receive.

mod action;
mod any_resource;
mod configurable;
mod data_source;
mod ephemeral_resource;
mod function;
pub mod guard;
mod list_resource;
mod plan;
mod prior;
mod private;
mod provider;
mod resource;

pub use action::{Action, ActionKind, AnyAction, Cancelled, Progress};
pub use any_resource::{AnyResource, Applied, BoxFuture, Found, Object, ResourceKind};
pub use configurable::{Configurable, Kind};
pub use data_source::{AnyDataSource, DataSource, DataSourceKind};
pub use ephemeral_resource::{AnyEphemeralResource, EphemeralResource, EphemeralResourceKind, Lease, Opened, Renewed};
pub use function::{AnyFunction, Function, FunctionError, Signature};
pub use list_resource::{AnyListResource, Closed, Imported, ListResource, ListResourceKind, Listed, Results, imported};
pub use plan::{ResourcePlan, SchemaRules};
pub use prior::PriorObject;
pub use provider::{Configured, Provider};
pub use resource::{Checkpoint, Context, Failure, MoveSource, Plan, Planned, Resource, State};
