//! A loan-origination system that tells of applicants: `world.tells("evt-1", ...)`.

use jiff::Timestamp;
use memberline_domain::application::Application;
use memberline_domain::consent::Category;
use memberline_domain::directory::administration::Record;
use memberline_domain::directory::{Trigger, TriggerKind};
use memberline_domain::{ApplicationId, OrganisationId, PhoneNumber, TriggerId};
use memberline_store::Loaded;
use re_engagement::sign;
use serde_json::{Value, json};

use super::World;
use super::people::{TWILIO_NUMBER, salt};

/// The secret that events are signed with.
pub const LOS_SECRET: &str = "test-los-secret";

/// A trigger that texts `delay` minutes into a stage; in any stage when none is named.
pub fn trigger(id: &str, stages: &[&str], delay_minutes: u32) -> Trigger {
    Trigger {
        id: TriggerId::parse(id).unwrap(),
        name: id.to_owned(),
        kind: TriggerKind::Stalled,
        journey: None,
        stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
        delay_minutes,
        template: "Hi {first_name|there}, your application waits. {brand}".to_owned(),
        category: Category::Automation,
        max_nudges: 1,
        spacing_minutes: 24 * 60,
        holdout_percent: 0,
        number: PhoneNumber::parse(TWILIO_NUMBER).unwrap(),
        enabled: true,
    }
}

/// The consent that an application form asks for.
pub fn agreed(category: &str, granted: bool, at: &str) -> Value {
    json!({"category": category, "granted": granted, "wording": "Text me about my application.", "channel": "web", "at": at})
}

/// A request of API Gateway with an event that is signed at `now`.
pub fn event_request_at(event: &Value, secret: &str, now: Timestamp) -> Value {
    let (body, now) = (event.to_string(), now.as_second());
    json!({
        "version": "2.0", "routeKey": "POST /webhooks/los/{organisation}", "rawPath": "/webhooks/los/lakeside", "rawQueryString": "",
        "headers": {
            "content-type": "application/json", "memberline-timestamp": now.to_string(),
            "memberline-signature": sign(secret.as_bytes(), now, body.as_bytes()),
        },
        "requestContext": {"http": {"method": "POST", "path": "/webhooks/los/lakeside"}, "timeEpoch": 0},
        "body": body, "isBase64Encoded": false,
    })
}

impl World {
    /// Lets the system of `lakeside` sign events, and adds these triggers.
    pub async fn tracks(&self, triggers: &[Trigger]) {
        let lakeside = OrganisationId::parse("lakeside").unwrap();
        let secrets = json!({"current": LOS_SECRET, "previous": "retired-los-secret"});
        let store = self.store();
        store
            .put_credentials(&lakeside, "los", secrets.to_string().as_bytes())
            .await
            .unwrap();
        for trigger in triggers {
            self.writes(Record::Trigger(trigger.clone())).await;
        }
        self.cloud.tap.take_calls();
    }

    /// A request of API Gateway with a signed event.
    pub fn event_request(&self, event: &Value, secret: &str) -> Value {
        event_request_at(event, secret, self.clock.now())
    }

    /// What a newly started function answers to a request: the status and the body.
    pub async fn posts(&self, request: Value) -> (i64, Value) {
        let answer = self.handles(&self.re_engagement(), request).await.unwrap();
        let body = serde_json::from_str(answer["body"].as_str().unwrap_or("null")).unwrap();
        (answer["statusCode"].as_i64().unwrap(), body)
    }

    /// The system tells of an event, which must be taken in.
    pub async fn tells(&self, event: Value) {
        let (status, body) = self.posts(self.event_request(&event, LOS_SECRET)).await;
        assert_eq!(status, 200, "{body}");
    }

    /// The system tells that an application was created for a borrower with this number, who agreed to reminders.
    pub async fn applies(&self, los_id: &str, number: &str) {
        let now = self.clock.now().to_string();
        let consents = json!([agreed("service", true, &now), agreed("automation", true, &now)]);
        let person = json!({"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": number, "zip": "52401", "state": "IA", "consents": consents});
        self.tells(json!({
            "id": format!("{los_id}-created"), "type": "application.created", "occurred_at": now,
            "application": {"id": los_id, "journey": "Loan Application", "people": [person], "agents": ["maria"]},
        }))
        .await;
    }

    /// The system tells of a move into a stage, or of an end, now.
    pub async fn moves(&self, id: &str, los_id: &str, kind: &str, stage: Option<&str>) {
        let now = self.clock.now().to_string();
        let mut event = json!({"id": id, "type": kind, "occurred_at": now, "application": {"id": los_id}});
        if let Some(stage) = stage {
            event["stage"] = json!({"name": stage});
        }
        self.tells(event).await;
    }

    /// The id of an application of `lakeside`.
    #[expect(clippy::unused_self, reason = "it is asked of a world, as everything else is")]
    pub fn application_id(&self, los_id: &str) -> ApplicationId {
        let lakeside = OrganisationId::parse("lakeside").unwrap();
        ApplicationId::derive(&lakeside, salt("lakeside").as_bytes(), los_id)
    }

    /// What is stored of an application.
    pub async fn application(&self, los_id: &str) -> Loaded<Application> {
        let tenant = self.tenant("lakeside").await;
        let id = self.application_id(los_id);
        self.store().load_one(&tenant, &id).await.unwrap().unwrap()
    }
}
