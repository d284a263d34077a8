//! Validity tallies: of how many users it counts that they have completed a course, and until when. A
//! summary adds them up and lets time judge each kind once, as it does with [`super::tally`]; it counts
//! what the report's rows show, of each user in a course the newest record.
//!
//! A user is counted among all who have completed the course. Where that counts for some time only, they
//! are counted once more under the day (of UTC) on which it ends, and among that day's moments, by the
//! second. Who has a record that has ended by a moment is then told by the days before, and by the
//! moments of the day itself; and how many records are expired, expiring and valid follows from how many
//! have ended now, will have ended 60 days from now, and are there. So what a summary reads does not grow
//! with the months for which courses count.
//!
//! Days that are over say the same as the first of all (1970) and are merged into it, and moments go
//! when their day is over, as those of other tallies.
//!
//! They lie in partitions of their own, apart from the tallies of enrolments: whoever knows those only
//! adds up what they know.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, keys, tally::day_of, user::CourseProgress};
use crate::domain::{AccountId, CourseId, Validity};

/// Users who are alike in that they have completed a course, counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ValidityTally {
    /// What they have in common.
    #[serde(flatten)]
    pub place: ValidityPlace,
    /// How many they are; one bucket alone may have less than none.
    pub count: i64,
}

/// Where it is counted that a user has completed a course.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ValidityPlace {
    /// The account.
    pub account_id: AccountId,
    /// The groups that the user is in, by their combination's name; none is the whole account.
    pub combination: Option<String>,
    /// The course.
    pub course_id: CourseId,
    /// When it ends that it counts.
    pub ends: Ends,
    /// The bucket of the shard that counted.
    pub bucket: u8,
}

/// When it ends that records count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// Whenever, or never: all of a course.
    Sometime,
    /// On a day, by its beginning.
    On(Timestamp),
    /// At a moment.
    At(Timestamp),
}

/// In place of every day that is over.
const OVER: Timestamp = Timestamp::UNIX_EPOCH;
/// How long moments are kept after their day began.
const KEPT_SECONDS: i64 = 3 * 24 * 3_600;

impl Ends {
    /// Every place of what ends then, or never, at this time.
    fn of(valid_until: Option<Timestamp>, now: Timestamp) -> Vec<Self> {
        let Some(end) = valid_until else { return vec![Self::Sometime] };
        let is_over = day_of(end) < day_of(now);
        let mut all = vec![Self::Sometime, Self::On(day_of(end)).settled(now)];
        all.extend((!is_over).then_some(Self::At(end)));
        all
    }

    /// What says the same from now on.
    #[must_use]
    pub fn settled(self, now: Timestamp) -> Self {
        match self {
            Self::On(day) if day < day_of(now) => Self::On(OVER),
            other => other,
        }
    }

    /// Whether these are moments of a day that is over: they tell nothing any more.
    pub fn is_gone(self, now: Timestamp) -> bool {
        matches!(self, Self::At(end) if day_of(end) < day_of(now))
    }

    /// Whether what lies here has ended by a moment. Of the moment's day the moments tell, of days
    /// before it the days.
    fn has_ended(self, by: Timestamp) -> bool {
        match self {
            Self::Sometime => false,
            Self::On(day) => day < day_of(by),
            Self::At(end) => day_of(end) == day_of(by) && end <= by,
        }
    }

    /// What one who is counted here is more or less of, at this time: valid are all, less those who
    /// will soon have ended; these expire, less those who have ended.
    pub fn says(self, now: Timestamp) -> impl Iterator<Item = (Validity, i64)> {
        let all = (self == Self::Sometime).then_some([(Validity::Valid, 1)]);
        let soon = self.has_ended(Validity::soon(now));
        let soon = soon.then_some([(Validity::Valid, -1), (Validity::Expiring, 1)]);
        let ended = self.has_ended(now);
        let ended = ended.then_some([(Validity::Expiring, -1), (Validity::Expired, 1)]);
        all.into_iter().flatten().chain([soon, ended].into_iter().flatten().flatten())
    }
}

impl ValidityPlace {
    /// Every place where it is counted at this time that a user has completed a course, in an account or
    /// in one of its combinations; none if they have not.
    pub fn of(
        (account_id, combination): (AccountId, Option<&str>),
        course_id: CourseId,
        progress: &CourseProgress,
        bucket: u8,
        now: Timestamp,
    ) -> impl Iterator<Item = Self> {
        let combination = combination.map(ToOwned::to_owned);
        let ends = progress.record.map(|record| Ends::of(record.valid_until, now));
        ends.into_iter().flatten().map(move |ends| Self {
            account_id,
            combination: combination.clone(),
            course_id,
            ends,
            bucket,
        })
    }

    /// The place that says the same from now on.
    #[must_use]
    pub fn settled(self, now: Timestamp) -> Self {
        Self { ends: self.ends.settled(now), ..self }
    }

    /// The key of its row.
    pub fn key(&self) -> Key {
        let combination = self.combination.as_deref();
        keys::validity(self.account_id, combination, self.course_id, self.ends, self.bucket)
    }

    /// The change of its row, which is made if it is not there.
    pub fn change(&self, by: i64) -> Change {
        Change::of(self.key())
            .set("entity", ValidityTally::KIND)
            .set("v", 1)
            .set("account_id", self.account_id)
            .set_or_remove("combination", self.combination.as_ref())
            .set("course_id", self.course_id)
            .set("ends", self.ends)
            .set("bucket", self.bucket)
            .set_or_remove(keys::TTL, self.kept_until())
            .count("count", by)
    }

    fn kept_until(&self) -> Option<i64> {
        match self.ends {
            Ends::At(end) => Some(day_of(end).as_second() + KEPT_SECONDS),
            Ends::Sometime | Ends::On(_) => None,
        }
    }
}

impl Entity for ValidityTally {
    const KIND: &'static str = "validity_tally";

    fn key(&self) -> Key {
        self.place.key()
    }

    fn ttl(&self) -> Option<i64> {
        self.place.kept_until()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000).expect("a time") + SignedDuration::from_hours(hours)
    }

    /// What a record that ends then, or never, is said to be, counted at one time and added up at
    /// another; whatever lies there is read, or only what a summary reads.
    fn said(
        valid_until: Option<Timestamp>,
        counted: Timestamp,
        now: Timestamp,
    ) -> Vec<(&'static str, i64)> {
        let mut sums = BTreeMap::new();
        for ends in Ends::of(valid_until, counted) {
            assert_eq!(
                ends.settled(now).says(now).collect::<Vec<_>>(),
                ends.says(now).collect::<Vec<_>>()
            );
            for (validity, sign) in ends.says(now) {
                *sums.entry(validity.as_str()).or_default() += sign;
            }
        }
        sums.into_iter().filter(|(_, count)| *count != 0).collect()
    }

    proptest! {
        /// Counted at one time and added up at a later one, it has the validity that it has.
        #[test]
        fn a_record_is_counted_once_under_the_validity_that_it_has(
            until in proptest::option::of(-2_000..2_000_i64), counted in -100..100_i64, later in 0..2_000_i64,
        ) {
            let (until, now) = (until.map(at), at(counted + later));
            prop_assert_eq!(said(until, at(counted), now), [(Validity::at(now, until).as_str(), 1)]);
        }

        /// Also to the second, where it changes.
        #[test]
        fn it_changes_at_the_second(
            until in -100..100_i64, seconds in -2..=2_i64, before in 0..200_i64, ends in any::<bool>(),
        ) {
            let until = at(until);
            let moment = if ends { until } else { until - SignedDuration::from_hours(60 * 24) };
            let now = moment + SignedDuration::from_secs(seconds);
            let counted = now - SignedDuration::from_hours(before);
            prop_assert_eq!(
                said(Some(until), counted, now), [(Validity::at(now, Some(until)).as_str(), 1)]
            );
        }
    }

    #[test]
    fn a_row_reads_as_it_was_written() {
        let [account_id, course] =
            ["acc", "crs"].map(|of| format!("{of}_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        for ends in [Ends::Sometime, Ends::On(at(0)), Ends::At(at(0))] {
            let place = ValidityPlace {
                account_id: account_id.parse().expect("an account"),
                combination: None,
                course_id: course.parse().expect("a course"),
                ends,
                bucket: 3,
            };
            let tally = ValidityTally { place, count: -2 };
            let read = ValidityTally::from_item(tally.to_item()).expect("a tally");
            assert_eq!((&read.place, read.count), (&tally.place, tally.count));
        }
    }
}
