//! How accounts and API keys are shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{
        AccountId, AccountKind, AccountName, ApiKeyId, Role, TimeZone, event::Actor, text::Label,
    },
    table::{
        account::Account,
        api_key::{ApiKey, KeyScope},
    },
};

/// An account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub struct AccountView {
    /// Which.
    id: AccountId,
    /// Its name.
    name: AccountName,
    /// What it is.
    kind: AccountKind,
    /// What the caller is to it; none for an API key and for the operator.
    role: Option<Role>,
    /// Its seats.
    seats: Seats,
    /// Whether it may buy codes.
    reseller: bool,
    /// How many mails a day it may cause to people who never agreed to them, where the operator has
    /// said so.
    mail_limit: Option<u32>,
    /// Its time zone: its days end in it, and who has none of their own reads times in it.
    time_zone: TimeZone,
    /// When it was made.
    created_at: Timestamp,
    /// Counts its changes.
    version: u64,
}

/// An account's seats.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Seats {
    /// How many users the plan allows.
    limit: u32,
    /// How many are invited or active.
    used: u32,
}

impl AccountView {
    /// How this account is shown to somebody of this role.
    pub fn of(account: &Account, role: Option<Role>) -> Self {
        Self {
            id: account.account_id,
            name: account.name.clone(),
            kind: account.kind,
            role,
            seats: Seats { limit: account.seat_limit, used: account.seats_used },
            reseller: account.reseller,
            mail_limit: account.mail_limit,
            time_zone: account.time_zone.clone(),
            created_at: account.created_at,
            version: account.version,
        }
    }
}

/// An API key, less its token.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ApiKey")]
pub struct ApiKeyView {
    /// Which.
    id: ApiKeyId,
    /// The account's word for it.
    name: Label,
    /// What it may be used for.
    scopes: Vec<KeyScope>,
    /// When it ends.
    expires_at: Option<Timestamp>,
    /// When it was last used, to within an hour.
    last_used_at: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
    /// By whom; of the first keys that was not kept.
    created_by: Option<Actor>,
}

impl ApiKeyView {
    /// How this key is shown.
    pub fn of(key: ApiKey) -> Self {
        Self {
            id: key.key_id,
            name: key.name,
            scopes: key.scopes,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            created_at: key.created_at,
            created_by: key.created_by,
        }
    }
}
