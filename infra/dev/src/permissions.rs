//! After all tests: what functions did, against what the template grants them.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use memberline_local::places::Places;
use memberline_local::progress::{Step, note};
use memberline_permissions::{Exempt, Permissions, Template, Usage};

/// Grants that no test in one process can use, and why they are there.
const EXEMPT: [Exempt; 2] = [
    Exempt {
        function: "EmailNotifier",
        sid: "Mail",
        grant: "on identity/notices@lakeside.example",
        why: "an institution verifies its domain, as the tests do, or the one address",
    },
    Exempt {
        function: "EmailNotifier",
        sid: "Mail",
        grant: "on configuration-set/MailConfiguration",
        why: "the tests in one process send without a configuration set; the deployed stack sends with it",
    },
];

/// Names each use that nothing grants and each grant that nothing used; whether there was neither. `calls` is the folder in which
/// the tests noted what functions did.
pub fn compare(places: &Places, calls: &Path) -> Result<bool> {
    let step = Step::start("comparing what functions did with what they may do");
    let text = std::fs::read_to_string(places.root().join("template.yaml"))?;
    let template = Template::parse(&text, &GIVEN)?;
    let permissions = Permissions::of(&template)?;
    let usages = read(calls)?;
    let mut faults = permissions.refused(&usages);
    let unused = permissions.unused(&usages, &EXEMPT);
    faults.extend(unused.into_iter().map(|grant| format!("nothing uses {grant}")));
    for fault in &faults {
        note(fault);
    }
    step.done_with(&format!(
        "{} kinds of uses, {} faults",
        usages.len(),
        faults.len()
    ));
    Ok(faults.is_empty())
}

/// The parameters that have no default. Email comes from where the tests send it from.
const GIVEN: [(&str, &str); 2] = [
    ("MailSender", "notices@lakeside.example"),
    ("KeyAdministrators", "arn:aws:iam::123456789012:role/deployer"),
];

/// What functions did: a line for each kind of use, in a file for each process.
fn read(calls: &Path) -> Result<BTreeSet<Usage>> {
    let mut usages = BTreeSet::new();
    for file in std::fs::read_dir(calls).context("the tests noted no calls")? {
        for line in std::fs::read_to_string(file?.path())?.lines() {
            usages.insert(serde_json::from_str(line)?);
        }
    }
    Ok(usages)
}
