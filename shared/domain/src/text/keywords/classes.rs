//! The kinds of words that [patterns](super::patterns) are made of. One word may be of several, in whatever language.

/// A set of kinds: one bit for each.
pub(super) type Kinds = u128;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {
        kinds!(@ 0, $($(#[doc = $doc])+ $name),+);
    };
    (@ $bit:expr, $(#[doc = $doc:literal])+ $name:ident $(, $(#[doc = $docs:literal])+ $names:ident)*) => {
        $(#[doc = $doc])+
        pub(super) const $name: Kinds = 1 << ($bit);
        kinds!(@ $bit + 1 $(, $(#[doc = $docs])+ $names)*);
    };
    (@ $bit:expr $(,)?) => {
        // More than 128 kinds do not fit, which the compiler says here.
        const _: () = assert!($bit < 129);
    };
}

kinds! {
    /// The word of the keyword itself, which asks to stop wherever nothing else is to stop.
    STOP,
    /// Says that something is to end, of which the next words tell what: stop, quit, dejen.
    CEASE,
    /// Ends what is named right after it: end, cancel, cancelar.
    END,
    /// Is a request to stop in a message of a few words: paren, basta, arrêtez.
    ENOUGH,
    /// Leaves a list by itself: unsubscribe, désabonner.
    UNSUBSCRIBE,
    /// Texting, bothering, enviarme.
    CONTACTING,
    /// Text, contact, bother, as a demand.
    CONTACT,
    /// Has `me` in it already: m'envoyez.
    CONTACT_ME,
    /// Send: only with what is sent.
    SEND,
    /// Contacted, texted.
    CONTACTED,
    /// Call.
    CALL,
    /// Texts, messages, mensajes.
    TEXTS,
    /// One text: text, message, mensaje.
    TEXT,
    /// Subscription.
    SUBSCRIPTION,
    /// Not, don't, never, não.
    NOT,
    /// Not, by itself.
    PLAIN_NOT,
    /// No: English and Spanish.
    NO,
    /// Did not.
    DID_NOT,
    /// More, further, anything, again, más.
    MORE,
    /// No *longer*.
    LONGER,
    /// French *plus*, which means no more at the start.
    PLUS,
    /// Want, wish, need, quiero.
    WANT,
    /// Rather not.
    RATHER,
    /// Receive, get.
    RECEIVE,
    /// Me, us.
    ME,
    /// Ever, please: between "don't" and its verb.
    ADVERB,
    /// This, these.
    THIS,
    /// Remove, take out, delete.
    REMOVE,
    /// Quítenme, bórreme.
    REMOVE_ME,
    /// Take, get.
    TAKE,
    /// Off.
    OFF,
    /// Out.
    OUT,
    /// Opt.
    OPT,
    /// Turn, switch.
    TURN,
    /// Lose.
    LOSE,
    /// List, system.
    LIST,
    /// Number, phone, número.
    NUMBER,
    /// Leave.
    LEAVE,
    /// Alone, en paz.
    ALONE,
    /// Revoke, withdraw.
    REVOKE,
    /// Consent, permission.
    CONSENT,
    /// Signed up, agreed, authorised.
    AGREE,
    /// Block.
    BLOCK,
    /// You.
    YOU,
    /// Wrong, incorrect, equivocado.
    WRONG,
    /// Person, guy.
    PERSON,
    /// Right, correct.
    RIGHT,
    /// A person's name.
    NAME,
    /// The word name.
    NAMED,
    /// Nobody, anyone, nadie.
    ANYBODY,
    /// One, of "no one".
    ONE,
    /// A, any, ninguna: before a name.
    ANY,
    /// Is, am, soy.
    BE,
    /// Isn't.
    IS_NOT,
    /// I'm, soy.
    I_AM,
    /// Know, conozco.
    KNOW,
    /// Who, whom.
    WHO,
    /// That, he, she, him, her, ella.
    THEM,
    /// Him, her.
    HIM,
    /// Here, aquí.
    HERE,
    /// Live, vive, has, uses.
    LIVE,
    /// Just, recently.
    JUST,
    /// Belongs.
    BELONG,
    /// My, as in "not my name".
    MY,
    /// Vietnamese *tin* and *nhắn*, which together are a text.
    TIN,
    /// The other half of it.
    NHAN,
    /// Vietnamese *nhầm*, *sai*: mistaken.
    MISTAKEN,
    /// Vietnamese *số*: number.
    SO,
    /// What is ordinarily stopped, cancelled or left at a lender: payments, cards, accounts.
    BANKING,
    /// Paper that is sent.
    PAPER,
    /// By, in, at: "stop by".
    PLACE,
    /// Bus, one, can't: before a stop of another kind; put, gave: before a wrong number that the member gave.
    OTHERWISE,
    /// Be, of "to be contacted".
    TO_BE,
    /// Removed, taken off.
    REMOVED,
    /// Hear, heard of.
    HEAR,
    /// It, of "quit it".
    IT,
    /// Changed, as a number is.
    CHANGE,
    /// Someone *else*.
    SOMEONE,
    /// Meant, looking for.
    MEANT,
    /// Mr, Ms: before a name.
    TITLE,
    /// "I don't know" in short.
    IDK,
    /// There is, in Spanish: hay.
    THERE_IS,
    /// Do it again, in Spanish: vuelvan a, sigan.
    AGAIN,
    /// Tired of, annoying.
    TIRED,
    /// I, you, who: another sentence begins, whatever the marks.
    CLAUSE,
    /// Some other doing: "stop wondering".
    DOING,
    /// Knock, cut: before "it off", "it out".
    KNOCK,
    /// Bothering, spamming: never what a member wants of us.
    HARASSING,
    /// Interested, interesado.
    INTERESTED,
    /// Drop, cross, wipe: takes somebody off a list, and other things elsewhere.
    DROP,
    /// Records, contacts, files: where a number is kept.
    RECORDS,
}
