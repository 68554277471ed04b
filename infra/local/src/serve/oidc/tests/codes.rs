//! Codes, and what is got for them.

use super::*;

#[tokio::test]
async fn whoever_chooses_an_agent_is_sent_back_with_a_code_that_brings_tokens() {
    let stage = Stage::new();
    let page = stage.get(&format!("/oidc/authorize?{}", request(&[])), "").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Maria Lopez"));

    let (back, _) = stage.choose("maria", &request(&[])).await;
    assert_eq!(back.status, 303);
    assert!(
        back.header("location")
            .starts_with("http://localhost:3000/?code=")
    );
    assert_eq!(
        (back.told("state"), back.told("iss")),
        ("s".to_owned(), format!("{URL}/oidc"))
    );

    let tokens = stage.redeem(&back.told("code"), &[]).await;
    assert_eq!((tokens.status, tokens.header("cache-control")), (200, "no-store"));
    assert_eq!(tokens.json()["expires_in"], 900);
    let access = claims(&tokens.text("access_token"));
    assert_eq!(
        (&access["sub"], &access["client_id"]),
        (&json!("maria"), &json!("memberline"))
    );
    let identity = claims(&tokens.text("id_token"));
    assert_eq!(
        (&identity["aud"], &identity["nonce"]),
        (&json!("memberline"), &json!("n"))
    );
    assert_eq!(access["exp"].as_i64(), access["iat"].as_i64().map(|at| at + 900));
}

#[tokio::test]
async fn an_expired_code_brings_nothing() {
    let stage = Stage::new();
    let code = stage.code_of("maria").await;
    stage.advance(60);
    let refused = stage.redeem(&code, &[]).await;
    assert_eq!(
        (refused.status, refused.text("error").as_str()),
        (400, "invalid_grant")
    );
}

#[tokio::test]
async fn a_stolen_code_brings_nothing_and_is_used_up() {
    let stage = Stage::new();
    for stolen in [
        ("code_verifier", ""),
        ("code_verifier", "a-verifier-of-the-thief-that-is-long-enough-01"),
        ("redirect_uri", "http://localhost:5173/"),
        ("redirect_uri", ""),
    ] {
        let code = stage.code_of("maria").await;
        let refused = stage.redeem(&code, &[stolen]).await;
        assert_eq!(refused.text("error"), "invalid_grant", "{stolen:?}");
        let late = stage.redeem(&code, &[]).await;
        assert_eq!(late.text("error"), "invalid_grant", "{stolen:?}");
    }
}

#[tokio::test]
async fn a_replayed_code_ends_what_came_of_it() {
    let stage = Stage::new();
    let code = stage.code_of("maria").await;
    let other = stage.redeem(&stage.code_of("devon").await, &[]).await;
    let tokens = stage.redeem(&code, &[]).await;
    let renewed = stage.renew(&tokens.text("refresh_token")).await;
    assert_eq!(renewed.status, 200);

    let replayed = stage.redeem(&code, &[]).await;
    assert_eq!(replayed.text("error"), "invalid_grant");
    let ended = stage.renew(&renewed.text("refresh_token")).await;
    assert_eq!(ended.text("error"), "invalid_grant");
    assert_eq!(stage.renew(&other.text("refresh_token")).await.status, 200);
}

#[tokio::test]
async fn what_is_no_request_for_tokens_is_refused_in_the_standards_words() {
    let stage = Stage::new();
    let code = stage.code_of("maria").await;
    for (change, error) in [
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", "refresh_token"), "invalid_request"),
        (("client_id", ""), "invalid_client"),
        (("client_id", "another"), "invalid_client"),
        (("code", ""), "invalid_request"),
        (("code", "guess"), "invalid_grant"),
    ] {
        let refused = stage.redeem(&code, &[change]).await;
        assert_eq!(refused.status, 400, "{change:?}");
        assert_eq!(refused.text("error"), error, "{change:?}");
        assert_eq!(refused.header("cache-control"), "no-store");
    }
    let twice = "grant_type=authorization_code&client_id=memberline&code=a&code=b";
    for (kind, body) in [
        ("application/x-www-form-urlencoded", twice.as_bytes()),
        (
            "application/x-www-form-urlencoded",
            b"\xff\xfe%00%zz&&=".as_slice(),
        ),
        ("application/x-www-form-urlencoded", b""),
        ("application/json", b"{\"grant_type\":\"authorization_code\"}"),
        ("", b"grant_type=authorization_code"),
    ] {
        let request = Request::post("/oidc/token").header("content-type", kind);
        let refused = stage.send(request.body(Body::from(body.to_vec())).unwrap()).await;
        assert_eq!(refused.status, 400, "{kind}");
    }
    let huge = Request::post("/oidc/token").header("content-type", "application/x-www-form-urlencoded");
    let huge = huge.body(Body::from("a".repeat(LONGEST_FORM + 1))).unwrap();
    assert_eq!(stage.send(huge).await.status, 413);
    // None of that was the one use that the code has.
    assert_eq!(stage.redeem(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn only_the_clients_own_pages_may_read_tokens() {
    let stage = Stage::new();
    for (origin, allowed) in [
        (URL, URL),
        ("http://localhost:5173", "http://localhost:5173"),
        ("https://evil.example", ""),
        ("null", ""),
    ] {
        for path in ["/oidc/token", "/oidc/revoke"] {
            let answer = stage.post(path, (origin, ""), &[]).await;
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        }
    }
    for open in ["openid-configuration", "jwks.json"] {
        let answer = stage.get(&format!("/oidc/.well-known/{open}"), "").await;
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
    let page = stage.get(&format!("/oidc/authorize?{}", request(&[])), "").await;
    assert_eq!(page.header("access-control-allow-origin"), "");
}
