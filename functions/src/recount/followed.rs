//! What the stream's consumer counts: the used codes of an account's batches, its enrolments that
//! are alike, and each user's.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use shared::{
    app::App,
    domain::{AccountId, UserId, enrolment::Phase},
    http::Problem,
    table::{
        Change, Entity, Item, Key, StoreError,
        batch::{Batch, CodeStatus},
        enrolment::Enrolment,
        keys,
        tally::{Delta, Likeness, Tally},
        user::UserProgress,
    },
};

use super::{Difference, difference::Number, each};

/// What a look at everything that the consumer counts found.
pub struct Look {
    /// What differs.
    pub differences: Vec<Difference>,
    /// A digest of what was counted: the same again if nothing has changed.
    pub seen: u64,
}

/// What is read while counting.
#[derive(Default)]
struct Counted {
    seen: DefaultHasher,
    tallies: HashMap<Key, (Likeness, Delta)>,
    users: BTreeMap<UserId, [i64; 3]>,
}

/// Reads what is kept, and counts.
pub async fn look(app: &App, account: AccountId) -> Result<Look, Problem> {
    let mut counted = Counted::default();
    let mut differences = of_batches(app, account, &mut counted.seen).await?;
    count_enrolments(app, account, &mut counted).await?;
    differences.extend(of_tallies(app, account, counted.tallies).await?);
    differences.extend(of_users(app, account, counted.users).await?);
    Ok(Look { differences, seen: counted.seen.finish() })
}

/// So many codes are looked through at once.
const CODES: u32 = 20 * keys::CODES_IN_BLOCK;

async fn of_batches(
    app: &App,
    account: AccountId,
    seen: &mut DefaultHasher,
) -> Result<Vec<Difference>, StoreError> {
    let mut batches = vec![];
    each(app, &keys::batches_of(account), |entry| {
        batches.extend(Key::of(&entry));
        Ok(())
    })
    .await?;
    let found = app.table.get_many(batches.iter().cloned()).await?;
    let mut differences = vec![];
    for kept in batches.iter().filter_map(|key| found.item(key)) {
        differences.extend(of_batch(app, kept, seen).await?);
    }
    Ok(differences)
}

async fn of_batch(
    app: &App,
    kept: &Item,
    seen: &mut DefaultHasher,
) -> Result<Option<Difference>, StoreError> {
    let batch = Batch::from_item(kept.clone())?;
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
    let (subject, counted) =
        (("code_batch", batch.batch_id.to_string()), [("redeemed", redeemed), ("voided", voided)]);
    Ok(Difference::followed(Some(kept), subject, &counted, |wrong| {
        add(Change::of(batch.key()), wrong)
    }))
}

async fn count_enrolments(
    app: &App,
    account: AccountId,
    counted: &mut Counted,
) -> Result<(), StoreError> {
    let (range, mut start) = (keys::enrolments_of_account(account, None), None);
    loop {
        let page = app.table.page_of::<Enrolment>(&range, 1_000, start, false).await?;
        for enrolment in &page.items {
            (enrolment.enrolment_id.to_string(), enrolment.version).hash(&mut counted.seen);
            let alike = Likeness::of(enrolment);
            let tally = counted.tallies.entry(alike.key(account));
            let (_, delta) = tally.or_insert_with(|| (alike, Delta::default()));
            *delta = delta.and(Delta::of(enrolment, 1));
            let [assigned, completed, percents] =
                counted.users.entry(enrolment.user_id).or_default();
            *assigned += 1;
            *completed += i64::from(enrolment.phase == Phase::Completed);
            *percents += i64::from(enrolment.percent);
        }
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}

async fn of_tallies(
    app: &App,
    account: AccountId,
    mut counted: HashMap<Key, (Likeness, Delta)>,
) -> Result<Vec<Difference>, StoreError> {
    let mut differences = vec![];
    each(app, &keys::tallies_of(account), |kept| {
        let tally = Tally::from_item(kept.clone())?;
        let (_, delta) =
            counted.remove(&tally.key()).unwrap_or((tally.likeness.clone(), Delta::default()));
        differences.extend(of_tally(account, Some(&kept), &tally.likeness, delta));
        Ok(())
    })
    .await?;
    let missing = counted.into_values();
    differences.extend(missing.filter_map(|(alike, delta)| of_tally(account, None, &alike, delta)));
    Ok(differences)
}

fn of_tally(
    account: AccountId,
    kept: Option<&Item>,
    alike: &Likeness,
    counted: Delta,
) -> Option<Difference> {
    let Delta { count, scored, score_tenths } = counted;
    let numbers = [("count", count), ("scored", scored), ("score_tenths", score_tenths)];
    let subject = ("course", alike.course_id.to_string());
    Difference::followed(kept, subject, &numbers, |wrong| {
        Delta {
            count: missing(wrong, "count"),
            scored: missing(wrong, "scored"),
            score_tenths: missing(wrong, "score_tenths"),
        }
        .change(account, alike)
    })
}

async fn of_users(
    app: &App,
    account: AccountId,
    mut counted: BTreeMap<UserId, [i64; 3]>,
) -> Result<Vec<Difference>, StoreError> {
    let mut differences = vec![];
    each(app, &keys::progress_of(account), |kept| {
        let user = UserProgress::from_item(kept.clone())?.user_id;
        let numbers = counted.remove(&user).unwrap_or_default();
        differences.extend(of_user(account, user, Some(&kept), numbers));
        Ok(())
    })
    .await?;
    let missing = counted.into_iter();
    differences.extend(missing.filter_map(|(user, numbers)| of_user(account, user, None, numbers)));
    Ok(differences)
}

fn of_user(
    account: AccountId,
    user: UserId,
    kept: Option<&Item>,
    [assigned, completed, percents]: [i64; 3],
) -> Option<Difference> {
    let numbers = [("assigned", assigned), ("completed", completed), ("percents", percents)];
    Difference::followed(kept, ("user", user.to_string()), &numbers, |wrong| {
        UserProgress::more(
            account,
            user,
            missing(wrong, "assigned"),
            missing(wrong, "completed"),
            missing(wrong, "percents"),
        )
    })
}

fn add(change: Change, wrong: &[Number]) -> Change {
    wrong.iter().fold(change, |change, one| change.add(one.name, one.is - one.was))
}

fn missing(wrong: &[Number], name: &str) -> i64 {
    wrong.iter().find(|one| one.name == name).map_or(0, |one| one.is - one.was)
}
