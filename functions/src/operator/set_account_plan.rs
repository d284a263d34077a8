//! Sets an account's seats, reseller status and how many mails it may cause.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use shared::{
    domain::{FieldErrors, event::Action},
    http::{
        Call, Json, Operator, Problem,
        input::{Given, Patch, Whole},
    },
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError, account::Account, keys,
        reseller_request::ResellerRequest,
    },
};

use super::refuse_reseller_request::answer;
use crate::accounts::views::AccountView;

/// What to change: what is left out stays.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// How many users the plan allows. Fewer than there are removes nobody.
    #[deserr(default)]
    #[schemars(default)]
    seat_limit: Given<Whole<1, 1_000_000>>,
    /// Whether the account may buy codes.
    #[deserr(default)]
    #[schemars(default)]
    reseller: Given<bool>,
    /// How many mails a day the account may cause to people who never agreed to them; `null` is as
    /// many as accounts like it usually may.
    #[deserr(default)]
    #[schemars(default)]
    mail_limit: Patch<Whole<0, 1_000_000>>,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The account is as it was read.
    Unchanged,
    /// So is what it asks for.
    Request,
}

/// Sets an account's plan. Its unchanged version is the condition of the write; who did not say
/// which version they saw changes the newest. Making it a reseller answers its request, if it has
/// one: that none is left open is a condition too.
pub async fn set_account_plan(call: Call<Operator, Input>) -> Result<Json<AccountView>, Problem> {
    let id = call.path.account()?;
    let mut account: Account = call.found(&keys::account(id))?;
    let mut request: Option<ResellerRequest> = call.read.get(&keys::reseller_request(id))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(account.version)?;
        let mut new = account.clone();
        let changes = apply(&call.body, &mut new);
        if changes.is_empty() {
            return Ok(Json(AccountView::of(&account, None)));
        }
        let write = write(&call, &account, &new, changes);
        let write = match new.reseller && !account.reseller {
            true => grant(&call, &account, request.as_ref(), write),
            false => write,
        };
        match write.run().await {
            Ok(()) => return Ok(Json(AccountView::of(&new, None))),
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                account = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused(Rule::Unchanged, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::Request, newer)) => {
                request = newer.map(ResellerRequest::from_item).transpose()?
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("an account kept changing"))
}

/// Changes the account and tells what changed.
fn apply(body: &Input, account: &mut Account) -> Map<String, Value> {
    let mut changes = Map::new();
    let seat_limit = body.seat_limit.0.map_or(account.seat_limit, |limit| limit.0);
    if seat_limit != account.seat_limit {
        let change = json!({ "from": account.seat_limit, "to": seat_limit });
        changes.insert("seat_limit".into(), change);
    }
    let reseller = body.reseller.0.unwrap_or(account.reseller);
    if reseller != account.reseller {
        let change = json!({ "from": account.reseller, "to": reseller });
        changes.insert("reseller".into(), change);
    }
    let mail_limit = match &body.mail_limit {
        Patch::Set(limit) => Some(limit.0),
        Patch::Clear => None,
        Patch::Keep => account.mail_limit,
    };
    if mail_limit != account.mail_limit {
        let change = json!({ "from": account.mail_limit, "to": mail_limit });
        changes.insert("mail_limit".into(), change);
    }
    if !changes.is_empty() {
        account.version += 1;
    }
    (account.seat_limit, account.reseller, account.mail_limit) = (seat_limit, reseller, mail_limit);
    changes
}

fn write<'c>(
    call: &'c Call<Operator, Input>,
    old: &Account,
    new: &Account,
    changes: Map<String, Value>,
) -> Write<'c, Rule> {
    let id = new.account_id;
    let subject = ("account", id.to_string());
    let (actor, changes) = (&call.who.actor, Value::Object(changes));
    let event = call.event(id, actor, Action::PlanChanged, subject, changes);
    let change = Change::of(new.key())
        .set("seat_limit", new.seat_limit)
        .set("reseller", new.reseller)
        .set_or_remove("mail_limit", new.mail_limit)
        .set("version", new.version);
    let unchanged = Condition::is("version", old.version);
    call.app.table.write().change(change, unchanged, Rule::Unchanged).put(&event)
}

/// Adds to a write that makes an account a reseller what becomes of its request.
fn grant<'c>(
    call: &Call<Operator, Input>,
    account: &Account,
    request: Option<&ResellerRequest>,
    write: Write<'c, Rule>,
) -> Write<'c, Rule> {
    match request.filter(|request| request.is_open()) {
        Some(request) => {
            let granted = request.answered(answer(call, true));
            write.change(granted, ResellerRequest::open(), Rule::Request)
        }
        None => {
            let key = keys::reseller_request(account.account_id);
            write.check(&key, ResellerRequest::none_open(), Rule::Request)
        }
    }
}
