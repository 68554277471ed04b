//! Finding out whether Telnyx took a text (invariant 3).

use memberline_carriers::{Carrier, LookupOutcome};
use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use crate::lookups::{asked, found, read};
use crate::samples::*;

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
        found(TELNYX_SENT, DeliveryStatus::Delivered)
    );
    assert_eq!(
        search(&[record(&ours, "dlr_timeout")]),
        found(TELNYX_SENT, DeliveryStatus::Sent)
    );
    assert_eq!(
        search(&[record(&other, "delivered")]),
        LookupOutcome::NotFound { conclusive: false }
    );
    assert_eq!(search(&[]), LookupOutcome::NotFound { conclusive: false });
    let outcome = search(&[record(&ours, "gw_reject")]);
    let LookupOutcome::Found(report) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((report.status, report.opted_out), (DeliveryStatus::Failed, true));
}

#[test]
fn a_known_telnyx_message_tells_its_fate() {
    let message = json!({"data": {"id": TELNYX_SENT, "to": [{"phone_number": THEIRS, "status": "delivered"}], "errors": []}});
    assert_eq!(
        read(Carrier::Telnyx, 200, &message, Some(TELNYX_SENT), &[]),
        found(TELNYX_SENT, DeliveryStatus::Delivered)
    );
    assert_eq!(
        read(Carrier::Telnyx, 404, &json!({}), Some(TELNYX_SENT), &[]),
        LookupOutcome::NotFound { conclusive: false }
    );
}

#[test]
fn an_id_of_another_form_is_no_find() {
    let mut odd = record(&callback_url(Carrier::Telnyx), "delivered");
    odd["uuid"] = json!("4038-5f64");
    assert_eq!(
        read(Carrier::Telnyx, 200, &json!({"data": [odd]}), None, &[]),
        LookupOutcome::Unavailable
    );
}
