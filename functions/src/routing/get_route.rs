//! Reads a route.

use shared::{
    http::{Account, Call, Json, Problem},
    table::keys,
};

use super::views::RouteView;

/// Reads a route.
pub async fn get_route(call: Call<Account>) -> Result<Json<RouteView>, Problem> {
    let route = call.found(&keys::route(call.who.account, call.path.route()?))?;
    Ok(Json(RouteView::of(route)))
}
