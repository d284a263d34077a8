//! The account's routes, by date.

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, Invalid},
    http::{
        Account, Call, Json, List, Listed, Problem,
        input::{NoBody, Time},
    },
    table::{keys, route::Route},
};

use super::views::RouteView;

/// Which routes.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those that start then or later.
    #[deserr(default)]
    from: Option<Time>,
    /// Those that start before.
    #[deserr(default)]
    to: Option<Time>,
}

impl Filter {
    /// From when, and until before when.
    pub fn bounds(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), Problem> {
        let (from, to) = (self.from.map(|time| time.0), self.to.map(|time| time.0));
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            let bad = Invalid::new("not_after_start", "Must be after from.");
            return Err(Problem::field("to", bad));
        }
        Ok((from, to))
    }
}

/// Lists the account's routes by their starts, the earliest first.
pub async fn list_routes(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<Json<List<RouteView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let (from, to) = call.query.filter.bounds()?;
    let list = format!("routes of {account}");
    let start = call.query.start(app, &list).await?;
    let range = keys::routes_of(account, from, to);
    let page = app.table.page_of::<Route>(&range, call.query.limit(), start, false).await?;
    let routes = page.items.into_iter();
    let routes = routes.filter(|route| keys::starts_within((from, to), route.starts_at));
    let views = routes.map(RouteView::of).collect();
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
