//! The date of this process, which `cargo dev test --at DATE` moves.

use tokio::process::Command;

/// What libfaketime reads, and what loads it: handed on to processes whose environment is otherwise made anew.
pub const VARIABLES: [&str; 4] = [
    "LD_PRELOAD",
    "FAKETIME",
    "FAKETIME_DONT_FAKE_MONOTONIC",
    "NO_FAKE_STAT",
];

/// Cargo at the real date, whatever date this process has.
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for variable in VARIABLES {
        cargo.env_remove(variable);
    }
    cargo
}
