use super::*;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn client() -> Client {
    Client::new("memberline", vec!["http://localhost:3000".to_owned()])
}

/// A good request with some parameters changed, or left out where the value is empty.
fn query(changes: &[(&str, &str)]) -> String {
    let good = [
        ("client_id", "memberline"),
        ("redirect_uri", "http://localhost:3000/"),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("state", "s&1"),
        ("nonce", "n"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in good {
        if !changes.iter().any(|(changed, _)| *changed == name) {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}

fn read(changes: &[(&str, &str)]) -> Result<AuthorizationRequest, Refusal> {
    AuthorizationRequest::read(&query(changes), &client())
}

#[test]
fn a_good_request_is_read_whole() {
    let request = read(&[("prompt", "login"), ("login_hint", "maria"), ("max_age", "0")]).unwrap();
    let expected = AuthorizationRequest {
        redirect_uri: "http://localhost:3000/".to_owned(),
        state: Some("s&1".to_owned()),
        scope: "openid email".to_owned(),
        nonce: Some("n".to_owned()),
        challenge: CHALLENGE.to_owned(),
        prompt: Prompt::Always,
        login_hint: Some("maria".to_owned()),
        max_age: Some(0),
    };
    assert_eq!(request, expected);
    let bare = read(&[("state", ""), ("nonce", "")]).unwrap();
    assert_eq!(
        (bare.state, bare.nonce, bare.prompt),
        (None, None, Prompt::IfNeeded)
    );
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let other = "https://evil.example/";
    for changes in [
        vec![("redirect_uri", other)],
        vec![("redirect_uri", "")],
        vec![("redirect_uri", "http://localhost:3000/callback")],
        vec![
            ("redirect_uri", "http://localhost:3000/"),
            ("redirect_uri", other),
        ],
        vec![("client_id", "another")],
        vec![("client_id", "")],
        vec![("client_id", "memberline"), ("client_id", "another")],
        // Whatever else is wrong with it.
        vec![("redirect_uri", other), ("response_type", "token")],
    ] {
        assert!(matches!(read(&changes), Err(Refusal::Shown(_))), "{changes:?}");
    }
    let long = query(&[("state", &"s".repeat(LONGEST))]);
    let refused = AuthorizationRequest::read(&long, &client());
    assert!(matches!(refused, Err(Refusal::Shown(_))));
    for junk in ["", "&&&", "%00%FF=%", "client_id", "\u{1F980}=\u{1F980}"] {
        let refused = AuthorizationRequest::read(junk, &client());
        assert!(matches!(refused, Err(Refusal::Shown(_))), "{junk}");
    }
}

#[test]
fn the_client_is_told_what_is_wrong_with_its_request() {
    for (changes, error) in [
        (vec![("response_type", "")], "invalid_request"),
        (vec![("response_type", "token")], "unsupported_response_type"),
        (
            vec![("response_type", "code id_token")],
            "unsupported_response_type",
        ),
        (vec![("response_mode", "fragment")], "invalid_request"),
        (vec![("scope", "")], "invalid_scope"),
        (vec![("scope", "email")], "invalid_scope"),
        (vec![("scope", "openid admin")], "invalid_scope"),
        (vec![("scope", "openid  email")], "invalid_scope"),
        (vec![("code_challenge", "")], "invalid_request"),
        (vec![("code_challenge", "short")], "invalid_request"),
        (vec![("code_challenge", &CHALLENGE[1..])], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "maybe")], "invalid_request"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("max_age", "soon")], "invalid_request"),
        (vec![("nonce", "a"), ("nonce", "b")], "invalid_request"),
        (vec![("request", "e30.e30.")], "request_not_supported"),
        (
            vec![("request_uri", "https://evil.example/")],
            "request_uri_not_supported",
        ),
    ] {
        let Err(Refusal::Told(told)) = read(&changes) else {
            panic!("{changes:?} is not told");
        };
        assert_eq!(told.error, error, "{changes:?}");
        assert_eq!(told.redirect_uri, "http://localhost:3000/");
        assert_eq!(told.state.as_deref(), Some("s&1"), "{changes:?}");
    }
}

#[test]
fn a_state_that_comes_twice_is_not_given_back() {
    let Err(Refusal::Told(told)) = read(&[("state", "a"), ("state", "b")]) else {
        panic!("it is not told");
    };
    assert_eq!((told.error, told.state), ("invalid_request", None));
}
