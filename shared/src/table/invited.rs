//! Who is invited to an account: the person's side of an invitation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys, manager::Manager, user::User};
use crate::domain::{AccountId, ManagerId, PersonId, Role, UserId, UserStatus};

/// Who is invited to an account and has not joined, or was only added to it. That neither it nor a
/// context lies there is the condition for adding and inviting, so an account has a person once. What the invitation is to, and until
/// when it is good, the account's side says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invited {
    /// Who.
    pub person_id: PersonId,
    /// Where to.
    pub account_id: AccountId,
    /// As what.
    pub role: Role,
    /// The membership that waits for them, unless they are to manage.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// The right that waits for them, if they are to manage.
    #[serde(default)]
    pub manager_id: Option<ManagerId>,
    /// Whether they were only added: they are not invited yet, and are told nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_added: bool,
    /// When they were first invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
}

impl Invited {
    /// That of somebody who is to be a user, or was added as one.
    pub fn as_user(user: &User) -> Self {
        let User { person_id, account_id, role, user_id, invited_at, .. } = *user;
        let is_added = user.status() == UserStatus::Added;
        Self {
            person_id,
            account_id,
            role,
            user_id: Some(user_id),
            manager_id: None,
            is_added,
            invited_at,
        }
    }

    /// That of somebody who is to look after the account.
    pub fn as_manager(manager: &Manager, person_id: PersonId) -> Self {
        let Manager { account_id, manager_id, invited_at, .. } = *manager;
        let (role, manager_id) = (Role::Manager, Some(manager_id));
        Self {
            person_id,
            account_id,
            role,
            user_id: None,
            manager_id,
            is_added: false,
            invited_at: Some(invited_at),
        }
    }

    /// The account's side. An invitation that was made before the person's side named it has none
    /// here: the link in its mail leads there.
    pub fn other_side(&self) -> Option<Key> {
        let user = self.user_id.map(|user| keys::user(self.account_id, user));
        user.or(self.manager_id.map(|manager| keys::manager(self.account_id, manager)))
    }
}

impl Entity for Invited {
    const KIND: &'static str = "invited";

    fn key(&self) -> Key {
        keys::invited(self.person_id, self.account_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let place = |at| keys::invitation_made(at, self.person_id, self.account_id);
        self.invited_at.map(place).into_iter().collect()
    }
}
