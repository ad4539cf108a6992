//! The wire format that the services share: requests, signatures, constraints, responses and errors.

mod answer;
mod authentication_error;
mod authorization;
mod canonical;
pub(crate) mod constraints;
mod failure;
mod key;
pub(crate) mod page;
mod request;
mod xml;

pub(crate) use answer::{Cut, Output, failed, succeeded};
pub(crate) use authentication_error::AuthenticationError;
pub(crate) use authorization::{Authenticated, authenticate};
pub(crate) use canonical::hex;
pub(crate) use failure::Failure;
pub(crate) use key::{Caller, Key};
pub(crate) use request::Request;
pub(crate) use xml::Xml;
