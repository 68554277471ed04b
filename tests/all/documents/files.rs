//! What members send: from the carrier into the bucket, past the malware scan, to the agents (EL-20, lessons 9 and 32 to 36).

use documents::thumbnail;
use memberline_domain::aggregate::Event;
use memberline_domain::directory::Organisation;
use memberline_domain::directory::administration::Record;
use memberline_domain::thread::{AttachmentState, Medium, ThreadContent, ThreadEvent, WhyBlocked, WhyFailed};
use serde_json::{Value, json};

use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::media::{MediaHost, Once};
use crate::world::people::TWILIO_NUMBER;
use crate::world::tap::Break;

const MEMBER: &str = "+15552010001";
const PAY_STUB: &[u8] = include_bytes!("../../../infra/local/assets/pay-stub.png");
const PDF: &[u8] = b"%PDF-1.7 a letter of the employer";
const MOST: usize = 5 * 1024 * 1024;

fn address(n: usize) -> String {
    MediaHost::address(&format!("ME{n}"))
}

/// A member who sent these files.
async fn sent(world: &World, host: &MediaHost, files: &[&[u8]]) {
    let addresses: Vec<_> = (1..=files.len()).map(address).collect();
    for (address, file) in addresses.iter().zip(files) {
        host.put(address, file);
    }
    assert!(world.sends_media(MEMBER, "MM1", "my pay stub", &addresses).await);
}

fn names(media: &[Medium]) -> Vec<&'static str> {
    media.iter().map(|m| m.state.name()).collect()
}

fn code(medium: &Medium) -> &'static str {
    medium.state.reason().map_or("", |(code, _)| code)
}

async fn change_organisation(world: &World, change: impl FnOnce(&mut Organisation)) {
    let mut organisation = world.tenant("lakeside").await.directory.organisation.clone();
    change(&mut organisation);
    world.writes(Record::Organisation(organisation)).await;
}

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

#[tokio::test]
async fn pictures_of_an_agent_go_out_by_addresses_that_the_carrier_can_fetch() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "where are you?").await;
    let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
    let conversation = format!("/v1/conversations/{thread}-1");
    let maria = world.agent("maria");
    let upload = async |content: &[u8]| {
        let path = format!("{conversation}/pictures");
        let request = maria
            .request(&http::Method::POST, &path)
            .header("content-type", "image/png");
        maria.send(request.body(content.to_vec().into()).unwrap()).await
    };
    assert_eq!(upload(PAY_STUB).await.body["code"], "not_claimed");
    assert_eq!(maria.claims(&format!("{thread}-1")).await.status, 200);
    for (content, status, code) in [
        (b"<svg/>".to_vec(), 422, "picture_type_not_allowed"),
        (PDF.to_vec(), 422, "picture_type_not_allowed"),
        (Vec::new(), 422, "picture_type_not_allowed"),
        (vec![0xff; 4_000_001], 413, "body_too_large"),
    ] {
        let refused = upload(&content).await;
        assert_eq!((refused.status, &refused.body["code"]), (status, &code.into()));
    }
    let uploaded = upload(PAY_STUB).await;
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    let id = uploaded.body["id"].as_str().unwrap().to_owned();
    assert_eq!(uploaded.body["content_type"], "image/png");
    assert_eq!(
        world.objects("out/").await,
        [format!("out/lakeside/{thread}/{id}")]
    );

    let messages = format!("{conversation}/messages");
    let made_up = format!("{}-png-{}", "0".repeat(32), PAY_STUB.len());
    for pictures in [json!(["../x"]), json!([made_up]), json!([id, made_up])] {
        let unknown = maria
            .post(&messages, &json!({ "text": "", "pictures": pictures }))
            .await;
        assert_eq!(
            (unknown.status, &unknown.body["code"]),
            (422, &"picture_not_found".into()),
            "{pictures}"
        );
    }
    let sent = maria
        .post(&messages, &json!({ "text": "", "pictures": [id] }))
        .await;
    assert_eq!(sent.status, 202, "{}", sent.body);
    assert_eq!(sent.body["attachments"][0]["content_type"], "image/png");
    world.flow().await;
    let sent = world.carrier.sent().pop().unwrap();
    assert_eq!((sent.text.as_str(), sent.media.len()), ("", 1));
    let object = format!("/out/lakeside/{thread}/{id}?");
    let address = &sent.media[0];
    assert!(
        address.contains(&object) && address.contains("X-Amz-Expires=900"),
        "{address}"
    );
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
