//! Our numbers as files and the API write them.

use memberline_carriers::Carrier;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{KeywordAnswers, Number, NumberOwner, SendPolicy};
use memberline_domain::{AgentId, GroupId, LocationId, PhoneNumber, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading};
use super::words::{KeywordAnswersWord, SendPolicyWord};

/// One of the organisation's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Number)]
pub struct NumberForm {
    /// E.164.
    #[schema(pattern = "^\\+[1-9][0-9]{6,14}$", examples("+13195550100"))]
    pub number: String,
    /// The carrier that serves it: `twilio` or `telnyx`.
    #[schema(examples("twilio"))]
    pub carrier: String,
    pub owner: NumberOwnerForm,
    /// The team whose inbox its texts go to.
    pub team: String,
    /// Who may answer from it.
    #[serde(default = "claim")]
    pub send_policy: SendPolicyWord,
    /// Who answers STOP, START and HELP, as it is set up with the carrier.
    #[serde(default = "carrier")]
    pub keywords: KeywordAnswersWord,
}

fn claim() -> SendPolicyWord {
    SendPolicy::default().into()
}

fn carrier() -> KeywordAnswersWord {
    KeywordAnswers::default().into()
}

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "scope", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = NumberOwner)]
pub enum NumberOwnerForm {
    /// The organisation's dedicated number.
    Organisation,
    /// A campaign of a group at a location.
    Campaign {
        group: String,
        location: String,
        /// The campaign's name.
        campaign: String,
    },
    /// One agent's own number.
    User { agent: String },
}

impl From<&Number> for NumberForm {
    fn from(number: &Number) -> Self {
        Self {
            number: number.number.to_string(),
            carrier: number.carrier.clone(),
            owner: match &number.owner {
                NumberOwner::Organisation => NumberOwnerForm::Organisation,
                NumberOwner::Campaign {
                    group,
                    location,
                    campaign,
                } => NumberOwnerForm::Campaign {
                    group: group.to_string(),
                    location: location.to_string(),
                    campaign: campaign.clone(),
                },
                NumberOwner::User { agent } => NumberOwnerForm::User {
                    agent: agent.to_string(),
                },
            },
            team: number.team.to_string(),
            send_policy: number.send_policy.into(),
            keywords: number.keywords.into(),
        }
    }
}

fn owner(form: NumberOwnerForm, reading: &mut Reading) -> Option<NumberOwner> {
    match form {
        NumberOwnerForm::Organisation => Some(NumberOwner::Organisation),
        NumberOwnerForm::Campaign {
            group,
            location,
            campaign,
        } => {
            let group = reading.id("/owner/group", GroupId::parse(&group));
            let location = reading.id("/owner/location", LocationId::parse(&location));
            group
                .zip(location)
                .map(|(group, location)| NumberOwner::Campaign {
                    group,
                    location,
                    campaign,
                })
        }
        NumberOwnerForm::User { agent } => reading
            .id("/owner/agent", AgentId::parse(&agent))
            .map(|agent| NumberOwner::User { agent }),
    }
}

/// A number that carriers can have, toll-free ones included: none of its digits is missing.
fn number(text: &str) -> Result<PhoneNumber, String> {
    let number = PhoneNumber::parse(text).map_err(|error| error.to_string())?;
    number.check_digits().map_err(|problem| problem.to_string())?;
    Ok(number)
}

impl Form for NumberForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let number = reading.field("/number", "invalid_number", number(&self.number));
        let carrier = reading.field("/carrier", "unknown_carrier", Carrier::parse(&self.carrier));
        let owner = owner(self.owner, &mut reading);
        let team = reading.id("/team", TeamId::parse(&self.team));
        let read = number.zip(carrier).zip(owner.zip(team));
        reading.end(read.map(|((number, carrier), (owner, team))| {
            Record::Number(Number {
                number,
                carrier: carrier.as_str().to_owned(),
                owner,
                team,
                send_policy: self.send_policy.into(),
                keywords: self.keywords.into(),
            })
        }))
    }
}
