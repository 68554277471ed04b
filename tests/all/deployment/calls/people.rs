//! The calls of what agents do for somebody on an application.

use serde_json::{Value, json};

use super::documented;
use crate::world::World;
use crate::world::applications::person;
use crate::world::people::TWILIO_NUMBER;

#[tokio::test]
async fn somebody_on_an_application_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    world.add_agent("lee").await;
    let asking = json!({ "categories": ["marketing"], "number": TWILIO_NUMBER });
    let granting =
        json!({ "category": "service", "granted": true, "wording": "May we text you?", "channel": "phone" });
    let texting = json!({ "number": TWILIO_NUMBER });
    let steps: [(&str, &str, &Value, u16); 3] = [
        ("record what a person said of consent", "consents", &granting, 200),
        ("ask a person for consent", "consent-requests", &asking, 202),
        ("start a conversation", "conversations", &texting, 201),
    ];
    // Maria looks after it. Lee does not, and may since the borrower texted his team: that is one more look.
    for (name, number, more) in [("maria", "+15552010001", 0), ("lee", "+15552010002", 1)] {
        let people = [person("ana", "borrower", number)];
        let id = world.has_application(number, &people).await;
        let agent = world.agent(name);
        let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, number));
        world.member(number).texts(&format!("SM-{name}"), "Hello").await;
        agent.claims(&conversation).await;
        let close = format!("/v1/conversations/{conversation}/close");
        agent.post(&close, &json!({})).await;
        world.calls();
        for (operation, what, body, status) in steps {
            let path = format!("/v1/applications/{id}/people/ana/{what}");
            let answer = agent.post(&path, body).await;
            assert_eq!(answer.status, status, "{operation}: {}", answer.body);
            let mut expected = documented(&format!("agent-api: {operation}"));
            expected.extend(vec!["DynamoDB.BatchGetItem".to_owned(); more]);
            expected.sort();
            assert_eq!(world.calls(), expected, "{name}: {operation}");
        }
    }
}
