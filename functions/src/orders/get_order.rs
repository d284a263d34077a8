//! Reads an order.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{keys, order::Order},
};

use super::views::OrderView;

/// Reads an order; another account's is not there.
pub async fn get_order(call: Call<Account>) -> Result<Json<OrderView>, Problem> {
    let order: Order = call.found(&keys::order(call.path.order()?))?;
    if order.account_id != call.who.account {
        return Err(Problem::not_found());
    }
    Ok(Json(OrderView::of(order)))
}
