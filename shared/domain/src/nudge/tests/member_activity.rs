//! Members say things: a nudge waits for consent, and ends with a STOP or a conversation.

use super::case::{Case, stalled};
use crate::application::tests::story::*;
use crate::directory::{AutomationSettings, CONSENT_REQUEST};
use crate::nudge::MemberActivity;

#[test]
fn x_26_without_consent_a_nudge_waits_for_it_and_a_stop_ends_it() {
    let mut case = Case::new(stalled(60));
    case.says(false, 1);
    assert_eq!(case.fires("stalled", at(60)), "nudge_held consent_missing");
    assert_eq!(case.application.timer(&id("stalled")).at, None);
    assert_eq!(case.hears(MemberActivity::Consent), Vec::<&str>::new());
    case.says(true, 70);
    assert_eq!(case.hears(MemberActivity::Consent), ["nudge_planned"]);
    assert_eq!(case.fires("stalled", at(71)), "sent");
    assert_eq!(case.tally("stalled").due, 1, "it was due once");

    let mut case = Case::new(stalled(60));
    case.stops(10);
    assert_eq!(case.fires("stalled", at(60)), "nudge_cancelled opted_out");
}

#[test]
fn a_stop_cancels_what_is_planned() {
    let mut case = Case::new(stalled(60));
    case.stops(10);
    assert_eq!(case.hears(MemberActivity::Consent), ["nudge_cancelled"]);
    let mut case = Case::new(stalled(60));
    case.says(false, 10);
    assert_eq!(case.hears(MemberActivity::Revoked), ["nudge_cancelled"]);
}

#[test]
fn a_reply_counts_once_and_a_conversation_in_progress_cancels() {
    let mut case = Case::new(stalled(60));
    case.fires("stalled", at(60));
    let text = MemberActivity::Text { in_progress: true };
    assert_eq!(case.hears(text), ["nudge_replied", "nudge_cancelled"]);
    assert_eq!(case.hears(text), Vec::<&str>::new());
    assert_eq!(case.tally("stalled").replied, 1);

    let mut case = Case::new(stalled(60));
    assert_eq!(
        case.hears(MemberActivity::Text { in_progress: false }),
        Vec::<&str>::new()
    );
}

#[test]
fn x_26_consent_is_asked_for_once() {
    let mut directory = usual();
    directory.organisation.automation = AutomationSettings {
        request_consent: true,
        number: None,
    };
    let mut case = Case::new(directory.clone());
    assert_eq!(
        case.fires(CONSENT_REQUEST, at(0)),
        "sent",
        "service texts were not agreed to yet"
    );
    let fresh = Case::new(directory);
    let asked = Case {
        subscriber: case.subscriber.clone(),
        ..fresh
    };
    let mut other = asked;
    assert_eq!(
        other.fires(CONSENT_REQUEST, at(5)),
        "nudge_cancelled already_asked",
        "on another application"
    );
}
