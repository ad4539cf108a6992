//! One call of an AWS API: connectors, retries, deadlines, and the response as data.

mod answer_size;
mod connectors;
mod credentials_source;
mod exchange;
mod failure;
mod json_answers;
mod pages;
mod raw_json;
mod refusal;
mod retries;
mod service_name;
mod unverified_tls;

pub(super) use connectors::Connectors;
pub(super) use credentials_source::CredentialsSource;
pub(super) use failure::{arn_in_answer, failed, missing};
pub(super) use json_answers::JsonAnswers;
pub(super) use pages::{all_pages, pages};
pub(super) use raw_json::RawJson;
pub(super) use retries::{Attempts, InterruptibleSleep, OnlyThrottling, QuotaIsFinal, retry_config, retry_partition};
pub(super) use service_name::{NameService, connections_endpoint};
