//! What the stream's consumer keeps of each user: their courses, their groups, and whether they
//! drive.
//!
//! What is kept is read before what it should say: where of a user the same is found again after
//! the consumer came past a probe, nothing came in between that could be kept already and not be
//! seen, and the item's version is the condition under which it is set right.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, AccountKind, UserId, enrolment::Phase},
    http::Problem,
    table::{
        Change, Entity, Item,
        account::Account,
        counters::VERSION,
        enrolment::Enrolment,
        keys,
        user::{GroupSet, User, UserProgress},
    },
};

use super::{
    Counting, Difference, Outcome, PROGRESS_UNTIL, SETTLES,
    difference::Number,
    each,
    looks::{self, Look, digest},
    probe,
};
use crate::workers::tallies::{counted, forgotten_at};

/// Looks at what is kept of an account's users, and sets it right.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    // Enrolments are found by an index.
    let pause = || probe::pass(app, SETTLES);
    looks::mend(counting, PROGRESS_UNTIL, |_| look(app, account), pause).await
}

async fn look(app: &App, account: AccountId) -> Result<BTreeMap<UserId, Look>, Problem> {
    let mut there = BTreeMap::new();
    each(app, &keys::progress_of(account), |item| {
        let progress = UserProgress::from_item(item.clone())?;
        there.insert(progress.user_id, (item, progress));
        Ok(())
    })
    .await?;
    let mut truth = truth(app, account).await?;
    let gone = there.keys().filter(|user| !truth.contains_key(user));
    let gone: Vec<_> = gone.map(|user| (*user, (UserProgress::none(account, *user), 0))).collect();
    truth.extend(gone);
    let looks = truth.into_iter().map(|(user, (wanted, seen))| {
        let difference = difference(there.get(&user), &wanted, app.clock.now());
        (user, Look { seen, difference })
    });
    Ok(looks.collect())
}

/// What should be kept of each user, by what there is, with a digest of that.
async fn truth(app: &App, id: AccountId) -> Result<BTreeMap<UserId, (UserProgress, u64)>, Problem> {
    let account = app.table.get::<Account>(&keys::account(id)).await?;
    let mut users: BTreeMap<UserId, User> = BTreeMap::new();
    each(app, &keys::users_of(id), |item| {
        let user = User::from_item(item)?;
        users.insert(user.user_id, user);
        Ok(())
    })
    .await?;
    let mut enrolments: BTreeMap<UserId, Vec<Enrolment>> = BTreeMap::new();
    let (range, mut start) = (keys::enrolments_of_account(id, None), None);
    loop {
        let page = app.table.page_of::<Enrolment>(&range, 1_000, start, false).await?;
        for one in page.items {
            enrolments.entry(one.user_id).or_default().push(one);
        }
        start = page.next;
        if start.is_none() {
            break;
        }
    }
    let own = account.as_ref().is_some_and(|one| one.kind == AccountKind::Individual);
    let ids: BTreeSet<_> = users.keys().chain(enrolments.keys()).copied().collect();
    let truth = ids.into_iter().map(|id_of_user| {
        let user = users.remove(&id_of_user);
        let theirs = enrolments.remove(&id_of_user).unwrap_or_default();
        let versions: Vec<_> =
            theirs.iter().map(|one| (one.enrolment_id.to_string(), one.version)).collect();
        let seen = digest((own, user.as_ref().map(|user| user.version), versions));
        (id_of_user, (counted(account.as_ref(), (id, id_of_user), user, theirs), seen))
    });
    Ok(truth.collect())
}

fn difference(
    kept: Option<&(Item, UserProgress)>,
    wanted: &UserProgress,
    now: Timestamp,
) -> Option<Difference> {
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
        .set_or_remove(keys::TTL, wanted.is_none().then(|| forgotten_at(now)));
    let numbers = numbers(was).into_iter().zip(numbers(wanted));
    let numbers: Vec<_> = numbers.map(|((name, was), (_, is))| Number { name, was, is }).collect();
    let subject = ("user", wanted.user_id.to_string());
    Some(Difference::versioned(kept.map(|(item, _)| item), subject, &numbers, change))
}

/// The numbers that are shown of a user.
fn numbers(progress: &UserProgress) -> [(&'static str, i64); 4] {
    let courses = progress.courses.values();
    let completed = courses.clone().filter(|one| one.phase == Phase::Completed).count();
    let recorded = courses.clone().filter(|one| one.record.is_some()).count();
    let percents = courses.map(|one| i64::from(one.percent)).sum();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    [
        ("assigned", number(progress.courses.len())),
        ("completed", number(completed)),
        ("recorded", number(recorded)),
        ("percents", percents),
    ]
}
