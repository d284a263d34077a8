//! Redeems a code: opens its course for the caller, in the account they hold. Who holds none gets
//! an individual one.

use axum::response::Response;
use deserr::Deserr;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        FieldErrors, Role,
        code::{BatchNumber, Code as TypedCode, CodeIndex},
    },
    http::{Call, Code, CreatedAt, Json, Person, Problem, Reply, reply::Described},
    table::{
        account::Account,
        batch::{Batch, Redemption, UsedCode},
        course::Course,
        enrolment::{Enrolment, PastRound},
        keys, limit,
        person::Person as PersonItem,
    },
};

use super::redemption::{NotOpened, Opened, Opening, spent};
use crate::{
    accounts::views::AccountView,
    me::enrolments::{EnrolmentAccount, EnrolmentView},
};

/// A code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// In any case, with or without dashes and spaces.
    code: String,
}

/// What the code opened, and where.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Redemption")]
pub struct Output {
    enrolment: EnrolmentView,
    account: AccountView,
}

/// 201 the first time, 200 when the same person sends the same code again.
pub enum Redeemed {
    /// It was redeemed just now.
    Now(Output),
    /// This person had redeemed it.
    Before(Output),
}

impl Reply for Redeemed {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Described::json::<Output>(&[201, 200], generator)
    }

    fn into_response(self) -> Response {
        match self {
            Self::Now(output) => CreatedAt("/v1/me/enrolments".into(), output).into_response(),
            Self::Before(output) => Json(output).into_response(),
        }
    }
}

/// How often a redemption starts over because the person changed at the same moment.
const TRIES: usize = 4;

/// Redeems a code.
pub async fn redeem_code(call: Call<Person, Input>) -> Result<Redeemed, Problem> {
    let app = &call.app;
    let code = TypedCode::parse(&call.body.code).map_err(|_| Problem::new(Code::MistypedCode))?;
    let counted = call.read.get(&limit::UNKNOWN_CODES.key(&call.who.caller.id))?;
    limit::UNKNOWN_CODES.has_room(counted.as_ref(), app.clock.now())?;
    let Some((batch, index)) = known_code(&call, &code).await? else {
        limit::UNKNOWN_CODES.count(&app.table, &call.who.caller.id, app.clock.now()).await??;
        return Err(Problem::new(Code::UnknownCode));
    };
    if let Some(used) = call.read.get::<UsedCode>(&keys::code(batch.number(), index))? {
        return again(app, &call.who.person, &used).await;
    }
    if batch.voided_at.is_some() {
        return Err(Problem::new(Code::CodeVoided));
    }
    let mut person = call.who.person.clone();
    for _ in 0..TRIES {
        let by = &call.who.caller.actor;
        let person_is_new = false;
        let opening =
            Opening { batch: &batch, index, person: &person, person_is_new, by, on_behalf: None };
        // The course is read while the write is under way: it is needed for the answer only.
        let (opened, read) = futures::join!(opening.open(app), beside(app, &person, &batch));
        match opened {
            Ok(opened) => return now(app, opened, read?),
            Err(NotOpened::Spent(used)) => return again(app, &person, &used).await,
            Err(NotOpened::Because(problem)) => return Err(problem),
            Err(NotOpened::PersonChanged) => {
                let key = keys::person(person.person_id);
                person = app.table.get(&key).await?.ok_or_else(Problem::not_found)?;
                if person.forgotten_at.is_some() {
                    return Err(Problem::new(Code::Unauthenticated));
                }
            }
        }
    }
    Err(Problem::unavailable("a person kept changing"))
}

/// The code's batch and place, if it is a code that was sold.
async fn known_code(
    call: &Call<Person, Input>,
    code: &TypedCode,
) -> Result<Option<(Batch, CodeIndex)>, Problem> {
    let place: Option<(BatchNumber, CodeIndex)> = call.app.seal.codes().await?.open(code);
    let Some((number, index)) = place else { return Ok(None) };
    let batch: Option<Batch> = call.app.table.lately(&keys::batch(number), &call.read).await?;
    Ok(batch.filter(|batch| index.get() < batch.quantity).map(|batch| (batch, index)))
}

/// What the answer shows beside the enrolment: the course, and the account the person holds.
async fn beside(
    app: &App,
    person: &PersonItem,
    batch: &Batch,
) -> Result<(Course, Option<Account>), Problem> {
    let course = keys::course(batch.course_id);
    let account = person.holds.map(|holding| keys::account(holding.account_id));
    let found = app.table.get_many([course.clone()].into_iter().chain(account.clone())).await?;
    let account = account.map(|key| found.get(&key)).transpose()?.flatten();
    Ok((found.get(&course)?.ok_or_else(|| Problem::internal("a course is gone"))?, account))
}

fn now(
    app: &App,
    opened: Opened,
    (course, held): (Course, Option<Account>),
) -> Result<Redeemed, Problem> {
    let account = opened.new_account.or(held).ok_or_else(|| Problem::internal("no account"))?;
    Ok(Redeemed::Now(output(app, &opened.enrolment, &account, &course)))
}

/// The first answer again, for the person whom the code served; else a refusal.
async fn again(app: &App, person: &PersonItem, used: &UsedCode) -> Result<Redeemed, Problem> {
    let own = used.redemption.as_ref().filter(|was| was.person_id == person.person_id);
    let Some(Redemption { account_id, course_id, enrolment_id, .. }) = own else {
        return Err(spent(used));
    };
    let enrolment = keys::enrolment(person.person_id, *account_id, *course_id);
    let over = keys::past_round(person.person_id, *account_id, *course_id, *enrolment_id);
    let (account, course) = (keys::account(*account_id), keys::course(*course_id));
    let wanted = [enrolment.clone(), over.clone(), account.clone(), course.clone()];
    let found = app.table.get_many(wanted).await?;
    let enrolment: Option<Enrolment> = found.get(&enrolment)?;
    // An enrolment that was taken away since is not given back by an old code.
    let enrolment = enrolment.filter(|one| one.enrolment_id == *enrolment_id);
    let over = found.get(&over)?.map(|PastRound(over)| over);
    let enrolment = enrolment.or(over);
    let enrolment = enrolment.ok_or_else(|| spent(used))?;
    let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
    let course: Course = found.get(&course)?.ok_or_else(Problem::not_found)?;
    Ok(Redeemed::Before(output(app, &enrolment, &account, &course)))
}

fn output(app: &App, enrolment: &Enrolment, account: &Account, course: &Course) -> Output {
    let named = EnrolmentAccount { id: account.account_id, name: account.name.clone() };
    Output {
        enrolment: EnrolmentView::of(enrolment, named, course, app.clock.now()),
        account: AccountView::of(account, Some(Role::Holder)),
    }
}
