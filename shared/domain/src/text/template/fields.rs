//! What a template can name, and how a value is made fit for a text.

use std::fmt;

use crate::invisible::is_invisible;
use crate::name::first_name;

/// The most characters of a value that go into a text.
pub const VALUE_LIMIT: usize = 60;

/// A merge field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// What the member is greeted by, where their name says it clearly; may be missing.
    FirstName,
    /// The member's name; may be missing.
    Name,
    /// How the organisation signs.
    Brand,
    /// What the member applies for.
    Journey,
    /// The stage that the application is in; may be missing.
    Stage,
    /// The agent of the application; may be missing.
    Agent,
    /// What a member who needs help is told to call or visit.
    HelpContact,
}

impl Field {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::FirstName,
        Self::Name,
        Self::Brand,
        Self::Journey,
        Self::Stage,
        Self::Agent,
        Self::HelpContact,
    ];

    /// Its name in a template.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::Name => "name",
            Self::Brand => "brand",
            Self::Journey => "journey",
            Self::Stage => "stage",
            Self::Agent => "agent",
            Self::HelpContact => "help_contact",
        }
    }

    /// All names, for a message.
    pub(super) fn names() -> String {
        let names: Vec<&str> = Self::ALL.iter().map(|field| field.name()).collect();
        names.join(", ")
    }

    /// Whether there may be no value for it, so that a template must say what stands there instead.
    pub fn may_be_missing(self) -> bool {
        matches!(self, Self::FirstName | Self::Name | Self::Stage | Self::Agent)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The values for one member, as they are known: any text at all.
#[derive(Clone, Copy, Default)]
pub struct Fields<'a> {
    /// The member's name. Their first name is taken from it.
    pub name: Option<&'a str>,
    /// How the organisation signs.
    pub brand: &'a str,
    /// What the member applies for.
    pub journey: &'a str,
    /// The stage that the application is in.
    pub stage: Option<&'a str>,
    /// The name of the application's agent.
    pub agent: Option<&'a str>,
    /// What a member who needs help is told to call or visit.
    pub help_contact: &'a str,
}

impl Fields<'_> {
    /// What goes into a text for a field; `None` when there is nothing fit to read.
    pub(super) fn value(&self, field: Field) -> Option<String> {
        let first = self
            .name
            .filter(|_| field == Field::FirstName)
            .and_then(first_name);
        let (text, personal) = match field {
            Field::FirstName => (first.as_deref(), true),
            Field::Name => (self.name, true),
            Field::Brand => (Some(self.brand), false),
            Field::Journey => (Some(self.journey), false),
            Field::Stage => (self.stage, false),
            Field::Agent => (self.agent, false),
            Field::HelpContact => (Some(self.help_contact), false),
        };
        let value = cleaned(text?);
        let readable = value.chars().any(|c| !c.is_whitespace() && !is_invisible(c));
        (readable && !(personal && looks_like_a_link(&value))).then_some(value)
    }
}

/// The text on one line, without what shows nothing or turns the direction of writing, at most [`VALUE_LIMIT`] characters.
fn cleaned(text: &str) -> String {
    // Joiners have no shape either, but change that of their neighbours in some scripts and in emoji.
    let shown = |c: char| matches!(c, '\u{200C}' | '\u{200D}') || !is_invisible(c);
    let plain: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| !c.is_control() && shown(c))
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(VALUE_LIMIT).collect();
    cut.trim_end().to_owned()
}

/// Whether a handset would make a link of it. Applicants type their names themselves, and a text that the institution
/// signs must not carry a stranger's link.
fn looks_like_a_link(value: &str) -> bool {
    let characters: Vec<char> = value.chars().collect();
    let domain = characters.windows(4).any(|at| {
        at[0].is_alphanumeric()
            && matches!(at[1], '.' | '\u{3002}' | '\u{FF0E}')
            && at[2].is_alphanumeric()
            && at[3].is_alphanumeric()
    });
    domain || value.contains(['/', '\\', '@'])
}
