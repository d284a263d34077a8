//! The seal that a function has: the root key, fetched once, and what the function may make of it.
//!
//! There are two root keys. What people keep, codes and links, is made with the one that is kept for
//! ever, and only by the functions that do so. What passes within a day, cursors and kept answers,
//! each function makes with whichever key it has: nobody but the function itself reads it again.

use std::{array, sync::OnceLock};

use tokio::sync::OnceCell;

use super::{Key, Purpose, Root, Sealed, codes::CodeSeal, kms::Kms};
use crate::{http::Problem, table::StoreError};

/// The root of every secret that is made and not stored: fetched once, when first needed, as each
/// key is derived once.
pub struct Seal {
    source: KeySource,
    reach: Reach,
    root: OnceCell<Root>,
    keys: [OnceLock<Key>; Purpose::COUNT],
}

/// What a function may make and read with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everything, codes and links among it.
    Everything,
    /// What passes within a day.
    Passing,
}

/// Where the root key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// It is given (off AWS).
    Given(Root),
    /// An HMAC key in KMS, asked once per start.
    Kms {
        /// Where it is asked.
        kms: Kms,
        /// The key.
        key_id: String,
    },
}

impl Seal {
    /// A seal from this source.
    pub fn new(source: KeySource, reach: Reach) -> Self {
        Self { source, reach, root: OnceCell::new(), keys: array::from_fn(|_| OnceLock::new()) }
    }

    /// What it may be used for.
    pub const fn reach(&self) -> Reach {
        self.reach
    }

    /// The key for a purpose. Fails, retryably, when KMS does not answer; for good, where the purpose
    /// is beyond this seal's reach: what another root made would be dead everywhere else.
    pub async fn key(&self, purpose: Purpose) -> Result<&Key, Problem> {
        if self.reach == Reach::Passing && !purpose.passes() {
            return Err(Problem::internal(format!("no key for {purpose:?} in this function")));
        }
        let root = self.root.get_or_try_init(|| self.source.fetch()).await?;
        Ok(self.keys[purpose as usize].get_or_init(|| root.key(purpose)))
    }

    /// The text as which a value is carried.
    pub async fn seal<T: Sealed>(&self, value: &T) -> Result<String, Problem> {
        let plain =
            serde_json::to_vec(value).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(self.key(T::PURPOSE).await?.seal(T::CONTEXT, &plain))
    }

    /// Reads such a text; `None` if it was not made here.
    pub async fn open<T: Sealed>(&self, text: &str) -> Result<Option<T>, Problem> {
        let plain = self.key(T::PURPOSE).await?.open(T::CONTEXT, text);
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    /// What makes and reads a reseller's codes.
    pub async fn codes(&self) -> Result<CodeSeal, Problem> {
        Ok(CodeSeal::new(self.key(Purpose::Codes).await?.clone()))
    }
}

impl KeySource {
    async fn fetch(&self) -> Result<Root, Problem> {
        match self {
            Self::Given(root) => Ok(root.clone()),
            Self::Kms { kms, key_id } => {
                let root = kms.root(key_id).await;
                root.map_err(|error| Problem::unavailable(&StoreError::of(&error).0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_function_without_the_key_of_codes_and_links_makes_none() {
        let source = KeySource::Given(Root::new([1; 32]));
        let passing = Seal::new(source.clone(), Reach::Passing);
        assert!(passing.key(Purpose::Cursor).await.is_ok());
        assert!(passing.key(Purpose::IdempotencyAnswer).await.is_ok());
        assert!(passing.codes().await.is_err());
        assert!(passing.key(Purpose::Activation).await.is_err());
        assert!(Seal::new(source, Reach::Everything).codes().await.is_ok());
    }
}
