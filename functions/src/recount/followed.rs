//! What the stream's consumer counts: the used codes of an account's batches, what it keeps of each
//! user, and what that adds to tallies and combinations of groups.
//!
//! What is kept is read before what it counts: where a second look counts the same as the first,
//! nothing came in between that could be kept already and not be counted.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use shared::{
    app::App,
    domain::{AccountId, UserId},
    http::Problem,
    table::{
        Entity, Item, StoreError,
        account::Account,
        batch::{Batch, BatchCount, CodeStatus},
        enrolment::Enrolment,
        keys,
        user::{User, UserProgress},
    },
};

use super::{
    Difference,
    difference::{Number, kept, missing},
    each, progress,
    tallies::Kept,
};
use crate::workers::tallies::counted;

/// What a look at everything that the consumer counts found.
pub struct Look {
    /// What differs.
    pub differences: Vec<Difference>,
    /// A digest of what was counted: the same again if nothing has changed.
    pub seen: u64,
}

/// Reads what is kept, and counts.
pub async fn look(app: &App, account: AccountId) -> Result<Look, Problem> {
    let mut seen = DefaultHasher::new();
    let mut differences = of_batches(app, account, &mut seen).await?;
    let mut progress = vec![];
    each(app, &keys::progress_of(account), |item| {
        progress.push(item);
        Ok(())
    })
    .await?;
    let kept = Kept::read(app, account, &progress).await?;
    let wanted = wanted(app, account, &mut seen).await?;
    // Users first: what tallies should say is what their items will.
    differences.extend(progress::differences(account, progress, &wanted)?);
    differences.extend(kept.differences(app, wanted.values()));
    Ok(Look { differences, seen: seen.finish() })
}

/// So many codes are looked through at once.
const CODES: u32 = 20 * keys::CODES_IN_BLOCK;

async fn of_batches(
    app: &App,
    account: AccountId,
    seen: &mut DefaultHasher,
) -> Result<Vec<Difference>, StoreError> {
    let mut differences = vec![];
    let (range, mut start) = (keys::batches_of(account), None);
    loop {
        let page = app.table.page_of::<Batch>(&range, 1_000, start, false).await?;
        for batch in &page.items {
            differences.extend(of_batch(app, batch, seen).await?);
        }
        start = page.next;
        if start.is_none() {
            return Ok(differences);
        }
    }
}

/// The shards' counts together are the batch's; what is missing is added to the first one.
async fn of_batch(
    app: &App,
    batch: &Batch,
    seen: &mut DefaultHasher,
) -> Result<Option<Difference>, StoreError> {
    let mut buckets: Vec<Item> = vec![];
    each(app, &keys::batch_counts(&batch.key()), |item| {
        buckets.push(item);
        Ok(())
    })
    .await?;
    let (mut redeemed, mut voided) = (0, 0);
    for from in (0..batch.quantity).step_by(CODES as usize) {
        let places = from..batch.quantity.min(from + CODES);
        let used = app.table.used_codes(batch.number(), places, |code| (code.index, code.status));
        for (index, status) in used.await? {
            (index.get(), status == CodeStatus::Redeemed).hash(seen);
            redeemed += i64::from(status == CodeStatus::Redeemed);
            voided += i64::from(status == CodeStatus::Voided);
        }
    }
    let sum = |name| buckets.iter().map(|item| kept(Some(item), name)).sum();
    let numbers = [
        Number { name: "redeemed", was: sum("redeemed"), is: redeemed },
        Number { name: "voided", was: sum("voided"), is: voided },
    ];
    let key = keys::batch_count(batch.number(), 0);
    let first = buckets.iter().find(|item| shared::table::Key::of(item).as_ref() == Some(&key));
    let subject = ("code_batch", batch.batch_id.to_string());
    Ok(Difference::followed(first, subject, &numbers, |wrong| {
        let more = (missing(wrong, "redeemed"), missing(wrong, "voided"));
        BatchCount::change(batch.number(), 0, more)
    }))
}

/// What should be kept of each user, by what there is.
async fn wanted(
    app: &App,
    id: AccountId,
    seen: &mut DefaultHasher,
) -> Result<BTreeMap<UserId, UserProgress>, Problem> {
    let account = app.table.get::<Account>(&keys::account(id)).await?;
    let mut users: BTreeMap<UserId, User> = BTreeMap::new();
    each(app, &keys::users_of(id), |item| {
        let user = User::from_item(item)?;
        (user.user_id.to_string(), user.version).hash(seen);
        users.insert(user.user_id, user);
        Ok(())
    })
    .await?;
    let mut enrolments: BTreeMap<UserId, Vec<Enrolment>> = BTreeMap::new();
    let (range, mut start) = (keys::enrolments_of_account(id, None), None);
    loop {
        let page = app.table.page_of::<Enrolment>(&range, 1_000, start, false).await?;
        for one in page.items {
            (one.enrolment_id.to_string(), one.version).hash(seen);
            enrolments.entry(one.user_id).or_default().push(one);
        }
        start = page.next;
        if start.is_none() {
            break;
        }
    }
    let ids: BTreeSet<_> = users.keys().chain(enrolments.keys()).copied().collect();
    let wanted = ids.into_iter().map(|user| {
        let theirs = enrolments.remove(&user).unwrap_or_default();
        (user, counted(account.as_ref(), (id, user), users.remove(&user), theirs))
    });
    Ok(wanted.collect())
}
