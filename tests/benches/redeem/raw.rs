//! The calls that a redemption makes, made with the bare SDK: prepared beforehand, their answers
//! not looked at.

use aws_sdk_dynamodb::{
    Client,
    types::{
        KeysAndAttributes, Put, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure,
        TransactWriteItem,
    },
};
use shared::{
    app::App,
    domain::{
        EnrolmentId,
        code::CodeIndex,
        enrolment::{Phase, Results, Window},
    },
    table::{
        Entity, Item, Key,
        batch::Batch,
        enrolment::{Enrolment, FIRST_ROUND},
        keys, limit,
    },
};

use crate::{crowd, driver::Driver};

/// The bare SDK.
pub struct Raw {
    client: Client,
    app: App,
    batch: Batch,
}

/// The calls of one redemption.
pub struct Calls {
    standing: KeysAndAttributes,
    writes: Vec<TransactWriteItem>,
    beside: KeysAndAttributes,
}

impl Raw {
    /// The bare SDK for codes of this batch.
    pub fn new(client: Client, app: App, batch: Batch) -> Self {
        Self { client, app, batch }
    }

    /// The calls by which a driver redeems a code.
    pub fn prepare(&self, index: CodeIndex, driver: &Driver) -> Calls {
        let (person, account) = (driver.person.person_id, driver.account.account_id);
        let used = crowd::used_code(&self.app, &self.batch, index, driver);
        Calls {
            standing: asked([
                keys::session(person, &driver.session.hash),
                keys::person(person),
                keys::batch(self.batch.number()),
                used.key(),
                limit::UNKNOWN_CODES.key(&person.to_string()),
            ]),
            writes: vec![
                self.create(used.to_item()),
                self.create(self.enrolment(driver).to_item()),
            ],
            beside: asked([keys::course(self.batch.course_id), keys::account(account)]),
        }
    }

    /// Makes all of them, as the operation does: a read, then a write beside another read.
    pub async fn all(&self, calls: Calls) {
        self.read(calls.standing).await;
        futures::join!(self.write_items(calls.writes), self.read(calls.beside));
    }

    /// Makes the write alone.
    pub async fn write(&self, calls: Calls) {
        self.write_items(calls.writes).await;
    }

    async fn read(&self, keys: KeysAndAttributes) {
        let read = self.client.batch_get_item().request_items(self.app.table.name(), keys);
        let read = read.return_consumed_capacity(ReturnConsumedCapacity::Total).send().await;
        assert!(!read.expect("a read").responses.expect("items").is_empty());
    }

    async fn write_items(&self, writes: Vec<TransactWriteItem>) {
        let write = self.client.transact_write_items().set_transact_items(Some(writes));
        let write = write.return_consumed_capacity(ReturnConsumedCapacity::Total);
        write.send().await.expect("a write");
    }

    fn create(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder()
            .table_name(self.app.table.name())
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#pk)")
            .expression_attribute_names("#pk", "pk")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        TransactWriteItem::builder().put(put.build().expect("a put")).build()
    }

    fn enrolment(&self, driver: &Driver) -> Enrolment {
        let holding = driver.person.holds.expect("an account");
        let now = self.app.clock.now();
        Enrolment {
            account_id: holding.account_id,
            person_id: driver.person.person_id,
            user_id: holding.user_id,
            course_id: self.batch.course_id,
            enrolment_id: EnrolmentId::new(self.app.clock.precise()),
            licence: false,
            window: Window { starts_at: now, due_at: None, access_until: Some(now) },
            due_on: None,
            phase: Phase::NotStarted,
            results: Results::new(),
            score: None,
            percent: 0,
            last_activity_at: None,
            recorded: None,
            round: FIRST_ROUND,
            recorded_before: None,
            version: 1,
        }
    }
}

fn asked<const N: usize>(keys: [Key; N]) -> KeysAndAttributes {
    let keys = keys.iter().map(Key::attributes).collect();
    let asked = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
    asked.build().expect("keys")
}
