//! Enrolments: a driver's access to a course, their progress, and what time makes of it.

use std::{collections::BTreeMap, fmt};

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FieldErrors, Invalid, ModuleId, course::Module};

/// What an enrolment is at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnrolmentStatus {
    /// It has not opened yet.
    Scheduled,
    /// Open, and nothing was done.
    NotStarted,
    /// Open, and something was done.
    InProgress,
    /// Every module is completed; this outlives the end of access.
    Completed,
    /// Past its due date and not completed.
    Overdue,
    /// Access has ended before completion.
    Expired,
}

impl EnrolmentStatus {
    /// Every status, in the order in which summaries show them.
    pub const ALL: [Self; 6] = [
        Self::Scheduled,
        Self::NotStarted,
        Self::InProgress,
        Self::Completed,
        Self::Overdue,
        Self::Expired,
    ];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Overdue => "overdue",
            Self::Expired => "expired",
        }
    }

    /// Reads its word.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let known = Self::ALL.into_iter().find(|status| status.as_str() == text);
        known.ok_or_else(|| {
            let words = Self::ALL.map(Self::as_str).join(", ");
            Invalid::new("unknown_value", format!("Must be one of: {words}."))
        })
    }
}

impl fmt::Display for EnrolmentStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::written_as_text!(EnrolmentStatus, {
    "type": "string",
    "enum": ["scheduled", "not_started", "in_progress", "completed", "overdue", "expired"],
});

/// How far a driver has come, whatever the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// No result came in.
    NotStarted,
    /// Some result came in.
    Started,
    /// Every module is completed.
    Completed,
}

/// When access opens, is due and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// Access begins.
    pub starts_at: Timestamp,
    /// The driver should be done.
    pub due_at: Option<Timestamp>,
    /// Access ends; `None` is never.
    pub access_until: Option<Timestamp>,
}

impl Window {
    /// The status of a driver who has come so far, at `now` (PRODUCT rule 17).
    pub fn status(&self, phase: Phase, now: Timestamp) -> EnrolmentStatus {
        match phase {
            Phase::Completed => EnrolmentStatus::Completed,
            _ if self.has_ended(now) => EnrolmentStatus::Expired,
            _ if now < self.starts_at => EnrolmentStatus::Scheduled,
            _ if self.due_at.is_some_and(|due| due <= now) => EnrolmentStatus::Overdue,
            Phase::Started => EnrolmentStatus::InProgress,
            Phase::NotStarted => EnrolmentStatus::NotStarted,
        }
    }

    /// The window whose moments are these.
    #[must_use]
    pub fn map(self, each: impl Fn(Timestamp) -> Timestamp) -> Self {
        Self {
            starts_at: each(self.starts_at),
            due_at: self.due_at.map(&each),
            access_until: self.access_until.map(&each),
        }
    }

    /// Whether access has ended at `now`.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.access_until.is_some_and(|until| until <= now)
    }
}

/// A score from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
pub struct Score(#[schemars(range(min = 0.0, max = 100.0))] f64);

impl Score {
    /// The mean of some scores, rounded to one decimal; none of none.
    pub fn mean(scores: impl Iterator<Item = Score>) -> Option<Score> {
        let (sum, count) =
            scores.fold((0.0, 0.0), |(sum, count), score| (sum + score.0, count + 1.0));
        (count > 0.0).then(|| Score((sum / count * 10.0).round() / 10.0))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Score {
    type Error = Invalid;

    fn try_from(number: f64) -> Result<Self, Invalid> {
        if (0.0..=100.0).contains(&number) {
            // Nine decimals: smaller than that is nothing, and -0 is 0.
            Ok(Self((number * 1e9).round() / 1e9 + 0.0))
        } else {
            Err(Invalid::new("out_of_range", "Must be from 0 to 100."))
        }
    }
}

impl Deserr<FieldErrors> for Score {
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        at: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let number = <f64 as Deserr<FieldErrors>>::deserialize_from_value(value, at)?;
        Score::try_from(number).map_err(|bad| {
            deserr::take_cf_content(<FieldErrors as deserr::MergeWithError<_>>::merge(
                None, bad, at,
            ))
        })
    }
}

/// What came in for one module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModuleResult {
    /// Whether the module was ever completed: completion is not undone.
    pub completed: bool,
    /// When it was first completed.
    pub completed_at: Option<Timestamp>,
    /// The score of the latest result that has one.
    pub score: Option<Score>,
    /// When that result occurred.
    pub scored_at: Option<Timestamp>,
    /// When the latest result occurred.
    pub occurred_at: Timestamp,
}

/// The results of an enrolment, by module.
pub type Results = BTreeMap<ModuleId, ModuleResult>;

/// Adds a result: the latest by `occurred_at` counts, completion is not undone, and a result
/// without a score leaves the score as it was. Adding the same one again changes nothing, and the
/// order in which results come in does not matter.
pub fn record(results: &mut Results, module: ModuleId, new: ModuleResult) {
    let Some(old) = results.get_mut(&module) else {
        results.insert(module, new);
        return;
    };
    old.completed_at = match (old.completed_at, new.completed_at) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    old.completed |= new.completed;
    if new.score.is_some() && new.scored_at >= old.scored_at {
        (old.score, old.scored_at) = (new.score, new.scored_at);
    }
    old.occurred_at = old.occurred_at.max(new.occurred_at);
}

/// Progress over the modules that the course has now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// How far the driver has come.
    pub phase: Phase,
    /// The share of modules completed, in whole percent, rounded down.
    pub percent: u8,
    /// The mean of the modules' scores.
    pub score: Option<f64>,
}

/// What `results` amount to in a course of these modules.
pub fn progress(results: &Results, modules: &[Module]) -> Progress {
    let done = modules.iter().filter(|m| results.get(&m.id).is_some_and(|r| r.completed)).count();
    let percent = (done * 100).checked_div(modules.len()).unwrap_or_default();
    let phase = match (results.is_empty(), done == modules.len() && done > 0) {
        (true, _) => Phase::NotStarted,
        (_, true) => Phase::Completed,
        _ => Phase::Started,
    };
    Progress {
        phase,
        percent: u8::try_from(percent).unwrap_or(100),
        score: score(results, modules),
    }
}

/// The mean of the scores of these modules: one that the course no longer has does not count.
pub fn score(results: &Results, modules: &[Module]) -> Option<f64> {
    Score::mean(modules.iter().filter_map(|module| results.get(&module.id)?.score))
        .map(|score| score.get())
}

#[cfg(test)]
#[path = "enrolment_tests.rs"]
mod tests;
