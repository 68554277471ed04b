//! Requests to have somebody sign in, and the page that answers them.

use super::*;

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let stage = Stage::new();
    for changes in [
        [("redirect_uri", "https://evil.example/")],
        [("redirect_uri", "http://localhost:3000.evil.example/")],
        [("redirect_uri", "")],
        [("client_id", "another")],
    ] {
        let query = request(&changes);
        let asked = stage.get(&format!("/oidc/authorize?{query}"), "").await;
        let chosen = stage
            .post(
                "/oidc/authorize",
                (URL, ""),
                &[("request", &query), ("agent", "maria")],
            )
            .await;
        let denied = stage
            .post(
                "/oidc/authorize",
                (URL, ""),
                &[("request", &query), ("deny", "yes")],
            )
            .await;
        for answer in [asked, chosen, denied] {
            assert_eq!((answer.status, answer.header("location")), (400, ""), "{query}");
            assert!(answer.body.contains("http://localhost:3000/"));
        }
    }
    assert_eq!(stage.get("/oidc/authorize", "").await.status, 400);
    assert_eq!(stage.post("/oidc/authorize", (URL, ""), &[]).await.status, 400);
}

#[tokio::test]
async fn the_client_hears_what_is_wrong_with_its_request() {
    let stage = Stage::new();
    for (change, error) in [
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "email"), "invalid_scope"),
        (("prompt", "none"), "login_required"),
    ] {
        let query = request(&[change]);
        let answer = stage.get(&format!("/oidc/authorize?{query}"), "").await;
        assert_eq!(answer.status, 303, "{change:?}");
        assert!(
            answer
                .header("location")
                .starts_with("http://localhost:3000/?error=")
        );
        assert_eq!(answer.told("error"), error, "{change:?}");
        assert_eq!(
            (answer.told("state"), answer.told("iss")),
            ("s".to_owned(), format!("{URL}/oidc"))
        );
        assert_eq!(answer.told("code"), "");
    }
}

#[tokio::test]
async fn who_does_not_want_to_is_not_signed_in() {
    let stage = Stage::new();
    let query = request(&[]);
    let form = [("request", query.as_str()), ("deny", "yes"), ("agent", "maria")];
    let answer = stage.post("/oidc/authorize", (URL, ""), &form).await;
    assert_eq!(
        (answer.told("error").as_str(), answer.told("code").as_str()),
        ("access_denied", "")
    );
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn another_page_chooses_for_nobody() {
    let stage = Stage::new();
    let query = request(&[]);
    let form = [("request", query.as_str()), ("agent", "maria")];
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:5173",
        "https://localhost:3000",
    ] {
        let answer = stage.post("/oidc/authorize", (origin, ""), &form).await;
        assert_eq!((answer.status, answer.header("location")), (400, ""), "{origin}");
    }
    let request = Request::post("/oidc/authorize").header("host", "localhost:3000");
    let unnamed = stage
        .send(request.body(Body::from(encoded(&form))).unwrap())
        .await;
    assert_eq!(unnamed.status, 400);
}

#[tokio::test]
async fn who_is_unknown_or_suspended_cannot_be_chosen() {
    let stage = Stage::new();
    for agent in ["", "nobody", "<script>", "Maria Lopez"] {
        let form = [("request", &*request(&[])), ("agent", agent)];
        let answer = stage.post("/oidc/authorize", (URL, ""), &form).await;
        assert_eq!((answer.status, answer.header("location")), (400, ""), "{agent}");
    }
}

#[tokio::test]
async fn the_page_is_shown_in_no_frame_and_runs_no_script() {
    let stage = Stage::new();
    let query = request(&[("state", "\"><script>")]);
    let page = stage.get(&format!("/oidc/authorize?{query}"), "").await;
    let policy = page.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self' http://localhost:3000/",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(!page.body.contains("<script"));
}

#[tokio::test]
async fn under_another_name_of_this_machine_the_issuer_shows_its_documents_and_signs_nobody_in() {
    let stage = Stage::new();
    let routes = crate::serve::router(Arc::clone(&stage.app));
    let status = async |host: &str, path: &str| {
        let request = Request::get(path).header("host", host).body(Body::empty());
        let answer = routes.clone().oneshot(request.unwrap()).await.unwrap();
        answer.status().as_u16()
    };
    let documents = [
        "/oidc/.well-known/openid-configuration",
        "/oidc/.well-known/jwks.json",
    ];
    for host in ["host.docker.internal:3000", "localhost:3000"] {
        for path in documents {
            assert_eq!(status(host, path).await, 200, "{host} {path}");
        }
    }
    let query = request(&[]);
    for path in [format!("/oidc/authorize?{query}"), "/dev/clock".to_owned()] {
        assert_eq!(status("host.docker.internal:3000", &path).await, 403, "{path}");
        assert_eq!(status("localhost:3000", &path).await, 200, "{path}");
    }
}
