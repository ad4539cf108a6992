//! Extracts the branch from a URL of a GitLab page.

use percent_encoding::percent_decode_str;

/// Pages whose URL continues with a branch, optionally followed by a directory or file.
const VIEWS: &[&str] = &["blame", "blob", "commits", "edit", "find_file", "raw", "tree"];

/// Those of [`VIEWS`] that show a file, so that at least one segment after the branch is not part of it.
const FILE_VIEWS: &[&str] = &["blame", "blob", "edit", "raw"];

/// Returns the branch if the URL is unambiguous: a branch name with slashes looks like a branch and a directory.
pub(crate) fn branch_of(url: &str) -> Option<String> {
    let (_, address) = url.split_once("://")?;
    let (path, beyond) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    let (_authority, after) = address.split_once('/')?;
    if after.contains('@') {
        return None; // A password with a slash in it: nothing that follows is surely part of the path.
    }
    let query = beyond.split('#').next().unwrap_or("").trim_start_matches('?');
    let segments: Vec<&str> = path.split('/').skip(1).filter(|segment| !segment.is_empty()).collect();
    let branch = from_query(query)
        .or_else(|| from_web_ide(&segments))
        .or_else(|| from_view(&segments))?;
    percent_decode_str(&branch)
        .decode_utf8()
        .ok()
        .map(|branch| branch.into_owned())
}

/// `?ref=main`, as in API URLs and Terraform module sources.
fn from_query(query: &str) -> Option<String> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("ref="))
        .filter(|branch| !branch.is_empty())
        .map(str::to_owned)
}

/// `-/ide/project/PATH/edit/BRANCH/-/FILE`: here the end of the branch is marked.
fn from_web_ide(segments: &[&str]) -> Option<String> {
    let project = segments.strip_prefix(&["-", "ide", "project"])?;
    let view = project
        .iter()
        .position(|segment| matches!(*segment, "blob" | "edit" | "tree"))?;
    let branch: Vec<&str> = project[view + 1..]
        .iter()
        .copied()
        .take_while(|segment| *segment != "-")
        .collect();
    (!branch.is_empty()).then(|| branch.join("/"))
}

/// `PATH/-/tree/BRANCH`, or `PATH/tree/BRANCH` in the old form.
fn from_view(segments: &[&str]) -> Option<String> {
    let view = match (2..segments.len()).find(|&at| segments[at] == "-") {
        Some(dash) => dash + 1,
        None => (2..segments.len()).find(|&at| VIEWS.contains(&segments[at]))?,
    };
    let name = segments.get(view).filter(|name| VIEWS.contains(name))?;
    match &segments[view + 1..] {
        [branch] if !FILE_VIEWS.contains(name) => Some((*branch).to_owned()),
        [branch, _file] if FILE_VIEWS.contains(name) => Some((*branch).to_owned()),
        _ => None,
    }
}
