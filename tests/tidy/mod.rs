//! The rules of the project that neither the compiler nor clippy checks. Each rule is a function from a tree of files to its
//! breaches: one test applies it to the repository, the others to a small tree with an injected breach.

mod circles;
mod dependencies;
mod externals;
mod facts;
mod floors;
mod language;
mod lexer;
mod links;
mod lists;
mod names;
mod nouns;
mod places;
mod sizes;
mod tls;
mod tree;
