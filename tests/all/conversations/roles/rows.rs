//! The table: each operation with what it answers each role.

use serde_json::{Value, json};

use crate::world::people::TWILIO_NUMBER;

/// What an operation is answered: the status, and the code of the problem if it is one.
type Cell = (u16, &'static str);

const OK: Cell = (200, "");
const FORBIDDEN: Cell = (403, "forbidden");
const NO_CONVERSATION: Cell = (404, "conversation_not_found");
const NO_APPLICATION: Cell = (404, "application_not_found");
const NO_ATTACHMENT: Cell = (404, "attachment_not_found");

/// An operation with what each role is answered, in the order in which they ask: first who has no business there.
pub(super) struct Row {
    pub(super) operation: String,
    pub(super) body: Option<Value>,
    pub(super) harbor_agent: Cell,
    pub(super) harbor_admin: Cell,
    pub(super) agent: Cell,
    pub(super) supervisor: Cell,
    pub(super) admin: Cell,
}

/// A row of an operation that treats the roles of one organisation alike.
fn alike(operation: &str, body: Option<Value>, own: Cell, foreign: Cell) -> Row {
    Row {
        operation: operation.to_owned(),
        body,
        harbor_agent: foreign,
        harbor_admin: foreign,
        agent: own,
        supervisor: own,
        admin: own,
    }
}

/// A row of an operation in a conversation that the agent claimed.
fn claimed(operation: &str, body: Option<Value>, agent: Cell, others: Cell) -> Row {
    Row {
        agent,
        ..alike(operation, body, others, NO_CONVERSATION)
    }
}

/// A row of an operation for administrators.
fn admins(operation: &str, body: Option<Value>, own: Cell, foreign: Cell) -> Row {
    Row {
        admin: own,
        harbor_admin: foreign,
        ..alike(operation, body, FORBIDDEN, FORBIDDEN)
    }
}

/// What is done in a conversation.
fn in_a_conversation() -> Vec<Row> {
    let taken = (409, "claimed_by_other");
    vec![
        claimed(
            "POST /v1/conversations/{id}/claim",
            None,
            OK,
            (409, "already_claimed"),
        ),
        claimed(
            "POST /v1/conversations/{id}/messages",
            Some(json!({ "text": "Hi" })),
            (202, ""),
            taken,
        ),
        claimed(
            "POST /v1/conversations/{id}/pictures",
            None,
            (422, "picture_type_not_allowed"),
            taken,
        ),
        alike(
            "PUT /v1/conversations/{id}/person",
            Some(json!({ "name": "Ana" })),
            OK,
            NO_CONVERSATION,
        ),
        alike(
            "POST /v1/conversations/{id}/notes",
            Some(json!({ "text": "Calls after 4." })),
            (201, ""),
            NO_CONVERSATION,
        ),
        alike(
            "POST /v1/conversations/{id}/opt-out-question",
            Some(json!({ "answer": "continue" })),
            OK,
            NO_CONVERSATION,
        ),
    ]
}

/// A trigger as it is to be.
fn wanted_trigger() -> Value {
    json!({
        "id": "stalled", "name": "Income stalled", "kind": "stalled", "journey": null, "stages": [], "delay_minutes": 60,
        "template": "Hi {first_name|there}, pick up where you left off.", "category": "automation", "max_nudges": 2,
        "spacing_minutes": 1440, "holdout_percent": 0, "number": TWILIO_NUMBER, "enabled": true,
    })
}

/// What administrators do with the records of the directory. Both organisations have some of the same ids, and each sees its own.
fn of_the_directory() -> Vec<Row> {
    let retail = json!({ "id": "retail", "name": "Retail" });
    let location = json!({ "id": "harbor", "name": "Harbor" });
    let team = json!({ "id": "lending", "name": "Lending" });
    let agent = json!({ "id": "maria", "name": "Maria", "email": "maria@lakeside.example", "role": "agent" });
    let number = json!({ "number": TWILIO_NUMBER, "carrier": "twilio", "owner": { "scope": "organisation" }, "team": "lending" });
    let hours = json!({ "team": "lending", "time_zone": "America/Chicago", "open": [] });
    let reply = json!({ "id": "thanks", "group": "retail", "name": "Thanks", "text": "Thank you" });
    let disposition = json!({ "id": "helped", "name": "Helped" });
    let (new, there) = ((201, ""), (428, "if_match_required"));
    let (invalid, nowhere) = ((422, "record_invalid"), (404, "record_not_found"));
    let mut rows = Vec::new();
    for (kind, body, own, foreign) in [
        ("groups", retail, there, there),
        ("locations", location, there, there),
        ("teams", team, there, there),
        ("agents", agent, there, there),
        ("numbers", number, there, invalid),
        ("triggers", wanted_trigger(), there, invalid),
        ("hours", hours, new, new),
        ("quick-replies", reply, new, new),
        ("dispositions", disposition, new, new),
    ] {
        let seen = |cell: Cell| if cell == invalid { nowhere } else { OK };
        let path = format!("/v1/directory/{kind}");
        rows.extend([
            admins(&format!("PUT {path}/{{id}}"), Some(body), own, foreign),
            admins(&format!("GET {path}"), None, OK, OK),
            admins(&format!("GET {path}/{{id}}"), None, seen(own), seen(foreign)),
            admins(
                &format!("GET {path}/{{id}}/history"),
                None,
                seen(own),
                seen(foreign),
            ),
            admins(&format!("DELETE {path}/{{id}}"), None, there, there),
        ]);
    }
    let organisation =
        |id: &str| json!({ "id": id, "name": id, "brand": id, "help_contact": "call 555-0100" });
    rows.extend([
        admins("GET /v1/directory/organisation", None, OK, OK),
        admins("GET /v1/directory/organisation/history", None, OK, OK),
        admins(
            "PUT /v1/directory/organisation",
            Some(organisation("lakeside")),
            there,
            invalid,
        ),
        admins(
            "POST /v1/directory/trigger-previews",
            Some(wanted_trigger()),
            OK,
            OK,
        ),
    ]);
    rows
}

/// A row for every operation.
pub(super) fn rows() -> Vec<Row> {
    let said =
        json!({ "category": "marketing", "granted": true, "wording": "Offers, please.", "channel": "phone" });
    let mut rows = in_a_conversation();
    rows.extend(of_the_directory());
    rows.extend([
        alike("GET /openapi.json", None, OK, OK),
        alike("GET /v1/me", None, OK, OK),
        alike("GET /v1/agents", None, OK, OK),
        alike("GET /v1/teams", None, OK, OK),
        alike("POST /v1/segments", Some(json!({ "text": "Hello" })), OK, OK),
        alike("GET /v1/conversations", None, OK, OK),
        alike("GET /v1/conversations/{id}", None, OK, NO_CONVERSATION),
        alike("GET /v1/conversations/{id}/timeline", None, OK, NO_CONVERSATION),
        alike(
            "POST /v1/messages/{message}/attachments/{index}/downloads",
            None,
            (409, "attachment_not_ready"),
            NO_ATTACHMENT,
        ),
        alike(
            "POST /v1/messages/{message}/attachments/{index}/retry",
            None,
            (409, "attachment_not_failed"),
            NO_ATTACHMENT,
        ),
        alike("GET /v1/applications/{id}", None, OK, NO_APPLICATION),
        alike("GET /v1/applications/{id}/history", None, OK, NO_APPLICATION),
        alike(
            "POST /v1/applications/{id}/people/{person}/consent-requests",
            Some(json!({ "categories": ["marketing"] })),
            (202, ""),
            NO_APPLICATION,
        ),
        alike(
            "POST /v1/applications/{id}/people/{person}/consents",
            Some(said),
            OK,
            NO_APPLICATION,
        ),
        alike(
            "POST /v1/applications/{id}/people/{person}/conversations",
            Some(json!({})),
            (409, "conversation_open"),
            NO_APPLICATION,
        ),
        // Last, as the others want it open.
        alike("POST /v1/conversations/{id}/close", None, OK, NO_CONVERSATION),
        alike("GET /v1/triggers", None, OK, OK),
        admins("GET /v1/quarantine", None, OK, OK),
        admins(
            "POST /v1/quarantine/{id}/replay",
            None,
            (422, "webhook_not_verified"),
            (404, "webhook_not_found"),
        ),
        admins("GET /v1/dead-letters", None, OK, OK),
        admins("POST /v1/dead-letters/{queue}/replay", None, OK, OK),
        admins("GET /v1/evidence", None, OK, OK),
    ]);
    rows
}
