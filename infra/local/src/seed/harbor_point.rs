//! Who and what there is at Harbor Point Federal, a second and small organisation: what one sees of the other shows here.

use anyhow::Result;
use memberline_carriers::Carrier;
use memberline_domain::directory::{
    AutomationSettings, KeywordAnswers, Number, NumberOwner, Organisation, Role, SendPolicy, Team,
};
use memberline_domain::{OrganisationId, PhoneNumber, TeamId};
use memberline_store::Record;

use super::lakeside::{self, Agent, OwnNumber};

/// The organisation's id.
pub const ORGANISATION: &str = "harbor-point";
/// The organisation's name.
pub const NAME: &str = "Harbor Point Federal";
const MEMBERS: &str = "members";

/// An agent and an administrator.
pub const AGENTS: &[Agent] = &[
    Agent {
        id: "nora",
        name: "Nora Castellano",
        email: "nora@harborpoint.example",
        roles: [Role::Agent],
        teams: &[MEMBERS],
        subscribed: true,
    },
    Agent {
        id: "walter",
        name: "Walter Ruiz",
        email: "walter@harborpoint.example",
        roles: [Role::Admin],
        teams: &[MEMBERS],
        subscribed: false,
    },
];

/// Its one number.
pub const NUMBERS: &[OwnNumber] = &[OwnNumber {
    number: "+15550200001",
    carrier: Carrier::Twilio,
    label: NAME,
    team: MEMBERS,
    location: "",
    campaign: "",
}];

/// The organisation, still without a salt.
pub fn organisation() -> Result<Organisation> {
    Ok(Organisation {
        id: OrganisationId::parse(ORGANISATION)?,
        name: NAME.to_owned(),
        brand: "Harbor Point".to_owned(),
        help_contact: "(555) 020-0100 or harborpoint.example/help".to_owned(),
        automation: AutomationSettings::default(),
        ..lakeside::organisation()?
    })
}

/// The team and the number.
pub fn records() -> Result<Vec<Record>> {
    let mut records = vec![Record::Team(Team {
        id: TeamId::parse(MEMBERS)?,
        name: "Members".to_owned(),
    })];
    for number in NUMBERS {
        records.push(Record::Number(Number {
            number: PhoneNumber::parse(number.number)?,
            carrier: number.carrier.as_str().to_owned(),
            owner: NumberOwner::Organisation,
            team: TeamId::parse(number.team)?,
            send_policy: SendPolicy::default(),
            keywords: KeywordAnswers::default(),
        }));
    }
    Ok(records)
}
