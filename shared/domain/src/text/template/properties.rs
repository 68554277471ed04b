//! Whatever a template says, its rules hold.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Text that may break out of a template or a line.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "{",
        "}",
        "{{",
        "}}",
        "|",
        "{brand}",
        "{first_name|",
        "\n",
        "\r",
        "\0",
        "\u{202E}",
        "\u{200D}",
        "\u{301}",
        "😀",
        "€",
        "ë",
        " ",
        "  ",
        "evil.com",
        "https://",
        "STOP",
        "Maria",
        ",",
        ".",
        "%s",
        "\u{2028}",
        "\u{10FFFF}",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat()),
        "(?s).{0,120}",
        any::<String>(),
    ]
}

fn level() -> impl Strategy<Value = ServiceLevel> {
    select(vec![ServiceLevel::Standard, ServiceLevel::Advanced])
}

fn valid() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z ,.!]{1,20}",
        Just("{{".to_owned()),
        Just("}}".to_owned()),
        (select(Field::ALL), "[a-z]{1,12}").prop_map(|(field, fallback)| format!("{{{field}|{fallback}}}")),
        select(vec!["{brand}", "{journey}", "{help_contact}"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("something to read", |text| !text.trim().is_empty())
}

proptest! {
    #[test]
    fn el_18_any_text_is_a_template_or_refused_with_its_place(source in hostile()) {
        match Template::parse(&source) {
            Ok(template) => prop_assert_eq!(template.as_str(), source),
            Err(error) => {
                prop_assert!(error.code().starts_with("template_"));
                let position = match &error {
                    TemplateError::Empty | TemplateError::TooLong { .. } => return Ok(()),
                    TemplateError::ControlCharacter { position } => {
                        let found = source.chars().nth(position - 1);
                        prop_assert!(found.is_some_and(|c| c.is_control() && c != '\n'));
                        return Ok(());
                    }
                    TemplateError::UnexpectedBrace { position } => {
                        prop_assert_eq!(source.chars().nth(position - 1), Some('}'));
                        return Ok(());
                    }
                    TemplateError::UnclosedBrace { position }
                    | TemplateError::UnknownField { position, .. }
                    | TemplateError::FallbackMissing { position, .. } => *position,
                };
                prop_assert_eq!(source.chars().nth(position - 1), Some('{'));
            }
        }
    }

    #[test]
    fn el_18_text_with_its_braces_doubled_is_itself(text in "[^\\p{C}]{1,80}") {
        prop_assume!(text.chars().any(char::is_alphanumeric));
        let template = Template::parse(&text.replace('{', "{{").replace('}', "}}")).unwrap();
        prop_assert_eq!(template.render(&Fields::default()), text);
    }

    #[test]
    fn el_18_a_value_stays_one_short_line_and_is_never_read_again(
        name in hostile(), stage in hostile(), agent in hostile(),
    ) {
        let fields = Fields { name: Some(&name), stage: Some(&stage), agent: Some(&agent), ..Fields::default() };
        for (field, text) in [("name", &name), ("stage", &stage), ("agent", &agent), ("first_name", &name)] {
            let template = Template::parse(&format!("<{{{field}|fallback}}>")).unwrap();
            let rendered = template.render(&fields);
            let value = rendered.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap();
            prop_assert!(!value.is_empty() && value.chars().count() <= VALUE_LIMIT);
            let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2028}');
            prop_assert!(!value.chars().any(|c| c.is_control() || turns(c)));
            // All that is in it was in the value, or it is the fallback: no brace was merged, no other field came in. A first name
            // in capital or in small letters is written as names are.
            let recased = if field == "first_name" { text.to_lowercase() + &text.to_uppercase() } else { String::new() };
            let from_value = value.chars().all(|c| c == ' ' || text.contains(c) || recased.contains(c));
            prop_assert!(value == "fallback" || from_value, "{value:?} of {text:?}");
            prop_assert!(field == "stage" || field == "agent" || !value.contains("evil.com"));
        }
    }

    #[test]
    fn el_18_what_is_rendered_to_be_sent_can_be_sent(
        source in valid(), name in hostile(), stage in hostile(), agent in hostile(), level in level(),
    ) {
        let template = Template::parse(&source).unwrap();
        let fields = Fields {
            name: Some(&name),
            stage: Some(&stage),
            agent: Some(&agent),
            brand: "Lakeside",
            journey: "Loan Application",
            help_contact: "call 555-0100",
        };
        let sendable = template.render_sendable(&fields, level);
        if let Some(text) = &sendable {
            prop_assert!(level.check(text).is_ok());
        }
        let rendered = template.render(&fields);
        if level.check(&rendered).is_ok() {
            prop_assert_eq!(sendable.as_ref(), Some(&rendered), "values come first");
        }
        // What was saved is sent to everybody, whatever they are called.
        let sample = Fields { name: Some("Sam Roe"), stage: None, agent: None, ..fields };
        if template.check(level, &sample).is_ok() {
            prop_assert!(sendable.is_some());
        }
    }
}
