//! KMS keys: whether they can be used, and will be.

use aws_sdk_kms::types::{KeyMetadata, KeyState};
use futures_util::future::join_all;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let client = aws_sdk_kms::Client::new(&context.deployment.aws);
    let keys = context.deployment.resources.of_kind("AWS::KMS::Key");
    let found = join_all(keys.into_iter().map(|(logical, id)| {
        let client = &client;
        async move {
            let described = client.describe_key().key_id(id).send().await;
            let metadata = match described.map_err(Unchecked::aws("kms:DescribeKey")) {
                Ok(described) => described.key_metadata,
                Err(why) => return why.finding(logical),
            };
            let Some(metadata) = metadata else {
                return Unchecked::Because("KMS does not describe the key".to_owned()).finding(logical);
            };
            if let Some(wrong) = of_state(logical, &metadata) {
                return wrong;
            }
            let rotation = client.get_key_rotation_status().key_id(id).send().await;
            match rotation.map_err(Unchecked::aws("kms:GetKeyRotationStatus")) {
                Ok(rotation) => of_rotation(logical, rotation.key_rotation_enabled),
                Err(why) => why.finding(logical),
            }
        }
    }))
    .await;
    Ok(found)
}

fn of_state(logical: &str, key: &KeyMetadata) -> Option<Finding> {
    let state = key.key_state.as_ref();
    if matches!(
        state,
        Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion)
    ) {
        return Some(Finding::blocks(
            "key_is_to_be_deleted",
            logical,
            "The key is to be deleted: nothing that lies under it can be read now, and never again after that",
            "KMS console → the key → Cancel key deletion, then enable it",
        ));
    }
    if !key.enabled || matches!(state, Some(KeyState::Disabled | KeyState::Unavailable)) {
        return Some(Finding::blocks(
            "key_disabled",
            logical,
            "The key is disabled: functions stop within five minutes",
            "KMS console → the key → Enable, unless somebody disabled it on purpose",
        ));
    }
    None
}

fn of_rotation(logical: &str, is_on: bool) -> Finding {
    if is_on {
        return Finding::fine(
            "key_enabled",
            logical,
            "The key is enabled, and rotates every year",
        );
    }
    Finding::mend(
        "key_not_rotated",
        logical,
        "The key does not rotate",
        "Deploy the stack again, or KMS console → the key → Key rotation",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_cannot_be_used_blocks() {
        let code = |is_enabled, state| {
            let key = KeyMetadata::builder()
                .key_id("k")
                .enabled(is_enabled)
                .key_state(state)
                .build();
            let key = key.unwrap_or_else(|error| panic!("{error}"));
            of_state("TableKey", &key).map(|finding| finding.code)
        };
        assert_eq!(code(true, KeyState::Enabled), None);
        assert_eq!(code(false, KeyState::Disabled), Some("key_disabled"));
        assert_eq!(
            code(false, KeyState::PendingDeletion),
            Some("key_is_to_be_deleted")
        );
        assert_eq!(of_rotation("TableKey", false).code, "key_not_rotated");
    }
}
