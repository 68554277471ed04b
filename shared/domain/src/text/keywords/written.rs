//! A message as its sender wrote it: a picture message may have a subject besides its text, and all its words there.

use std::borrow::Cow;

use super::intent::Intent;
use super::recognise::{answer, intent};

/// All that the sender of a message wrote.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The subject, which a picture message may have.
    pub subject: Option<&'a str>,
    pub text: &'a str,
}

impl<'a> Written<'a> {
    /// What the message asks for. A subject alone is read as a text. With a text, each is read by itself, and what may be an
    /// opt-out counts wherever it stands; START lifts one only as the whole message, which a subject above other words is not.
    pub fn intent(self) -> Intent {
        let (only, also) = self.parts();
        let Some(also) = also else {
            return intent(only);
        };
        let (subject, text) = (intent(also), intent(only));
        let either = |asked: Intent| subject == asked || text == asked;
        let heard = [Intent::OptOut, Intent::LooksLikeOptOut, Intent::WrongNumber];
        if let Some(asked) = heard.into_iter().find(|asked| either(*asked)) {
            return asked;
        }
        match (text, subject) {
            (Intent::Other, Intent::Help) => Intent::Help,
            _ => text,
        }
    }

    /// The message as the answer to a question of consent. With a text, its subject is no part of an answer.
    pub fn answer(self) -> Option<Intent> {
        answer(self.parts().0)
    }

    /// Whether it may be a member's word about what texts are wanted: to end them, to allow them again, or the answer to a
    /// question.
    pub fn concerns_consent(self) -> bool {
        matches!(
            self.intent(),
            Intent::OptOut | Intent::LooksLikeOptOut | Intent::WrongNumber | Intent::OptIn
        ) || self.answer().is_some()
    }

    /// All its words: the subject on a line of its own, if it has both.
    pub fn all(self) -> Cow<'a, str> {
        match self.parts() {
            (only, None) => Cow::Borrowed(only),
            (text, Some(subject)) => Cow::Owned(format!("{subject}\n{text}")),
        }
    }

    /// The text, and the subject above it; or the subject alone.
    fn parts(self) -> (&'a str, Option<&'a str>) {
        match self.subject.filter(|subject| !subject.trim().is_empty()) {
            Some(subject) if self.text.trim().is_empty() => (subject, None),
            subject => (self.text, subject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<'a>(subject: &'a str, text: &'a str) -> Written<'a> {
        Written {
            subject: Some(subject),
            text,
        }
    }

    #[test]
    fn mc_49_a_subject_alone_is_read_as_a_text() {
        for (subject, asked) in [
            ("STOP", Intent::OptOut),
            ("Take me off your list", Intent::LooksLikeOptOut),
            ("Wrong number", Intent::WrongNumber),
            ("start", Intent::OptIn),
            ("HELP", Intent::Help),
            ("My loan", Intent::Other),
            ("cancel my card", Intent::Other),
        ] {
            for text in ["", " \n"] {
                assert_eq!(written(subject, text).intent(), asked, "{subject}");
            }
        }
        assert_eq!(written("Yes", "").answer(), Some(Intent::Yes));
        assert!(written("NO", "").concerns_consent() && written("STOP", "").concerns_consent());
        assert_eq!(written("STOP", " ").all(), "STOP");
    }

    #[test]
    fn mc_49_a_subject_above_a_text_is_judged_as_well() {
        for (subject, text, asked) in [
            ("STOP", "I paid my loan", Intent::OptOut),
            ("My loan", "stop", Intent::OptOut),
            ("START", "Please stop", Intent::OptOut),
            ("lose my number", "the pay stub", Intent::LooksLikeOptOut),
            (
                "stop texting me please, all of you",
                "START",
                Intent::LooksLikeOptOut,
            ),
            ("wrong number", "who is this", Intent::WrongNumber),
            ("My loan", "START", Intent::OptIn),
            ("START", "my loan", Intent::Other),
            ("HELP", "my loan", Intent::Help),
            ("My loan", "Here is the pay stub", Intent::Other),
            (" ", "Hello", Intent::Other),
        ] {
            assert_eq!(written(subject, text).intent(), asked, "{subject}: {text}");
        }
        assert_eq!(written("Yes", "is my loan ready?").answer(), None);
        assert_eq!(written("My loan", "yes").answer(), Some(Intent::Yes));
        assert_eq!(written("STOP", "now").all(), "STOP\nnow");
    }

    #[test]
    fn a_text_without_a_subject_is_all_there_is() {
        let hello = Written {
            subject: None,
            text: "stop",
        };
        assert_eq!((hello.intent(), &*hello.all()), (Intent::OptOut, "stop"));
    }
}
