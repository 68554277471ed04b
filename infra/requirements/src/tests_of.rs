//! The tests of a file that cite statements.

use std::path::Path;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::citations;
use crate::id::StatementId;

#[expect(
    clippy::expect_used,
    reason = "fixed patterns, which the tests of this module compile"
)]
static FUNCTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:pub )?(?:async )?fn ([a-z0-9_]+)").expect("a pattern"));

/// A title of a test or of a group of tests, also behind a table of cases. What is skipped has another word before its title.
#[expect(
    clippy::expect_used,
    reason = "fixed patterns, which the tests of this module compile"
)]
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\b(?:test|it|describe)|\]\)|\] as const\))\(\s*(?:"([^"\n]*)"|`([^`\n]*)`)"#)
        .expect("a pattern")
});

/// Each test of a source that cites something: its name or title, and what.
pub fn tests(file: &str, text: &str) -> Vec<(String, Vec<StatementId>)> {
    let named = if is_rust(file) {
        functions(text)
            .into_iter()
            .map(|name| (name.to_owned(), citations::of_name(name)))
            .collect()
    } else if is_script(file) {
        titles(text)
            .into_iter()
            .map(|title| (title.to_owned(), citations::statements(title)))
            .collect()
    } else {
        Vec::new()
    };
    named.into_iter().filter(|(_, ids)| !ids.is_empty()).collect()
}

/// The names of all functions of a Rust source.
pub fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index, name(line)?)))
}

/// Whether the file is a Rust source.
pub fn is_rust(file: &str) -> bool {
    Path::new(file)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

fn is_script(file: &str) -> bool {
    [".test.ts", ".test.tsx", ".test.mjs"]
        .iter()
        .any(|end| file.ends_with(end))
}

/// The functions that an attribute marks as tests which run.
fn functions(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut marked = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("#[test]") || trimmed.starts_with("#[tokio::test") {
            marked = true;
        } else if trimmed.starts_with("#[ignore") {
            marked = false;
        } else if let Some(name) = name(line) {
            if marked {
                found.push(name);
            }
            marked = false;
        }
    }
    found
}

fn name(line: &str) -> Option<&str> {
    Some(FUNCTION.captures(line)?.get(1)?.as_str())
}

fn titles(text: &str) -> Vec<&str> {
    let found = TITLE.captures_iter(text);
    found
        .filter_map(|title| Some(title.get(1).or_else(|| title.get(2))?.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(file: &str, text: &str) -> Vec<String> {
        tests(file, text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn only_functions_that_run_as_tests_cite() {
        let source = "
            #[test]
            fn el_01_a_test() {}
            #[tokio::test(start_paused = true)]
            async fn el_02_another() {}
            fn el_03_no_test() {}
            #[test]
            #[ignore = \"slow\"]
            fn el_04_never_run() {}
            proptest! {
                #![proptest_config(Config::default())]
                /// Says why.
                #[test]
                fn el_05_of_any_input(text in any::<String>()) {}
            }
            #[test]
            fn without_an_id() {}
        ";
        let expected = ["el_01_a_test", "el_02_another", "el_05_of_any_input"];
        assert_eq!(names_in("tests/all/links.rs", source), expected);
        assert!(names_in("docs/links.md", source).is_empty());
    }

    #[test]
    fn titles_of_tests_and_groups_cite() {
        let source = "
            // EL-01: a comment is no test
            describe(\"the link (EL-23)\", () => {
              test.each([[1, 2]])(\"%s (EL-24)\", () => {});
              test.skip(\"later (EL-25)\", () => {});
            });
            test(`opens (EL-11)`, async () => {});
            expect(label).toBe(\"EL-12\");
        ";
        let expected = ["the link (EL-23)", "%s (EL-24)", "opens (EL-11)"];
        assert_eq!(names_in("web/src/link.test.tsx", source), expected);
        assert!(names_in("web/src/link.tsx", source).is_empty());
    }
}
