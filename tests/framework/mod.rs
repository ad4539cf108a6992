//! The framework, through its public names.

mod derive;
