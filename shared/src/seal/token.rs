//! Bearer tokens: sign-ins (`cds_…`) and API keys (`cdk_…`).
//!
//! A token is a prefix and, as base64url, the identifiers that lead to its record, 256 random bits
//! and a CRC-32 of all that. Whatever is no token is told apart by its checksum, without a read;
//! whether a well-formed one lives, only the record under its hash says.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use crate::domain::id::{AccountId, ApiKeyId, PersonId};

const SESSION: &str = "cds_";
const API_KEY: &str = "cdk_";
const CHECKSUM: usize = 4;

type Secret = [u8; 32];

/// What a person holds while signed in.
#[derive(Clone)]
pub struct SessionToken {
    /// Who signed in.
    pub person: PersonId,
    secret: Secret,
}

impl SessionToken {
    /// A new token with 256 random bits.
    pub fn new(person: PersonId) -> Self {
        Self { person, secret: fresh_secret() }
    }

    /// The text that its owner is given; nobody else may see it.
    pub fn expose(&self) -> String {
        write(SESSION, &[&self.person.ulid().to_bytes(), &self.secret])
    }

    /// Reads the text of a token; there is one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = read(SESSION, text)?;
        let (person, rest) = split_ulid(&bytes)?;
        Some(Self { person: PersonId::from_ulid(person), secret: rest.try_into().ok()? })
    }

    /// What is stored instead of the token: SHA-256 of its text, in hex.
    pub fn hash(&self) -> String {
        hash(&self.expose())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionToken({}, …)", self.person)
    }
}

/// What a program of an account holds.
#[derive(Clone)]
pub struct ApiKeyToken {
    /// Whose program it is.
    pub account: AccountId,
    /// Which of the account's keys this is.
    pub key: ApiKeyId,
    secret: Secret,
}

impl ApiKeyToken {
    /// A new token with 256 random bits.
    pub fn new(account: AccountId, key: ApiKeyId) -> Self {
        Self { account, key, secret: fresh_secret() }
    }

    /// The text that its owner is given; nobody else may see it.
    pub fn expose(&self) -> String {
        let (account, key) = (self.account.ulid().to_bytes(), self.key.ulid().to_bytes());
        write(API_KEY, &[&account, &key, &self.secret])
    }

    /// Reads the text of a token; there is one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = read(API_KEY, text)?;
        let (account, rest) = split_ulid(&bytes)?;
        let (key, rest) = split_ulid(rest)?;
        Some(Self {
            account: AccountId::from_ulid(account),
            key: ApiKeyId::from_ulid(key),
            secret: rest.try_into().ok()?,
        })
    }

    /// What is stored instead of the token: SHA-256 of its text, in hex.
    pub fn hash(&self) -> String {
        hash(&self.expose())
    }
}

impl fmt::Debug for ApiKeyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKeyToken({}, {}, …)", self.account, self.key)
    }
}

/// A bearer token of either kind.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A person's sign-in.
    Session(SessionToken),
    /// A key of an account's own program.
    ApiKey(ApiKeyToken),
}

impl Credential {
    /// Reads the text of a token of either kind.
    pub fn parse(text: &str) -> Option<Self> {
        let session = || SessionToken::parse(text).map(Self::Session);
        session().or_else(|| ApiKeyToken::parse(text).map(Self::ApiKey))
    }
}

fn fresh_secret() -> Secret {
    let mut secret = [0; 32];
    // Without randomness from the system nothing here can be trusted: stop.
    getrandom::fill(&mut secret).expect("the system's random source answers");
    secret
}

fn write(prefix: &str, parts: &[&[u8]]) -> String {
    let mut bytes = parts.concat();
    bytes.extend(checksum(prefix, &bytes));
    format!("{prefix}{}", BASE64URL_NOPAD.encode(&bytes))
}

/// What the prefix and the checksum enclose, if both are right.
fn read(prefix: &str, text: &str) -> Option<Vec<u8>> {
    let encoded = text.strip_prefix(prefix)?;
    let mut bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?;
    let found = bytes.split_off(bytes.len().checked_sub(CHECKSUM)?);
    (found == checksum(prefix, &bytes)).then_some(bytes)
}

/// Low byte first: so the whole is a CRC code word, and any wrong run of up to 32 bits shows.
fn checksum(prefix: &str, bytes: &[u8]) -> [u8; CHECKSUM] {
    crc32fast::hash(&[prefix.as_bytes(), bytes].concat()).to_le_bytes()
}

fn split_ulid(bytes: &[u8]) -> Option<(Ulid, &[u8])> {
    let (ulid, rest) = bytes.split_first_chunk()?;
    Some((Ulid::from_bytes(*ulid), rest))
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn session(person: u128) -> SessionToken {
        SessionToken::new(PersonId::from_ulid(Ulid::from(person)))
    }

    fn api_key(account: u128, key: u128) -> ApiKeyToken {
        let account = AccountId::from_ulid(Ulid::from(account));
        ApiKeyToken::new(account, ApiKeyId::from_ulid(Ulid::from(key)))
    }

    /// Every text that differs from this one in one ASCII character.
    fn one_character_changes(text: &str) -> impl Iterator<Item = String> + '_ {
        let change = move |at: usize, to: char| format!("{}{to}{}", &text[..at], &text[at + 1..]);
        (0..text.len())
            .flat_map(move |at| (' '..='~').map(move |to| change(at, to)))
            .filter(move |changed| changed != text)
    }

    proptest! {
        #[test]
        fn a_session_token_is_read_back(person: u128) {
            let token = session(person);
            let read = SessionToken::parse(&token.expose()).unwrap();
            prop_assert_eq!(read.person, token.person);
            prop_assert_eq!(read.expose(), token.expose());
            prop_assert_eq!(read.hash(), token.hash());
            prop_assert!(matches!(Credential::parse(&token.expose()), Some(Credential::Session(_))));
        }

        #[test]
        fn an_api_key_is_read_back(account: u128, key: u128) {
            let token = api_key(account, key);
            let read = ApiKeyToken::parse(&token.expose()).unwrap();
            prop_assert_eq!((read.account, read.key), (token.account, token.key));
            prop_assert_eq!(read.expose(), token.expose());
            prop_assert_eq!(read.hash(), token.hash());
            prop_assert!(matches!(Credential::parse(&token.expose()), Some(Credential::ApiKey(_))));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "(cd[sk]_)?.{0,120}") {
            prop_assert!(Credential::parse(&text).is_none());
        }
    }

    #[test]
    fn any_one_character_change_is_rejected() {
        for text in [session(1).expose(), api_key(2, 3).expose()] {
            for changed in one_character_changes(&text) {
                assert!(Credential::parse(&changed).is_none(), "{changed} for {text}");
            }
        }
    }

    #[test]
    fn a_token_has_one_spelling() {
        let text = session(1).expose();
        for other in
            [format!(" {text}"), format!("{text}="), format!("{text}\n"), text.to_lowercase()]
        {
            assert!(Credential::parse(&other).is_none(), "{other}");
        }
        assert!(Credential::parse(&text.replacen(SESSION, API_KEY, 1)).is_none());
        assert!(Credential::parse(&write(SESSION, &[&[0; 47]])).is_none());
        assert!(Credential::parse(&write(API_KEY, &[&[0; 65]])).is_none());
    }

    #[test]
    fn two_tokens_of_one_person_differ() {
        assert_ne!(session(1).expose(), session(1).expose());
    }

    #[test]
    fn the_hash_is_sha_256_in_hex() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), abc);
    }

    #[test]
    fn tokens_that_were_given_out_stay_valid_across_releases() {
        let person = PersonId::from_ulid(Ulid::from(1));
        let token = SessionToken { person, secret: [7; 32] };
        let text = "cds_AAAAAAAAAAAAAAAAAAAAAQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH9tXaVA";
        assert_eq!(token.expose(), text);
    }

    #[test]
    fn secrets_stay_out_of_logs() {
        let shown = format!("{:?}", Credential::parse(&session(0).expose()));
        assert_eq!(shown, "Some(Session(SessionToken(per_00000000000000000000000000, …)))");
        let shown = format!("{:?}", api_key(0, 0));
        assert!(shown.ends_with("key_00000000000000000000000000, …)"), "{shown}");
    }
}
