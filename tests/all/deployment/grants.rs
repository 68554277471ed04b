//! What a role grants is there for something that somebody does: a file that is seen, a webhook that leaves the quarantine, a dead
//! letter that comes back.

use memberline_carriers::{Credentials, Secret, TwilioCredentials};
use serde_json::{Value, json};

use crate::world::World;
use crate::world::media::MediaHost;
use crate::world::people::{TWILIO_NUMBER, TWILIO_SID, twilio_credentials};

const MEMBER: &str = "+15552010001";
const PICTURE: &[u8] = include_bytes!("../../../infra/local/assets/pay-stub.png");

/// The addresses of small pictures that an agent sees in a conversation.
async fn seen(world: &World, conversation: &str) -> Vec<String> {
    let path = format!("/v1/conversations/{conversation}/timeline");
    let timeline = world.agent("maria").get(&path).await.body;
    let items = timeline["items"].as_array().unwrap().iter();
    let attachments = items.flat_map(|item| item["attachments"].as_array().into_iter().flatten());
    attachments
        .filter_map(|attachment| attachment["thumbnail_url"].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn an_agent_sees_what_the_member_sent() {
    let world = World::new().await;
    let (host, address) = (MediaHost::default(), MediaHost::address("ME1"));
    host.put(&address, PICTURE);
    assert!(world.sends_media(MEMBER, "MM1", "my pay stub", &[address]).await);
    let documents = world.documents(&host);
    world.offer_media(&documents, MEMBER, 1).await;
    let verdicts = world.scan(MEMBER, "NO_THREATS_FOUND").await;
    world.tell(&documents, &verdicts, 1).await;
    let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    let seen = seen(&world, &conversation).await;
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains("/thumbs/in/lakeside/"), "{}", seen[0]);
}

#[tokio::test]
async fn an_agent_sees_and_downloads_what_they_sent() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "where are you?").await;
    let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    let maria = world.agent("maria");
    assert_eq!(maria.claims(&conversation).await.status, 200);
    let path = format!("/v1/conversations/{conversation}");
    let upload = maria.request(&http::Method::POST, &format!("{path}/pictures"));
    let upload = upload.header("content-type", "image/png");
    let uploaded = maria.send(upload.body(PICTURE.to_vec().into()).unwrap()).await;
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    let text = json!({ "text": "here", "pictures": [uploaded.body["id"]] });
    let sent = maria.post(&format!("{path}/messages"), &text).await;
    assert_eq!(sent.status, 202, "{}", sent.body);

    let seen = seen(&world, &conversation).await;
    assert_eq!(seen.len(), 1, "also where the member sent nothing");
    assert!(seen[0].contains("/out/lakeside/"), "{}", seen[0]);

    let token = world.gets_link("maria", sent.body["id"].as_str().unwrap()).await;
    let opened = world.opens(&token, Some(&world.session("maria"))).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    assert!(opened.body["url"].as_str().unwrap().contains("/out/lakeside/"));
}

#[tokio::test]
async fn what_an_administrator_replays_leaves_the_quarantine() {
    let world = World::new().await;
    let tenant = world.tenant("lakeside").await;
    let set = async |credentials: &Credentials| {
        let json = serde_json::to_vec(credentials).unwrap();
        let store = world.store();
        store.put_credentials(tenant.id(), "twilio", &json).await.unwrap();
    };
    let wrong = TwilioCredentials {
        account_sid: TWILIO_SID.to_owned(),
        auth_token: Secret::new("a-mistyped-token"),
        previous_auth_token: None,
        messaging_service_sid: None,
    };
    set(&Credentials::Twilio(wrong)).await;
    let signed = world.member(MEMBER).webhook("SM1", "Hello");
    let answer = world.inbound().handle(signed, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 403);
    let amara = world.agent("amara");
    let listed = amara.get("/v1/quarantine").await.body;
    let id = listed["items"][0]["id"].as_str().unwrap();

    set(&twilio_credentials()).await;
    let amara = world.agent("amara");
    let replayed = amara
        .post(&format!("/v1/quarantine/{id}/replay"), &json!({}))
        .await;
    assert_eq!(replayed.status, 200, "{}", replayed.body);
    let listed = amara.get("/v1/quarantine").await.body;
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test]
async fn what_was_parked_is_counted_and_comes_back_to_where_it_is_tried() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let sqs = world.cloud.sqs();
    for (name, dead_letters, again) in [
        ("email", "EmailDeadLetters", "EmailQueue"),
        ("outbound", "OutboundDeadLetters", "OutboundReplay"),
        ("timers", "TimersDeadLetters", "TimersQueue"),
    ] {
        let send = sqs.send_message().queue_url(world.cloud.queue(dead_letters));
        send.message_body(name).send().await.unwrap();
        let counted = amara.get("/v1/dead-letters").await.body;
        let of = |queue: &&Value| queue["queue"] == name;
        let count = counted.as_array().unwrap().iter().find(of).unwrap();
        assert_eq!(count["messages"], 1, "{name}");
        let path = format!("/v1/dead-letters/{name}/replay");
        let replayed = amara.post(&path, &json!({})).await;
        assert_eq!(
            (replayed.status, &replayed.body["replayed"]),
            (200, &json!(1)),
            "{name}"
        );
        assert_eq!(world.cloud.take_messages(again).await, [name]);
        assert!(world.cloud.take_messages(dead_letters).await.is_empty());
    }
}
