//! What a file brings a directory to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;

use super::world::*;
use crate::directory::administration::{
    Author, ChangeRefusal, Plan, PlanRefusal, Record, RecordKey, RecordKind, Records, Unsaid, Wanted,
    problems, subject_taken,
};
use crate::directory::{Agent, AgentStatus, Group, Role};
use crate::testing;
use crate::{GroupId, PhoneNumber};

fn wanted(records: Vec<Record>) -> Wanted {
    Wanted {
        records,
        unsaid: BTreeMap::new(),
        kinds: RecordKind::ALL.iter().copied().collect(),
        prune: true,
    }
}

fn plan(records: &Records, wanted: &Wanted) -> Result<Plan, Vec<PlanRefusal>> {
    records.plan(wanted, &BTreeSet::new(), &Author::Operator, Timestamp::UNIX_EPOCH)
}

/// The records after each step, of which every one holds.
fn applied(before: &Records, plan: &Plan) -> Records {
    plan.steps.iter().fold(before.clone(), |records, step| {
        assert_eq!(step.revision, records.revision);
        let after = records.after(step);
        for versioned in after.iter() {
            assert_eq!(problems(&versioned.record, &after), [], "{:?}", versioned.record);
        }
        after
    })
}

fn keys(records: &Records) -> Vec<RecordKey> {
    records.iter().map(|versioned| versioned.record.key()).collect()
}

#[test]
fn an_empty_directory_is_filled_and_filled_only_once() {
    let wanted = wanted(all());
    let first = plan(&empty(), &wanted).unwrap();
    let filled = applied(&empty(), &first);
    assert_eq!(filled.iter().count(), wanted.records.len());
    assert_eq!(plan(&filled, &wanted).unwrap().steps, []);
}

#[test]
fn a_new_organisation_may_name_a_number_that_is_new_too() {
    let mut organisation = testing::organisation();
    organisation.automation.number = Some(PhoneNumber::parse(NUMBER).unwrap());
    let mut records = all();
    records[0] = Record::Organisation(organisation.clone());
    let wanted = wanted(records);
    let filled = applied(&empty(), &plan(&empty(), &wanted).unwrap());
    assert_eq!(filled.organisation(), Some(&organisation));
}

#[test]
fn all_that_stands_against_a_plan_is_told_at_once() {
    let mut records_wanted = all();
    records_wanted.retain(|record| !matches!(record, Record::Team(_) | Record::Location(_)));
    let refusals = plan(&records(all()), &wanted(records_wanted)).unwrap_err();
    let kinds: BTreeSet<RecordKind> = refusals.iter().map(|refusal| refusal.key.kind).collect();
    let named = [
        RecordKind::Hours,
        RecordKind::Agent,
        RecordKind::Number,
        RecordKind::Team,
        RecordKind::Location,
    ];
    assert_eq!(kinds, BTreeSet::from(named));
}

#[test]
fn more_than_there_may_be_is_told_once_of_the_first_that_is_over_it() {
    let group = |n: usize| {
        Record::Group(Group {
            id: GroupId::parse(&format!("group-{n}")).unwrap(),
            ..super::world::group()
        })
    };
    let groups = |range: std::ops::Range<usize>| range.map(group).collect::<Vec<_>>();
    let whole = [all(), groups(0..99)].concat();
    assert_eq!(
        plan(&records(all()), &wanted(whole.clone())).unwrap().steps.len(),
        99
    );
    let over = [whole, groups(99..102)].concat();
    for before in [all(), over[..over.len() - 5].to_vec()] {
        let refusals = plan(&records(before), &wanted(over.clone())).unwrap_err();
        let [PlanRefusal { key: first, refusal }] = refusals.as_slice() else {
            panic!("{refusals:?}");
        };
        assert_eq!(*first, key(RecordKind::Group, "group-99"));
        assert_eq!(
            refusal.to_string(),
            "there would be 103 groups, and there may be 100"
        );
    }
}

#[test]
fn what_has_open_conversations_stays() {
    let mut left = all();
    left.retain(|record| !matches!(record, Record::Number(_) | Record::Trigger(_)));
    let number = key(RecordKind::Number, NUMBER);
    let refusals = records(all())
        .plan(
            &wanted(left),
            &BTreeSet::from([number.clone()]),
            &Author::Operator,
            Timestamp::UNIX_EPOCH,
        )
        .unwrap_err();
    let refusal = ChangeRefusal::ConversationsOpen;
    assert_eq!(refusals, [PlanRefusal { key: number, refusal }]);
}

#[test]
fn what_the_file_does_not_speak_of_is_left_alone() {
    let before = records(all());
    let mut some = wanted(vec![Record::Organisation(testing::organisation())]);
    some.prune = false;
    let not_pruned = plan(&before, &some).unwrap();
    assert_eq!((not_pruned.steps.len(), not_pruned.left_alone.len()), (0, 10));
    some.kinds = BTreeSet::from([RecordKind::Organisation]);
    some.prune = true;
    let not_spoken_of = plan(&before, &some).unwrap();
    assert_eq!(
        (not_spoken_of.steps.len(), not_spoken_of.left_alone.len()),
        (0, 0)
    );
}

#[test]
fn agents_are_left_alone_however_much_is_pruned() {
    let mut others = all();
    others.retain(|record| !matches!(record, Record::Agent(_)));
    let plan = plan(&records(all()), &wanted(others)).unwrap();
    assert_eq!(plan.steps, []);
    let left = [key(RecordKind::Agent, "amara"), key(RecordKind::Agent, "maria")];
    assert_eq!(plan.left_alone, left);
}

/// An agent whom the file does not name keeps the subject, and who is to have it is refused.
#[test]
fn a_subject_is_not_taken_from_an_agent_whom_the_file_leaves_out() {
    let (mut named, mut left_out) = (
        testing::agent("named", Role::Agent, &[]),
        testing::agent("left-out", Role::Agent, &[]),
    );
    named.subject = None;
    left_out.subject = Some("subject".to_owned());
    let before = records(vec![Record::Agent(named.clone()), Record::Agent(left_out)]);
    named.subject = Some("subject".to_owned());
    let refusals = plan(&before, &wanted(vec![Record::Agent(named)])).unwrap_err();
    let of_named = |refused: &&PlanRefusal| refused.key == key(RecordKind::Agent, "named");
    let Some(PlanRefusal {
        refusal: ChangeRefusal::Invalid(found),
        ..
    }) = refusals.iter().find(of_named)
    else {
        panic!("{refusals:?}")
    };
    assert!(found.contains(&subject_taken()), "{found:?}");
}

#[test]
fn a_file_that_tells_no_subject_takes_none_away() {
    let mut invited = all();
    for record in &mut invited {
        if let Record::Agent(agent) = record {
            agent.subject = Some(format!("of-{}", agent.id));
        }
    }
    let before = applied(&empty(), &plan(&empty(), &wanted(invited.clone())).unwrap());
    let mut file = invited.clone();
    for record in &mut file {
        if let Record::Agent(agent) = record {
            agent.subject = None;
            "Another name".clone_into(&mut agent.name);
        }
    }
    let planned = plan(&before, &wanted(file)).unwrap();
    assert!(!planned.steps.is_empty());
    for versioned in applied(&before, &planned).iter() {
        if let Record::Agent(agent) = &versioned.record {
            assert_eq!(agent.subject, Some(format!("of-{}", agent.id)));
            assert_eq!(agent.name, "Another name");
        }
    }
}

#[test]
fn a_file_takes_no_suspension_back() {
    let suspended = |record: Record| match record {
        Record::Agent(agent) => Record::Agent(Agent {
            status: AgentStatus::Suspended,
            ..agent
        }),
        record => record,
    };
    let before = applied(&empty(), &plan(&empty(), &wanted(all())).unwrap());
    let shut_out = all().into_iter().map(suspended).collect();
    let after = applied(&before, &plan(&before, &wanted(shut_out)).unwrap());
    let is_suspended =
        |record: &Record| matches!(record, Record::Agent(agent) if agent.status == AgentStatus::Suspended);
    let count = after
        .iter()
        .filter(|versioned| is_suspended(&versioned.record))
        .count();
    assert!(count > 0);
    let again = plan(&after, &wanted(all())).unwrap();
    assert_eq!(again.steps, Vec::new(), "the same file, each night");
    assert_eq!(again.stay_suspended.len(), count, "and it is told of each");
    let mut silent = wanted(all());
    for agent in all().iter().filter_map(Record::agent) {
        silent.unsaid.insert(agent.id.clone(), [Unsaid::Status].into());
    }
    assert_eq!(plan(&after, &silent).unwrap().stay_suspended, Vec::new());
    let still = plan(
        &after,
        &wanted(after.iter().map(|kept| kept.record.clone()).collect()),
    )
    .unwrap();
    assert_eq!(still.stay_suspended, Vec::new());
}

#[test]
fn what_a_file_leaves_out_of_an_agent_stays() {
    let mut quiet = agent("maria", Role::Agent);
    (quiet.subscribed, quiet.display_images) = (true, false);
    let before = records(vec![Record::Agent(quiet.clone())]);
    let mut file = Agent {
        subscribed: false,
        display_images: true,
        ..quiet.clone()
    };
    "Maria Lopez".clone_into(&mut file.name);
    let after = |unsaid: &[Unsaid]| {
        let wanted = Wanted {
            unsaid: BTreeMap::from([(file.id.clone(), unsaid.iter().copied().collect())]),
            kinds: BTreeSet::from([RecordKind::Agent]),
            ..wanted(vec![Record::Agent(file.clone())])
        };
        let named = before.with_what_stays(&wanted);
        named[0].agent().unwrap().clone()
    };
    assert_eq!(after(&[]), file);
    let kept = after(&[Unsaid::Subscribed, Unsaid::DisplayImages]);
    assert_eq!((kept.subscribed, kept.display_images), (true, false));
    assert_eq!(kept.name, "Maria Lopez");
}

/// Whose subjects there are after each step: none is ever two agents'.
#[test]
fn agents_exchange_their_subjects() {
    let subject_of = |record: &Record| match record {
        Record::Agent(agent) => agent.subject.clone(),
        _ => None,
    };
    let mut exchanged = all();
    let mut agents = exchanged.iter_mut().filter_map(|record| match record {
        Record::Agent(agent) => Some(agent),
        _ => None,
    });
    let (first, second) = (agents.next().unwrap(), agents.next().unwrap());
    std::mem::swap(&mut first.subject, &mut second.subject);
    let (before, wanted) = (records(all()), wanted(exchanged.clone()));
    let plan = plan(&before, &wanted).unwrap();
    let after = plan.steps.iter().fold(before, |records, step| {
        let after = records.after(step);
        let subjects: Vec<String> = after.iter().filter_map(|it| subject_of(&it.record)).collect();
        let different: BTreeSet<&String> = subjects.iter().collect();
        assert_eq!(different.len(), subjects.len(), "{subjects:?}");
        after
    });
    for record in &exchanged {
        assert_eq!(&after.get(&record.key()).unwrap().record, record);
    }
}

/// Some of the records, so that none names one that is missing.
fn subset() -> impl Strategy<Value = Vec<Record>> {
    proptest::collection::vec(any::<bool>(), 11).prop_map(|keep| {
        let mut records = all();
        let mut place = 0;
        records.retain(|record| {
            place += 1;
            keep[place - 1]
                || matches!(
                    record,
                    Record::Organisation(_) | Record::Agent(_) | Record::Team(_)
                )
        });
        let whole = |record: &Record, among: &Records| problems(record, among).is_empty();
        for _ in 0..3 {
            let among = super::world::records(records.clone());
            records.retain(|record| whole(record, &among));
        }
        records
    })
}

proptest! {
    #[test]
    fn any_directory_is_brought_to_any_other_in_steps_that_each_hold(from in subset(), to in subset()) {
        let before = records(from);
        let wanted = wanted(to.clone());
        let plan = plan(&before, &wanted).unwrap();
        let after = applied(&before, &plan);
        prop_assert_eq!(keys(&after), keys(&records(to)));
        prop_assert_eq!(super::plans::plan(&after, &wanted).unwrap().steps.len(), 0);
    }

    #[test]
    fn an_interrupted_plan_is_finished_by_the_next(from in subset(), to in subset(), done in 0_usize..12) {
        let before = records(from);
        let wanted = wanted(to);
        let mut begun = plan(&before, &wanted).unwrap();
        let whole = applied(&before, &begun);
        begun.steps.truncate(done);
        let halfway = applied(&before, &begun);
        let rest = plan(&halfway, &wanted).unwrap();
        prop_assert_eq!(applied(&halfway, &rest), whole);
    }
}
