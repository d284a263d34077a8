//! Tallies: an account's enrolments that are alike, counted. A summary adds up tallies and lets
//! time judge each kind once, so that it is exact at every moment and costs the same for ten
//! drivers as for a hundred thousand.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, enrolment::Enrolment, keys};
use crate::domain::{
    AccountId, CourseId,
    enrolment::{Phase, Window},
};

/// Enrolments of one account and course that have the same window and phase.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    /// The account.
    pub account_id: AccountId,
    /// What they have in common.
    #[serde(flatten)]
    pub likeness: Likeness,
    /// How many they are.
    pub count: i64,
    /// How many of them have a score.
    #[serde(default)]
    pub scored: i64,
    /// The sum of their scores, in tenths.
    #[serde(default)]
    pub score_tenths: i64,
}

/// What makes enrolments alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Likeness {
    /// The course.
    pub course_id: CourseId,
    /// How far they have come.
    pub phase: Phase,
    /// Their window; completed ones are alike whatever theirs was.
    pub window: Option<Window>,
}

/// In place of the beginning of access that was open from the first: nobody ever sees such an
/// enrolment as scheduled, so those that were made in different seconds are alike.
const AT_ONCE: Timestamp = Timestamp::UNIX_EPOCH;

impl Likeness {
    /// What an enrolment is counted under.
    pub fn of(enrolment: &Enrolment) -> Self {
        let open = enrolment.phase != Phase::Completed;
        let mut window = enrolment.window;
        let made_at = enrolment.enrolment_id.ulid().timestamp_ms();
        if u64::try_from(window.starts_at.as_millisecond()).is_ok_and(|start| start <= made_at) {
            window.starts_at = AT_ONCE;
        }
        Self {
            course_id: enrolment.course_id,
            phase: enrolment.phase,
            window: open.then_some(window),
        }
    }

    /// The key of the tally of an account's enrolments that are alike so.
    pub fn key(&self, account_id: AccountId) -> Key {
        keys::tally(account_id, self.course_id, &self.name())
    }

    fn name(&self) -> String {
        let at = |time: Option<Timestamp>| {
            time.map_or_else(String::new, |time| time.as_second().to_string())
        };
        let phase = match self.phase {
            Phase::NotStarted => "not_started",
            Phase::Started => "started",
            Phase::Completed => "completed",
        };
        self.window.map_or_else(
            || phase.to_owned(),
            |w| {
                format!("{phase}#{}#{}#{}", at(Some(w.starts_at)), at(w.due_at), at(w.access_until))
            },
        )
    }
}

/// By how much a tally changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delta {
    /// Enrolments.
    pub count: i64,
    /// Enrolments with a score.
    pub scored: i64,
    /// Their scores, in tenths.
    pub score_tenths: i64,
}

impl Delta {
    /// One enrolment more (`sign` 1) or less (-1).
    pub fn of(enrolment: &Enrolment, sign: i64) -> Self {
        // A mean has one decimal, so tenths are whole.
        let tenths = enrolment.score.map_or(0, |score| (score * 10.0).round() as i64);
        Self {
            count: sign,
            scored: sign * i64::from(enrolment.score.is_some()),
            score_tenths: sign * tenths,
        }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            scored: self.scored + other.scored,
            score_tenths: self.score_tenths + other.score_tenths,
        }
    }

    /// The change of the tally, made if it is not there.
    pub fn change(self, account_id: AccountId, likeness: &Likeness) -> Change {
        let window = likeness.window.as_ref();
        Change::of(likeness.key(account_id))
            .set("entity", Tally::KIND)
            .set("v", 1)
            .set("account_id", account_id)
            .set("course_id", likeness.course_id)
            .set("phase", likeness.phase)
            .set_or_remove("window", window)
            .add("count", self.count)
            .add("scored", self.scored)
            .add("score_tenths", self.score_tenths)
    }
}

impl Entity for Tally {
    const KIND: &'static str = "tally";

    fn key(&self) -> Key {
        self.likeness.key(self.account_id)
    }
}
