//! What an account has its people reminded of (rule 39).
//!
//! | rule | condition in the write |
//! |---|---|
//! | of two changes at once the trail tells both as they were | the settings lie there as they were read |
//! | a closed account gets none | it is there |

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Items, Key, StoreError, keys};
use crate::domain::AccountId;

/// What an account's people are reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderSettings {
    /// Whose.
    pub account_id: AccountId,
    /// Drivers, before a course is due.
    pub due: bool,
    /// Drivers, once after it was due.
    pub overdue: bool,
    /// Who is invited and has not answered.
    pub invitations: bool,
    /// How often those who look after the account get a digest.
    pub digest: Digest,
}

/// How often a digest is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum Digest {
    /// Never.
    Off,
    /// Every week.
    Weekly,
}

impl ReminderSettings {
    /// What an account has that never changed them: every reminder, and no digest.
    pub fn first(account_id: AccountId) -> Self {
        let digest = Digest::Off;
        Self { account_id, due: true, overdue: true, invitations: true, digest }
    }

    /// What an account has, by what was read of it.
    pub fn of(account_id: AccountId, read: &Items) -> Result<Self, StoreError> {
        let own = read.get(&keys::reminder_settings(account_id))?;
        Ok(own.unwrap_or_else(|| Self::first(account_id)))
    }

    /// The condition that they lie there as they are here.
    pub fn same(&self) -> Condition {
        Condition::All(vec![
            Condition::is("due", self.due),
            Condition::is("overdue", self.overdue),
            Condition::is("invitations", self.invitations),
            Condition::is("digest", self.digest),
        ])
    }
}

impl Entity for ReminderSettings {
    const KIND: &'static str = "reminder_settings";

    fn key(&self) -> Key {
        keys::reminder_settings(self.account_id)
    }

    /// Among the accounts that want a digest, where it does.
    fn index(&self) -> Vec<keys::IndexKey> {
        match self.digest {
            Digest::Off => vec![],
            Digest::Weekly => vec![keys::digest_of_account(self.account_id)],
        }
    }
}
