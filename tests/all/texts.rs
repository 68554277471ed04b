//! Texts come in.

use futures_util::future::join_all;

use crate::world::World;

fn kinds(items: &[crate::world::cloud::Item], kind: &str) -> usize {
    items.iter().filter(|i| i.get("kind").and_then(|k| k.as_s().ok()).is_some_and(|k| k == kind)).count()
}

#[tokio::test]
async fn one_webhook_delivered_fifty_times_at_once_is_one_message() {
    let world = World::new().await;
    let member = world.member("+15552010001");
    let inbound = world.inbound();
    let deliveries = (0..50).map(|_| inbound.handle(member.webhook("SM1", "Is the branch open?"), "test", world.clock.now()));
    let statuses: Vec<_> = join_all(deliveries).await.into_iter().map(|r| r.status_code).collect();
    assert!(statuses.iter().all(|status| *status == 204), "{statuses:?}");
    assert_eq!(kinds(&world.cloud.items("timeline").await, "message_in"), 1);
}
