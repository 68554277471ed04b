//! What a plan tells of whom it suspends.

use memberline_cli::operate::{Deployment, LeftBehind};
use memberline_domain::AgentId;
use memberline_domain::directory::AgentStatus;
use memberline_domain::directory::administration::{Author, Change, Record, RecordKey, RecordKind};

use super::people::suspends;
use crate::world::World;
use crate::world::people::lakeside;

const MEMBER: &str = "+15552010001";

/// What the records of an organisation would leave behind in which these agents are suspended, in words.
async fn left_behind(world: &World, suspended: &[&str]) -> String {
    let deployment = Deployment::over(world.store(), None);
    let before = deployment.store.records(&lakeside()).await.unwrap();
    let mut after = before.clone();
    for id in suspended {
        let mut agent = before.agent(&AgentId::parse(id).unwrap()).unwrap().clone();
        agent.status = AgentStatus::Suspended;
        let version = before
            .get(&RecordKey::new(RecordKind::Agent, id))
            .unwrap()
            .version
            .number;
        let change = Change::Write(Record::Agent(agent));
        let decided = after.decide(&change, version, false, &Author::Operator, world.clock.now());
        after = after.after(&decided.unwrap().unwrap());
    }
    LeftBehind::by(&deployment, &before, &after)
        .await
        .unwrap()
        .words()
}

#[tokio::test]
async fn what_a_directory_leaves_behind_is_told_of_each_whom_it_suspends() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    world.agent("maria").claims(&conversation).await;
    assert_eq!(left_behind(&world, &[]).await, "");
    let holds = format!("supervisors have to close what maria holds: {conversation}\n");
    assert_eq!(left_behind(&world, &["maria"]).await, holds);
    let both = left_behind(&world, &["amara", "maria"]).await;
    assert_eq!(
        both,
        format!("nobody is left then who may administer the organisation\n{holds}")
    );
    suspends(&world, None, "maria", true).await.unwrap();
    assert_eq!(
        left_behind(&world, &[]).await,
        "",
        "it was told when she was suspended"
    );
}
