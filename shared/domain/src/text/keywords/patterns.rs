//! Which words, one after the other, ask to stop or say that the number is somebody else's.

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "most kinds of words are named here")
)]
use super::classes::*;
use super::intent::Intent;

/// Where in a message a pattern has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    /// At its beginning.
    Start,
    /// Anywhere in one of at most three words.
    Short,
    /// At the end of one of at most four words.
    End,
    /// At the end, but for a courtesy.
    Close,
}

/// Words in a row, each of one of the kinds of its slot.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What it says.
    pub(super) says: Intent,
    /// How many other words may stand before each, and of which kinds it is.
    pub(super) slots: &'static [(usize, Kinds)],
    /// Where it has to stand.
    pub(super) place: Place,
    /// Of which kinds none of the three words before it may be.
    pub(super) not_after: Kinds,
    /// Of which kinds the word right before it may not be.
    pub(super) not_right_after: Kinds,
    /// Of which kinds the next word may not be.
    pub(super) not_next: Kinds,
    /// Of which kinds neither the words within it nor the five after it may be, up to one for texts
    /// or the begin of another sentence.
    pub(super) not_near: Kinds,
    /// Whether it means the same whatever comes next when the raw text ends a sentence after it.
    pub(super) unless_alone: bool,
}

const fn stops(slots: &'static [(usize, Kinds)]) -> Pattern {
    Pattern {
        says: Intent::LooksLikeOptOut,
        slots,
        place: Place::Anywhere,
        not_after: 0,
        not_right_after: 0,
        not_next: 0,
        not_near: 0,
        unless_alone: false,
    }
}

const fn wrong(slots: &'static [(usize, Kinds)]) -> Pattern {
    Pattern {
        says: Intent::WrongNumber,
        ..stops(slots)
    }
}

impl Pattern {
    const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    const fn not_after(self, kinds: Kinds) -> Self {
        Self {
            not_after: kinds,
            ..self
        }
    }

    const fn not_right_after(self, kinds: Kinds) -> Self {
        Self {
            not_right_after: kinds,
            ..self
        }
    }

    const fn not_next(self, kinds: Kinds) -> Self {
        Self {
            not_next: kinds,
            ..self
        }
    }

    const fn not_near(self, kinds: Kinds) -> Self {
        Self {
            not_near: kinds,
            ..self
        }
    }

    const fn unless_alone(self) -> Self {
        Self {
            unless_alone: true,
            ..self
        }
    }
}

/// That the number is wrong for whom the text is meant: it is not the member's.
const WRONG_NUMBER: &[Pattern] = &[
    // "wrong number", "the wrong person", "mauvais numéro"; "número equivocado", "se equivocó de número".
    wrong(&[(0, WRONG), (0, NUMBER | PERSON)])
        .not_after(OTHERWISE)
        .not_next(PLACE),
    wrong(&[(0, WRONG), (0, NUMBER), (0, NUMBER)]).not_after(OTHERWISE),
    wrong(&[(0, WRONG), (1, NUMBER | PERSON)])
        .not_after(OTHERWISE)
        .not_next(PLACE)
        .not_near(BANKING | PAPER),
    wrong(&[(0, NUMBER | PERSON), (0, WRONG)]).not_after(OTHERWISE),
    wrong(&[(0, MISTAKEN), (0, SO)]),
    // "this isn't Pat", "I'm not Carlos", "no soy María", "not Pat".
    wrong(&[(0, BE | I_AM), (0, NOT), (0, NAME)]),
    wrong(&[(0, IS_NOT), (0, NAME | TITLE)]),
    wrong(&[(0, BE | I_AM), (0, NOT), (0, TITLE)]),
    wrong(&[(0, NAMED), (0, BE), (0, NAME), (0, PLAIN_NOT | NO), (0, NAME)]),
    wrong(&[(0, NO | NOT), (0, I_AM), (1, NAME | PERSON)]).not_near(BANKING),
    wrong(&[(0, PLAIN_NOT), (0, NAME)]).at(Place::Start),
    wrong(&[(0, I_AM), (0, PLAIN_NOT), (0, HIM)]),
    // "that is not the person you want", "not who you are looking for", "not the right person".
    wrong(&[(0, PLAIN_NOT | IS_NOT), (0, WHO), (0, YOU)]),
    wrong(&[(0, PLAIN_NOT | IS_NOT), (1, PERSON), (2, YOU)]),
    wrong(&[(0, PLAIN_NOT | IS_NOT), (1, RIGHT), (0, PERSON | NUMBER)]),
    wrong(&[(0, PLAIN_NOT | IS_NOT), (0, MY), (0, NAMED)]),
    // "this isn't her phone", "not Jessica's number", "este no es el número de Luis", "ya no es de ella".
    wrong(&[(0, PLAIN_NOT | IS_NOT), (0, THEM | NAME), (1, NUMBER)]),
    wrong(&[(0, PLAIN_NOT | IS_NOT), (1, NUMBER), (1, NAME)]),
    wrong(&[(0, LONGER), (0, THEM | NAME | MY), (1, NUMBER)]),
    wrong(&[(0, NO | NOT), (0, BE), (0, HIM), (0, NUMBER)]),
    wrong(&[(0, PLAIN_NOT | IS_NOT), (0, THEM | THIS), (0, PERSON)]),
    wrong(&[(0, NO), (0, ME), (0, NAMED)]),
    wrong(&[(0, NO | NOT), (0, BE), (1, NUMBER), (1, NAME | THEM)]),
    wrong(&[(0, NUMBER), (1, NO), (0, BE), (1, NAME | THEM)]),
    wrong(&[(0, NUMBER), (3, BELONG)]),
    // "no one here by that name", "there is no Michael here", "I don't know anyone named Linda".
    wrong(&[(0, ANYBODY), (3, NAMED)]),
    wrong(&[(0, NO), (0, ONE), (3, NAMED)]),
    wrong(&[(0, BE | HERE | NO), (0, NO | NOT), (0, NAME)]),
    wrong(&[(0, NO), (0, NAME), (1, HERE)]),
    wrong(&[(0, NO | NOT), (0, KNOW), (0, ANY), (1, NAME | PERSON | NAMED)]),
    wrong(&[(0, NO | NOT), (0, KNOW), (0, WHO), (0, THEM | NAME)]),
    wrong(&[(0, IDK), (0, WHO), (0, THEM | NAME)]),
    wrong(&[(0, NOT), (0, HEAR), (1, HIM | NAME)]),
    wrong(&[(0, MEANT), (3, SOMEONE), (0, MORE)]),
    // "Pat doesn't live here", "aquí no vive", "David no longer has this number", "I just got this number".
    wrong(&[
        (0, NAME | THEM),
        (0, NOT | DID_NOT),
        (0, LIVE),
        (0, HERE | NUMBER),
    ]),
    wrong(&[(0, NO), (0, LIVE), (1, NAME | PERSON | HERE)]),
    wrong(&[(0, HERE), (0, NO), (0, LIVE)]),
    wrong(&[(0, NO), (0, THERE_IS), (1, NAME)]),
    wrong(&[(0, THEM), (0, CHANGE), (0, THEM), (0, NUMBER)]),
    wrong(&[(0, NOT | DID_NOT | LONGER), (0, LIVE), (0, THIS), (1, NUMBER)]),
    wrong(&[(0, JUST), (0, RECEIVE), (0, THIS), (1, NUMBER)]),
];

/// What asks to stop.
const STOPS: &[Pattern] = &[
    // "stop texting me", "dejen de mandarme mensajes", "cease all texts", "quit bugging me".
    stops(&[(0, CEASE | STOP), (2, CONTACTING)]),
    stops(&[(0, CEASE | STOP), (0, CALL), (0, ME | THIS)]),
    stops(&[(0, CEASE | STOP), (3, TEXTS)])
        .not_after(NOT | OTHERWISE)
        .not_near(BANKING | PAPER),
    stops(&[(0, CEASE | STOP), (1, RECEIVE), (3, TEXTS | TEXT | THIS)]).not_near(BANKING | PAPER),
    stops(&[(0, CEASE | STOP), (1, SEND)]).not_near(PAPER),
    stops(&[(0, CEASE | STOP), (0, NHAN), (0, TIN)]),
    // "I said STOP", "stop it": not "stop payment", "stop by", "the bus stop".
    stops(&[(0, STOP)])
        .not_after(OTHERWISE | BANKING)
        .not_right_after(NOT)
        .not_next(PLACE | HIM | DOING | TAKE)
        .not_near(BANKING | PAPER)
        .unless_alone(),
    stops(&[(0, ENOUGH)]).at(Place::Short),
    stops(&[(0, CEASE), (0, IT | THIS)]).at(Place::Short),
    stops(&[(0, NO), (0, MORE)]).at(Place::End),
    stops(&[(0, CEASE), (1, CONTACT)])
        .not_after(NOT)
        .not_near(BANKING | PAPER),
    stops(&[(0, UNSUBSCRIBE)]).not_near(PAPER | BANKING),
    stops(&[(0, OPT), (0, OUT)]).not_near(BANKING | PAPER),
    stops(&[(0, OPT), (0, ME), (0, OUT)]).not_near(BANKING | PAPER),
    // "enough with the messages", "knock it off", "cut it out", "you're spamming me".
    stops(&[(0, ENOUGH), (3, TEXTS)])
        .not_after(NOT | OTHERWISE)
        .not_near(BANKING | PAPER),
    stops(&[(0, KNOCK), (0, IT | THIS | THEM), (0, OFF | OUT)])
        .not_after(BANKING)
        .not_next(PLACE)
        .not_near(BANKING | PAPER),
    stops(&[(0, YOU), (2, HARASSING), (0, ME | MY | THIS)]).not_near(NOT | BANKING),
    // "end these messages", "cancel the text alerts", "turn off text messages".
    stops(&[(0, END), (4, TEXTS)]).not_near(BANKING | PAPER | PLACE),
    stops(&[(0, END), (1, TEXT), (1, SUBSCRIPTION)]),
    stops(&[(0, END), (1, SUBSCRIPTION)]).at(Place::Short),
    stops(&[(0, TURN), (0, OFF), (2, TEXTS)]).not_near(BANKING),
    stops(&[(0, TURN), (2, TEXTS), (1, OFF)]).not_near(BANKING),
    // "do not text me", "don't ever contact this number", "no me envíen", "ne m'écrivez plus".
    stops(&[(0, NOT), (0, CONTACT), (0, ME | THIS | MORE | LIST | OUT)]),
    stops(&[(0, NOT), (0, ADVERB), (0, CONTACT), (0, ME | THIS | MORE)]),
    stops(&[(0, NOT), (0, CALL), (0, LIST)]),
    stops(&[(0, NOT), (0, CONTACT), (0, MY), (0, NUMBER)]),
    stops(&[(0, NO | NOT), (0, ME), (0, CONTACT)]).not_near(BANKING | PAPER),
    stops(&[(0, NO | NOT), (0, ME), (0, SEND), (3, TEXTS | MORE)]).not_near(BANKING | PAPER),
    stops(&[(0, NOT), (0, CONTACT_ME), (0, PLUS | MORE)]).not_near(BANKING | PAPER),
    stops(&[(0, NOT), (1, SEND), (1, TEXTS)]),
    stops(&[(0, NO), (0, SEND), (2, TEXTS)]).not_near(PAPER),
    stops(&[(0, NO | NOT), (0, CONTACTING), (2, TEXTS | MORE)]).not_near(BANKING | PAPER),
    stops(&[(0, NO), (1, AGAIN), (1, CONTACTING)]).not_near(BANKING | PAPER),
    stops(&[(0, NO), (0, CONTACTING)]).at(Place::Short),
    stops(&[(0, NOT), (1, SEND), (0, ME), (1, TEXTS | MORE)]).not_near(BANKING | PAPER),
    stops(&[(0, NOT), (0, NHAN), (0, TIN)]),
    // "I'm not interested, please don't send more", "don't send any more".
    stops(&[
        (0, NOT | NO | LONGER),
        (1, INTERESTED),
        (4, NOT | NO),
        (1, CONTACT | SEND),
    ])
    .not_near(BANKING | PAPER),
    stops(&[(0, NOT), (1, SEND), (0, MORE)])
        .at(Place::Close)
        .not_near(BANKING | PAPER),
    stops(&[(0, NOT), (1, SEND), (0, ANY), (0, MORE)])
        .at(Place::Close)
        .not_near(BANKING | PAPER),
    // "I no longer want to receive texts", "no deseo mensajes", "I don't want to be contacted".
    stops(&[(0, NOT | LONGER), (1, WANT), (5, TEXTS)]).not_near(OTHERWISE | PAPER),
    stops(&[(0, NO), (0, WANT), (4, TEXTS)]).not_near(PAPER),
    stops(&[(0, NO), (0, WANT), (0, RECEIVE), (0, MORE)]).not_near(BANKING | PAPER),
    stops(&[(0, NO), (0, WANT), (2, ME), (0, CONTACT | SEND)]).not_near(BANKING | PAPER),
    stops(&[(0, NOT | LONGER), (1, WANT), (3, CONTACTED)]),
    stops(&[(0, PLAIN_NOT), (1, TO_BE), (0, CONTACTED)]),
    stops(&[(0, NOT | LONGER), (1, WANT), (2, HEAR), (1, YOU)]),
    stops(&[(0, RATHER), (0, PLAIN_NOT), (2, TEXTS)]),
    stops(&[(0, NOT), (0, WANT), (1, TIN), (0, NHAN)]),
    stops(&[(0, NOT), (0, WANT), (1, NHAN), (0, TIN)]),
    // "no more texts", "no further contact", "no texts please", "plus de messages".
    stops(&[(0, NO), (0, MORE), (2, TEXTS | CONTACTING)]),
    stops(&[(0, NO), (0, MORE), (0, CONTACT)]),
    stops(&[(0, NO), (0, MORE), (1, THIS)]).at(Place::Close),
    stops(&[(0, NO), (0, TEXTS)]).at(Place::Start).not_next(PLACE),
    stops(&[(0, NO), (0, TEXT), (0, TEXTS)])
        .at(Place::Start)
        .not_next(PLACE),
    stops(&[(0, PLUS), (1, TEXTS)]).at(Place::Start),
    // "take me off your list", "remove my number", "quítenme", "lose my number", "leave me alone".
    stops(&[(0, REMOVE), (0, ME)]).not_near(BANKING | PAPER),
    stops(&[(0, ME), (0, REMOVE), (2, LIST)]),
    stops(&[(0, REMOVED), (3, LIST)]).not_near(BANKING | PAPER),
    stops(&[(0, REMOVE), (3, NUMBER)]).not_near(BANKING | PAPER),
    stops(&[(0, REMOVE), (5, LIST)]).not_near(BANKING | PAPER),
    stops(&[(0, REMOVE_ME)]).not_near(BANKING | PAPER),
    stops(&[(0, TAKE), (0, ME), (0, OUT), (2, LIST)]).not_near(BANKING | PAPER),
    stops(&[(0, TAKE), (0, ME), (0, OFF)]).not_near(BANKING | PAPER),
    stops(&[(0, TAKE), (2, NUMBER), (1, OFF | OUT)]).not_near(BANKING | PAPER),
    stops(&[(0, TAKE), (0, MY), (2, OFF | OUT), (3, LIST | RECORDS)]).not_near(BANKING | PAPER),
    stops(&[(0, DROP), (0, ME), (3, LIST | RECORDS)]).not_near(BANKING | PAPER),
    stops(&[
        (0, DROP | REMOVE),
        (0, MY),
        (1, NUMBER | NAMED),
        (3, LIST | RECORDS),
    ])
    .not_near(BANKING | PAPER),
    stops(&[(0, TAKE), (3, OFF), (2, LIST)]).not_near(BANKING | PAPER),
    stops(&[(0, WANT | ME), (0, OFF), (2, LIST)]),
    stops(&[(0, LOSE), (1, NUMBER)]).not_after(NOT | OTHERWISE),
    stops(&[(0, LEAVE), (2, ALONE)]),
    // "I revoke my consent", "I never signed up for these texts", "you have no permission to text me".
    stops(&[(0, REVOKE)])
        .not_after(OTHERWISE)
        .not_near(BANKING | PAPER),
    stops(&[(0, END), (3, CONSENT)]).not_near(BANKING | PAPER),
    stops(&[
        (0, NOT | NO | DID_NOT),
        (1, AGREE | CONSENT),
        (4, TEXTS | CONTACTING | CONTACTED),
    ]),
    stops(&[(0, NOT | NO), (3, CONSENT), (1, CONTACT)]),
    stops(&[(0, NO), (0, RIGHT), (1, CONTACT)]),
    stops(&[(0, TIRED), (4, TEXTS)]),
    stops(&[(0, TEXTS), (2, TIRED)]),
    stops(&[(0, BLOCK), (1, NUMBER | YOU | ME)]).not_near(BANKING | PAPER),
];

/// All patterns: what says more comes first.
pub(super) const PATTERNS: &[&[Pattern]] = &[WRONG_NUMBER, STOPS];
