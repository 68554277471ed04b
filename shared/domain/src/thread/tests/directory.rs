use super::story::*;
use crate::consent::OptOutScope;
use crate::directory::{Directory, MailSettings, Number, Organisation, Permission, Role, SendPolicy, Team};
use crate::text::service_level::ServiceLevel;

fn directory() -> Directory {
    let story = Story::new();
    let named = |id: &str| Team {
        id: team(id),
        name: id.to_owned(),
    };
    Directory {
        numbers: story.lines.iter().map(|l| l.number.clone()).collect(),
        organisation: story.organisation,
        locations: Vec::new(),
        groups: Vec::new(),
        teams: vec![named("lending"), named("member-services"), named("collections")],
        agents: vec![maria(), sam()],
        triggers: Vec::new(),
        deleted_triggers: Vec::new(),
        hours: Vec::new(),
    }
}

#[test]
fn mc_05_an_agent_sees_the_teams_they_belong_to() {
    assert!(maria().may_see(&team("lending")));
    assert!(!maria().may_see(&team("member-services")));
    assert_eq!(directory().teams_seen_by(&maria()), [team("lending")]);
}

#[test]
fn mc_05_supervisors_and_admins_see_all_teams() {
    let mut admin = maria();
    admin.role = Role::Admin;
    for agent in [sam(), admin] {
        assert_eq!(directory().teams_seen_by(&agent).len(), 3);
    }
}

#[test]
fn each_role_permits_what_it_says() {
    let permits = |role: Role| Permission::ALL.map(|p| role.permits(p));
    assert_eq!(permits(Role::Agent), [false; 5]);
    assert_eq!(permits(Role::Supervisor), [true, true, false, false, false]);
    assert_eq!(permits(Role::Admin), [true; 5]);
}

#[test]
fn numbers_and_agents_are_found_by_what_identifies_them() {
    let directory = directory();
    assert_eq!(
        directory.number(&phone("+15550100002")).map(|n| &n.team),
        Some(&team("member-services"))
    );
    assert_eq!(directory.number(&phone(MEMBER)), None);
    assert_eq!(
        directory.agent(&agent_id("sam")).map(|a| a.role),
        Some(Role::Supervisor)
    );
    assert_eq!(directory.agent(&agent_id("nobody")), None);
}

#[test]
fn an_organisation_that_chose_nothing_has_the_careful_choices() {
    let json = r#"{"id":"lakeside","name":"Lakeside Credit Union","brand":"Lakeside","help_contact":"call us",
        "service_level":"standard","salt":"s","colour":"added by a later release"}"#;
    let organisation: Organisation = serde_json::from_str(json).unwrap();
    assert_eq!(organisation.opt_out_scope, OptOutScope::Organisation);
    assert_eq!(organisation.service_level, ServiceLevel::Standard);
    let careful = MailSettings {
        include_text: false,
        digest_minutes: 0,
    };
    assert_eq!(organisation.mail, careful);
}

#[test]
fn x_03_a_number_that_says_nothing_else_is_answered_by_who_claims() {
    let json =
        r#"{"number":"+15550100001","carrier":"twilio","owner":{"scope":"organisation"},"team":"lending"}"#;
    assert_eq!(
        serde_json::from_str::<Number>(json).unwrap().send_policy,
        SendPolicy::Claim
    );
}

#[test]
fn an_agent_who_chose_nothing_is_not_told_of_unclaimed_texts() {
    let json =
        r#"{"id":"maria","name":"Maria","email":"m@lakeside.example","role":"agent","teams":["lending"]}"#;
    let agent: crate::directory::Agent = serde_json::from_str(json).unwrap();
    assert_eq!((agent.subscribed, agent.mail_stopped), (false, None));
}
