//! The samples, as they are sent, read by the product's own modules.

use std::collections::BTreeMap;

use memberline_carriers::Carrier as Kind;

use memberline_local::seed;

use super::*;

const URL: &str = "http://localhost:3400";

fn samples() -> BTreeMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Whether the stack's secrets verify it.
fn is_verified(sent: &Sent, secrets: &Secrets, now: i64) -> bool {
    let path = sent.target.as_str();
    if path.starts_with("/webhooks/los/") {
        let said = |name: &str| sent.headers.get(name).map_or("", |value| value.to_str().unwrap());
        let at = said("memberline-timestamp");
        return at.parse() == Ok(now)
            && said("memberline-signature") == memberline_local::los::sign(&secrets.los, at, &sent.body);
    }
    let kind = if path.starts_with("/webhooks/twilio") {
        Kind::Twilio
    } else {
        Kind::Telnyx
    };
    let url = format!("{URL}{path}");
    let known = secrets.credentials();
    let credentials = known.iter().find(|known| known.carrier() == kind).unwrap();
    let webhook = kind.webhook(&url, &sent.headers, &sent.body);
    credentials.verify(&webhook, now).is_ok()
}

#[test]
fn a_signed_sample_is_accepted_by_any_stack_and_a_forged_one_by_none() {
    let state = tempfile::tempdir().unwrap();
    let places = Places::new(Some(state.path().to_owned()));
    let secrets = Secrets::open(state.path()).unwrap();
    let mut accepted = 0;
    for (name, text) in samples() {
        let Ok(sample) = Sample::parse(&text) else {
            continue;
        };
        if !sample.path.starts_with("/webhooks/") || sample.path.ends_with("/pigeon") {
            continue;
        }
        let sent = signed(sample, &places, URL, seed::agent()).unwrap();
        let now = clock::now(state.path()).as_second();
        let refused = ["forged", "unsigned"].iter().any(|word| name.contains(word));
        assert_eq!(is_verified(&sent, &secrets, now), !refused, "{name}");
        accepted += usize::from(!refused);
    }
    assert!(accepted >= 18, "{accepted}");
}

#[test]
fn an_agents_request_carries_a_token_where_the_sample_has_one() {
    let state = tempfile::tempdir().unwrap();
    let places = Places::new(Some(state.path().to_owned()));
    let all = samples();
    let sent = |name: &str| {
        let sample = Sample::parse(&all[name]).unwrap();
        signed(sample, &places, URL, seed::agent()).unwrap()
    };
    let list = sent("agent-api-list.json");
    assert!(list.target.starts_with("/v1/conversations?"), "{}", list.target);
    let token = list.headers["authorization"].to_str().unwrap();
    assert_eq!(token.matches('.').count(), 2, "a signed token");
    let none = sent("agent-api-no-token.json");
    assert!(!none.headers.contains_key("authorization"));
    assert!(!none.headers.contains_key("host"));
}

#[test]
fn what_is_no_request_is_not_sent() {
    let all = samples();
    for name in [
        "outbound-sms-batch.json",
        "email-notifier-batch.json",
        "los-stage-entered.json",
    ] {
        assert!(Sample::parse(&all[name]).is_err(), "{name}");
    }
    assert!(Sample::parse("{").is_err());
}
