//! One change at a time, as administrators make them.

use jiff::Timestamp;

use super::world::*;
use crate::directory::administration::{Author, Change, ChangeRefusal, Record, RecordKind};
use crate::directory::{Agent, AgentStatus, Directory, NumberOwner, Role};
use crate::testing;
use crate::text::service_level::ServiceLevel;

#[test]
fn a_change_raises_the_version_and_the_revision() {
    let before = records(all());
    let mut renamed = group();
    renamed.name = "Everyone".to_owned();
    let decided = change(&before, &Change::Write(Record::Group(renamed.clone())))
        .unwrap()
        .unwrap();
    assert_eq!(decided.revision, 11);
    assert_eq!(decided.after.version.number, 2);
    assert_eq!(decided.after.version.by, amara());
    let after = before.after(&decided);
    assert_eq!(after.revision, 12);
    assert_eq!(
        after.get(&key(RecordKind::Group, "retail")).unwrap().record,
        Record::Group(renamed.clone())
    );
    assert_eq!(change(&after, &Change::Write(Record::Group(renamed))), Ok(None));
}

#[test]
fn who_read_another_version_is_told() {
    let records = records(all());
    let write = Change::Write(Record::Group(group()));
    for expected in [0, 2, u64::MAX] {
        assert_eq!(
            records.decide(&write, expected, false, &amara(), Timestamp::UNIX_EPOCH),
            Err(ChangeRefusal::Stale { current: 1 })
        );
    }
    let new = Change::Write(Record::Team(testing::team("new", "New")));
    assert_eq!(
        records.decide(&new, 1, false, &amara(), Timestamp::UNIX_EPOCH),
        Err(ChangeRefusal::Stale { current: 0 })
    );
}

#[test]
fn what_others_name_is_not_removed() {
    let records = records(all());
    for (kind, id, named_by) in [
        (RecordKind::Team, "lending", 4),
        (RecordKind::Group, "retail", 2),
        (RecordKind::Location, "main-street", 1),
        (RecordKind::Number, NUMBER, 1),
    ] {
        let Err(ChangeRefusal::Named(named)) = change(&records, &Change::Remove(key(kind, id))) else {
            panic!("{kind:?} can be removed");
        };
        assert_eq!(named.len(), named_by, "{kind:?}: {named:?}");
    }
    assert!(change(&records, &Change::Remove(key(RecordKind::Trigger, "stalled"))).is_ok());
}

#[test]
fn agents_and_organisations_stay() {
    let records = records(all());
    for (kind, id) in [
        (RecordKind::Agent, "maria"),
        (RecordKind::Organisation, "lakeside"),
    ] {
        let refused = change(&records, &Change::Remove(key(kind, id)));
        assert!(matches!(refused, Err(ChangeRefusal::Kept(_))), "{refused:?}");
    }
}

#[test]
fn nothing_is_removed_from_under_open_conversations() {
    let records = records(all());
    let trigger = change(&records, &Change::Remove(key(RecordKind::Trigger, "stalled")));
    let records = records.after(&trigger.unwrap().unwrap());
    let number = Change::Remove(key(RecordKind::Number, NUMBER));
    assert!(number.may_strand_conversations());
    let decide = |open| records.decide(&number, 1, open, &amara(), Timestamp::UNIX_EPOCH);
    assert_eq!(decide(true), Err(ChangeRefusal::ConversationsOpen));
    assert!(decide(false).is_ok());
}

#[test]
fn a_removed_record_leaves_its_name_and_its_versions_go_on() {
    let before = records(all());
    let trigger_key = key(RecordKind::Trigger, "stalled");
    let removed = change(&before, &Change::Remove(trigger_key.clone()))
        .unwrap()
        .unwrap();
    let after = before.after(&removed);
    assert_eq!(after.get(&trigger_key), None);
    assert_eq!(
        change(&after, &Change::Remove(trigger_key)),
        Err(ChangeRefusal::NotFound)
    );
    let all = after
        .including_removed()
        .map(|found| (found.record.clone(), found.is_removed));
    let directory = Directory::of(all).unwrap();
    assert_eq!(
        (directory.triggers.len(), directory.deleted_triggers.len()),
        (0, 1)
    );
    let again = change(&after, &Change::Write(Record::Trigger(trigger())))
        .unwrap()
        .unwrap();
    assert_eq!((again.before, again.after.version.number), (None, 3));
}

#[test]
fn in_03_in_24_only_the_owner_grants_texting_and_the_advanced_level() {
    let records = records(all());
    let mut organisation = testing::organisation();
    organisation.texting = false;
    organisation.service_level = ServiceLevel::Standard;
    let write = Change::Write(Record::Organisation(organisation));
    let Err(ChangeRefusal::Invalid(found)) = change(&records, &write) else {
        panic!("an administrator granted it");
    };
    let fields: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["/texting", "/service_level"]);
    let owner = records.decide(&write, 1, false, &Author::Operator, Timestamp::UNIX_EPOCH);
    assert!(owner.unwrap().is_some());
}

#[test]
fn a_change_breaks_no_other_record() {
    let mut long = quick_reply();
    long.text = "x".repeat(161);
    let mut with_long = all();
    with_long.push(Record::QuickReply(long));
    let mut standard = testing::organisation();
    standard.service_level = ServiceLevel::Standard;
    let write = Change::Write(Record::Organisation(standard.clone()));
    let decide = |records| {
        super::world::records(records).decide(&write, 1, false, &Author::Operator, Timestamp::UNIX_EPOCH)
    };
    let broken = ChangeRefusal::Breaks(vec![key(RecordKind::QuickReply, "documents")]);
    assert_eq!(decide(with_long), Err(broken));
    assert!(decide(all()).is_ok());
    let mut own = number();
    own.owner = NumberOwner::User {
        agent: agent("maria", Role::Agent).id,
    };
    standard.automation.number = Some(own.number.clone());
    let mut automated = all();
    automated.push(Record::Organisation(standard));
    let taken = change(
        &super::world::records(automated),
        &Change::Write(Record::Number(own)),
    );
    let broken = ChangeRefusal::Breaks(vec![key(RecordKind::Organisation, "lakeside")]);
    assert_eq!(taken, Err(broken));
}

#[test]
fn a_salt_never_changes() {
    let mut organisation = testing::organisation();
    organisation.salt = "another".to_owned();
    organisation.brand = "Lake".to_owned();
    let decided = change(
        &records(all()),
        &Change::Write(Record::Organisation(organisation)),
    );
    let Record::Organisation(after) = decided.unwrap().unwrap().after.record else {
        panic!("no organisation");
    };
    assert_eq!((after.salt.as_str(), after.brand.as_str()), ("salt", "Lake"));
}

/// What is kept of the directory elsewhere may be half a minute old; what a change is decided from is not.
#[test]
fn who_was_suspended_a_moment_ago_changes_nothing() {
    for change_of in [
        |agent: &mut Agent| agent.status = AgentStatus::Suspended,
        |agent: &mut Agent| agent.role = Role::Supervisor,
        |agent: &mut Agent| agent.subject = None,
    ] {
        let mut amara = agent("amara", Role::Admin);
        change_of(&mut amara);
        let mut all = all();
        all.push(Record::Agent(amara));
        let back = Change::Write(Record::Agent(agent("amara", Role::Admin)));
        let refused = change(&super::world::records(all), &back);
        assert_eq!(refused, Err(ChangeRefusal::Forbidden));
    }
}

#[test]
fn somebody_who_administers_remains() {
    let before = records(all());
    let mut amara = agent("amara", Role::Admin);
    amara.status = AgentStatus::Suspended;
    let suspend = Change::Write(Record::Agent(amara));
    assert_eq!(change(&before, &suspend), Err(ChangeRefusal::LastAdministrator));
    let owner = before.decide(&suspend, 1, false, &Author::Operator, Timestamp::UNIX_EPOCH);
    assert!(owner.is_ok());
    let mut forgotten = agent("amara", Role::Admin);
    forgotten.subject = None;
    let forget = Change::Write(Record::Agent(forgotten));
    assert_eq!(change(&before, &forget), Err(ChangeRefusal::LastAdministrator));
    let promoted = Change::Write(Record::Agent(agent("maria", Role::Admin)));
    let after = before.after(&change(&before, &promoted).unwrap().unwrap());
    assert!(change(&after, &suspend).is_ok());
}
