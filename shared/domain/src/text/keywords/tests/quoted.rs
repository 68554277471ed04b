//! Our own text beside the member's words, with a mark of quotation and without one.

use super::*;

#[test]
fn x_15_our_text_quoted_above_the_answer_is_nobodys_wish() {
    all_are(
        Intent::Other,
        &[
            "> Reply STOP to end.\nI will bring it by",
            "> Hi Pat, your loan is waiting. Reply STOP to end.\n\nI will bring it by",
            "> Hi Pat, your loan\n> is waiting. Reply STOP to end.\nok",
            "> Hi Pat, you can unsubscribe from our texts when you like\nI will bring it by",
            "> Reply STOP to end. I will bring it by",
            ">> Reply STOP to opt out\n> ok\nsee you then",
            "Hi Pat, your loan is waiting. Reply STOP to end.\n\nI will bring it by",
            "Hi Pat, your loan is waiting - Reply STOP to end\nI will bring it by",
            "Hi Pat, your loan is waiting. Reply STOP to end. I will bring it by",
            "Re: Reply STOP to end. I will bring it by",
            "Re: Hi Pat, your loan is waiting. Reply HELP for help, STOP to opt out. ok",
            "Msg & data rates may apply. HELP for help. STOP to cancel.\nWhat is this?",
            "Msg&data rates may apply. Txt HELP4HELP, STOP2END.\nWhat is this?",
            "Lakeside: To opt out, reply STOP. ok",
            "If you no longer wish to receive texts from us, reply STOP.\nOk thanks",
            "Reply “STOP” to opt out of texts from Lakeside Credit Union.\nI signed it",
            "Text STOP to 62015 to cancel. Done, see you Friday",
            "Responda STOP para cancelar.\nMañana lo llevo",
            "Para dejar de recibir mensajes, responda STOP. Gracias, ya firmé",
            "Répondez STOP pour vous désabonner.\nMerci, à demain",
            "Responda PARAR para cancelar.\nObrigado",
        ],
    );
}

#[test]
fn x_15_only_our_own_words_back_are_nothing_to_judge() {
    all_are(
        Intent::Other,
        &[
            "Reply STOP to end.",
            "Text STOP to quit",
            "“Reply STOP to end”",
            "> Reply STOP to end.",
            "> Hi Pat, your loan is waiting.\n> Reply STOP to end.",
            "Hi Pat, your loan is waiting. Reply STOP to end.",
            "Reply HELP for help, STOP to opt out.",
            "Reply STOP or END to cancel texts at any time",
            "Lakeside Credit Union: You are opted out and will get no more texts from us. Reply START to resume.",
            "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.",
        ],
    );
}

#[test]
fn mc_49_a_stop_above_or_below_our_text_is_a_whole_message() {
    all_are(
        Intent::OptOut,
        &[
            "> Reply STOP to end.\nSTOP",
            "> Hi Pat, your loan is waiting. Reply STOP to end.\n\nStop please",
            "> Hi Pat, the papers are ready.\nSTOP",
            "STOP\n> Hi Pat, your loan is waiting. Reply STOP to end.",
            "Hi Pat, your loan is waiting. Reply STOP to end.\n\nSTOP",
            "Hi Pat, your loan is waiting.\nReply STOP to end.\nstop texting me",
            "STOP\nReply STOP to end.",
            "stop\n\nHi Pat,\nyour loan is waiting.\nReply STOP to end.",
            "Reply STOP to end. STOP",
            "> STOP",
            "> stop\nall",
            "> stop texting me\n> I mean it",
        ],
    );
}

#[test]
fn x_15_a_wish_beside_our_text_is_heard() {
    all_are(
        Intent::LooksLikeOptOut,
        &[
            "> Reply STOP to end.\nHow often do I have to say it, stop",
            "> Hi Pat, your loan is waiting. Reply STOP to end.\ntake me off your list",
            "take me off your list\n> Hi Pat, your loan is waiting. Reply STOP to end.",
            "> Please take me off your list\nI said so already",
            "> STOP\nI said so already",
            "> Reply STOP to end. leave me alone",
            "Hi Pat, your loan is waiting. Reply STOP to end.\n\nI don't want these texts",
            "I don't want these texts\n\nHi Pat, your loan is waiting. Reply STOP to end.",
            "Hi Pat, your loan is waiting. Reply STOP to end. STOP",
            "Reply STOP to end, so STOP",
            "Reply STOP to end STOP",
            "You said reply STOP to end so STOP",
            "How often do I have to reply STOP to end this",
            "I text STOP to end this and you go on",
            "Reply STOP to end my misery",
            "Reply STOP",
            "text stop to end",
            "STOP to all texts",
            "STOP to you people",
        ],
    );
    all_are(
        Intent::WrongNumber,
        &["> Hi Pat, your loan is waiting. Reply STOP to end.\nwrong number"],
    );
}

#[test]
fn other_keywords_below_our_text_are_heard_and_an_answer_is_not_guessed() {
    all_are(
        Intent::OptIn,
        &["Lakeside: You are opted out and will get no more texts from us. Reply START to resume.\nSTART"],
    );
    all_are(Intent::Help, &["> Reply HELP for help, STOP to opt out.\nhelp"]);
    // What is quoted may be another question than the one of consent.
    assert_eq!(answer("> Is Friday all right?\nyes"), None);
}
