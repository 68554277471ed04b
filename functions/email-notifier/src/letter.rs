//! The email that tells an agent of texts.

use askama::Template;
use memberline_domain::directory::Directory;
use memberline_domain::thread::Place;

use crate::plain::{first_name, lines, one_line};

/// What an email tells of.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// The organisation's records.
    pub directory: &'a Directory,
    /// Where the conversation belongs.
    pub place: &'a Place,
    /// The member's name, once somebody gave it.
    pub member: Option<&'a str>,
    /// The texts, oldest first; at least one.
    pub texts: &'a [Quote],
    /// Whether one of the texts ended the member's consent.
    pub opted_out: bool,
    /// Where the conversation opens.
    pub link: &'a str,
    /// Whether the link opens a conversation; the inbox otherwise.
    pub opens_conversation: bool,
    /// Why this agent is told.
    pub why: Why,
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
    opted_out: bool,
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

fn quote(text: &Quote) -> Vec<String> {
    let mut quoted = match &text.text {
        Some(text) => lines(text, LONGEST_QUOTE),
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
            opted_out: self.opted_out,
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
