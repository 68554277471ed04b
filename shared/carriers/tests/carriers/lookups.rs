//! Finding out whether a carrier took a text (invariant 3).

use memberline_carriers::{Carrier, LookUp, LookupOutcome, ReceiptStatus};
use serde_json::{Value, json};

use crate::samples::*;

const SM1: &str = "SM00000000000000000000000000000001";
const SM2: &str = "SM00000000000000000000000000000002";
const SM3: &str = "SM00000000000000000000000000000003";
const SM4: &str = "SM00000000000000000000000000000004";
const SM5: &str = "SM00000000000000000000000000000005";
const SM6: &str = "SM00000000000000000000000000000006";
const SM8: &str = "SM00000000000000000000000000000008";
const SM9: &str = "SM00000000000000000000000000000009";

/// 2026-11-22 04:00:00 UTC.
const CLAIMED: i64 = 1_795_320_000;

fn with_look_up<T>(id: Option<&str>, others: &[String], then: impl FnOnce(&LookUp<'_>) -> T) -> T {
    let (from, to, reference) = (number(OURS), number(THEIRS), reference());
    then(&LookUp {
        from: &from,
        to: &to,
        text: "Yes!",
        reference: &reference,
        carrier_message_id: id,
        sent_after: CLAIMED,
        others,
    })
}

fn asked(carrier: Carrier, id: Option<&str>) -> String {
    let request = with_look_up(id, &[], |look_up| {
        credentials(carrier).lookup_request(look_up, "https://api.example")
    });
    let request = request.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(request.method(), "GET");
    assert!(request.body().is_empty());
    request.uri().to_string()
}

fn read(carrier: Carrier, status: u16, body: &Value, id: Option<&str>, others: &[&str]) -> LookupOutcome {
    let others: Vec<String> = others.iter().map(|id| (*id).to_owned()).collect();
    with_look_up(id, &others, |look_up| {
        carrier.read_lookup_answer(status, body.to_string().as_bytes(), look_up)
    })
}

fn found(id: &str, status: ReceiptStatus) -> LookupOutcome {
    LookupOutcome::Found {
        carrier_message_id: id.to_owned(),
        status,
    }
}

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

#[test]
fn telnyx_is_asked_for_the_detail_records_since_that_day() {
    let query = "filter%5Brecord_type%5D=messaging&filter%5Bdirection%5D=outbound&filter%5Bcli%5D=%2B15550100001\
        &filter%5Bcld%5D=%2B15552010001&filter%5Bcreated_at%5D%5Bgte%5D=2026-11-22&sort=-created_at&page%5Bsize%5D=50";
    assert_eq!(
        asked(Carrier::Telnyx, None),
        format!("https://api.example/v2/detail_records?{query}")
    );
    assert_eq!(
        asked(Carrier::Telnyx, Some(TELNYX_SENT)),
        format!(
            "https://api.example/v2/messages/{}",
            TELNYX_SENT.replace('-', "%2D")
        )
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
    assert_eq!(listing(&messages, &[]), found(SM2, ReceiptStatus::Sent));
    assert_eq!(listing(&messages, &[SM2]), found(SM3, ReceiptStatus::Sent));
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
    let LookupOutcome::Found {
        status: ReceiptStatus::Failed(failure),
        ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert!(failure.opted_out);
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
    let mut odd = record(&callback_url(Carrier::Telnyx), "delivered");
    odd["uuid"] = json!("4038-5f64");
    assert_eq!(
        read(Carrier::Telnyx, 200, &json!({"data": [odd]}), None, &[]),
        LookupOutcome::Unavailable
    );
}

fn record(callback: &str, status: &str) -> Value {
    json!({"record_type": "message_detail_record", "uuid": TELNYX_SENT, "direction": "outbound", "cli": OURS, "cld": THEIRS,
        "status": status, "delivery_status_webhook_url": callback, "errors": ["40300"], "tags": "a,b"})
}

/// The callback URL is in the record, so a find is certain; a record may be late, so an absence is not.
#[test]
fn a_telnyx_record_is_ours_by_its_callback() {
    let ours = callback_url(Carrier::Telnyx);
    let other = ours.replace(".7", ".8");
    let search = |records: &[Value]| {
        read(
            Carrier::Telnyx,
            200,
            &json!({"data": records, "meta": {}}),
            None,
            &[],
        )
    };
    assert_eq!(
        search(&[record(&other, "failed"), record(&ours, "delivered")]),
        found(TELNYX_SENT, ReceiptStatus::Delivered)
    );
    assert_eq!(
        search(&[record(&ours, "dlr_timeout")]),
        found(TELNYX_SENT, ReceiptStatus::Sent)
    );
    assert_eq!(
        search(&[record(&other, "delivered")]),
        LookupOutcome::NotFound { conclusive: false }
    );
    assert_eq!(search(&[]), LookupOutcome::NotFound { conclusive: false });
    let outcome = search(&[record(&ours, "gw_reject")]);
    let LookupOutcome::Found {
        status: ReceiptStatus::Failed(failure),
        ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert!(failure.opted_out);
}

#[test]
fn a_known_telnyx_message_tells_its_fate() {
    let message = json!({"data": {"id": TELNYX_SENT, "to": [{"phone_number": THEIRS, "status": "delivered"}], "errors": []}});
    assert_eq!(
        read(Carrier::Telnyx, 200, &message, Some(TELNYX_SENT), &[]),
        found(TELNYX_SENT, ReceiptStatus::Delivered)
    );
    assert_eq!(
        read(Carrier::Telnyx, 404, &json!({}), Some(TELNYX_SENT), &[]),
        LookupOutcome::NotFound { conclusive: false }
    );
}

#[test]
fn a_carrier_that_does_not_answer_settles_nothing() {
    for carrier in Carrier::ALL {
        for id in [None, Some(SM9)] {
            for status in [200, 302, 401, 429, 500, 503] {
                assert_eq!(
                    read(carrier, status, &json!("?"), id, &[]),
                    LookupOutcome::Unavailable,
                    "{carrier} {status}"
                );
            }
        }
        assert_eq!(
            read(carrier, 404, &json!({}), None, &[]),
            LookupOutcome::Unavailable
        );
    }
}
