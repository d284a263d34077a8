//! Voids some codes of a batch, each on its own, or every unused one at once (`batch_voiding`).
//!
//! A single code is voided by the item that says so: that nothing lies there yet is the
//! condition, as it is when a code is redeemed, so of both at once one happens.

use std::collections::{BTreeSet, HashMap};

use deserr::Deserr;
use futures::{StreamExt, stream};
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        FieldErrors, Invalid,
        code::{self, CodeIndex},
        event::Action,
    },
    http::{
        Account, Call, Code, Json, Problem,
        input::Few,
        openapi::either::{Way, either},
        problem::ProblemBody,
        rows::{Results, error},
    },
    seal::codes::CodeSeal,
    table::{
        Condition, Entity, WriteError,
        batch::{Batch, CodeStatus, UsedCode},
        keys,
    },
};

use super::{batch_voiding, views::batch_of};

/// Some codes, or all that are unused.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// These codes, in any spelling.
    #[deserr(default)]
    codes: Option<Few<String, 1, 100>>,
    /// `true`: every code that is unused now.
    #[deserr(default)]
    all_unused: Option<bool>,
}

/// Some, or all.
fn ways(schema: &mut Schema) {
    let some = Way { needs: &["codes"], ..Way::default() };
    let all = Way { needs: &["all_unused"], ..Way::default() };
    either(schema, &[some, all]);
}

/// What was voided.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Voided")]
pub enum Output {
    /// Of some codes: the answer for each.
    Each(Results<VoidedCode>),
    /// Of all that were unused: how many they were.
    All(AllVoided),
}

/// How many codes were voided.
#[derive(Serialize, JsonSchema)]
pub struct AllVoided {
    /// How many; of a batch of more than 20,000, redemptions of the last moment may be among them.
    voided: u32,
}

/// What became of one of the codes.
#[derive(Serialize, JsonSchema)]
pub struct VoidedCode {
    /// Which of the codes in the call, from 0.
    index: usize,
    /// The code as it was given.
    code: String,
    /// What became of it.
    status: VoidStatus,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of a code that was to be voided.
#[derive(Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoidStatus {
    /// It is voided now.
    Voided,
    /// It was before.
    AlreadyVoided,
    /// It was redeemed: that stays.
    AlreadyRedeemed,
    /// It was not voided.
    Failed,
}

/// What became of each code that is one of the batch.
type Outcomes = HashMap<CodeIndex, Result<VoidStatus, Problem>>;

/// Voids codes of a batch.
pub async fn void_codes(call: Call<Account, Input>) -> Result<Json<Output>, Problem> {
    let batch = batch_of(&call)?;
    match (&call.body.codes, call.body.all_unused) {
        (Some(Few(codes)), None) => {
            let results = void_some(&call, &batch, codes).await?;
            Ok(Json(Output::Each(Results { results })))
        }
        (None, Some(true)) => {
            let voided = void_all(&call, &batch).await?;
            Ok(Json(Output::All(AllVoided { voided })))
        }
        (_, Some(false)) => {
            let not_true = Invalid::new("unknown_value", "Must be true, or left out.");
            Err(Problem::field("all_unused", not_true))
        }
        (None, None) => {
            let missing =
                Invalid::new("missing", "Give codes, or say that all unused ones are meant.");
            Err(Problem::field("codes", missing))
        }
        (Some(_), Some(true)) => {
            let both = Invalid::new("conflicting", "Give either codes or this.");
            Err(Problem::field("all_unused", both))
        }
    }
}

async fn void_some(
    call: &Call<Account, Input>,
    batch: &Batch,
    codes: &[String],
) -> Result<Vec<VoidedCode>, Problem> {
    let seal = call.app.seal.codes().await?;
    let places: Vec<_> = codes.iter().map(|text| place(&seal, batch, text)).collect();
    let distinct: BTreeSet<_> = places.iter().flatten().copied().collect();
    let mut outcomes = if batch.voided_at.is_some() {
        look_up(&call.app, batch, distinct).await?
    } else {
        void_each(call, batch, distinct).await
    };
    let rows = codes.iter().zip(places).enumerate().map(|(index, (text, place))| {
        let outcome = place.and_then(|place| take(&mut outcomes, place));
        let (status, error) = match outcome {
            Ok(status) => (status, None),
            Err(problem) => (VoidStatus::Failed, error(&problem)),
        };
        VoidedCode { index, code: text.clone(), status, error }
    });
    Ok(rows.collect())
}

/// The place of a code in this batch. One of another batch is as unknown as one of nobody's.
fn place(seal: &CodeSeal, batch: &Batch, text: &str) -> Result<CodeIndex, Problem> {
    let code = code::Code::parse(text).map_err(|_| Problem::new(Code::MistypedCode))?;
    let own = seal.open(&code).filter(|(number, _)| *number == batch.number());
    let place = own.map(|(_, index)| index).filter(|index| index.get() < batch.quantity);
    place.ok_or_else(|| Problem::new(Code::UnknownCode))
}

/// The outcome for a row. A code that is given twice is voided by the first.
fn take(outcomes: &mut Outcomes, place: CodeIndex) -> Result<VoidStatus, Problem> {
    let outcome =
        outcomes.get_mut(&place).ok_or_else(|| Problem::internal("a code was left out"))?;
    let first = outcome.clone();
    if matches!(outcome, Ok(VoidStatus::Voided)) {
        *outcome = Ok(VoidStatus::AlreadyVoided);
    }
    first
}

/// How many codes are voided at once, each in its own write.
const SIDE_BY_SIDE: usize = 10;

async fn void_each(
    call: &Call<Account, Input>,
    batch: &Batch,
    places: BTreeSet<CodeIndex>,
) -> Outcomes {
    let writes: Vec<_> = places.into_iter().map(|place| void(call, batch, place)).collect();
    stream::iter(writes).buffer_unordered(SIDE_BY_SIDE).collect().await
}

/// Why a code is not voided by itself.
#[derive(Clone, Copy)]
enum Rule {
    /// It has been used or voided.
    Unused,
    /// It is voided with its batch.
    BatchNotVoided,
}

/// Voids one code. The trail tells its place and not the code: who can read the trail later need
/// not be able to use what is unused.
async fn void(
    call: &Call<Account, Input>,
    batch: &Batch,
    place: CodeIndex,
) -> (CodeIndex, Result<VoidStatus, Problem>) {
    let (app, actor) = (&call.app, &call.who.caller.actor);
    let voided = UsedCode {
        batch_id: batch.batch_id,
        index: place,
        reseller_id: batch.account_id,
        status: CodeStatus::Voided,
        at: app.clock.now(),
        by: actor.clone(),
        redemption: None,
    };
    let subject = ("code_batch", batch.batch_id.to_string());
    let changes = json!({ "place": place.get() });
    let event = call.event(batch.account_id, actor, Action::CodeVoided, subject, changes);
    let with_batch = keys::voided_with(batch.number(), place);
    let write = app
        .table
        .write()
        .create(&voided, Rule::Unused)
        .check(&with_batch, Condition::Absent, Rule::BatchNotVoided)
        .put(&event);
    let outcome = match write.run().await {
        Ok(()) => Ok(VoidStatus::Voided),
        Err(WriteError::Refused(Rule::Unused, Some(item))) => {
            UsedCode::from_item(item).map(|code| before(&code)).map_err(Problem::from)
        }
        Err(WriteError::Refused(Rule::Unused, None)) => {
            Err(Problem::unavailable("refused for no item"))
        }
        Err(WriteError::Refused(Rule::BatchNotVoided, _)) => Ok(VoidStatus::AlreadyVoided),
        Err(WriteError::Store(error)) => Err(error.into()),
    };
    (place, outcome)
}

/// What a code was that has an item already.
fn before(code: &UsedCode) -> VoidStatus {
    match code.status {
        CodeStatus::Redeemed => VoidStatus::AlreadyRedeemed,
        CodeStatus::Voided | CodeStatus::Unused => VoidStatus::AlreadyVoided,
    }
}

/// What the codes are of a batch that is voided as a whole.
async fn look_up(
    app: &App,
    batch: &Batch,
    places: BTreeSet<CodeIndex>,
) -> Result<Outcomes, Problem> {
    let key = |place: &CodeIndex| keys::code(batch.number(), *place);
    let found = app.table.get_many(places.iter().map(key)).await?;
    let mut outcomes = Outcomes::with_capacity(places.len());
    for place in places {
        let code: Option<UsedCode> = found.get(&key(&place))?;
        outcomes.insert(place, Ok(code.map_or(VoidStatus::AlreadyVoided, |code| before(&code))));
    }
    Ok(outcomes)
}

/// Voids the batch, once, and tells how many codes that voided. Of several calls at once, or one
/// after another that died, the one that comes to the end tells.
async fn void_all(call: &Call<Account, Input>, batch: &Batch) -> Result<u32, Problem> {
    if !batch_voiding::begin(call, batch).await? {
        return Ok(0);
    }
    batch_voiding::mark_stripes(&call.app, batch).await?;
    // A call that goes on where another died has read that the batch is voided.
    let before = Batch { voided_at: None, ..batch.clone() };
    let voided = count_unused(&call.app, &before).await;
    let ended = batch_voiding::end(&call.app, batch).await?;
    Ok(if ended { voided } else { 0 })
}

/// Up to which size a batch's codes are counted one by one.
const COUNTED: u32 = 20_000;

/// How many codes of a batch have no item. The batch's counts may lag, so they serve only where
/// counting would take too many reads, or where it fails: what was done is done, and its answer must
/// not say otherwise.
async fn count_unused(app: &App, batch: &Batch) -> u32 {
    let number = batch.number();
    let counted = match batch.quantity {
        0..=COUNTED => app.table.used_codes(number, 0..batch.quantity, drop).await.ok(),
        _ => None,
    };
    match counted {
        Some(used) => batch.quantity.saturating_sub(u32::try_from(used.len()).unwrap_or(u32::MAX)),
        None => {
            let uses = app.table.uses_of(&batch.key()).await.unwrap_or_default();
            batch.unused_and_voided(uses).0
        }
    }
}
