//! The types of Terraform's plugin protocol 6 and of go-plugin's own services, generated from the `.proto` files of this
//! package. Digests prove that the generated files are fresh; only `proto/generator` needs a protobuf compiler.

#![allow(missing_docs, unreachable_pub, clippy::all, reason = "generated")]

/// Package `tfplugin6`: the messages, the server's trait, and a client for tests that take Terraform Core's part.
pub mod tfplugin6 {
    include!("generated/tfplugin6.rs");
}

/// Package `plugin`: go-plugin's broker, controller and stdio.
pub mod go_plugin {
    include!("generated/plugin.rs");
}

/// Package `grpc.health.v1`.
pub mod health {
    include!("generated/grpc.health.v1.rs");
}
