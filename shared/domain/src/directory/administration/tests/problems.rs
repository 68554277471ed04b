//! What keeps a record from being kept.

use jiff::civil::time;

use super::world::*;
use crate::directory::administration::{Record, problems};
use crate::directory::{Coordinates, NumberOwner, OpenHours, Role, ServiceArea, Weekday};
use crate::quiet_hours::Reading;
use crate::testing;
use crate::text::service_level::ServiceLevel;
use crate::{AgentId, GroupId, LocationId, PhoneNumber, QuickReplyId, TeamId, TriggerId};

fn found(record: &Record) -> Vec<(String, &'static str)> {
    problems(record, &records(all()))
        .into_iter()
        .map(|problem| (problem.field, problem.code))
        .collect()
}

/// What is found in a record of the world after something in it was changed.
macro_rules! changed {
    ($kind:ident($record:expr), $name:ident => $change:expr) => {{
        let mut $name = $record;
        $change;
        found(&Record::$kind($name))
    }};
}

fn at(field: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn what_is_well_formed_is_kept() {
    for record in all() {
        assert_eq!(found(&record), [], "{record:?}");
    }
}

#[test]
fn names_have_a_length_and_one_line() {
    let odd = [
        "",
        "   ",
        "two\nlines",
        "two\u{2028}lines",
        "bell\u{7}",
        "\u{202e}gnidneL",
        "\u{2066}Lending\u{2069}",
        "\u{200b}\u{feff}",
    ];
    for name in odd.into_iter().chain([&*"x".repeat(81)]) {
        let group = changed!(Group(group()), it => it.name = name.to_owned());
        assert_eq!(group, at("/name", "invalid_name"), "{name:?}");
    }
    for name in ["שלום", "José 👩‍👩‍👧", "नमस्ते क्\u{200d}ष"] {
        assert_eq!(
            changed!(Group(group()), it => it.name = name.to_owned()),
            [],
            "{name:?}"
        );
    }
    let longest = changed!(Disposition(disposition()), it => it.name = "é".repeat(80));
    assert_eq!(longest, []);
}

#[test]
fn every_reference_is_to_a_record_that_is_there() {
    let nobody = "nobody";
    let agent =
        changed!(Agent(agent("maria", Role::Agent)), it => it.teams.push(TeamId::parse(nobody).unwrap()));
    assert_eq!(agent, at("/teams/1", "unknown_team"));
    let team = changed!(Number(number()), it => it.team = TeamId::parse(nobody).unwrap());
    assert_eq!(team, at("/team", "unknown_team"));
    let campaign = changed!(Number(number()), it => it.owner = NumberOwner::Campaign {
        group: GroupId::parse(nobody).unwrap(),
        location: LocationId::parse(nobody).unwrap(),
        campaign: String::new(),
    });
    let codes: Vec<_> = campaign.iter().map(|(_, code)| *code).collect();
    assert_eq!(codes, ["invalid_name", "unknown_group", "unknown_location"]);
    let user = changed!(Number(number()), it => it.owner = NumberOwner::User { agent: AgentId::parse(nobody).unwrap() });
    assert_eq!(user, at("/owner/agent", "unknown_agent"));
    let elsewhere = || PhoneNumber::parse("+13195550199").unwrap();
    let trigger = changed!(Trigger(trigger()), it => it.number = elsewhere());
    assert_eq!(trigger, at("/number", "unknown_number"));
    let asks =
        changed!(Organisation(testing::organisation()), it => it.automation.number = Some(elsewhere()));
    assert_eq!(asks, at("/automation/number", "unknown_number"));
    let reply = changed!(QuickReply(quick_reply()), it => it.group = GroupId::parse(nobody).unwrap());
    assert_eq!(reply, at("/group", "unknown_group"));
    let hours = changed!(Hours(hours()), it => it.team = TeamId::parse(nobody).unwrap());
    assert_eq!(hours, at("/team", "unknown_team"));
}

#[test]
fn an_address_is_one_that_email_can_be_sent_to() {
    for email in [
        "",
        "maria",
        "@x.example",
        "a@b",
        "a b@x.example",
        "a@x..example",
        "a@-x.example",
        "a@x.example\n",
    ] {
        let agent = changed!(Agent(agent("maria", Role::Agent)), it => it.email = email.to_owned());
        assert_eq!(agent, at("/email", "invalid_email"), "{email:?}");
    }
    for email in ["o'neil+texts@mail.lakeside.example", "M@x-y.example"] {
        let agent = changed!(Agent(agent("maria", Role::Agent)), it => it.email = email.to_owned());
        assert_eq!(agent, [], "{email:?}");
    }
}

#[test]
fn no_two_agents_have_one_address_or_one_subject() {
    let email =
        changed!(Agent(agent("maria", Role::Agent)), it => it.email = "AMARA@lakeside.example".to_owned());
    assert_eq!(email, at("/email", "email_taken"));
    let mut amara = agent("amara", Role::Admin);
    amara.subject = Some("3f0c".to_owned());
    let mut maria = agent("maria", Role::Agent);
    maria.subject.clone_from(&amara.subject);
    let mut others = all();
    others.push(Record::Agent(amara));
    let problems = problems(&Record::Agent(maria), &records(others));
    assert_eq!(problems[0].code, "subject_taken");
}

#[test]
fn a_trigger_stays_within_its_limits() {
    let id = changed!(Trigger(trigger()), it => it.id = TriggerId::parse("consent-request").unwrap());
    assert_eq!(id, at("/id", "trigger_id_reserved"));
    let delay = changed!(Trigger(trigger()), it => it.delay_minutes = u32::MAX);
    assert_eq!(delay, at("/delay_minutes", "delay_out_of_range"));
    let spacing = changed!(Trigger(trigger()), it => it.spacing_minutes = 0);
    assert_eq!(spacing, at("/spacing_minutes", "spacing_out_of_range"));
    let nudges = changed!(Trigger(trigger()), it => it.max_nudges = 11);
    assert_eq!(nudges, at("/max_nudges", "max_nudges_out_of_range"));
    let holdout = changed!(Trigger(trigger()), it => it.holdout_percent = 101);
    assert_eq!(holdout, at("/holdout_percent", "holdout_out_of_range"));
    let stages = changed!(Trigger(trigger()), it => it.stages = vec!["x".to_owned(); 21]);
    assert_eq!(stages, at("/stages", "invalid_stages"));
    let template = changed!(Trigger(trigger()), it => it.template = "Hi {who}".to_owned());
    assert_eq!(template, at("/template", "template_unknown_field"));
}

#[test]
fn texts_are_sendable_at_the_service_level() {
    let mut organisation = testing::organisation();
    organisation.service_level = ServiceLevel::Standard;
    let mut others = all();
    others.push(Record::Organisation(organisation));
    let mut reply = quick_reply();
    reply.text = "x".repeat(161);
    let refused = problems(&Record::QuickReply(reply), &records(others));
    assert_eq!(
        (refused[0].field.as_str(), refused[0].code),
        ("/text", "template_too_long")
    );
}

#[test]
fn a_shortcut_is_a_word_of_its_own() {
    let word = changed!(QuickReply(quick_reply()), it => it.shortcut = Some("Two words".to_owned()));
    assert_eq!(word, at("/shortcut", "invalid_shortcut"));
    let taken = changed!(QuickReply(quick_reply()), it => it.id = QuickReplyId::parse("other").unwrap());
    assert_eq!(taken, at("/shortcut", "shortcut_taken"));
}

#[test]
fn a_service_area_is_on_earth_and_the_maximum_is_the_wider_one() {
    let area = |latitude, ideal_miles, maximum_miles| ServiceArea {
        centre: Coordinates {
            latitude,
            longitude: -91_530_000,
        },
        ideal_miles,
        maximum_miles,
    };
    for (area, expected) in [
        (area(41_660_000, 10, 25), vec![]),
        (area(90_000_000, 10, 10), vec![]),
        (
            area(90_000_001, 10, 25),
            at("/service_area/centre", "not_on_earth"),
        ),
        (area(i32::MIN, 10, 25), at("/service_area/centre", "not_on_earth")),
        (
            area(0, 26, 25),
            at("/service_area/maximum_miles", "maximum_below_ideal"),
        ),
        (
            area(0, 0, 25),
            at("/service_area/ideal_miles", "miles_out_of_range"),
        ),
        (
            area(0, 1, 12_501),
            at("/service_area/maximum_miles", "miles_out_of_range"),
        ),
    ] {
        let location = changed!(Location(location()), it => it.service_area = Some(area));
        assert_eq!(location, expected, "{area:?}");
    }
}

#[test]
fn the_windows_of_a_week_do_not_overlap() {
    let window = |days: &[Weekday], from: i8, to: i8| OpenHours {
        days: days.to_vec(),
        from: time(from, 0, 0, 0),
        to: time(to, 0, 0, 0),
    };
    let (mon, tue) = (Weekday::Monday, Weekday::Tuesday);
    for (open, expected) in [
        (
            vec![
                window(&[mon], 9, 12),
                window(&[mon], 12, 17),
                window(&[tue], 9, 17),
            ],
            vec![],
        ),
        (
            vec![window(&[mon], 17, 9)],
            at("/open/0/to", "ends_before_it_begins"),
        ),
        (
            vec![window(&[mon], 9, 9)],
            at("/open/0/to", "ends_before_it_begins"),
        ),
        (vec![window(&[], 9, 10)], at("/open/0/days", "no_days")),
        (
            vec![window(&[mon], 9, 12), window(&[tue, mon], 11, 13)],
            at("/open/1", "windows_overlap"),
        ),
    ] {
        let hours = changed!(Hours(hours()), it => it.open = open);
        assert_eq!(hours, expected);
    }
}

#[test]
fn an_organisation_says_who_it_is_and_who_read_the_laws() {
    let brand = changed!(Organisation(testing::organisation()), it => it.brand = String::new());
    assert_eq!(brand, at("/brand", "invalid_brand"));
    let help = changed!(Organisation(testing::organisation()), it => it.help_contact = "\u{7}".to_owned());
    assert_eq!(help, at("/help_contact", "invalid_help_contact"));
    let digest = changed!(Organisation(testing::organisation()), it => it.mail.digest_minutes = 16);
    assert_eq!(digest, at("/mail/digest_minutes", "digest_out_of_range"));
    let counsel = changed!(Organisation(testing::organisation()), it => it.quiet_hours = Reading::Counsel {
        by: String::new(),
        on: jiff::civil::date(2026, 11, 2),
    });
    assert_eq!(counsel, at("/quiet_hours/by", "invalid_counsel"));
}

#[test]
fn there_are_only_so_many() {
    let mut others = all();
    for place in 0..20 {
        let mut more = trigger();
        more.id = TriggerId::parse(&format!("more-{place}")).unwrap();
        others.push(Record::Trigger(more));
    }
    let mut one_more = trigger();
    one_more.id = TriggerId::parse("one-more").unwrap();
    let refused = problems(&Record::Trigger(one_more), &records(others));
    assert_eq!((refused[0].field.as_str(), refused[0].code), ("", "too_many"));
}
