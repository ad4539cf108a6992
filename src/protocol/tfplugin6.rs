//! Generated code of package `tfplugin6`: the messages, the server's trait, and the client with which the tests play
//! Terraform's part.

#![allow(missing_docs, unreachable_pub, clippy::all)]

tonic::include_proto!("tfplugin6");
