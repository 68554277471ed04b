use super::story::*;
use crate::journey::Journey;
use crate::thread::{NameRefusal, ThreadContent};

fn names(story: &mut Story, name: &str, journey: Option<Journey>) -> Result<bool, NameRefusal> {
    let change = story.thread().name(&agent_id("maria"), name, journey)?;
    Ok(story.commit_if(change.as_ref()))
}

#[test]
fn el_01_a_given_name_is_sealed_and_trimmed() {
    let mut story = Story::claimed();
    assert_eq!(names(&mut story, "  Ada Lovelace ", None), Ok(true));
    assert_eq!(story.thread().secret.name.as_deref(), Some("Ada Lovelace"));
    let entry = story.line().entries.last().unwrap();
    let name = ThreadContent::Name {
        name: "Ada Lovelace".to_owned(),
    };
    assert_eq!(entry.content, Some(name));
    for readable in [
        serde_json::to_string(&entry.event),
        serde_json::to_string(story.thread()),
    ] {
        assert!(!readable.unwrap().contains("Ada"));
    }
}

#[test]
fn el_02_the_journey_is_elle_chat_until_somebody_says_otherwise_and_stays() {
    let mut story = Story::claimed();
    assert_eq!(story.thread().journey, Journey::ElleChat);
    names(&mut story, "Ada", Some(Journey::LoanApplication)).unwrap();
    names(&mut story, "Ada L.", None).unwrap();
    assert_eq!(story.thread().journey, Journey::LoanApplication);
}

#[test]
fn el_02_the_journeys_are_written_as_they_are_shown() {
    let json = |journey: Journey| serde_json::to_value(journey).unwrap();
    assert_eq!(json(Journey::LoanApplication), "Loan Application");
    assert_eq!(json(Journey::NewMembership), "New Membership");
    assert_eq!(json(Journey::ElleChat), "Elle Chat");
}

#[test]
fn what_is_known_already_is_no_change() {
    let mut story = Story::claimed();
    assert_eq!(names(&mut story, "Ada", Some(Journey::NewMembership)), Ok(true));
    assert_eq!(names(&mut story, "Ada", None), Ok(false));
    assert_eq!(
        names(&mut story, " Ada ", Some(Journey::NewMembership)),
        Ok(false)
    );
    assert_eq!(names(&mut story, "Ada", Some(Journey::ElleChat)), Ok(true));
}

#[test]
fn a_name_has_1_to_100_characters_and_no_control_characters() {
    let mut story = Story::claimed();
    for bad in ["", "   ", "Ada\nLovelace", "Ada\0", &"é".repeat(101)] {
        assert_eq!(
            names(&mut story, bad, None),
            Err(NameRefusal::Malformed),
            "{bad:?}"
        );
    }
    assert_eq!(names(&mut story, &"é".repeat(100), None), Ok(true));
}

#[test]
fn the_name_outlives_the_conversation() {
    let mut story = Story::claimed();
    names(&mut story, "Ada", None).unwrap();
    story.closes(&maria()).unwrap();
    assert_eq!(story.line().archive[0].secret.name.as_deref(), Some("Ada"));
    story.texts("Me again");
    assert_eq!(story.thread().secret.name.as_deref(), Some("Ada"));
}
