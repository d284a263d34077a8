//! Tallies and combinations of groups: what the users' items add to them.
//!
//! They change in one write with these items, which each look reads first. So where rows have not
//! moved between two looks, the items that the second one read say the same moment, and a difference
//! is one. What a change of them all comes to may be nothing: it moves them all the same.
//!
//! Rows of several buckets, and of days that are over, say one thing together: they are compared as
//! sums under the place that says the same now, and what is missing is added to its first bucket.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use futures::try_join;
use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, GroupId},
    http::Problem,
    table::{
        Entity, Item, Key, StoreError,
        counters::MOVES,
        group::{Combination, Group},
        keys,
        tally::{Delta, Place, Tally, day_of},
        user::UserProgress,
    },
};

use super::{
    Counting, Difference, Outcome, PAUSE, TALLIES_UNTIL,
    difference::{Number, as_read, kept},
    each,
    looks::{self, Look, by_key, digest},
    rest, validities,
};

/// A combination under one of its groups.
type Under = (AccountId, GroupId, BTreeSet<GroupId>);

/// Looks at an account's tallies and combinations, and adds what is missing.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    looks::mend(counting, TALLIES_UNTIL, |_| look(app, account), || rest(PAUSE)).await
}

async fn look(app: &App, account: AccountId) -> Result<BTreeMap<Key, Look>, Problem> {
    let mut users = vec![];
    each(app, &keys::progress_of(account), |item| {
        users.push(UserProgress::from_item(item)?);
        Ok(())
    })
    .await?;
    let kept = Kept::read(app, account, &users).await?;
    let now = app.clock.now();
    let mut looks = kept.tallies(&users, now)?;
    looks.extend(validities::looks(&kept.validities, &users, now)?);
    looks.extend(kept.combinations(&users)?);
    Ok(looks)
}

/// What is kept of an account.
struct Kept {
    tallies: Vec<Item>,
    validities: Vec<Item>,
    combinations: Vec<Item>,
}

impl Kept {
    /// Reads it. Which groups and combinations there are is told by the groups, and by what is kept
    /// of users, whose groups may have been removed since.
    async fn read(
        app: &App,
        account: AccountId,
        progress: &[UserProgress],
    ) -> Result<Self, StoreError> {
        let (mut groups, mut names) = (BTreeSet::new(), HashSet::from([None]));
        each(app, &keys::groups_of(account), |item| {
            groups.insert(Group::from_item(item)?.group_id);
            Ok(())
        })
        .await?;
        for user in progress {
            names.insert(Combination::name(&user.group_ids));
            groups.extend(&user.group_ids);
        }
        let (mut combinations, mut tallies, mut validities) = (vec![], vec![], vec![]);
        for group in groups {
            each(app, &keys::combinations_of(account, group), |item| {
                names.insert(Combination::name(&Combination::from_item(item.clone())?.group_ids));
                combinations.push(item);
                Ok(())
            })
            .await?;
        }
        for name in names {
            let enrolments = keys::tallies_and_moments_of(account, name.as_deref());
            let of_enrolments = each(app, &enrolments, |item| {
                tallies.push(item);
                Ok(())
            });
            let validity = keys::validities_of(account, name.as_deref());
            let of_validity = each(app, &validity, |item| {
                validities.push(item);
                Ok(())
            });
            try_join!(Box::pin(of_enrolments), Box::pin(of_validity))?;
        }
        Ok(Self { tallies, validities, combinations })
    }

    fn tallies(
        &self,
        users: &[UserProgress],
        now: Timestamp,
    ) -> Result<BTreeMap<Key, Look>, StoreError> {
        let mut sums: HashMap<Place, [Delta; 2]> = HashMap::new();
        let mut moves: HashMap<Place, BTreeMap<Key, i64>> = HashMap::new();
        for item in &self.tallies {
            let row = Tally::from_item(item.clone())?;
            let key = row.place.key();
            if let Some(place) = place_now(row.place, now) {
                moves.entry(place.clone()).or_default().insert(key, kept(Some(item), MOVES));
                let [was, _] = sums.entry(place).or_default();
                *was = was.and(row.delta);
            }
        }
        for (place, delta) in users.iter().flat_map(|user| places(user, now)) {
            let [_, is] = sums.entry(place).or_default();
            *is = is.and(delta);
        }
        let rows = by_key(&self.tallies);
        let looks = sums.into_iter().map(|(place, [was, is])| {
            let numbers = [
                Number { name: "count", was: was.count, is: is.count },
                Number { name: "scored", was: was.scored, is: is.scored },
                Number { name: "score_tenths", was: was.score_tenths, is: is.score_tenths },
            ];
            let [count, scored, score_tenths] = numbers.map(|one| one.is - one.was);
            let change = place.change(Delta { count, scored, score_tenths });
            let (key, subject) = (place.key(), ("course", place.course_id.to_string()));
            let unmoved = as_read(rows.get(&key).copied(), MOVES);
            let difference = Difference::of(subject, &numbers, change, unmoved);
            (key, Look { seen: digest(moves.get(&place)), difference })
        });
        Ok(looks.collect())
    }

    fn combinations(&self, users: &[UserProgress]) -> Result<BTreeMap<Key, Look>, StoreError> {
        let mut counts: HashMap<Under, [[i64; 2]; 2]> = HashMap::new();
        for item in &self.combinations {
            let row = Combination::from_item(item.clone())?;
            let [was, _] = counts.entry((row.account_id, row.group_id, row.group_ids)).or_default();
            *was = ["users", "drivers"].map(|name| kept(Some(item), name));
        }
        for user in users {
            for group in &user.group_ids {
                let under = (user.account_id, *group, user.group_ids.clone());
                let [_, is] = counts.entry(under).or_default();
                *is = [is[0] + 1, is[1] + i64::from(user.driver)];
            }
        }
        let rows = by_key(&self.combinations);
        let looks = counts.into_iter().map(|((account, group, groups), [was, is])| {
            let numbers = [
                Number { name: "users", was: was[0], is: is[0] },
                Number { name: "drivers", was: was[1], is: is[1] },
            ];
            let more = (is[0] - was[0], is[1] - was[1]);
            let change = Combination::change(account, group, &groups, more);
            let key = Combination::key_of(account, group, &groups);
            let subject = ("group", group.to_string());
            let row = rows.get(&key).copied();
            let difference = Difference::of(subject, &numbers, change, as_read(row, MOVES));
            (key, Look { seen: digest(kept(row, MOVES)), difference })
        });
        Ok(looks.collect())
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
