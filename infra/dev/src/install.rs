//! Programs of the machine's own package manager that tests need.

use memberline_local::process::quietly;
use memberline_local::progress::Step;
use tokio::process::Command;

/// Installs a Debian package where that is possible without asking: as root, as in CI. The caller looks whether it is there then.
pub async fn debian(package: &str) {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let step = Step::start(format!("installing {package}"));
    let mut install = Command::new("apt-get");
    install
        .args(["install", "--yes", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive");
    let updated = quietly(Command::new("apt-get").arg("update"), "apt-get update").await;
    let installed = quietly(&mut install, "apt-get install").await;
    step.done_with(if updated.and(installed).is_ok() {
        ""
    } else {
        "failed"
    });
}
