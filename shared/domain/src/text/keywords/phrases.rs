//! How well texts are understood, over labelled phrases. Some of each kind are held apart: no rule is tuned on these.

use super::*;

/// A phrase and what it is.
struct Phrase {
    held: bool,
    label: &'static str,
    text: String,
}

fn phrases() -> Vec<Phrase> {
    let lines = include_str!("phrases.tsv").lines();
    let phrase = |line: &'static str| {
        let [set, _language, label, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line:?}");
        };
        assert!(matches!(set, "tune" | "held"), "{line:?}");
        Phrase {
            held: set == "held",
            label,
            text: text.replace("\\n", "\n"),
        }
    };
    lines.filter(|line| !line.starts_with('#')).map(phrase).collect()
}

/// Whether the phrase is to be noticed, and whether it is understood as it is labelled.
fn judged(phrase: &Phrase) -> (bool, bool) {
    let read = intent(&phrase.text);
    match phrase.label {
        "opt_out" => (true, read == Intent::OptOut),
        "soft" => (true, read == Intent::LooksLikeOptOut),
        "wrong_number" => (true, read == Intent::WrongNumber),
        "opt_in" => (false, read == Intent::OptIn),
        "help" => (false, read == Intent::Help),
        "other" => (false, read == Intent::Other),
        label => panic!("no such label: {label}"),
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap());
    100.0 * number(part) / number(whole)
}

/// Prints and asserts recall and false alarms of one part of the phrases.
#[track_caller]
fn measure(held: bool) {
    let phrases: Vec<Phrase> = phrases()
        .into_iter()
        .filter(|phrase| phrase.held == held)
        .collect();
    let (mut noticed, mut to_notice, mut alarms, mut ordinary) = (0, 0, 0, 0);
    for phrase in &phrases {
        let (is_meant, right) = judged(phrase);
        if is_meant {
            to_notice += 1;
            noticed += usize::from(right);
        } else {
            ordinary += 1;
            alarms += usize::from(!right);
        }
        if !right && !held {
            eprintln!("{:?} {} {:?}", intent(&phrase.text), phrase.label, phrase.text);
        }
    }
    let part = if held { "held" } else { "tune" };
    let (recall, false_alarms) = (percent(noticed, to_notice), percent(alarms, ordinary));
    eprintln!(
        "{part}: recall {noticed}/{to_notice} = {recall:.1} %, false alarms {alarms}/{ordinary} = {false_alarms:.1} %"
    );
    assert!(recall >= 95.0, "recall of {part} is {recall:.1} %");
    assert!(
        false_alarms < 1.0,
        "false alarms of {part} are {false_alarms:.1} %"
    );
}

#[test]
fn x_15_revocations_among_the_phrases_are_noticed_and_ordinary_talk_is_not() {
    measure(false);
}

#[test]
fn x_15_so_are_those_among_the_phrases_that_no_rule_was_tuned_on() {
    measure(true);
}

#[test]
fn mc_49_only_a_keyword_as_the_whole_message_blocks() {
    for phrase in phrases() {
        let blocks = intent(&phrase.text) == Intent::OptOut;
        assert_eq!(blocks, phrase.label == "opt_out", "{:?}", phrase.text);
    }
}

#[test]
fn the_phrases_are_hundreds_and_many_of_each_kind_are_held() {
    let phrases = phrases();
    assert!(phrases.len() >= 400, "{}", phrases.len());
    for label in ["opt_out", "soft", "wrong_number", "opt_in", "help", "other"] {
        let of_label = || phrases.iter().filter(|phrase| phrase.label == label);
        let held = of_label().filter(|phrase| phrase.held).count();
        assert!(held * 6 > of_label().count(), "{label}: {held}");
    }
    let mut texts: Vec<&str> = phrases.iter().map(|phrase| phrase.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), phrases.len(), "a phrase stands twice");
}
