//! KMS: an organisation's data key, bound to whose it is.

use std::collections::HashMap;

use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::DataKeySpec;

use crate::case::{Failure, Outcome, case, expect, refused};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      PendingWindowInDays: 7
      KeyPolicy:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}]
Outputs:
  Key: {Value: !GetAtt Key.Arn}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "KMS: a data key opens in the context that it was made in",
                same_context(ground),
            ),
            case(
                "KMS: a data key is refused in another context, and in none",
                other_context(ground),
            ),
            case(
                "KMS: a data key whose bytes were changed is refused",
                tampered(ground),
            ),
            case("KMS: a data key is made without being shown", unseen(ground)),
        ]
    },
};

fn context(organisation: &str) -> HashMap<String, String> {
    HashMap::from([("organisation".to_owned(), organisation.to_owned())])
}

/// A data key of an organisation, open and wrapped.
async fn make(ground: &Ground) -> Result<(Blob, Blob), Failure> {
    let made = ground
        .clients
        .kms
        .generate_data_key()
        .key_id(ground.output("Key"));
    let made = made
        .key_spec(DataKeySpec::Aes256)
        .set_encryption_context(Some(context("lakeside")))
        .send()
        .await?;
    let open = made.plaintext.unwrap_or_else(|| Blob::new([]));
    Ok((open, made.ciphertext_blob.unwrap_or_else(|| Blob::new([]))))
}

async fn same_context(ground: &Ground) -> Outcome {
    let (open, wrapped) = make(ground).await?;
    let opened = ground
        .clients
        .kms
        .decrypt()
        .ciphertext_blob(wrapped)
        .key_id(ground.output("Key"));
    let opened = opened
        .set_encryption_context(Some(context("lakeside")))
        .send()
        .await?;
    expect(
        open.as_ref().len() == 32 && opened.plaintext() == Some(&open),
        || "it is another key".to_owned(),
    )
}

async fn other_context(ground: &Ground) -> Outcome {
    let (_, wrapped) = make(ground).await?;
    for other in [Some(context("harbor")), None] {
        let opened = ground.clients.kms.decrypt().ciphertext_blob(wrapped.clone());
        refused(
            opened.set_encryption_context(other).send().await,
            "InvalidCiphertextException",
        )?;
    }
    Ok(())
}

async fn tampered(ground: &Ground) -> Outcome {
    let (_, wrapped) = make(ground).await?;
    let mut bytes = wrapped.into_inner();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    let opened = ground.clients.kms.decrypt().ciphertext_blob(Blob::new(bytes));
    let opened = opened.set_encryption_context(Some(context("lakeside")));
    refused(opened.send().await, "InvalidCiphertextException")
}

async fn unseen(ground: &Ground) -> Outcome {
    let made = ground
        .clients
        .kms
        .generate_data_key_without_plaintext()
        .key_id(ground.output("Key"));
    let made = made
        .key_spec(DataKeySpec::Aes256)
        .set_encryption_context(Some(context("lakeside")))
        .send()
        .await?;
    let opened = ground
        .clients
        .kms
        .decrypt()
        .set_ciphertext_blob(made.ciphertext_blob);
    let opened = opened
        .set_encryption_context(Some(context("lakeside")))
        .send()
        .await?;
    let length = opened.plaintext().map(|key| key.as_ref().len());
    expect(length == Some(32), || format!("it has {length:?} bytes"))
}
