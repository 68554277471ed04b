//! What an AWS answers that is not the tool's own.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;

use super::*;
use crate::aws;
use crate::served::serve;

/// A page of a stack's resources: one, and where the next is.
fn page(id: &str, next: &str) -> String {
    format!(
        "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>
        <LogicalResourceId>{id}</LogicalResourceId><PhysicalResourceId>the {id}</PhysicalResourceId>
        <ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
        <LastUpdatedTimestamp>2026-11-28T13:04:05Z</LastUpdatedTimestamp>
        </member></StackResourceSummaries>{next}</ListStackResourcesResult></ListStackResourcesResponse>"
    )
}

#[tokio::test]
async fn a_stack_has_the_resources_of_all_pages() {
    let pages = async |asked: String| {
        if asked.contains("Action=ListStackResources") && asked.contains("NextToken=second") {
            page("Second", "")
        } else {
            page("First", "<NextToken>second</NextToken>")
        }
    };
    let endpoint = serve(Router::new().route("/", post(pages))).await;
    let client = CloudFormation::new(&aws::config(&endpoint).await);
    let stack = resources(&client).await.unwrap();
    assert_eq!(stack.one("AWS::SQS::Queue", "First").unwrap(), "the First");
    assert_eq!(stack.one("AWS::SQS::Queue", "Second").unwrap(), "the Second");
}

#[tokio::test]
async fn a_sender_who_is_verified_already_is_no_fault_and_any_other_is() {
    for (code, is_fine) in [
        ("AlreadyExistsException", true),
        ("LimitExceededException", false),
    ] {
        let refuse = async move || (StatusCode::BAD_REQUEST, [("x-amzn-errortype", code)], "{}");
        let endpoint = serve(Router::new().fallback(refuse)).await;
        let verified = verify_sender(&aws::config(&endpoint).await).await;
        assert_eq!(verified.is_ok(), is_fine, "{code}: {verified:?}");
    }
}
