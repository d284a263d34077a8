//! Tallies and combinations of groups: what the users' items add to them.
//!
//! Rows of several buckets, and of days that are over, say one thing together: they are compared as
//! sums under the place that says the same now, and what is missing is added to its first bucket.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, GroupId},
    table::{
        Entity, Item, Key, StoreError,
        group::{Combination, Group},
        keys,
        tally::{Delta, Place, Tally, day_of},
        user::UserProgress,
    },
};

use super::{
    Difference,
    difference::{Number, kept, missing},
    each,
};

/// A combination under one of its groups.
type Under = (AccountId, GroupId, BTreeSet<GroupId>);

/// What is kept of an account.
pub struct Kept {
    tallies: Vec<Item>,
    combinations: Vec<Item>,
}

impl Kept {
    /// Reads it. Which groups and combinations there are is told by the groups, and by what is kept
    /// of users, whose groups may have been removed since.
    pub async fn read(
        app: &App,
        account: AccountId,
        progress: &[Item],
    ) -> Result<Self, StoreError> {
        let (mut groups, mut names) = (BTreeSet::new(), HashSet::from([None]));
        each(app, &keys::groups_of(account), |item| {
            groups.insert(Group::from_item(item)?.group_id);
            Ok(())
        })
        .await?;
        for item in progress {
            let theirs = UserProgress::from_item(item.clone())?.group_ids;
            names.insert(Combination::name(&theirs));
            groups.extend(theirs);
        }
        let (mut combinations, mut tallies) = (vec![], vec![]);
        for group in groups {
            each(app, &keys::combinations_of(account, group), |item| {
                names.insert(Combination::name(&Combination::from_item(item.clone())?.group_ids));
                combinations.push(item);
                Ok(())
            })
            .await?;
        }
        for name in names {
            each(app, &keys::tallies_and_moments_of(account, name.as_deref()), |item| {
                tallies.push(item);
                Ok(())
            })
            .await?;
        }
        Ok(Self { tallies, combinations })
    }

    /// What differs from what these users' items add up to.
    pub fn differences<'p>(
        &self,
        app: &App,
        users: impl Iterator<Item = &'p UserProgress> + Clone,
    ) -> Vec<Difference> {
        let mut differences = self.of_tallies(users.clone(), app.clock.now());
        differences.extend(self.of_combinations(users));
        differences
    }

    fn of_tallies<'p>(
        &self,
        users: impl Iterator<Item = &'p UserProgress>,
        now: Timestamp,
    ) -> Vec<Difference> {
        let mut sums: HashMap<Place, (Delta, Delta)> = HashMap::new();
        let mut rows: HashMap<Key, &Item> = HashMap::new();
        for item in &self.tallies {
            rows.extend(Key::of(item).map(|key| (key, item)));
            let Ok(row) = Tally::from_item(item.clone()) else { continue };
            if let Some(place) = place_now(row.place, now) {
                let (was, _) = sums.entry(place).or_default();
                *was = was.and(row.delta);
            }
        }
        for user in users {
            for (place, delta) in places(user, now) {
                let (_, is) = sums.entry(place).or_default();
                *is = is.and(delta);
            }
        }
        let differ = sums.into_iter().filter_map(|(place, (was, is))| {
            let row = rows.get(&place.key()).copied();
            let subject = ("course", place.course_id.to_string());
            let numbers = [
                Number { name: "count", was: was.count, is: is.count },
                Number { name: "scored", was: was.scored, is: is.scored },
                Number { name: "score_tenths", was: was.score_tenths, is: is.score_tenths },
            ];
            Difference::followed(row, subject, &numbers, |wrong| {
                place.change(Delta {
                    count: missing(wrong, "count"),
                    scored: missing(wrong, "scored"),
                    score_tenths: missing(wrong, "score_tenths"),
                })
            })
        });
        differ.collect()
    }

    fn of_combinations<'p>(
        &self,
        users: impl Iterator<Item = &'p UserProgress>,
    ) -> Vec<Difference> {
        let mut counts: HashMap<Under, (i64, i64)> = HashMap::new();
        for user in users {
            for group in &user.group_ids {
                let under = (user.account_id, *group, user.group_ids.clone());
                let (users, drivers) = counts.entry(under).or_default();
                *users += 1;
                *drivers += i64::from(user.driver);
            }
        }
        let mut rows: HashMap<Under, &Item> = HashMap::new();
        for item in &self.combinations {
            let Ok(row) = Combination::from_item(item.clone()) else { continue };
            let under = (row.account_id, row.group_id, row.group_ids);
            counts.entry(under.clone()).or_default();
            rows.insert(under, item);
        }
        let differ = counts.into_iter().filter_map(|(under, (users, drivers))| {
            let row = rows.get(&under).copied();
            let (account, group, groups) = under;
            let numbers = [
                Number { name: "users", was: kept(row, "users"), is: users },
                Number { name: "drivers", was: kept(row, "drivers"), is: drivers },
            ];
            Difference::followed(row, ("group", group.to_string()), &numbers, |wrong| {
                let more = (missing(wrong, "users"), missing(wrong, "drivers"));
                Combination::change(account, group, &groups, more)
            })
        });
        differ.collect()
    }
}

/// Where a row counts now, in the first bucket; nowhere if its moments are over.
fn place_now(place: Place, now: Timestamp) -> Option<Place> {
    let place = match place.on {
        Some(day) if day < day_of(now) => return None,
        Some(_) => place,
        None => place.settled(now),
    };
    Some(Place { bucket: 0, ..place })
}

/// Where a user's courses count, in the whole account and in their combination of groups.
fn places(user: &UserProgress, now: Timestamp) -> Vec<(Place, Delta)> {
    let combination = Combination::name(&user.group_ids);
    let own = combination.as_deref().map(|name| (user.account_id, Some(name)));
    let parts = [(user.account_id, None)].into_iter().chain(own);
    let each = parts.flat_map(|part| {
        user.courses.iter().flat_map(move |(course, one)| {
            let delta = Delta::of(one, 1);
            Place::of(part, *course, one, 0, now).into_iter().map(move |place| (place, delta))
        })
    });
    each.collect()
}
