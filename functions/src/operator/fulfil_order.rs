//! Fulfils an order; doing it twice gives once.

use serde_json::json;
use shared::{
    domain::{event::Action, order::OrderStatus},
    http::{Call, Json, Operator, Problem},
    table::{Change, Condition, Entity, keys, order::Order},
};

use crate::orders::{
    fulfilment::{self, Rule},
    views::OrderView,
};

/// Fulfils an order. That it still waits is the condition of the one write that also gives what
/// was bought; an order that does not wait is answered as it lies there.
pub async fn fulfil_order(call: Call<Operator>) -> Result<Json<OrderView>, Problem> {
    let mut order: Order = call.found(&keys::order(call.path.order()?))?;
    if order.status != OrderStatus::Pending {
        return Ok(Json(OrderView::of(order)));
    }
    order.status = OrderStatus::Fulfilled;
    let order = fulfilment::write(&call.app, order, |order| {
        let fulfilled = Change::of(order.key())
            .set("status", order.status)
            .set_or_remove("batch_id", order.batch_id)
            .index(keys::order_by_status(&order.status.to_string(), order.order_id));
        let mut changes = json!({ "status": { "from": OrderStatus::Pending, "to": order.status } });
        if let Some(batch_id) = order.batch_id {
            changes["batch_id"] = json!({ "from": null, "to": batch_id });
        }
        let subject = ("order", order.order_id.to_string());
        let (account, actor) = (order.account_id, &call.who.actor);
        let event = call.event(account, actor, Action::OrderFulfilled, subject, changes);
        let waits = Condition::is("status", OrderStatus::Pending);
        call.app.table.write().change(fulfilled, waits, Rule::Order).put(&event)
    });
    Ok(Json(OrderView::of(order.await?)))
}
