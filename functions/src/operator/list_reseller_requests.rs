//! Companies that ask to become resellers.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{AccountId, event::Actor, text::Note},
    http::{Call, Json, List, Listed, Operator, Problem, input::NoBody},
    table::{Items, account::Account, keys, reseller_request::ResellerRequest},
};

use crate::drivers::views::AccountRef;

/// A company that asks to become a reseller.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResellerRequest")]
pub struct ResellerRequestView {
    /// Which.
    account: AccountRef,
    /// What it says for itself.
    note: Option<Note>,
    /// Who asked, or has changed the note since.
    asked_by: Actor,
    /// Since when it waits.
    asked_at: Timestamp,
}

/// Lists the requests that wait for an answer, the oldest first: who waits longest leads.
pub async fn list_reseller_requests(
    call: Call<Operator, NoBody, Listed>,
) -> Result<Json<List<ResellerRequestView>>, Problem> {
    let (app, list) = (&call.app, "requests to become a reseller");
    let start = call.query.start(app, list).await?;
    let ranges = keys::reseller_requests();
    let page = app.table.page_across(ranges, call.query.limit(), start).await?;
    let asking: Vec<_> = page.items.iter().filter_map(keys::account_of).collect();
    let wanted = asking.iter().flat_map(|id| [keys::reseller_request(*id), keys::account(*id)]);
    let found = app.table.get_many(wanted).await?;
    let mut views = Vec::with_capacity(asking.len());
    for id in asking {
        views.extend(view(&found, id)?);
    }
    Ok(Json(call.query.page(app, list, views, page.next).await?))
}

/// How a request is shown that waits: the index may still name one that was answered, or whose
/// account was closed.
fn view(found: &Items, id: AccountId) -> Result<Option<ResellerRequestView>, Problem> {
    let account: Option<Account> = found.get(&keys::account(id))?;
    let request: Option<ResellerRequest> = found.get(&keys::reseller_request(id))?;
    let waiting = account.zip(request.filter(ResellerRequest::is_open));
    Ok(waiting.map(|(account, request)| ResellerRequestView {
        account: AccountRef::of(&account),
        note: request.note,
        asked_by: request.asked_by,
        asked_at: request.asked_at,
    }))
}
