//! Asks for the company to become a reseller.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a company asks, which is no reseller | the account is such a one |
//! | asking twice is one request | the request is as it was read: its place among those who wait stays |

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{AccountKind, FieldErrors, event::Action, text::Note},
    http::{Accepted, Account, Call, Code, Problem},
    table::{
        Attempts, Condition, Entity, Item, Write, WriteError, account::Account as AccountItem,
        keys, reseller_request::ResellerRequest,
    },
};

/// What the company says for itself.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What the operator is to know; of a request that waits already, it takes the older one's place.
    #[deserr(default)]
    note: Option<Note>,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    MayAsk,
    Unchanged,
}

/// Asks, or says something else in a request that waits.
pub async fn request_reseller_status(call: Call<Account, Input>) -> Result<Accepted, Problem> {
    let key = keys::reseller_request(call.who.account);
    let mut last: Option<ResellerRequest> = call.read.get(&key)?;
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let waiting = last.as_ref().filter(|last| last.is_open());
        if waiting.is_some_and(|waiting| waiting.note == call.body.note) {
            return Ok(Accepted);
        }
        match write(&call, &request(&call, waiting), last.as_ref()).run().await {
            Ok(()) => return Ok(Accepted),
            Err(WriteError::Refused(Rule::MayAsk, account)) => return Err(may_not_ask(account)?),
            Err(WriteError::Refused(Rule::Unchanged, newer)) => {
                last = newer.map(ResellerRequest::from_item).transpose()?;
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a request kept changing"))
}

fn request(call: &Call<Account, Input>, waiting: Option<&ResellerRequest>) -> ResellerRequest {
    ResellerRequest {
        account_id: call.who.account,
        note: call.body.note.clone(),
        asked_by: call.who.caller.actor.clone(),
        asked_at: waiting.map_or_else(|| call.app.clock.now(), |waiting| waiting.asked_at),
        answer: None,
    }
}

fn write<'c>(
    call: &'c Call<Account, Input>,
    request: &ResellerRequest,
    last: Option<&ResellerRequest>,
) -> Write<'c, Rule> {
    let id = request.account_id;
    let company = Condition::is("kind", AccountKind::Company);
    let may_ask = Condition::All(vec![company, Condition::is("reseller", false)]);
    let unchanged = last.map_or(Condition::Absent, ResellerRequest::unchanged);
    let subject = ("account", id.to_string());
    let changes = json!({ "note": request.note });
    let actor = &call.who.caller.actor;
    let event = call.event(id, actor, Action::ResellerRequested, subject, changes);
    call.app
        .table
        .write()
        .check(&keys::account(id), may_ask, Rule::MayAsk)
        .put_if(request, unchanged, Rule::Unchanged)
        .put(&event)
}

/// Why an account has nothing to ask for.
fn may_not_ask(account: Option<Item>) -> Result<Problem, Problem> {
    let account = AccountItem::from_item(account.ok_or_else(Problem::not_found)?)?;
    Ok(match account.kind {
        AccountKind::Company => Problem::new(Code::AlreadyAReseller),
        AccountKind::Individual => {
            let detail = "Only a company can become a reseller. Give the account a company's name \
                          first (PATCH /v1/accounts/{account}).";
            Problem::because(Code::Forbidden, detail)
        }
    })
}
