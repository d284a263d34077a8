//! The root secret, and the key that each purpose gets from it.

use std::fmt;

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const NONCE: usize = 24;
/// Which root a sealed text was made with: its first byte. With another root it becomes 2, and what
/// was made with the first can be told from it and opened still.
const KEY_NUMBER: u8 = 1;

/// What a key is for. Keys of different purposes know nothing of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Where the next page of a list begins.
    Cursor,
    /// The token in a sign-in link.
    SignInLink,
    /// The short code in a sign-in mail.
    SignInCode,
    /// Codes of resellers.
    Codes,
    /// Answers that are kept to be replayed.
    IdempotencyAnswer,
    /// The token in a driver's activation link.
    Activation,
    /// The token in a manager's invitation.
    ManagerInvitation,
    /// The cookie of a device on which somebody signed in.
    KnownDevice,
    /// The token by which a mail's reader stops such mails.
    MailStop,
    /// The token in a manager's own invitation URL.
    InviteUrl,
    /// The codes by which certificates are checked.
    Certificates,
    /// The token in a report link.
    ReportLink,
}

impl Purpose {
    /// How many purposes there are.
    pub const COUNT: usize = Self::ReportLink as usize + 1;

    /// Whether what is made for it is of use for a day at most, and read by its maker alone.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Cursor | Self::IdempotencyAnswer)
    }

    /// The label is part of every secret that was handed out: never change one.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Cursor => b"cursor",
            Self::SignInLink => b"sign-in-link",
            Self::SignInCode => b"sign-in-code",
            Self::Codes => b"codes",
            Self::IdempotencyAnswer => b"idempotency-answer",
            Self::Activation => b"activation",
            Self::ManagerInvitation => b"manager-invitation",
            Self::KnownDevice => b"known-device",
            Self::MailStop => b"mail-stop",
            Self::InviteUrl => b"invite-url",
            Self::Certificates => b"certificates",
            Self::ReportLink => b"report-link",
        }
    }
}

/// The one secret that every key is derived from.
#[derive(Clone)]
pub struct Root(Hmac<Sha256>);

impl Root {
    /// The root around 32 secret bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(hmac(&secret))
    }

    /// The key for one purpose; the same one each time.
    pub fn key(&self, purpose: Purpose) -> Key {
        let derive = |part: &[u8]| mac(&self.0, &[b"codriver", purpose.label(), part]);
        Key {
            mac: hmac(&derive(b"mac")),
            nonce: hmac(&derive(b"nonce")),
            cipher: XChaCha20Poly1305::new(&derive(b"cipher").into()),
        }
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Root(…)")
    }
}

/// The key of one purpose.
#[derive(Clone)]
pub struct Key {
    mac: Hmac<Sha256>,
    nonce: Hmac<Sha256>,
    cipher: XChaCha20Poly1305,
}

impl Key {
    /// Enciphers and authenticates `plain` as base64url; it opens only with the same `context`.
    ///
    /// The nonce is a MAC of both, so the same thing sealed again is the same text (a link can be
    /// shown again without being stored) and two different things never share a nonce.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> String {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&mac(&self.nonce, &[context, plain])[..NONCE]);
        let payload = Payload { msg: plain, aad: context };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("only more than 256 GiB cannot be enciphered");
        BASE64URL_NOPAD.encode(&[&[KEY_NUMBER], &nonce[..], &sealed].concat())
    }

    /// What was sealed with this key and `context`, if the text is that and untouched. The first
    /// texts had no key number: links with them are good still.
    pub fn open(&self, context: &[u8], text: &str) -> Option<Vec<u8>> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let numbered = bytes.strip_prefix(&[KEY_NUMBER]);
        let numbered = numbered.and_then(|bytes| self.open_bytes(context, bytes));
        numbered.or_else(|| self.open_bytes(context, &bytes))
    }

    fn open_bytes(&self, context: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: context };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// A MAC of these parts, and of where each one ends.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.mac, parts)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn mac(keyed: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed.clone();
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn key(secret: u8, purpose: Purpose) -> Key {
        Root::new([secret; 32]).key(purpose)
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_and_is_the_same_text_each_time(
            context in vec(any::<u8>(), 0..40),
            plain in vec(any::<u8>(), 0..200),
        ) {
            let text = key(1, Purpose::Activation).seal(&context, &plain);
            let again = key(1, Purpose::Activation);
            prop_assert_eq!(again.seal(&context, &plain), text.clone());
            prop_assert_eq!(again.open(&context, &text), Some(plain));
        }

        #[test]
        fn a_sealed_text_that_was_tampered_with_does_not_open(
            plain in vec(any::<u8>(), 0..100),
            at: prop::sample::Index,
            to in "[A-Za-z0-9_=.-]",
        ) {
            let key = key(1, Purpose::Cursor);
            let text = key.seal(b"list", &plain);
            let at = at.index(text.len());
            let tampered = format!("{}{to}{}", &text[..at], &text[at + 1..]);
            prop_assume!(tampered != text);
            prop_assert_eq!(key.open(b"list", &tampered), None);
            prop_assert_eq!(key.open(b"list", &text[..at]), None);
            prop_assert_eq!(key.open(b"list", &format!("{text}{to}")), None);
        }

        #[test]
        fn no_text_makes_opening_panic(text in any::<String>()) {
            prop_assert_eq!(key(1, Purpose::Cursor).open(b"list", &text), None);
        }
    }

    #[test]
    fn a_sealed_text_opens_only_in_its_context_for_its_purpose_under_its_root() {
        let text = key(1, Purpose::Cursor).seal(b"users", b"plain");
        assert!(key(1, Purpose::Cursor).open(b"users", &text).is_some());
        assert!(key(1, Purpose::Cursor).open(b"orders", &text).is_none());
        assert!(key(1, Purpose::Activation).open(b"users", &text).is_none());
        assert!(key(2, Purpose::Cursor).open(b"users", &text).is_none());
    }

    #[test]
    fn a_mac_tells_where_its_parts_end() {
        let key = key(1, Purpose::SignInCode);
        assert_eq!(key.mac(&[b"ab", b"c"]), key.mac(&[b"ab", b"c"]));
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_ne!(key.mac(&[b"ab"]), key.mac(&[b"ab", b""]));
    }

    #[test]
    fn links_that_were_sent_stay_valid_across_releases() {
        let key = key(7, Purpose::Activation);
        let first = "srQE6-sWBaitNd63ZWymH-GDoL6hadqTvgM5PDBAkGbFuBnRQ-iYsGJurnqd";
        let numbered = "AbK0BOvrFgWorTXet2Vsph_hg6C-oWnak74DOTwwQJBmxbgZ0UPomLBibq56nQ";
        assert_eq!(key.seal(b"context", b"plain"), numbered);
        for text in [first, numbered] {
            assert_eq!(key.open(b"context", text).as_deref(), Some(&b"plain"[..]), "{text}");
        }
    }

    #[test]
    fn keys_stay_out_of_logs() {
        let root = Root::new([1; 32]);
        assert_eq!(format!("{root:?} {:?}", root.key(Purpose::Codes)), "Root(…) Key(…)");
    }
}
