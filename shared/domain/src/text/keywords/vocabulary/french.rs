//! What French words mean to the patterns, in alphabetical order. A word that means nothing to them stands here
//! when it is one letter from one that does: a word that is known is no slip.
//!
//! Memberline, forms of France and Québec, as of 2026-11-28.

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "most kinds of words are named here")
)]
use super::super::classes::*;
use super::language::Vocabulary;

/// The French words.
#[rustfmt::skip]
pub(super) const FRENCH: Vocabulary = Vocabulary {
    words: &[
        ("alertes", TEXTS), ("annuler", END), ("annulez", END), ("arrete", CEASE | ENOUGH), ("arreter", CEASE | END),
        ("arretez", CEASE | ENOUGH), ("carnet", BANKING), ("carte", BANKING), ("cesser", CEASE), ("cessez", CEASE),
        ("compte", BANKING), ("contacter", CONTACTING), ("contactez", CONTACT), ("courrier", PAPER),
        ("deranger", CONTACTING), ("derangez", CONTACT), ("desabonnement", UNSUBSCRIBE), ("desabonner", UNSUBSCRIBE),
        ("desabonnez", UNSUBSCRIBE), ("desactiver", END), ("desactivez", END), ("desinscrire", UNSUBSCRIBE),
        ("desinscrivez", UNSUBSCRIBE), ("desire", WANT), ("ecrire", CONTACTING), ("ecrivez", CONTACT),
        ("effacez", REMOVE), ("enlevez", REMOVE), ("envoyer", CONTACTING), ("envoyez", SEND), ("faux", WRONG),
        ("harceler", CONTACTING), ("importuner", CONTACTING), ("interesse", INTERESTED), ("interessee", INTERESTED),
        ("laissez", LEAVE), ("lettre", PAPER), ("liste", LIST), ("mappeler", CONTACTING), ("mappelez", CONTACT_ME),
        ("mauvais", WRONG), ("mauvaise", WRONG), ("me", ME), ("mecrire", CONTACTING), ("mecris", CONTACT_ME),
        ("mecrivez", CONTACT_ME), ("menvoie", CONTACT_ME), ("menvoyer", CONTACTING), ("menvoyez", CONTACT_ME),
        ("message", TEXT), ("messages", TEXTS), ("moi", ME), ("ne", NOT), ("notifications", TEXTS), ("numero", NUMBER),
        ("paiement", BANKING), ("paiements", BANKING), ("personne", PERSON), ("plus", PLUS | MORE),
        ("prelevement", BANKING), ("prelevements", BANKING), ("pret", BANKING), ("recevoir", RECEIVE), ("releve", PAPER),
        ("releves", PAPER), ("retirez", REMOVE), ("sms", TEXTS), ("souhaite", WANT), ("stoppez", CEASE | ENOUGH),
        ("supprimez", REMOVE), ("texter", CONTACTING), ("textez", CONTACT), ("texto", TEXT), ("textos", TEXTS),
        ("tranquille", ALONE), ("veux", WANT), ("virement", BANKING), ("voudrais", WANT),
    ],
};
