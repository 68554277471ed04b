//! Opt-outs and consents as a ledger's head stores them: flat, and with short names.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, Category, Consent, OptOut, OptOutSource, Question, Scope};
use crate::id::{AgentId, ApplicationId, PartnerId};
use crate::phone::PhoneNumber;
use crate::aggregate::rest::Rest;

/// What is stored does not say what its word needs.
#[derive(Debug, thiserror::Error)]
#[error("the ledger's head lacks {0}")]
pub(super) struct Incomplete(&'static str);

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Via {
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "carrier")]
    Carrier,
    #[serde(rename = "agent")]
    Agent,
}

/// A stored opt-out; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct StoredOptOut {
    #[serde(rename = "at")]
    at: Timestamp,
    #[serde(rename = "num", default, skip_serializing_if = "Option::is_none")]
    number: Option<PhoneNumber>,
    #[serde(rename = "via")]
    via: Via,
    #[serde(rename = "us")]
    ours: PhoneNumber,
    #[serde(rename = "mid", default, skip_serializing_if = "Option::is_none")]
    carrier_message_id: Option<String>,
    #[serde(rename = "code", default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(rename = "who", default, skip_serializing_if = "Option::is_none")]
    agent: Option<AgentId>,
    #[serde(rename = "again", default, skip_serializing_if = "Option::is_none")]
    repeated_at: Option<Timestamp>,
    #[serde(rename = "recv", default, skip_serializing_if = "Option::is_none")]
    received_at: Option<Timestamp>,
    #[serde(rename = "said", default, skip_serializing_if = "Option::is_none")]
    said_at: Option<Timestamp>,
    #[serde(rename = "last", default, skip_serializing_if = "Option::is_none")]
    unsaid_at: Option<Timestamp>,
    #[serde(flatten)]
    rest: Rest,
}

impl TryFrom<StoredOptOut> for OptOut {
    type Error = Incomplete;

    fn try_from(stored: StoredOptOut) -> Result<Self, Incomplete> {
        let number = stored.ours;
        Ok(Self {
            at: stored.at,
            number: stored.number,
            source: match stored.via {
                Via::Text => OptOutSource::Text {
                    number,
                    carrier_message_id: stored.carrier_message_id.ok_or(Incomplete("mid"))?,
                },
                Via::Carrier => OptOutSource::Carrier {
                    number,
                    code: stored.code.ok_or(Incomplete("code"))?,
                },
                Via::Agent => OptOutSource::Agent {
                    number,
                    agent: stored.agent.ok_or(Incomplete("who"))?,
                },
            },
            repeated_at: stored.repeated_at,
            received_at: stored.received_at,
            said_at: stored.said_at,
            unsaid_at: stored.unsaid_at,
            rest: stored.rest,
        })
    }
}

impl From<OptOut> for StoredOptOut {
    fn from(opt_out: OptOut) -> Self {
        let (mut carrier_message_id, mut code, mut agent) = (None, None, None);
        let (via, ours) = match opt_out.source {
            OptOutSource::Text {
                number,
                carrier_message_id: id,
            } => {
                carrier_message_id = Some(id);
                (Via::Text, number)
            }
            OptOutSource::Carrier { number, code: told } => {
                code = Some(told);
                (Via::Carrier, number)
            }
            OptOutSource::Agent { number, agent: who } => {
                agent = Some(who);
                (Via::Agent, number)
            }
        };
        Self {
            at: opt_out.at,
            number: opt_out.number,
            via,
            ours,
            carrier_message_id,
            code,
            agent,
            repeated_at: opt_out.repeated_at,
            received_at: opt_out.received_at,
            said_at: opt_out.said_at,
            unsaid_at: opt_out.unsaid_at,
            rest: opt_out.rest,
        }
    }
}

/// A stored consent; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct StoredConsent {
    #[serde(rename = "cat")]
    category: Category,
    #[serde(rename = "of")]
    scope: String,
    #[serde(rename = "yes", default, skip_serializing_if = "Option::is_none")]
    granted: Option<bool>,
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    answered_at: Option<Timestamp>,
    #[serde(rename = "ask", default, skip_serializing_if = "Option::is_none")]
    asked_at: Option<Timestamp>,
    #[serde(rename = "to", default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<PhoneNumber>,
    #[serde(flatten)]
    rest: Rest,
}

impl TryFrom<StoredConsent> for Consent {
    type Error = Incomplete;

    fn try_from(stored: StoredConsent) -> Result<Self, Incomplete> {
        let scope = match stored.scope.split_once(':') {
            None if stored.scope == "org" => Some(Scope::Organisation),
            Some(("app", id)) => ApplicationId::parse(id).ok().map(Scope::Application),
            Some(("par", id)) => PartnerId::parse(id).ok().map(Scope::Partner),
            _ => None,
        };
        let numbers = stored.numbers;
        Ok(Self {
            category: stored.category,
            scope: scope.ok_or(Incomplete("of"))?,
            answer: match (stored.granted, stored.answered_at) {
                (Some(granted), Some(at)) => Some(Answer { granted, at }),
                (None, None) => None,
                _ => return Err(Incomplete("yes or at")),
            },
            question: stored.asked_at.map(|at| Question { at, numbers }),
            rest: stored.rest,
        })
    }
}

impl From<Consent> for StoredConsent {
    fn from(consent: Consent) -> Self {
        let (asked_at, numbers) = consent.question.map(|q| (q.at, q.numbers)).unzip();
        Self {
            category: consent.category,
            scope: match consent.scope {
                Scope::Organisation => "org".to_owned(),
                Scope::Application(id) => format!("app:{id}"),
                Scope::Partner(id) => format!("par:{id}"),
            },
            granted: consent.answer.map(|answer| answer.granted),
            answered_at: consent.answer.map(|answer| answer.at),
            asked_at,
            numbers: numbers.unwrap_or_default(),
            rest: consent.rest,
        }
    }
}
