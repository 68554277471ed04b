//! A browser that the issuer knows.

use super::*;

async fn asked(stage: &Stage, cookie: &str, changes: &[(&str, &str)]) -> Answer {
    let query = request(changes);
    stage.get(&format!("/oidc/authorize?{query}"), cookie).await
}

#[tokio::test]
async fn who_signed_in_with_a_browser_is_not_asked_again() {
    let stage = Stage::new();
    let (first, cookie) = stage.choose("maria", &request(&[])).await;
    let said = first.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/oidc"] {
        assert!(said.contains(part), "{said}");
    }
    for changes in [
        &[][..],
        &[("prompt", "none")],
        &[("login_hint", "maria")],
        &[("max_age", "100")],
    ] {
        let back = asked(&stage, &cookie, changes).await;
        assert_eq!(back.status, 303, "{changes:?}");
        let tokens = stage.redeem(&back.told("code"), &[]).await;
        assert_eq!(claims(&tokens.text("access_token"))["sub"], "maria");
    }
}

#[tokio::test]
async fn the_page_is_shown_where_the_request_wants_it_or_nobody_is_known() {
    let stage = Stage::new();
    let (_, cookie) = stage.choose("maria", &request(&[])).await;
    for changes in [
        ("prompt", "login"),
        ("prompt", "select_account"),
        ("login_hint", "devon"),
    ] {
        assert_eq!(
            asked(&stage, &cookie, &[changes]).await.status,
            200,
            "{changes:?}"
        );
    }
    stage.advance(10);
    assert_eq!(asked(&stage, &cookie, &[("max_age", "9")]).await.status, 200);
    assert_eq!(asked(&stage, &cookie, &[("max_age", "60")]).await.status, 303);
    for other in [
        "",
        "memberline-issuer-3000=",
        "memberline-issuer-3000=guess",
        "memberline-issuer-3100=a",
    ] {
        assert_eq!(asked(&stage, other, &[]).await.status, 200, "{other}");
    }
    stage.advance(12 * 3_600);
    assert_eq!(asked(&stage, &cookie, &[]).await.status, 200);
}

#[tokio::test]
async fn a_suspended_agents_browser_is_known_no_more() {
    let stage = Stage::new();
    let (_, cookie) = stage.choose("maria", &request(&[])).await;
    stage.known.replace(Vec::new());
    let back = asked(&stage, &cookie, &[("prompt", "none")]).await;
    assert_eq!(back.told("error"), "login_required");
}

#[tokio::test]
async fn another_choice_takes_the_place_of_the_first() {
    let stage = Stage::new();
    let (_, first) = stage.choose("maria", &request(&[])).await;
    let query = request(&[]);
    let form = [("request", query.as_str()), ("agent", "devon")];
    let second = stage.post("/oidc/authorize", (URL, &first), &form).await;
    assert_eq!(second.status, 303);
    assert_eq!(asked(&stage, &first, &[]).await.status, 200);
}
