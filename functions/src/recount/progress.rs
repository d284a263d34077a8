//! What is kept of each user: their courses, their groups, and whether they drive.

use std::collections::BTreeMap;

use shared::{
    domain::{AccountId, UserId, enrolment::Phase},
    table::{
        Change, Entity, Item, StoreError,
        counters::VERSION,
        keys,
        user::{GroupSet, UserProgress},
    },
};

use super::{Difference, difference::Number};

/// What of the users' items is not as it should be.
pub fn differences(
    account: AccountId,
    kept: Vec<Item>,
    wanted: &BTreeMap<UserId, UserProgress>,
) -> Result<Vec<Difference>, StoreError> {
    let mut there = BTreeMap::new();
    for item in kept {
        let progress = UserProgress::from_item(item.clone())?;
        there.insert(progress.user_id, (item, progress));
    }
    let gone = there.keys().filter(|user| !wanted.contains_key(user));
    let gone = gone.map(|user| UserProgress::none(account, *user)).collect::<Vec<_>>();
    let all = wanted.values().chain(&gone);
    Ok(all.filter_map(|wanted| difference(there.get(&wanted.user_id), wanted)).collect())
}

fn difference(kept: Option<&(Item, UserProgress)>, wanted: &UserProgress) -> Option<Difference> {
    let none = UserProgress::none(wanted.account_id, wanted.user_id);
    let was = kept.map_or(&none, |(_, progress)| progress);
    if was.is_like(wanted) {
        return None;
    }
    let change = Change::of(keys::user_progress(wanted.account_id, wanted.user_id))
        .set("entity", UserProgress::KIND)
        .set("v", 1)
        .set("account_id", wanted.account_id)
        .set("user_id", wanted.user_id)
        .set("courses", &wanted.courses)
        .set_or_remove("group_ids", GroupSet::of(&wanted.group_ids))
        .set("driver", wanted.driver)
        .set(VERSION, was.version + 1)
        .remove(keys::TTL);
    let numbers = numbers(was).into_iter().zip(numbers(wanted));
    let numbers: Vec<_> = numbers.map(|((name, was), (_, is))| Number { name, was, is }).collect();
    let subject = ("user", wanted.user_id.to_string());
    Some(Difference::versioned(kept.map(|(item, _)| item), subject, &numbers, change))
}

/// The numbers that are shown of a user.
fn numbers(progress: &UserProgress) -> [(&'static str, i64); 3] {
    let courses = progress.courses.values();
    let completed = courses.clone().filter(|one| one.phase == Phase::Completed).count();
    let percents = courses.map(|one| i64::from(one.percent)).sum();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    [
        ("assigned", number(progress.courses.len())),
        ("completed", number(completed)),
        ("percents", percents),
    ]
}
