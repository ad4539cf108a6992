//! What practitioners see: one noun, one file.
