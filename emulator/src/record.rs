//! The record of calls: a file with a line of JSON for each call.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use serde_json::json;

use crate::wire::{Cut, Request};

/// A file to which several emulators may append.
#[derive(Debug)]
pub(crate) struct Record(File);

impl Record {
    /// Opens the file, or creates it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path);
        let explain = |error: io::Error| {
            let message = format!("the record {} cannot be written: {error}", path.display());
            io::Error::new(error.kind(), message)
        };
        file.map(Self).map_err(explain)
    }

    /// Appends a call as `{"service","operation","request","status","response"}`, the bodies as strings. A response that is
    /// not sent has the status `null`. Returns the response.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn add(&self, request: &Request, response: Response) -> io::Result<Response> {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(io::Error::other)?;
        let is_sent = parts.extensions.get::<Cut>().is_none();
        let call = json!({
            "service": request.service,
            "operation": request.operation,
            "request": String::from_utf8_lossy(&request.body),
            "status": is_sent.then_some(parts.status.as_u16()),
            "response": String::from_utf8_lossy(&body),
        });
        (&self.0).write_all(format!("{call}\n").as_bytes())?;
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}
