//! Chance, the same for the same seed (`SplitMix64`).

use jiff::SignedDuration;

#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// A source of its own for each `stream` of a seed.
    pub fn of(seed: u64, stream: u64) -> Self {
        let mut draw = Self(seed);
        Self(draw.next() ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Whether something happens that does so `percent` times of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A time between two numbers of minutes, in whole seconds.
    pub fn between(&mut self, from: u64, to: u64) -> SignedDuration {
        let seconds = from * 60 + self.below((to - from) * 60);
        SignedDuration::from_secs(i64::try_from(seconds).unwrap())
    }
}
