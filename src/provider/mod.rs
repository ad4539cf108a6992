//! What practitioners see, on four floors. A file uses leaves of its own floor and lower floors only.
//!
//! | floor | rooms | contains |
//! | --- | --- | --- |
//! | 4 | [`resources`], [`data_sources`], [`functions`], [`permissions`] | one noun, one file or folder |
//! | 3 | [`pipeline`], [`checks`] | the pipeline and its rules; every other check |
//! | 2 | [`client`], [`tags`], [`region`], [`failure`], [`notices`], [`planned`] and the leaves beside them | what several nouns share |
//! | 1 | [`configuration`] | the provider block, mapped once onto the settings of the AWS client |
//!
//! `codepipeline.rs` joins them: the lists of nouns, and the configuration of the client. Nothing here contains a type of
//! the AWS SDK or of the wire format, or does I/O of its own.

pub mod arn_identity;
pub mod checks;
pub mod client;
mod codepipeline;
pub mod configuration;
pub mod data_sources;
pub mod facts;
pub mod failure;
pub mod functions;
pub mod gitlab;
pub mod moved;
pub mod notices;
pub mod object_list;
pub mod permissions;
pub mod pipeline;
pub mod pipelines;
pub mod planned;
pub mod policy;
pub mod provider_type;
pub mod region;
pub mod resources;
pub mod source_connections;
pub mod source_provider;
pub mod tag_policy;
pub mod tags;

pub use codepipeline::Codepipeline;
