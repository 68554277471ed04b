//! What members send: from the carrier into the bucket, past the malware scan, to the agents (EL-20, lessons 9 and 32 to 36).

mod cast;
mod erasing;
mod faults;
mod fetching;
mod pictures;
mod scanning;

use cast::{MEMBER, PAY_STUB, PDF, code, names, sent};
use documents::thumbnail;
use memberline_domain::thread::{AttachmentState, ThreadContent, WhyBlocked, WhyFailed};

use crate::world::World;
use crate::world::media::MediaHost;

#[tokio::test]
async fn el_20_the_text_is_there_at_once_and_every_medium_goes_its_way() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB, PDF, b"PK\x03\x04"]).await;
    let (_, entries) = world.timeline(MEMBER).await;
    assert!(matches!(
        &entries[0].content,
        Some(ThreadContent::Message { text, .. }) if text == "my pay stub"
    ));
    assert_eq!(names(&world.media_of(MEMBER).await), ["fetching"; 3]);

    let documents = world.documents(&host);
    world.cloud.tap.take_calls();
    assert_eq!(
        world
            .offer_media(&documents, MEMBER, 1)
            .await
            .batch_item_failures
            .len(),
        0
    );
    let media = world.media_of(MEMBER).await;
    assert_eq!(names(&media), ["scanning", "scanning", "blocked"]);
    assert_eq!(code(&media[2]), "type_not_allowed");

    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    assert_eq!(verdicts.len(), 2);
    assert_eq!(
        world
            .tell(&documents, &verdicts, 1)
            .await
            .batch_item_failures
            .len(),
        0
    );
    let media = world.media_of(MEMBER).await;
    assert_eq!(names(&media), ["ready", "ready", "blocked"]);
    assert_eq!(media[0].state, AttachmentState::Ready { thumbnail: true });
    assert_eq!(media[1].state, AttachmentState::Ready { thumbnail: false });
    let file = media[0].file.clone().unwrap();
    assert_eq!(
        (file.content_type.as_str(), file.bytes),
        ("image/png", PAY_STUB.len() as u64)
    );
}

#[tokio::test]
async fn el_20_what_is_stored_is_encrypted_for_the_organisation_and_the_thumbnail_is_small() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    let documents = world.documents(&host);
    world.offer_media(&documents, MEMBER, 1).await;
    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    world.tell(&documents, &verdicts, 1).await;
    let medium = world.media_of(MEMBER).await.remove(0);
    for object in [medium.file.clone().unwrap().object, medium.thumbnail().unwrap()] {
        let head = world
            .cloud
            .scanner()
            .head_object()
            .bucket(&world.cloud.documents.bucket);
        let head = head.key(&object).send().await.unwrap();
        assert_eq!(
            head.server_side_encryption()
                .map(aws_sdk_s3::types::ServerSideEncryption::as_str),
            Some("aws:kms")
        );
        assert!(!object.contains("555"), "{object}");
    }
    let get = world
        .cloud
        .scanner()
        .get_object()
        .bucket(&world.cloud.documents.bucket);
    let small = get.key(medium.thumbnail().unwrap()).send().await.unwrap();
    assert_eq!(small.content_type(), Some("image/jpeg"));
    let small = small.body.collect().await.unwrap().to_vec();
    assert!(small.starts_with(b"\xff\xd8\xff") && small.len() < 60_000);
    assert!(thumbnail::make(memberline_domain::file_type::FileType::Jpeg, &small).is_ok());
}

#[test]
fn what_an_agent_reads_of_a_failure_says_what_to_do() {
    assert!(
        WhyFailed::CarrierRefusedCredentials
            .detail()
            .contains("administrator")
    );
    assert!(WhyBlocked::TypeNotAllowed.detail().contains("photo"));
}
