//! Notices: what two accounts' people are to be told by mail, once for each action. The stream's
//! consumer finds those people and owes each of them a mail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys, share::SharedDriver};
use crate::domain::{AccountId, MailId};

/// What two accounts are to be told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Notice {
    /// Which: its mails are named from it on, so that telling it again owes none twice.
    pub notice_id: MailId,
    /// The drivers' home account.
    pub home_account_id: AccountId,
    /// The account that they are or were shared with.
    pub recipient_id: AccountId,
    /// What happened.
    pub what: Happened,
    /// When.
    pub at: Timestamp,
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happened {
    /// Drivers were shared.
    Shared {
        /// How many.
        drivers: u32,
    },
    /// A driver is shared no longer.
    Unshared {
        /// The share as it was.
        share: SharedDriver,
    },
    /// Drivers are shared no longer, since the account that shared them is refused.
    GivenBack {
        /// How many.
        drivers: u32,
    },
}

/// How long a notice is kept: longer than the stream's records.
const KEPT_SECONDS: i64 = 7 * 24 * 3_600;

impl Entity for Notice {
    const KIND: &'static str = "notice";

    fn key(&self) -> Key {
        keys::notice(self.notice_id)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.at.as_second() + KEPT_SECONDS)
    }
}
