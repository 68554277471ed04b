//! What Portuguese words mean to the patterns, in alphabetical order. A word that means nothing to them stands here
//! when it is one letter from one that does: a word that is known is no slip.
//!
//! Memberline, forms of Brazil, as of 2026-11-28.

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "most kinds of words are named here")
)]
use super::super::classes::*;
use super::language::Vocabulary;

/// The Portuguese words.
#[rustfmt::skip]
pub(super) const PORTUGUESE: Vocabulary = Vocabulary {
    words: &[
        ("apague", REMOVE), ("boleto", BANKING), ("cancelar", END), ("cancele", END), ("cancelem", END),
        ("cartao", BANKING), ("casado", BANKING), ("cessem", CEASE), ("chega", ENOUGH), ("conheco", KNOW),
        ("conta", BANKING), ("contatar", CONTACTING), ("contate", CONTACT), ("contatem", CONTACT), ("deixe", CEASE),
        ("deixem", CEASE | LEAVE), ("descadastrar", UNSUBSCRIBE), ("descadastre", UNSUBSCRIBE),
        ("descadastrem", UNSUBSCRIBE), ("desejo", WANT), ("desinscrever", UNSUBSCRIBE), ("dessa", LIST),
        ("desta", LIST), ("emprestimo", BANKING), ("enviar", CONTACTING), ("envie", CONTACT | SEND),
        ("enviem", CONTACT | SEND), ("errada", WRONG), ("errado", WRONG), ("escreva", CONTACT), ("escrevam", CONTACT),
        ("escrever", CONTACTING), ("extrato", PAPER), ("incomodar", CONTACTING), ("incomode", CONTACT),
        ("incomodem", CONTACT), ("interessada", INTERESTED), ("interessado", INTERESTED), ("ligar", CONTACTING),
        ("lista", LIST), ("mais", MORE), ("mandar", CONTACTING), ("mande", CONTACT | SEND),
        ("mandem", CONTACT | SEND), ("me", ME), ("mensagem", TEXTS | TEXT), ("mensagens", TEXTS), ("mim", ME),
        ("nao", NOT), ("numero", NUMBER), ("pagamento", BANKING), ("parar", CEASE), ("pare", CEASE | ENOUGH),
        ("parem", CEASE | ENOUGH), ("paz", ALONE), ("perturbar", CONTACTING), ("pessoa", PERSON), ("queria", WANT),
        ("quero", WANT), ("receber", RECEIVE), ("remova", REMOVE), ("removam", REMOVE), ("retire", REMOVE),
        ("retirem", REMOVE), ("sou", I_AM), ("tire", REMOVE), ("tirem", REMOVE), ("torpedos", TEXTS),
    ],
};
