//! The account's routes, by date.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, Invalid},
    http::{
        Account, Call, Json, List, Listed, Problem,
        input::{NoBody, Time},
    },
    table::{
        keys::{self, Between},
        route::Route,
    },
};

use super::views::RouteView;

/// Which routes.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those that are under way then, or start later.
    #[deserr(default)]
    from: Option<Time>,
    /// Those that start before.
    #[deserr(default)]
    to: Option<Time>,
}

impl Filter {
    /// From when, and until before when.
    pub fn between(&self) -> Result<Between, Problem> {
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
    let between = call.query.filter.between()?;
    let list = format!("routes of {account}");
    let start = call.query.start(app, &list).await?;
    let timetable = keys::routes_of(account, between);
    let page = app.table.page_of_timetable(timetable, call.query.limit(), start).await?;
    let page = app.table.whole::<Route>(page).await?;
    // The index may lag: it may still name a route by the time that it had.
    let routes = page.items.into_iter().filter(|route| keys::lies_within(between, route.span()));
    let views = routes.map(RouteView::of).collect();
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
