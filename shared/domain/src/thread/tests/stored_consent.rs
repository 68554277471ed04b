//! The stored form of the consent ledger: what was written is read.

use serde_json::json;

use super::story::*;
use crate::actor::Actor;
use crate::consent::{
    Category, Channel, ConsentSource, ConsentStatement, HoldReason, OptOutSource, Scope, SubscriberContent,
    SubscriberEvent,
};
use crate::id::{ApplicationId, PartnerId};
use crate::stored_form::{reads, reads_entry};
use crate::thread::ThreadEvent;

#[test]
fn each_entry_of_the_consent_ledger_is_read() {
    let source = OptOutSource::Text {
        number: phone("+15550100001"),
        carrier_message_id: "SM1".to_owned(),
    };
    let text = json!({"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"});
    let opted_out = SubscriberEvent::OptedOut {
        number: None,
        source: source.clone(),
        received_at: None,
        said_at: None,
    };
    assert_eq!(
        reads_entry::<SubscriberEvent>(&json!({"kind": "opted_out", "number": null, "source": text})),
        opted_out
    );
    let opted_in = SubscriberEvent::OptedIn {
        source,
        received_at: None,
        said_at: None,
    };
    assert_eq!(
        reads_entry::<SubscriberEvent>(&json!({"kind": "opted_in", "source": text})),
        opted_in
    );
}

#[test]
fn when_the_carrier_received_a_stop_or_a_start_is_read() {
    let source = || OptOutSource::Text {
        number: phone("+15550100001"),
        carrier_message_id: "SM1".to_owned(),
    };
    let stored = |kind: &str| {
        json!({"kind": kind, "received_at": "2026-11-22T10:01:00Z", "said_at": "2026-11-22T10:00:00Z",
               "source": {"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"}})
    };
    let (received_at, said_at) = (Some(at(60)), Some(at(0)));
    let mut stopped = stored("opted_out");
    stopped["number"] = json!(null);
    let opted_out = SubscriberEvent::OptedOut {
        number: None,
        source: source(),
        received_at,
        said_at,
    };
    assert_eq!(reads_entry::<SubscriberEvent>(&stopped), opted_out);
    let opted_in = SubscriberEvent::OptedIn {
        source: source(),
        received_at,
        said_at,
    };
    assert_eq!(reads_entry::<SubscriberEvent>(&stored("opted_in")), opted_in);
}

#[test]
fn a_pause_after_a_wrong_number_says_why() {
    let stored = json!({"kind": "automation_held", "number": "+15550100001", "message": 7, "carrier_message_id": "SM1",
                        "why": "wrong_number"});
    let held = SubscriberEvent::AutomationHeld {
        number: phone("+15550100001"),
        message: 7,
        carrier_message_id: "SM1".to_owned(),
        why: HoldReason::WrongNumber,
    };
    assert_eq!(reads_entry::<SubscriberEvent>(&stored), held);
    let stored = json!({"kind": "task_settled", "message": 7, "agent": "maria", "opt_out": true, "why": "wrong_number"});
    let settled = ThreadEvent::TaskSettled {
        message: 7,
        conversation: None,
        agent: maria().id,
        opt_out: true,
        why: HoldReason::WrongNumber,
    };
    assert_eq!(reads_entry::<ThreadEvent>(&stored), settled);
}

#[test]
fn each_entry_about_consent_is_read() {
    let text = ConsentSource::Text {
        number: phone("+15550100001"),
        carrier_message_id: "SM1".to_owned(),
        asked_at: at(0),
    };
    let said = |source| ConsentStatement {
        categories: vec![Category::Service, Category::Automation],
        scope: Scope::Partner(PartnerId::parse("acme").unwrap()),
        said_at: at(60),
        source,
    };
    let fields = |kind: &str, source| {
        json!({"kind": kind, "categories": ["service", "automation"], "scope": {"of": "partner", "id": "acme"},
               "said_at": "2026-11-22T10:01:00Z", "source": source})
    };
    let application = ConsentSource::Application {
        application: ApplicationId::parse("0123456789abcdef").unwrap(),
        event: "evt_1".to_owned(),
        channel: Channel::Web,
    };
    let agent = ConsentSource::Agent {
        agent: agent_id("maria"),
        channel: Channel::InPerson,
    };
    let entries = [
        (
            json!({"kind": "opted_out", "number": "+15550100001", "received_at": "2026-11-22T10:00:00Z",
                   "source": {"via": "agent", "number": "+15550100001", "agent": "maria"}}),
            SubscriberEvent::OptedOut {
                number: Some(phone("+15550100001")),
                source: OptOutSource::Agent {
                    number: phone("+15550100001"),
                    agent: agent_id("maria"),
                },
                received_at: Some(at(0)),
                said_at: None,
            },
        ),
        (
            json!({"kind": "consent_requested", "categories": ["marketing"], "scope": {"of": "organisation"},
                   "number": "+15550100001", "by": {"kind": "automation"}, "wording": "May we?"}),
            SubscriberEvent::ConsentRequested {
                categories: vec![Category::Marketing],
                scope: Scope::Organisation,
                number: phone("+15550100001"),
                by: Actor::Automation,
                wording: "May we?".to_owned(),
            },
        ),
        (
            fields(
                "consent_granted",
                json!({"via": "text", "number": "+15550100001", "carrier_message_id": "SM1",
                       "asked_at": "2026-11-22T10:00:00Z"}),
            ),
            SubscriberEvent::ConsentGranted(said(text)),
        ),
        (
            fields(
                "consent_revoked",
                json!({"via": "agent", "agent": "maria", "channel": "in_person"}),
            ),
            SubscriberEvent::ConsentRevoked(said(agent)),
        ),
        (
            fields(
                "consent_granted",
                json!({"via": "application", "application": "0123456789abcdef", "event": "evt_1", "channel": "web"}),
            ),
            SubscriberEvent::ConsentGranted(said(application)),
        ),
        (
            json!({"kind": "automation_held", "number": "+15550100001", "message": 7, "carrier_message_id": "SM1"}),
            SubscriberEvent::AutomationHeld {
                number: phone("+15550100001"),
                message: 7,
                carrier_message_id: "SM1".to_owned(),
                why: HoldReason::LooksLikeOptOut,
            },
        ),
        (
            json!({"kind": "automation_released", "number": "+15550100001", "by": {"kind": "member"}}),
            SubscriberEvent::AutomationReleased {
                number: phone("+15550100001"),
                by: Actor::Member,
            },
        ),
    ];
    for (stored, entry) in entries {
        assert_eq!(reads_entry::<SubscriberEvent>(&stored), entry);
    }
    let wording = SubscriberContent::Wording {
        wording: "May we?".to_owned(),
    };
    assert_eq!(
        reads::<SubscriberContent>(&json!({"wording": {"wording": "May we?"}})),
        wording
    );
}

#[test]
fn each_entry_that_was_brought_in_is_read() {
    let stopped = json!({"kind": "opted_out", "number": null, "said_at": "2026-11-22T10:00:00Z",
                         "source": {"via": "import", "channel": "text"}});
    let opted_out = SubscriberEvent::OptedOut {
        number: None,
        source: OptOutSource::Import {
            channel: Channel::Text,
        },
        received_at: None,
        said_at: Some(at(0)),
    };
    assert_eq!(reads_entry::<SubscriberEvent>(&stopped), opted_out);
    let agreed = json!({"kind": "consent_granted", "categories": ["service"], "scope": {"of": "organisation"},
                        "said_at": "2026-11-22T10:01:00Z", "source": {"via": "import", "channel": "paper"}});
    let granted = SubscriberEvent::ConsentGranted(ConsentStatement {
        categories: vec![Category::Service],
        scope: Scope::Organisation,
        said_at: at(60),
        source: ConsentSource::Import {
            channel: Channel::Paper,
        },
    });
    assert_eq!(reads_entry::<SubscriberEvent>(&agreed), granted);
    let imported = SubscriberContent::Imported {
        source: Some("Acme Texting".to_owned()),
        wording: None,
        reference: Some("form 7".to_owned()),
    };
    assert_eq!(
        reads::<SubscriberContent>(&json!({"imported": {"source": "Acme Texting", "reference": "form 7"}})),
        imported
    );
}
