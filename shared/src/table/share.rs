//! Shares: the right of another account to see and route one driver. Both sides are written
//! together, so each is complete at once.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, Start, keys};
use crate::domain::{AccountId, PersonId, UserId};

/// With how many accounts a driver is shared at most.
pub const MOST_RECIPIENTS: usize = 100;

/// The accounts that a driver is shared with: the home account's side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sharing {
    /// The home account.
    pub account_id: AccountId,
    /// The driver.
    pub user_id: UserId,
    /// With whom.
    #[serde(
        default,
        with = "serde_dynamo::string_set",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub recipients: BTreeSet<AccountId>,
}

impl Sharing {
    /// The change that adds an account, made if the driver was never shared.
    pub fn more(home: AccountId, user: UserId, recipient: AccountId) -> Change {
        Change::of(keys::sharing(home, user))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("account_id", home)
            .set("user_id", user)
            .add_to_set("recipients", [recipient])
    }

    /// The change that takes an account away.
    pub fn less(home: AccountId, user: UserId, recipient: AccountId) -> Change {
        Change::of(keys::sharing(home, user)).take_from_set("recipients", [recipient])
    }
}

impl Entity for Sharing {
    const KIND: &'static str = "sharing";

    fn key(&self) -> Key {
        keys::sharing(self.account_id, self.user_id)
    }
}

/// A driver that is shared with an account: the receiving side. It holds nothing of the driver
/// that the home account might change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SharedDriver {
    /// The receiving account.
    pub account_id: AccountId,
    /// The driver's membership of the home account.
    pub user_id: UserId,
    /// The home account.
    pub home_account_id: AccountId,
    /// The driver.
    pub person_id: PersonId,
    /// The call that shared it: when it is run again it finds what it did.
    pub shared_by_call: String,
    /// When it was shared.
    pub shared_at: Timestamp,
}

impl Entity for SharedDriver {
    const KIND: &'static str = "shared_driver";

    fn key(&self) -> Key {
        keys::shared_driver(self.account_id, self.user_id)
    }
}

/// How long a call that shares all drivers is remembered: whoever goes on does so at once, and
/// whoever comes later means those too who came since.
const KEPT_SECONDS: i64 = 3_600;

/// How far sharing all drivers of an account with another has come: the next call goes on there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareProgress {
    /// The drivers' account.
    pub account_id: AccountId,
    /// The account that they are shared with.
    pub recipient_id: AccountId,
    /// The call that came last. Its being the same is the condition for going on: of two that go
    /// on at once, one tells how far it has come.
    pub call: String,
    /// Where that call began, for when it is run again; none is the beginning.
    pub from: Option<Start>,
    /// Where it stopped.
    pub to: Start,
    /// When it stopped.
    pub at: Timestamp,
}

impl ShareProgress {
    /// Where a call goes on: the same one, run again, where it began.
    pub fn begin(&self, call: &str, now: Timestamp) -> Option<Start> {
        let is_over = self.at.as_second() + KEPT_SECONDS <= now.as_second();
        match self.call == call {
            true => self.from.clone(),
            false => Some(self.to.clone()).filter(|_| !is_over),
        }
    }
}

impl Entity for ShareProgress {
    const KIND: &'static str = "share_progress";

    fn key(&self) -> Key {
        keys::share_progress(self.account_id, self.recipient_id)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.at.as_second() + KEPT_SECONDS)
    }
}
