//! Where metrics come from: a function writes them into its line, or a filter counts lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::world::template::{named, properties, resources};

/// All Rust below these folders of the repository.
fn sources(folders: &[&str]) -> String {
    fn gather(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    for folder in folders {
        gather(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder),
            &mut text,
        );
    }
    text
}

/// Whether the function, or what it hands its line to, has a metric of that name.
pub(super) fn is_told_by(function: &str, metric: &str) -> bool {
    let own = format!("functions/{function}/src");
    let folders: &[&str] = match function {
        "inbound-sms" => &[&own, "shared/intake/src"],
        "documents" | "email-notifier" => &[&own, "shared/platform/src/queue"],
        _ => &[&own],
    };
    sources(folders).contains(&format!("\"{metric}\""))
}

/// Whether filters make a metric of that name.
pub(super) fn is_counted_from_a_log(metric: &str) -> bool {
    filters().any(|filter| properties(&filter)["MetricTransformations"][0]["MetricName"] == metric)
}

fn filters() -> impl Iterator<Item = String> {
    resources("AWS::Logs::MetricFilter").into_iter()
}

/// The fields that a pattern reads: `receipt` of `{ $.receipt = * }`.
fn fields(pattern: &str) -> BTreeSet<&str> {
    let pieces = pattern.split("$.").skip(1);
    pieces
        .filter_map(|piece| {
            piece
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
        })
        .collect()
}

#[test]
fn what_a_filter_reads_is_written() {
    let mut read = 0;
    for filter in filters() {
        let (log, properties) = (named(&properties(&filter)["LogGroupName"]), properties(&filter));
        let pattern = properties["FilterPattern"].as_str().unwrap();
        for field in fields(pattern) {
            read += 1;
            let is_written = match log.as_str() {
                "HttpApiLog" => {
                    let format =
                        &crate::world::template::properties("HttpApiStage")["AccessLogSettings"]["Format"];
                    format.as_str().unwrap().contains(&format!("\"{field}\":"))
                }
                "InboundSmsLog" => {
                    field == "outcome"
                        || sources(&["shared/intake/src"]).contains(&format!("note(\"{field}\""))
                }
                "OutboundSmsLog" => {
                    sources(&["functions/outbound-sms/src"]).contains(&format!("=> \"{field}\""))
                }
                other => panic!("{other} is read by no test"),
            };
            assert!(is_written, "{filter}: {field}");
        }
        if let Some(value) = pattern.split('"').nth(1).filter(|_| log == "InboundSmsLog") {
            assert!(
                sources(&["shared/intake/src"]).contains(&format!("=> \"{value}\"")),
                "{value}"
            );
        }
        let space = named(&properties["MetricTransformations"][0]["MetricNamespace"]);
        assert_eq!(space, "Memberline/${AWS::StackName}", "{filter}");
    }
    assert!(read >= 6, "{read}");
}

/// The codes that KMS, SQS and DynamoDB refuse a call with whose key cannot be used.
#[test]
fn a_key_that_cannot_be_used_is_counted_by_the_codes_that_the_functions_are_told() {
    let known = sources(&["shared/store/src"]);
    let filters = filters().filter(|filter| filter.ends_with("KeysFilter"));
    let patterns: BTreeSet<String> = filters
        .map(|filter| properties(&filter)["FilterPattern"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(patterns.len(), 1, "{patterns:?}");
    let pattern = patterns.first().unwrap();
    assert!(
        pattern.starts_with('%') && pattern.ends_with('%'),
        "{pattern} is no regular expression"
    );
    for code in ["DisabledException", "KMSInvalidStateException"] {
        assert!(known.contains(&format!("\"{code}\"")), "{code}");
        let counts = |part: &str| code.contains(part);
        assert!(pattern.trim_matches('%').split('|').any(counts), "{code}");
    }
}
