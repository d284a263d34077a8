//! What the stream's consumer keeps of each user: their courses, their groups, and whether they
//! drive.
//!
//! What is kept is read before what it should say: where of a user the same is found again after
//! the consumer came past a probe, nothing came in between that could be kept already and not be
//! seen, and the item's version is the condition under which it is set right.
//!
//! Everybody's enrolments are found by an index, which may lack what is new: of whom it says something
//! else than is kept, the enrolments are read from their person, consistently, before it is believed.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, AccountKind, PersonId, UserId, enrolment::Phase},
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
    Counting, Difference, Outcome, PROGRESS_UNTIL,
    difference::Number,
    each,
    looks::{self, Look, digest},
    probe, side_by_side,
};
use crate::{
    reports::user_enrolments::enrolments_of,
    workers::tallies::{counted, forgotten_at},
};

/// Looks at what is kept of an account's users, and sets it right.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    let pause = || probe::pass(app, Duration::ZERO);
    looks::mend(counting, PROGRESS_UNTIL, |_| look(app, account), pause).await
}

async fn look(app: &App, account: AccountId) -> Result<BTreeMap<UserId, Look>, Problem> {
    let mut kept = BTreeMap::new();
    each(app, &keys::progress_of(account), |item| {
        let progress = UserProgress::from_item(item.clone())?;
        kept.insert(progress.user_id, (item, progress));
        Ok(())
    })
    .await?;
    let mut truth = Truth::as_indexed(app, account).await?;
    let differs =
        |truth: &Truth, user: UserId| difference(kept.get(&user), &truth.of(user), app.clock.now());
    let users: BTreeSet<_> = truth.everybody().chain(kept.keys().copied()).collect();
    let doubtful = users.into_iter().filter(|user| differs(&truth, *user).is_some());
    let doubtful: Vec<_> = doubtful.collect();
    truth.confirm(app, &doubtful).await?;
    let look = |user| Look { seen: truth.digest(user), difference: differs(&truth, user) };
    Ok(doubtful.into_iter().map(|user| (user, look(user))).collect())
}

/// What there is of an account's users.
struct Truth {
    id: AccountId,
    account: Option<Account>,
    users: BTreeMap<UserId, User>,
    enrolments: BTreeMap<UserId, Vec<Enrolment>>,
}

impl Truth {
    /// With the enrolments that the index shows.
    async fn as_indexed(app: &App, id: AccountId) -> Result<Self, Problem> {
        let account = app.table.get(&keys::account(id)).await?;
        let (users, enrolments) = (BTreeMap::new(), BTreeMap::new());
        let mut truth = Self { id, account, users, enrolments };
        each(app, &keys::users_of(id), |item| {
            let user = User::from_item(item)?;
            truth.users.insert(user.user_id, user);
            Ok(())
        })
        .await?;
        let (range, mut start) = (keys::enrolments_of_account(id, None), None);
        loop {
            let page = app.table.page_of::<Enrolment>(&range, 1_000, start, false).await?;
            for one in page.items {
                truth.enrolments.entry(one.user_id).or_default().push(one);
            }
            start = page.next;
            if start.is_none() {
                return Ok(truth);
            }
        }
    }

    /// Reads what some users are enrolled in from whom they are. Who is gone and whose enrolments the
    /// index lacks has none here: those end, and the consumer sees to it.
    async fn confirm(&mut self, app: &App, users: &[UserId]) -> Result<(), Problem> {
        let people = users.iter().filter_map(|user| Some((*user, self.person(*user)?)));
        let people: Vec<_> = people.collect();
        let read =
            side_by_side(&people, |(user, person)| enrolments_of(app, self.id, *person, *user));
        let read: Vec<_> = read.await?;
        self.enrolments.extend(people.into_iter().map(|(user, _)| user).zip(read));
        Ok(())
    }

    fn person(&self, user: UserId) -> Option<PersonId> {
        let enrolled = || Some(self.enrolments.get(&user)?.first()?.person_id);
        self.users.get(&user).map(|user| user.person_id).or_else(enrolled)
    }

    fn everybody(&self) -> impl Iterator<Item = UserId> {
        self.users.keys().chain(self.enrolments.keys()).copied()
    }

    /// What should be kept of a user.
    fn of(&self, user: UserId) -> UserProgress {
        let enrolments = self.enrolments.get(&user).map_or(&[][..], Vec::as_slice);
        counted(self.account.as_ref(), (self.id, user), self.users.get(&user), enrolments)
    }

    /// A digest of what that follows from.
    fn digest(&self, user: UserId) -> u64 {
        let own = self.account.as_ref().is_some_and(|one| one.kind == AccountKind::Individual);
        let enrolments = self.enrolments.get(&user).into_iter().flatten();
        let versions: BTreeSet<_> =
            enrolments.map(|one| (one.enrolment_id.to_string(), one.version)).collect();
        digest((own, self.users.get(&user).map(|user| user.version), versions))
    }
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
