//! By how much tallies, of enrolments and of validity, and combinations change with what is counted of a user.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use shared::{
    domain::{AccountId, CourseId, GroupId},
    table::{
        Change, Key,
        group::Combination,
        tally::{Delta, Place},
        user::{CourseProgress, UserProgress},
        validity_tally::ValidityPlace,
    },
};

/// Accounts, or combinations of their groups, whose tallies changed.
pub type Parts = HashSet<(AccountId, Option<String>)>;

/// How many changes fit into a write: it takes 100 items, and one is a user's.
pub const MOST_CHANGES: usize = 99;

/// A combination under one of its groups.
type Under = (AccountId, GroupId, BTreeSet<GroupId>);

/// Changes of counts.
#[derive(Debug, Default)]
pub struct Changes {
    tallies: HashMap<Place, Delta>,
    validities: HashMap<ValidityPlace, i64>,
    combinations: HashMap<Under, (i64, i64)>,
}

impl Changes {
    /// What changes if of a user this is counted instead of that.
    pub fn between(was: &UserProgress, is: &UserProgress, bucket: u8, now: Timestamp) -> Self {
        let mut changes = Self::default();
        for (progress, sign) in [(was, -1), (is, 1)] {
            for (course, one) in &progress.courses {
                changes.count(progress, *course, one, sign, (bucket, now));
            }
            for group in &progress.group_ids {
                let under = (progress.account_id, *group, progress.group_ids.clone());
                let (users, drivers) = changes.combinations.entry(under).or_default();
                *users += sign;
                *drivers += sign * i64::from(progress.driver);
            }
        }
        changes.tallies.retain(|_, delta| *delta != Delta::default());
        changes.validities.retain(|_, count| *count != 0);
        changes.combinations.retain(|_, count| *count != (0, 0));
        changes
    }

    fn count(
        &mut self,
        of: &UserProgress,
        course: CourseId,
        progress: &CourseProgress,
        sign: i64,
        (bucket, now): (u8, Timestamp),
    ) {
        let combination = Combination::name(&of.group_ids);
        let part = combination.as_deref().map(|name| (of.account_id, Some(name)));
        for part in [(of.account_id, None)].into_iter().chain(part) {
            for place in Place::of(part, course, progress, bucket, now) {
                let delta = self.tallies.entry(place).or_default();
                *delta = delta.and(Delta::of(progress, sign));
            }
            for place in ValidityPlace::of(part, course, progress, bucket, now) {
                *self.validities.entry(place).or_default() += sign;
            }
        }
    }

    /// How many items change.
    pub fn len(&self) -> usize {
        self.tallies.len() + self.validities.len() + self.combinations.len()
    }

    /// Adds others.
    pub fn add(&mut self, others: Self) {
        for (place, delta) in others.tallies {
            let sum = self.tallies.entry(place).or_default();
            *sum = sum.and(delta);
        }
        for (place, count) in others.validities {
            *self.validities.entry(place).or_default() += count;
        }
        for (under, (users, drivers)) in others.combinations {
            let sum = self.combinations.entry(under).or_default();
            *sum = (sum.0 + users, sum.1 + drivers);
        }
    }

    /// Whose tallies change.
    pub fn parts(&self) -> Parts {
        let tallies = self.tallies.keys();
        let tallies = tallies.map(|place| (place.account_id, place.combination.clone()));
        let validities = self.validities.keys();
        let validities = validities.map(|place| (place.account_id, place.combination.clone()));
        tallies.chain(validities).collect()
    }

    /// Combinations that may be empty now.
    pub fn left(&self) -> impl Iterator<Item = Key> {
        let left = self.combinations.iter().filter(|(_, (users, _))| *users < 0);
        left.map(|((account, group, groups), _)| Combination::key_of(*account, *group, groups))
    }

    /// The changes of the items. What comes to nothing for several users together moves its item
    /// all the same: what they add up to is no longer what it was read to be.
    pub fn items(&self) -> Vec<Change> {
        let tallies = self.tallies.iter().map(|(place, delta)| place.change(*delta));
        let validities = self.validities.iter().map(|(place, count)| place.change(*count));
        let combinations = self.combinations.iter().map(|((account, group, groups), count)| {
            Combination::change(*account, *group, groups, *count)
        });
        tallies.chain(validities).chain(combinations).collect()
    }
}
