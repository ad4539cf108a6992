//! Decisions from the bytes of an input: a small change of the bytes is a small change of what is built from them.

/// The bytes of an input. After the last byte, every decision is the first of its options.
pub(crate) struct Choices {
    bytes: Vec<u8>,
    next: usize,
}

impl Choices {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            next: 0,
        }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        byte
    }

    /// A number below `end`, or zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    /// One of these.
    pub(crate) fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }

    /// A string of at most 32 bytes.
    pub(crate) fn text(&mut self) -> String {
        let length = self.below(33);
        let text = self.left().iter().take(length).copied().collect::<Vec<u8>>();
        self.next += text.len();
        String::from_utf8_lossy(&text).into_owned()
    }

    /// All bytes that are left.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let rest = self.left().to_vec();
        self.next = self.bytes.len();
        rest
    }

    fn left(&self) -> &[u8] {
        &self.bytes[self.next.min(self.bytes.len())..]
    }
}
