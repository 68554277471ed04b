//! How a number is set up with its carrier: what is asked, and what follows from the answers.

use memberline_carriers::{Credentials, SetupFinding, WantedSetup, Weight};
use memberline_domain::directory::KeywordAnswers;
use proptest::prelude::*;
use serde_json::Value;

use crate::samples::*;

/// What a carrier answers to a path: status and body.
pub type Script<'a> = &'a dyn Fn(&str) -> (u16, Value);

/// A local number of the North American plan, of those that are never given to anybody.
pub const LOCAL: &str = "+12185550142";

/// Asks all that there is to ask; the paths that were asked for, and what follows.
pub fn inquire(
    credentials: &Credentials,
    (number_, keywords): (&str, KeywordAnswers),
    base_url: &str,
    script: Script<'_>,
) -> (Vec<String>, Vec<SetupFinding>) {
    let number_ = number(number_);
    let url = format!(
        "https://texts.lakeside.example/webhooks/{}",
        credentials.carrier()
    );
    let wanted = WantedSetup {
        number: &number_,
        webhook_url: &url,
        keywords,
        pictures: true,
    };
    let mut inquiry = credentials.inquire(wanted, base_url);
    let mut asked = Vec::new();
    while let Some(request) = inquiry.ask() {
        let request = request.unwrap_or_else(|error| panic!("{error}"));
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!(request.method(), "GET");
        let uri = request.uri().to_string();
        let (status, body) = script(&uri);
        asked.push(uri);
        assert!(asked.len() < 40, "it asks on and on: {asked:?}");
        inquiry.hear(Some((status, body.to_string().as_bytes())));
    }
    (asked, inquiry.findings())
}

/// The codes of what is not fine.
pub fn codes(findings: &[SetupFinding]) -> Vec<(&'static str, Weight)> {
    let not_fine = findings.iter().filter(|finding| finding.weight != Weight::Fine);
    for finding in not_fine.clone() {
        assert!(finding.mend.is_some(), "{finding:?}");
    }
    not_fine.map(|finding| (finding.code, finding.weight)).collect()
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from(LOCAL)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "incoming_phone_numbers",
            "data",
            "services",
            "sid",
            "id",
            "phone_number",
            "phoneNumber",
            "sms_url",
            "features",
            "sms",
            "capabilities",
            "compliance",
            "meta",
            "webhook_url",
            "op",
            "messaging_profile_id",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_a_carrier_answers_ends_and_says_nothing_of_the_secrets(
        status in prop_oneof![Just(200_u16), 100..600_u16],
        bodies in prop::collection::vec(any_json(), 8),
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let number_ = number(LOCAL);
        for carrier in memberline_carriers::Carrier::ALL {
            let credentials = credentials(carrier);
            let wanted = WantedSetup {
                number: &number_, webhook_url: "https://t.example/webhooks/x", keywords: KeywordAnswers::Carrier, pictures: true,
            };
            let mut inquiry = credentials.inquire(wanted, "https://api.example");
            let mut turns = 0;
            while let Some(request) = inquiry.ask() {
                prop_assert!(request.is_ok());
                let body = bodies.get(turns).map_or_else(|| bytes.clone(), |body| body.to_string().into_bytes());
                inquiry.hear(Some((status, &body)));
                turns += 1;
                prop_assert!(turns < 40);
            }
            let said = format!("{:?}", inquiry.findings());
            let token = format!("\"{TOKEN}\"");
            prop_assert!(!said.contains("KEY0123") && !said.contains(&token));
            prop_assert!(!inquiry.findings().is_empty());
        }
    }
}

#[test]
fn a_carrier_that_repeats_the_secret_is_not_repeated() {
    for carrier in memberline_carriers::Carrier::ALL {
        let echo = |status: u16| {
            move |_: &str| {
                (
                    status,
                    serde_json::json!({ "message": "KEY0123 12345", "errors": [{ "detail": "KEY0123 12345" }] }),
                )
            }
        };
        for (status, code) in [
            (401, "credentials_refused"),
            (403, "credentials_refused"),
            (500, "carrier_not_read"),
            (301, "carrier_not_read"),
            (200, "carrier_not_read"),
        ] {
            let (asked, found) = inquire(
                &credentials(carrier),
                (LOCAL, KeywordAnswers::Carrier),
                "https://api.example",
                &echo(status),
            );
            assert_eq!(asked.len(), 1);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].code, code, "{carrier} {status}");
            let said = format!("{found:?}");
            assert!(!said.contains("KEY0123") && !said.contains("12345\""), "{said}");
        }
    }
}

#[test]
fn an_answer_that_does_not_come_or_is_too_large_is_said() {
    for carrier in memberline_carriers::Carrier::ALL {
        let number_ = number(LOCAL);
        let credentials = credentials(carrier);
        let wanted = WantedSetup {
            number: &number_,
            webhook_url: "https://t.example/webhooks/x",
            keywords: KeywordAnswers::Carrier,
            pictures: true,
        };
        let huge = vec![b'['; memberline_carriers::MAX_ANSWER_BYTES + 1];
        for answer in [None, Some((200, huge.as_slice()))] {
            let mut inquiry = credentials.inquire(wanted, "https://api.example");
            inquiry.hear(answer);
            assert!(inquiry.ask().is_none());
            assert_eq!(codes(&inquiry.findings()), [("carrier_not_read", Weight::Unread)]);
        }
    }
}
