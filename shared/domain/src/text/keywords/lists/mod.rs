//! The words, each list with where it was found and when it was last compared with its source.
//!
//! All are written as [`crate::text::normalised`] leaves a text: lower case, without marks and punctuation. Spaces do not
//! count when a whole message is compared, so `opt out` stands for `OPTOUT`, `opt-out` and `Opt out` too.

mod alone;
pub(super) mod ours;

use super::intent::Intent;
use super::list::KeywordList;
pub(super) use alone::{ALONE, BESIDE_SIGNS, STOP_SIGNS};
pub(super) use ours::{
    ALTERNATIVES, ANSWERS, CONDITIONS, ENDINGS, HELPS, INSTRUCTIONS, LEADS, OF_SENDER, OF_US, OURS,
    OWN_SENTENCES, PLAIN_ENDINGS, PURPOSES, WITH, YES_OR_NO,
};

const TWILIO_OPT_OUT: KeywordList = KeywordList {
    source: "Twilio, default opt-out keywords of long codes",
    as_of: "2026-11-22",
    phrases: &[
        "stop",
        "stopall",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "revoke",
        "optout",
    ],
};

const TELNYX_OPT_OUT: KeywordList = KeywordList {
    source: "Telnyx, default opt-out keywords",
    as_of: "2026-11-22",
    phrases: &[
        "stop",
        "stopall",
        "stop all",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
    ],
};

/// What opts out when it is the whole message. Carriers' lists differ, so this is the union of all (lesson 24).
pub const OPT_OUT: &[KeywordList] = &[
    KeywordList {
        source: "FCC, 47 CFR 64.1200(a)(10), per-se words of a reply (FCC 24-24, 89 FR 15756)",
        as_of: "2025-04-11",
        phrases: &[
            "stop",
            "quit",
            "end",
            "revoke",
            "opt out",
            "cancel",
            "unsubscribe",
        ],
    },
    TWILIO_OPT_OUT,
    TELNYX_OPT_OUT,
    KeywordList {
        source: "AWS End User Messaging, docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html",
        as_of: "2026-11-22",
        phrases: &[
            "arret",
            "cancel",
            "end",
            "opt out",
            "optout",
            "quit",
            "remove",
            "stop",
            "td",
            "unsubscribe",
        ],
    },
    KeywordList {
        // 47 CFR 64.1200(a)(10) also counts what a reasonable person would understand as revocation.
        source: "Memberline, whole messages that can mean nothing else",
        as_of: "2026-11-22",
        phrases: &[
            "stop now",
            "stop texting",
            "stop texting me",
            "stop messaging me",
            "stop sending me texts",
            "stop sending me messages",
            "stop texts",
            "stop messages",
            "no more texts",
            "no more messages",
            "dont text me",
            "do not text me",
            "remove me",
            "opt me out",
            "unsubscribe me",
            "no mas",
        ],
    },
];

/// Courtesies that may stand before or after an opt-out ("please stop", "stop, thank you") and change nothing.
pub const COURTESIES: &[&[&str]] = &[
    &["please"],
    &["pls"],
    &["plz"],
    &["thanks"],
    &["thank", "you"],
    &["thx"],
    &["por", "favor"],
    &["gracias"],
    &["merci"],
    &["svp"],
    &["obrigado"],
    &["obrigada"],
];

/// What opts in again when it is the whole message.
///
/// `YES` is left out although Twilio takes it: here it answers questions of consent and of fact, and a carrier's own
/// unblocking is no consent.
pub const OPT_IN: &[KeywordList] = &[KeywordList {
    source: "Twilio, Telnyx and AWS, default opt-in keywords",
    as_of: "2026-11-22",
    phrases: &["start", "unstop"],
}];

/// What says yes to a question of consent when it is the whole message.
///
/// Only what can mean nothing else: `ok` and `sure` say as often that a text was read.
pub const YES: &[KeywordList] = &[KeywordList {
    source: "Memberline, the answer that its questions name, and plain forms of it",
    as_of: "2026-11-22",
    phrases: &[
        "yes",
        "y",
        "yeah",
        "yep",
        "yup",
        "yes i do",
        "yes you may",
        "yes i agree",
        "yes i consent",
        "i agree",
        "i consent",
        "si",
    ],
}];

/// What says no to a question of consent when it is the whole message.
pub const NO: &[KeywordList] = &[KeywordList {
    source: "Memberline, the answer that its questions name, and plain forms of it",
    as_of: "2026-11-22",
    phrases: &[
        "no",
        "n",
        "nope",
        "nah",
        "no i do not",
        "no i dont",
        "no you may not",
        "i do not agree",
        "i dont agree",
        "i do not consent",
        "i dont consent",
    ],
}];

/// What asks for the help text when it is the whole message.
pub const HELP: &[KeywordList] = &[KeywordList {
    source: "CTIA, Messaging Principles and Best Practices, via the carriers; AYUDA is its Spanish form",
    as_of: "2026-11-22",
    phrases: &["help", "info", "ayuda"],
}];

/// The keywords that a carrier answers in its own words, of numbers where nobody changed that. Its webhooks do not say so.
#[derive(Debug)]
pub(super) struct Reserved {
    pub(super) carrier: &'static str,
    /// What each of them asks for.
    pub(super) keywords: &'static [(Intent, KeywordList)],
}

/// What each carrier answers by itself. Telnyx confirms a STOP, and leaves HELP to its customers.
pub(super) const RESERVED: &[Reserved] = &[
    Reserved {
        carrier: "twilio",
        keywords: &[
            (Intent::OptOut, TWILIO_OPT_OUT),
            (
                Intent::OptIn,
                KeywordList {
                    source: "Twilio, Support for opt-out keywords, https://help.twilio.com/articles/223134027",
                    as_of: "2026-11-28",
                    phrases: &["start", "yes", "unstop"],
                },
            ),
            (
                Intent::Help,
                KeywordList {
                    source: "Twilio, Support for opt-out keywords, https://help.twilio.com/articles/223134027",
                    as_of: "2026-11-28",
                    phrases: &["help", "info"],
                },
            ),
        ],
    },
    Reserved {
        carrier: "telnyx",
        keywords: &[
            (Intent::OptOut, TELNYX_OPT_OUT),
            (
                Intent::OptIn,
                KeywordList {
                    source: "Telnyx, SMS opt-out keywords, https://support.telnyx.com/en/articles/1270091",
                    as_of: "2026-11-28",
                    phrases: &["start", "unstop"],
                },
            ),
        ],
    },
];

/// How a line starts that a mail or messaging application adds below a text, in the languages of phones.
pub const SIGNATURE_STARTS: &[&str] = &[
    // English.
    "sent from",
    "sent via",
    "get outlook for",
    // Spanish.
    "enviado desde",
    "enviado con",
    "enviado por",
    "mandado desde",
    "obtener outlook para",
    "obten outlook para",
    // French.
    "envoye de",
    "envoye depuis",
    "envoye a partir",
    "envoye avec",
    "obtenez outlook pour",
    "telecharger outlook pour",
    // Portuguese.
    "enviado de",
    "enviado do",
    "enviado pelo",
    "enviado a partir",
    "obter o outlook para",
    // German, Italian, Vietnamese.
    "von meinem",
    "gesendet von",
    "gesendet mit",
    "inviato da",
    "đa gui tu",
    "gui tu",
];

/// Without one of these words such a line is the member's own ("sent from my account without asking").
pub const SIGNATURE_DEVICES: &[&str] = &[
    "android",
    "blackberry",
    "celular",
    "device",
    "dispositif",
    "dispositivo",
    "galaxy",
    "gmail",
    "huawei",
    "ios",
    "ipad",
    "iphone",
    "mail",
    "mobile",
    "motorola",
    "movil",
    "outlook",
    "phone",
    "pixel",
    "portable",
    "samsung",
    "smartphone",
    "tablet",
    "tablette",
    "telefono",
    "telemovel",
    "telephone",
    "watch",
    "xiaomi",
    "yahoo",
];
