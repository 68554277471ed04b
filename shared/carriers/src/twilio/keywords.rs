//! The keywords that Twilio handles by itself.

use crate::inbound::{KeywordHandled, whole_keyword};

/// On a long code without Advanced Opt-Out: all are answered in Twilio's own words, and the webhook does not say so.
///
/// Source, read on 2026-11-28: Twilio, "Support for opt-out keywords (SMS STOP filtering)",
/// <https://help.twilio.com/articles/223134027>.
const RESERVED: [(&str, KeywordHandled); 13] = [
    ("STOP", KeywordHandled::Stop),
    ("STOPALL", KeywordHandled::Stop),
    ("UNSUBSCRIBE", KeywordHandled::Stop),
    ("CANCEL", KeywordHandled::Stop),
    ("END", KeywordHandled::Stop),
    ("QUIT", KeywordHandled::Stop),
    ("REVOKE", KeywordHandled::Stop),
    ("OPTOUT", KeywordHandled::Stop),
    ("START", KeywordHandled::Start),
    ("YES", KeywordHandled::Start),
    ("UNSTOP", KeywordHandled::Start),
    ("HELP", KeywordHandled::Help),
    ("INFO", KeywordHandled::Help),
];

/// The keyword that a text is, if Twilio answers it by itself.
pub(super) fn reserved(text: &str) -> Option<KeywordHandled> {
    whole_keyword(text, &RESERVED)
}
