//! What a linter is told to pass over has its reason beside it.

use std::collections::BTreeMap;

use crate::world::roles;
use crate::world::template::{TEMPLATE, resources};

#[test]
fn every_check_that_is_skipped_says_why() {
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, resource) in TEMPLATE["Resources"].as_mapping().unwrap() {
        let skips = resource["Metadata"]["checkov"]["skip"].as_sequence();
        for skip in skips.into_iter().flatten() {
            let (check, why) = (skip["id"].as_str().unwrap(), skip["comment"].as_str().unwrap());
            assert!(check.starts_with("CKV_AWS_") && why.len() > 20, "{id:?}: {check}");
            *skipped.entry(check).or_default() += 1;
        }
    }
    assert_eq!(
        roles::TEMPLATE.matches("CKV").count(),
        skipped.values().sum::<usize>(),
        "all at a resource"
    );
    let functions = resources("AWS::Serverless::Function").len();
    // No VPC, and no key for variables that hold no secret: of every function or of none.
    for check in ["CKV_AWS_117", "CKV_AWS_173"] {
        assert_eq!(skipped[check], functions, "{check}");
    }
}
