//! Keeps what is counted of users in step with them and their enrolments.
//!
//! What of a user is counted lies in one item, and what it says is what it adds to tallies and
//! combinations: all of them change in one write, whose condition is that the item is the one that
//! was read. So whatever the order in which changes are told, and however often, a look at what
//! there is now makes good what is counted, and nothing is counted twice.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a user's item and what it adds to counts say the same | the item is at the version that was read, before the user and the enrolments were |

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, AccountKind, GroupId, PersonId, Role, UserId},
    http::Problem,
    table::{
        Condition, Items, WriteError,
        account::Account,
        enrolment::Enrolment,
        keys,
        user::{CourseProgress, User, UserProgress},
    },
};

use super::{
    Record,
    record::read,
    tally_change::{Changes, MOST_CHANGES, Parts},
};
use crate::reports::user_enrolments::enrolments_of;

/// Of whom something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Subject {
    account: AccountId,
    user: UserId,
    person: PersonId,
}

/// How often what is counted is looked at while it changes.
const TRIES: usize = 16;
/// How many users' enrolments are read at a time.
const SIDE_BY_SIDE: usize = 25;
/// How many courses of a user are counted in one write, where all do not fit into it.
const FEW: usize = 2;
/// How long an item that counts nothing is kept.
const KEPT_SECONDS: i64 = 3 * 24 * 3_600;

/// When an item that counts nothing is forgotten, in seconds since 1970.
pub fn forgotten_at(now: Timestamp) -> i64 {
    now.as_second() + KEPT_SECONDS
}

/// Makes good what is counted of everybody whom some records tell of. Tells which tallies changed.
pub async fn keep(app: &App, bucket: u8, records: &[&Record]) -> Result<Parts, Problem> {
    let (mut due, mut enrolled) = (BTreeSet::new(), BTreeSet::new());
    for record in records {
        due.extend(told_of(app, record).await?);
        enrolled.extend(enrolled_of(record)?);
    }
    enrolled.retain(|one| !due.contains(one));
    due.extend(counted_among(app, enrolled).await?);
    // Of a user who was told of as two people, once is enough: who they are is looked up.
    let mut users = BTreeSet::new();
    due.retain(|one| users.insert((one.account, one.user)));
    let mut parts = Parts::new();
    for _ in 0..TRIES {
        if due.is_empty() {
            return Ok(parts);
        }
        let mut left = BTreeSet::new();
        for write in writes(app, bucket, &due).await? {
            parts.extend(write.changes.parts());
            match write.run(app).await {
                Ok(()) => {
                    tidy(app, &write.changes).await;
                    left.extend(write.goes_on);
                }
                Err(WriteError::Refused((), _)) => left.extend(write.of),
                Err(WriteError::Store(error)) => return Err(error.into()),
            }
        }
        due = left;
    }
    Err(Problem::unavailable("users kept changing"))
}

/// Removes combinations that nobody is in any more. Their being empty is the condition, so one that
/// somebody comes into at this moment stays; one that is missed says zero.
async fn tidy(app: &App, changes: &Changes) {
    for key in changes.left() {
        let empty = Condition::All(vec![Condition::is("users", 0), Condition::is("drivers", 0)]);
        if app.table.write().delete(&key, empty, ()).run().await.is_err() {
            tracing::info!("a combination stays");
        }
    }
}

/// Whose enrolment a record tells of.
fn enrolled_of(record: &Record) -> Result<Vec<Subject>, Problem> {
    let old: Option<Enrolment> = read(record.old.as_ref())?;
    let new: Option<Enrolment> = read(record.new.as_ref())?;
    Ok([old, new].iter().flatten().map(Subject::enrolled).collect())
}

/// Those whose enrolments are counted: all but who holds an account of their own, which most that
/// redeem do. When that begins or ends, the account or the user tells.
async fn counted_among(app: &App, all: BTreeSet<Subject>) -> Result<Vec<Subject>, Problem> {
    let found = app.table.get_many(all.iter().flat_map(Subject::standing)).await?;
    let mut counted = vec![];
    for one in all {
        let [account, user] = one.standing();
        let (account, user) = (found.get::<Account>(&account)?, found.get::<User>(&user)?);
        if !holds_own(account.as_ref(), user.as_ref()) {
            counted.push(one);
        }
    }
    Ok(counted)
}

/// Of whom a record tells something that is counted, besides their enrolments.
async fn told_of(app: &App, record: &Record) -> Result<Vec<Subject>, Problem> {
    let (old, new) = (record.old.as_ref(), record.new.as_ref());
    let mut due = vec![];
    let users = [read::<User>(old)?, read::<User>(new)?];
    let [was, is] = users.each_ref().map(|user| user.as_ref().map(counted_of));
    let nothing = (BTreeSet::new(), false, false);
    if was.as_ref().unwrap_or(&nothing) != is.as_ref().unwrap_or(&nothing) {
        // Whoever comes as holder, in no group, has nothing yet.
        let comes = was.is_none() && is.is_some_and(|(groups, ..)| groups.is_empty());
        due.extend(users.iter().flatten().filter(|_| !comes).map(Subject::of));
    }
    let (was, is) = (read::<Account>(old)?, read::<Account>(new)?);
    if let (Some(was), Some(is)) = (was, is)
        && was.kind != is.kind
    {
        let users: Vec<User> = app.table.all(&keys::users_of(is.account_id)).await?;
        due.extend(users.iter().map(Subject::of));
    }
    Ok(due)
}

/// What of a user's item bears on what is counted: the groups, whether they drive, whether they hold
/// the account.
fn counted_of(user: &User) -> (BTreeSet<GroupId>, bool, bool) {
    let drives = user.is_active_driver() && !user.group_ids.is_empty();
    (user.group_ids.clone(), drives, user.role == Role::Holder)
}

impl Subject {
    fn of(user: &User) -> Self {
        Self { account: user.account_id, user: user.user_id, person: user.person_id }
    }

    fn enrolled(one: &Enrolment) -> Self {
        Self { account: one.account_id, user: one.user_id, person: one.person_id }
    }

    /// The account and the user.
    fn standing(&self) -> [shared::table::Key; 2] {
        [keys::account(self.account), keys::user(self.account, self.user)]
    }

    fn progress(&self) -> shared::table::Key {
        keys::user_progress(self.account, self.user)
    }

    /// What is to be counted, by what there is now.
    async fn wanted(&self, app: &App, found: &Items) -> Result<UserProgress, Problem> {
        let [account, user] = self.standing();
        let account: Option<Account> = found.get(&account)?;
        let user: Option<User> = found.get(&user)?;
        // Whose address was corrected is another person than was told of: what is theirs follows them.
        let person = user.as_ref().map_or(self.person, |user| user.person_id);
        let enrolments = match holds_own(account.as_ref(), user.as_ref()) {
            true => vec![],
            false => enrolments_of(app, self.account, person, self.user).await?,
        };
        Ok(counted(account.as_ref(), (self.account, self.user), user.as_ref(), &enrolments))
    }
}

/// Whether somebody holds an account of their own. What they are enrolled in is added up whenever
/// it is asked for, so it is counted nowhere.
fn holds_own(account: Option<&Account>, user: Option<&User>) -> bool {
    let individual = account.is_some_and(|one| one.kind == AccountKind::Individual);
    individual && user.is_some_and(|user| user.role == Role::Holder)
}

/// What is to be counted of a user who is there or gone, with these enrolments of theirs.
pub fn counted(
    account: Option<&Account>,
    (account_id, user_id): (AccountId, UserId),
    user: Option<&User>,
    enrolments: &[Enrolment],
) -> UserProgress {
    let own = holds_own(account, user);
    let mut wanted = UserProgress::none(account_id, user_id);
    if !own {
        let courses = enrolments.iter().map(|one| (one.course_id, CourseProgress::of(one)));
        wanted.courses = courses.collect();
    }
    if let Some(user) = user.filter(|user| !user.group_ids.is_empty()) {
        wanted.driver = own || user.is_active_driver();
        if wanted.driver || !wanted.courses.is_empty() {
            wanted.group_ids.clone_from(&user.group_ids);
        }
    }
    wanted
}

/// Changes of some users' items and of the counts that they add to.
#[derive(Default)]
struct Write {
    puts: Vec<(UserProgress, Condition)>,
    changes: Changes,
    /// Whose.
    of: Vec<Subject>,
    /// Of whom more is to be done.
    goes_on: Vec<Subject>,
}

impl Write {
    async fn run(&self, app: &App) -> Result<(), WriteError<()>> {
        let mut write = app.table.write();
        for (progress, same) in &self.puts {
            write = write.put_if(progress, same.clone(), ());
        }
        let changes = self.changes.items();
        changes.into_iter().fold(write, shared::table::Write::change_always).run().await
    }
}

/// The writes that make good what is counted of these, as few as they fit in. Each item is read
/// before what it should say, so that what was seen is no older than the version that is changed.
async fn writes(app: &App, bucket: u8, due: &BTreeSet<Subject>) -> Result<Vec<Write>, Problem> {
    let kept = app.table.get_many(due.iter().map(Subject::progress)).await?;
    let found = &app.table.get_many(due.iter().flat_map(Subject::standing)).await?;
    let wanted: Vec<_> = due.iter().map(|one| one.wanted(app, found)).collect();
    let wanted: Vec<_> = stream::iter(wanted).buffered(SIDE_BY_SIDE).try_collect().await?;
    let (now, mut writes) = (app.clock.now(), vec![Write::default()]);
    for (subject, wanted) in due.iter().zip(wanted) {
        let was: Option<UserProgress> = kept.get(&subject.progress())?;
        let (same, was) = match was {
            Some(was) => (Condition::is("version", was.version), was),
            None => (Condition::Absent, UserProgress::none(subject.account, subject.user)),
        };
        if was.is_like(&wanted) {
            continue;
        }
        let mut next = wanted.clone();
        let mut changes = Changes::between(&was, &next, bucket, now);
        if changes.len() > MOST_CHANGES {
            next = towards(&was, &wanted);
            changes = Changes::between(&was, &next, bucket, now);
        }
        if writes.last().is_some_and(|write| !write.has_room(&changes)) {
            writes.push(Write::default());
        }
        if let Some(write) = writes.last_mut() {
            write.goes_on.extend((!next.is_like(&wanted)).then_some(*subject));
            next.version = was.version + 1;
            next.until = next.is_none().then(|| forgotten_at(now));
            write.puts.push((next, same));
            write.changes.add(changes);
            write.of.push(*subject);
        }
    }
    writes.retain(|write| !write.of.is_empty());
    Ok(writes)
}

impl Write {
    fn has_room(&self, more: &Changes) -> bool {
        self.puts.len() + self.changes.len() + more.len() <= MOST_CHANGES
    }
}

/// A part of the way from one to the other that fits into a write: a few courses. Who has many and
/// comes into other groups leaves with some of them first.
fn towards(was: &UserProgress, wanted: &UserProgress) -> UserProgress {
    let differ = |course: &&shared::domain::CourseId| {
        was.courses.get(*course) != wanted.courses.get(*course)
    };
    let moves = was.group_ids != wanted.group_ids;
    if moves && was.courses.len() > FEW {
        let mut next = was.clone();
        next.courses = was.courses.iter().skip(FEW).map(|(id, one)| (*id, *one)).collect();
        return next;
    }
    let both: BTreeMap<_, _> = was.courses.iter().chain(&wanted.courses).collect();
    let mut next = UserProgress { courses: was.courses.clone(), ..wanted.clone() };
    for course in both.into_keys().filter(differ).take(FEW) {
        match wanted.courses.get(course) {
            Some(progress) => next.courses.insert(*course, *progress),
            None => next.courses.remove(course),
        };
    }
    next
}
