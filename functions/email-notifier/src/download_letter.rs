//! The email that brings an agent the link to an attachment (EL-22).

use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use memberline_domain::directory::{DownloadSettings, Organisation};

use crate::letter::Mail;
use crate::plain::{first_name, one_line};

/// What an email with a link says.
#[derive(Debug, Clone)]
pub(crate) struct DownloadLetter<'a> {
    pub organisation: &'a Organisation,
    /// The member's name, once somebody gave it.
    pub member: Option<&'a str>,
    /// What the file is, by its content.
    pub content_type: Option<&'a str>,
    pub link: &'a str,
    /// When it stops working.
    pub expires_at: Timestamp,
}

struct View {
    brand: String,
    organisation: String,
    headline: String,
    preheader: String,
    what: String,
    until: String,
    whose: &'static str,
    action: &'static str,
    link: String,
    why: &'static str,
}

#[derive(Template)]
#[template(path = "download.html")]
struct Html<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "download.txt")]
struct Plain<'a> {
    view: &'a View,
}

/// What a file is called by people.
fn noun(content_type: Option<&str>) -> &'static str {
    match content_type.and_then(|kind| kind.split_once('/')) {
        Some(("image", _)) => "picture",
        Some(("application", "pdf")) => "PDF document",
        Some(("video", _)) => "video",
        Some(("audio", _)) => "recording",
        _ => "file",
    }
}

fn whose(settings: DownloadSettings) -> &'static str {
    if settings.link_alone {
        "Whoever has the link can use it: do not pass it on."
    } else if settings.any_agent {
        "Only agents who may see the conversation can use it, once they have signed in."
    } else {
        "Only you can use it, once you have signed in."
    }
}

impl DownloadLetter<'_> {
    fn view(&self) -> View {
        let brand = one_line(&self.organisation.brand, 60);
        let who = self.member.and_then(first_name);
        let noun = noun(self.content_type);
        let until = self.expires_at.to_zoned(TimeZone::UTC);
        let until = until.strftime("%H:%M UTC on %-d %B %Y").to_string();
        View {
            headline: format!("Secure {brand} Download"),
            preheader: format!("Works until {until}"),
            what: format!(
                "Here is the {noun} that {} sent.",
                who.as_deref().unwrap_or("a member")
            ),
            until,
            whose: whose(self.organisation.downloads),
            action: "Download Now",
            link: self.link.to_owned(),
            why: "You get this email because you pressed Secure Download.",
            organisation: one_line(&self.organisation.name, 100),
            brand,
        }
    }

    /// Writes the email.
    pub(crate) fn write(&self) -> Result<Mail, askama::Error> {
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
mod tests {
    use super::*;
    use crate::letter::tests::directory;

    const LINK: &str = "https://desk.lakeside.example/download#BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

    fn written(change: impl FnOnce(&mut Organisation), member: Option<&str>, kind: Option<&str>) -> Mail {
        let mut organisation = directory(false).organisation;
        change(&mut organisation);
        let letter = DownloadLetter {
            organisation: &organisation,
            member,
            content_type: kind,
            link: LINK,
            expires_at: "2026-11-22T16:04:05.999Z"
                .parse()
                .unwrap_or_else(|e| panic!("{e}")),
        };
        letter.write().unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn el_22_it_has_the_subject_the_button_and_the_link_as_text() {
        let mail = written(|_| {}, Some("Ana Torres"), Some("image/jpeg"));
        assert_eq!(mail.subject, "Secure Lakeside Download");
        assert_eq!(
            mail.text,
            format!(
                "Lakeside\n\nSecure Lakeside Download\n\nHere is the picture that Ana sent.\n\nThe link works until 16:04 UTC on \
                 22 November 2026. Only you can use it, once you have signed in.\n\nDownload Now:\n{LINK}\n\n-- \nYou get this \
                 email because you pressed Secure Download. If you did not, tell your administrator.\nSent for Lakeside Credit \
                 Union."
            )
        );
        assert_eq!(
            mail.html.matches(LINK).count(),
            3,
            "the button, the address below, and its text"
        );
        assert!(mail.html.contains(">Download Now</a>"));
        assert!(!mail.html.contains("Answers to this email"));
        assert_eq!(
            mail.html.matches("<a ses:no-track").count(),
            mail.html.matches("<a ").count()
        );
    }

    #[test]
    fn el_22_the_brand_is_the_organisations_and_fits_a_subject() {
        let elle = written(|o| "Elle".clone_into(&mut o.brand), None, None);
        assert_eq!(elle.subject, "Secure Elle Download");
        assert!(elle.text.contains("Here is the file that a member sent."));
        let hostile = written(
            |o| "A\r\nBcc: x@y.example <b>\u{202e}".clone_into(&mut o.brand),
            Some("<script>"),
            Some("text/html\r\n"),
        );
        assert_eq!(hostile.subject, "Secure A Bcc: x@y.example <b> Download");
        assert!(!hostile.html.contains("<script") && !hostile.html.contains("<b>"));
    }

    #[test]
    fn x_20_it_says_whose_the_link_is() {
        let with = |any_agent, link_alone| {
            let settings = DownloadSettings {
                link_alone,
                any_agent,
            };
            written(|o| o.downloads = settings, None, Some("application/pdf")).text
        };
        assert!(with(false, false).contains("Only you can use it"));
        assert!(with(true, false).contains("Only agents who may see the conversation"));
        assert!(with(true, true).contains("Whoever has the link can use it"));
        assert!(with(false, false).contains("the PDF document"));
    }
}
