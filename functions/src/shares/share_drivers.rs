//! Shares some of the account's own drivers with another account, or all.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use shared::{
    domain::{FieldErrors, Invalid, UserId},
    http::{
        Account, Call, Json, Problem,
        input::Few,
        openapi::either::{Way, either},
    },
    table::{account::Account as AccountItem, keys, share::MOST_RECIPIENTS, user::User},
};

use super::{
    bulk_share::Sharing,
    chosen_drivers::Chosen,
    every_driver::{every, goes_on, note},
    recipient::recipient_of,
};
use crate::drivers::eligibility::is_driver;

/// Some drivers, or all.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// These of the account's own drivers.
    #[deserr(default)]
    driver_ids: Option<Few<UserId, 1, 100>>,
    /// `true`: every driver of the account, up to 1,000 in a call, but for those who are shared with
    /// as many accounts as a driver may be. The same call within the hour goes on where it stopped.
    #[deserr(default)]
    all: Option<bool>,
}

/// Some, or all.
fn ways(schema: &mut Schema) {
    let some = Way { needs: &["driver_ids"], ..Way::default() };
    let all = Way { needs: &["all"], ..Way::default() };
    either(schema, &[some, all]);
}

/// What was shared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shared")]
pub struct Output {
    /// How many drivers this call shared.
    shared: usize,
    /// How many of those that it looked at were shared before.
    already_shared: usize,
    /// Whether everything that was asked for is done; if not, the same call again goes on.
    complete: bool,
}

/// Shares drivers. Those for whom there is room are shared even where there is none for others.
pub async fn share_drivers(call: Call<Account, Input>) -> Result<Json<Output>, Problem> {
    let recipient = recipient_of(&call)?;
    let home: AccountItem = call.found(&keys::account(call.who.account))?;
    let mut sharing =
        Sharing { call: &call, home: &home, recipient: &recipient, is_one_more: true };
    let chosen = choose(&sharing).await?;
    sharing.is_one_more = !goes_on(&sharing)?;
    let (rest, done, already) = (chosen.rest, chosen.done, chosen.already);
    let (complete, shared) = (rest.is_none(), sharing.run(chosen.drivers).await?);
    note(&sharing, rest).await?;
    if shared.full > 0 && call.body.all.is_none() {
        let full = shared.full;
        let detail =
            format!("{full} of them are shared with {MOST_RECIPIENTS} accounts, the most.");
        return Err(Problem::field("driver_ids", Invalid::new("too_many", detail)));
    }
    let (shared, already_shared) = (done + shared.now, already + shared.before);
    Ok(Json(Output { shared, already_shared, complete }))
}

/// The drivers that are asked for.
async fn choose(sharing: &Sharing<'_, Input>) -> Result<Chosen, Problem> {
    let Input { driver_ids, all } = &sharing.call.body;
    let (field, bad) = match (driver_ids, all) {
        (Some(Few(ids)), None) => return some(sharing, ids),
        (None, Some(true)) => return every(sharing).await,
        (_, Some(false)) => ("all", Invalid::new("unknown_value", "Must be true, or left out.")),
        (None, None) => {
            ("driver_ids", Invalid::new("missing", "Give drivers, or say that all are meant."))
        }
        (Some(_), Some(true)) => {
            ("all", Invalid::new("conflicting", "Give either driver_ids or this."))
        }
    };
    Err(Problem::field(field, bad))
}

/// The drivers that the body names, which were read with the caller's standing. Each that is none
/// of the account's is named.
fn some(sharing: &Sharing<'_, Input>, ids: &[UserId]) -> Result<Chosen, Problem> {
    let (mut chosen, mut seen) = (Chosen::default(), BTreeSet::new());
    let mut errors = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let user: Option<User> =
            sharing.call.read.get(&keys::user(sharing.home.account_id, *id))?;
        match user.filter(|user| is_driver(user, sharing.home)) {
            None => errors.push(Invalid::not_found().at(format!("driver_ids[{index}]"))),
            Some(user) if seen.insert(*id) => chosen.add(sharing, user, &sharing.call.read)?,
            Some(_) => {}
        }
    }
    errors.into_iter().reduce(FieldErrors::and).map_or(Ok(chosen), |errors| Err(errors.into()))
}
