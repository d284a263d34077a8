//! Ranges of what happens at a time: routes, training sessions.
//!
//! What is under way when a stretch of time begins belongs to it, and began before: so a range begins
//! earlier, by as long as such things last. Almost all are over within a day, so the few of an account
//! that last for days have a list of their own, and what is read in vain is no more than a day's.

use jiff::SignedDuration;

use super::*;
use crate::{domain::route, table::training};

/// A stretch of time: from its first moment, inclusive, to its last, exclusive. What is not said
/// has no bound.
pub type Between = (Option<Timestamp>, Option<Timestamp>);

/// Whether what is then belongs to a stretch of time: it is not over when the stretch begins, and it
/// begins before the stretch ends.
pub fn lies_within((from, to): Between, span: Span) -> bool {
    from.is_none_or(|from| from < span.ends_at) && to.is_none_or(|to| span.starts_at < to)
}

/// What of an account lies within a stretch of time, by its starts.
#[derive(Debug, Clone)]
pub struct Timetable {
    /// What starts in the stretch and lasts up to a day.
    pub starting: Range,
    /// What may be over when the stretch begins: what starts on the day before, and what lasts longer.
    pub maybe: Vec<Range>,
    /// When the stretch begins.
    from: Option<Timestamp>,
}

impl Timetable {
    /// Of a list of what lasts up to a day, and of its part for what lasts up to `most_days`.
    fn of(list: &str, most_days: i64, (from, to): Between) -> Self {
        let range = |pk: &str, between| starting(Some(Index::Gsi1), pk.to_owned(), "", between);
        let before = from.map(|from| range(list, (Some(earlier(from, 1)), Some(from))));
        let since = from.map(|from| earlier(from, most_days));
        let of_days = range(&format!("{list}#DAYS"), (since, to));
        let maybe = before.into_iter().chain([of_days]).collect();
        Self { starting: range(list, (from, to)), maybe, from }
    }

    /// Whether what an entry names is not over when the stretch begins. Entries of old do not say.
    pub fn is_not_over(&self, entry: &HashMap<String, AttributeValue>) -> bool {
        let end = entry
            .get("gsi1sk")
            .and_then(|key| key.as_s().ok())
            .and_then(|key| key.split('#').skip(2).find_map(|part| part.parse::<Timestamp>().ok()));
        self.from.zip(end).is_none_or(|(from, end)| from < end)
    }
}

/// So many days before.
fn earlier(at: Timestamp, days: i64) -> Timestamp {
    at.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}

/// The part of a range that starts within a stretch of time, where keys begin with `prefix` and the
/// start. What starts at its end has more in its key than that, so it lies behind.
fn starting(index: Option<Index>, pk: String, prefix: &str, (from, to): Between) -> Range {
    let bound = |at: Timestamp| format!("{prefix}{at}");
    let from = from.map_or_else(|| format!("{prefix}0"), bound);
    let to = to.map_or_else(|| format!("{prefix}{LAST}"), bound);
    Range { index, pk, from, to }
}

/// The training sessions of an account that lie within a stretch of time.
pub fn training_of(account: AccountId, between: Between) -> Timetable {
    Timetable::of(&format!("ACCOUNT#{account}#TRAINING"), training::MOST_DAYS, between)
}

/// The training sessions of a person that lie within a stretch of time, and some that were over
/// before.
pub fn attendances_of(person: PersonId, (from, to): Between) -> Range {
    let from = from.map(|from| earlier(from, training::MOST_DAYS));
    starting(None, format!("PERSON#{person}"), "TRAINING#", (from, to))
}

/// The course that stands beside a training session in the index of its account, if it has one.
pub fn course_beside_training(entry: &HashMap<String, AttributeValue>) -> Option<CourseId> {
    entry.get("gsi1sk")?.as_s().ok()?.split('#').skip(2).find_map(|part| part.parse().ok())
}

/// The routes of an account that lie within a stretch of time.
pub fn routes_of(account: AccountId, between: Between) -> Timetable {
    Timetable::of(&format!("ACCOUNT#{account}#ROUTES"), route::MOST_DAYS, between)
}

/// The routes that a person is on, of those that lie within a stretch of time, and some that were over
/// before.
pub fn routes_of_person(person: PersonId, (from, to): Between) -> Range {
    let from = from.map(|from| earlier(from, route::MOST_DAYS));
    starting(Some(Index::Gsi1), format!("PERSON#{person}#ROUTES"), "", (from, to))
}

/// A route that a person is on, and as whose driver: what an entry of [`routes_of_person`] names.
#[derive(Debug, Clone, Copy)]
pub struct AssignedRoute {
    /// Whose route.
    pub account: AccountId,
    /// Which.
    pub route: RouteId,
    /// The person's home account.
    pub home: AccountId,
    /// Their membership of it.
    pub user: UserId,
}

impl AssignedRoute {
    /// What an entry names.
    pub fn of(entry: &HashMap<String, AttributeValue>) -> Option<Self> {
        let mut parts = entry.get("gsi1sk")?.as_s().ok()?.split('#').skip(1);
        Some(Self {
            account: parts.next()?.parse().ok()?,
            route: parts.next()?.parse().ok()?,
            home: parts.next()?.parse().ok()?,
            user: parts.next()?.parse().ok()?,
        })
    }
}
