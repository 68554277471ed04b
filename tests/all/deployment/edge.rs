//! The WebACL that CloudFront asks about each request.

use memberline_permissions::Template;
use serde_json::json;

const EDGE: &str = include_str!("../../../edge.yaml");

#[test]
fn the_web_acl_refuses_the_known_bad_and_floods_from_one_source() {
    let template = Template::parse(EDGE, &[]).unwrap();
    let one = |kind: &str| template.resources(kind).unwrap().remove(0).1;
    let acl = one("AWS::WAFv2::WebACL");
    assert_eq!(
        (&acl["Scope"], &acl["DefaultAction"]),
        (&json!("CLOUDFRONT"), &json!({ "Allow": {} }))
    );
    let rules = acl["Rules"].as_array().unwrap();
    let managed: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule["Statement"]["ManagedRuleGroupStatement"]["Name"].as_str())
        .collect();
    assert_eq!(
        managed,
        [
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesKnownBadInputsRuleSet",
            "AWSManagedRulesCommonRuleSet",
        ]
    );
    let mut limits: Vec<(&str, u64)> = Vec::new();
    let mut priorities = Vec::new();
    for rule in rules {
        priorities.push(rule["Priority"].as_u64().unwrap());
        let limit = &rule["Statement"]["RateBasedStatement"];
        if limit.is_object() {
            assert_eq!(
                (&limit["AggregateKeyType"], &rule["Action"]),
                (&json!("IP"), &json!({ "Block": {} }))
            );
            let path = limit["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"].as_str();
            limits.push((
                path.unwrap_or("all"),
                limit["Limit"].as_str().unwrap().parse().unwrap(),
            ));
        }
    }
    priorities.sort_unstable();
    priorities.dedup();
    assert_eq!(priorities.len(), rules.len());
    limits.sort_unstable();
    assert_eq!(limits, [("/downloads/", 100), ("/v1/", 20_000), ("all", 30_000)]);
    let logging = one("AWS::WAFv2::LoggingConfiguration");
    let redacted = logging["RedactedFields"].to_string();
    assert!(
        redacted.contains("authorization") && redacted.contains("QueryString"),
        "{redacted}"
    );
    assert_eq!(logging["LoggingFilter"]["DefaultBehavior"], "DROP");
}
