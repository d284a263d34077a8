//! Licence pools: what an account bought of a course, and what of it is assigned.

use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, keys};
use crate::domain::{AccountId, CourseId};

/// An account's licences of a course.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pool {
    /// Whose.
    pub account_id: AccountId,
    /// Of which course.
    pub course_id: CourseId,
    /// How many were bought.
    pub purchased: u64,
    /// How many are in use.
    #[serde(default)]
    pub assigned: u64,
}

impl Pool {
    /// Adds bought licences to a pool, made if it is not there.
    pub fn buy(account_id: AccountId, course_id: CourseId, quantity: u32) -> Change {
        Change::of(keys::pool(account_id, course_id))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("account_id", account_id)
            .set("course_id", course_id)
            .add("purchased", quantity)
    }
}

impl Entity for Pool {
    const KIND: &'static str = "pool";

    fn key(&self) -> Key {
        keys::pool(self.account_id, self.course_id)
    }
}
