//! The consent ledger by itself.

use super::story::{START, Story, at, phone};
use crate::consent::OptOutScope::{self, Number, Organisation};
use crate::consent::{OptOutSource, Subscriber, SubscriberEvent};

fn fresh() -> Subscriber {
    Story::new().subscriber
}

fn lending() -> crate::PhoneNumber {
    phone("+15550100001")
}

fn services() -> crate::PhoneNumber {
    phone("+15550100002")
}

fn by_text(id: &str) -> OptOutSource {
    OptOutSource::Text {
        number: lending(),
        carrier_message_id: id.to_owned(),
    }
}

fn stopped(subscriber: &Subscriber, ours: &crate::PhoneNumber, scope: OptOutScope) -> Subscriber {
    subscriber
        .opt_out(ours, scope, (by_text("SM1"), None), at(0))
        .expect("a change")
        .head
}

#[test]
fn nobody_is_blocked_who_never_opted_out() {
    assert_eq!(fresh().blocked(&lending()), None);
    assert_eq!(fresh().opt_in(&lending(), (by_text("SM1"), None), at(20)), None);
}

#[test]
fn x_28_an_opt_out_blocks_all_numbers_or_one() {
    let all = stopped(&fresh(), &lending(), Organisation);
    assert!(all.blocked(&lending()).is_some() && all.blocked(&services()).is_some());
    let one = stopped(&fresh(), &lending(), Number);
    assert!(one.blocked(&lending()).is_some() && one.blocked(&services()).is_none());
}

#[test]
fn an_opt_out_keeps_the_time_and_source_it_began_with() {
    for scope in [Organisation, Number] {
        let subscriber = stopped(&fresh(), &lending(), scope);
        assert_eq!(
            subscriber.opt_out(&lending(), scope, (by_text("SM2"), None), at(9)),
            None
        );
        let opt_out = subscriber.blocked(&lending()).unwrap();
        assert_eq!((opt_out.at, &opt_out.source), (at(0), &by_text("SM1")));
    }
}

#[test]
fn x_28_a_stop_reaches_as_far_as_is_chosen_now_even_if_a_nearer_one_is_in_force() {
    let one = stopped(&fresh(), &lending(), Number);
    let all = one
        .opt_out(&lending(), Organisation, (by_text("SM2"), None), at(9))
        .expect("a change")
        .head;
    assert_eq!(all.blocked(&services()).map(|o| o.at), Some(at(9)));
    assert_eq!(all.blocked(&lending()).map(|o| o.at), Some(at(0)), "the earliest");
    assert_eq!(
        all.opt_out(&lending(), Number, (by_text("SM3"), None), at(10)),
        None
    );
}

#[test]
fn x_10_an_opt_in_lifts_what_blocks_the_number_and_nothing_else() {
    let both = stopped(&stopped(&fresh(), &lending(), Number), &services(), Number);
    let change = both
        .opt_in(&lending(), (by_text("SM2"), None), at(20))
        .expect("a change");
    assert!(change.head.blocked(&lending()).is_none() && change.head.blocked(&services()).is_some());
    let event = SubscriberEvent::OptedIn {
        source: by_text("SM2"),
        received_at: None,
        said_at: None,
    };
    assert_eq!(change.entries, [event.into()]);
}

#[test]
fn x_28_an_opt_in_lifts_an_opt_out_of_all_numbers_for_all() {
    let all = stopped(&fresh(), &lending(), Organisation);
    let lifted = all
        .opt_in(&services(), (by_text("SM2"), None), at(20))
        .expect("a change")
        .head;
    assert!(lifted.opt_outs.is_empty());
}

#[test]
fn lesson_27_an_opt_out_with_the_carrier_counts_like_one_by_text() {
    let source = OptOutSource::Carrier {
        number: lending(),
        code: "twilio_21610".to_owned(),
    };
    let change = fresh()
        .opt_out(&lending(), Organisation, (source.clone(), None), at(0))
        .expect("a change");
    assert_eq!(change.head.blocked(&lending()).map(|o| &o.source), Some(&source));
    assert_eq!(
        change.entries,
        [SubscriberEvent::OptedOut {
            number: None,
            source,
            received_at: None,
            said_at: None
        }
        .into()]
    );
}

#[test]
fn the_stories_begin_when_they_say() {
    assert_eq!(at(0).to_string(), "2026-11-22T10:00:00Z");
    assert_eq!(at(0).as_second(), START);
}

#[test]
fn x_28_an_opt_out_said_again_keeps_its_beginning_and_tells_when() {
    let all = stopped(&fresh(), &lending(), Organisation);
    assert_eq!(all.last_opt_out(&services()), Some(at(0)));
    let change = all
        .opt_out_again(&lending(), (by_text("SM2"), None), at(9))
        .expect("a change");
    assert_eq!(change.head.last_opt_out(&services()), Some(at(9)));
    assert_eq!(change.head.blocked(&services()).map(|o| o.at), Some(at(0)));
    let event = SubscriberEvent::OptedOut {
        number: None,
        source: by_text("SM2"),
        received_at: None,
        said_at: None,
    };
    assert_eq!(change.entries, [event.into()]);
    assert_eq!(
        fresh().opt_out_again(&lending(), (by_text("SM2"), None), at(9)),
        None
    );
}

#[test]
fn x_28_an_opt_out_of_one_number_said_again_is_none_of_another() {
    let both = stopped(&stopped(&fresh(), &lending(), Number), &services(), Number);
    let again = both
        .opt_out_again(&lending(), (by_text("SM2"), None), at(9))
        .expect("a change")
        .head;
    assert_eq!(again.last_opt_out(&lending()), Some(at(9)));
    assert_eq!(again.last_opt_out(&services()), Some(at(0)));
}
