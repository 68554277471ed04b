//! The demonstration credit union.

use serde::Serialize;

/// The organisation's id.
pub const ORGANISATION: &str = "lakeside";

/// Who may sign in.
#[derive(Debug, Serialize)]
pub struct Agent {
    /// The id, which is the token's subject.
    pub id: &'static str,
    /// The full name.
    pub name: &'static str,
    /// What the agent may do.
    pub roles: &'static [&'static str],
    /// The inboxes that the agent answers.
    pub teams: &'static [&'static str],
}

impl Agent {
    /// Where notifications go.
    pub fn email(&self) -> String {
        format!("{}@lakeside.example", self.id)
    }
}

/// Three agents with different roles and one supervisor.
pub const AGENTS: &[Agent] = &[
    Agent { id: "maria", name: "Maria Lopez", roles: &["agent"], teams: &["lending"] },
    Agent { id: "devon", name: "Devon Price", roles: &["agent"], teams: &["member-services"] },
    Agent { id: "amara", name: "Amara Okafor", roles: &["admin"], teams: &["lending", "member-services"] },
    Agent { id: "sofia", name: "Sofia Marino", roles: &["supervisor"], teams: &["lending", "member-services"] },
];

/// One of the institution's numbers.
#[derive(Debug, Serialize)]
pub struct Number {
    /// In E.164 form.
    pub number: &'static str,
    /// The carrier that it is with.
    pub carrier: &'static str,
    /// What it is for.
    pub label: &'static str,
    /// The team that answers.
    pub team: &'static str,
}

/// A number with each carrier.
pub const NUMBERS: &[Number] = &[
    Number { number: "+15550100001", carrier: "twilio", label: "Lending, Main Street", team: "lending" },
    Number { number: "+15550100002", carrier: "telnyx", label: "Member services, Harbor", team: "member-services" },
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
    Member { number: "+15552010001", name: "Priya Nair" },
    Member { number: "+15552010002", name: "Tom Becker" },
    Member { number: "+15552010003", name: "Grace Chen" },
    Member { number: "+15552010004", name: "Luis Ortega" },
    Member { number: "+15552010005", name: "Hannah Whitfield" },
];
