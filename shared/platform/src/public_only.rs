//! Names that lead to public addresses only: what others let us fetch must not reach into the network that we run in (lesson 9).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};

/// A name leads to an address that is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is not public")]
pub struct NotPublic;

/// Resolves names, and refuses each that leads to an address that is not public. The connection is made to the addresses that
/// were looked at, so that a second look-up cannot give others.
#[derive(Debug, Clone)]
pub(crate) struct PublicOnly {
    local: Vec<String>,
}

impl PublicOnly {
    pub(crate) fn new(local: Vec<String>) -> Self {
        Self { local }
    }
}

impl ResolveDns for PublicOnly {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0)).await;
            let found: Vec<IpAddr> = found.map_err(ResolveDnsError::new)?.map(|a| a.ip()).collect();
            if self.local.iter().any(|local| local == name) || found.iter().copied().all(is_public) {
                Ok(found)
            } else {
                Err(ResolveDnsError::new(NotPublic))
            }
        })
    }
}

/// Whether an address is one of the public Internet: none of a machine or a network of its own, as that of the metadata service.
///
/// Source: the IANA registries of special-purpose addresses,
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/>, <https://www.iana.org/assignments/iana-ipv6-special-registry/>.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_documentation()
        || matches!(
            (a, b, c),
            (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
        )
        || a >= 224;
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [a, b, ..] = v6.segments();
    // All that is given out is in 2000::/3; the rest of it are tunnels, which lead to other addresses, and examples.
    let given_out = (0x2000..=0x3fff).contains(&a);
    let special = matches!(
        (a, b),
        (0x2001, 0..=0x01ff | 0x0db8) | (0x2002, _) | (0x3fff, 0..=0x0fff)
    );
    given_out && !special
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lesson_9_addresses_of_machines_and_networks_of_their_own_are_not_public() {
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "169.254.170.2",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.170",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:a9fe:a9fe",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "3.5.140.2",
            "172.32.0.1",
            "100.128.0.1",
            "2600:1f18::1",
            "2a05:d018::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn lesson_9_a_name_that_leads_home_is_refused_unless_it_is_the_local_carrier() {
        let guarded = PublicOnly::new(vec!["localhost".to_owned()]);
        assert!(guarded.resolve_dns("localhost").await.is_ok());
        let guarded = PublicOnly::new(vec!["other".to_owned()]);
        for name in [
            "localhost",
            "127.0.0.1",
            "169.254.169.254",
            "2130706433",
            "0x7f.1",
            "017700000001",
            "0",
        ] {
            assert!(guarded.resolve_dns(name).await.is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn lesson_9_a_mapped_address_is_as_public_as_the_one_it_stands_for(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from_bits(bits);
            prop_assert_eq!(is_public(v4.into()), is_public(v4.to_ipv6_mapped().into()));
        }
    }
}
