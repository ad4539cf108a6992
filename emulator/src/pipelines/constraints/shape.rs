//! The vocabulary of the service model: what a member of a request may hold.

use crate::pipelines::constraints::pattern::Pattern;

/// What a value must look like.
#[derive(Debug)]
pub(in crate::pipelines) enum Shape {
    /// An object; members that it does not name are ignored.
    Structure(&'static [Member]),
    /// An array.
    List { of: &'static Self, items: Bounds },
    /// An object whose keys are free.
    Map {
        keys: &'static Self,
        values: &'static Self,
        entries: Bounds,
    },
    /// A string; `length` counts characters.
    Text {
        length: Bounds,
        pattern: Option<&'static Pattern>,
    },
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A whole number.
    Integer { least: i64, most: i64 },
    /// `true` or `false`.
    Boolean,
    /// Seconds since the epoch, or text in ISO 8601.
    Timestamp,
}

/// One member of a structure.
#[derive(Debug)]
pub(in crate::pipelines) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: &'static Shape,
    pub(super) required: bool,
}

/// Inclusive limits of a length or a count.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipelines) struct Bounds {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// A member that must be there.
pub(super) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        required: true,
    }
}

/// A member that may be left out.
pub(super) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        required: false,
    }
}

/// A string of any characters.
pub(super) const fn text(least: usize, most: usize) -> Shape {
    Shape::Text {
        length: Bounds { least, most },
        pattern: None,
    }
}

/// A string that must match a pattern as a whole.
pub(super) const fn matching(least: usize, most: usize, pattern: &'static Pattern) -> Shape {
    Shape::Text {
        length: Bounds { least, most },
        pattern: Some(pattern),
    }
}

/// A list of at least `least` and at most `most` items.
pub(super) const fn list(of: &'static Shape, least: usize, most: usize) -> Shape {
    Shape::List {
        of,
        items: Bounds { least, most },
    }
}

/// A list of any length.
pub(super) const fn any_list(of: &'static Shape) -> Shape {
    list(of, 0, usize::MAX)
}

/// A map of at most `most` entries.
pub(super) const fn map(keys: &'static Shape, values: &'static Shape, most: usize) -> Shape {
    Shape::Map {
        keys,
        values,
        entries: Bounds { least: 0, most },
    }
}

/// A whole number.
pub(super) const fn integer(least: i64, most: i64) -> Shape {
    Shape::Integer { least, most }
}
