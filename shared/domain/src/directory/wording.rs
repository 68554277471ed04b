//! What the product itself texts to a member. As of 2026-11; sources: 47 CFR 64.1200(a)(12) for the confirmation of an
//! opt-out (one text, nothing but the confirmation), the CTIA Messaging Principles for HELP and for asking (brand, what is
//! asked, frequency, rates, the ways to help and out), 47 CFR 64.1200(f)(9) for marketing (no condition of a purchase).

use crate::consent::Category;
use crate::directory::Organisation;

/// The one confirmation of an opt-out.
pub fn opt_out_confirmation(organisation: &Organisation) -> String {
    format!(
        "{}: You are opted out and will get no more texts from us. Reply START to resume.",
        organisation.brand
    )
}

/// The confirmation that texts resume.
pub fn opt_in_confirmation(organisation: &Organisation) -> String {
    format!(
        "{}: You will get texts from us again. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out.",
        organisation.brand
    )
}

/// The answer to HELP.
pub fn help(organisation: &Organisation) -> String {
    format!(
        "{}: For help {}. Msg frequency varies. Msg & data rates may apply. Reply STOP to opt out.",
        organisation.brand, organisation.help_contact
    )
}

/// The notice that a picture that the member sent is not seen.
pub fn pictures_not_shown(organisation: &Organisation) -> String {
    format!(
        "{}: We cannot see pictures or files sent to this number. Please tell us in words, or {}.",
        organisation.brand, organisation.help_contact
    )
}

/// The question whether texts of these categories are wanted.
pub fn consent_request(organisation: &Organisation, categories: &[Category]) -> String {
    let asked = |category: &Category| match category {
        Category::Service => "messages about your application",
        Category::Automation => "automatic reminders",
        Category::Marketing => "offers",
    };
    let mut list = String::new();
    for (place, category) in categories.iter().enumerate() {
        let is_final = place + 1 == categories.len();
        list.push_str(match place {
            0 => "",
            _ if is_final => " and ",
            _ => ", ",
        });
        list.push_str(asked(category));
    }
    let condition = if categories.contains(&Category::Marketing) {
        " Consent is not a condition of any purchase."
    } else {
        ""
    };
    format!(
        "{}: May we send you {list} by text? Reply YES or NO.{condition} Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out.",
        organisation.brand
    )
}
