//! Drivers: the account's own, then those that others share with it.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, search::Beginning, text::SearchText},
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::keys,
};

use super::{
    driver_pages::{Listing, Origin},
    views::DriverView,
};

/// Which drivers.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// The account's own ones, or those that others share with it; left out, both.
    #[deserr(default)]
    origin: Option<Origin>,
    /// Those whose address, or any word of whose name, begins so, whatever the letter case. A page may then be short,
    /// even empty, and the list go on: `next_cursor` tells.
    #[deserr(default)]
    q: Option<SearchText>,
}

/// Lists drivers.
pub async fn list_drivers(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<Json<List<DriverView>>, Problem> {
    let (app, filter) = (&call.app, &call.query.filter);
    let account = call.found(&keys::account(call.who.account))?;
    let list = format!("drivers of {}", call.who.account);
    let start = call.query.start(app, &list).await?;
    let beginning = filter.q.as_ref().map(Beginning::from);
    let listing = Listing { app, account: &account, origin: filter.origin, beginning };
    let (drivers, next) = listing.read(start, call.query.limit()).await?;
    Ok(Json(call.query.page(app, &list, drivers, next).await?))
}
