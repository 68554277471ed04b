//! What the malware scan says of a file, in whatever order.

use memberline_domain::aggregate::Event;

use super::cast::{MEMBER, PAY_STUB, address, code, names, sent};
use crate::world::World;
use crate::world::media::MediaHost;
use crate::world::tap::Break;

#[tokio::test]
async fn el_20_malware_is_blocked_and_so_is_what_cannot_be_scanned() {
    for (result, state, why) in [
        ("THREATS_FOUND", "blocked", "malware"),
        ("UNSUPPORTED", "blocked", "not_scannable"),
        ("ACCESS_DENIED", "failed", "scan_denied"),
        ("FAILED", "failed", "scan_failed"),
    ] {
        let world = World::new().await;
        let host = MediaHost::default();
        sent(&world, &host, &[PAY_STUB]).await;
        let documents = world.documents(&host);
        world.offer_media(&documents, MEMBER, 1).await;
        let verdicts = world.scan(MEMBER, result).await;
        world.tell(&documents, &verdicts, 1).await;
        let medium = world.media_of(MEMBER).await.remove(0);
        assert_eq!((medium.state.name(), code(&medium)), (state, why));
        assert_eq!(world.objects("thumbs/").await, [""; 0]);
    }
}

#[tokio::test]
async fn el_20_an_event_alone_is_not_believed() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    let documents = world.documents(&host);
    world.offer_media(&documents, MEMBER, 1).await;
    let object = world.media_of(MEMBER).await.remove(0).file.unwrap().object;
    let clean = [world.verdict(&object, "NO_THREATS_FOUND")];
    assert_eq!(
        world.tell(&documents, &clean, 1).await.batch_item_failures.len(),
        1,
        "no tag yet"
    );
    assert_eq!(names(&world.media_of(MEMBER).await), ["scanning"]);
    world.tag(&object, "THREATS_FOUND").await;
    world.tell(&documents, &clean, 1).await;
    assert_eq!(
        code(&world.media_of(MEMBER).await[0]),
        "malware",
        "the tag says otherwise"
    );

    let mut foreign = world.verdict(&object, "NO_THREATS_FOUND");
    foreign["detail"]["s3ObjectDetails"]["bucketName"] = "somebody-elses".into();
    assert_eq!(
        world
            .tell(&documents, &[foreign], 1)
            .await
            .batch_item_failures
            .len(),
        0
    );
    assert_eq!(code(&world.media_of(MEMBER).await[0]), "malware");
}

#[tokio::test]
async fn el_20_a_scan_that_leaves_no_tag_has_failed_in_the_end() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    let documents = world.documents(&host);
    world.offer_media(&documents, MEMBER, 1).await;
    let object = world.media_of(MEMBER).await.remove(0).file.unwrap().object;
    let clean = [world.verdict(&object, "NO_THREATS_FOUND")];
    assert_eq!(
        world.tell(&documents, &clean, 3).await.batch_item_failures.len(),
        0
    );
    assert_eq!(code(&world.media_of(MEMBER).await[0]), "scan_failed");
}

#[tokio::test]
async fn el_20_a_verdict_that_comes_first_or_twice_is_neither_lost_nor_counted_twice() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    // The process dies after the object is there, before it is noted.
    let calls = {
        world.cloud.tap.take_calls();
        let documents = world.documents(&host);
        let trial = "+15552010777";
        assert!(world.sends_media(trial, "MM9", "trial", &[address(1)]).await);
        world.cloud.tap.take_calls();
        world.offer_media(&documents, trial, 1).await;
        world.cloud.tap.take_calls()
    };
    let put = calls.iter().position(|call| call.starts_with("PUT ")).unwrap();
    world.cloud.tap.break_at(put, Break::CrashAfter);
    world.offer_media(&world.documents(&host), MEMBER, 1).await;
    assert!(world.cloud.tap.mend());
    assert_eq!(names(&world.media_of(MEMBER).await), ["fetching"]);

    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    assert_eq!(verdicts.len(), 1);
    let documents = world.documents(&host);
    let early = world.tell(&documents, &verdicts, 1).await;
    assert_eq!(early.batch_item_failures.len(), 1, "it comes again");
    assert_eq!(
        world
            .offer_media(&documents, MEMBER, 2)
            .await
            .batch_item_failures
            .len(),
        0
    );
    assert_eq!(names(&world.media_of(MEMBER).await), ["scanning"]);
    for _ in 0..2 {
        assert_eq!(
            world
                .tell(&documents, &verdicts, 2)
                .await
                .batch_item_failures
                .len(),
            0
        );
    }
    assert_eq!(names(&world.media_of(MEMBER).await), ["ready"]);
    let (_, entries) = world.timeline(MEMBER).await;
    let attachments = entries.iter().filter(|e| e.event.kind() == "attachment").count();
    assert_eq!(attachments, 2, "scanning and ready, each once");
    assert_eq!(
        world
            .offer_media(&documents, MEMBER, 3)
            .await
            .batch_item_failures
            .len(),
        0
    );
    assert_eq!(names(&world.media_of(MEMBER).await), ["ready"]);
}
