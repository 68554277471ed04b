//! A small credit union, for tests: what they do not care about has a value here. A field that matters to a test is set by it.

use std::fmt::Display;

use crate::consent::OptOutScope;
use crate::directory::{
    Agent, AgentStatus, AutomationSettings, Directory, DocumentSettings, DownloadSettings, KeywordAnswers,
    MailSettings, Number, NumberOwner, Organisation, Role, SendPolicy, Team,
};
use crate::id::{AgentId, OrganisationId, TeamId};
use crate::phone::PhoneNumber;
use crate::quiet_hours::Reading;
use crate::text::service_level::ServiceLevel;

fn valid<T, E: Display>(parsed: Result<T, E>) -> T {
    parsed.unwrap_or_else(|error| panic!("{error}"))
}

/// Lakeside Credit Union, which sends what it may and chose nothing else.
pub fn organisation() -> Organisation {
    Organisation {
        id: valid(OrganisationId::parse("lakeside")),
        name: "Lakeside Credit Union".to_owned(),
        brand: "Lakeside".to_owned(),
        help_contact: "call 555-0100".to_owned(),
        texting: true,
        service_level: ServiceLevel::Advanced,
        salt: "salt".to_owned(),
        opt_out_scope: OptOutScope::Organisation,
        mail: MailSettings::default(),
        documents: DocumentSettings::default(),
        downloads: DownloadSettings::default(),
        automation: AutomationSettings::default(),
        quiet_hours: Reading::default(),
    }
}

/// The organisation, and nobody and nothing in it.
pub fn directory(organisation: Organisation) -> Directory {
    Directory {
        organisation,
        numbers: Vec::new(),
        locations: Vec::new(),
        groups: Vec::new(),
        teams: Vec::new(),
        agents: Vec::new(),
        triggers: Vec::new(),
        deleted_triggers: Vec::new(),
        hours: Vec::new(),
    }
}

/// A team.
pub fn team(id: &str, name: &str) -> Team {
    Team {
        id: valid(TeamId::parse(id)),
        name: name.to_owned(),
    }
}

/// An agent of these teams who is called as their id, sees pictures and gets email.
pub fn agent(id: &str, role: Role, teams: &[&str]) -> Agent {
    Agent {
        id: valid(AgentId::parse(id)),
        name: id.to_owned(),
        email: format!("{id}@lakeside.example"),
        role,
        teams: teams.iter().map(|team| valid(TeamId::parse(team))).collect(),
        subscribed: true,
        status: AgentStatus::Active,
        subject: None,
        mail_stopped: None,
        display_images: true,
    }
}

/// A number at Twilio whose texts go to that team. We answer keywords, and who claimed a conversation answers it.
pub fn number(number: &str, owner: NumberOwner, team: &str) -> Number {
    Number {
        number: valid(PhoneNumber::parse(number)),
        carrier: "twilio".to_owned(),
        owner,
        team: valid(TeamId::parse(team)),
        send_policy: SendPolicy::Claim,
        keywords: KeywordAnswers::Product,
    }
}
