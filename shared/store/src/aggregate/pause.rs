//! The pause before something is tried again.

use std::time::Duration;

use crate::seal;

/// How long the pauses between attempts get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// The most that the first one takes; each further one may take twice as long.
    pub first: Duration,
    /// The most that any takes.
    pub longest: Duration,
}

impl Pauses {
    /// The most that the pause after this many failures takes, from 0.
    fn ceiling(self, failures: u32) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX));
        doubled.min(self.longest)
    }

    /// Waits for a random time up to the ceiling: those who failed together do not come back together.
    pub async fn wait(self, failures: u32) {
        let ceiling = u64::try_from(self.ceiling(failures).as_millis()).unwrap_or(u64::MAX);
        let random = seal::random::<8>().map_or(ceiling, u64::from_le_bytes);
        tokio::time::sleep(Duration::from_millis(random % ceiling.saturating_add(1))).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = Pauses {
            first: Duration::from_millis(10),
            longest: Duration::from_millis(320),
        };
        let ceilings: Vec<_> = (0..8)
            .map(|failures| pauses.ceiling(failures).as_millis())
            .collect();
        assert_eq!(ceilings, [10, 20, 40, 80, 160, 320, 320, 320]);
        assert_eq!(pauses.ceiling(u32::MAX), pauses.longest);
    }
}
