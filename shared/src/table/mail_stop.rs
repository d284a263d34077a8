//! What readers want no more of: mails that an account causes, or that any does (RFC 8058).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, Email};

/// The reader of an address wants no more mails.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailStop {
    /// Whose: what stops `ann@` stops `ann+tag@` too.
    pub email: Email,
    /// Of which account; `None` is of all.
    pub account_id: Option<AccountId>,
    /// Since when.
    pub at: Timestamp,
}

impl MailStop {
    /// The keys of what stops the mails of an account to an address.
    pub fn keys(email: &Email, account: AccountId) -> [Key; 2] {
        let mailbox = email.mailbox();
        [keys::mail_stop(&mailbox, account), keys::mail_stop_of_all(&mailbox)]
    }
}

impl Entity for MailStop {
    const KIND: &'static str = "mail_stop";

    fn key(&self) -> Key {
        let mailbox = self.email.mailbox();
        match self.account_id {
            Some(account) => keys::mail_stop(&mailbox, account),
            None => keys::mail_stop_of_all(&mailbox),
        }
    }
}
