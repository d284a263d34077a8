//! Orders by status: what waits, unless another status is asked for.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{FieldErrors, order::OrderStatus},
    http::{Call, Json, List, Listed, Operator, Problem, input::NoBody},
    table::{Items, account::Account, keys, order::Order},
};

use crate::{drivers::views::AccountRef, orders::views::OrderView};

/// Which orders.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this status; left out, those that wait (`pending`).
    #[deserr(default)]
    status: Option<OrderStatus>,
}

/// An order, as the operator sees it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OperatorOrder")]
pub struct OperatorOrderView {
    /// Whose.
    account: AccountRef,
    /// What.
    #[serde(flatten)]
    order: OrderView,
}

/// Lists orders of a status, the oldest first: who waits longest leads.
pub async fn list_operator_orders(
    call: Call<Operator, NoBody, Listed<Filter>>,
) -> Result<Json<List<OperatorOrderView>>, Problem> {
    let (app, list) = (&call.app, "orders by status");
    let status = call.query.filter.status.unwrap_or(OrderStatus::Pending);
    let start = call.query.start(app, list).await?;
    let ranges = keys::orders_with(&status.to_string());
    let page = app.table.page_of_spread(ranges, call.query.limit(), start).await?;
    // The index may still name an order whose status has changed.
    let orders = page.items.into_iter().filter(|order: &Order| order.status == status);
    let orders: Vec<_> = orders.collect();
    let accounts = orders.iter().map(|order| keys::account(order.account_id));
    let accounts = app.table.get_many(accounts).await?;
    let mut views = Vec::with_capacity(orders.len());
    for order in orders {
        views.extend(view(&accounts, order)?);
    }
    Ok(Json(call.query.page(app, list, views, page.next).await?))
}

/// How an order is shown. What an account ordered that is closed meanwhile is nobody's any more.
fn view(accounts: &Items, order: Order) -> Result<Option<OperatorOrderView>, Problem> {
    let account: Option<Account> = accounts.get(&keys::account(order.account_id))?;
    let account = account.map(|account| AccountRef::of(&account));
    Ok(account.map(|account| OperatorOrderView { account, order: OrderView::of(order) }))
}
