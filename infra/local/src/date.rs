//! The date of this process, which `cargo dev test --at DATE` moves.

use tokio::process::Command;

/// What libfaketime reads, and what loads it: handed on to processes whose environment is otherwise made anew.
pub const VARIABLES: [&str; 4] = [
    "LD_PRELOAD",
    "FAKETIME",
    "FAKETIME_DONT_FAKE_MONOTONIC",
    "NO_FAKE_STAT",
];

/// Whether this process has another date than its machine.
#[expect(
    clippy::disallowed_methods,
    reason = "it is no setting, but what libfaketime reads"
)]
pub fn is_moved() -> bool {
    std::env::var_os("FAKETIME").is_some()
}

/// Cargo at the real date, whatever date this process has.
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for variable in VARIABLES {
        cargo.env_remove(variable);
    }
    cargo
}
