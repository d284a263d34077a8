//! Writing: every change is one write, whole or not at all, and carries its own conditions.
//!
//! A condition names the rule that it holds; when the table refuses the write, the caller is
//! told which rule it was and what lay there. A conflict with another write under way is not a
//! refusal: it is tried again.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use aws_sdk_dynamodb::{
    error::SdkError,
    operation::{
        batch_write_item::BatchWriteItemInput,
        transact_write_items::{TransactWriteItemsError, TransactWriteItemsInput},
    },
    types::{
        CancellationReason, ConditionCheck, Delete, DeleteRequest, Put, PutRequest,
        ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
        WriteRequest, builders::TransactWriteItemBuilder,
    },
};
use futures::future::try_join_all;

use super::{
    Change, Condition, Entity, Item, Key, StoreError, Table, expression::Expression,
    meter::CallUnderWay,
};

/// For how long a write that conflicts with others is tried again: what it meets are single writes
/// of some milliseconds each, and one of those that meet gets through. It ends before a function
/// does (after 10 seconds).
const TRIED_FOR: Duration = Duration::from_secs(8);

/// Waits before another attempt: nothing before the first, then a random time up to a bound that
/// doubles from 20 ms to 640 ms, so that those who collided do not meet again.
pub(super) async fn back_off(attempt: u32) {
    if attempt > 0 {
        pause(10 << attempt.min(6)).await;
    }
}

/// Waits for a random time of so many milliseconds at most.
pub(super) async fn pause(bound: u64) {
    let mut random = [0u8; 2];
    // Without randomness the wait is the bound itself.
    let share = getrandom::fill(&mut random)
        .map_or(u64::from(u16::MAX), |()| u64::from(u16::from_be_bytes(random)));
    tokio::time::sleep(Duration::from_millis(bound * share / u64::from(u16::MAX))).await;
}

/// Why a write did not happen.
#[derive(Debug)]
pub enum WriteError<R> {
    /// A rule does not hold; with what lay under the key.
    Refused(R, Option<Item>),
    /// The table did not answer as it should.
    Store(StoreError),
}

impl<R> From<StoreError> for WriteError<R> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Builds a part of a write that happens where a condition holds, and tells what lay there where
/// it does not. The SDK's four builders have these setters in common, but no trait.
macro_rules! guarded {
    ($part:expr, $table:expr, $expression:expr, $condition:expr) => {{
        let mut expression: Expression = $expression;
        let condition = expression.condition($condition);
        $part
            .table_name(&$table.name)
            .condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
    }};
}

/// One write of one or more items. `R` names the rules that its conditions hold.
#[derive(Debug)]
pub struct Write<'t, R> {
    table: &'t Table,
    items: Vec<TransactWriteItem>,
    rules: Vec<Option<R>>,
}

impl Table {
    /// Begins a write.
    pub fn write<R: Clone>(&self) -> Write<'_, R> {
        Write { table: self, items: Vec::new(), rules: Vec::new() }
    }
}

/// The most items that one BatchWriteItem takes.
const BATCH: usize = 25;
/// How often what a batch call left out is asked for again.
pub(super) const BATCH_TRIES: u32 = 5;

impl Table {
    /// Puts items whatever lies there, and deletes others, each for itself, in calls side by side: for
    /// items that follow from something, so that doing it again changes nothing. What is named more
    /// than once is written once, since BatchWriteItem refuses a whole call that names it twice: as it
    /// is put last, or else deleted.
    pub async fn write_all<E: Entity>(&self, put: &[E], delete: &[Key]) -> Result<(), StoreError> {
        let mut writes = BTreeMap::new();
        for key in delete {
            let delete = DeleteRequest::builder().set_key(Some(key.attributes())).build();
            let delete = delete.map_err(|error| StoreError::of(&error))?;
            writes.insert(key.clone(), WriteRequest::builder().delete_request(delete).build());
        }
        for entity in put {
            let put = PutRequest::builder().set_item(Some(entity.to_item())).build();
            let put = put.map_err(|error| StoreError::of(&error))?;
            writes.insert(entity.key(), WriteRequest::builder().put_request(put).build());
        }
        let writes: Vec<_> = writes.into_values().collect();
        try_join_all(writes.chunks(BATCH).map(|some| self.write_batch(some.to_vec()))).await?;
        Ok(())
    }

    async fn write_batch(&self, mut left: Vec<WriteRequest>) -> Result<(), StoreError> {
        for attempt in 0..BATCH_TRIES {
            if left.is_empty() {
                return Ok(());
            }
            back_off(attempt).await;
            let (call, items) = (CallUnderWay::begin().await, left.len());
            let asked = BatchWriteItemInput::builder()
                .request_items(&self.name, left)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .build()
                .map_err(|error| StoreError::of(&error))?;
            let answer = self.dynamodb.batch_write_item.invoke(asked).await;
            let answer = answer.map_err(|error| StoreError::of(&error))?;
            let not_done = answer.unprocessed_items.and_then(|mut all| all.remove(&self.name));
            left = not_done.unwrap_or_default();
            call.wrote(items - left.len(), answer.consumed_capacity.as_deref().unwrap_or_default());
        }
        if left.is_empty() { Ok(()) } else { Err(StoreError("left items unwritten".into())) }
    }
}

impl<R: Clone> Write<'_, R> {
    /// Puts a new item; one that is there already breaks the rule.
    #[must_use]
    pub fn create<E: Entity>(self, entity: &E, rule: R) -> Self {
        self.put_if(entity, Condition::Absent, rule)
    }

    /// Puts an item where the condition holds.
    #[must_use]
    pub fn put_if<E: Entity>(mut self, entity: &E, condition: Condition, rule: R) -> Self {
        let put = Put::builder().set_item(Some(entity.to_item()));
        let put = guarded!(put, self.table, Expression::default(), &condition);
        self.push(put.map(|put| TransactWriteItem::builder().put(put)), Some(rule));
        self
    }

    /// Puts an item whatever lies there: for items whose key nobody else can have.
    #[must_use]
    pub fn put<E: Entity>(mut self, entity: &E) -> Self {
        let put = Put::builder().table_name(&self.table.name).set_item(Some(entity.to_item()));
        self.push(put.build().map(|put| TransactWriteItem::builder().put(put)), None);
        self
    }

    /// Changes an item where the condition holds.
    #[must_use]
    pub fn change(mut self, change: Change, condition: Condition, rule: R) -> Self {
        let update = Update::builder()
            .set_key(Some(change.key.attributes()))
            .update_expression(change.update_expression());
        let update = guarded!(update, self.table, change.expression, &condition);
        self.push(update.map(|update| TransactWriteItem::builder().update(update)), Some(rule));
        self
    }

    /// Changes an item, made if absent, whatever it is.
    #[must_use]
    pub fn change_always(mut self, change: Change) -> Self {
        let update = Update::builder()
            .table_name(&self.table.name)
            .set_key(Some(change.key.attributes()))
            .update_expression(change.update_expression())
            .set_expression_attribute_names(change.expression.names())
            .set_expression_attribute_values(change.expression.values());
        self.push(update.build().map(|update| TransactWriteItem::builder().update(update)), None);
        self
    }

    /// Checks a condition on an item that is not changed.
    #[must_use]
    pub fn check(mut self, key: &Key, condition: Condition, rule: R) -> Self {
        let check = ConditionCheck::builder().set_key(Some(key.attributes()));
        let check = guarded!(check, self.table, Expression::default(), &condition);
        self.push(
            check.map(|check| TransactWriteItem::builder().condition_check(check)),
            Some(rule),
        );
        self
    }

    /// Deletes an item where the condition holds.
    #[must_use]
    pub fn delete(mut self, key: &Key, condition: Condition, rule: R) -> Self {
        let delete = Delete::builder().set_key(Some(key.attributes()));
        let delete = guarded!(delete, self.table, Expression::default(), &condition);
        self.push(delete.map(|delete| TransactWriteItem::builder().delete(delete)), Some(rule));
        self
    }

    /// Deletes an item, whatever it is and whether or not it is there.
    #[must_use]
    pub fn delete_always(mut self, key: &Key) -> Self {
        let delete = Delete::builder().table_name(&self.table.name).set_key(Some(key.attributes()));
        self.push(delete.build().map(|delete| TransactWriteItem::builder().delete(delete)), None);
        self
    }

    fn push(
        &mut self,
        item: Result<TransactWriteItemBuilder, aws_sdk_dynamodb::error::BuildError>,
        rule: Option<R>,
    ) {
        // A builder lacks only what every call above gives it.
        if let Ok(item) = item {
            self.items.push(item.build());
            self.rules.push(rule);
        }
    }

    /// Does it, whole or not at all. The SDK's retries carry one request token, so an answer that
    /// got lost does not make it happen twice; conflicts with other writes are tried again.
    pub async fn run(self) -> Result<(), WriteError<R>> {
        let token = ulid::Ulid::from_parts(0, random_u128()).to_string();
        let done = self.try_out(&token).await;
        self.table.memory.forget(self.items.iter().filter_map(changed));
        done
    }

    async fn try_out(&self, token: &str) -> Result<(), WriteError<R>> {
        let until = Instant::now() + TRIED_FOR;
        for attempt in (0..).take_while(|_| Instant::now() < until) {
            back_off(attempt).await;
            let asked = TransactWriteItemsInput::builder()
                .set_transact_items(Some(self.items.clone()))
                .client_request_token(token)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .build()
                .map_err(|error| StoreError::of(&error))?;
            let call = CallUnderWay::begin().await;
            match self.table.dynamodb.transact_write_items.invoke(asked).await {
                Ok(answer) => {
                    call.wrote(self.items.len(), answer.consumed_capacity());
                    return Ok(());
                }
                Err(error) => match self.judge(error) {
                    Some(verdict) => return Err(verdict),
                    None => continue,
                },
            }
        }
        Err(StoreError("conflicts with other writes did not end".into()).into())
    }

    /// Tells a refusal and a failure from a conflict, which is `None`.
    fn judge(&self, error: SdkError<TransactWriteItemsError>) -> Option<WriteError<R>> {
        let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) =
            error.as_service_error()
        else {
            let in_progress = error
                .as_service_error()
                .is_some_and(|error| error.is_transaction_in_progress_exception());
            return (!in_progress).then(|| StoreError::of(&error).into());
        };
        let reasons = canceled.cancellation_reasons();
        let refused = |reason: &CancellationReason| reason.code() == Some("ConditionalCheckFailed");
        if let Some(place) = reasons.iter().position(refused) {
            let rule = self.rules.get(place).cloned().flatten()?;
            return Some(WriteError::Refused(rule, reasons[place].item.clone()));
        }
        let passing = |reason: &CancellationReason| {
            matches!(
                reason.code(),
                Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded")
            )
        };
        (!reasons.iter().any(passing)).then(|| StoreError::of(&error).into())
    }
}

/// The key of the item that a part of a write changes.
fn changed(part: &TransactWriteItem) -> Option<Key> {
    let put = part.put.as_ref().map(Put::item);
    let update = part.update.as_ref().map(Update::key);
    Key::of(put.or(update).or_else(|| part.delete.as_ref().map(Delete::key))?)
}

pub(super) fn random_u128() -> u128 {
    let mut bytes = [0u8; 16];
    // A token that is not random only costs this call its protection against being repeated.
    let _ = getrandom::fill(&mut bytes);
    u128::from_be_bytes(bytes)
}
