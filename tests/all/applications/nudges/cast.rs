//! An applicant who stalls, and the nudge that is planned for them.

use memberline_domain::TriggerId;
use memberline_domain::application::NudgePlanState;

use crate::world::World;
use crate::world::tracking::trigger;

pub const MEMBER: &str = "+13195550101";

/// An applicant who entered `Income` now, with a nudge due in an hour.
pub async fn stalled(world: &World) {
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
}

pub async fn slot(world: &World) -> NudgePlanState {
    let head = world.application("LN-1").await.head;
    head.nudge_plans[&TriggerId::parse("stalled").unwrap()]
        .state
        .clone()
}

pub async fn code(world: &World) -> String {
    match slot(world).await {
        NudgePlanState::Cancelled { reason } | NudgePlanState::Held { reason, .. } => reason.code,
        other => format!("{other:?}"),
    }
}
