//! A text is placed on an application (IN-15..18).

use super::story::*;
use crate::application::routing::Rule;
use crate::application::{ApplicationLink, PersonRole, Status};
use crate::id::{ApplicationId, PersonId};
use crate::journey::Journey;
use crate::thread::ThreadEvent;

fn link(los_id: &str, id: &str, updated: i64) -> ApplicationLink {
    ApplicationLink {
        application: ApplicationId::parse(id).unwrap(),
        los_id: los_id.to_owned(),
        person: PersonId::parse("b-1").unwrap(),
        role: PersonRole::Borrower,
        journey: Journey::LoanApplication,
        status: Status::Active,
        stage: None,
        stage_since: None,
        updated_at: at(updated),
        partner: None,
    }
}

fn routing(story: &Story) -> Option<(Rule, ApplicationId)> {
    let ThreadEvent::MessageIn { routing, .. } = &story.line().entries.last().unwrap().event else {
        panic!("a text");
    };
    routing.as_ref().map(|p| (p.rule, p.application.clone()))
}

#[test]
fn in_16_a_conversation_opens_about_the_application_and_takes_its_journey() {
    let mut story = Story::new();
    story.links = vec![
        link("LA-1", "0000000000000001", -90),
        link("LA-2", "0000000000000002", -10),
    ];
    story.texts("Hi");
    let second = ApplicationId::parse("0000000000000002").unwrap();
    assert_eq!(story.conversation().application, Some(second.clone()));
    assert_eq!(story.thread().journey, Journey::LoanApplication);
    assert_eq!(routing(&story), Some((Rule::LastUpdated, second)));
}

#[test]
fn in_16_each_text_is_placed_by_itself_and_the_conversation_stays_where_it_opened() {
    let mut story = Story::new();
    story.links = vec![link("LA-1", "0000000000000001", -90)];
    story.texts("Hi");
    story.links.push(link("LA-2", "0000000000000002", -10));
    story.waits(5).texts("And another thing");
    let [first, second] =
        ["0000000000000001", "0000000000000002"].map(|id| ApplicationId::parse(id).unwrap());
    assert_eq!(routing(&story), Some((Rule::LastUpdated, second)));
    assert_eq!(story.conversation().application, Some(first));
}

#[test]
fn a_number_on_no_application_is_placed_nowhere() {
    let mut story = Story::new();
    story.texts("Hi");
    assert_eq!(
        (routing(&story), story.conversation().application.clone()),
        (None, None)
    );
    assert_eq!(story.thread().journey, Journey::ElleChat);
}
