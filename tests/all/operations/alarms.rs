//! What fires is explained: the alarms of the template, and those that the document says what to do about.

use std::collections::BTreeSet;

#[test]
fn every_alarm_is_explained_and_every_explained_alarm_exists() {
    let template = include_str!("../../../template.yaml").lines();
    let resources = template.filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    let fires: BTreeSet<&str> = resources.filter(|name| is_alarm(name)).collect();
    let quoted = include_str!("../../../docs/operations.md").split('`');
    let explained: BTreeSet<&str> = quoted.filter(|name| is_alarm(name)).collect();
    assert!(fires.len() > 20, "{fires:?}");
    assert_eq!(fires, explained);
}

fn is_alarm(name: &str) -> bool {
    name.ends_with("Alarm") && name.bytes().all(|b| b.is_ascii_alphanumeric())
}
