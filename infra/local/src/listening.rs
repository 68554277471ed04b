//! The one localhost port.

use std::io::ErrorKind;

use anyhow::{Result, anyhow, bail};
use tokio::net::TcpListener;

/// Where the stack will answer.
pub struct Listening {
    /// The port of all of them.
    pub port: u16,
    pub(crate) listeners: Vec<TcpListener>,
}

/// Listens on both loopback addresses, since `localhost` may mean either. Port 0 is any that is free on both.
pub async fn listen(port: u16) -> Result<Listening> {
    let refused = |error| {
        anyhow!("port {port} cannot be used ({error}): stop what uses it, or choose another with --port")
    };
    for _ in 0..50 {
        let first = TcpListener::bind(("127.0.0.1", port)).await.map_err(refused)?;
        let chosen = first.local_addr()?.port();
        let listeners = match TcpListener::bind(("::1", chosen)).await {
            Ok(second) => vec![first, second],
            Err(error) if error.kind() == ErrorKind::AddrInUse && port == 0 => continue,
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(refused(error)),
            // A machine without IPv6.
            Err(_) => vec![first],
        };
        return Ok(Listening {
            port: chosen,
            listeners,
        });
    }
    bail!("no port is free on both loopback addresses: choose one with --port")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn port_0_is_one_that_can_be_opened() {
        let listening = listen(0).await.unwrap();
        assert_ne!(listening.port, 0);
        for listener in &listening.listeners {
            assert_eq!(listener.local_addr().unwrap().port(), listening.port);
        }
    }

    #[tokio::test]
    async fn a_port_that_is_taken_on_either_address_is_refused() {
        for address in ["127.0.0.1", "::1"] {
            let Ok(taken) = TcpListener::bind((address, 0)).await else {
                assert_eq!(address, "::1", "only IPv6 may be missing");
                continue;
            };
            let port = taken.local_addr().unwrap().port();
            let refused = listen(port).await.err().unwrap().to_string();
            assert!(
                refused.contains(&format!("port {port} cannot be used")),
                "{refused}"
            );
        }
    }
}
