//! Licence pools: what an account bought of a course, and what of it is assigned.

use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, counters::never_negative, keys};
use crate::domain::{AccountId, CourseId};

/// An account's licences of a course.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pool {
    /// Whose.
    pub account_id: AccountId,
    /// Of which course.
    pub course_id: CourseId,
    /// How many were bought.
    #[serde(deserialize_with = "never_negative")]
    pub purchased: u64,
    /// How many are in use: one for each enrolment that took a licence, and those used up. Changed
    /// only together with the enrolment's item.
    #[serde(default, deserialize_with = "never_negative")]
    pub assigned: u64,
    /// How many are in use for good, though their enrolments have ended: those had been started.
    #[serde(default, deserialize_with = "never_negative")]
    pub used_up: u64,
}

/// What becomes of the licence of an enrolment that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Licence {
    /// The enrolment was not started: its licence can be assigned again.
    Returns,
    /// The enrolment was started.
    IsUsedUp,
}

impl Pool {
    /// Adds bought licences to a pool, made if it is not there.
    pub fn buy(account_id: AccountId, course_id: CourseId, quantity: u32) -> Change {
        Change::of(keys::pool(account_id, course_id))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("account_id", account_id)
            .set("course_id", course_id)
            .count("purchased", quantity)
            // A condition compares it with a number, so it must be there.
            .count("assigned", 0)
    }

    /// How many are left.
    pub fn available(&self) -> u64 {
        self.purchased.saturating_sub(self.assigned)
    }

    /// Takes so many of those that are left. What was bought has not changed and so many are left
    /// of it: that is the condition under which a pool never goes below zero, however many take
    /// from it at once.
    pub fn take(&self, count: u64) -> (Change, Condition) {
        let most = self.purchased.saturating_sub(count);
        let left = Condition::All(vec![
            Condition::is("purchased", self.purchased),
            Condition::less("assigned", most + 1),
        ]);
        (Change::of(self.key()).count("assigned", count), left)
    }

    /// Takes a licence back, or notes that it is used up.
    pub fn release(account_id: AccountId, course_id: CourseId, licence: Licence) -> Change {
        let pool = Change::of(keys::pool(account_id, course_id));
        match licence {
            Licence::Returns => pool.count("assigned", -1),
            Licence::IsUsedUp => pool.count("used_up", 1),
        }
    }
}

impl Entity for Pool {
    const KIND: &'static str = "pool";

    fn key(&self) -> Key {
        keys::pool(self.account_id, self.course_id)
    }
}
