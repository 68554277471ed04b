use super::*;
use crate::text::service_level::ServiceLevel::{Advanced, Standard};

fn template(source: &str) -> Template {
    Template::parse(source).unwrap_or_else(|e| panic!("{source:?}: {e}"))
}

fn fields() -> Fields<'static> {
    Fields {
        name: Some("Maria Lopez"),
        brand: "Lakeside",
        journey: "Loan Application",
        stage: Some("Income"),
        agent: Some("Sam"),
        help_contact: "call 555-0100",
    }
}

fn named(name: &str) -> Fields<'_> {
    Fields {
        name: Some(name),
        ..fields()
    }
}

#[test]
fn el_18_every_field_is_merged() {
    let text =
        "{brand}: {first_name|there}/{name|you}, {journey} at {stage|work} with {agent|us}. {help_contact}";
    assert_eq!(
        template(text).render(&fields()),
        "Lakeside: Maria/Maria Lopez, Loan Application at Income with Sam. call 555-0100"
    );
    let unknown = Fields {
        name: None,
        stage: None,
        agent: Some(" \n"),
        ..fields()
    };
    assert_eq!(
        template(text).render(&unknown),
        "Lakeside: there/you, Loan Application at work with us. call 555-0100"
    );
}

#[test]
fn el_18_what_is_written_around_and_in_braces() {
    for (source, text) in [
        ("a {{b}} c", "a {b} c"),
        ("{{{brand}}}", "{Lakeside}"),
        ("{{brand}}", "{brand}"),
        ("{{{{", "{{"),
        ("}}", "}"),
        ("{ brand }", "Lakeside"),
        ("{brand|x}", "Lakeside"),
        ("{brand|}", "Lakeside"),
        ("{ first_name | my friend }", "Maria"),
        ("{brand}{brand}", "LakesideLakeside"),
        ("two\nlines", "two\nlines"),
        ("ж 😀", "ж 😀"),
    ] {
        assert_eq!(template(source).render(&fields()), text, "{source:?}");
        assert_eq!(template(source).as_str(), source);
    }
    let nobody = Fields {
        name: None,
        ..fields()
    };
    assert_eq!(template("{first_name| a|b }").render(&nobody), "a|b");
}

#[test]
fn el_18_what_is_no_template_says_why_and_where() {
    let long = "a".repeat(2_001);
    for (source, code, said) in [
        ("", "template_empty", "empty"),
        (" \n\u{200B}", "template_empty", "empty"),
        (long.as_str(), "template_too_long", "2001"),
        ("a\tb", "template_control_character", "position 2"),
        ("ж\0", "template_control_character", "position 2"),
        ("a\u{85}", "template_control_character", "position 2"),
        ("hi {brand", "template_unclosed_brace", "position 4"),
        ("hi {", "template_unclosed_brace", "position 4"),
        ("{bra{nd}", "template_unclosed_brace", "position 1"),
        ("ж} {brand}", "template_unexpected_brace", "position 2"),
        ("{brand}} {{", "template_unexpected_brace", "position 8"),
        ("ж{brnd}", "template_unknown_field", "{brnd} at position 2"),
        ("{}", "template_unknown_field", "{} at position 1"),
        ("{|x}", "template_unknown_field", "{} at position 1"),
        ("{Brand}", "template_unknown_field", "{Brand}"),
        ("{first name|x}", "template_unknown_field", "{first name}"),
        (
            "x {first_name}",
            "template_fallback_missing",
            "{first_name} at position 3",
        ),
        ("{first_name| }", "template_fallback_missing", "position 1"),
        ("{name}", "template_fallback_missing", "{name}"),
        ("{stage}", "template_fallback_missing", "{stage}"),
        ("{agent|}", "template_fallback_missing", "{agent}"),
    ] {
        let error = Template::parse(source).unwrap_err();
        assert_eq!(error.code(), code, "{source:?}");
        assert!(error.to_string().contains(said), "{source:?}: {error}");
    }
    assert!(Template::parse(&"a".repeat(2_000)).is_ok());
    assert!(
        Template::parse(&"ж".repeat(2_000)).is_ok(),
        "characters, not bytes"
    );
    let error = Template::parse(&format!("{{{}}}", "x".repeat(1_000))).unwrap_err();
    assert!(error.to_string().len() < 250, "{error}");
}

#[test]
fn el_18_a_name_is_cleaned_and_never_read_as_template() {
    let greeting = template("Hi {name|there}!");
    for (name, text) in [
        ("  Maria   Lopez ", "Hi Maria Lopez!"),
        ("Maria\r\nLopez", "Hi Maria Lopez!"),
        ("Ma\0ria\u{1B}", "Hi Maria!"),
        ("\u{202E}Maria\u{200B}", "Hi Maria!"),
        ("{brand}", "Hi {brand}!"),
        ("{{x}}", "Hi {{x}}!"),
        ("}", "Hi }!"),
        ("", "Hi there!"),
        (" \t\n", "Hi there!"),
        ("\u{200D}\u{2060}", "Hi there!"),
        ("J.R. Smith", "Hi J.R. Smith!"),
        ("Dr. O'Neil, Jr.", "Hi Dr. O'Neil, Jr.!"),
        ("see evil.com", "Hi there!"),
        ("a..b.evil.example", "Hi there!"),
        ("evil\u{FF0E}com", "Hi there!"),
        ("https://evil", "Hi there!"),
        ("me@evil", "Hi there!"),
    ] {
        assert_eq!(greeting.render(&named(name)), text, "{name:?}");
    }
    let long = "Ж".repeat(1_000);
    assert_eq!(greeting.render(&named(&long)), format!("Hi {}!", "Ж".repeat(60)));
    let spaced = format!("{} {}", "a".repeat(59), "b".repeat(59));
    assert_eq!(
        greeting.render(&named(&spaced)),
        format!("Hi {}!", "a".repeat(59))
    );
}

#[test]
fn el_18_nobody_is_greeted_by_a_suffix_or_a_firm() {
    let greeting = template("Hi {first_name|there}, it waits.");
    for (name, greeted) in [
        ("Robert Smith, Jr", "Robert"),
        ("J. ROBERT SMITH", "Robert"),
        ("Smith Family Trust", "there"),
        ("Pat & Sam Lee", "there"),
    ] {
        assert_eq!(greeting.render(&named(name)), format!("Hi {greeted}, it waits."));
    }
}

#[test]
fn el_18_a_name_that_cannot_be_sent_gives_way_to_the_fallback() {
    let greeting = template("Hi {first_name|there}, {agent|your team} waits.");
    let render = |fields: &Fields<'_>, level| greeting.render_sendable(fields, level).unwrap();
    assert_eq!(render(&named("Zoë"), Advanced), "Hi Zoë, Sam waits.");
    assert_eq!(render(&named("Zoë"), Standard), "Hi there, Sam waits.");
    assert_eq!(render(&named("Zoé"), Standard), "Hi Zoé, Sam waits.");
    let both = Fields {
        agent: Some("Łukasz"),
        ..named("Zoë")
    };
    assert_eq!(render(&both, Standard), "Hi there, your team waits.");
}

#[test]
fn el_18_names_too_long_for_one_text_give_way_to_the_fallbacks() {
    let source = format!("{{name|you}}{}", "a".repeat(150));
    let greeting = template(&source);
    let rendered = greeting.render_sendable(&named("Maria Lopez"), Standard);
    assert_eq!(rendered, Some(format!("you{}", "a".repeat(150))));
    assert_eq!(
        greeting
            .render_sendable(&named("Maria L"), Standard)
            .map(|t| t.len()),
        Some(157)
    );
    let hopeless = template(&format!("{{name|you}}{}", "a".repeat(158)));
    assert_eq!(hopeless.render_sendable(&named("Maria"), Standard), None);
    assert_eq!(
        template("{brand}").render_sendable(&Fields::default(), Standard),
        None
    );
}

#[test]
fn el_18_a_template_is_counted_when_it_is_saved() {
    let preview = template("Hi {first_name|there}")
        .check(Standard, &fields())
        .unwrap();
    assert_eq!(preview.sample.text, "Hi Maria");
    assert_eq!(preview.sample.segmentation.carrier_segments, 1);
    assert_eq!(preview.longest.text, "Hi Maximiliano-Sebastian");
    assert_eq!(preview.longest_refused, None);

    let preview = template(&format!("{{name|you}}{}", "a".repeat(120)));
    let preview = preview.check(Standard, &fields()).unwrap();
    assert_eq!(
        preview.longest_refused.map(TextRefusal::code),
        Some("text_too_long")
    );
    assert_eq!(preview.longest.segmentation.carrier_segments, 2);

    let fallback_is_longest = template("{first_name|dear member of our credit union}");
    let preview = fallback_is_longest.check(Standard, &fields()).unwrap();
    assert_eq!(preview.longest.text, "dear member of our credit union");
}

#[test]
fn el_18_what_the_service_level_refuses_is_not_saved() {
    for (source, level, code) in [
        ("Hi 😀", Standard, Some("template_unsupported_characters")),
        ("Hi 😀", Advanced, None),
        (
            "{first_name|Зоя}",
            Standard,
            Some("template_unsupported_characters"),
        ),
        ("{first_name|Зоя}", Advanced, None),
        (&"a".repeat(161), Standard, Some("template_too_long")),
        (&"a".repeat(640), Advanced, None),
        (&"a".repeat(641), Advanced, Some("template_too_long")),
        (
            &format!("{{name|you}}{}", "a".repeat(150)),
            Standard,
            Some("template_too_long"),
        ),
        (
            &format!("{{name|{}}}", "a".repeat(161)),
            Standard,
            Some("template_too_long"),
        ),
    ] {
        let refusal = template(source).check(level, &fields()).err();
        assert_eq!(refusal.map(TemplateRefusal::code), code, "{source}");
    }
    let empty = template("{brand}")
        .check(Standard, &Fields::default())
        .unwrap_err();
    assert_eq!(empty.code(), "template_empty");
}

#[test]
fn el_18_a_template_is_stored_as_it_was_written() {
    let json = r#""Hi {first_name|there} {{x}}""#;
    let stored: Template = serde_json::from_str(json).unwrap();
    assert_eq!(stored, template("Hi {first_name|there} {{x}}"));
    assert_eq!(serde_json::to_string(&stored).unwrap(), json);
    assert!(serde_json::from_str::<Template>(r#""{nonsense}""#).is_err());
}
