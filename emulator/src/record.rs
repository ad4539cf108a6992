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
use serde_json::{Map, Value, json};

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

    /// Appends the names of members that were seeded, as `{"seeded"}`: later calls may contain them.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn add_seeded(&self, members: &Map<String, Value>) -> io::Result<()> {
        let name = |pointer: &String| pointer.rsplit('/').next().map(str::to_owned);
        let names: Vec<String> = members.keys().filter_map(name).collect();
        self.append(&json!({ "seeded": names }))
    }

    fn append(&self, line: &Value) -> io::Result<()> {
        (&self.0).write_all(format!("{line}\n").as_bytes())
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
        self.append(&call)?;
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}
