//! An account's own text of invitations.

use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, InvitationText};

/// What an account says in its invitations. It stays after a reset, so that versions go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnInvitationText {
    /// The account.
    pub account_id: AccountId,
    /// The text; none after a reset.
    pub text: Option<InvitationText>,
    /// Counts its changes.
    pub version: u64,
}

impl OwnInvitationText {
    /// What an account has that never had a text of its own.
    pub fn none(account_id: AccountId) -> Self {
        Self { account_id, text: None, version: 0 }
    }

    /// The text that an account's invitations have, by what lies in the table for it.
    pub fn or_default(found: Option<Self>) -> InvitationText {
        found.and_then(|own| own.text).unwrap_or_default()
    }
}

impl Entity for OwnInvitationText {
    const KIND: &'static str = "invitation_text";

    fn key(&self) -> Key {
        keys::invitation_text(self.account_id)
    }
}
