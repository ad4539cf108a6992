//! The plugin protocol, played by a client that acts as Terraform Core.
