//! Where a feed may lead: a public one to public addresses only, so that no feed has the watch ask services
//! inside of the network that it runs in.

use reqwest::dns::{Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use url::{Host, Url};

/// Where the requests for one subscription may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To public addresses.
    Public,
    /// Anywhere: the subscription itself is inside.
    Inside,
}

impl Reach {
    /// That of a subscription.
    pub(crate) async fn of(url: &Url) -> Self {
        let is_inside = match address(url) {
            Some(address) => !is_public(address),
            None => match lookup(url.host_str().unwrap_or_default()).await {
                Ok(found) => !found.is_empty() && found.iter().all(|found| !is_public(found.ip())),
                Err(_) => false,
            },
        };
        if is_inside { Self::Inside } else { Self::Public }
    }

    /// Whether `url` may be asked, where its host is an address; of names [`PublicOnly`] decides.
    pub(crate) fn allows(self, url: &Url) -> bool {
        self == Self::Inside || address(url).is_none_or(is_public)
    }
}

/// A name that leads to no public address.
#[derive(Debug, thiserror::Error)]
#[error("no public address")]
pub(crate) struct NotPublic;

/// Resolves names to their public addresses.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let mut found = lookup(name.as_str()).await?;
            found.retain(|found| is_public(found.ip()));
            if found.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

async fn lookup(name: &str) -> std::io::Result<Vec<SocketAddr>> {
    // The port is the request's.
    Ok(tokio::net::lookup_host((name, 0)).await?.collect())
}

fn address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// Whether an address is one of the public network (IANA's registries of special addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.segments() {
            // Addresses of version 4 inside: mapped, translated (NAT64), tunnelled (6to4).
            [0, 0, 0, 0, 0, 0xFFFF, high, low]
            | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
            | [0x2002, high, low, ..] => is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
            // All others are unicast addresses of the public network, but for documentation.
            [0x2001, 0xDB8, ..] => false,
            [first, ..] => first & 0xE000 == 0x2000,
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || match address.octets() {
            // This network, carriers' networks, protocols, benchmarks, several receivers and reserved.
            [0, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18 | 19, ..] | [224..=255, ..] => true,
            _ => false,
        };
    !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.19.0.1",
            "192.0.0.8",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "::127.0.0.1",
            "2001:db8::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "192.0.1.1", "100.128.0.1", "2606:4700::1", "::ffff:8.8.8.8"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
