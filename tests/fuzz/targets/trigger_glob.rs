//! Patterns of triggers.

use terraform_provider_codepipeline::aws::triggers::Glob;

use super::super::target::Target;

pub(crate) const TARGET: Target = Target {
    name: "trigger_glob",
    input: "Patterns of triggers, and names",
    run,
    seeds: || {
        let pairs = [
            "main\nmain",
            "release/**\nrelease/1.0/a",
            "v*.[0-9]\nv1.2",
            "{a,b}?\nac",
            "\\*\n*",
        ];
        pairs.map(Into::into).to_vec()
    },
};

/// A pattern without special characters matches itself alone, and an error is inside the pattern.
fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (pattern, name) = text.split_once('\n').unwrap_or((text, text));
    match Glob::parse(pattern) {
        Ok(glob) => {
            assert_eq!(glob.as_str(), pattern);
            let matches = glob.matches(name);
            if !pattern.contains(['*', '?', '[', ']', '{', '}', ',', '\\']) {
                assert_eq!(matches, pattern == name, "{pattern:?} and {name:?}");
            }
        }
        Err(error) => assert!(error.position <= pattern.chars().count(), "{error:?} in {pattern:?}"),
    }
}
