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
        ("record a consent", "consents", &granting, 200),
        ("ask for consent", "consent-requests", &asking, 202),
        ("start a conversation", "conversations", &texting, 201),
    ];
    // Maria looks after it; Lee saw its borrower text, and does not.
    for (agent, number, whose) in [
        ("maria", "+15552010001", ""),
        ("lee", "+15552010002", " on another's application"),
    ] {
        let id = world
            .has_application(number, &[person("ana", "borrower", number)])
            .await;
        let agent = world.agent(agent);
        let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, number));
        world.member(number).texts(&format!("SM{number}"), "Hello").await;
        agent.claims(&conversation).await;
        agent
            .post(&format!("/v1/conversations/{conversation}/close"), &json!({}))
            .await;
        world.calls();
        for (operation, what, body, status) in steps {
            let path = format!("/v1/applications/{id}/people/ana/{what}");
            let answer = agent.post(&path, body).await;
            assert_eq!(answer.status, status, "{operation}: {}", answer.body);
            let calls = world.calls();
            assert_eq!(
                calls,
                documented(&format!("agent-api: {operation}{whose}")),
                "{operation}{whose}"
            );
        }
    }
}
