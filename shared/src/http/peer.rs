//! Where a request comes from, and with what it was made.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName, header, request::Parts};
use lambda_http::request::RequestContext;
use sha2::{Digest, Sha256};

use crate::domain::NetPrefix;

/// The net address of who asks, where something else than Lambda's event tells it. A header does
/// only by an [`Edge`]: whoever asks writes those.
#[derive(Debug, Clone, Copy)]
pub struct PeerAddress(pub IpAddr);

/// What shows that a request came by the console's distribution, which the gateway takes for who
/// asks: a secret that the distribution sends along, and nobody else has. Who asks is then whom the
/// distribution names. The API has a name of its own besides, where anybody may send any header.
#[derive(Debug, Clone)]
pub struct Edge([u8; 32]);

/// The secret of the [`Edge`].
pub const EDGE_SECRET: HeaderName = HeaderName::from_static("x-codriver-edge");
/// Whom the edge names: an IP address.
pub const EDGE_VIEWER: HeaderName = HeaderName::from_static("x-codriver-viewer");

impl Edge {
    /// The one that has this secret, of which the hash is kept. Nothing is no secret: anybody has it.
    pub fn new(secret: &str) -> Option<Self> {
        (!secret.is_empty()).then(|| Self(Sha256::digest(secret).into()))
    }

    /// The address that it names, if it is the one that does.
    fn viewer(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let secret = headers.get(EDGE_SECRET)?;
        // Hashes, so that the time which comparing takes tells nothing of the secret.
        let is_it = Sha256::digest(secret.as_bytes())[..] == self.0[..];
        headers.get(EDGE_VIEWER)?.to_str().ok()?.parse().ok().filter(|_| is_it)
    }
}

/// Who asks, as far as the net and the program in use tell.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Where in the net they are.
    pub net: Option<NetPrefix>,
    /// The request's head: `User-Agent`, and the cookie of a known device.
    pub headers: HeaderMap,
}

impl Peer {
    /// Who made a request. The edge tells their address, or the gateway in its event.
    pub(super) fn of(parts: &Parts, edge: Option<&Edge>) -> Self {
        let by_edge = edge.and_then(|edge| edge.viewer(&parts.headers));
        let by_gateway = match parts.extensions.get::<RequestContext>() {
            Some(RequestContext::ApiGatewayV2(context)) => {
                context.http.source_ip.as_deref().and_then(|address| address.parse().ok())
            }
            _ => None,
        };
        let address =
            by_edge.or(by_gateway).or_else(|| parts.extensions.get().map(|PeerAddress(ip)| *ip));
        Self { net: address.and_then(NetPrefix::of), headers: parts.headers.clone() }
    }

    /// What kind of program and machine they use, as `User-Agent` tells it: `Firefox on Windows`.
    pub fn device(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        device(agent.unwrap_or_default())
    }

    /// The value of a cookie.
    pub fn cookie(&self, wanted: &str) -> Option<&str> {
        cookie(&self.headers, wanted)
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Programs by the word that only they have of those that follow: most call themselves by the names
/// of others too.
const PROGRAMS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Machines, likewise.
const MACHINES: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// How long the name of another program may be.
const LONGEST: usize = 40;

/// A device in a few words, for its owner to know it again.
fn device(agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
    };
    match (named(&PROGRAMS), named(&MACHINES)) {
        (Some(program), Some(machine)) => format!("{program} on {machine}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let word = agent.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let word: String = word.chars().take(LONGEST).collect();
            if word.is_empty() { "unknown device".into() } else { word }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn an_address_in_a_header_counts_by_the_edge_alone() {
        assert!(Edge::new("").is_none());
        let edge = Edge::new("the secret").unwrap();
        let net = |secret: &str, viewer: &str, edge: Option<&Edge>| {
            let request =
                Request::builder().header(EDGE_SECRET, secret).header(EDGE_VIEWER, viewer);
            let request = request.extension(PeerAddress([203, 0, 113, 1].into()));
            let (parts, ()) = request.body(()).unwrap().into_parts();
            Peer::of(&parts, edge).net.unwrap().to_string()
        };
        let (by_gateway, by_edge) =
            (net("", "", None), net("the secret", "198.51.100.7", Some(&edge)));
        assert_eq!(by_gateway, "203.0.113.0");
        assert_eq!(by_edge, "198.51.100.0");
        assert_eq!(net("the secret", "2001:db8:1:ab42::7", Some(&edge)), "2001:db8:1:ab00::");
        for (secret, viewer, edge) in [
            ("another", "198.51.100.7", Some(&edge)),
            ("", "198.51.100.7", Some(&edge)),
            ("the secret", "198.51.100.7", None),
            ("the secret", "nonsense", Some(&edge)),
        ] {
            assert_eq!(net(secret, viewer, edge), by_gateway, "{secret} {viewer}");
        }
    }

    #[test]
    fn a_device_is_named_so_that_its_owner_knows_it() {
        for (agent, named) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Firefox on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", "curl"),
            ("<script>", "unknown device"),
            ("", "unknown device"),
        ] {
            assert_eq!(device(agent), named);
        }
    }
}
