//! What a plan tells of whom it suspends.

use memberline_cli::operate::LeftBehind;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::{Author, Change, Record, RecordKey, RecordKind};
use memberline_domain::directory::{AgentStatus, NumberOwner};

use crate::world::World;
use crate::world::people::{TELNYX_NUMBER, lakeside};

/// What the records of an organisation would leave behind in which these agents are suspended, in words; one number is Devon's own.
async fn left_behind(world: &World, suspended: &[&str]) -> String {
    let mut before = world.store().records(&lakeside()).await.unwrap();
    let write = |records: &mut memberline_domain::directory::administration::Records, record: Record| {
        let version = records.get(&record.key()).unwrap().version.number;
        let change = Change::Write(record);
        let decided = records.decide(&change, version, false, &Author::Operator, world.clock.now());
        *records = records.after(&decided.unwrap().unwrap());
    };
    let key = RecordKey::new(RecordKind::Number, TELNYX_NUMBER);
    let Record::Number(mut number) = before.get(&key).unwrap().record.clone() else {
        panic!("a number");
    };
    let agent = AgentId::parse("devon").unwrap();
    number.owner = NumberOwner::User { agent };
    write(&mut before, Record::Number(number));
    let mut after = before.clone();
    for id in suspended {
        let mut agent = before.agent(&AgentId::parse(id).unwrap()).unwrap().clone();
        agent.status = AgentStatus::Suspended;
        write(&mut after, Record::Agent(agent));
    }
    LeftBehind::by(&before, &after).words()
}

#[tokio::test]
async fn what_a_directory_leaves_behind_is_told_of_each_whom_it_suspends() {
    let world = World::new().await;
    assert_eq!(left_behind(&world, &[]).await, "");
    assert_eq!(left_behind(&world, &["maria"]).await, "");
    let own = format!(
        "{TELNYX_NUMBER} is the own number of devon: give it to somebody else, or to the organisation\n"
    );
    assert_eq!(left_behind(&world, &["devon"]).await, own);
    let both = left_behind(&world, &["amara", "devon"]).await;
    assert_eq!(
        both,
        format!("nobody is left then who may administer the organisation\n{own}")
    );
}
