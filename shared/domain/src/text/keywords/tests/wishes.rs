//! What is asked for in other words, and what is not asked for at all.

use super::*;

#[test]
fn mc_49_a_signature_in_the_language_of_the_phone_does_not_hide_an_opt_out() {
    all_are(
        Intent::OptOut,
        &[
            "STOP\nEnviado desde mi iPhone",
            "Stop por favor\n\nEnviado desde mi Samsung Galaxy",
            "STOP\nObtener Outlook para iOS",
            "ARRÊT\nEnvoyé de mon iPhone",
            "STOP\nEnviado do meu iPhone",
            "STOP\nVon meinem iPhone gesendet",
        ],
    );
    all_are(
        Intent::Other,
        &["Gracias\nEnviado desde mi iPhone", "Enviado desde mi cuenta"],
    );
}

#[test]
fn x_15_an_opt_out_in_other_words_never_blocks_and_is_noticed() {
    all_are(
        Intent::LooksLikeOptOut,
        &[
            "STOP 12345",
            "STOP12345",
            "stop texting my husband",
            "please stop sending me things about auto loans, I only want the mortgage",
            "How do I unsubscribe from the newsletter",
            "quit texting about this loan",
            "take me off your list",
            "leave me alone",
            "no more texts after 9 please",
            "start or stop?",
            "cancel stop",
            "I no longer want to receive texts",
            "Por favor no me envíen más mensajes",
            "STOPP",
            "stpo",
            "STOP. I paid my loan",
            "I paid off the card, so STOP!",
        ],
    );
}

#[test]
fn x_15_what_members_of_a_lender_stop_and_cancel_holds_nothing() {
    all_are(
        Intent::Other,
        &[
            "Stop by the branch at 5?",
            "can you stop by",
            "we have to STOP this bill",
            "don't send me any more duplicate charges",
            "cancel my appointment",
            "cancel my card",
            "Can you stop payment on check 1024?",
            "please stop the autopay",
            "unsubscribe me from paper statements",
            "I opt out of overdraft protection",
            "I revoke my authorization for autopay",
            "don\u{2019}t contact my employer",
        ],
    );
}

#[test]
fn x_15_what_a_reaction_or_a_reply_quotes_is_nobodys_wish() {
    all_are(
        Intent::Other,
        &[
            "Liked “Your loan is approved. Reply STOP to end.”",
            "Removed a like from “Reply STOP to end.”",
            "Reacted 😂 to “STOP”",
            "Le encantó “Responda STOP para cancelar”",
            "\u{200A}\u{200B}👍\u{200B} to “\u{200A}Reply STOP to end\u{200A}”\u{200A}",
            "Liked “Your payment of $320 is due Friday. Reply STO",
            "Replying to “Reply STOP to end”\nthanks, got it",
            "What does “Reply STOP to end” mean?",
            "ok\n> Reply STOP to end",
        ],
    );
    all_are(
        Intent::OptOut,
        &[
            "Replying to “Reply STOP to end”\nSTOP",
            "“Reply STOP to end” STOP",
            "STOP\n> Thanks! Reply STOP to end",
        ],
    );
    all_are(
        Intent::LooksLikeOptOut,
        &[
            "You said “Reply STOP to end”, so STOP",
            "Liked “Reply STOP to end.” but stop texting me",
            "I said “stop texting me”",
        ],
    );
}

#[test]
fn x_15_a_wrong_number_is_its_own_finding_and_never_blocks() {
    all_are(
        Intent::WrongNumber,
        &[
            "Wrong number",
            "Wrong number, this isn't Pat",
            "This is not Shaniqua, sorry",
            "i'm not pat",
            "no soy María",
            "número equivocado",
            "wrong number stop texting me",
            "There is no Michael here",
        ],
    );
    all_are(
        Intent::Other,
        &[
            "I gave you the wrong number, mine ends in 12",
            "the wrong account number",
            "This is not urgent",
            "I'm not American",
            "I'm not sure",
            "This is Pat",
        ],
    );
}
