//! Refresh tokens.

use super::*;

async fn signed_in(stage: &Stage, agent: &str) -> Answer {
    let tokens = stage.redeem(&stage.code_of(agent).await, &[]).await;
    assert_eq!(tokens.status, 200);
    tokens
}

#[tokio::test]
async fn each_refresh_token_brings_new_tokens_once() {
    let stage = Stage::new();
    let first = signed_in(&stage, "maria").await;
    stage.advance(600);
    let second = stage.renew(&first.text("refresh_token")).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.text("refresh_token"), first.text("refresh_token"));
    let (before, after) = (claims(&first.text("id_token")), claims(&second.text("id_token")));
    assert_eq!(after["sub"], before["sub"]);
    assert_eq!(after["nonce"], Value::Null);
    assert_eq!(stage.renew(&second.text("refresh_token")).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_that_comes_again_ends_all_of_its_family() {
    let stage = Stage::new();
    let stolen = signed_in(&stage, "maria").await.text("refresh_token");
    let other = signed_in(&stage, "maria").await.text("refresh_token");
    let current = stage.renew(&stolen).await.text("refresh_token");
    assert_eq!(stage.renew(&stolen).await.text("error"), "invalid_grant");
    assert_eq!(stage.renew(&current).await.text("error"), "invalid_grant");
    assert_eq!(stage.renew(&other).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_after_half_a_day_however_often_it_is_renewed() {
    let stage = Stage::new();
    let token = signed_in(&stage, "maria").await.text("refresh_token");
    stage.advance(6 * 3_600);
    let token = stage.renew(&token).await.text("refresh_token");
    stage.advance(6 * 3_600);
    assert_eq!(stage.renew(&token).await.text("error"), "invalid_grant");
}

#[tokio::test]
async fn a_revoked_token_brings_nothing_and_an_unknown_one_is_as_good_as_revoked() {
    let stage = Stage::new();
    let token = signed_in(&stage, "maria").await.text("refresh_token");
    for presented in [&token, "guess"] {
        let form = [("client_id", "memberline"), ("token", presented)];
        assert_eq!(stage.post("/oidc/revoke", (URL, ""), &form).await.status, 200);
    }
    assert_eq!(stage.renew(&token).await.text("error"), "invalid_grant");
    let nothing = stage
        .post("/oidc/revoke", (URL, ""), &[("client_id", "memberline")])
        .await;
    assert_eq!(nothing.text("error"), "invalid_request");
}

#[tokio::test]
async fn a_suspended_agents_session_is_not_renewed_and_does_not_come_back() {
    let stage = Stage::new();
    let token = signed_in(&stage, "maria").await.text("refresh_token");
    let before = stage.known.organisations();
    let mut without = before.clone();
    for organisation in &mut without {
        organisation.agents.retain(|agent| agent.id != "maria");
    }
    stage.known.replace(without);
    assert_eq!(stage.renew(&token).await.text("error"), "invalid_grant");
    stage.known.replace(before);
    assert_eq!(stage.renew(&token).await.text("error"), "invalid_grant");
}

#[tokio::test]
async fn how_long_tokens_live_can_be_set() {
    let stage = Stage::new();
    let put = async |body: &'static str| {
        let request = Request::put("/dev/issuer").header("content-type", "application/json");
        stage.send(request.body(Body::from(body)).unwrap()).await.status
    };
    assert_eq!(put(r#"{"access_seconds":5}"#).await, 200);
    assert_eq!(signed_in(&stage, "maria").await.json()["expires_in"], 5);
    for wrong in [r#"{"access_seconds":0}"#, r#"{"unknown":1}"#, "", "5"] {
        assert!((400..500).contains(&put(wrong).await), "{wrong}");
    }
    assert_eq!(stage.get("/dev/issuer", "").await.json()["access_seconds"], 5);
}

#[tokio::test]
async fn after_a_restart_one_signs_in_again() {
    let token = signed_in(&Stage::new(), "maria").await.text("refresh_token");
    assert_eq!(Stage::new().renew(&token).await.text("error"), "invalid_grant");
}
