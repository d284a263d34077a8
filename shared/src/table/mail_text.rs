//! An account's own texts of mails.

use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, MailKind, MailText};

/// What an account says in its mails of one kind. It stays after a reset, so that versions go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMailText {
    /// The account.
    pub account_id: AccountId,
    /// Which mails.
    #[serde(default = "invitation")]
    pub kind: MailKind,
    /// The text; none after a reset.
    pub text: Option<MailText>,
    /// Counts its changes.
    pub version: u64,
}

/// What an item is of that does not say it: invitations had a text of one's own before others.
fn invitation() -> MailKind {
    MailKind::Invitation
}

impl OwnMailText {
    /// What an account has that never had a text of its own.
    pub fn none(account_id: AccountId, kind: MailKind) -> Self {
        Self { account_id, kind, text: None, version: 0 }
    }

    /// The text that the mails have.
    pub fn into_text(self) -> MailText {
        self.text.unwrap_or_else(|| self.kind.default_text())
    }
}

impl Entity for OwnMailText {
    /// As it was called when only invitations had one: the release before reads it by this name.
    const KIND: &'static str = "invitation_text";

    fn key(&self) -> Key {
        keys::mail_text(self.account_id, self.kind)
    }
}
