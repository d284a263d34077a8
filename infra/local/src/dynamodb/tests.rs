//! What the table refuses as on AWS, in DynamoDB's words, whoever refuses it: the engine or the
//! rules here.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    Client,
    error::ProvideErrorMetadata,
    types::{
        AttributeValue, ConditionCheck, Delete, DeleteRequest, KeysAndAttributes, Put, PutRequest,
        TransactWriteItem, Update, WriteRequest,
    },
};

use super::*;
use crate::{
    sdk,
    store::{Data, Store},
    stream::Source,
    template::create_table,
};

const TABLE: &str = "codriver";

type Item = HashMap<String, AttributeValue>;

/// A table in the embedded store or, if `CODRIVER_TEST_DYNAMODB` names one, in DynamoDB Local.
struct Bench {
    client: Client,
    _store: Option<Store>,
}

fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn key(pk: &str, sk: &str) -> Item {
    HashMap::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

/// An item that has one more attribute.
fn item(name: &str, value: AttributeValue) -> Item {
    let mut item = key("a", "b");
    item.insert(name.to_owned(), value);
    item
}

fn put(item: Item) -> TransactWriteItem {
    let put = Put::builder().table_name(TABLE).set_item(Some(item)).build().unwrap();
    TransactWriteItem::builder().put(put).build()
}

/// An update of one item by an expression with a name and a value.
fn update(expression: &str, name: &str, value: AttributeValue) -> TransactWriteItem {
    let update = Update::builder()
        .table_name(TABLE)
        .set_key(Some(key("a", "b")))
        .update_expression(expression)
        .expression_attribute_names("#name", name)
        .expression_attribute_values(":value", value);
    TransactWriteItem::builder().update(update.build().unwrap()).build()
}

/// A put of a batch.
fn put_in_batch(item: Item) -> WriteRequest {
    let put = PutRequest::builder().set_item(Some(item)).build().unwrap();
    WriteRequest::builder().put_request(put).build()
}

/// A delete of a batch.
fn delete_in_batch(key: Item) -> WriteRequest {
    let delete = DeleteRequest::builder().set_key(Some(key)).build().unwrap();
    WriteRequest::builder().delete_request(delete).build()
}

fn set(name: &str, value: AttributeValue) -> TransactWriteItem {
    update("SET #name = :value", name, value)
}

impl Bench {
    async fn new() -> Self {
        let elsewhere = std::env::var("CODRIVER_TEST_DYNAMODB").ok();
        let store = elsewhere.is_none().then(|| Store::open(&Data::Memory).unwrap());
        let endpoint = elsewhere.or(store.as_ref().map(|s| s.endpoint().to_owned())).unwrap();
        let client = sdk::dynamodb(&endpoint, &format!("rules{}", ulid::Ulid::generate()));
        create_table(&client, TABLE).await.unwrap();
        let client = Client::from_conf(client.config().to_builder().interceptor(Rules).build());
        Self { client, _store: store }
    }

    /// How a write is answered: nothing, or the words of its refusal.
    async fn write(&self, items: Vec<TransactWriteItem>) -> String {
        let write = self.client.transact_write_items().set_transact_items(Some(items));
        let Err(error) = write.send().await else { return String::new() };
        let words = error.message().unwrap_or_default().to_owned();
        match error.as_service_error().filter(|e| e.is_transaction_canceled_exception()) {
            Some(canceled) => format!("{words} {canceled:?}"),
            None => words,
        }
    }

    async fn is_taken(&self, items: Vec<TransactWriteItem>) {
        assert_eq!(self.write(items).await, "");
    }

    async fn is_refused(&self, items: Vec<TransactWriteItem>, words: &str) {
        let answer = self.write(items).await;
        assert!(answer.contains(words), "{words}: {answer:.2000}");
    }

    /// How a batch of puts and deletes is answered.
    async fn batch(&self, requests: Vec<WriteRequest>) -> String {
        let batch = self.client.batch_write_item().request_items(TABLE, requests);
        let Err(error) = batch.send().await else { return String::new() };
        assert_eq!(error.code(), Some("ValidationException"), "{error:?}");
        error.message().unwrap_or_default().to_owned()
    }

    async fn batch_is_refused(&self, requests: Vec<WriteRequest>, words: &str) {
        let answer = self.batch(requests).await;
        assert!(answer.contains(words), "{words}: {answer:.2000}");
    }

    async fn get(&self, keys: impl IntoIterator<Item = Item>) -> String {
        let asked = KeysAndAttributes::builder().set_keys(Some(keys.into_iter().collect()));
        let read = self.client.batch_get_item().request_items(TABLE, asked.build().unwrap());
        let Err(error) = read.send().await else { return String::new() };
        error.message().unwrap_or_default().to_owned()
    }

    async fn query(&self, pk: &str, from: &str, to: &str) -> String {
        let query = self.client.query().table_name(TABLE).index_name("by_gsi1");
        let query = query
            .key_condition_expression("gsi1pk = :pk AND gsi1sk BETWEEN :from AND :to")
            .expression_attribute_values(":pk", text(pk))
            .expression_attribute_values(":from", text(from))
            .expression_attribute_values(":to", text(to));
        let Err(error) = query.send().await else { return String::new() };
        error.message().unwrap_or_default().to_owned()
    }
}

const HASH: &str = "Size of hashkey has exceeded the maximum size limit of2048 bytes";
const RANGE: &str = "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

/// Every way of naming a key in a write.
fn named(key: &Item) -> [TransactWriteItem; 4] {
    let item = TransactWriteItem::builder;
    let check = ConditionCheck::builder().table_name(TABLE).set_key(Some(key.clone()));
    let check = check.condition_expression("attribute_not_exists(pk)").build().unwrap();
    let delete = Delete::builder().table_name(TABLE).set_key(Some(key.clone())).build().unwrap();
    let update = Update::builder().table_name(TABLE).set_key(Some(key.clone()));
    let update = update.update_expression("REMOVE surplus").build().unwrap();
    [
        put(key.clone()),
        item().condition_check(check).build(),
        item().delete(delete).build(),
        item().update(update).build(),
    ]
}

#[tokio::test]
async fn keys_of_the_table_have_a_longest_size() {
    let bench = Bench::new().await;
    let longest = key(&"x".repeat(2_048), &"x".repeat(1_024));
    assert_eq!(bench.get([longest.clone()]).await, "");
    bench.is_taken(vec![named(&longest)[1].clone()]).await;
    for (pk, sk, words) in [(2_049, 1, HASH), (1, 1_025, RANGE)] {
        let key = key(&"x".repeat(pk), &"x".repeat(sk));
        assert!(bench.get([key.clone()]).await.contains(words));
        for write in named(&key) {
            bench.is_refused(vec![write], words).await;
        }
    }
}

#[tokio::test]
async fn keys_of_indexes_have_a_longest_size() {
    let bench = Bench::new().await;
    for (pk, sk) in [("gsi1pk", "gsi1sk"), ("gsi2pk", "gsi2sk")] {
        for (name, longest, words) in [(pk, 2_048, HASH), (sk, 1_024, RANGE)] {
            bench.is_taken(vec![put(item(name, text("x".repeat(longest))))]).await;
            bench.is_taken(vec![set(name, text("x".repeat(longest)))]).await;
            let long = text("x".repeat(longest + 1));
            bench.is_refused(vec![put(item(name, long.clone()))], words).await;
            bench.is_refused(vec![put(key("c", "d")), set(name, long)], words).await;
            bench.is_refused(vec![set(name, text(""))], "empty string value").await;
            let number = AttributeValue::N("1".to_owned());
            bench.is_refused(vec![put(item(name, number))], "Type mismatch for Index Key").await;
        }
    }
}

#[tokio::test]
async fn keys_that_are_asked_for_have_a_longest_size() {
    let bench = Bench::new().await;
    let (pk, sk) = ("x".repeat(2_048), "x".repeat(1_024));
    assert_eq!(bench.query(&pk, &sk, &sk).await, "");
    assert!(bench.query(&format!("{pk}x"), "a", "b").await.contains(HASH));
    assert!(bench.query("a", &sk, &format!("{sk}x")).await.contains(RANGE));
    assert!(bench.query("a", "b", "a").await.contains("upper bound"));
}

#[tokio::test]
async fn an_item_has_a_largest_size_also_when_it_grows() {
    let bench = Bench::new().await;
    let large = text("x".repeat(409_600));
    let words = "Item size has exceeded the maximum allowed size";
    bench.is_refused(vec![put(item("large", large.clone()))], words).await;
    let words = "Item size to update has exceeded the maximum allowed size";
    bench.is_refused(vec![set("large", large)], words).await;
    bench.is_taken(vec![put(item("large", text("x".repeat(409_000))))]).await;
    bench.is_refused(vec![set("more", text("y".repeat(1_000)))], words).await;
    let members = |size| AttributeValue::Ss(vec!["x".repeat(size)]);
    bench.is_taken(vec![put(item("set", members(400_000)))]).await;
    bench.is_refused(vec![update("ADD #name :value", "set", members(10_000))], words).await;
}

#[tokio::test]
async fn numbers_have_a_range_and_38_digits() {
    let bench = Bench::new().await;
    let number = |number: &str| AttributeValue::N(number.to_owned());
    for right in ["1e-130", "-1e-130", "9.9e125", "0", "-0", &"1".repeat(38)] {
        bench.is_taken(vec![put(item("number", number(right)))]).await;
        bench.is_taken(vec![set("number", number(right))]).await;
    }
    for (wrong, words) in [
        ("1e-131", "Number underflow"),
        ("-1e-200", "Number underflow"),
        ("1e126", "Number overflow"),
        (&"1".repeat(39), "more than 38 significant digits"),
        ("NaN", "cannot be converted to a numeric value"),
    ] {
        bench.is_refused(vec![put(item("number", number(wrong)))], words).await;
        bench.is_refused(vec![set("number", number(wrong))], words).await;
    }
    bench.is_taken(vec![put(item("number", number("9.99e125")))]).await;
    let add = update("ADD #name :value", "number", number("9.99e125"));
    bench.is_refused(vec![add], "Number overflow").await;
}

#[tokio::test]
async fn expressions_have_a_longest_size() {
    let bench = Bench::new().await;
    let long = |size| format!("{:size$}", "SET #name = :value");
    bench.is_taken(vec![update(&long(4_096), "name", text("x"))]).await;
    let words = "Expression size has exceeded the maximum allowed size";
    bench.is_refused(vec![update(&long(4_097), "name", text("x"))], words).await;
}

#[tokio::test]
async fn a_transaction_has_a_hundred_different_items_and_4_mb_at_most() {
    let bench = Bench::new().await;
    let items = |count: usize| (0..count).map(|place| put(key("many", &place.to_string())));
    bench.is_taken(items(100).collect()).await;
    bench.is_refused(items(101).collect(), "length less than or equal to 100").await;
    let twice = items(1).chain(items(1)).collect();
    bench.is_refused(twice, "cannot include multiple operations on one item").await;
    let large = (0..11).map(|place| {
        let mut item = item("large", text("x".repeat(400_000)));
        item.extend(key("many", &place.to_string()));
        put(item)
    });
    bench.is_refused(large.collect(), "4MB limit").await;
}

#[tokio::test]
async fn a_hundred_different_keys_are_read_at_most() {
    let bench = Bench::new().await;
    let keys = |count: usize| (0..count).map(|place| key("many", &place.to_string()));
    assert_eq!(bench.get(keys(100)).await, "");
    assert!(bench.get(keys(101)).await.contains("length less than or equal to 100"));
    assert!(bench.get(keys(1).chain(keys(1))).await.contains("contains duplicates"));
}

#[tokio::test]
async fn a_batch_has_25_different_items_at_most() {
    let bench = Bench::new().await;
    let keys = |count: usize| (0..count).map(|place| key("many", &place.to_string()));
    assert_eq!(bench.batch(keys(25).map(put_in_batch).collect()).await, "");
    let words = "length less than or equal to 25";
    bench.batch_is_refused(keys(26).map(put_in_batch).collect(), words).await;
    bench.batch_is_refused(keys(26).map(delete_in_batch).collect(), words).await;
    let words = "Provided list of item keys contains duplicates";
    let (twice, key) = ([put_in_batch, delete_in_batch], key("a", "b"));
    for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let requests = vec![twice[first](key.clone()), twice[second](key.clone())];
        bench.batch_is_refused(requests, words).await;
    }
    bench.batch_is_refused(vec![], "length greater than or equal to 1").await;
}

#[tokio::test]
async fn what_a_batch_puts_has_a_largest_size_and_so_have_its_keys() {
    let bench = Bench::new().await;
    let longest = key(&"x".repeat(2_048), &"x".repeat(1_024));
    assert_eq!(bench.batch(vec![put_in_batch(longest.clone())]).await, "");
    assert_eq!(bench.batch(vec![delete_in_batch(longest)]).await, "");
    for (pk, sk, words) in [(2_049, 1, HASH), (1, 1_025, RANGE)] {
        let key = key(&"x".repeat(pk), &"x".repeat(sk));
        bench.batch_is_refused(vec![put_in_batch(key.clone())], words).await;
        bench.batch_is_refused(vec![delete_in_batch(key)], words).await;
    }
    for (name, longest, words) in [
        ("gsi1pk", 2_048, HASH),
        ("gsi1sk", 1_024, RANGE),
        ("gsi2pk", 2_048, HASH),
        ("gsi2sk", 1_024, RANGE),
    ] {
        let put = |size| put_in_batch(item(name, text("x".repeat(size))));
        assert_eq!(bench.batch(vec![put(longest)]).await, "");
        // One that is wrong is enough, and then none is put.
        let other = put_in_batch(key("not", "put"));
        bench.batch_is_refused(vec![other, put(longest + 1)], words).await;
    }
    let large = put_in_batch(item("large", text("x".repeat(409_600))));
    let words = "Item size has exceeded the maximum allowed size";
    bench.batch_is_refused(vec![put_in_batch(key("not", "put")), large], words).await;
    let number = AttributeValue::N("1e126".to_owned());
    bench.batch_is_refused(vec![put_in_batch(item("n", number))], "Number overflow").await;
    let there = bench.client.get_item().table_name(TABLE).set_key(Some(key("not", "put")));
    assert!(there.send().await.unwrap().item.is_none());
}

#[tokio::test]
async fn every_so_many_th_transaction_meets_another() {
    let bench = Bench::new().await;
    let config = bench.client.config().to_builder().interceptor(Conflicts::every(3));
    let bench = Bench { client: Client::from_conf(config.build()), _store: bench._store };
    for round in 0..3 {
        let of = |attempt: u32| vec![put(key(&format!("{round}"), &format!("{attempt}")))];
        bench.is_taken(of(1)).await;
        bench.is_taken(of(2)).await;
        bench.is_refused(of(3), "TransactionConflict").await;
    }
    let count = bench.client.scan().table_name(TABLE).send().await.unwrap().count();
    assert_eq!(count, 6);
}

#[tokio::test]
async fn an_index_that_lags_shows_what_was_there_before() {
    let bench = Bench::new().await;
    let Some(store) = &bench._store else { return };
    let streams = sdk::streams(store.endpoint(), TABLE);
    let delay = std::time::Duration::from_secs(1);
    let index =
        follow(bench.client.clone(), Source::new(streams, TABLE), TABLE, delay).await.unwrap();
    let client = Client::from_conf(bench.client.config().to_builder().interceptor(Lag).build());
    let listed = async || {
        let query = client.query().table_name(TABLE).index_name("by_gsi1");
        let query = query.key_condition_expression("gsi1pk = :pk");
        let query = query.expression_attribute_values(":pk", text("list"));
        let items = query.send().await.unwrap().items.unwrap();
        items.iter().map(|item| item["gsi1sk"].as_s().unwrap().clone()).collect::<Vec<_>>()
    };
    let placed = |pk: &str, place: &str| {
        let mut item = key(pk, "x");
        item.insert("gsi1pk".to_owned(), text("list"));
        item.insert("gsi1sk".to_owned(), text(place));
        vec![put(item)]
    };
    bench.is_taken(placed("a", "1")).await;
    bench.is_taken(placed("b", "2")).await;
    assert!(listed().await.is_empty());
    assert!(index.settled().await);
    assert_eq!(listed().await, ["1", "2"]);
    bench.is_taken(placed("a", "3")).await;
    bench.is_taken(vec![named(&key("b", "x"))[2].clone()]).await;
    assert_eq!(listed().await, ["1", "2"]);
    assert!(index.settled().await);
    assert_eq!(listed().await, ["3"]);
}
