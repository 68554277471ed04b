//! Signing out at the issuer.

use super::*;

struct SignedIn {
    stage: Stage,
    cookie: String,
    id_token: String,
}

async fn signed_in() -> SignedIn {
    let stage = Stage::new();
    let (back, cookie) = stage.choose("maria", &request(&[])).await;
    let id_token = stage.redeem(&back.told("code"), &[]).await.text("id_token");
    SignedIn {
        stage,
        cookie,
        id_token,
    }
}

impl SignedIn {
    async fn sign_out(&self, parameters: &[(&str, &str)]) -> Answer {
        let path = format!("/oidc/logout?{}", encoded(parameters));
        self.stage.get(&path, &self.cookie).await
    }

    async fn is_known(&self) -> bool {
        let path = format!("/oidc/authorize?{}", request(&[]));
        self.stage.get(&path, &self.cookie).await.status == 303
    }
}

#[tokio::test]
async fn the_client_signs_out_whom_its_id_token_names() {
    let maria = signed_in().await;
    // In force or not.
    maria.stage.advance(3_600);
    let parameters = [
        ("id_token_hint", maria.id_token.as_str()),
        ("post_logout_redirect_uri", CONSOLE),
        ("state", "a&b"),
    ];
    let back = maria.sign_out(&parameters).await;
    assert_eq!(
        (back.status, back.header("location")),
        (303, "http://localhost:3000/?state=a%26b")
    );
    assert!(back.header("set-cookie").contains("Max-Age=0"));
    assert!(!maria.is_known().await);
    let again = maria.sign_out(&parameters[..2]).await;
    assert_eq!(again.header("location"), CONSOLE);
}

#[tokio::test]
async fn where_anyone_could_have_sent_the_browser_one_is_asked() {
    let maria = signed_in().await;
    let devon = maria.stage.redeem(&maria.stage.code_of("devon").await, &[]).await;
    for hint in ["", "guess", "e30.e30.e30", &devon.text("id_token")] {
        let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", CONSOLE)];
        let page = maria.sign_out(&parameters).await;
        assert_eq!((page.status, page.header("location")), (200, ""), "{hint}");
        assert!(page.body.contains("Do you want to sign out?"));
        assert!(maria.is_known().await, "{hint}");
    }
    let wanted = encoded(&[("post_logout_redirect_uri", CONSOLE)]);
    let form = [("request", wanted.as_str()), ("sure", "yes")];
    let foreign = maria
        .stage
        .post("/oidc/logout", ("https://evil.example", &maria.cookie), &form)
        .await;
    assert_eq!(foreign.status, 400);
    assert!(maria.is_known().await);
    let own = maria
        .stage
        .post("/oidc/logout", (URL, &maria.cookie), &form)
        .await;
    assert_eq!((own.status, own.header("location")), (303, CONSOLE));
    assert!(!maria.is_known().await);
}

#[tokio::test]
async fn nobody_is_sent_on_to_an_address_that_is_not_registered() {
    for wrong in [
        &[("post_logout_redirect_uri", "https://evil.example/")][..],
        &[("post_logout_redirect_uri", CONSOLE), ("client_id", "another")],
        &[
            ("post_logout_redirect_uri", CONSOLE),
            ("post_logout_redirect_uri", "https://evil.example/"),
        ],
    ] {
        let maria = signed_in().await;
        let mut parameters = vec![("id_token_hint", maria.id_token.as_str())];
        parameters.extend(wrong);
        let answer = maria.sign_out(&parameters).await;
        assert_eq!((answer.status, answer.header("location")), (400, ""), "{wrong:?}");
        // Signed out all the same.
        assert!(!maria.is_known().await);
    }
}

#[tokio::test]
async fn without_an_address_a_page_says_that_one_is_signed_out() {
    let maria = signed_in().await;
    let page = maria
        .stage
        .post(
            "/oidc/logout",
            ("https://console.example", &maria.cookie),
            &[("id_token_hint", &maria.id_token)],
        )
        .await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("You are signed out"));
    assert!(!maria.is_known().await);
}
