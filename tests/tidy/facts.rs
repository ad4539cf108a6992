//! The facts of a source file: what each of its modules declares, imports and names. Code for tests is excluded.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Ident, Item, ItemMod, ItemUse, Macro, Meta, UseTree,
    visit::{self, Visit},
};

/// The segments of a path.
pub(crate) type Path = Vec<String>;

/// A module. A file has one for itself and one for each inline module.
#[derive(Default)]
pub(crate) struct Module {
    /// Path from its crate's root, which has the empty path.
    pub(crate) path: Path,
    pub(crate) items: Vec<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths outside of `use`, those in macros and attributes included.
    pub(crate) mentions: Vec<Path>,
}

/// One leaf of a `use` tree.
pub(crate) struct Import {
    pub(crate) path: Path,
    /// The name in scope; none for a glob.
    pub(crate) name: Option<String>,
}

/// Returns the modules of a file whose own module has the given path.
pub(crate) fn modules(file: &str, text: &str, path: Path) -> Vec<Module> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut reader = Reader {
        open: vec![Module {
            path,
            ..Module::default()
        }],
        closed: Vec::new(),
    };
    reader.visit_file(&parsed);
    reader.closed.extend(reader.open.pop());
    reader.closed
}

struct Reader {
    open: Vec<Module>,
    closed: Vec<Module>,
}

impl Reader {
    fn module(&mut self) -> &mut Module {
        self.open.last_mut().expect("the file's own module")
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = declared(item);
        if attributes.iter().any(is_for_tests) {
            return;
        }
        self.module().items.extend(name.map(Ident::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_none() {
            return;
        }
        let mut path = self.module().path.clone();
        path.push(item.ident.to_string());
        self.open.push(Module {
            path,
            ..Module::default()
        });
        visit::visit_item_mod(self, item);
        let inner = self.open.pop();
        self.closed.extend(inner);
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        flatten(&item.tree, &mut Vec::new(), &mut self.module().imports);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|segment| segment.ident.to_string());
        self.module().mentions.push(segments.collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        read_tokens(call.tokens.clone(), &mut self.module().mentions);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            read_tokens(list.tokens.clone(), &mut self.module().mentions);
        }
        visit::visit_attribute(self, attribute);
    }
}

fn declared(item: &Item) -> (&[Attribute], Option<&Ident>) {
    match item {
        Item::Const(it) => (&it.attrs, Some(&it.ident)),
        Item::Enum(it) => (&it.attrs, Some(&it.ident)),
        Item::Fn(it) => (&it.attrs, Some(&it.sig.ident)),
        Item::Impl(it) => (&it.attrs, None),
        Item::Macro(it) => (&it.attrs, it.ident.as_ref()),
        Item::Mod(it) => (&it.attrs, None),
        Item::Static(it) => (&it.attrs, Some(&it.ident)),
        Item::Struct(it) => (&it.attrs, Some(&it.ident)),
        Item::Trait(it) => (&it.attrs, Some(&it.ident)),
        Item::Type(it) => (&it.attrs, Some(&it.ident)),
        Item::Use(it) => (&it.attrs, None),
        _ => (&[], None),
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string() == "test")
}

fn flatten(tree: &UseTree, prefix: &mut Path, imports: &mut Vec<Import>) {
    let leaf = |last: &Ident, name: &Ident| {
        let mut path = prefix.clone();
        path.extend((last != "self").then(|| last.to_string()));
        let name = if name == "self" {
            path.last().cloned()
        } else {
            Some(name.to_string())
        };
        Import { path, name }
    };
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, imports);
            prefix.pop();
        }
        UseTree::Name(it) => imports.push(leaf(&it.ident, &it.ident)),
        UseTree::Rename(it) => imports.push(leaf(&it.ident, &it.rename)),
        UseTree::Glob(_) => imports.push(Import {
            path: prefix.clone(),
            name: None,
        }),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, imports)),
    }
}

/// Reads the paths among the tokens of a macro: identifiers joined by `::`. A name after a dot is a field or a method.
fn read_tokens(tokens: TokenStream, mentions: &mut Vec<Path>) {
    let mut before = String::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                match mentions.last_mut().filter(|_| before.ends_with("i::")) {
                    Some(path) => path.push(ident.to_string()),
                    None if before.ends_with('.') => {}
                    None => mentions.push(vec![ident.to_string()]),
                }
                before = "i".to_owned();
            }
            TokenTree::Punct(mark) => before.push(mark.as_char()),
            TokenTree::Group(group) => {
                read_tokens(group.stream(), mentions);
                before.clear();
            }
            TokenTree::Literal(_) => before.clear(),
        }
    }
}

#[test]
fn imports_are_read_through_groups_renames_globs_and_self() {
    let text = "use crate::{a::{self, B as C}, d::*}; mod inner { use super::E; } #[cfg(test)] mod tests { use f::G; }";
    let read: Vec<String> = modules("a.rs", text, Vec::new())
        .iter()
        .flat_map(|module| &module.imports)
        .map(|import| {
            format!(
                "{} as {}",
                import.path.join("::"),
                import.name.as_deref().unwrap_or("*")
            )
        })
        .collect();
    assert_eq!(
        read,
        ["super::E as E", "crate::a as a", "crate::a::B as C", "crate::d as *"]
    );
}

#[test]
fn paths_are_read_in_expressions_types_macros_and_attributes() {
    let text = "#[with(a::b)] fn f(x: c::D) { e::f(); g!(h, i::j(x.k), l::M { n: o }); }";
    let read: Vec<String> = modules("a.rs", text, Vec::new())[0]
        .mentions
        .iter()
        .map(|path| path.join("::"))
        .filter(|path| path.contains("::"))
        .collect();
    assert_eq!(read, ["a::b", "c::D", "e::f", "i::j", "l::M"]);
}
