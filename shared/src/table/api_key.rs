//! API keys: how an account's own programs call.

use deserr::Deserr;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, ApiKeyId, event::Actor, text::Label};

/// What an API key may be used for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    Deserr,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum KeyScope {
    /// Redeeming codes for drivers.
    Redemptions,
    /// Orders, batches, voiding and sending codes.
    Codes,
    /// Users and groups.
    Users,
    /// Reports.
    Reports,
}

/// An API key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApiKey {
    /// Whose.
    pub account_id: AccountId,
    /// Which.
    pub key_id: ApiKeyId,
    /// The account's word for it.
    pub name: Label,
    /// The hash of the token; the token itself is stored nowhere.
    pub hash: String,
    /// What it may be used for.
    pub scopes: Vec<KeyScope>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to within an hour.
    pub last_used_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom; of the first keys that was not kept.
    #[serde(default)]
    pub created_by: Option<Actor>,
}

/// For how long a key works on that another takes the place of.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

impl Entity for ApiKey {
    const KIND: &'static str = "api_key";

    fn key(&self) -> Key {
        keys::api_key(self.account_id, self.key_id)
    }
}
