//! Doing what was planned, in an order in which each step leaves pages that work.

use anyhow::Result;

use super::bucket::Bucket;
use super::plan::Plan;
use super::release::Release;

/// Uploads what is new, assets first and the page that names them last; notes the release; removes what is of no release that anybody
/// has open. `version` is that of the record when it was read.
pub async fn apply(bucket: &Bucket, release: &Release, plan: &Plan, version: Option<&str>) -> Result<()> {
    for file in release
        .in_order()
        .into_iter()
        .filter(|file| plan.put.contains(&file.key))
    {
        bucket.put(file).await?;
    }
    if let Some(record) = &plan.record {
        bucket.remember(record, version).await?;
    }
    for key in &plan.remove {
        bucket.remove(key).await?;
    }
    Ok(())
}
