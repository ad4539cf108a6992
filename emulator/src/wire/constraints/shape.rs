//! The vocabulary of the service models: what a member of an input may hold.

/// The shape of a value.
#[derive(Debug)]
pub(crate) enum Shape {
    /// An object. Unknown members are ignored, and `null` is the same as an absent member.
    Structure(&'static [Member]),
    /// An array.
    List { of: &'static Self, items: Bounds },
    /// An object whose keys are free.
    Map {
        keys: &'static Self,
        values: &'static Self,
        entries: Bounds,
    },
    /// A string. `length` counts characters; the whole string must match `pattern`.
    Text {
        length: Bounds,
        pattern: Option<&'static str>,
    },
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A whole number.
    Integer { least: i64, most: i64 },
    /// `true` or `false`.
    Boolean,
    /// Seconds since the epoch, or a string in ISO 8601.
    Timestamp,
}

impl Shape {
    /// Returns whether values of this shape hold no others.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::Structure(_) | Self::List { .. } | Self::Map { .. })
    }
}

/// One member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: &'static Shape,
    pub(super) required: bool,
}

/// Inclusive limits of a length or a count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// Returns a member that must be present.
pub(crate) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        required: true,
    }
}

/// Returns a member that may be absent.
pub(crate) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        required: false,
    }
}

/// Returns a string of any characters.
pub(crate) const fn text(least: usize, most: usize) -> Shape {
    Shape::Text {
        length: Bounds { least, most },
        pattern: None,
    }
}

/// Returns a string that must match a regular expression as a whole.
pub(crate) const fn matching(least: usize, most: usize, pattern: &'static str) -> Shape {
    Shape::Text {
        length: Bounds { least, most },
        pattern: Some(pattern),
    }
}

/// Returns a list of at least `least` and at most `most` items.
pub(crate) const fn list(of: &'static Shape, least: usize, most: usize) -> Shape {
    Shape::List {
        of,
        items: Bounds { least, most },
    }
}

/// Returns a list of any length.
pub(crate) const fn any_list(of: &'static Shape) -> Shape {
    list(of, 0, usize::MAX)
}

/// Returns a map of at most `most` entries.
pub(crate) const fn map(keys: &'static Shape, values: &'static Shape, most: usize) -> Shape {
    Shape::Map {
        keys,
        values,
        entries: Bounds { least: 0, most },
    }
}

/// Returns a whole number from `least` to `most`.
pub(crate) const fn integer(least: i64, most: i64) -> Shape {
    Shape::Integer { least, most }
}
