//! The accounts that this one refuses.

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, keys, refusal::Refusal},
};

use crate::drivers::views::{AccountRef, Named};

/// An account that is refused.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefusedAccount")]
pub struct RefusedAccountView {
    /// Which.
    account: AccountRef,
    /// Since when.
    refused_at: Timestamp,
}

/// Lists what the account refuses. An account that was closed is not listed.
pub async fn list_refused_accounts(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<RefusedAccountView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("accounts that {account} refuses");
    let start = call.query.start(app, &list).await?;
    let page =
        app.table.page(&keys::refusals_of(account), call.query.limit(), start, false).await?;
    let refusals = page.items.into_iter().map(Refusal::from_item).collect::<Result<Vec<_>, _>>()?;
    let refused: BTreeSet<_> = refusals.iter().map(|one| one.refused_id).collect();
    let names = Named::read(app, &refused).await?;
    let mut views = Vec::with_capacity(refusals.len());
    for Refusal { refused_id, refused_at, .. } in refusals {
        let account = names.get(refused_id)?;
        views.extend(account.map(|account| RefusedAccountView { account, refused_at }));
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
