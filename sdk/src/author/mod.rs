//! The traits that a provider implements, and the types that their methods receive.

mod action;
mod any_resource;
mod data_source;
mod ephemeral_resource;
mod function;
pub mod guard;
mod list_resource;
mod plan;
mod private;
mod provider;
mod resource;
mod stored;

pub use action::{Action, AnyAction, Cancelled, Progress};
pub use any_resource::{AnyResource, Applied, BoxFuture, Found, Object};
pub use data_source::{AnyDataSource, DataSource};
pub use ephemeral_resource::{AnyEphemeralResource, EphemeralResource, Lease, Opened, Renewed};
pub use function::{AnyFunction, Function, FunctionError, Signature};
pub use list_resource::{AnyListResource, Closed, ListResource, Listed, Results};
pub use plan::{Draft, SchemaRules};
pub use provider::{Configured, Provider};
pub use resource::{Context, Failure, MoveSource, Plan, Planned, Resource, State};
pub use stored::Stored;
