//! Pictures and files.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::directory::Directory;
use memberline_domain::thread::{self, AttachmentState, StoredFile, ThreadContent, ThreadEvent, WhyBlocked};
use memberline_platform::config::DocumentsConfig;
use memberline_platform::presign::Presigner;
use serde_json::json;

use super::cast::{message_in, shown, stored};
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::view::samples;

fn attachment(seq: u64, state: AttachmentState) -> StoredEntry<ThreadEvent> {
    let attachment = thread::Attachment {
        message: 1,
        index: 1,
        state,
    };
    stored(seq, 5, ThreadEvent::Attachment(attachment))
}

/// A picture that came with a name, and is clean.
fn picture() -> Vec<StoredEntry<ThreadEvent>> {
    let mut scanning = attachment(
        2,
        AttachmentState::Scanning(StoredFile {
            object: "in/lakeside/thread/1/1.1".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: 3_000,
        }),
    );
    scanning.content = Some(ThreadContent::File {
        name: "pay-stub.png".to_owned(),
    });
    vec![
        attachment(3, AttachmentState::Ready { thumbnail: true }),
        scanning,
        message_in(),
    ]
}

#[test]
fn el_21_an_attachment_tells_what_it_is_and_where() {
    let waiting = shown(&[message_in()]);
    let not_failed = json!({
        "allowed": false, "code": "attachment_not_failed",
        "detail": "The file did not fail, so there is nothing to try again.",
    });
    let expected = json!([{
        "index": 1, "state": "fetching", "content_type": "image/jpeg", "bytes": null, "name": null, "thumbnail_url": null,
        "downloadable": false, "can_retry": not_failed, "reason": null,
    }]);
    assert_eq!(waiting[0]["attachments"], expected);
    let ready = shown(&picture());
    assert_eq!(
        ready.as_array().map(Vec::len),
        Some(1),
        "told by the message alone"
    );
    let expected = json!([{
        "index": 1, "state": "ready", "content_type": "image/png", "bytes": 3_000, "name": "pay-stub.png", "thumbnail_url": null,
        "downloadable": true, "can_retry": not_failed, "reason": null,
    }]);
    assert_eq!(ready[0]["attachments"], expected);
    assert!(
        !ready.to_string().contains("in/lakeside"),
        "nobody needs the object's key"
    );
    let blocked = AttachmentState::Blocked {
        code: WhyBlocked::Malware,
    };
    let mut entries = picture();
    entries.push(attachment(4, blocked));
    let shown = &shown(&entries)[0]["attachments"][0];
    assert_eq!(
        (&shown["state"], &shown["downloadable"]),
        (&json!("blocked"), &json!(false))
    );
    assert_eq!(shown["reason"]["code"], WhyBlocked::Malware.code());
    assert_eq!(shown["reason"]["detail"], WhyBlocked::Malware.detail());
}

#[tokio::test]
async fn in_19_a_thumbnail_is_shown_with_permission_only() {
    let sdk = aws_config::SdkConfig::builder()
        .region(aws_config::Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "key", "secret", None, None, "test",
        )))
        .build();
    let config = DocumentsConfig {
        bucket: "documents".to_owned(),
        key_id: "key".to_owned(),
    };
    let presigner = Presigner::new(&sdk, &config).unwrap();
    let signer = presigner.signer().await.unwrap();
    let look = |directory: &Directory| {
        let viewer = Viewer {
            directory,
            agent: &directory.agents[0],
            thread: &samples::thread_id(),
            signer: Some(&signer),
        };
        serde_json::to_value(entries(&viewer, &picture(), &BTreeMap::new())).unwrap()[0]["attachments"][0]
            .take()
    };
    let mut directory = samples::directory();
    let url = look(&directory)["thumbnail_url"].as_str().unwrap().to_owned();
    let base = "https://documents.s3.us-east-1.amazonaws.com/thumbs/in/lakeside/thread/1/1.1.jpg?";
    assert!(url.starts_with(base), "{url}");
    directory.agents[0].display_images = false;
    let hidden = look(&directory);
    assert_eq!(
        (
            &hidden["thumbnail_url"],
            &hidden["downloadable"],
            &hidden["name"],
            &hidden["state"]
        ),
        (&json!(null), &json!(false), &json!(null), &json!("ready")),
    );
    assert_eq!(hidden["reason"]["code"], "pictures_not_shown");
    directory.agents[0].display_images = true;
    directory.organisation.documents.display = false;
    assert_eq!(look(&directory), hidden);
}
