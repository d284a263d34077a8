//! Enrolments: a driver's access to a course.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, keys};
use crate::domain::{
    AccountId, CourseId, Day, EnrolmentId, EnrolmentStatus, PersonId, RecordId, UserId,
    course::Module,
    enrolment::{Phase, Progress, Results, Window, progress},
};

/// A driver's access to a course in one account. One lies under its key for each driver and
/// course, so that a second way in extends the first (rule 20).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrolment {
    /// The account.
    pub account_id: AccountId,
    /// The driver.
    pub person_id: PersonId,
    /// The driver as a user of the account.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// Which.
    pub enrolment_id: EnrolmentId,
    /// Whether it took a licence of the account's pool; else a code opened it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub licence: bool,
    /// When access opens, is due and ends: access by a licence does not end by itself.
    #[serde(flatten)]
    pub window: Window,
    /// The day that it is due on, where one was named: it ends as the window says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// How far the driver has come.
    pub phase: Phase,
    /// What came in, by module.
    #[serde(default)]
    pub results: Results,
    /// The mean score, kept beside the results for the tallies.
    pub score: Option<f64>,
    /// The progress in percent, kept beside the results for the counts.
    #[serde(default)]
    pub percent: u8,
    /// When the last result came in.
    pub last_activity_at: Option<Timestamp>,
    /// The record that completing it has left: who has completed it since there are records has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
    /// Counts its changes.
    pub version: u64,
}

/// Of a record what is kept beside the enrolment that left it, for reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Which.
    pub record_id: RecordId,
    /// Until when it counts; for ever if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

impl Enrolment {
    /// Its status at `now`.
    pub fn status(&self, now: Timestamp) -> EnrolmentStatus {
        self.window.status(self.phase, now)
    }

    /// How far the driver has come in a course of these modules: what is completed stays so, and who
    /// has completed everything that is left has completed it.
    pub fn progress(&self, modules: &[Module]) -> Progress {
        match self.phase {
            Phase::Completed => Progress { phase: self.phase, percent: 100, score: self.score },
            _ => progress(&self.results, modules),
        }
    }

    /// That this one lies there as it was at a version. Under the same key another may have taken
    /// its place and count its changes anew, so the version alone does not tell.
    pub fn is_at(&self, version: u64) -> Condition {
        Condition::All(vec![self.is_there(), Condition::is("version", version)])
    }

    /// That this one lies there, however changed.
    pub fn is_there(&self) -> Condition {
        Condition::is("enrolment_id", self.enrolment_id)
    }
}

impl Entity for Enrolment {
    const KIND: &'static str = "enrolment";

    fn key(&self) -> Key {
        keys::enrolment(self.person_id, self.account_id, self.course_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![keys::enrolment_of_account(self.account_id, self.course_id, self.user_id)]
    }
}
