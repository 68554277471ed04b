//! Names of people as other systems write them, and the one word in them by which a person is greeted.
//!
//! A text that greets somebody by a wrong name is worse than one that greets them by none. So whatever is not clearly the name
//! of one person, given name first or family name and comma, has no first name.

use unicode_normalization::char::is_combining_mark;

use crate::keywords::is_invisible;

/// What stands before a name, without stops.
const TITLES: &[&str] = &[
    "atty",
    "bishop",
    "capt",
    "captain",
    "cmdr",
    "col",
    "colonel",
    "corporal",
    "cpl",
    "cpt",
    "dame",
    "dr",
    "father",
    "fr",
    "general",
    "hon",
    "honorable",
    "honourable",
    "imam",
    "judge",
    "lady",
    "lt",
    "maam",
    "madam",
    "maj",
    "major",
    "miss",
    "mister",
    "mlle",
    "mme",
    "mr",
    "mrs",
    "ms",
    "msgr",
    "mx",
    "pastor",
    "prof",
    "professor",
    "pvt",
    "rabbi",
    "rev",
    "reverend",
    "sergeant",
    "sgt",
    "sir",
    "sister",
    "sra",
    "srta",
    "the",
];

/// What stands behind a name and is no name of anybody.
const SUFFIXES: &[&str] = &[
    "2nd", "3rd", "4th", "5th", "cfa", "cfp", "cpa", "crna", "dc", "dds", "dmd", "dpm", "dpt", "dvm", "edd",
    "esq", "esquire", "ii", "iii", "iv", "jd", "jnr", "jr", "junior", "lcsw", "llm", "lpn", "lmft", "mba",
    "md", "mph", "msw", "phd", "pharmd", "pmp", "psyd", "ret", "retired", "rn", "snr", "sr", "usa", "usaf",
    "uscg", "usmc", "usn", "vii", "viii",
];

/// What stands behind a name after a comma, and is a name elsewhere.
const SUFFIXES_AFTER_COMMA: &[&str] = &[
    "ba", "bs", "cns", "cpt", "do", "ea", "ed", "ma", "mfa", "ms", "np", "od", "pa", "pc", "pe", "ph", "pt",
    "senior", "v", "vi",
];

/// A word with which it is not the name of one person: firms, trusts, estates, couples, who acts for somebody.
const NOT_ONE_PERSON: &[&str] = &[
    "administrator",
    "aka",
    "and",
    "assn",
    "associates",
    "association",
    "attn",
    "bank",
    "beneficiary",
    "bros",
    "business",
    "church",
    "club",
    "co",
    "company",
    "conservator",
    "construction",
    "corp",
    "corporation",
    "custodian",
    "dba",
    "deceased",
    "decd",
    "department",
    "dept",
    "enterprise",
    "enterprises",
    "estate",
    "et",
    "executor",
    "executrix",
    "family",
    "farms",
    "fbo",
    "fka",
    "foundation",
    "fund",
    "group",
    "guardian",
    "holding",
    "holdings",
    "household",
    "inc",
    "incorporated",
    "irrevocable",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ministries",
    "minor",
    "office",
    "or",
    "partners",
    "partnership",
    "pllc",
    "poa",
    "properties",
    "property",
    "realty",
    "revocable",
    "services",
    "society",
    "solutions",
    "trust",
    "trustee",
    "trustees",
    "union",
    "university",
    "y",
];

/// What forms hold in place of a name.
const PLACEHOLDERS: &[&str] = &[
    "account",
    "anonymous",
    "applicant",
    "blank",
    "borrower",
    "client",
    "coapplicant",
    "coborrower",
    "customer",
    "fnu",
    "lnu",
    "first",
    "member",
    "name",
    "no",
    "none",
    "not",
    "null",
    "occupant",
    "resident",
    "tbd",
    "test",
    "undefined",
    "unknown",
    "user",
];

/// What a family name begins with.
const PARTICLES: &[&str] = &[
    "bin", "das", "de", "del", "della", "den", "der", "dos", "du", "ibn", "la", "ter", "von",
];

/// The word by which the person is greeted; `None` when it is not clear.
///
/// `Maria Lopez`, `Lopez, Maria`, `Dr. Maria Lopez, MD` and `M. Maria Lopez` are all `Maria`. A name all in capital letters is
/// written as names are.
pub fn first_name(name: &str) -> Option<String> {
    let Apart { plain, asides } = Apart::of(name)?;
    if !plain.chars().all(may_stand_in_a_name) {
        return None;
    }
    let mut parts: Vec<Vec<&str>> = plain
        .split(',')
        .map(|part| part.split_whitespace().collect())
        .collect();
    let mut words = parts.iter().flatten().copied().chain(asides.split_whitespace());
    if words.any(|word| is_one_of(NOT_ONE_PERSON, word)) {
        return None;
    }
    let stands_alone = parts.len() == 1;
    let family_is_one_word = parts[0].len() == 1;
    let mut at = 0;
    parts.retain(|part| {
        at += 1;
        at == 1 || !is_suffixes(part, family_is_one_word)
    });
    let given = match &parts[..] {
        [whole] => given_of_whole(whole, stands_alone)?,
        [family, given] if family.len() <= 1 || given.len() <= 1 || is_family_of_several(family, given) => {
            bare(given).into_iter().find(|word| !is_initial(word))?
        }
        _ => return None,
    };
    let is_all_capitals = !plain.chars().any(char::is_lowercase);
    is_given(given).then(|| written(given, is_all_capitals))
}

/// A name apart from what stands in brackets or quotes, which are nicknames and remarks.
#[derive(Default)]
struct Apart {
    plain: String,
    asides: String,
}

impl Apart {
    /// `None` when a bracket or quote is not closed, or stands before the name.
    fn of(name: &str) -> Option<Self> {
        let mut apart = Self::default();
        let mut until = None;
        for c in name
            .chars()
            .filter(|&c| c == '\u{200C}' || c == '\u{200D}' || !is_invisible(c))
        {
            let closing = match c {
                '(' => Some(')'),
                '[' => Some(']'),
                '"' => Some('"'),
                '\u{201C}' => Some('\u{201D}'),
                _ => None,
            };
            if until == Some(c) {
                until = None;
                apart.asides.push(' ');
            } else if until.is_some() {
                apart.asides.push(c);
            } else if closing.is_some() {
                until = closing;
                apart.plain.push(' ');
                if apart.plain.trim().is_empty() {
                    return None;
                }
            } else if c.is_whitespace() {
                apart.plain.push(' ');
            } else if !c.is_control() {
                apart.plain.push(c);
            }
        }
        until.is_none().then_some(apart)
    }
}

fn may_stand_in_a_name(c: char) -> bool {
    c.is_alphabetic()
        || is_combining_mark(c)
        || c.is_ascii_digit()
        || matches!(
            c,
            ' ' | ',' | '.' | '-' | '\u{2010}' | '\u{2011}' | '·' | '\u{200C}' | '\u{200D}'
        )
        || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '`' | '´')
}

/// A word as the lists have it: `Ph.D.` as `phd`.
fn key(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.contains(&key(word).as_str())
}

/// Whether what stands after a comma is titles such as `Jr`. Some are given names too, and count as such behind one word.
fn is_suffixes(part: &[&str], family_is_one_word: bool) -> bool {
    let mut words = part.iter();
    !part.is_empty()
        && words.all(|word| {
            is_one_of(SUFFIXES, word) || (!family_is_one_word && is_one_of(SUFFIXES_AFTER_COMMA, word))
        })
}

/// The words without titles before and behind them.
fn bare<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let from = words.iter().position(|word| !is_one_of(TITLES, word));
    let from = from.unwrap_or(words.len());
    let till = words.iter().rposition(|word| !is_one_of(SUFFIXES, word));
    let till = till.map_or(0, |last| last + 1);
    words.get(from..till).unwrap_or_default().to_vec()
}

/// The given name in `Maria Lopez`: a word that others follow, or the only one there is. One word beside a title, an initial
/// or a comma is a family name.
fn given_of_whole<'a>(whole: &[&'a str], stands_alone: bool) -> Option<&'a str> {
    let bare = bare(whole);
    if let [only] = bare[..] {
        return (whole.len() == 1 && stands_alone && !is_initial(only)).then_some(only);
    }
    let given = bare.iter().position(|word| !is_initial(word))?;
    let is_clear = given + 1 < bare.len() && !bare.iter().any(|word| word.chars().any(puts_family_first));
    is_clear.then(|| bare[given])
}

/// Whether a family name of several words stands before the comma, not somebody's whole name before somebody else's.
fn is_family_of_several(family: &[&str], given: &[&str]) -> bool {
    let is_particle =
        |word: &&str| is_one_of(PARTICLES, word) || matches!(key(word).as_str(), "van" | "san" | "st");
    family.first().is_some_and(is_particle)
        || bare(family).len() <= 1
        || given
            .iter()
            .filter(|word| !is_initial(word) && !is_one_of(SUFFIXES, word))
            .count()
            <= 1
}

/// Whether the script is one of languages in which the family name stands first, mostly.
fn puts_family_first(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3134F}')
}

/// Whether a word is an initial or shortened: `J`, `J.`, `J.R.`, `Wm.`
fn is_initial(word: &str) -> bool {
    let one = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    word.ends_with('.') || (word.split('.').all(one) && !word.chars().any(puts_family_first))
}

/// Whether a word can be somebody's given name.
fn is_given(word: &str) -> bool {
    let lists = [TITLES, SUFFIXES, PLACEHOLDERS, PARTICLES];
    let edge = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    edge(word.chars().next())
        && !word.chars().any(|c| c == '.' || c.is_numeric())
        && !lists.iter().any(|list| is_one_of(list, word))
}

/// The word as names are written, when it is in capital letters: not `TJ` or `DeShawn`.
fn written(word: &str, is_all_capitals: bool) -> String {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().all(char::is_uppercase) && letters().count() > 1;
    let has_vowel = letters().any(|c| !c.is_ascii() || matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y'));
    let short = letters().count() == 2 && (!is_all_capitals || word.ends_with('J'));
    if !shouted || !has_vowel || short {
        return word.to_owned();
    }
    let mut begins = true;
    let mut written = String::with_capacity(word.len());
    for c in word.chars() {
        if begins {
            written.push(c);
        } else {
            written.extend(c.to_lowercase());
        }
        begins = !c.is_alphabetic() && !is_combining_mark(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(cases: &[(&str, Option<&str>)]) {
        for (name, first) in cases {
            assert_eq!(first_name(name).as_deref(), *first, "{name:?}");
        }
    }

    #[test]
    fn el_18_a_name_is_read_in_either_order() {
        all(&[
            ("Maria", Some("Maria")),
            ("Maria Lopez", Some("Maria")),
            ("Lopez, Maria", Some("Maria")),
            ("Lopez, Maria Elena", Some("Maria")),
            ("Lopez Garcia, Maria", Some("Maria")),
            ("van der Berg, Anna Sophie", Some("Anna")),
            (", Maria", Some("Maria")),
            (" \u{2003}Maria\nLopez", Some("Maria")),
            ("Maria\u{a0}Lopez", Some("Maria")),
            ("\u{202a}Maria\u{202c} Lopez", Some("Maria")),
            ("Mary-Ann O'Brien", Some("Mary-Ann")),
            ("D’Angelo Russell", Some("D’Angelo")),
            ("Zoë", Some("Zoë")),
            ("Zoe\u{308} Smith", Some("Zoe\u{308}")),
            ("Nguyễn, Mai", Some("Mai")),
            ("李小龍", Some("李小龍")),
            ("Linh Do", Some("Linh")),
            ("Tran, Do", Some("Do")),
        ]);
    }

    #[test]
    fn el_18_titles_and_suffixes_are_no_names() {
        all(&[
            ("Robert Smith, Jr", Some("Robert")),
            ("Robert Smith Jr.", Some("Robert")),
            ("Smith, Robert, Jr.", Some("Robert")),
            ("Smith, Jr., Robert", Some("Robert")),
            ("Smith Jr, Robert", Some("Robert")),
            ("Smith, Robert Jr", Some("Robert")),
            ("Robert Smith III", Some("Robert")),
            ("Robert Smith, IV", Some("Robert")),
            ("Robert Smith 3rd", Some("Robert")),
            ("Robert Smith, MD, Ph.D.", Some("Robert")),
            ("Robert Smith, M.D.", Some("Robert")),
            ("Robert Smith CPA", Some("Robert")),
            ("Robert Smith, Esq.", Some("Robert")),
            ("Linh Tran, DO", Some("Linh")),
            ("Mr. Robert Smith", Some("Robert")),
            ("MRS ANA LOPEZ", Some("Ana")),
            ("Rev. Dr. Martin King", Some("Martin")),
            ("The Honorable Ruth Gray", Some("Ruth")),
            ("Smith, Mr. Robert", Some("Robert")),
            ("Mr Smith", None),
            ("Dr. Lopez", None),
            ("Smith, Jr", None),
            ("Smith Jr", None),
            ("Smith, Dr", None),
            ("Mr.", None),
            ("Jr", None),
        ]);
    }

    #[test]
    fn el_18_an_initial_is_no_name_to_greet_by() {
        all(&[
            ("J. Robert Smith", Some("Robert")),
            ("J Robert Smith", Some("Robert")),
            ("J.R. Robert Smith", Some("Robert")),
            ("Robert J. Smith", Some("Robert")),
            ("Robert J", Some("Robert")),
            ("Smith, J. Robert", Some("Robert")),
            ("J. Smith", None),
            ("J R Smith", None),
            ("J.R. Smith", None),
            ("Wm. Smith", None),
            ("Smith, J", None),
            ("J", None),
        ]);
    }

    #[test]
    fn el_18_who_is_not_one_person_is_greeted_by_no_name() {
        all(&[
            ("Pat & Sam Lee", None),
            ("Pat and Sam Lee", None),
            ("Lee, Pat & Sam", None),
            ("Pat/Sam Lee", None),
            ("Robert Smith, Mary Ann Jones", None),
            ("Ana y Luis Vega", None),
            ("Smith Family Trust", None),
            ("The Smiths Trust", None),
            ("Robert Smith Revocable Trust", None),
            ("Estate of Robert Smith", None),
            ("Robert Smith, Trustee", None),
            ("Robert Smith (deceased)", None),
            ("(Deceased) Robert Smith", None),
            ("Smith Plumbing LLC", None),
            ("Smith & Sons", None),
            ("Acme, Inc.", None),
            ("Acme L.L.C.", None),
            ("Grace Church", None),
            ("Robert Smith dba Smith Roofing", None),
        ]);
    }

    #[test]
    fn el_18_what_is_no_name_greets_nobody() {
        all(&[
            ("", None),
            ("   ", None),
            (",", None),
            ("Lopez,", None),
            ("42", None),
            ("Borrower 1", None),
            ("Applicant", None),
            ("Unknown", None),
            ("N/A", None),
            ("maria@example.com", None),
            ("evil.example", None),
            ("https://evil.example", None),
            ("<b>Maria</b>", None),
            ("\u{202e}", None),
            ("李 小龍", None),
            ("de la Cruz Maria", None),
            ("R2D2 Smith", None),
            ("Robert \"Bob\" Smith", Some("Robert")),
            ("Robert (Bob) Smith", Some("Robert")),
            ("\"Bob\" Smith", None),
        ]);
    }

    #[test]
    fn el_18_a_name_in_capital_letters_is_written_as_names_are() {
        all(&[
            ("ROBERT SMITH", Some("Robert")),
            ("SMITH, ROBERT", Some("Robert")),
            ("ROBERT Smith", Some("Robert")),
            ("MARY-ANN SMITH", Some("Mary-Ann")),
            ("D'ANGELO SMITH", Some("D'Angelo")),
            ("JOSÉ GARCÍA", Some("José")),
            ("AL SMITH", Some("Al")),
            ("TJ SMITH", Some("TJ")),
            ("AJ SMITH", Some("AJ")),
            ("DeShawn Smith", Some("DeShawn")),
            ("maria lopez", Some("maria")),
        ]);
    }

    proptest! {
        #[test]
        fn any_text_has_one_word_for_a_name_or_none(name in "(\\PC|[,.\"()& ]){0,40}") {
            if let Some(first) = first_name(&name) {
                prop_assert!(!first.is_empty() && !first.contains([' ', ',', '.', '"', '(', '&', '@', '/']));
            }
        }

        #[test]
        fn a_suffix_changes_nothing(given in "[A-Z][a-z]{3,8}", family in "[A-Z][a-z]{3,8}", at in 0..SUFFIXES.len(), comma: bool) {
            let name = format!("{given} {family}");
            let suffixed = format!("{name}{} {}", if comma { "," } else { "" }, SUFFIXES[at]);
            prop_assert_eq!(first_name(&suffixed), first_name(&name));
        }
    }
}
