use super::story::*;
use crate::Rest;
use crate::directory::{Agent, AgentStatus, Role};
use crate::testing;
use crate::thread::{Claim, ClaimRefusal, ThreadEvent};

#[test]
fn mc_33_a_claim_is_an_entry_and_stands_in_the_head_for_all_to_see() {
    let mut story = Story::new();
    story.texts("Hi");
    story.waits(7);
    assert_eq!(story.claims(&maria()), Ok(true));
    let claim = Claim {
        agent: agent_id("maria"),
        at: at(7),
        rest: Rest::default(),
    };
    assert_eq!(story.conversation().claim, Some(claim));
    let claimed = ThreadEvent::Claimed {
        conversation: 1,
        agent: agent_id("maria"),
    };
    assert_eq!(story.line().entries.last().unwrap().event, claimed);
}

#[test]
fn mc_33_the_second_to_claim_learns_who_was_first_and_changes_nothing() {
    let mut story = Story::claimed();
    let before = story.thread().clone();
    let refusal = ClaimRefusal::AlreadyClaimed {
        by: agent_id("maria"),
    };
    assert_eq!(story.claims(&devon()), Err(refusal.clone()));
    assert_eq!(story.claims(&sam()), Err(refusal), "a supervisor neither");
    assert_eq!(*story.thread(), before);
}

#[test]
fn to_claim_twice_is_to_claim_once() {
    let mut story = Story::claimed();
    story.waits(60);
    assert_eq!(story.claims(&maria()), Ok(false));
    assert_eq!(story.conversation().claim.as_ref().map(|c| c.at), Some(at(0)));
}

#[test]
fn mc_05_an_agent_of_another_team_is_told_that_there_is_no_such_conversation() {
    let mut story = Story::new();
    story.texts("Hi");
    assert_eq!(story.claims(&priya()), Err(ClaimRefusal::NotFound));
    assert_eq!(story.claims(&sam()), Ok(true), "a supervisor sees all teams");
}

#[test]
fn mc_05_to_another_team_a_claimed_conversation_does_not_exist_either() {
    let mut story = Story::claimed();
    assert_eq!(story.claims(&priya()), Err(ClaimRefusal::NotFound));
}

#[test]
fn a_closed_conversation_cannot_be_claimed_and_one_to_come_does_not_exist() {
    let mut story = Story::claimed();
    story.closes(&maria()).unwrap();
    assert_eq!(story.claims(&maria()), Err(ClaimRefusal::Closed));
    assert_eq!(
        story.thread().claim(2, &maria(), story.now),
        Err(ClaimRefusal::NotFound)
    );
    story.texts("One more thing");
    assert_eq!(
        story.thread().claim(1, &maria(), story.now),
        Err(ClaimRefusal::Closed)
    );
}

#[test]
fn mc_10_the_next_conversation_is_unclaimed() {
    let mut story = Story::claimed();
    story.closes(&maria()).unwrap();
    story.texts("One more thing");
    assert_eq!((story.ordinal(), &story.conversation().claim), (2, &None));
}

/// All that an agent may be: their role, their teams and whether they may sign in.
fn anyone() -> Vec<Agent> {
    let mut all = Vec::new();
    for role in [Role::Agent, Role::Supervisor, Role::Admin] {
        for teams in [&[][..], &["lending"], &["services"], &["lending", "services"]] {
            for status in [AgentStatus::Active, AgentStatus::Suspended] {
                all.push(Agent {
                    status,
                    ..testing::agent("maria", role, teams)
                });
            }
        }
    }
    all
}

#[test]
fn a_claimed_conversation_is_lost_to_who_could_answer_it_and_cannot_any_more() {
    let story = Story::claimed();
    let held = story.conversation();
    let could = |agent: &Agent| agent.status == AgentStatus::Active && held.visible_to(agent);
    let mut lost = 0;
    for before in anyone() {
        for after in anyone() {
            let is_lost = held.is_lost_to(&before, &after);
            if could(&before) {
                assert_eq!(is_lost, !could(&after), "{before:?} {after:?}");
            }
            if is_lost {
                assert!(after.sees_less_than(&before), "{before:?} {after:?}");
                lost += 1;
            }
        }
    }
    assert!(lost > 0);
    for agent in anyone() {
        assert!(!agent.sees_less_than(&agent), "{agent:?}");
    }
}
