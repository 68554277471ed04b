//! What the carrier erases once it is here.

use memberline_domain::thread::ThreadEvent;

use super::cast::{MEMBER, PAY_STUB, PDF, address, change_organisation, sent};
use crate::world::World;
use crate::world::media::{MediaHost, Once};

fn erased(entries: &[memberline_domain::aggregate::Entry<ThreadEvent>]) -> Vec<(u32, bool, Option<String>)> {
    let erased = entries.iter().filter_map(|e| match &e.event {
        ThreadEvent::Erased {
            media, text, refused, ..
        } => Some((*media, *text, refused.clone())),
        _ => None,
    });
    erased.collect()
}

#[tokio::test]
async fn the_carrier_erases_what_is_here_and_the_timeline_says_so() {
    let world = World::new().await;
    change_organisation(&world, |organisation| {
        organisation.documents.erase_at_carrier = true;
    })
    .await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB, PDF]).await;
    let documents = world.documents(&host);
    world.offer_media(&documents, MEMBER, 1).await;
    assert!(host.has(&address(1)), "the scan may still fail");
    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    // One of the media is gone already, and the text cannot be erased at the moment.
    host.script([Once::Status(204), Once::Status(404), Once::Status(503)]);
    let answer = world.tell(&documents, &verdicts, 1).await;
    assert_eq!(answer.batch_item_failures.len(), 1);
    assert_eq!(erased(&world.timeline(MEMBER).await.1), []);
    host.take_asked();
    assert_eq!(
        world
            .tell(&documents, &verdicts, 2)
            .await
            .batch_item_failures
            .len(),
        0
    );
    assert_eq!(erased(&world.timeline(MEMBER).await.1), [(2, true, None)]);
    let asked = host.take_asked();
    assert_eq!(
        asked
            .iter()
            .map(|(method, ..)| method.as_str())
            .collect::<Vec<_>>(),
        ["DELETE", "DELETE", "POST"]
    );
    assert!(asked.iter().all(|(_, _, credentials)| *credentials));
    assert!(!host.has(&address(1)));
    world.tell(&documents, &verdicts, 3).await;
    assert_eq!(host.take_asked(), [], "once");
}

#[tokio::test]
async fn a_carrier_that_refuses_to_erase_is_told_of() {
    let world = World::new().await;
    change_organisation(&world, |organisation| {
        organisation.documents.erase_at_carrier = true;
    })
    .await;
    let host = MediaHost::default();
    world.member(MEMBER).texts("SM1", "no picture").await;
    host.script([Once::Status(403)]);
    assert_eq!(
        world
            .offer_media(&world.documents(&host), MEMBER, 1)
            .await
            .batch_item_failures
            .len(),
        0
    );
    assert_eq!(
        erased(&world.timeline(MEMBER).await.1),
        [(0, false, Some("http_403".to_owned()))]
    );
}
