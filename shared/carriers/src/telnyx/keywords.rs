//! The keywords that Telnyx handles by itself.

use crate::inbound::{KeywordHandled, whole_keyword};

/// On a messaging profile that nobody changed: STOP blocks and is confirmed in Telnyx's own words, START unblocks, HELP is nobody's.
///
/// Source, read on 2026-11-28: <https://developers.telnyx.com/docs/messaging/messages/advanced-opt-in-out> and
/// <https://support.telnyx.com/en/articles/1270091-sms-opt-out-keywords-and-stop-words>.
const RESERVED: [(&str, KeywordHandled); 9] = [
    ("STOP", KeywordHandled::Stop),
    ("STOPALL", KeywordHandled::Stop),
    ("STOP ALL", KeywordHandled::Stop),
    ("UNSUBSCRIBE", KeywordHandled::Stop),
    ("CANCEL", KeywordHandled::Stop),
    ("END", KeywordHandled::Stop),
    ("QUIT", KeywordHandled::Stop),
    ("START", KeywordHandled::Start),
    ("UNSTOP", KeywordHandled::Start),
];

/// The keyword that a text is, if Telnyx answers it by itself.
pub(super) fn reserved(text: &str) -> Option<KeywordHandled> {
    whole_keyword(text, &RESERVED)
}
