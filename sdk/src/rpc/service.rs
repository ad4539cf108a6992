//! The gRPC service: dispatches each method of the protocol to its file.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::{
    self,
    provider_server::{self, ProviderServer},
    *,
};
use tokio_util::task::TaskTracker;
use tonic::{Request, Response, Status, Streaming};

use crate::{
    author::Provider,
    engine::server::Server,
    rpc::{
        action, apply, data_source, ephemeral_resource, function, import, list_resource, move_state, plan, provider,
        read,
        response::{Events, Refusal, Reply, refuse, respond},
        upgrade_identity, upgrade_state, validate,
    },
};

/// Maximum message size in either direction, in bytes: 256 MiB, as in Go providers; tonic's default is 4 MiB.
const MESSAGE_LIMIT: usize = 256 << 20;

/// The gRPC service of a provider.
pub type Service<P> = ProviderServer<Methods<P>>;

/// Returns the gRPC service of `provider`. Terraform's StopProvider only ends waits. The service continues, because
/// running calls must still return and open ephemeral resources must still be closed.
///
/// Each apply is one of `tasks` and must complete before the process ends, even if Terraform dropped the request.
pub fn service<P: Provider>(provider: P, tasks: TaskTracker) -> Service<P> {
    let methods = Methods {
        server: Arc::new(Server::new(provider)),
        tasks,
    };
    ProviderServer::new(methods)
        .max_decoding_message_size(MESSAGE_LIMIT)
        .max_encoding_message_size(MESSAGE_LIMIT)
}

/// The methods of the gRPC service.
pub struct Methods<P: Provider> {
    server: Arc<Server<P>>,
    tasks: TaskTracker,
}

/// A stream of one response.
type Single<T> = tokio_stream::Once<Result<T, Status>>;

fn single<T>(response: Response<T>) -> Response<Single<T>> {
    response.map(|only| tokio_stream::once(Ok(only)))
}

/// Refuses a request for something that the provider does not have.
fn unknown<P: Provider, R: Refusal>(kind: &str, name: &str) -> Reply<R> {
    refuse(Server::<P>::unknown(kind, name))
}

/// Returns the type of state store that a stream of chunks is for, at the end of the stream: Terraform waits until it has
/// sent all.
async fn state_store_of(mut chunks: Streaming<write_state_bytes::RequestChunk>) -> String {
    let mut type_name = String::new();
    while let Ok(Some(chunk)) = chunks.message().await {
        type_name = chunk.meta.map_or(type_name, |meta| meta.type_name);
    }
    type_name
}

#[tonic::async_trait]
impl<P: Provider> provider_server::Provider for Methods<P> {
    // The provider

    async fn get_metadata(&self, _: Request<get_metadata::Request>) -> Reply<get_metadata::Response> {
        respond(async { Ok(provider::metadata(&self.server)) }).await
    }

    async fn get_provider_schema(
        &self,
        _: Request<get_provider_schema::Request>,
    ) -> Reply<get_provider_schema::Response> {
        respond(async { Ok(provider::schemas(&self.server)) }).await
    }

    async fn validate_provider_config(
        &self,
        request: Request<validate_provider_config::Request>,
    ) -> Reply<validate_provider_config::Response> {
        respond(async { provider::validate(&self.server, request.get_ref()) }).await
    }

    async fn configure_provider(
        &self,
        request: Request<configure_provider::Request>,
    ) -> Reply<configure_provider::Response> {
        respond(provider::configure(&self.server, request.into_inner())).await
    }

    async fn stop_provider(&self, _: Request<stop_provider::Request>) -> Reply<stop_provider::Response> {
        self.server.stop();
        Ok(Response::new(stop_provider::Response::default()))
    }

    // Managed resources

    async fn validate_resource_config(
        &self,
        request: Request<validate_resource_config::Request>,
    ) -> Reply<validate_resource_config::Response> {
        respond(async { validate::validate(&self.server, request.get_ref()) }).await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<upgrade_resource_state::Request>,
    ) -> Reply<upgrade_resource_state::Response> {
        respond(async { upgrade_state::upgrade_state(&self.server, request.get_ref()) }).await
    }

    async fn get_resource_identity_schemas(
        &self,
        _: Request<get_resource_identity_schemas::Request>,
    ) -> Reply<get_resource_identity_schemas::Response> {
        respond(async { Ok(provider::identity_schemas(&self.server)) }).await
    }

    async fn upgrade_resource_identity(
        &self,
        request: Request<upgrade_resource_identity::Request>,
    ) -> Reply<upgrade_resource_identity::Response> {
        respond(async { upgrade_identity::upgrade_identity(&self.server, request.get_ref()) }).await
    }

    async fn read_resource(&self, request: Request<read_resource::Request>) -> Reply<read_resource::Response> {
        respond(read::read(&self.server, request.into_inner())).await
    }

    async fn plan_resource_change(
        &self,
        request: Request<plan_resource_change::Request>,
    ) -> Reply<plan_resource_change::Response> {
        respond(plan::plan(&self.server, request.into_inner())).await
    }

    async fn apply_resource_change(
        &self,
        request: Request<apply_resource_change::Request>,
    ) -> Reply<apply_resource_change::Response> {
        apply::apply(Arc::clone(&self.server), &self.tasks, request.into_inner()).await
    }

    async fn import_resource_state(
        &self,
        request: Request<import_resource_state::Request>,
    ) -> Reply<import_resource_state::Response> {
        respond(import::import(&self.server, request.into_inner())).await
    }

    async fn move_resource_state(
        &self,
        request: Request<move_resource_state::Request>,
    ) -> Reply<move_resource_state::Response> {
        respond(async { move_state::move_state(&self.server, request.get_ref()) }).await
    }

    async fn generate_resource_config(
        &self,
        request: Request<generate_resource_config::Request>,
    ) -> Reply<generate_resource_config::Response> {
        respond(async { import::generate_config(&self.server, request.get_ref()) }).await
    }

    // Data sources

    async fn validate_data_resource_config(
        &self,
        request: Request<validate_data_resource_config::Request>,
    ) -> Reply<validate_data_resource_config::Response> {
        respond(async { data_source::validate(&self.server, request.get_ref()) }).await
    }

    async fn read_data_source(&self, request: Request<read_data_source::Request>) -> Reply<read_data_source::Response> {
        respond(data_source::read(&self.server, request.into_inner())).await
    }

    // Ephemeral resources

    async fn validate_ephemeral_resource_config(
        &self,
        request: Request<validate_ephemeral_resource_config::Request>,
    ) -> Reply<validate_ephemeral_resource_config::Response> {
        respond(async { ephemeral_resource::validate(&self.server, request.get_ref()) }).await
    }

    async fn open_ephemeral_resource(
        &self,
        request: Request<open_ephemeral_resource::Request>,
    ) -> Reply<open_ephemeral_resource::Response> {
        respond(ephemeral_resource::open(&self.server, request.into_inner())).await
    }

    async fn renew_ephemeral_resource(
        &self,
        request: Request<renew_ephemeral_resource::Request>,
    ) -> Reply<renew_ephemeral_resource::Response> {
        respond(ephemeral_resource::renew(&self.server, request.into_inner())).await
    }

    async fn close_ephemeral_resource(
        &self,
        request: Request<close_ephemeral_resource::Request>,
    ) -> Reply<close_ephemeral_resource::Response> {
        respond(ephemeral_resource::close(&self.server, request.into_inner())).await
    }

    // List resources

    async fn validate_list_resource_config(
        &self,
        request: Request<validate_list_resource_config::Request>,
    ) -> Reply<validate_list_resource_config::Response> {
        respond(async { list_resource::validate(&self.server, request.get_ref()) }).await
    }

    type ListResourceStream = Events<tfplugin6::list_resource::Event>;

    async fn list_resource(
        &self,
        request: Request<tfplugin6::list_resource::Request>,
    ) -> Reply<Self::ListResourceStream> {
        list_resource::list(Arc::clone(&self.server), request.into_inner())
    }

    // Functions

    async fn get_functions(&self, _: Request<get_functions::Request>) -> Reply<get_functions::Response> {
        respond(async { Ok(function::functions(&self.server)) }).await
    }

    async fn call_function(&self, request: Request<call_function::Request>) -> Reply<call_function::Response> {
        respond(async { function::call(&self.server, request.get_ref()) }).await
    }

    // Actions

    async fn validate_action_config(
        &self,
        request: Request<validate_action_config::Request>,
    ) -> Reply<validate_action_config::Response> {
        respond(async { action::validate(&self.server, request.get_ref()) }).await
    }

    async fn plan_action(&self, request: Request<plan_action::Request>) -> Reply<plan_action::Response> {
        respond(action::plan(&self.server, request.into_inner())).await
    }

    type InvokeActionStream = Events<invoke_action::Event>;

    async fn invoke_action(&self, request: Request<invoke_action::Request>) -> Reply<Self::InvokeActionStream> {
        action::invoke(Arc::clone(&self.server), &self.tasks, request.into_inner())
    }

    // State stores

    async fn validate_state_store_config(
        &self,
        request: Request<validate_state_store::Request>,
    ) -> Reply<validate_state_store::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }

    async fn configure_state_store(
        &self,
        request: Request<configure_state_store::Request>,
    ) -> Reply<configure_state_store::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }

    type ReadStateBytesStream = Single<read_state_bytes::Response>;

    async fn read_state_bytes(&self, request: Request<read_state_bytes::Request>) -> Reply<Self::ReadStateBytesStream> {
        unknown::<P, _>("state store", &request.get_ref().type_name).map(single)
    }

    async fn write_state_bytes(
        &self,
        request: Request<Streaming<write_state_bytes::RequestChunk>>,
    ) -> Reply<write_state_bytes::Response> {
        unknown::<P, _>("state store", &state_store_of(request.into_inner()).await)
    }

    async fn lock_state(&self, request: Request<lock_state::Request>) -> Reply<lock_state::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }

    async fn unlock_state(&self, request: Request<unlock_state::Request>) -> Reply<unlock_state::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }

    async fn get_states(&self, request: Request<get_states::Request>) -> Reply<get_states::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }

    async fn delete_state(&self, request: Request<delete_state::Request>) -> Reply<delete_state::Response> {
        unknown::<P, _>("state store", &request.get_ref().type_name)
    }
}
