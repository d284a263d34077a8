//! Orders by status: what waits, unless another status is asked for.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{FieldErrors, order::OrderStatus},
    http::{Call, Json, List, Listed, Operator, Problem, input::NoBody},
    table::{keys, order::Order},
};

use crate::orders::views::OrderView;

/// Which orders.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this status; left out, those that wait (`pending`).
    #[deserr(default)]
    status: Option<OrderStatus>,
}

/// Lists orders of a status, the oldest first: who waits longest leads.
pub async fn list_operator_orders(
    call: Call<Operator, NoBody, Listed<Filter>>,
) -> Result<Json<List<OrderView>>, Problem> {
    let (app, list) = (&call.app, "orders by status");
    let status = call.query.filter.status.unwrap_or(OrderStatus::Pending);
    let start = call.query.start(app, list).await?;
    let ranges = keys::orders_with(&status.to_string());
    let page = app.table.page_of_spread(ranges, call.query.limit(), start).await?;
    // The index may still name an order whose status has changed.
    let orders = page.items.into_iter().filter(|order: &Order| order.status == status);
    let views = orders.map(OrderView::of).collect();
    Ok(Json(call.query.page(app, list, views, page.next).await?))
}
