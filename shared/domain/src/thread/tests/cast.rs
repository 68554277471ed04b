//! The member, our numbers, the agents, and what carriers say.

use jiff::Timestamp;

use crate::directory::{Agent, Role};
use crate::id::{AgentId, TeamId};
use crate::phone::PhoneNumber;
use crate::reason::Reason;
use crate::testing;
use crate::thread::{DeliveryStatus, InboundText, Report, SendResult};

/// The number of the lending team.
pub const LENDING: usize = 0;
/// The number of the member services.
pub const SERVICES: usize = 1;

pub const MEMBER: &str = "+15552010001";
pub const OURS: [&str; 2] = ["+15550100001", "+15550100002"];
pub const TEAMS: [&str; 2] = ["lending", "member-services"];

/// 2026-11-22T10:00:00Z, when every story begins.
pub const START: i64 = 1_795_341_600;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(START + seconds).unwrap()
}

pub fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

pub fn agent_id(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

pub fn team(id: &str) -> TeamId {
    TeamId::parse(id).unwrap()
}

/// Answers for the lending team.
pub fn maria() -> Agent {
    testing::agent("maria", Role::Agent, &["lending"])
}

/// Answers for the lending team too.
pub fn devon() -> Agent {
    testing::agent("devon", Role::Agent, &["lending"])
}

/// Answers for the member services.
pub fn priya() -> Agent {
    testing::agent("priya", Role::Agent, &["member-services"])
}

/// Supervises from the member services.
pub fn sam() -> Agent {
    testing::agent("sam", Role::Supervisor, &["member-services"])
}

pub fn reason(code: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        detail: "Why.".to_owned(),
    }
}

pub fn accepted() -> SendResult {
    SendResult::Reported(receipt(DeliveryStatus::Sent, None))
}

pub fn deferred(retry_after: Option<u32>) -> SendResult {
    SendResult::Deferred {
        reason: reason("carrier_throttled"),
        retry_after,
    }
}

pub fn rejected(code: &str, opted_out: bool) -> SendResult {
    SendResult::Reported(Report {
        reason: Some(reason(code)),
        opted_out,
        ..DeliveryStatus::Failed.into()
    })
}

pub fn receipt(status: DeliveryStatus, code: Option<&str>) -> Report {
    Report {
        status,
        carrier_message_id: Some("SM1".to_owned()),
        reason: code.map(reason),
        opted_out: false,
    }
}

pub fn inbound(id: &str, text: &str) -> InboundText {
    InboundText {
        carrier: "twilio".to_owned(),
        carrier_message_id: id.to_owned(),
        text: text.to_owned(),
        media: Vec::new(),
        segments: None,
        answered_by_carrier: None,
        subject: None,
        others: Vec::new(),
        missing: 0,
        received_at: None,
        said_at: None,
    }
}
