//! The account's orders, newest first.

use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::keys,
};

use super::views::OrderView;

/// Lists the account's orders.
pub async fn list_orders(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<OrderView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("orders of {account}");
    let start = call.query.start(app, &list).await?;
    let range = keys::orders_of(account);
    let page = app.table.page_of(&range, call.query.limit(), start, true).await?;
    let views = page.items.into_iter().map(OrderView::of).collect();
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
