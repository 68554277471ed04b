//! Who and what there is at Lakeside.

use anyhow::Result;
use memberline_carriers::Carrier;
use memberline_domain::consent::OptOutScope;
use memberline_domain::directory::{
    AutomationSettings, DocumentSettings, DownloadSettings, Group, KeywordAnswers, Location, MailSettings,
    Number, NumberOwner, Organisation, Role, SendPolicy, Team,
};
use memberline_domain::quiet_hours::Reading;
use memberline_domain::text::service_level::ServiceLevel;
use memberline_domain::{GroupId, LocationId, OrganisationId, PhoneNumber, TeamId};
use memberline_store::Record;
use serde::Serialize;

/// The organisation's id.
pub const ORGANISATION: &str = "lakeside";
/// The organisation's name.
pub const NAME: &str = "Lakeside Credit Union";
const GROUP: &str = "retail";
const LENDING: &str = "lending";
const MEMBER_SERVICES: &str = "member-services";

/// Who may sign in.
#[derive(Debug, Serialize)]
pub struct Agent {
    /// The id, which is the token's subject.
    pub id: &'static str,
    /// The full name.
    pub name: &'static str,
    /// Where notifications go.
    pub email: &'static str,
    /// What the agent may do.
    pub roles: [Role; 1],
    /// The inboxes that the agent answers.
    pub teams: &'static [&'static str],
    /// Whether unclaimed texts of the teams are told by email.
    #[serde(skip)]
    pub subscribed: bool,
}

/// Three agents with different roles, and a supervisor.
pub const AGENTS: &[Agent] = &[
    Agent {
        id: "maria",
        name: "Maria Lopez",
        email: "maria@lakeside.example",
        roles: [Role::Agent],
        teams: &[LENDING],
        subscribed: true,
    },
    Agent {
        id: "devon",
        name: "Devon Price",
        email: "devon@lakeside.example",
        roles: [Role::Agent],
        teams: &[MEMBER_SERVICES],
        subscribed: true,
    },
    Agent {
        id: "amara",
        name: "Amara Okafor",
        email: "amara@lakeside.example",
        roles: [Role::Admin],
        teams: &[LENDING, MEMBER_SERVICES],
        subscribed: false,
    },
    Agent {
        id: "sofia",
        name: "Sofia Marino",
        email: "sofia@lakeside.example",
        roles: [Role::Supervisor],
        teams: &[LENDING, MEMBER_SERVICES],
        subscribed: false,
    },
];

/// One of the institution's numbers.
#[derive(Debug, Serialize)]
pub struct OwnNumber {
    /// In E.164 form.
    pub number: &'static str,
    /// The carrier that it is with.
    pub carrier: Carrier,
    /// What it is for.
    pub label: &'static str,
    /// The team that answers.
    pub team: &'static str,
    #[serde(skip)]
    pub(super) location: &'static str,
    #[serde(skip)]
    pub(super) campaign: &'static str,
}

/// A number with each carrier.
pub const NUMBERS: &[OwnNumber] = &[
    OwnNumber {
        number: "+15550100001",
        carrier: Carrier::Twilio,
        label: "Lending, Main Street",
        team: LENDING,
        location: "main-street",
        campaign: "Auto loans",
    },
    OwnNumber {
        number: "+15550100002",
        carrier: Carrier::Telnyx,
        label: "Member services, Harbor",
        team: MEMBER_SERVICES,
        location: "harbor",
        campaign: "New members",
    },
];

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

/// The organisation, still without a salt.
pub fn organisation() -> Result<Organisation> {
    Ok(Organisation {
        id: OrganisationId::parse(ORGANISATION)?,
        name: NAME.to_owned(),
        brand: "Lakeside".to_owned(),
        help_contact: "(555) 010-0100 or lakeside.example/help".to_owned(),
        service_level: ServiceLevel::Advanced,
        salt: String::new(),
        opt_out_scope: OptOutScope::default(),
        mail: MailSettings::default(),
        documents: DocumentSettings::default(),
        downloads: DownloadSettings::default(),
        automation: AutomationSettings {
            request_consent: true,
            number: None,
        },
        quiet_hours: Reading::default(),
    })
}

/// The group, locations, teams and numbers.
pub fn records() -> Result<Vec<Record>> {
    let location = |id, name: &str| {
        anyhow::Ok(Record::Location(Location {
            id: LocationId::parse(id)?,
            name: name.to_owned(),
        }))
    };
    let team = |id, name: &str| {
        anyhow::Ok(Record::Team(Team {
            id: TeamId::parse(id)?,
            name: name.to_owned(),
        }))
    };
    let mut records = vec![
        Record::Group(Group {
            id: GroupId::parse(GROUP)?,
            name: "Retail".to_owned(),
        }),
        location("main-street", "Main Street")?,
        location("harbor", "Harbor")?,
        team(LENDING, "Lending")?,
        team(MEMBER_SERVICES, "Member services")?,
    ];
    for number in NUMBERS {
        records.push(Record::Number(Number {
            number: PhoneNumber::parse(number.number)?,
            carrier: number.carrier.to_string(),
            owner: NumberOwner::Campaign {
                group: GroupId::parse(GROUP)?,
                location: LocationId::parse(number.location)?,
                campaign: number.campaign.to_owned(),
            },
            team: TeamId::parse(number.team)?,
            send_policy: SendPolicy::default(),
            keywords: KeywordAnswers::default(),
        }));
    }
    Ok(records)
}
