//! A `mod.rs` holds docs, modules, imports and the list: no logic.

use syn::Item;

use super::tree::{self, Source};

fn logic_in_lists(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.is_code() && source.path.ends_with("/mod.rs"))
        .flat_map(|source| {
            let items = syn::parse_file(&source.text).unwrap().items;
            items
                .into_iter()
                .filter(|item| !is_list(item))
                .map(|item| describe(source, &item))
        })
        .collect()
}

fn is_list(item: &Item) -> bool {
    match item {
        Item::Mod(module) => module.content.is_none(),
        Item::Use(_) | Item::Const(_) | Item::Static(_) => true,
        _ => false,
    }
}

fn describe(source: &Source, item: &Item) -> String {
    let kind = match item {
        Item::Fn(item) => format!("function {}", item.sig.ident),
        Item::Struct(item) => format!("struct {}", item.ident),
        Item::Enum(item) => format!("enum {}", item.ident),
        Item::Trait(item) => format!("trait {}", item.ident),
        Item::Mod(item) => format!("inline module {}", item.ident),
        _ => "other item".to_owned(),
    };
    format!("{} contains the {kind}", source.path)
}

#[test]
fn a_module_list_holds_docs_and_names_only() {
    tree::assert_none("lists", &logic_in_lists(&tree::REPOSITORY));
}

#[test]
fn a_function_in_a_module_list_is_found() {
    let files = [(
        "src/a/mod.rs",
        "//! Docs\nmod b;\npub use b::B;\npub const ALL: [B; 1] = [b::new()];\nfn f() {}",
    )];
    assert_eq!(
        logic_in_lists(&tree::tree(&files)),
        ["src/a/mod.rs contains the function f"]
    );
}
