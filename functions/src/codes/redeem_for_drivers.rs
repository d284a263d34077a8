//! Redeems the reseller's own codes for drivers, up to 100 in one call. The drivers are mailed.

use std::{
    cmp::max,
    collections::{HashMap, HashSet},
};

use deserr::Deserr;
use futures::{StreamExt, stream};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        Email, EnrolmentId, FieldErrors, Invalid, PersonId, PersonName,
        code::{BatchNumber, Code as TypedCode, CodeIndex},
        event::Action,
    },
    http::{
        Account, Call, Code, Json, Problem,
        input::Few,
        problem::ProblemBody,
        rows::{Results, error},
    },
    seal::codes::CodeSeal,
    table::{
        Items, Key,
        account::Account as AccountItem,
        batch::{Batch, UsedCode},
        course::Course,
        keys, limit,
        person::{EmailOwner, Person},
    },
};

use super::{
    on_behalf::OnBehalf,
    redemption::{NotOpened, Opening, spent},
};

/// Up to 100 redemptions.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// One for each driver. Rows of one code, or of one driver, are done in this order.
    redemptions: Few<Row, 1, 100>,
}

/// A code for a driver. What is wrong with a value is this row's failure only.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "DriverRedemption")]
pub struct Row {
    /// One of the reseller's own codes.
    code: String,
    /// The driver's address.
    email: String,
    /// The driver's name.
    #[deserr(default)]
    name: Option<String>,
}

/// What became of a row.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RedemptionResult")]
pub struct RowResult {
    index: usize,
    status: RowStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrolment_id: Option<EnrolmentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of a row, in a word.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RedemptionStatus")]
pub enum RowStatus {
    /// The driver has access.
    Redeemed,
    /// The driver had redeemed this code before.
    AlreadyRedeemed,
    /// It was not done; the error says why.
    Failed,
}

/// A row whose values are right.
struct Asked {
    number: BatchNumber,
    place: CodeIndex,
    email: Email,
    name: Option<PersonName>,
}

/// How many rows are written side by side.
const SIDE_BY_SIDE: usize = 10;
/// How often a row starts over because its driver changed at the same moment.
const TRIES: usize = 4;

/// Redeems codes for drivers.
pub async fn redeem_for_drivers(
    call: Call<Account, Input>,
) -> Result<Json<Results<RowResult>>, Problem> {
    let app = &call.app;
    let reseller: AccountItem = call.found(&keys::account(call.who.account))?;
    if !reseller.reseller {
        return Err(Problem::new(Code::NotAReseller));
    }
    let counted = call.read.get(&limit::UNKNOWN_CODES.key(&call.who.caller.id))?;
    limit::UNKNOWN_CODES.has_room(counted.as_ref(), app.clock.now())?;
    let codes = app.seal.codes().await?;
    let rows = call.body.redemptions.0.iter().enumerate();
    let asked: Vec<_> = rows.map(|(index, row)| parse(&codes, index, row)).collect();
    let right: Vec<&Asked> = asked.iter().filter_map(|row| row.as_ref().ok()).collect();
    let known = Known::read(app, &right).await?;
    let redeeming = Redeeming { call: &call, reseller: &reseller, known: &known };
    let mut results: Vec<RowResult> = Vec::with_capacity(asked.len());
    for round in rounds(&asked) {
        let rows: Vec<_> =
            round.into_iter().map(|index| redeeming.row(index, &asked[index])).collect();
        results.extend(stream::iter(rows).buffered(SIDE_BY_SIDE).collect::<Vec<_>>().await);
    }
    results.sort_by_key(|row| row.index);
    Ok(Json(Results { results }))
}

/// The rows by who waits for whom: a row is in a round after every earlier row of its code or its
/// driver. So the first of them has the code, as it was written, and no driver changes under
/// another row.
fn rounds(asked: &[Result<Asked, Problem>]) -> Vec<Vec<usize>> {
    let (mut codes, mut drivers) = (HashMap::new(), HashMap::new());
    let mut rounds: Vec<Vec<usize>> = vec![];
    for (index, row) in asked.iter().enumerate() {
        let round = row.as_ref().map_or(0, |row| {
            let next_of_code = codes.entry((row.number, row.place)).or_default();
            let next_of_driver = drivers.entry(&row.email).or_default();
            let round = max(*next_of_code, *next_of_driver);
            (*next_of_code, *next_of_driver) = (round + 1, round + 1);
            round
        });
        if round == rounds.len() {
            rounds.push(vec![]);
        }
        rounds[round].push(index);
    }
    rounds
}

fn parse(codes: &CodeSeal, index: usize, row: &Row) -> Result<Asked, Problem> {
    let field = |name: &str| format!("redemptions[{index}].{name}");
    let bad = |name: &str, bad: Invalid| Problem::field(field(name), bad);
    let code = TypedCode::parse(&row.code).map_err(|_| Problem::new(Code::MistypedCode))?;
    let email = Email::parse(&row.email).map_err(|why| bad("email", why))?;
    let name = row.name.as_deref().map(PersonName::parse).transpose();
    let name = name.map_err(|why| bad("name", why))?;
    let place = codes.open(&code).ok_or_else(|| Problem::new(Code::UnknownCode))?;
    Ok(Asked { number: place.0, place: place.1, email, name })
}

/// What the rows need, read for all of them at once.
struct Known {
    items: Items,
    people: Items,
    persons: HashMap<Email, PersonId>,
}

impl Known {
    async fn read(app: &App, rows: &[&Asked]) -> Result<Self, Problem> {
        let keys: HashSet<Key> = rows
            .iter()
            .flat_map(|row| {
                let code = keys::code(row.number, row.place);
                [keys::batch(row.number), code, keys::email(&row.email)]
            })
            .collect();
        if keys.is_empty() {
            return Ok(Self {
                items: Items::default(),
                people: Items::default(),
                persons: HashMap::new(),
            });
        }
        let items = app.table.get_many(keys).await?;
        let mut persons = HashMap::new();
        let mut second = HashSet::new();
        for row in rows {
            if let Some(owner) = items.get::<EmailOwner>(&keys::email(&row.email))? {
                second.insert(keys::person(owner.person_id));
                persons.insert(row.email.clone(), owner.person_id);
            }
            if let Some(batch) = items.get::<Batch>(&keys::batch(row.number))? {
                second.insert(keys::course(batch.course_id));
            }
        }
        let people =
            if second.is_empty() { Items::default() } else { app.table.get_many(second).await? };
        Ok(Self { items, people, persons })
    }

    fn person(&self, email: &Email) -> Result<Option<Person>, Problem> {
        let Some(id) = self.persons.get(email) else { return Ok(None) };
        Ok(self.people.get(&keys::person(*id))?)
    }
}

struct Redeeming<'a> {
    call: &'a Call<Account, Input>,
    reseller: &'a AccountItem,
    known: &'a Known,
}

impl Redeeming<'_> {
    async fn row(&self, index: usize, asked: &Result<Asked, Problem>) -> RowResult {
        let outcome = match asked {
            Ok(asked) => self.redeem(asked).await,
            Err(problem) => Err(problem.clone()),
        };
        let outcome = match outcome {
            Err(problem) if problem.code == Code::UnknownCode => self.count(problem).await,
            other => other,
        };
        match outcome {
            Ok((status, enrolment)) => {
                RowResult { index, status, enrolment_id: Some(enrolment), error: None }
            }
            Err(problem) => RowResult {
                index,
                status: RowStatus::Failed,
                enrolment_id: None,
                error: error(&problem),
            },
        }
    }

    /// An unknown code counts against the caller's limit.
    async fn count(&self, unknown: Problem) -> Result<(RowStatus, EnrolmentId), Problem> {
        let (app, who) = (&self.call.app, &self.call.who.caller.id);
        limit::UNKNOWN_CODES.count(&app.table, who, app.clock.now()).await??;
        Err(unknown)
    }

    async fn redeem(&self, asked: &Asked) -> Result<(RowStatus, EnrolmentId), Problem> {
        let app = &self.call.app;
        let batch: Option<Batch> = self.known.items.get(&keys::batch(asked.number))?;
        let own = batch.filter(|batch| {
            batch.account_id == self.call.who.account && asked.place.get() < batch.quantity
        });
        let batch = own.ok_or_else(|| Problem::new(Code::UnknownCode))?;
        if let Some(used) =
            self.known.items.get::<UsedCode>(&keys::code(asked.number, asked.place))?
        {
            return already(&used, &asked.email);
        }
        if batch.voided_at.is_some() {
            return Err(Problem::new(Code::CodeVoided));
        }
        let course: Option<Course> = self.known.people.get(&keys::course(batch.course_id))?;
        let course = course.ok_or_else(|| Problem::internal("a course is gone"))?;
        let mut person = self.known.person(&asked.email)?;
        for _ in 0..TRIES {
            match self.open(&batch, &course, asked, person).await {
                Err(NotOpened::PersonChanged) => person = reread(app, &asked.email).await?,
                Err(NotOpened::Spent(used)) => return already(&used, &asked.email),
                Err(NotOpened::Because(problem)) => return Err(not_redeemable(problem)),
                Ok(enrolment) => return Ok((RowStatus::Redeemed, enrolment)),
            }
        }
        Err(Problem::unavailable("a person kept changing"))
    }

    async fn open(
        &self,
        batch: &Batch,
        course: &Course,
        asked: &Asked,
        person: Option<Person>,
    ) -> Result<EnrolmentId, NotOpened> {
        let (app, by) = (&self.call.app, &self.call.who.caller.actor);
        let person_is_new = person.is_none();
        let person = person.unwrap_or_else(|| {
            let mut person = Person::new(PersonId::new(app.clock.precise()), asked.email.clone());
            person.name = asked.name.clone();
            person
        });
        let subject = ("code_batch", batch.batch_id.to_string());
        let changes = json!({ "place": asked.place.get(), "email": asked.email });
        let event =
            self.call.event(self.reseller.account_id, by, Action::CodeUsed, subject, changes);
        let on_behalf = OnBehalf {
            reseller: self.reseller.name.clone(),
            course: course.title.clone(),
            name: asked.name.clone(),
            event,
        };
        let (index, on_behalf) = (asked.place, Some(on_behalf));
        let opening = Opening { batch, index, person: &person, person_is_new, by, on_behalf };
        Ok(opening.open(app).await?.enrolment.enrolment_id)
    }
}

/// A used code: the same driver's second try is no failure.
fn already(used: &UsedCode, email: &Email) -> Result<(RowStatus, EnrolmentId), Problem> {
    match &used.redemption {
        Some(was) if was.email == *email => Ok((RowStatus::AlreadyRedeemed, was.enrolment_id)),
        _ => Err(spent(used)),
    }
}

/// Why an address may not hold an account is not the reseller's to know.
fn not_redeemable(problem: Problem) -> Problem {
    match problem.code {
        Code::ManagerCannotHoldAccount | Code::AlreadyAccountHolder => {
            Problem::new(Code::NotRedeemable)
        }
        _ => problem,
    }
}

async fn reread(app: &App, email: &Email) -> Result<Option<Person>, Problem> {
    let owner: Option<EmailOwner> = app.table.get(&keys::email(email)).await?;
    match owner {
        Some(owner) => Ok(app.table.get(&keys::person(owner.person_id)).await?),
        None => Ok(None),
    }
}
