//! How much speaks for a webhook that is not trusted.

/// How much speaks for a webhook that is not trusted. Each standing has room of its own, so that forgeries cannot use up that of
/// genuine texts, which come unverified while a secret is being changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Anyone may have sent it.
    Noise,
    /// It has the form of the carrier's webhooks, and names the account and a number that the carrier serves. Whoever knows
    /// these may have sent it.
    Plausible,
    /// The carrier signed it.
    Signed,
}

impl Standing {
    /// Every standing, from the least.
    pub const ALL: [Self; 3] = [Self::Noise, Self::Plausible, Self::Signed];

    /// The name of the standing.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::Plausible => "plausible",
            Self::Signed => "signed",
        }
    }

    /// How many webhooks of one organisation are kept in one minute. More are counted and dropped: a stranger must not be able
    /// to fill the table, and a carrier that is refused tries again.
    pub const fn most_a_minute(self) -> u32 {
        match self {
            Self::Noise => 60,
            // The texts of a busy minute.
            Self::Plausible | Self::Signed => 600,
        }
    }
}
