//! What is fetched from the carrier, and what is refused, unreadable or switched off.

use serde_json::Value;

use super::cast::{MEMBER, PAY_STUB, address, change_organisation, code, names, sent};
use crate::world::World;
use crate::world::media::{MediaHost, Once};
use crate::world::people::TWILIO_NUMBER;

const MOST: usize = 5 * 1024 * 1024;

#[tokio::test]
async fn el_20_bad_input_is_told_and_nothing_of_it_is_stored() {
    let over: Vec<u8> = [b"\xff\xd8\xff".as_slice(), &vec![0; MOST - 2]].concat();
    for (file, state, why) in [
        (b"".as_slice(), "failed", "empty"),
        (&over, "blocked", "too_large"),
        (b"PK\x03\x04 a zip bomb named .jpg", "blocked", "type_not_allowed"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "blocked",
            "type_not_allowed",
        ),
        (b"<!DOCTYPE html><p>hello", "blocked", "type_not_allowed"),
    ] {
        let world = World::new().await;
        let host = MediaHost::default();
        sent(&world, &host, &[file]).await;
        let answer = world.offer_media(&world.documents(&host), MEMBER, 1).await;
        assert_eq!(answer.batch_item_failures.len(), 0);
        let medium = world.media_of(MEMBER).await.remove(0);
        assert_eq!((medium.state.name(), code(&medium)), (state, why));
        assert_eq!(world.objects("").await, [""; 0]);
    }
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[&over[..MOST]]).await;
    world.offer_media(&world.documents(&host), MEMBER, 1).await;
    assert_eq!(names(&world.media_of(MEMBER).await), ["scanning"], "at the limit");
}

#[tokio::test]
async fn lesson_9_a_redirect_to_the_metadata_service_is_not_followed() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    host.script([Once::To("http://169.254.169.254/latest/meta-data/".to_owned())]);
    world.offer_media(&world.documents(&host), MEMBER, 1).await;
    assert_eq!(code(&world.media_of(MEMBER).await[0]), "address_not_allowed");
    assert_eq!(host.take_asked(), [("GET".to_owned(), address(1), true)]);
}

#[tokio::test]
async fn lesson_34_refused_credentials_are_seen_and_an_agent_has_it_fetched_again() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    host.script([Once::Status(401)]);
    world.offer_media(&world.documents(&host), MEMBER, 1).await;
    let medium = world.media_of(MEMBER).await.remove(0);
    assert_eq!(code(&medium), "carrier_refused_credentials");
    let path = format!(
        "/v1/messages/{}.1/attachments/1/retry",
        world.thread("lakeside", TWILIO_NUMBER, MEMBER)
    );
    let stranger = world.agent("devon").post(&path, &Value::Null).await;
    assert_eq!(
        (stranger.status, &stranger.body["code"]),
        (404, &"attachment_not_found".into())
    );
    let retried = world.agent("maria").post(&path, &Value::Null).await;
    assert_eq!(retried.status, 202, "{}", retried.body);
    assert_eq!(retried.body["attachments"][0]["state"], "fetching");
    let again = world.agent("maria").post(&path, &Value::Null).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &"attachment_not_failed".into())
    );
    let documents = world.documents(&host);
    assert_eq!(
        world
            .offer_media(&documents, MEMBER, 1)
            .await
            .batch_item_failures
            .len(),
        0
    );
    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    world.tell(&documents, &verdicts, 1).await;
    let medium = world.media_of(MEMBER).await.remove(0);
    assert_eq!((medium.state.name(), medium.round), ("ready", 2));
    assert!(medium.file.unwrap().object.ends_with("/1.2"));
}

#[tokio::test]
async fn el_20_a_carrier_that_is_down_is_tried_three_times() {
    let world = World::new().await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    for (receives, again, state) in [(1, 1, "fetching"), (2, 1, "fetching"), (3, 0, "failed")] {
        host.script([Once::Status(503)]);
        let answer = world.offer_media(&world.documents(&host), MEMBER, receives).await;
        assert_eq!(answer.batch_item_failures.len(), again);
        assert_eq!(names(&world.media_of(MEMBER).await), [state]);
    }
    assert_eq!(code(&world.media_of(MEMBER).await[0]), "carrier_unavailable");
}

#[tokio::test]
async fn in_19_in_20_x_14_pictures_that_are_off_are_not_fetched_and_both_sides_are_told() {
    let world = World::new().await;
    change_organisation(&world, |organisation| organisation.documents.display = false).await;
    let host = MediaHost::default();
    sent(&world, &host, &[PAY_STUB]).await;
    world.offer_media(&world.documents(&host), MEMBER, 1).await;
    assert_eq!(host.take_asked(), []);
    let medium = world.media_of(MEMBER).await.remove(0);
    assert_eq!((medium.state.name(), code(&medium)), ("withheld", "display_off"));
    world.flow().await;
    let told: Vec<_> = world
        .carrier
        .sent()
        .into_iter()
        .filter(|s| s.to == MEMBER)
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("cannot see pictures"), "{}", told[0].text);
    assert!(world.sends_media(MEMBER, "MM2", "once more", &[address(2)]).await);
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1, "once a day");
}
