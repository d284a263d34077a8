//! Fulfilling orders: what was bought is written together with the order that says so.

use shared::{
    app::App,
    domain::{
        BatchId,
        order::{OrderKind, OrderStatus},
    },
    http::Problem,
    table::{Entity, Write, WriteError, batch::Batch, order::Order, pool::Pool},
};

/// The rules that the write of an order holds.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// The order is as it was expected.
    Order,
    /// No other batch has the number.
    BatchNumber,
}

/// How many numbers are tried for a batch. There are 2³⁰, so even one is rarely taken.
const TRIES: usize = 8;

/// Writes an order, by `own`, and in the same write what was bought if it is fulfilled with it:
/// licences into the pool, or a batch, which is one item however many codes it has. Gives the
/// order as it lies there after that: where [`Rule::Order`] refuses, as another write left it.
pub async fn write<'a>(
    app: &'a App,
    mut order: Order,
    own: impl Fn(&Order) -> Write<'a, Rule>,
) -> Result<Order, Problem> {
    for _ in 0..TRIES {
        let write = match (order.status, order.kind) {
            (OrderStatus::Pending | OrderStatus::Cancelled, _) => own(&order),
            (OrderStatus::Fulfilled, OrderKind::Licences) => {
                let bought = Pool::buy(order.account_id, order.course_id, order.quantity);
                own(&order).change_always(bought)
            }
            (OrderStatus::Fulfilled, OrderKind::Codes) => {
                let batch = batch(app, &order)?;
                order.batch_id = Some(batch.batch_id);
                own(&order).create(&batch, Rule::BatchNumber)
            }
        };
        match write.run().await {
            Ok(()) => return Ok(order),
            Err(WriteError::Refused(Rule::Order, Some(there))) => {
                return Ok(Order::from_item(there)?);
            }
            Err(WriteError::Refused(Rule::Order, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::BatchNumber, _)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("every number tried for a batch was taken"))
}

/// A batch of what was ordered, with a number by chance.
fn batch(app: &App, order: &Order) -> Result<Batch, Problem> {
    let without = || Problem::internal("an order of codes has no duration");
    Ok(Batch {
        account_id: order.account_id,
        batch_id: BatchId::new(app.clock.precise()),
        label: order.label.clone(),
        course_id: order.course_id,
        duration_days: order.duration_days.ok_or_else(without)?,
        quantity: order.quantity,
        voided_at: None,
        voiding: false,
        send_from: 0,
        created_at: app.clock.now(),
    })
}
