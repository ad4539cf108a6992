//! What the author of a provider implements, and what its methods receive.

mod any_resource;
mod data_source;
mod function;
mod plan;
mod private;
mod provider;
mod resource;
mod stored;

pub use any_resource::{AnyResource, Applied, BoxFuture, Found, Object};
pub use data_source::{AnyDataSource, DataSource};
pub use function::{AnyFunction, Function, FunctionError, Signature};
pub use plan::{Draft, Plan};
pub use provider::{Configured, Provider};
pub use resource::{Context, Failure, MoveSource, Planned, Resource, State};
pub use stored::Stored;
