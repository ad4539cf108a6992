//! Patterns of triggers, and names that they are held against: a pattern without special characters matches itself alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terraform_provider_codepipeline::aws::triggers::Glob;

fuzz_target!(|text: &str| {
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
});
