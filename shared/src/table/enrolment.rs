//! Enrolments: a driver's access to a course.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, keys};
use crate::domain::{
    AccountId, CourseId, Day, EnrolmentId, EnrolmentStatus, PersonId, RecordId, UserId,
    course::Module,
    enrolment::{Phase, Progress, Results, Window, progress},
};

/// A driver's access to a course in one account: a round through it. One lies under its key for each
/// driver and course, so that one round is open at a time (rule 38), and a second way in extends it (rule
/// 20).
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
    /// The how many-th round through the course it is.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub round: u32,
    /// The newest record that earlier rounds have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_before: Option<Recorded>,
    /// Counts its changes.
    pub version: u64,
}

/// The first round through a course.
pub const FIRST_ROUND: u32 = 1;

const fn first() -> u32 {
    FIRST_ROUND
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_first(round: &u32) -> bool {
    *round == FIRST_ROUND
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

    /// Whether the round is over, so that another may begin (rule 38): it was completed, or access has
    /// ended.
    pub fn is_over(&self, now: Timestamp) -> bool {
        matches!(self.status(now), EnrolmentStatus::Completed | EnrolmentStatus::Expired)
    }

    /// This enrolment, as the round that comes after another, if there was one.
    #[must_use]
    pub fn after(self, over: Option<&Self>) -> Self {
        match over {
            Some(over) => {
                Self { round: over.round + 1, recorded_before: over.newest_record(), ..self }
            }
            None => self,
        }
    }

    /// Of the newest record of the driver in the course what is kept here.
    pub fn newest_record(&self) -> Option<Recorded> {
        self.recorded.or(self.recorded_before)
    }

    /// Whether it was completed and left no record: before there were any, or by a course that shrank.
    pub fn owes_record(&self) -> bool {
        self.phase == Phase::Completed && self.recorded.is_none()
    }
}

impl Entity for Enrolment {
    const KIND: &'static str = "enrolment";

    fn key(&self) -> Key {
        keys::enrolment(self.person_id, self.account_id, self.course_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let mut places =
            vec![keys::enrolment_of_account(self.account_id, self.course_id, self.user_id)];
        let whose = (self.person_id, self.account_id, self.course_id);
        let due = self.window.due_at;
        places.extend(due.map(|due| keys::enrolment_due(due, whose, self.enrolment_id)));
        places
    }
}

/// A round that is over, once another has taken its place: results that come late still find it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PastRound(pub Enrolment);

impl Entity for PastRound {
    const KIND: &'static str = "past_round";

    fn key(&self) -> Key {
        let Enrolment { person_id, account_id, course_id, enrolment_id, .. } = self.0;
        keys::past_round(person_id, account_id, course_id, enrolment_id)
    }
}
