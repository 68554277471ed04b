//! The words in which texts of institutions and carriers tell how to answer, as of 2026-11-28: what our own texts say, and the
//! sample messages of the CTIA Messaging Principles, Twilio and Telnyx, with their Spanish, French and Portuguese forms.
//!
//! `i`, `me` and `my` are in none of them: whoever writes these speaks for themselves.

/// Words that tell somebody to answer, as our own texts do before a keyword.
pub(in super::super) const INSTRUCTIONS: &[&str] = &[
    "reply",
    "text",
    "txt",
    "send",
    "type",
    "respond",
    "answer",
    "responda",
    "responde",
    "envie",
    "envia",
    "conteste",
    "repondez",
    "envoyez",
    "responder",
];

/// What they tell to answer with.
pub(in super::super) const ANSWERS: &[&str] = &[
    "stop",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "help",
    "info",
    "start",
    "unstop",
    "yes",
    "y",
    "no",
    "n",
    "alto",
    "baja",
    "cancelar",
    "parar",
    "sair",
    "ayuda",
    "si",
    "arret",
    "with",
    "con",
    "avec",
];

/// What may stand between the two.
#[rustfmt::skip]
pub(in super::super) const WITH: &[&str] = &[
    "with", "back", "the", "word", "us", "con", "la", "palabra", "avec", "le", "mot", "com", "a", "palavra",
];

/// What an instruction may begin with.
#[rustfmt::skip]
pub(in super::super) const LEADS: &[&str] = &[
    "please", "just", "simply", "you", "can", "may", "or", "and", "also", "at", "any", "time", "anytime", "por", "favor",
    "puede", "o", "y", "u", "tambien", "ou", "et", "vous", "pouvez",
];

/// What says what an answer is for; "STOP2END" and "HELP4INFO" among them.
pub(in super::super) const PURPOSES: &[&str] = &["to", "for", "2", "4", "para", "pour"];

/// Between two keywords that do the same.
pub(in super::super) const ALTERNATIVES: &[&str] = &["or", "and", "o", "y", "ou", "et"];

/// Keywords that ask for something else than to stop.
pub(in super::super) const HELPS: &[&str] = &["help", "info", "ayuda", "start", "unstop"];

/// Keywords that are also said as they are.
pub(in super::super) const YES_OR_NO: &[&str] = &["yes", "y", "si", "no", "n"];

/// The purposes of a STOP, which say what it is for without a word that tells to answer: "STOP to end".
#[rustfmt::skip]
pub(in super::super) const PLAIN_ENDINGS: &[&str] = &[
    "cancel", "discontinue", "end", "opt", "optout", "quit", "stop", "unsubscribe",
    "cancelar", "darse", "desuscribirse", "finalizar", "parar", "sair", "salir", "terminar", "annuler", "arreter",
];

/// How a purpose begins.
#[rustfmt::skip]
pub(in super::super) const ENDINGS: &[&str] = &[
    // English.
    "agree", "assistance", "be", "cancel", "confirm", "consent", "continue", "decline", "discontinue", "end", "get", "help",
    "info", "information", "join", "leave", "more", "no", "opt", "optout", "quit", "receive", "restart", "resubscribe",
    "resume", "start", "stop", "subscribe", "support", "unsubscribe",
    // Spanish and Portuguese.
    "ajuda", "ayuda", "cancelar", "dar", "darse", "dejar", "desuscribirse", "detener", "encerrar", "finalizar", "mas", "no",
    "obtener", "parar", "recibir", "sair", "salir", "terminar",
    // French.
    "aide", "annuler", "arreter", "finir", "ne", "obtenir", "terminer", "vous",
];

/// What a purpose goes on with. No keyword is here: said again, it is the member's.
#[rustfmt::skip]
pub(in super::super) const OURS: &[&str] = &[
    "alertas", "alerts", "all", "any", "anytime", "at", "automated", "automatic", "baja", "by", "communications", "de",
    "desabonner", "des", "from", "further", "future", "getting", "help", "information", "les", "list", "longer", "mas",
    "mensagens", "mensajes", "message", "messages", "more", "msgs", "no", "notifications", "of", "other", "our", "out", "plus",
    "program", "receive", "receiving", "recevoir", "receber", "recibir", "reminders", "removed", "sms", "subscription",
    "text", "texting", "texto", "textos", "texts", "the", "these", "this", "time", "updates", "us",
];

/// What may follow "if" before an instruction.
#[rustfmt::skip]
pub(in super::super) const CONDITIONS: &[&str] = &[
    "alerts", "any", "be", "cancel", "desea", "dejar", "de", "do", "dont", "end", "from", "further", "get", "getting", "like",
    "longer", "mas", "mensajes", "messages", "more", "no", "not", "of", "opt", "our", "out", "prefer", "quiere", "rather",
    "receive", "receiving", "recibir", "reminders", "removed", "stop", "text", "texted", "texto", "texts", "the", "these", "to",
    "unsubscribe", "us", "usted", "want", "wish", "would", "ya", "you", "youd",
];

/// What we and the carriers write, word for word, where it could be taken for a wish.
pub(in super::super) const OWN_SENTENCES: &[&str] = &[
    // The confirmation of an opt-out (`wording`).
    "you are opted out and will get no more texts from us",
    // Those of Twilio and Telnyx, their pages on opt-out keywords.
    "you have successfully been unsubscribed",
    "you will not receive any more messages from this number",
    "you have been unsubscribed",
    "you have been unsubscribed and will receive no further messages",
];

/// How our texts speak to whom they are for.
#[rustfmt::skip]
pub(in super::super) const OF_US: &[&str] = &[
    "you", "your", "youre", "yours", "youve", "su", "sus", "tu", "tus", "usted", "votre", "vos", "vous", "voce", "seu", "sua",
];

/// How whoever writes speaks for themselves.
#[rustfmt::skip]
pub(in super::super) const OF_SENDER: &[&str] = &[
    "i", "id", "ill", "im", "ive", "me", "mine", "my", "mi", "mis", "yo", "je", "moi", "mon", "ma", "eu", "meu", "minha",
];

/// Every word and sentence here.
#[cfg(test)]
pub(in super::super) fn all() -> impl Iterator<Item = &'static &'static str> {
    let lists = [
        INSTRUCTIONS,
        ANSWERS,
        WITH,
        LEADS,
        PURPOSES,
        ALTERNATIVES,
        HELPS,
        YES_OR_NO,
        PLAIN_ENDINGS,
        ENDINGS,
        OURS,
        CONDITIONS,
        OWN_SENTENCES,
        OF_US,
        OF_SENDER,
    ];
    lists.into_iter().flatten()
}
