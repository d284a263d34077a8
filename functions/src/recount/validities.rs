//! Tallies of validity: what the users' items add to them. They are looked at with those of enrolments,
//! and compared in the same way.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use shared::table::{
    Entity, Item, Key, StoreError,
    counters::MOVES,
    group::Combination,
    user::UserProgress,
    validity_tally::{ValidityPlace, ValidityTally},
};

use super::{
    Difference,
    difference::{Number, as_read, kept},
    looks::{Look, by_key, digest},
};

/// Compares the rows of an account and its combinations with what the users' items say.
pub fn looks(
    rows: &[Item],
    users: &[UserProgress],
    now: Timestamp,
) -> Result<BTreeMap<Key, Look>, StoreError> {
    let mut counts: HashMap<ValidityPlace, [i64; 2]> = HashMap::new();
    let mut moves: HashMap<ValidityPlace, BTreeMap<Key, i64>> = HashMap::new();
    for item in rows {
        let row = ValidityTally::from_item(item.clone())?;
        let key = row.place.key();
        if let Some(place) = place_now(row.place, now) {
            moves.entry(place.clone()).or_default().insert(key, kept(Some(item), MOVES));
            let [was, _] = counts.entry(place).or_default();
            *was += row.count;
        }
    }
    for place in users.iter().flat_map(|user| places(user, now)) {
        let [_, is] = counts.entry(place).or_default();
        *is += 1;
    }
    let rows = by_key(rows);
    let looks = counts.into_iter().map(|(place, [was, is])| {
        let (key, subject) = (place.key(), ("course", place.course_id.to_string()));
        let unmoved = as_read(rows.get(&key).copied(), MOVES);
        let numbers = [Number { name: "records", was, is }];
        let difference = Difference::of(subject, &numbers, place.change(is - was), unmoved);
        (key, Look { seen: digest(moves.get(&place)), difference })
    });
    Ok(looks.collect())
}

/// Where a row counts now, in the first bucket; nowhere if its moments are over.
fn place_now(place: ValidityPlace, now: Timestamp) -> Option<ValidityPlace> {
    let there = (!place.ends.is_gone(now)).then(|| place.settled(now));
    there.map(|place| ValidityPlace { bucket: 0, ..place })
}

/// Where a user's courses count, in the whole account and in their combination of groups.
fn places(user: &UserProgress, now: Timestamp) -> Vec<ValidityPlace> {
    let combination = Combination::name(&user.group_ids);
    let own = combination.as_deref().map(|name| (user.account_id, Some(name)));
    let parts = [(user.account_id, None)].into_iter().chain(own);
    let each = parts.flat_map(|part| {
        let courses = user.courses.iter();
        courses.flat_map(move |(course, one)| ValidityPlace::of(part, *course, one, 0, now))
    });
    each.collect()
}
