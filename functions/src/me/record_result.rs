//! Takes in a module's result.
//!
//! | rule | condition in the write |
//! |---|---|
//! | of results that come in at once none is lost | the enrolment is at the version that was read |
//! | a completed round leaves one record (35) | likewise, and there is no such record |
//! | what comes late for an earlier round is that round's (38) | likewise: it is found by its own identifier |
//!
//! Learning is a use of the account, also of who never looks at the account itself: the user's last use
//! of it is noted with the first result in an hour.

use deserr::Deserr;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use shared::{
    app::App,
    domain::{
        EnrolmentId, FieldErrors, Invalid, ModuleId, PersonId,
        enrolment::{ModuleResult, Phase, Score, record, score},
    },
    http::{Call, Code, Json, Person, Problem, input::Time},
    table::{
        Attempts, Change, Condition, Entity, Item, Key, WriteError,
        account::Account,
        course::Course,
        enrolment::{Enrolment, PastRound},
        keys::{self, Range},
        person::TOUCH_SECONDS,
        record::Record,
        user::User,
    },
};

use super::enrolments::{EnrolmentAccount, EnrolmentView};
use crate::records::keeping::keep;

/// A module's result.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// A module of the enrolment's course.
    module_id: ModuleId,
    /// Whether it is completed; what was completed once stays so.
    completed: bool,
    /// From 0 to 100; left out, the module keeps the score it has.
    #[deserr(default)]
    score: Option<Score>,
    /// When it occurred, if not now: the latest result of a module counts.
    #[deserr(default)]
    occurred_at: Option<Time>,
}

/// How far ahead of ours the caller's clock may be.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Takes in a result. The one that completes the course leaves its record with the same write.
pub async fn record_result(call: Call<Person, Input>) -> Result<Json<EnrolmentView>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let now = app.clock.now();
    let new = result(&call.body, now)?;
    let wanted = call.path.enrolment()?;
    let Round { mut enrolment, mut is_past } = find(app, person, wanted).await?;
    let (account, course) =
        (keys::account(enrolment.account_id), keys::course(enrolment.course_id));
    let user = keys::user(enrolment.account_id, enrolment.user_id);
    let found = app.table.get_many([account.clone(), course.clone(), user.clone()]).await?;
    // What a user who is gone has left behind is as if it were not there.
    let user: User = found.get(&user)?.ok_or_else(Problem::not_found)?;
    let course: Course = found.get(&course)?.ok_or_else(Problem::not_found)?;
    let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
    if !course.modules.iter().any(|module| module.id == call.body.module_id) {
        return Err(Problem::field("module_id", Invalid::not_found()));
    }
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        let (before, phase) = (enrolment.version, enrolment.phase);
        apply(&mut enrolment, call.body.module_id, new, &course, now)?;
        let completes = enrolment.phase == Phase::Completed && phase != Phase::Completed;
        let driver = &call.who.person;
        let record = completes.then(|| Record::of(&enrolment, &account, &user, driver, &course));
        let round = Round { enrolment: enrolment.clone(), is_past };
        match write(app, &round, before, record, last_use(&user, now)).await {
            Ok(()) => {
                let account = EnrolmentAccount { id: account.account_id, name: account.name };
                return Ok(Json(EnrolmentView::of(&enrolment, account, &course, now)));
            }
            Err(WriteError::Refused(Rule::Unchanged, newer)) => {
                let newer = newer.ok_or_else(Problem::not_found)?;
                enrolment = newest(&mut attempts, app, newer, is_past).await?;
                // Another round may have taken its place, or it may have ended.
                if enrolment.enrolment_id != wanted {
                    Round { enrolment, is_past } = find(app, person, wanted).await?;
                }
            }
            Err(WriteError::Refused(Rule::User, _)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::Record, _)) => {
                return Err(Problem::internal("what was not completed has a record"));
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("an enrolment kept changing"))
}

fn result(input: &Input, now: Timestamp) -> Result<ModuleResult, Problem> {
    let occurred_at = input.occurred_at.map_or(now, |time| time.0);
    if occurred_at.duration_since(now) > CLOCK_SKEW {
        let future = Invalid::new("in_the_future", "Must not be in the future.");
        return Err(Problem::field("occurred_at", future));
    }
    Ok(ModuleResult {
        completed: input.completed,
        completed_at: input.completed.then_some(occurred_at),
        score: input.score,
        scored_at: input.score.map(|_| occurred_at),
        occurred_at,
    })
}

/// A round of the caller's.
struct Round {
    enrolment: Enrolment,
    /// Whether another has followed it.
    is_past: bool,
}

impl Round {
    fn key(&self) -> Key {
        let Enrolment { person_id, account_id, course_id, enrolment_id, .. } = self.enrolment;
        match self.is_past {
            true => keys::past_round(person_id, account_id, course_id, enrolment_id),
            false => self.enrolment.key(),
        }
    }
}

/// The caller's round of this identifier: most are open, so past ones are looked through last.
async fn find(app: &App, person: PersonId, wanted: EnrolmentId) -> Result<Round, Problem> {
    let open = keys::enrolments_of_person(person);
    if let Some(enrolment) = among(app, &open, wanted, |one: Enrolment| one).await? {
        return Ok(Round { enrolment, is_past: false });
    }
    let past = keys::past_rounds_of_person(person);
    let found = among(app, &past, wanted, |PastRound(one)| one).await?;
    let enrolment = found.ok_or_else(Problem::not_found)?;
    Ok(Round { enrolment, is_past: true })
}

async fn among<E: Entity>(
    app: &App,
    range: &Range,
    wanted: EnrolmentId,
    enrolment: fn(E) -> Enrolment,
) -> Result<Option<Enrolment>, Problem> {
    let mut start = None;
    loop {
        let page = app.table.page(range, 1_000, start, false).await?;
        for item in page.items {
            let found = enrolment(E::from_item(item)?);
            if found.enrolment_id == wanted {
                return Ok(Some(found));
            }
        }
        start = page.next;
        if start.is_none() {
            return Ok(None);
        }
    }
}

/// What lies there now, after a write was refused.
async fn newest(
    attempts: &mut Attempts,
    app: &App,
    there: Item,
    is_past: bool,
) -> Result<Enrolment, Problem> {
    Ok(match is_past {
        true => attempts.newest::<PastRound>(&app.table, there).await?.0,
        false => attempts.newest(&app.table, there).await?,
    })
}

fn apply(
    enrolment: &mut Enrolment,
    module: ModuleId,
    new: ModuleResult,
    course: &Course,
    now: Timestamp,
) -> Result<(), Problem> {
    if enrolment.window.has_ended(now) {
        return Err(Problem::new(Code::AccessEnded));
    }
    if now < enrolment.window.starts_at {
        return Err(Problem::new(Code::NotOpenYet));
    }
    record(&mut enrolment.results, module, new);
    // Who has completed the course stays so; the score is that of the results all the same.
    let progress = enrolment.progress(&course.modules);
    (enrolment.phase, enrolment.percent) = (progress.phase, progress.percent);
    enrolment.score = score(&enrolment.results, &course.modules);
    enrolment.last_activity_at = Some(now);
    enrolment.version += 1;
    Ok(())
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The enrolment is as it was read.
    Unchanged,
    /// There is no record of it.
    Record,
    /// The user is there.
    User,
}

/// Notes that a user uses the account now, unless it was noted of late.
fn last_use(user: &User, now: Timestamp) -> Option<Change> {
    let kept = SignedDuration::from_secs(TOUCH_SECONDS);
    let is_fresh = user.last_sign_in_at.is_some_and(|last| now.duration_since(last) < kept);
    (!is_fresh).then(|| Change::of(user.key()).set("last_sign_in_at", now))
}

/// Writes the enrolment as it is now, the record that it leaves, if it does, and the user's last use.
async fn write(
    app: &App,
    round: &Round,
    before: u64,
    record: Option<Record>,
    last_use: Option<Change>,
) -> Result<(), WriteError<Rule>> {
    let enrolment = &round.enrolment;
    let change = Change::of(round.key())
        .set("results", &enrolment.results)
        .set("phase", enrolment.phase)
        .set("percent", enrolment.percent)
        .set_or_remove("score", enrolment.score)
        .set_or_remove("last_activity_at", enrolment.last_activity_at)
        .set("version", enrolment.version);
    let (write, same) = (app.table.write(), enrolment.is_at(before));
    let write = match record {
        Some(record) => {
            let change = change.set("recorded", record.recorded());
            keep(write.change(change, same, Rule::Unchanged), record, Rule::Record)
        }
        None => write.change(change, same, Rule::Unchanged),
    };
    let write = match last_use {
        Some(used) => write.change(used, Condition::Present, Rule::User),
        None => write,
    };
    write.run().await
}
