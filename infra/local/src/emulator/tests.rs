//! What stands at an address, told apart.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{any, get};
use tokio::net::TcpListener;

use super::*;
use crate::served::serve;

async fn refusal(address: &str) -> String {
    format!("{:#}", Emulator::find(address).await.unwrap_err())
}

const NO_STACK: &str = r"<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>
    <Message>Stack with id memberline does not exist</Message></Error></ErrorResponse>";

#[tokio::test]
async fn where_nothing_listens_nothing_is_waited_for() {
    let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let refused = refusal(&address).await;
    assert!(refused.contains("nothing listens at"), "{refused}");
}

#[tokio::test]
async fn a_web_server_is_no_aws() {
    let address = serve(Router::new().fallback(async || (StatusCode::NOT_FOUND, "nothing here"))).await;
    let refused = refusal(&address).await;
    assert!(refused.contains("is no AWS"), "{refused}");
}

#[tokio::test]
async fn what_keeps_buckets_and_no_stacks_is_told_so() {
    let no_service = r"<ErrorResponse><Error><Code>InternalFailure</Code>
        <Message>Service 'cloudformation' is not enabled</Message></Error></ErrorResponse>";
    let buckets = "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>";
    let router = Router::new()
        .route("/_localstack/health", get(async || "{}"))
        .route(
            "/",
            get(async move || buckets).post(async move || (StatusCode::NOT_IMPLEMENTED, no_service)),
        )
        .fallback(async || StatusCode::NOT_FOUND);
    let address = serve(router).await;
    let refused = refusal(&address).await;
    assert!(refused.contains("has no CloudFormation"), "{refused}");
    assert!(refused.contains("is not enabled"), "{refused}");
}

#[tokio::test]
async fn an_emulator_says_which_it_is() {
    for (path, kind) in [
        ("/_ministack/health", Kind::MiniStack),
        ("/_localstack/health", Kind::LocalStack),
        ("/elsewhere", Kind::Other),
    ] {
        let router = Router::new()
            .route(path, get(async || "{}"))
            .route("/", any(async || (StatusCode::BAD_REQUEST, NO_STACK)))
            .fallback(async || StatusCode::NOT_FOUND);
        let address = serve(router).await;
        assert_eq!(Emulator::find(&address).await.unwrap().kind, kind, "{path}");
    }
}

#[test]
fn functions_are_told_of_their_surroundings_by_where_they_run() {
    let url = "http://localhost:3000";
    let of = |kind| Surroundings::of(kind, url, "http://localhost:4566");
    let processes = of(Some(Kind::MiniStack));
    assert_eq!(processes.machine, url);
    assert_eq!(processes.aws, "http://localhost:4566");
    assert!(processes.hosts_pages);
    assert_eq!(of(None), processes);
    assert!(
        !of(Some(Kind::Other)).hosts_pages,
        "no CloudFront is taken for granted"
    );
    let containers = of(Some(Kind::LocalStack));
    assert_eq!(containers.url, url);
    assert_eq!(containers.machine, "http://host.docker.internal:3000");
    assert_eq!((containers.aws.as_str(), containers.certificates), ("", None));
    assert!(!containers.hosts_pages);
}
