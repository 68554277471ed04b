//! Pictures that agents send.

use serde_json::json;

use super::cast::{MEMBER, PAY_STUB, PDF};
use crate::world::World;
use crate::world::people::TWILIO_NUMBER;

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
