//! Who may sign in, which numbers there are, and who has a handset: as the pages and the tools show them.

use std::sync::LazyLock;

use memberline_administration::yaml::YamlFile;
use memberline_carriers::Carrier;
use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::Wanted;
use memberline_domain::directory::{self, AgentStatus, Directory, NumberOwner, Role};
use serde::Serialize;

/// The id of the demonstration credit union that the tools speak of.
pub const ORGANISATION: &str = "lakeside";

/// The agent whom the tools sign in.
pub const AGENT: &str = "maria";

/// The number that the tools text.
pub const NUMBER: &str = "+15550100001";

/// Their directories, as files.
const FILES: [(&str, &str); 2] = [
    ("lakeside.yaml", include_str!("../../directories/lakeside.yaml")),
    (
        "harbor-point.yaml",
        include_str!("../../directories/harbor-point.yaml"),
    ),
];

/// Who may sign in.
#[derive(Debug, Clone, Serialize)]
pub struct Agent {
    /// The token's subject.
    pub id: String,
    pub name: String,
    /// Where notifications go.
    pub email: String,
    /// What the agent may do.
    pub roles: [Role; 1],
    /// The inboxes that the agent answers.
    pub teams: Vec<String>,
}

/// One of an institution's numbers.
#[derive(Debug, Clone, Serialize)]
pub struct OwnNumber {
    /// In E.164 form.
    pub number: String,
    pub carrier: Carrier,
    /// What it is for.
    pub label: String,
    /// The team that answers.
    pub team: String,
}

/// Someone with a handset.
#[derive(Debug, Serialize)]
pub struct Member {
    /// In E.164 form.
    pub number: &'static str,
    /// The name on the handset.
    pub name: &'static str,
}

/// The members to text as.
pub const MEMBERS: &[Member] = &[
    Member {
        number: "+15552010001",
        name: "Priya Nair",
    },
    Member {
        number: "+15552010002",
        name: "Tom Becker",
    },
    Member {
        number: "+15552010003",
        name: "Grace Chen",
    },
    Member {
        number: "+15552010004",
        name: "Luis Ortega",
    },
    Member {
        number: "+15552010005",
        name: "Hannah Whitfield",
    },
];

/// An organisation as the pages and the tools show it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub id: String,
    pub name: String,
    /// Everybody who may sign in there.
    pub agents: Vec<Agent>,
    pub numbers: Vec<OwnNumber>,
}

/// A demonstration organisation.
#[derive(Debug)]
pub struct Demonstration {
    pub id: OrganisationId,
    pub shown: Shown,
    /// What its directory is to be.
    pub wanted: Wanted,
}

/// The demonstration organisations.
pub static ORGANISATIONS: LazyLock<Vec<Demonstration>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| demonstration(name, text))
        .collect()
});

/// Everybody who may sign in, of all organisations.
pub fn agents() -> impl Iterator<Item = &'static Agent> {
    ORGANISATIONS
        .iter()
        .flat_map(|organisation| &organisation.shown.agents)
}

/// The agent whom the tools sign in.
///
/// # Panics
///
/// When no directory names the agent.
pub fn agent() -> &'static Agent {
    let mut agents = agents();
    agents
        .find(|agent| agent.id == AGENT)
        .unwrap_or_else(|| panic!("no directory in infra/local/directories names {AGENT}"))
}

/// All numbers, of all organisations.
pub fn numbers() -> impl Iterator<Item = &'static OwnNumber> {
    ORGANISATIONS
        .iter()
        .flat_map(|organisation| &organisation.shown.numbers)
}

fn demonstration(name: &str, text: &str) -> Demonstration {
    let wanted = match YamlFile::read(text, true) {
        Ok(file) => file.read.wanted,
        Err(problems) => panic!("infra/local/directories/{name}: {}", problems[0]),
    };
    let records = wanted.records.iter().map(|record| (record.clone(), false));
    let Some(directory) = Directory::of(records) else {
        panic!("infra/local/directories/{name} names no organisation");
    };
    Demonstration {
        id: directory.organisation.id.clone(),
        shown: shown(&directory),
        wanted,
    }
}

/// An organisation as the pages and the tools show it.
pub fn shown(directory: &Directory) -> Shown {
    let active = directory.agents.iter().filter_map(shown_agent);
    let numbers = directory
        .numbers
        .iter()
        .map(|number| shown_number(number, directory));
    Shown {
        id: directory.organisation.id.to_string(),
        name: directory.organisation.name.clone(),
        agents: active.collect(),
        numbers: numbers.collect(),
    }
}

/// An agent who can sign in: one whom the issuer knows and nobody suspended.
fn shown_agent(agent: &directory::Agent) -> Option<Agent> {
    let subject = agent.subject.clone()?;
    (agent.status == AgentStatus::Active).then(|| Agent {
        id: subject,
        name: agent.name.clone(),
        email: agent.email.clone(),
        roles: [agent.role],
        teams: agent.teams.iter().map(ToString::to_string).collect(),
    })
}

fn shown_number(number: &directory::Number, directory: &Directory) -> OwnNumber {
    let team = directory.teams.iter().find(|team| team.id == number.team);
    let team_name = team.map_or("", |team| team.name.as_str());
    let label = match &number.owner {
        NumberOwner::Campaign { location, .. } => {
            let location = directory.locations.iter().find(|known| known.id == *location);
            format!(
                "{team_name}, {}",
                location.map_or("", |known| known.name.as_str())
            )
        }
        NumberOwner::Organisation | NumberOwner::User { .. } => directory.organisation.name.clone(),
    };
    OwnNumber {
        number: number.number.to_string(),
        carrier: Carrier::parse(&number.carrier)
            .unwrap_or_else(|_| panic!("{} is with a carrier that is not known", number.number)),
        label,
        team: number.team.to_string(),
    }
}
