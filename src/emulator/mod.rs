//! A small, strict AWS for tests and demonstrations: both connections APIs, CodePipeline and STS on one address.
