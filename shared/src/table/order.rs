//! Orders of licences and codes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, BatchId, CourseId, OrderId,
    order::{OrderKind, OrderStatus},
    text::Label,
};

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// Whose.
    pub account_id: AccountId,
    /// Which.
    pub order_id: OrderId,
    /// What is bought.
    pub kind: OrderKind,
    /// How far it has come. `pending` is the condition for fulfilling it, so doing it twice
    /// gives once.
    pub status: OrderStatus,
    /// Of which course.
    pub course_id: CourseId,
    /// How many, 1 to 1,000,000.
    pub quantity: u32,
    /// How long a code opens the course for.
    pub duration_days: Option<u32>,
    /// The client's word for the batch.
    pub label: Option<Label>,
    /// The batch, once there is one.
    pub batch_id: Option<BatchId>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Entity for Order {
    const KIND: &'static str = "order";

    fn key(&self) -> Key {
        keys::order(self.order_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![
            keys::order_of_account(self.account_id, self.order_id),
            keys::order_by_status(&self.status.to_string(), self.order_id),
        ]
    }
}
