//! Where in the net somebody is, as far as limits tell them from others.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

/// The part of a net address that one site has for itself: whoever has one address of it mostly
/// has the others too. The first 24 bits of IPv4, the first 56 of IPv6 (what an end site is given,
/// [RFC 6177](https://www.rfc-editor.org/rfc/rfc6177)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetPrefix(IpAddr);

impl NetPrefix {
    /// That of an address; none for this machine itself.
    pub fn of(address: IpAddr) -> Option<Self> {
        let prefix = match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4((address.to_bits() & !0xff).into()),
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 72 << 72).into()),
        };
        (!address.to_canonical().is_loopback()).then_some(Self(prefix))
    }
}

impl fmt::Display for NetPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(address: &str) -> Option<String> {
        NetPrefix::of(address.parse().unwrap()).map(|prefix| prefix.to_string())
    }

    #[test]
    fn addresses_of_one_site_have_one_prefix() {
        assert_eq!(prefix("203.0.113.77").as_deref(), Some("203.0.113.0"));
        assert_eq!(prefix("::ffff:203.0.113.9").as_deref(), Some("203.0.113.0"));
        assert_eq!(prefix("2001:db8:1:ab42::1").as_deref(), Some("2001:db8:1:ab00::"));
        assert_eq!(prefix("2001:db8:1:abff:1:2:3:4"), prefix("2001:db8:1:ab00::9"));
        assert_ne!(prefix("2001:db8:1:ab00::1"), prefix("2001:db8:1:ac00::1"));
    }

    #[test]
    fn this_machine_has_none() {
        assert_eq!(["127.0.0.1", "::1", "::ffff:127.0.0.1"].map(prefix), [None, None, None]);
    }
}
