//! Consent: asked for, answered, recorded, and what only looks like an opt-out (IN-37 to IN-39, X-15, X-26, X-27).

use jiff::SignedDuration;
use memberline_domain::aggregate::Event as _;
use memberline_domain::thread::{DeliveryStatus, Purpose};
use memberline_domain::{ApplicationId, OrganisationId, PhoneNumber};
use serde_json::{Value, json};

use crate::world::World;
use crate::world::agents::Answer;
use crate::world::applications::person;
use crate::world::people::salt;

const MEMBER: &str = "+15552010001";
const OURS: &str = "+15550100001";

struct Case {
    world: World,
    application: ApplicationId,
}

impl Case {
    async fn new() -> Self {
        let world = World::new().await;
        let people = [
            person("ana", "borrower", MEMBER),
            json!({ "id": "bob", "role": "guarantor", "name": "Bob" }),
        ];
        let application = world.has_application("LA-1", &people).await;
        Self { world, application }
    }

    async fn asks(&self, person: &str, categories: &[&str]) -> Answer {
        let path = format!(
            "/v1/applications/{}/people/{person}/consent-requests",
            self.application
        );
        let wish = json!({ "categories": categories, "number": OURS });
        self.world.agent("maria").post(&path, &wish).await
    }

    async fn records(&self, body: &Value) -> Answer {
        let path = format!("/v1/applications/{}/people/ana/consents", self.application);
        self.world.agent("maria").post(&path, body).await
    }

    async fn settles(&self, answer: &str) -> Answer {
        let path = format!("/v1/conversations/{}/opt-out-question", self.conversation());
        self.world
            .agent("maria")
            .post(&path, &json!({ "answer": answer }))
            .await
    }

    fn conversation(&self) -> String {
        format!("{}-1", self.world.thread("lakeside", OURS, MEMBER))
    }

    async fn detail(&self) -> Value {
        let path = format!("/v1/conversations/{}", self.conversation());
        self.world.agent("maria").get(&path).await.body
    }

    async fn texts(&self, id: &str, text: &str) {
        self.world.clock.pass(SignedDuration::from_secs(1));
        self.world.member(MEMBER).texts(id, text).await;
    }
}

fn consent(granted: bool) -> Value {
    json!({ "category": "automation", "granted": granted, "wording": "You agree to reminders.", "channel": "phone" })
}

#[tokio::test]
async fn in_38_x_26_a_person_asks_by_text_and_yes_turns_the_colour_green() {
    let case = Case::new().await;
    let asked = case.asks("ana", &["service", "automation"]).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    assert_eq!(asked.body["consent"]["automation"]["colour"], "yellow");
    assert_eq!(asked.body["name"], "Name of ana");
    case.world.flow().await;
    let sent = case.world.carrier.sent();
    assert!(sent[0].text.contains("Reply YES or NO"), "{}", sent[0].text);
    assert_eq!(
        case.world.outgoing(MEMBER).await[0].purpose,
        Purpose::ConsentRequest
    );

    case.texts("SM1", "What is this?").await;
    case.world.flow().await;
    assert_eq!(
        case.world.carrier.sent().len(),
        1,
        "another answer asks nothing again"
    );
    case.texts("SM2", "Yes please").await;
    let detail = case.detail().await;
    for category in ["service", "automation"] {
        assert_eq!(detail["consent"][category]["colour"], "green");
        assert_eq!(detail["consent"][category]["scope"], "organisation");
    }
    assert_eq!(detail["consent"]["marketing"]["colour"], "red");
    let again = case.asks("ana", &["service"]).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("already_granted"))
    );
    assert_eq!(case.asks("ana", &["marketing"]).await.status, 202);
}

#[tokio::test]
async fn in_38_who_cannot_be_asked_is_said_with_a_code() {
    let case = Case::new().await;
    let code = |answer: Answer| (answer.status, answer.body["code"].as_str().unwrap().to_owned());
    let expect = |status: u16, text: &str| (status, text.to_owned());
    assert_eq!(
        code(case.asks("bob", &["service"]).await),
        expect(409, "no_mobile")
    );
    assert_eq!(
        code(case.asks("eve", &["service"]).await),
        expect(404, "person_not_found")
    );
    assert_eq!(code(case.asks("ana", &[]).await), expect(422, "no_category"));
    assert_eq!(
        code(case.asks("ana", &["everything"]).await),
        expect(400, "invalid_body")
    );
    let maria = case.world.agent("maria");
    let path = "/v1/applications/0000000000000000/people/ana/consent-requests";
    let wish = json!({ "categories": ["service"] });
    assert_eq!(
        code(maria.post(path, &wish).await),
        expect(404, "application_not_found")
    );
    let path = format!(
        "/v1/applications/{}/people/ana/consent-requests",
        case.application
    );
    let foreign = json!({ "categories": ["service"], "number": "+15559999999" });
    assert_eq!(
        code(maria.post(&path, &foreign).await),
        expect(422, "number_not_allowed")
    );
    case.texts("SM1", "STOP").await;
    assert_eq!(
        code(case.asks("ana", &["service"]).await),
        expect(409, "opted_out")
    );
}

#[tokio::test]
async fn mc_05_an_application_that_the_caller_may_not_see_is_none() {
    let case = Case::new().await;
    let wish = json!({ "categories": ["service"] });
    for (what, body) in [("consent-requests", &wish), ("consents", &consent(true))] {
        let path = format!("/v1/applications/{}/people/ana/{what}", case.application);
        let refused = case.world.agent("devon").post(&path, body).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (404, &json!("application_not_found"))
        );
        assert!(case.world.agent("sofia").post(&path, body).await.status < 300);
    }
}

#[tokio::test]
async fn a_person_is_asked_once_whatever_call_fails() {
    let world = World::new().await;
    let broken = crate::deployment::faults::sweep(
        &world,
        async |member| {
            let people = [person("ana", "borrower", member)];
            world.has_application(member, &people).await;
        },
        async |member| {
            let lakeside = OrganisationId::parse("lakeside").unwrap();
            let id = ApplicationId::derive(&lakeside, salt("lakeside").as_bytes(), member);
            let maria = world.agent("maria");
            let path = format!("/v1/applications/{id}/people/ana/consent-requests");
            let request = maria
                .request(&http::Method::POST, &path)
                .header("content-type", "application/json")
                .header("idempotency-key", member);
            let wish = json!({ "categories": ["service"], "number": OURS });
            let request = request.body(axum::body::Body::from(wish.to_string())).unwrap();
            maria.send(request).await.status == 202
        },
        async |member| {
            let asked = world.outgoing(member).await;
            assert_eq!(asked.len(), 1, "{member}");
            assert!(world.ledger(member).await.awaits_answer(&asked_from()));
        },
    )
    .await;
    assert!(broken >= 4 * crate::world::tap::Break::ALL.len(), "{broken}");
}

fn asked_from() -> PhoneNumber {
    PhoneNumber::parse(OURS).unwrap()
}

#[tokio::test]
async fn an_answer_to_a_question_is_taken_in_once_whatever_call_fails() {
    let world = World::new().await;
    crate::deployment::faults::sweep(
        &world,
        async |member| {
            let id = world
                .has_application(member, &[person("ana", "borrower", member)])
                .await;
            let path = format!("/v1/applications/{id}/people/ana/consent-requests");
            let wish = json!({ "categories": ["service"], "number": OURS });
            assert_eq!(world.agent("maria").post(&path, &wish).await.status, 202);
        },
        async |member| {
            let webhook = world.member(member).webhook(&member.replace('+', "SM"), "YES");
            let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
            answer.status_code == 204
        },
        async |member| {
            let ledger = world.ledger(member).await;
            assert_eq!(ledger.consents.len(), 1);
            assert!(ledger.consents[0].answer.is_some_and(|a| a.granted));
        },
    )
    .await;
}

#[tokio::test]
async fn x_15_the_question_is_settled_once_whatever_call_fails() {
    let world = World::new().await;
    crate::deployment::faults::sweep(
        &world,
        async |member| {
            let id = member.replace('+', "SM");
            world.member(member).texts(&id, "Can you stop these").await;
        },
        async |member| {
            let thread = world.thread("lakeside", OURS, member);
            let path = format!("/v1/conversations/{thread}-1/opt-out-question");
            let answer = world
                .agent("maria")
                .post(&path, &json!({ "answer": "opt_out" }))
                .await;
            answer.status == 200
        },
        async |member| {
            let ledger = world.ledger(member).await;
            assert_eq!((ledger.opt_outs.len(), ledger.holds.len()), (1, 0));
            let (pair, entries) = world.timeline(member).await;
            assert!(pair.thread.unwrap().head.conversation.is_none());
            let settled = entries.iter().filter(|e| e.event.kind() == "task_settled");
            assert_eq!(settled.count(), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn x_26_a_question_that_waits_is_cancelled_by_a_stop() {
    let case = Case::new().await;
    case.asks("ana", &["service"]).await;
    case.texts("SM1", "STOP").await;
    case.world.flow().await;
    let outgoing = case.world.outgoing(MEMBER).await;
    let asked = outgoing.iter().find(|m| m.purpose == Purpose::ConsentRequest);
    assert_eq!(asked.unwrap().status, DeliveryStatus::Cancelled);
    let contact = case.records(&consent(true)).await.body;
    assert_eq!(
        contact["opted_out"], true,
        "what is recorded elsewhere lifts no STOP"
    );
    assert_eq!(contact["consent"]["automation"]["colour"], "red");
}

#[tokio::test]
async fn x_27_what_was_said_elsewhere_is_recorded_with_its_wording_sealed() {
    let case = Case::new().await;
    let granted = case.records(&consent(true)).await;
    assert_eq!(granted.status, 200, "{}", granted.body);
    assert_eq!(granted.body["consent"]["automation"]["colour"], "green");
    case.world.clock.pass(SignedDuration::from_secs(60));
    let revoked = case.records(&consent(false)).await;
    assert_eq!(revoked.body["consent"]["automation"]["colour"], "red");
    let stored = format!("{:?}", case.world.cloud.items("timeline").await);
    assert!(!stored.contains("agree to reminders"));
    for wording in ["", " \n ", "\u{7}", &"x".repeat(2_001)] {
        let mut body = consent(true);
        body["wording"] = json!(wording);
        let refused = case.records(&body).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (422, &json!("invalid_wording"))
        );
    }
    let mut body = consent(true);
    body["scope"] = json!("partner");
    assert_eq!(case.records(&body).await.body["code"], "no_partner");
    body["scope"] = json!("application");
    case.world.clock.pass(SignedDuration::from_secs(60));
    let narrow = case.records(&body).await.body;
    assert_eq!(narrow["consent"]["automation"]["scope"], "application");
}

#[tokio::test]
async fn x_15_a_wrong_number_raises_a_question_of_its_own_and_an_agent_ends_texts_to_it() {
    let case = Case::new().await;
    case.texts("SM1", "Wrong number, this isn't Pat").await;
    assert_eq!(case.detail().await["task"]["kind"], "wrong_number");
    assert!(
        case.world.ledger(MEMBER).await.opt_outs.is_empty(),
        "it never blocks by itself"
    );
    let settled = case.settles("opt_out").await;
    assert_eq!(settled.body["state"], "closed");
    assert!(!case.world.ledger(MEMBER).await.opt_outs.is_empty());
}

#[tokio::test]
async fn x_15_a_reaction_to_our_text_raises_no_question() {
    let case = Case::new().await;
    case.texts("SM1", "Liked “Your loan is approved. Reply STOP to end.”")
        .await;
    assert_eq!(case.detail().await["task"], Value::Null);
    let asked = case.asks("ana", &["service"]).await;
    assert_eq!(asked.status, 202, "nothing is paused: {}", asked.body);
}

#[tokio::test]
async fn x_15_a_soft_stop_raises_a_task_and_an_agent_settles_it() {
    let case = Case::new().await;
    case.texts("SM1", "Please stop calling, text is fine").await;
    let task = case.detail().await["task"].clone();
    assert_eq!(task["kind"], "looks_like_opt_out");
    assert!(
        !case.world.ledger(MEMBER).await.holds.is_empty(),
        "automation pauses"
    );
    assert_eq!(
        case.asks("ana", &["service"]).await.body["code"],
        "automation_held"
    );
    let settled = case.settles("continue").await;
    assert_eq!((settled.status, &settled.body["task"]), (200, &Value::Null));
    assert_eq!(settled.body["state"], "open");
    assert!(case.world.ledger(MEMBER).await.holds.is_empty());
    assert_eq!(
        case.settles("opt_out").await.body["state"],
        "open",
        "it is settled"
    );
}

#[tokio::test]
async fn x_15_what_an_agent_takes_for_an_opt_out_counts_like_a_stop() {
    let case = Case::new().await;
    case.texts("SM1", "Can you stop these").await;
    let other_team = case.world.agent("devon");
    let path = format!("/v1/conversations/{}/opt-out-question", case.conversation());
    let refused = other_team.post(&path, &json!({ "answer": "opt_out" })).await;
    assert_eq!(refused.status, 404, "MC-05");
    let settled = case.settles("opt_out").await;
    assert_eq!((settled.status, &settled.body["state"]), (200, &json!("closed")));
    assert_eq!(settled.body["can_send"]["code"], "opted_out");
    case.world.flow().await;
    let sent = case.world.carrier.sent();
    assert_eq!(sent.len(), 1, "the one confirmation");
    assert!(sent[0].text.contains("opted out"), "{}", sent[0].text);
}

#[tokio::test]
async fn asking_and_recording_take_the_calls_that_the_document_says() {
    let case = Case::new().await;
    let maria = case.world.agent("maria");
    maria.get("/v1/me").await;
    let at = |what: &str| format!("/v1/applications/{}/people/ana/{what}", case.application);
    case.world.cloud.tap.take_calls();
    let wish = json!({ "categories": ["service"] });
    maria.post(&at("consent-requests"), &wish).await;
    let warm = |calls: Vec<String>| {
        let mut calls: Vec<_> = calls.into_iter().filter(|c| !c.starts_with("KMS")).collect();
        calls.sort();
        calls
    };
    assert_eq!(
        warm(case.world.cloud.tap.take_calls()),
        crate::deployment::calls::documented("agent-api: ask a person for consent")
    );
    maria.post(&at("consents"), &consent(true)).await;
    assert_eq!(
        warm(case.world.cloud.tap.take_calls()),
        crate::deployment::calls::documented("agent-api: record what a person said of consent")
    );
}
