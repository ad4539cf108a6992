//! Names: which file defines what a path leads to, through `self`, `super`, aliases, globs and re-exports.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    facts::{self, Module, Path},
    tree::{self, Source},
};

/// The crates of the project: the name of each, and the file at its root. A file belongs to the innermost.
const CRATES: [(&str, &str); 8] = [
    ("codepipeline_emulator", "emulator/src/lib.rs"),
    (
        "codepipeline_emulator_program",
        "emulator/src/bin/codepipeline-emulator/main.rs",
    ),
    ("codepipeline_emulator_testing", "emulator/testing/src/lib.rs"),
    ("terraform_plugin_protocol", "proto/src/lib.rs"),
    ("terraform_provider_codepipeline", "src/lib.rs"),
    ("terraform_provider_sdk", "sdk/src/lib.rs"),
    ("terraform_provider_sdk_derive", "sdk/derive/src/lib.rs"),
    ("terraform_provider_sdk_testing", "sdk/testing/src/lib.rs"),
];

/// How many aliases a path may lead through: more are a circle of re-exports.
const MOST_ALIASES: usize = 16;

/// Every module of the project by its path, which starts with its crate.
pub(crate) struct Names {
    modules: BTreeMap<Path, (String, Module)>,
}

/// An arrow: a file names what another file defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) name: String,
}

/// What a path leads to.
enum Target {
    Module(Path),
    Item { file: String, name: String },
}

/// The names of the repository.
pub(crate) static REPOSITORY: LazyLock<Names> = LazyLock::new(|| Names::read(&tree::REPOSITORY));

impl Names {
    /// Reads the code of every package.
    pub(crate) fn read(sources: &[Source]) -> Self {
        let mut modules = BTreeMap::new();
        for source in sources.iter().filter(|source| source.is_code()) {
            let Some(path) = module_path(&source.path) else {
                continue;
            };
            for module in facts::modules(&source.path, &source.text, path) {
                modules.insert(module.path.clone(), (source.path.clone(), module));
            }
        }
        Self { modules }
    }

    /// Returns the files that were read.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.modules.values().map(|(file, _)| file.as_str()).collect()
    }

    /// Returns the arrows between files of the same crate.
    pub(crate) fn arrows(&self) -> BTreeSet<Arrow> {
        let mut arrows = BTreeSet::new();
        for (from, module, path) in self.paths() {
            let Some(Target::Item { file, name }) = self.resolve(&module.path, path, 0) else {
                continue;
            };
            if file != *from && crate_of(&file) == crate_of(from) {
                let (from, to) = (from.clone(), file);
                arrows.insert(Arrow { from, to, name });
            }
        }
        arrows
    }

    /// Returns each file with each crate that it names, of ours or not.
    pub(crate) fn crates(&self) -> BTreeSet<(&str, &str)> {
        let is_crate = |module: &Module, first: &str| {
            !["crate", "self", "Self", "super"].contains(&first)
                && self.walk(module.path.clone(), &[first.to_owned()], 0).is_none()
        };
        let is_long = |module: &Module, path: &Path| path.len() > 1 || !module.mentions.contains(path);
        self.paths()
            .filter(|(_, module, path)| is_long(module, path) && is_crate(module, &path[0]))
            .map(|(file, _, path)| (file.as_str(), path[0].as_str()))
            .collect()
    }

    /// Returns every path of every module, in `use` trees and elsewhere, with the file that contains it.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&String, &Module, &Path)> {
        self.modules.values().flat_map(|(file, module)| {
            let imports = module.imports.iter().map(|import| &import.path);
            imports.chain(&module.mentions).map(move |path| (file, module, path))
        })
    }

    fn resolve(&self, from: &[String], path: &[String], aliases: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let in_scope = || self.walk(from.to_vec(), path, aliases);
        match first.as_str() {
            "crate" => self.walk(from[..1].to_vec(), rest, aliases),
            "self" => self.walk(from.to_vec(), rest, aliases),
            "super" => self.resolve_parent(from, rest, aliases),
            _ => in_scope().or_else(|| self.walk(vec![first.clone()], rest, aliases)),
        }
    }

    fn resolve_parent(&self, from: &[String], rest: &[String], aliases: usize) -> Option<Target> {
        let (_, parent) = from.split_last()?;
        match rest.first().is_some_and(|next| next == "super") {
            true => self.resolve_parent(parent, &rest[1..], aliases),
            false => self.walk(parent.to_vec(), rest, aliases),
        }
    }

    /// Follows a path from inside a module.
    fn walk(&self, module: Path, path: &[String], aliases: usize) -> Option<Target> {
        let Some((name, rest)) = path.split_first() else {
            return Some(Target::Module(module));
        };
        let (file, known) = self.modules.get(&module)?;
        let child: Path = module.iter().chain([name]).cloned().collect();
        if self.modules.contains_key(&child) {
            return self.walk(child, rest, aliases);
        }
        if known.items.contains(name) {
            let (file, name) = (file.clone(), name.clone());
            return Some(Target::Item { file, name });
        }
        if aliases == MOST_ALIASES {
            return None;
        }
        let renamed = known.imports.iter().find(|import| import.name.as_ref() == Some(name));
        if let Some(import) = renamed {
            return match self.resolve(&module, &import.path, aliases + 1)? {
                Target::Module(module) => self.walk(module, rest, aliases + 1),
                target => Some(target),
            };
        }
        let globs = known.imports.iter().filter(|import| import.name.is_none());
        globs
            .filter_map(|glob| match self.resolve(&module, &glob.path, aliases + 1)? {
                Target::Module(all) if all != module => self.walk(all, path, aliases + 1),
                _ => None,
            })
            .next()
    }
}

fn crate_of(file: &str) -> Option<&'static str> {
    let inside = CRATES.iter().filter(|(_, root)| file.starts_with(folder(root)));
    inside.max_by_key(|(_, root)| folder(root).len()).map(|(name, _)| *name)
}

fn folder(root: &str) -> &str {
    root.trim_end_matches(|letter| letter != '/')
}

/// Returns the path of a file's module, or nothing for a file outside of the crates.
fn module_path(file: &str) -> Option<Path> {
    let name = crate_of(file)?;
    let (_, root) = CRATES.iter().find(|(other, _)| *other == name)?;
    let mut path = vec![name.to_owned()];
    if file != *root {
        let inner = file
            .strip_prefix(folder(root))?
            .trim_end_matches(".rs")
            .trim_end_matches("/mod");
        path.extend(inner.split('/').map(str::to_owned));
    }
    Some(path)
}
