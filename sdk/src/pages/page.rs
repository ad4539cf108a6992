//! The pages and their content.

use crate::{
    author::{AnyDataSource, AnyFunction, AnyResource, Provider, Signature},
    pages::{
        facts,
        import::import,
        markdown::{Document, code, reflow},
        schema::{self, schema},
        sources::{Page, Sources},
    },
    typed::Attributes,
};

/// Returns every page of a provider.
pub fn pages<P: Provider>(sources: &Sources) -> Vec<Page> {
    let mut pages = vec![index::<P>(sources)];
    for resource in P::RESOURCES {
        pages.push(resource_page::<P>(*resource, sources));
    }
    for data_source in P::DATA_SOURCES {
        pages.push(data_source_page::<P>(*data_source, sources));
    }
    for function in P::FUNCTIONS {
        pages.push(function_page::<P>(*function, sources));
    }
    pages
}

/// Returns the name of the page for `name`, without the prefix of the provider.
fn page_name<P: Provider>(name: &str) -> &str {
    name.strip_prefix(P::NAME)
        .and_then(|rest| rest.strip_prefix('_'))
        .unwrap_or(name)
}

fn index<P: Provider>(sources: &Sources) -> Page {
    let block = P::Config::block();
    let mut document = Document::new(&format!("{} Provider", P::NAME), None, block.description);
    document.heading(1, &format!("{} Provider", P::NAME));
    document.paragraph(&reflow(block.description));
    examples(&mut document, sources.examples("provider", "provider", ".tf"));
    document.paragraph(&schema(&block));
    permissions(&mut document, sources, "index.md");
    document.page("index.md")
}

fn resource_page<P: Provider>(resource: &dyn AnyResource<P::Client>, sources: &Sources) -> Page {
    let name = resource.name();
    let block = resource.schema().block;
    let path = format!("resources/{}.md", page_name::<P>(name));
    let directory = format!("resources/{name}");
    let title = format!("{name} Resource - {}", P::NAME);
    let mut document = Document::new(&title, Some(""), block.description);
    document.heading(1, &format!("{name} (Resource)"));
    document.paragraph(&reflow(block.description));
    examples(&mut document, sources.examples(&directory, "resource", ".tf"));
    document.paragraph(&schema(&block));
    permissions(&mut document, sources, &path);
    import(&mut document, &resource.identity_schema(), &directory, sources);
    document.page(&path)
}

fn data_source_page<P: Provider>(data_source: &dyn AnyDataSource<P::Client>, sources: &Sources) -> Page {
    let name = data_source.name();
    let block = data_source.schema().block;
    let path = format!("data-sources/{}.md", page_name::<P>(name));
    let directory = format!("data-sources/{name}");
    let title = format!("{name} Data Source - {}", P::NAME);
    let mut document = Document::new(&title, Some(""), block.description);
    document.heading(1, &format!("{name} (Data Source)"));
    document.paragraph(&reflow(block.description));
    examples(&mut document, sources.examples(&directory, "data-source", ".tf"));
    document.paragraph(&schema(&block));
    permissions(&mut document, sources, &path);
    document.page(&path)
}

fn function_page<P: Provider>(function: &dyn AnyFunction, sources: &Sources) -> Page {
    let name = function.name();
    let signature = function.signature();
    let title = format!("{name} function - {}", P::NAME);
    let mut document = Document::new(&title, Some(""), signature.description);
    document.heading(1, &format!("function: {name}"));
    document.paragraph(&reflow(signature.description));
    let directory = format!("functions/{name}");
    examples(&mut document, sources.examples(&directory, "function", ".tf"));
    document.heading(2, "Signature");
    document.paragraph(&code("text", &written(&signature)));
    let arguments = signature.parameters.iter().enumerate().map(|(index, parameter)| {
        format!(
            "{}. {}",
            index + 1,
            schema::item(parameter, &[], parameter.name).trim_start_matches("- ")
        )
    });
    let arguments = arguments.collect::<Vec<_>>().join("\n");
    if !arguments.is_empty() {
        document.heading(2, "Arguments");
        document.paragraph(&arguments);
    }
    document.page(&format!("functions/{name}.md"))
}

/// Returns the signature of a function, such as `slug(title string) string`.
fn written(signature: &Signature) -> String {
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", parameter.name, facts::keyword(&parameter.shape.value_type())))
        .collect();
    format!(
        "{}({}) {}",
        signature.name,
        parameters.join(", "),
        facts::keyword(&signature.output)
    )
}

fn examples<'a>(document: &mut Document, texts: impl Iterator<Item = &'a str>) {
    let texts: Vec<String> = texts.map(|text| code("terraform", text)).collect();
    if !texts.is_empty() {
        document.heading(2, "Example Usage");
        document.paragraph(&texts.join("\n\n"));
    }
}

fn permissions(document: &mut Document, sources: &Sources, path: &str) {
    if let Some(text) = sources.permissions.get(path) {
        document.heading(2, "Permissions");
        document.paragraph(text);
    }
}
