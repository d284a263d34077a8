//! Users: the account's side of a membership.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, Email, PersonId, PersonName, Phone, Role, UserId};

/// A user of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// The account.
    pub account_id: AccountId,
    /// The membership.
    pub user_id: UserId,
    /// Who.
    pub person_id: PersonId,
    /// Their address.
    pub email: Email,
    /// The account's own record of the name.
    pub name: Option<PersonName>,
    /// The account's own record of the phone number.
    pub phone: Option<Phone>,
    /// As what.
    pub role: Role,
    /// When they joined.
    pub activated_at: Option<Timestamp>,
    /// When they last used this account, to within an hour.
    pub last_sign_in_at: Option<Timestamp>,
    /// Counts its changes.
    pub version: u64,
}

impl Entity for User {
    const KIND: &'static str = "user";

    fn key(&self) -> Key {
        keys::user(self.account_id, self.user_id)
    }
}
