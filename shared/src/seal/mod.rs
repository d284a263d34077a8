//! Secrets: what is made from the root key instead of being stored, and random tokens.

pub mod codes;
mod keyring;
pub mod kms;
mod root;
pub mod token;

use serde::{Serialize, de::DeserializeOwned};

pub use keyring::{KeySource, Reach, Seal};
pub use root::{Key, Purpose, Root};

/// A value that people carry as a sealed text, in a link or a cookie, and that is stored nowhere.
pub trait Sealed: Serialize + DeserializeOwned + Sync {
    /// What its texts are for: each purpose has a key of its own.
    const PURPOSE: Purpose;
    /// What its texts are: none is taken for another's.
    const CONTEXT: &'static [u8];
}
