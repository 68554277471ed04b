//! Containers of this machine, which the tool's loopback addresses are out of reach of: what they send to Docker's bridge is passed on.

use std::net::IpAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::JoinSet;

use crate::process::quietly;

/// Passes on what containers send to this machine's ports, until the result is dropped. Docker Desktop does so by itself.
pub async fn let_in(ports: &[u16]) -> Result<JoinSet<()>> {
    if cfg!(not(target_os = "linux")) {
        return Ok(JoinSet::new());
    }
    let mut docker = Command::new("docker");
    docker.args([
        "network",
        "inspect",
        "bridge",
        "--format",
        "{{(index .IPAM.Config 0).Gateway}}",
    ]);
    let said = quietly(&mut docker, "asking Docker for its bridge")
        .await
        .context("containers cannot reach this machine: Docker does not answer")?;
    let bridge = said
        .trim()
        .parse()
        .with_context(|| format!("Docker names no address of its bridge, but {said:?}"))?;
    pass_on(bridge, ports).await
}

async fn pass_on(bridge: IpAddr, ports: &[u16]) -> Result<JoinSet<()>> {
    let mut passing = JoinSet::new();
    for &port in ports {
        let listener = TcpListener::bind((bridge, port))
            .await
            .with_context(|| format!("containers cannot reach port {port}: it is taken at {bridge}"))?;
        passing.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let Ok((mut outside, _)) = listener.accept().await else {
                    // No descriptor is free, say.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                connections.spawn(async move {
                    if let Ok(mut inside) = TcpStream::connect(("127.0.0.1", port)).await {
                        let _ = copy_bidirectional(&mut outside, &mut inside).await;
                    }
                });
                while connections.try_join_next().is_some() {}
            }
        });
    }
    Ok(passing)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn what_comes_to_the_bridge_comes_to_the_loopback_address_and_back() {
        let served = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = served.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut connection, _) = served.accept().await.unwrap();
            let mut said = [0; 4];
            connection.read_exact(&mut said).await.unwrap();
            connection
                .write_all(&[&said[..], b"pong"].concat())
                .await
                .unwrap();
        });
        // Any other address of this machine.
        let bridge = IpAddr::from([127, 0, 0, 2]);
        let passing = pass_on(bridge, &[port]).await.unwrap();
        let mut container = TcpStream::connect((bridge, port)).await.unwrap();
        container.write_all(b"ping").await.unwrap();
        let mut heard = Vec::new();
        container.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"pingpong");

        let refused = pass_on(bridge, &[port]).await.err().unwrap();
        assert!(
            format!("{refused:#}").contains("is taken at 127.0.0.2"),
            "{refused:#}"
        );
        drop(passing);
    }
}
