//! How an order is shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{
        BatchId, CourseId, OrderId,
        order::{OrderKind, OrderStatus},
        text::Label,
    },
    table::order::Order,
};

/// An order.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Order")]
pub struct OrderView {
    /// Which.
    id: OrderId,
    /// What is bought.
    kind: OrderKind,
    /// How far it has come.
    status: OrderStatus,
    /// Of which course.
    course_id: CourseId,
    /// How many.
    quantity: u32,
    /// How many days a code opens the course for.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_days: Option<u32>,
    /// The client's word for the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Label>,
    /// The batch, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_id: Option<BatchId>,
    /// When it was made.
    created_at: Timestamp,
}

impl OrderView {
    /// How this order is shown.
    pub fn of(order: Order) -> Self {
        Self {
            id: order.order_id,
            kind: order.kind,
            status: order.status,
            course_id: order.course_id,
            quantity: order.quantity,
            duration_days: order.duration_days,
            label: order.label,
            batch_id: order.batch_id,
            created_at: order.created_at,
        }
    }
}
