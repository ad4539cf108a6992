//! The resources, data sources and functions, in four layers. A file uses only its own layer and lower layers.
//!
//! | layer | modules | contains |
//! | --- | --- | --- |
//! | 4 | [`resources`], [`data_sources`], [`list_resources`], [`functions`], [`permissions`] | one file or folder for each noun |
//! | 3 | [`pipeline`], [`checks`], [`filters`] | the pipeline and its rules; every other check; the filters of lists |
//! | 2 | [`client`], [`tags`], [`region`], [`failure`], [`notices`], [`planned`], [`replaced`] and the leaves beside them | what several nouns share |
//! | 1 | [`configuration`] | the provider block, mapped once onto the settings of the AWS client |
//!
//! `codepipeline.rs` contains the lists of resources, data sources and functions, and the configuration of the client.
//! This module contains no types of the AWS SDK or of the wire format, and does no I/O of its own.

pub mod arn_identity;
pub mod attribute_form;
pub mod checks;
pub mod client;
mod codepipeline;
pub mod configuration;
pub mod data_sources;
pub mod existing;
pub mod facts;
pub mod failure;
pub mod filters;
pub mod functions;
pub mod gitlab;
pub mod list_resources;
pub mod missing;
pub mod moved;
pub mod named;
pub mod notices;
pub mod object_list;
pub mod permissions;
pub mod pipeline;
pub mod pipelines;
pub mod planned;
pub mod policy;
pub mod provider_type;
pub mod region;
pub mod replaced;
pub mod resources;
pub mod same;
pub mod source_connections;
pub mod source_provider;
pub mod tag_policy;
pub mod tags;

pub use codepipeline::Codepipeline;
