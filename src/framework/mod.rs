//! Terraform's semantics, pure: values, schemas, codecs, planning. No I/O, no clock, no runtime.
