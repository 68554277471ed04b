//! The email that tells an agent of texts.

use askama::Template;
use memberline_domain::directory::Directory;
use memberline_domain::text::keywords::Intent;
use memberline_domain::text::reaction::{Reaction, reaction};
use memberline_domain::thread::Assignment;

use crate::plain::{first_name, lines, one_line};

/// What an email tells of.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// The organisation's records.
    pub directory: &'a Directory,
    /// Where the conversation belongs.
    pub place: &'a Assignment,
    /// The member's name, once somebody gave it.
    pub member: Option<&'a str>,
    /// The texts, oldest first; at least one.
    pub texts: &'a [Quote],
    /// What one of the texts asks of the channel, if anything.
    pub notice: Option<Notice>,
    /// Where the conversation opens.
    pub link: &'a str,
    /// Whether the link opens a conversation; the inbox otherwise.
    pub opens_conversation: bool,
    /// Why this agent is told.
    pub why: Why,
}

/// What an agent has to know before they answer; what is graver comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// The text may be an opt-out.
    LooksLikeOptOut,
    /// The text says that the number is somebody else's.
    WrongNumber,
    /// The text ended the member's consent.
    OptedOut,
}

impl Notice {
    /// What a text with this intent gives notice of.
    pub fn of(intent: Intent) -> Option<Self> {
        match intent {
            Intent::OptOut => Some(Self::OptedOut),
            Intent::LooksLikeOptOut => Some(Self::LooksLikeOptOut),
            Intent::WrongNumber => Some(Self::WrongNumber),
            Intent::OptIn | Intent::Help | Intent::Yes | Intent::No | Intent::Other => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::OptedOut => {
                "They opted out of texts. No more texts can be sent to them unless they opt in again."
            }
            Self::LooksLikeOptOut => {
                "They may be asking to stop texts. Automation is paused until you say in the conversation whether they are."
            }
            Self::WrongNumber => {
                "They say that this is the wrong number: it may have a new owner. Share nothing of the member. Automation is paused until you say in the conversation whose it is."
            }
        }
    }
}

/// A text as an email may quote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its words; `None` when its key was destroyed.
    pub text: Option<String>,
    /// How many media came with it.
    pub media: u32,
}

/// Why an agent is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They claimed the conversation.
    Claimed,
    /// They subscribed to the texts of their team.
    Team,
}

/// An email, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject: one line.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
}

/// The longest that an email quotes of one text, in characters.
const LONGEST_QUOTE: usize = 1_600;

/// The most texts that an email quotes.
const MOST_QUOTES: usize = 20;

struct View {
    brand: String,
    organisation: String,
    headline: String,
    preheader: String,
    context: Vec<(&'static str, String)>,
    notice: Option<&'static str>,
    quotes: Vec<Vec<String>>,
    unquoted: usize,
    action: &'static str,
    link: String,
    why: String,
}

#[derive(Template)]
#[template(path = "text.html")]
struct Html<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "text.txt")]
struct Plain<'a> {
    view: &'a View,
}

/// Says that a text is a reaction, which its own words may say in another language.
fn reaction_line(reaction: &Reaction<'_>) -> String {
    let what = reaction.emoji.as_deref().unwrap_or("a sticker");
    let removed = if reaction.removed { " taken back" } else { "" };
    format!("[reaction{removed}: {}]", one_line(what, 20))
}

fn quote(text: &Quote) -> Vec<String> {
    let mut quoted = match &text.text {
        Some(text) => {
            let mut quoted: Vec<String> = reaction(text).iter().map(reaction_line).collect();
            quoted.extend(lines(text, LONGEST_QUOTE));
            quoted
        }
        None => vec!["[erased]".to_owned()],
    };
    match text.media {
        0 => {}
        1 => quoted.push("[1 attachment]".to_owned()),
        media => quoted.push(format!("[{media} attachments]")),
    }
    quoted.retain(|line| !line.is_empty());
    quoted
}

impl Letter<'_> {
    fn headline(&self) -> String {
        let who = self.member.and_then(first_name);
        if let [Quote { text: Some(text), .. }] = self.texts
            && let Some(reaction) = reaction(text)
        {
            let who = who.unwrap_or_else(|| "A member".to_owned());
            let did = if reaction.removed {
                "took back a reaction to"
            } else {
                "reacted to"
            };
            return format!("{who} {did} a message");
        }
        match (self.texts.len(), who) {
            (0 | 1, Some(name)) => format!("{name} sent you a message"),
            (0 | 1, None) => "A member sent you a message".to_owned(),
            (n, Some(name)) => format!("{n} new messages from {name}"),
            (n, None) => format!("{n} new messages from a member"),
        }
    }

    fn view(&self) -> View {
        let Directory {
            organisation,
            teams,
            locations,
            ..
        } = self.directory;
        let team = teams.iter().find(|t| t.id == self.place.team);
        let team = one_line(team.map_or(self.place.team.as_str(), |t| &t.name), 60);
        let location = self
            .place
            .location
            .as_ref()
            .and_then(|id| locations.iter().find(|l| l.id == *id));
        let mut context = vec![("Team", team.clone())];
        context.extend(
            self.place
                .campaign
                .as_deref()
                .map(|campaign| ("Campaign", one_line(campaign, 60))),
        );
        context.extend(location.map(|location| ("Location", one_line(&location.name, 60))));
        let quoted = if organisation.mail.include_text {
            self.texts
        } else {
            &[]
        };
        View {
            brand: one_line(&organisation.brand, 60),
            organisation: one_line(&organisation.name, 100),
            headline: self.headline(),
            preheader: context
                .iter()
                .map(|(_, value)| value.as_str())
                .collect::<Vec<_>>()
                .join(" · "),
            notice: self.notice.map(Notice::words),
            quotes: quoted.iter().take(MOST_QUOTES).map(quote).collect(),
            unquoted: quoted.len().saturating_sub(MOST_QUOTES),
            action: if self.opens_conversation {
                "Reply Now"
            } else {
                "Open the Inbox"
            },
            link: self.link.to_owned(),
            why: match self.why {
                Why::Claimed => "You get this email because you claimed this conversation.".to_owned(),
                Why::Team => {
                    format!("You get this email because you subscribed to new texts of the team {team}.")
                }
            },
            context,
        }
    }

    /// Writes the email.
    pub fn write(&self) -> Result<Mail, askama::Error> {
        let view = self.view();
        let (html, text) = (Html { view: &view }.render()?, Plain { view: &view }.render()?);
        Ok(Mail {
            subject: view.headline,
            html,
            text,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
