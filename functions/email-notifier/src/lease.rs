//! Leases: one run at a time tells of a text.

use jiff::{SignedDuration, Timestamp};
use memberline_store::{CommandError, CommitError, StoreError, Tenant, retry_conflicts, seal};

use crate::EmailNotifier;
use crate::failure::Failure;

/// How long a lease lasts whose run does not end it with a notice: longer than the function may run.
pub const LASTS: SignedDuration = SignedDuration::from_secs(60);

/// How many runs may crash in one round before nobody takes it over: more than the queue delivers a message,
/// and its replays.
const MOST_TURNS: u32 = 50;

/// How often a lease is asked for again when the table fails.
const ATTEMPTS: u32 = 3;

/// What a lease notes: when it was taken, and a random part that tells the run that took it from all others.
fn reference(now: Timestamp) -> Result<String, StoreError> {
    let own = u64::from_be_bytes(seal::random()?);
    Ok(format!("{now} {own:016x}"))
}

/// Whether the lease is in force at `now`. One that cannot be read is not.
fn is_held(reference: &str, now: Timestamp) -> bool {
    let since = reference
        .split_once(' ')
        .and_then(|(since, _)| since.parse::<Timestamp>().ok());
    since.is_some_and(|since| now.duration_since(since) < LASTS)
}

impl EmailNotifier {
    /// Leases a text for one round of telling: rounds are counted by the notices there are. Each turn of a
    /// round is a once-key of its own, so that of many runs that find a crashed one's lease exactly one takes
    /// it over.
    pub(crate) async fn lease(
        &self,
        tenant: &Tenant,
        text: &str,
        round: usize,
        now: Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        let own = reference(now)?;
        let (mut turn, mut attempts) = (1, 0);
        while turn <= MOST_TURNS {
            let leased = retry_conflicts(async || {
                let mut commit = self.store.begin(now);
                commit.once(tenant.id(), "notice", &format!("{text}.{round}.{turn}"), &own)?;
                Ok(self.store.commit(commit).await?)
            })
            .await;
            match leased {
                Ok(()) => return Ok(()),
                // An earlier attempt took it, and its answer got lost.
                Err(CommandError::Commit(CommitError::AlreadyDone { reference })) if reference == own => {
                    return Ok(());
                }
                Err(CommandError::Commit(CommitError::AlreadyDone { reference }))
                    if is_held(&reference, now) =>
                {
                    return Err(Failure::Leased.into());
                }
                Err(CommandError::Commit(CommitError::AlreadyDone { .. })) => turn += 1,
                Err(CommandError::Commit(CommitError::Store(StoreError::Unavailable { .. })))
                    if attempts < ATTEMPTS =>
                {
                    attempts += 1;
                }
                Err(other) => return Err(other),
            }
        }
        Err(Failure::Leased.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_lasts_a_minute() {
        let held = |at: &str| {
            is_held(
                "2026-11-22T15:00:00Z 0000000000000007",
                at.parse().unwrap_or_else(|e| panic!("{e}")),
            )
        };
        assert!(held("2026-11-22T15:00:59.999Z"));
        assert!(!held("2026-11-22T15:01:00Z"));
        assert!(held("2026-11-22T14:59:59Z"), "the other's clock may be ahead");
        assert!(!is_held("", Timestamp::UNIX_EPOCH));
        let taken = reference(Timestamp::UNIX_EPOCH).unwrap_or_else(|e| panic!("{e}"));
        assert!(is_held(&taken, Timestamp::UNIX_EPOCH));
        assert_ne!(
            reference(Timestamp::UNIX_EPOCH).ok(),
            Some(taken),
            "two runs at one instant are two"
        );
    }
}
