//! The pages and their content.

use crate::{
    author::{AnyFunction, Configurable, Provider, Signature},
    pages::{
        import::import,
        kinds, links,
        markdown::{Document, code},
        schema::{self, schema},
        sources::{Page, Sources},
    },
    schema::{Block, IdentitySchema, Shape, doc_comment::reflow},
    typed::Attributes,
};

/// A kind of block that has a page for each type.
struct Section {
    /// The folder of the pages and of the examples: `list-resources`.
    folder: &'static str,
    /// The kind in titles: `List Resource`.
    title: &'static str,
    /// How the names of files with examples begin and end.
    example: (&'static str, &'static str),
    /// The paragraph after the description: where the block and its arguments are written, if this is not evident.
    usage: &'static str,
}

const RESOURCES: Section = Section {
    folder: "resources",
    title: "Resource",
    example: ("resource", ".tf"),
    usage: "",
};
const DATA_SOURCES: Section = Section {
    folder: "data-sources",
    title: "Data Source",
    example: ("data-source", ".tf"),
    usage: "",
};
const LIST_RESOURCES: Section = Section {
    folder: "list-resources",
    title: "List Resource",
    example: ("", ".tfquery.hcl"),
    usage: "In Terraform 1.14 and later, `terraform query` runs the lists in files whose names end in `.tfquery.hcl`. \
            It returns at most 100 results per list, unless `limit` is set. The arguments of the schema belong in the \
            `config` block.",
};
const ACTIONS: Section = Section {
    folder: "actions",
    title: "Action",
    example: ("action", ".tf"),
    usage: "",
};
const EPHEMERAL_RESOURCES: Section = Section {
    folder: "ephemeral-resources",
    title: "Ephemeral Resource",
    example: ("ephemeral-resource", ".tf"),
    usage: "",
};

/// Returns every page of a provider.
pub fn pages<P: Provider>(sources: &Sources) -> Vec<Page> {
    let mut pages = vec![index::<P>(sources)];
    for resource in P::RESOURCES {
        let identity = resource.identity_schema();
        pages.push(RESOURCES.page::<P, _>(*resource, Some(&identity), sources));
    }
    pages.extend(
        P::DATA_SOURCES
            .iter()
            .map(|one| DATA_SOURCES.page::<P, _>(*one, None, sources)),
    );
    pages.extend(
        P::LIST_RESOURCES
            .iter()
            .map(|one| LIST_RESOURCES.page::<P, _>(*one, None, sources)),
    );
    pages.extend(P::ACTIONS.iter().map(|one| ACTIONS.page::<P, _>(*one, None, sources)));
    let ephemeral = P::EPHEMERAL_RESOURCES.iter();
    pages.extend(ephemeral.map(|one| EPHEMERAL_RESOURCES.page::<P, _>(*one, None, sources)));
    for function in P::FUNCTIONS {
        pages.push(function_page::<P>(*function, sources));
    }
    links::add(pages, P::NAME)
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
    if !sources.guides.is_empty() {
        document.heading(2, "Guides");
        document.paragraph(&sources.guides);
    }
    document.paragraph(&schema(&block));
    permissions(&mut document, sources, "index.md");
    document.page("index.md")
}

impl Section {
    /// Returns the page of a type. `identity` is that of a resource, by which it is imported.
    fn page<P: Provider, K>(
        &self,
        one: &(impl Configurable<K> + ?Sized),
        identity: Option<&IdentitySchema>,
        sources: &Sources,
    ) -> Page {
        let (name, block) = (one.name(), one.schema().block);
        let path = format!("{}/{}.md", self.folder, page_name::<P>(name));
        let directory = format!("{}/{name}", self.folder);
        let mut document = Document::new(
            &format!("{name} {} - {}", self.title, P::NAME),
            Some(""),
            block.description,
        );
        document.heading(1, &format!("{name} ({})", self.title));
        document.paragraph(&reflow(block.description));
        document.paragraph(self.usage);
        let (prefix, suffix) = self.example;
        examples(&mut document, sources.examples(&directory, prefix, suffix));
        document.paragraph(&schema(&block));
        timeouts(&mut document, &block, identity.is_some());
        permissions(&mut document, sources, &path);
        if let Some(identity) = identity {
            import(&mut document, identity, &directory, sources);
        }
        document.page(&path)
    }
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
    if let Shape::Nested(_, members) = &signature.output {
        let items = members.iter().map(|member| schema::item(member, &[], member.name));
        document.heading(2, "Result");
        document.paragraph(&items.collect::<Vec<_>>().join("\n"));
    }
    document.page(&format!("functions/{name}.md"))
}

/// Returns the signature of a function, such as `slug(title string) string`.
fn written(signature: &Signature) -> String {
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", parameter.name, kinds::keyword(&parameter.shape.value_type())))
        .collect();
    format!(
        "{}({}) {}",
        signature.name,
        parameters.join(", "),
        kinds::keyword(&signature.output.value_type())
    )
}

fn examples<'a>(document: &mut Document, texts: impl Iterator<Item = &'a str>) {
    let texts: Vec<String> = texts.map(|text| code("terraform", text)).collect();
    if !texts.is_empty() {
        document.heading(2, "Example Usage");
        document.paragraph(&texts.join("\n\n"));
    }
}

/// Adds the section on timeouts. For a resource without timeouts, it says so.
fn timeouts(document: &mut Document, block: &Block, is_resource: bool) {
    if let Some(text) = schema::timeouts(block) {
        document.paragraph(&text);
    } else if is_resource {
        document.heading(2, "Timeouts");
        document.paragraph("This resource has no `timeouts` block, because none of its operations waits for a status.");
    }
}

fn permissions(document: &mut Document, sources: &Sources, path: &str) {
    if let Some(text) = sources.permissions.get(path) {
        document.heading(2, "Permissions");
        document.paragraph(text);
    }
}
