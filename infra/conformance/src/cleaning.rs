//! The end of a run: what it made is removed.

use anyhow::{Result, bail};
use futures_util::future::join_all;

use crate::case::{Failure, Outcome};
use crate::ground::Ground;
use crate::stack;

/// Removes all that was made; the error names what is left.
pub async fn clean(grounds: &[Ground]) -> Result<()> {
    let mut left: Vec<String> = join_all(grounds.iter().map(clean_one))
        .await
        .into_iter()
        .filter_map(|cleaned| cleaned.err().map(|failure| format!("{failure:?}")))
        .collect();
    if let Some(ground) = grounds.first()
        && let Err(failure) = remove_bucket(ground, ground.run()).await
    {
        left.push(format!("bucket {}: {failure:?}", ground.run()));
    }
    if left.is_empty() {
        return Ok(());
    }
    bail!("not removed, so do it by hand: {}", left.join("; "))
}

async fn clean_one(ground: &Ground) -> Outcome {
    let bucket = ground.output("Bucket");
    if !bucket.is_empty() {
        empty_bucket(ground, &bucket).await?;
    }
    stack::delete(ground).await
}

async fn empty_bucket(ground: &Ground, bucket: &str) -> Outcome {
    let s3 = &ground.clients.s3;
    let listed = s3.list_objects_v2().bucket(bucket).send().await?;
    for key in listed.contents().iter().filter_map(|object| object.key()) {
        s3.delete_object().bucket(bucket).key(key).send().await?;
    }
    Ok(())
}

async fn remove_bucket(ground: &Ground, bucket: &str) -> Outcome {
    match empty_bucket(ground, bucket).await {
        // It was never made.
        Err(Failure::Differs(said)) if said.contains("NoSuchBucket") => return Ok(()),
        emptied => emptied?,
    }
    ground.clients.s3.delete_bucket().bucket(bucket).send().await?;
    Ok(())
}
