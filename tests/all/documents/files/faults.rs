//! Every call fails in turn: each file still ends in one state.

use memberline_domain::aggregate::Event;
use memberline_domain::thread::{AttachmentState, Medium, ThreadContent};

use super::cast::{MEMBER, PAY_STUB, PDF, address, change_organisation, names, sent};
use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::media::{MediaHost, Once};
use crate::world::tap::Break;

#[tokio::test]
async fn el_20_each_medium_is_ready_once_whatever_call_to_aws_fails() {
    let world = World::new().await;
    change_organisation(&world, |organisation| {
        organisation.documents.erase_at_carrier = true;
    })
    .await;
    let host = MediaHost::default();
    let broken = sweep(
        &world,
        async |member| {
            host.put(&address(1), PAY_STUB);
            assert!(
                world
                    .sends_media(member, &member.replace('+', "MM"), "my pay stub", &[address(1)])
                    .await
            );
        },
        async |member| {
            let documents = world.documents(&host);
            let taken = world.offer_media(&documents, member, 1).await;
            let verdicts = world.scan(member, "NO_THREATS_FOUND").await;
            let heard = world.tell(&documents, &verdicts, 1).await;
            taken.batch_item_failures.is_empty()
                && heard.batch_item_failures.is_empty()
                && !verdicts.is_empty()
        },
        async |member| {
            let media = world.media_of(member).await;
            assert_eq!(names(&media), ["ready"], "{member}");
            let (_, entries) = world.timeline(member).await;
            let of = |kind: &str| entries.iter().filter(|e| e.event.kind() == kind).count();
            assert_eq!(
                (of("attachment"), of("erased"), of("message_in")),
                (2, 1, 1),
                "{member}"
            );
        },
    )
    .await;
    assert!(broken >= 12 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn el_20_each_medium_ends_in_one_state_whatever_call_to_the_carrier_fails() {
    for once in [
        Once::Silence,
        Once::Status(500),
        Once::Status(429),
        Once::Status(404),
        Once::CutShort,
        Once::To("https://mms.twiliocdn.com/gone".to_owned()),
        Once::To("https://127.0.0.1/".to_owned()),
        Once::Status(403),
        Once::Status(418),
    ] {
        let world = World::new().await;
        let host = MediaHost::default();
        sent(&world, &host, &[PAY_STUB, PDF]).await;
        host.script([once.clone()]);
        for receives in 1..=3 {
            let documents = world.documents(&host);
            if world
                .offer_media(&documents, MEMBER, receives)
                .await
                .batch_item_failures
                .is_empty()
            {
                break;
            }
        }
        let documents = world.documents(&host);
        let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
        assert_eq!(
            world
                .tell(&documents, &verdicts, 1)
                .await
                .batch_item_failures
                .len(),
            0
        );
        let media = world.media_of(MEMBER).await;
        let settled = |medium: &Medium| {
            matches!(
                medium.state,
                AttachmentState::Ready { .. } | AttachmentState::Failed { .. }
            )
        };
        assert!(media.iter().all(settled), "{once:?}: {:?}", names(&media));
        assert_eq!(
            names(&media).iter().filter(|n| **n == "ready").count(),
            verdicts.len()
        );
        let (_, entries) = world.timeline(MEMBER).await;
        assert!(
            matches!(&entries.last().unwrap().content, Some(ThreadContent::Message { text, .. }) if text == "my pay stub")
        );
    }
}
