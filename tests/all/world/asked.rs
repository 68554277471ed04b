//! How much of a test is run, which whoever runs it may say.

/// The number that this variable of the environment says.
#[expect(
    clippy::disallowed_methods,
    reason = "the runner of the tests says so in the environment"
)]
pub fn asked_for(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().unwrap())
}
