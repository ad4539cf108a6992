//! Reads MessagePack from bytes.

use rmp::{Marker, decode as read};

use crate::value::{CodecError, Number, Type, normal};

/// The bytes that are still to be read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self, marker: Marker) -> Result<Number, CodecError> {
        let float = match marker {
            Marker::U64 => return read::read_u64(&mut self.0).map(Number::from).map_err(broken),
            Marker::F32 => f64::from(read::read_f32(&mut self.0).map_err(broken)?),
            Marker::F64 => read::read_f64(&mut self.0).map_err(broken)?,
            _ if is_text(marker) => {
                let text = self.text()?;
                return text.parse().map_err(|_| CodecError::new("this string is not a number"));
            }
            _ if is_integer(marker) => {
                let integer: i64 = read::read_int(&mut self.0).map_err(|_| CodecError::new("the bytes end early"))?;
                return Ok(Number::from(integer));
            }
            _ => return Err(CodecError::expected(&Type::Number, name(marker))),
        };
        Number::from_f64(float).ok_or_else(|| CodecError::new("infinite numbers are not supported"))
    }

    pub(super) fn text(&mut self) -> Result<&'a str, CodecError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| CodecError::new("this string is not UTF-8"))
    }

    /// Reads the bytes of a string, or bytes that should be a string.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], CodecError> {
        let length = match self.peek()? {
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => read::read_bin_len(&mut self.0),
            _ => read::read_str_len(&mut self.0),
        };
        self.take(length.map_err(broken)?)
    }

    /// The number of an extension, and its payload.
    pub(super) fn extension(&mut self) -> Result<(i8, &'a [u8]), CodecError> {
        let extension = read::read_ext_meta(&mut self.0).map_err(broken)?;
        Ok((extension.typeid, self.take(extension.size)?))
    }

    pub(super) fn key(&mut self) -> Result<String, CodecError> {
        match self.peek()? {
            marker if is_text(marker) => Ok(normal(self.text()?).into_owned()),
            marker => Err(CodecError::new(format!("expected a key, found {}", name(marker)))),
        }
    }

    pub(super) fn array_length(&mut self) -> Result<usize, CodecError> {
        let length = read::read_array_len(&mut self.0).map_err(broken)?;
        self.at_least(length, 1)
    }

    pub(super) fn map_length(&mut self) -> Result<usize, CodecError> {
        let length = read::read_map_len(&mut self.0).map_err(broken)?;
        self.at_least(length, 2)
    }

    /// Returns `length` if the remaining bytes can contain this number of parts. A wrong length must not allocate
    /// memory.
    pub(super) fn at_least(&self, length: u32, bytes: usize) -> Result<usize, CodecError> {
        usize::try_from(length)
            .ok()
            .filter(|length| length.saturating_mul(bytes) <= self.0.len())
            .ok_or_else(end)
    }

    pub(super) fn take(&mut self, length: u32) -> Result<&'a [u8], CodecError> {
        let length = self.at_least(length, 1)?;
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn peek(&self) -> Result<Marker, CodecError> {
        self.0.first().copied().map(Marker::from_u8).ok_or_else(end)
    }
}

pub(super) fn end() -> CodecError {
    CodecError::new("the bytes end early")
}

/// Returns the error for incomplete bytes after a valid marker.
pub(super) fn broken(_: read::ValueReadError) -> CodecError {
    end()
}

pub(super) const fn is_text(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 | Marker::Bin8 | Marker::Bin16 | Marker::Bin32
    )
}

pub(super) const fn is_array(marker: Marker) -> bool {
    matches!(marker, Marker::FixArray(_) | Marker::Array16 | Marker::Array32)
}

pub(super) const fn is_map(marker: Marker) -> bool {
    matches!(marker, Marker::FixMap(_) | Marker::Map16 | Marker::Map32)
}

pub(super) const fn is_integer(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixPos(_)
            | Marker::FixNeg(_)
            | Marker::U8
            | Marker::U16
            | Marker::U32
            | Marker::U64
            | Marker::I8
            | Marker::I16
            | Marker::I32
            | Marker::I64
    )
}

pub(super) const fn is_extension(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixExt1
            | Marker::FixExt2
            | Marker::FixExt4
            | Marker::FixExt8
            | Marker::FixExt16
            | Marker::Ext8
            | Marker::Ext16
            | Marker::Ext32
    )
}

pub(super) const fn name(marker: Marker) -> &'static str {
    match marker {
        Marker::True | Marker::False => "a bool",
        Marker::F32 | Marker::F64 => "a number",
        Marker::Null => "null",
        _ if is_integer(marker) => "a number",
        _ if is_text(marker) => "a string",
        _ if is_array(marker) => "an array",
        _ if is_map(marker) => "a map",
        _ if is_extension(marker) => "an unknown value",
        _ => "a byte that is invalid in MessagePack",
    }
}
