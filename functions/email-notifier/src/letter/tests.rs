use memberline_domain::directory::{Location, MailSettings, Organisation, SendPolicy};
use memberline_domain::testing;
use memberline_domain::{LocationId, TeamId};
use proptest::prelude::*;

use super::*;

const LINK: &str = "https://desk.lakeside.example/conversations/7k2m9xq4c8v1n5r3t6w0ybzdhf-3";

pub(crate) fn directory(include_text: bool) -> Directory {
    let organisation = Organisation {
        mail: MailSettings {
            include_text,
            digest_minutes: 0,
        },
        ..testing::organisation()
    };
    let location = LocationId::parse("main-street").unwrap_or_else(|e| panic!("{e}"));
    Directory {
        locations: vec![Location {
            id: location,
            name: "Main Street".to_owned(),
            service_area: None,
        }],
        teams: vec![testing::team("lending", "Lending")],
        ..testing::directory(organisation)
    }
}

fn place() -> Assignment {
    Assignment {
        team: TeamId::parse("lending").unwrap_or_else(|e| panic!("{e}")),
        group: None,
        location: LocationId::parse("main-street").ok(),
        campaign: Some("Auto loans <spring>".to_owned()),
        send_policy: SendPolicy::Claim,
        rest: memberline_domain::Rest::default(),
    }
}

fn quotes(texts: &[&str]) -> Vec<Quote> {
    texts
        .iter()
        .map(|text| Quote {
            text: Some((*text).to_owned()),
            media: 0,
        })
        .collect()
}

fn written(
    member: Option<&str>,
    texts: &[Quote],
    change: impl FnOnce(&mut Directory, &mut Letter<'_>),
) -> Mail {
    let mut directory = directory(false);
    let (place, seen) = (place(), directory.clone());
    let why = Why::Team;
    let mut letter = Letter {
        directory: &seen,
        place: &place,
        member,
        texts,
        notice: None,
        link: LINK,
        opens_conversation: true,
        why,
    };
    change(&mut directory, &mut letter);
    let letter = Letter {
        directory: &directory,
        ..letter
    };
    letter.write().unwrap_or_else(|e| panic!("{e}"))
}

fn unchanged(_: &mut Directory, _: &mut Letter<'_>) {}

#[test]
fn el11_the_email_has_a_reply_now_button_and_the_link_as_text() {
    let mail = written(
        Some("Jordan Lee"),
        &quotes(&["Hi, is my loan approved?"]),
        unchanged,
    );
    assert_eq!(mail.subject, "Jordan sent you a message");
    let expected = format!(
        "Lakeside\n\nJordan sent you a message\n\nTeam: Lending\nCampaign: Auto loans <spring>\nLocation: Main Street\n\n\
         Reply Now:\n{LINK}\n\n-- \n\
         You get this email because you subscribed to new texts of the team Lending. Answers to this email do not reach the member.\n\
         Sent for Lakeside Credit Union."
    );
    assert_eq!(mail.text, expected);
    assert!(mail.html.contains(">Reply Now</a>"));
    assert_eq!(mail.html.matches(&format!("href=\"{LINK}\"")).count(), 2);
    assert!(mail.html.contains(&format!(">{LINK}</a>")));
}

#[test]
fn the_text_stays_out_unless_the_organisation_chose_it() {
    let texts = quotes(&["My SSN is\n\n000-12-3456 <b>\u{202e}x</b>"]);
    let mail = written(Some("Jordan"), &texts, unchanged);
    assert!(!mail.html.contains("SSN") && !mail.text.contains("SSN"));
    let mail = written(Some("Jordan"), &texts, |directory, _| {
        directory.organisation.mail.include_text = true;
    });
    assert!(
        mail.html
            .contains("My SSN is<br>000-12-3456 &#60;b&#62;x&#60;/b&#62;"),
        "{}",
        mail.html
    );
    assert!(
        mail.text.contains("\n> My SSN is\n> 000-12-3456 <b>x</b>\n"),
        "{}",
        mail.text
    );
}

#[test]
fn el12_who_is_not_known_is_a_member() {
    for name in [
        None,
        Some(""),
        Some("\u{202e}\u{200b}"),
        Some("<b>"),
        Some("evil.example"),
    ] {
        assert_eq!(
            written(name, &quotes(&["a"]), unchanged).subject,
            "A member sent you a message",
            "{name:?}"
        );
    }
}

#[test]
fn a_digest_says_how_many() {
    let mail = written(Some("Jordan Lee"), &quotes(&["a", "b", "c"]), unchanged);
    assert_eq!(mail.subject, "3 new messages from Jordan");
    assert_eq!(
        written(None, &quotes(&["a", "b"]), unchanged).subject,
        "2 new messages from a member"
    );
    let many: Vec<String> = (0..30).map(|n| format!("text {n}.")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mail = written(None, &quotes(&many), |directory, _| {
        directory.organisation.mail.include_text = true;
    });
    assert!(
        mail.text.contains("> text 19.")
            && !mail.text.contains("> text 20.")
            && mail.text.contains("and 10 more")
    );
}

#[test]
fn an_opt_out_and_a_missing_conversation_are_told() {
    let mail = written(None, &quotes(&["STOP"]), |_, letter| {
        letter.notice = Some(Notice::OptedOut);
        letter.opens_conversation = false;
        letter.why = Why::Claimed;
    });
    assert!(mail.text.contains("They opted out of texts.") && mail.html.contains("They opted out of texts."));
    assert!(mail.text.contains("Open the Inbox:\n") && !mail.html.contains("Reply Now"));
    assert!(mail.text.contains("because you claimed this conversation"));
}

#[test]
fn x_15_what_may_be_an_opt_out_or_a_wrong_number_is_told() {
    let mail = |notice| {
        written(None, &quotes(&["a"]), |_, letter| {
            letter.notice = Notice::of(notice);
        })
    };
    let soft = mail(Intent::LooksLikeOptOut);
    assert!(
        soft.text.contains("They may be asking to stop texts.") && soft.html.contains("They may be asking")
    );
    let wrong = mail(Intent::WrongNumber);
    assert!(wrong.text.contains("it may have a new owner") && wrong.html.contains("it may have a new owner"));
    let other = mail(Intent::Other);
    assert!(!other.html.contains("class=\"notice\""));
}

#[test]
fn x_15_the_email_about_a_reaction_says_that_it_is_one() {
    let shown =
        |directory: &mut Directory, _: &mut Letter<'_>| directory.organisation.mail.include_text = true;
    let mail = written(
        Some("Ana"),
        &quotes(&["Le gustó “Responda STOP para cancelar”"]),
        shown,
    );
    assert_eq!(mail.subject, "Ana reacted to a message");
    assert!(
        mail.text
            .contains("\n> [reaction: 👍]\n> Le gustó “Responda STOP para cancelar”\n"),
        "{}",
        mail.text
    );
    let mail = written(None, &quotes(&["Removed a heart from “Hi”"]), unchanged);
    assert_eq!(mail.subject, "A member took back a reaction to a message");
    assert!(!mail.text.contains("Hi"), "the text stays out");
    let mail = written(Some("Ana"), &quotes(&["ok", "Loved “Hi”"]), shown);
    assert_eq!(mail.subject, "2 new messages from Ana");
    assert!(
        mail.text.contains("\n> ok\n\n> [reaction: ❤️]\n> Loved “Hi”\n"),
        "{}",
        mail.text
    );
}

#[test]
fn media_and_erased_texts_are_named() {
    let texts = [
        Quote { text: None, media: 1 },
        Quote {
            text: Some(String::new()),
            media: 3,
        },
    ];
    let mail = written(None, &texts, |directory, _| {
        directory.organisation.mail.include_text = true;
    });
    assert!(
        mail.text
            .contains("\n> [erased]\n> [1 attachment]\n\n> [3 attachments]\n"),
        "{}",
        mail.text
    );
}

#[test]
fn the_html_is_self_contained_and_fit_for_mail_clients() {
    let html = written(Some("Jordan"), &quotes(&["a"]), unchanged).html;
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<html lang=\"en\""));
    assert!(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
    for foreign in ["<img", "<script", "<link", "url(", "@import", "src="] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    assert!(
        html.len() < 20_000,
        "some clients clip long emails: {}",
        html.len()
    );
}

proptest! {
    #[test]
    fn no_name_or_text_becomes_markup_or_a_header(name in any::<String>(), text in any::<String>(), brand in any::<String>()) {
        let texts = quotes(&[&text]);
        let plain = written(Some("x"), &quotes(&["a"]), |directory, _| directory.organisation.mail.include_text = true);
        let mail = written(Some(&name), &texts, |directory, _| {
            directory.organisation.mail.include_text = true;
            directory.organisation.brand.clone_from(&brand);
        });
        prop_assert!(!mail.subject.chars().any(char::is_control));
        // Lines of a quote are parted by breaks; nothing else may add or remove a tag.
        let tags = |html: &str| html.matches('<').count() - html.matches("<br>").count();
        prop_assert_eq!(tags(&mail.html), tags(&plain.html));
    }
}
