//! Finding out whether Twilio took a text (invariant 3).

use memberline_carriers::{Carrier, LookupOutcome};
use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use crate::lookups::{asked, found, read};
use crate::samples::*;

const SM1: &str = "SM00000000000000000000000000000001";
const SM2: &str = "SM00000000000000000000000000000002";
const SM3: &str = "SM00000000000000000000000000000003";
const SM4: &str = "SM00000000000000000000000000000004";
const SM5: &str = "SM00000000000000000000000000000005";
const SM6: &str = "SM00000000000000000000000000000006";
const SM8: &str = "SM00000000000000000000000000000008";
const SM9: &str = "SM00000000000000000000000000000009";

#[test]
fn twilio_is_asked_for_the_messages_between_the_two_numbers() {
    let list = "https://api.example/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages";
    assert_eq!(
        asked(Carrier::Twilio, None),
        format!("{list}.json?To=%2B15552010001&From=%2B15550100001&PageSize=100")
    );
    assert_eq!(asked(Carrier::Twilio, Some(SM9)), format!("{list}/{SM9}.json"));
    assert_eq!(
        asked(Carrier::Twilio, Some("../x?y")),
        format!("{list}/%2E%2E%2Fx%3Fy.json")
    );
}

fn listed(sid: &str, body: &str, at: &str) -> Value {
    json!({"sid": sid, "status": "sent", "body": body, "direction": "outbound-api", "from": OURS, "to": THEIRS,
        "date_created": at, "error_code": null})
}

const BEFORE: &str = "Sun, 22 Nov 2026 03:59:50 +0000";
const AFTER: &str = "Sun, 22 Nov 2026 04:00:01 +0000";
const LATER: &str = "Sun, 22 Nov 2026 04:01:00 +0000";

fn page(messages: &[Value], next: Option<&str>) -> Value {
    json!({"messages": messages, "next_page_uri": next})
}

fn listing(messages: &[Value], others: &[&str]) -> LookupOutcome {
    read(Carrier::Twilio, 200, &page(messages, None), None, others)
}

#[test]
fn the_earliest_equal_text_after_the_claim_is_ours() {
    let messages = [
        listed(SM3, "Yes!", LATER),
        listed(SM2, "Yes! ", AFTER),
        listed(SM1, "Yes!", BEFORE),
    ];
    assert_eq!(listing(&messages, &[]), found(SM2, DeliveryStatus::Sent));
    assert_eq!(listing(&messages, &[SM2]), found(SM3, DeliveryStatus::Sent));
    assert_eq!(
        listing(&messages, &[SM2, SM3]),
        LookupOutcome::NotFound { conclusive: true }
    );
}

#[test]
fn an_absence_is_conclusive_only_when_all_is_accounted_for() {
    let conclusive =
        |messages: &[Value]| listing(messages, &[]) == LookupOutcome::NotFound { conclusive: true };
    assert!(conclusive(&[]));
    assert!(conclusive(&[listed(SM1, "Yes!", BEFORE)]));
    let inbound = json!({"sid": SM4, "status": "received", "body": "Yes!", "direction": "inbound", "from": THEIRS, "to": OURS, "date_created": AFTER});
    assert!(conclusive(&[inbound]));
    assert!(!conclusive(&[listed(
        SM5,
        "Sent from your trial account - Yes!",
        AFTER
    )]));
    assert!(!conclusive(&[listed(SM6, "Yes!", "yesterday")]));
}

#[test]
fn a_list_that_does_not_reach_back_to_the_claim_settles_nothing() {
    let cut = |messages: &[Value]| read(Carrier::Twilio, 200, &page(messages, Some("/next")), None, &[SM1]);
    assert_eq!(cut(&[listed(SM1, "No", LATER)]), LookupOutcome::Unavailable);
    assert_eq!(
        cut(&[listed(SM1, "No", BEFORE)]),
        LookupOutcome::NotFound { conclusive: true }
    );
}

#[test]
fn a_known_twilio_message_tells_its_fate() {
    let failed = json!({"sid": SM9, "status": "undelivered", "body": "Yes!", "error_code": 21610});
    let outcome = read(Carrier::Twilio, 200, &failed, Some(SM9), &[]);
    let LookupOutcome::Found(report) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((report.status, report.opted_out), (DeliveryStatus::Failed, true));
    assert_eq!(
        read(Carrier::Twilio, 200, &failed, Some(SM8), &[]),
        LookupOutcome::Unavailable
    );
    assert_eq!(
        read(Carrier::Twilio, 404, &json!({}), Some(SM9), &[]),
        LookupOutcome::NotFound { conclusive: true }
    );
}

/// An answer with an id of another form is none of the carrier's, whatever else it says.
#[test]
fn an_id_of_another_form_is_no_find() {
    let messages = [listed("SM3", "Yes!", AFTER)];
    assert_eq!(listing(&messages, &[]), LookupOutcome::Unavailable);
}
