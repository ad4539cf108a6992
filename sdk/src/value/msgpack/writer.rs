//! Writes MessagePack into bytes.

use std::io;

use rmp::encode as write;

use crate::value::{CodecError, Number};

/// An integer where one fits, a float where it is exact, all digits otherwise.
pub(super) fn put_number(output: &mut Vec<u8>, number: &Number) -> Result<(), CodecError> {
    if let Some(integer) = number.as_i64() {
        write::write_sint(output, integer)?;
    } else if let Some(float) = number.as_exact_f64().filter(|float| float.fract() != 0.0) {
        write::write_f64(output, float)?;
    } else {
        put_text(output, &number.to_string())?;
    }
    Ok(())
}

pub(super) fn put_text(output: &mut Vec<u8>, text: &str) -> Result<(), CodecError> {
    length(text.len())?;
    Ok(write::write_str(output, text)?)
}

pub(super) fn length(length: usize) -> Result<u32, CodecError> {
    u32::try_from(length).map_err(|_| CodecError::new("this is too long"))
}

impl From<write::ValueWriteError> for CodecError {
    fn from(error: write::ValueWriteError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<io::Error> for CodecError {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}
