//! Who is in a world, and what they do: `world.member("+1555...").texts("hi")`.

use std::collections::BTreeMap;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use http::HeaderValue;
use jiff::Timestamp;
use memberline_administration::{apply, change, plan};
use memberline_carriers::{Credentials, Secret, TelnyxCredentials, TwilioCredentials, telnyx, twilio};
use memberline_domain::directory::administration::{Author, Change, Record, RecordKind, Wanted};
use memberline_domain::directory::{Agent, Group, Location, Number, NumberOwner, Organisation, Role};
use memberline_domain::testing;
use memberline_domain::{GroupId, LocationId, OrganisationId};
use memberline_store::Store;
use memberline_store::quarantine::Quarantined;
use serde_json::{Value, json};

use super::deployment::{PUBLIC_URL, World};

/// The institution whose people are met most.
pub fn lakeside() -> OrganisationId {
    OrganisationId::parse("lakeside").unwrap()
}

pub const TWILIO_TOKEN: &str = "test-twilio-auth-token";
pub const TWILIO_SID: &str = "AC0123456789abcdef0123456789abcdef";
pub const TELNYX_SEED: [u8; 32] = [7; 32];

/// Our numbers at `lakeside`.
pub const TWILIO_NUMBER: &str = "+15550100001";
pub const TELNYX_NUMBER: &str = "+15550100002";

/// The secret that an organisation's ids are derived with.
pub fn salt(organisation: &str) -> String {
    format!("salt of {organisation}")
}

/// Writes an organisation: two teams, four agents, and two numbers that begin with `prefix`.
pub async fn seed(store: &Store, id: &str, prefix: &str, now: Timestamp) {
    let org = OrganisationId::parse(id).unwrap();
    let organisation = Organisation {
        id: org.clone(),
        name: format!("{id} credit union"),
        brand: id.to_owned(),
        salt: salt(id),
        ..testing::organisation()
    };
    let (group, location) = (
        GroupId::parse("retail").unwrap(),
        LocationId::parse("harbor").unwrap(),
    );
    let campaign = NumberOwner::Campaign {
        group: group.clone(),
        location: location.clone(),
        campaign: "Auto loans".to_owned(),
    };
    let our_number = |suffix: &str, carrier: &str, owner: NumberOwner, team: &str| Number {
        carrier: carrier.to_owned(),
        ..testing::number(&format!("{prefix}{suffix}"), owner, team)
    };
    let agent = |name: &str, role: Role, teams: &[&str]| {
        let agent = Agent {
            email: format!("{name}@{id}.example"),
            subject: Some(format!("{id}-{name}")),
            ..testing::agent(name, role, teams)
        };
        Record::Agent(agent)
    };
    let records = [
        Record::Organisation(organisation),
        Record::Team(testing::team("lending", "Lending")),
        Record::Team(testing::team("services", "Member services")),
        Record::Group(Group {
            id: group,
            name: "Retail".to_owned(),
        }),
        Record::Location(Location {
            id: location,
            name: "Harbor".to_owned(),
            service_area: None,
        }),
        Record::Number(our_number("01", "twilio", campaign, "lending")),
        Record::Number(our_number("02", "telnyx", NumberOwner::Organisation, "services")),
        agent("maria", Role::Agent, &["lending"]),
        agent("devon", Role::Agent, &["services"]),
        agent("sofia", Role::Supervisor, &["lending", "services"]),
        agent("amara", Role::Admin, &[]),
    ];
    let wanted = Wanted {
        records: records.into(),
        unsaid: BTreeMap::new(),
        kinds: RecordKind::ALL.iter().copied().collect(),
        prune: false,
    };
    let before = store.records(&org).await.unwrap();
    let planned = plan(store, &before, wanted, now).await.unwrap();
    apply(store, &org, &planned, |_| ()).await.unwrap();
    for credentials in [twilio_credentials(), telnyx_credentials()] {
        let json = serde_json::to_vec(&credentials).unwrap();
        store
            .put_credentials(&org, credentials.carrier().as_str(), &json)
            .await
            .unwrap();
    }
}

pub fn twilio_credentials() -> Credentials {
    Credentials::Twilio(TwilioCredentials {
        account_sid: TWILIO_SID.to_owned(),
        auth_token: Secret::new(TWILIO_TOKEN),
        previous_auth_token: None,
        messaging_service_sid: None,
    })
}

pub fn telnyx_credentials() -> Credentials {
    Credentials::Telnyx(TelnyxCredentials {
        api_key: Secret::new("KEY-test"),
        public_key: telnyx::public_key(&TELNYX_SEED).unwrap(),
        previous_public_key: None,
        messaging_profile_id: None,
    })
}

/// An id as Twilio makes them, from a short name for it: `SM1` is an `SM` and 32 digits.
pub fn sid(name: &str) -> String {
    let (kind, rest) = name.split_at(2);
    if rest.len() == 32 {
        return name.to_owned();
    }
    assert!(rest.len() <= 16, "{name} is too long for an id");
    let digits = rest
        .bytes()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("{kind}{digits:0>32}")
}

/// A webhook of Twilio's, signed by its rule.
pub fn twilio_webhook(path: &str, fields: &[(&str, &str)], token: &str) -> ApiGatewayV2httpRequest {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let signature = twilio::sign(&format!("{PUBLIC_URL}{path}"), fields, token);
    let mut request = request(path, body, "application/x-www-form-urlencoded");
    request
        .headers
        .insert("x-twilio-signature", HeaderValue::try_from(signature).unwrap());
    request
}

/// A webhook of Telnyx's about a message, signed at this second.
pub fn telnyx_webhook(
    (path, at): (&str, i64),
    event_type: &str,
    payload: &Value,
    seed: &[u8; 32],
) -> ApiGatewayV2httpRequest {
    let event = json!({ "data": {
        "id": "b301ed3f-1490-491f-995f-6e64e69674d4", "record_type": "event", "event_type": event_type, "payload": payload,
    } });
    signed_by_telnyx((path, at), event.to_string(), seed)
}

/// A body that Telnyx signed at this second.
pub fn signed_by_telnyx((path, at): (&str, i64), body: String, seed: &[u8; 32]) -> ApiGatewayV2httpRequest {
    let signature = telnyx::sign(at, body.as_bytes(), seed).unwrap();
    let mut webhook = request(path, body, "application/json");
    let signature = HeaderValue::try_from(signature).unwrap();
    webhook.headers.insert("telnyx-signature-ed25519", signature);
    webhook.headers.insert("telnyx-timestamp", HeaderValue::from(at));
    webhook
}

/// What Telnyx says of a member's text to these numbers.
pub fn telnyx_payload(member: &str, to: &[&str]) -> Value {
    let to: Vec<Value> = to
        .iter()
        .map(|number| json!({ "phone_number": number }))
        .collect();
    json!({
        "record_type": "message", "direction": "inbound", "id": "40385f64-5717-4562-b3fc-2c963f66afa6", "type": "SMS",
        "from": { "phone_number": member }, "to": to, "text": "Hello", "media": [], "parts": 1,
    })
}

/// A request of API Gateway.
pub fn request(path: &str, body: String, content_type: &'static str) -> ApiGatewayV2httpRequest {
    let mut request = ApiGatewayV2httpRequest::default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    request.raw_path = Some(path.to_owned());
    request.raw_query_string = Some(query.to_owned());
    request
        .headers
        .insert("content-type", HeaderValue::from_static(content_type));
    request.body = Some(body);
    request
}

/// The body of an answer as text.
pub fn body(response: &ApiGatewayV2httpResponse) -> String {
    match &response.body {
        Some(Body::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Somebody with a handset.
pub struct Member<'a> {
    world: &'a World,
    number: String,
}

impl World {
    pub fn member(&self, number: &str) -> Member<'_> {
        Member {
            world: self,
            number: number.to_owned(),
        }
    }
}

impl Member<'_> {
    /// Texts our Twilio number, with an id of the carrier, made of this name.
    pub fn webhook(&self, name: &str, text: &str) -> ApiGatewayV2httpRequest {
        let id = &sid(name);
        let fields = [
            ("MessageSid", id.as_str()),
            ("AccountSid", TWILIO_SID),
            ("From", self.number.as_str()),
            ("To", TWILIO_NUMBER),
            ("Body", text),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
        ];
        twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN)
    }

    /// Texts our Twilio number, which must be taken in.
    pub async fn texts(&self, id: &str, text: &str) {
        let response = self
            .world
            .inbound()
            .handle(self.webhook(id, text), "test", self.world.clock.now())
            .await;
        assert_eq!(response.status_code, 204, "{}", body(&response));
    }
}

impl World {
    /// The first hundred webhooks in quarantine.
    pub async fn quarantined(&self) -> Vec<Quarantined> {
        let tenant = self.tenant("lakeside").await;
        let page = self.store().quarantined(&tenant, None, (100, None)).await;
        page.unwrap().items
    }

    /// One more agent of the lending team.
    pub async fn add_agent(&self, name: &str) {
        self.writes(Record::Agent(Agent {
            subscribed: false,
            subject: Some(format!("lakeside-{name}")),
            ..testing::agent(name, Role::Agent, &["lending"])
        }))
        .await;
    }

    /// Whoever runs the deployment writes a record of `lakeside`, whatever there is.
    pub async fn writes(&self, record: Record) {
        let store = self.store();
        let lakeside = OrganisationId::parse("lakeside").unwrap();
        let records = store.records(&lakeside).await.unwrap();
        let current = records.get(&record.key()).map_or(0, |found| found.version.number);
        let by = (&Author::Operator, self.clock.now());
        change(&store, &records, &Change::Write(record), current, by)
            .await
            .unwrap();
    }
}
