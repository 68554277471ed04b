//! A row of a file of consents.

use jiff::Timestamp;
use memberline_domain::consent::{Category, Channel, ImportEvidence, ImportedWord, Said, Scope};
use memberline_domain::text::typed::typed;
use memberline_domain::{PartnerId, PhoneNumber};

use super::when::when;

/// The columns of a file, in the order in which its documentation has them. The first two have to be there.
pub(super) const COLUMNS: [&str; 9] = [
    "number",
    "kind",
    "at",
    "channel",
    "source",
    "categories",
    "wording",
    "partner",
    "reference",
];

/// A row that can be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// Whose word it is.
    pub number: PhoneNumber,
    pub word: ImportedWord,
    /// What stands beside an opt-out or a refusal, could not be read, and is left out.
    pub left_out: Vec<String>,
}

impl Row {
    /// The word for what it is.
    pub fn kind(&self) -> &'static str {
        match &self.word.said {
            Said::OptOut => "opt_out",
            Said::Consent { granted: true, .. } => "consent",
            Said::Consent { granted: false, .. } => "refusal",
        }
    }
}

/// When the file was made, if that was said, and the time now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) made_at: Option<Timestamp>,
    pub(super) now: Timestamp,
}

/// The longest of what others wrote, in characters.
const LONGEST_LINE: usize = 200;
const LONGEST_WORDING: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    OptOut,
    Refusal,
    Consent,
}

/// Reads a row by the names of its columns; a column that the file does not have is empty, and so is one that could not be read, which is
/// told in `odd`. An opt-out or a refusal goes in by its number and kind, whatever stands beside them; of any other row all that is wrong
/// with it is told.
pub(super) fn read<'a>(
    field: impl Fn(&str) -> &'a str,
    odd: Vec<String>,
    line: u64,
    times: Times,
) -> Result<Row, Vec<String>> {
    let mut wrong = Vec::new();
    let number = noted(number(field("number")), &mut wrong);
    let kind = noted(kind(field("kind")), &mut wrong);
    let ends_texts = matches!(kind, Some(Kind::OptOut | Kind::Refusal));
    if !ends_texts && !odd.is_empty() {
        return Err(odd);
    }
    let mut beside = odd;
    let channel = noted(channel(field("channel")), &mut beside).flatten();
    let categories = noted(categories(field("categories")), &mut beside).unwrap_or_default();
    let mut own_words = |name: &str, most: usize| {
        let words = words(field(name), most).map_err(|why| format!("{name}: {why}"));
        noted(words, &mut beside).flatten()
    };
    let evidence = ImportEvidence {
        source: own_words("source", LONGEST_LINE),
        wording: own_words("wording", LONGEST_WORDING),
        reference: own_words("reference", LONGEST_LINE),
    };
    // Whose texts a refusal is about cannot be guessed.
    let told = if kind == Some(Kind::OptOut) {
        &mut beside
    } else {
        &mut wrong
    };
    let partner = noted(partner(field("partner")), told).flatten();
    let at = kind.and_then(|kind| match said_at(field("at").trim(), kind, times) {
        Ok((at, why_not)) => {
            beside.extend(why_not);
            Some(at)
        }
        Err(why) => {
            wrong.push(why);
            None
        }
    });
    if kind == Some(Kind::Consent) {
        wrong.extend(lacking(&evidence, channel, &categories));
    }
    if kind == Some(Kind::OptOut) && (partner.is_some() || !categories.is_empty()) {
        beside.push("kind: an opt_out ends all texts, whatever categories and partner say".to_owned());
    }
    if !ends_texts || !wrong.is_empty() {
        wrong.append(&mut beside);
    }
    let (Some(number), Some(kind), Some(at), true) = (number, kind, at, wrong.is_empty()) else {
        return Err(wrong);
    };
    let said = match kind {
        Kind::OptOut => Said::OptOut,
        Kind::Refusal | Kind::Consent => Said::Consent {
            granted: kind == Kind::Consent,
            categories: if categories.is_empty() {
                Category::ALL.to_vec()
            } else {
                categories
            },
            scope: partner.map_or(Scope::Organisation, Scope::Partner),
        },
    };
    Ok(Row {
        line,
        number,
        word: ImportedWord {
            said,
            at,
            channel: channel.unwrap_or(Channel::Unknown),
            evidence,
        },
        left_out: beside,
    })
}

fn noted<T>(read: Result<T, String>, wrong: &mut Vec<String>) -> Option<T> {
    read.map_err(|why| wrong.push(why)).ok()
}

/// What a consent lacks to count: it has to be shown what was agreed to, in which words, where and to whom.
fn lacking(
    evidence: &ImportEvidence,
    channel: Option<Channel>,
    categories: &[Category],
) -> impl Iterator<Item = String> {
    [
        ("source", evidence.source.is_none()),
        ("wording", evidence.wording.is_none()),
        (
            "channel",
            channel.is_none_or(|channel| channel == Channel::Unknown),
        ),
        ("categories", categories.is_empty()),
    ]
    .into_iter()
    .filter(|(_, is_lacking)| *is_lacking)
    .map(|(name, _)| format!("{name}: a consent counts only with it"))
}

fn number(text: &str) -> Result<PhoneNumber, String> {
    let number = PhoneNumber::parse(text.trim()).map_err(|_| {
        "number: it is not in E.164 form, such as +13195550100; spreadsheets drop the plus".to_owned()
    })?;
    match PhoneNumber::told(number.as_str()) {
        Ok(told) if told == number => Ok(number),
        Ok(_) => Err("number: it is not in E.164 form".to_owned()),
        Err(problem) => Err(format!("number: {problem}")),
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    match text.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
        "opt_out" => Ok(Kind::OptOut),
        "refusal" => Ok(Kind::Refusal),
        "consent" => Ok(Kind::Consent),
        _ => Err("kind: it is none of opt_out, refusal and consent".to_owned()),
    }
}

fn channel(text: &str) -> Result<Option<Channel>, String> {
    Ok(Some(match text.trim().to_lowercase().as_str() {
        "" => return Ok(None),
        "text" => Channel::Text,
        "phone" => Channel::Phone,
        "paper" => Channel::Paper,
        "in_person" => Channel::InPerson,
        "web" => Channel::Web,
        "unknown" => Channel::Unknown,
        _ => {
            return Err("channel: it is none of text, phone, paper, in_person, web and unknown".to_owned());
        }
    }))
}

fn partner(text: &str) -> Result<Option<PartnerId>, String> {
    match text.trim() {
        "" => Ok(None),
        id => PartnerId::parse(id)
            .map(Some)
            .map_err(|_| "partner: it is no id: lower-case letters, digits and hyphens".to_owned()),
    }
}

fn categories(text: &str) -> Result<Vec<Category>, String> {
    let mut read = Vec::new();
    for word in text.split([' ', ',', ';', '|']).filter(|word| !word.is_empty()) {
        let category = match word.to_lowercase().as_str() {
            "service" => Category::Service,
            "automation" => Category::Automation,
            "marketing" => Category::Marketing,
            _ => {
                return Err(
                    "categories: they are service, automation and marketing, with blanks between".to_owned(),
                );
            }
        };
        if !read.contains(&category) {
            read.push(category);
        }
    }
    Ok(read)
}

fn words(text: &str, most: usize) -> Result<Option<String>, String> {
    let text = typed(text.trim());
    if text.is_empty() {
        return Ok(None);
    }
    let long = text.chars().count();
    if long > most {
        return Err(format!("it has {long} characters, and may have {most}"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err("it has control characters".to_owned());
    }
    Ok(Some(text.into_owned()))
}

/// When it was said. What ends texts counts from when the file was made where it tells no time that can be: with the time comes why.
fn said_at(
    text: &str,
    kind: Kind,
    Times { made_at, now }: Times,
) -> Result<(Timestamp, Option<String>), String> {
    let said = if text.is_empty() {
        Err("at: it is empty".to_owned())
    } else {
        when(text, kind == Kind::Consent, now)
    };
    match (said, kind, made_at) {
        (Ok(at), ..) => Ok((at, None)),
        (Err(why), Kind::Consent, _) => Err(why),
        (Err(why), _, Some(made_at)) => Ok((made_at, (!text.is_empty()).then_some(why))),
        (Err(why), _, None) => Err(format!(
            "{why}: or say when the file was made, by --made-at, from which it counts then"
        )),
    }
}
