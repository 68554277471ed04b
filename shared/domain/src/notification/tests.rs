use proptest::prelude::*;

use super::*;
use crate::directory::{MailStop, MailStopReason, Role};
use crate::testing;

fn agent_id(id: &str) -> AgentId {
    AgentId::parse(id).unwrap_or_else(|e| panic!("{e}"))
}

fn team(id: &str) -> TeamId {
    TeamId::parse(id).unwrap_or_else(|e| panic!("{e}"))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_else(|e| panic!("{e}"))
}

fn agent(id: &str, teams: &[&str], subscribed: bool, stopped: bool) -> Agent {
    Agent {
        subscribed,
        mail_stopped: stopped.then(|| MailStop {
            reason: MailStopReason::Bounced,
            at: at(0),
        }),
        ..testing::agent(id, Role::Agent, teams)
    }
}

fn directory(agents: Vec<Agent>) -> Directory {
    Directory {
        agents,
        ..testing::directory(testing::organisation())
    }
}

fn told<'a>(directory: &'a Directory, claimant: Option<&str>) -> Vec<&'a str> {
    let claimant = claimant.map(agent_id);
    recipients(directory, &team("lending"), claimant.as_ref())
        .into_iter()
        .map(|a| a.id.as_str())
        .collect()
}

#[test]
fn x13_an_unclaimed_text_goes_to_all_of_the_team_who_subscribed() {
    let directory = directory(vec![
        agent("maria", &["lending"], true, false),
        agent("devon", &["lending", "member-services"], true, false),
        agent("silent", &["lending"], false, false),
        agent("bounced", &["lending"], true, true),
        agent("elsewhere", &["member-services"], true, false),
    ]);
    assert_eq!(told(&directory, None), ["maria", "devon"]);
}

#[test]
fn x13_a_claimed_text_goes_to_the_claimant_alone_subscribed_or_not() {
    let directory = directory(vec![
        agent("maria", &["lending"], true, false),
        agent("silent", &["lending"], false, false),
    ]);
    assert_eq!(told(&directory, Some("silent")), ["silent"]);
}

#[test]
fn el10_a_claimant_who_cannot_be_reached_does_not_keep_the_text_from_the_team() {
    let directory = directory(vec![
        agent("maria", &["lending"], true, false),
        agent("bounced", &["lending"], true, true),
    ]);
    assert_eq!(told(&directory, Some("bounced")), ["maria"]);
    assert_eq!(told(&directory, Some("gone")), ["maria"]);
}

fn recipient(id: &str, mail_id: Option<&str>, error: Option<&str>) -> NoticeRecipient {
    NoticeRecipient {
        agent: agent_id(id),
        mail_id: mail_id.map(str::to_owned),
        error: error.map(str::to_owned),
    }
}

#[test]
fn only_who_is_neither_told_nor_refused_is_left() {
    let first = [
        recipient("maria", Some("m1"), None),
        recipient("devon", None, None),
        recipient("amara", None, Some("MessageRejected")),
    ];
    assert_eq!(progress(&[]), Progress::NotBegun);
    assert_eq!(progress(&[&first]), Progress::Left(vec![agent_id("devon")]));
    let second = [recipient("devon", Some("m2"), None)];
    assert_eq!(progress(&[&first, &second]), Progress::Done);
    assert_eq!(progress(&[&second, &first]), Progress::Done, "whatever the order");
    assert_eq!(progress(&[&[]]), Progress::Done, "there was nobody to tell");
}

#[test]
fn notices_are_told_apart_by_their_text_and_come_in_order() {
    let noted = |seq, message, id: &str, request| Entry {
        seq,
        at: at(0),
        event: ThreadEvent::Notice {
            message,
            recipients: vec![recipient(id, None, None)],
            request,
        },
        content: None,
    };
    let entry = |seq, message, id: &str| noted(seq, message, id, None);
    let link = noted(10, 3, "l", Some(6));
    let entries = [link, entry(9, 3, "b"), entry(8, 4, "x"), entry(7, 3, "a")];
    let of_link = notices_of_link(&entries, (3, 6));
    assert_eq!(
        of_link.iter().map(|n| n[0].agent.as_str()).collect::<Vec<_>>(),
        ["l"]
    );
    assert!(notices_of_link(&entries, (4, 6)).is_empty());
    let order: Vec<_> = notices_of(&entries, 3)
        .into_iter()
        .map(|n| n[0].agent.as_str().to_owned())
        .collect();
    assert_eq!(order, ["a", "b"]);
}

#[test]
fn no_minutes_is_no_window() {
    assert_eq!(Window::of(at(1_000), 0), None);
}

#[test]
fn a_window_ends_before_the_next_begins() {
    let window = Window::of(at(1_799), 15).unwrap_or_else(|| panic!("a window"));
    assert_eq!((window.start(), window.minutes()), (900, 15));
    assert!(
        window.contains(at(900))
            && window.contains(at(1_799))
            && !window.contains(at(1_800))
            && !window.contains(at(899))
    );
    assert!(!window.is_over(at(1_799)) && window.is_over(at(1_800)));
    assert!(window.is_well_after(at(839)) && !window.is_well_after(at(840)));
}

#[test]
fn a_digest_is_due_two_seconds_after_its_window() {
    let window = Window::of(at(1_000), 5).unwrap_or_else(|| panic!("a window"));
    assert_eq!(window.seconds_until_due(at(900)), Some(302));
    assert_eq!(window.seconds_until_due(at(1_201)), Some(1));
    assert_eq!(window.seconds_until_due(at(1_202)), None);
    let half = Timestamp::from_millisecond(1_201_500).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(window.seconds_until_due(half), Some(1));
    let longest = Window::of(at(900), 15).unwrap_or_else(|| panic!("a window"));
    assert_eq!(
        longest.seconds_until_due(at(900)),
        Some(900),
        "a queue delays no longer"
    );
}

#[test]
fn hostile_windows_are_refused() {
    for bad in [
        r#"{"start":1,"minutes":5}"#,
        r#"{"start":0,"minutes":0}"#,
        r#"{"start":0,"minutes":16}"#,
        r#"{"start":9223372036854775807,"minutes":1}"#,
        r#"{"start":"0","minutes":1}"#,
    ] {
        assert!(serde_json::from_str::<Window>(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn every_text_falls_into_the_window_of_its_time(second in 0..10_000_000_000_i64, minutes in 1..=u8::MAX) {
        let window = Window::of(at(second), minutes).unwrap_or_else(|| panic!("a window"));
        prop_assert!(window.contains(at(second)) && !window.is_over(at(second)));
        let due = window.seconds_until_due(at(second));
        prop_assert!(due.is_some_and(|seconds| (2..=900).contains(&seconds)));
        let json = serde_json::to_string(&window).unwrap_or_else(|e| panic!("{e}"));
        prop_assert_eq!(serde_json::from_str::<Window>(&json).ok(), Some(window));
    }
}
