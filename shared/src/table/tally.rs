//! Tallies: an account's enrolments that are alike, counted. A summary adds up tallies and lets
//! time judge each kind once, so that it is exact at every moment and costs the same for ten
//! drivers as for a hundred thousand.
//!
//! Alike are enrolments of one course and phase whose access opens, is due and ends on the same
//! days (of UTC). The day decides what they are at every moment but those of the day itself, so
//! they are counted once more among the moments of each of these days, there by the second: who
//! adds up passes over a row one of whose days is today, and takes today's moments instead.
//! Moments go when their day is over.
//!
//! What is past is decided for good, whenever it was: its day is the first of all (1970), and a
//! row of an older day says the same as the row of that day. So one can be counted down in place
//! of the other, and both are merged ([`Place::settled`]).
//!
//! A row is one shard's, by its bucket; all buckets together are the count, and one of them alone
//! may be less than zero. The whole account is counted, and apart from it each combination of
//! groups ([`super::group::Combination`]).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, keys, user::CourseProgress};
use crate::domain::{
    AccountId, CourseId,
    enrolment::{Phase, Window},
};

/// Enrolments that are alike, counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    /// What they have in common.
    #[serde(flatten)]
    pub place: Place,
    /// How many they are.
    #[serde(flatten)]
    pub delta: Delta,
}

/// Where an enrolment is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The account.
    pub account_id: AccountId,
    /// The groups that its driver is in, by their combination's name; none is the whole account.
    pub combination: Option<String>,
    /// The day among whose moments it is counted; none if it is counted by its days.
    pub on: Option<Timestamp>,
    /// The course.
    pub course_id: CourseId,
    /// How far its driver has come.
    pub phase: Phase,
    /// Its window; completed ones are alike whatever theirs was.
    pub window: Option<Window>,
    /// The bucket of the shard that counted.
    pub bucket: u8,
}

/// In place of every moment that is over: nobody ever sees it otherwise again.
const OVER: Timestamp = Timestamp::UNIX_EPOCH;
const SECONDS_OF_DAY: i64 = 24 * 3_600;

/// The beginning of a moment's day.
pub fn day_of(at: Timestamp) -> Timestamp {
    let begins = at.as_second().div_euclid(SECONDS_OF_DAY) * SECONDS_OF_DAY;
    Timestamp::from_second(begins).unwrap_or(at)
}

/// The days of a window, less those that are over.
fn days(window: Window) -> Vec<Timestamp> {
    let days = [Some(window.starts_at), window.due_at, window.access_until];
    let mut days: Vec<_> = days.into_iter().flatten().filter(|day| *day != OVER).collect();
    days.sort();
    days.dedup();
    days
}

impl Place {
    /// Every place where a user's course is counted at this time, in an account or in one of its
    /// combinations: by its days, and among the moments of each.
    pub fn of(
        (account_id, combination): (AccountId, Option<&str>),
        course_id: CourseId,
        progress: &CourseProgress,
        bucket: u8,
        now: Timestamp,
    ) -> Vec<Self> {
        let open = (progress.phase != Phase::Completed).then_some(progress.window);
        let place = Self {
            account_id,
            combination: combination.map(ToOwned::to_owned),
            on: None,
            course_id,
            phase: progress.phase,
            window: open,
            bucket,
        };
        let by_days = Self { window: open.map(|window| window.map(day_of)), ..place.clone() };
        let by_days = by_days.settled(now);
        let days = by_days.window.map_or_else(Vec::new, days);
        let moments = days.into_iter().map(|day| Self { on: Some(day), ..place.clone() });
        moments.chain([by_days.clone()]).collect()
    }

    /// The place that says the same from now on. Days to come stay, whether or not they make a
    /// difference: who counts by days passes over their moments until then.
    #[must_use]
    pub fn settled(self, now: Timestamp) -> Self {
        let today = day_of(now);
        let settle = |at| if at < today { OVER } else { at };
        Self { window: self.window.map(|window| window.map(settle)), ..self }
    }

    /// Whether its day tells what it is at this time: on the day itself the moments do.
    pub fn is_certain(&self, now: Timestamp) -> bool {
        let today = day_of(now);
        self.window.is_none_or(|window| {
            ![Some(window.starts_at), window.due_at, window.access_until].contains(&Some(today))
        })
    }

    fn likeness(&self) -> String {
        let at = |time: Option<Timestamp>| time.map_or_else(String::new, |time| self.written(time));
        let phase = match self.phase {
            Phase::NotStarted => "not_started",
            Phase::Started => "started",
            Phase::Completed => "completed",
        };
        let window = self.window.map_or_else(String::new, |window| {
            let Window { starts_at, due_at, access_until } = window;
            format!("#{}#{}#{}", at(Some(starts_at)), at(due_at), at(access_until))
        });
        format!("{phase}{window}#{}", self.bucket)
    }

    /// A moment's day, or its second among a day's moments.
    fn written(&self, time: Timestamp) -> String {
        match self.on {
            Some(_) => time.to_string(),
            None => time.strftime("%F").to_string(),
        }
    }

    /// The key of its row.
    pub fn key(&self) -> Key {
        let (account, combination) = (self.account_id, self.combination.as_deref());
        match self.on {
            Some(day) => keys::moments(account, combination, day, self.course_id, &self.likeness()),
            None => keys::tally(account, combination, self.course_id, &self.likeness()),
        }
    }

    /// The change of its row, which is made if it is not there.
    pub fn change(&self, by: Delta) -> Change {
        let change = Change::of(self.key())
            .set("entity", Tally::KIND)
            .set("v", 1)
            .set("account_id", self.account_id)
            .set_or_remove("combination", self.combination.as_ref())
            .set_or_remove("on", self.on)
            .set("course_id", self.course_id)
            .set("phase", self.phase)
            .set_or_remove("window", self.window.as_ref())
            .set("bucket", self.bucket)
            .set_or_remove(keys::TTL, self.kept_until());
        let change = change.count("count", by.count).count("scored", by.scored);
        change.count("score_tenths", by.score_tenths)
    }

    fn kept_until(&self) -> Option<i64> {
        self.on.map(|day| day.as_second() + 3 * SECONDS_OF_DAY)
    }
}

/// How much a tally is, or changes by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn of(progress: &CourseProgress, sign: i64) -> Self {
        let CourseProgress { score_tenths, .. } = progress;
        Self {
            count: sign,
            scored: sign * i64::from(score_tenths.is_some()),
            score_tenths: sign * score_tenths.unwrap_or_default(),
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
}

impl Entity for Tally {
    const KIND: &'static str = "tally";

    fn key(&self) -> Key {
        self.place.key()
    }

    fn ttl(&self) -> Option<i64> {
        self.place.kept_until()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::{Place, day_of};
    use crate::{
        domain::{
            AccountId, CourseId,
            enrolment::{Phase, Window},
        },
        table::{Entity, user::CourseProgress},
    };

    fn places(progress: &CourseProgress, now: Timestamp) -> Vec<Place> {
        let (account, course) =
            (AccountId::new(Timestamp::UNIX_EPOCH), CourseId::new(Timestamp::UNIX_EPOCH));
        Place::of((account, None), course, progress, 3, now)
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000).expect("a time") + SignedDuration::from_hours(hours)
    }

    proptest! {
        /// Counted at one time and added up at a later one, an enrolment has the status it has.
        #[test]
        fn an_enrolment_is_counted_once_under_the_status_that_it_has(
            starts in -80..80_i64, due in proptest::option::of(-80..80_i64),
            until in proptest::option::of(-80..80_i64), counted in -90..90_i64, later in 0..90_i64,
        ) {
            let window = Window { starts_at: at(starts), due_at: due.map(at), access_until: until.map(at) };
            let progress = CourseProgress { phase: Phase::Started, window, score_tenths: None, percent: 0, record: None };
            let now = at(counted + later);
            let found = places(&progress, at(counted)).into_iter().filter(|place| match place.on {
                Some(day) => day == day_of(now),
                None => place.is_certain(now),
            });
            let found: Vec<_> = found.collect();
            prop_assert_eq!(found.len(), 1);
            let counted = found[0].window.expect("a window");
            prop_assert_eq!(counted.status(Phase::Started, now), window.status(Phase::Started, now));
            let settled = found[0].clone().settled(now).window.expect("a window");
            prop_assert_eq!(settled.status(Phase::Started, now), window.status(Phase::Started, now));
        }
    }

    #[test]
    fn a_row_reads_as_it_was_written() {
        let window = Window { starts_at: at(0), due_at: Some(at(50)), access_until: None };
        let progress = CourseProgress {
            phase: Phase::Started,
            window,
            score_tenths: Some(5),
            percent: 0,
            record: None,
        };
        for place in places(&progress, at(0)) {
            let tally = super::Tally { delta: super::Delta::of(&progress, 1), place };
            let read = super::Tally::from_item(tally.to_item()).expect("a tally");
            assert_eq!((&read.place, read.delta), (&tally.place, tally.delta));
        }
    }
}
