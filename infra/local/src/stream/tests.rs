//! The reading of a stream over the embedded store.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::*;
use crate::{
    sdk,
    store::{Data, Store},
    template::create_table,
    temporary::Folder,
};

/// Notes the keys that it is handed; keeps its position as a real consumer does.
#[derive(Clone, Default)]
struct Notebook(Arc<Mutex<Notes>>);

#[derive(Default)]
struct Notes {
    keys: Vec<String>,
    positions: HashMap<String, String>,
    /// How often records with this key still fail.
    failures: HashMap<String, u32>,
    /// The key whose record ends the call that comes to it, and how.
    fatal: Option<(String, End)>,
    /// How many records each call was handed.
    calls: Vec<usize>,
}

/// How a call ends that tells of no record.
#[derive(Clone, Copy)]
enum End {
    Dies,
    Hangs,
}

impl Notebook {
    fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().keys.clone()
    }

    fn end_of(&self, records: &[Record]) -> Option<End> {
        let notes = self.0.lock().unwrap();
        let (key, end) = notes.fatal.as_ref()?;
        records.iter().any(|record| key_of(record) == *key).then_some(*end)
    }

    fn fail(&self, key: &str, times: u32) {
        self.0.lock().unwrap().failures.insert(key.to_owned(), times);
    }
}

impl Consumer for Notebook {
    async fn position(&self, shard: &str) -> Result<Option<String>, BoxError> {
        Ok(self.0.lock().unwrap().positions.get(shard).cloned())
    }

    async fn consume(&self, shard: &str, records: &[Record]) -> Result<(), Failed> {
        self.0.lock().unwrap().calls.push(records.len());
        if let Some(end) = self.end_of(records) {
            match end {
                End::Dies => panic!("as asked for"),
                End::Hangs => std::future::pending().await,
            }
        }
        let mut notes = self.0.lock().unwrap();
        for (index, record) in records.iter().enumerate() {
            let (change, key) = (record.dynamodb().unwrap(), key_of(record));
            if let Some(left) = notes.failures.get_mut(&key).filter(|left| **left > 0) {
                *left -= 1;
                return Err(Failed { at: Some(index), reason: "as asked for".to_owned() });
            }
            notes.keys.push(key);
            let sequence = change.sequence_number().unwrap().to_owned();
            notes.positions.insert(shard.to_owned(), sequence);
        }
        Ok(())
    }
}

fn key_of(record: &Record) -> String {
    record.dynamodb().unwrap().keys().unwrap()["pk"].as_s().unwrap().clone()
}

const PATIENCE: Patience = Patience {
    attempts: 3,
    first_wait: Duration::from_millis(1),
    longest_wait: Duration::from_millis(2),
    idle: Duration::from_secs(60),
    call: Duration::from_millis(500),
};

struct Bench {
    store: Option<Store>,
    client: aws_sdk_dynamodb::Client,
    endpoint: String,
    notebook: Notebook,
    table: String,
}

impl Bench {
    /// Over the embedded store or, if `CODRIVER_TEST_DYNAMODB` names one, over DynamoDB Local.
    async fn new(data: &Data, table: &str, notebook: Notebook) -> Self {
        let elsewhere = std::env::var("CODRIVER_TEST_DYNAMODB").ok();
        let store = elsewhere.is_none().then(|| Store::open(data).unwrap());
        let endpoint = elsewhere.or(store.as_ref().map(|s| s.endpoint().to_owned())).unwrap();
        let client = sdk::dynamodb(&endpoint, "local");
        create_table(&client, table).await.unwrap();
        Self { store, client, endpoint, notebook, table: table.to_owned() }
    }

    async fn in_memory() -> Self {
        Self::new(&Data::Memory, &unique(), Notebook::default()).await
    }

    fn source(&self) -> Source {
        Source::new(sdk::streams(&self.endpoint, "local"), &self.table)
    }

    /// Counts what it writes from now on.
    fn counted(&mut self) -> Writes {
        let writes = Writes::default();
        let config = self.client.config().to_builder().interceptor(writes.clone());
        self.client = aws_sdk_dynamodb::Client::from_conf(config.build());
        writes
    }

    fn poller(&self) -> Poller {
        Poller::start(self.source(), self.notebook.clone(), PATIENCE)
    }

    async fn put(&self, keys: impl IntoIterator<Item = String>) -> Vec<String> {
        let keys: Vec<_> = keys.into_iter().collect();
        for key in &keys {
            let put = self.client.put_item().table_name(&self.table);
            let put = put.item("pk", AttributeValue::S(key.clone()));
            put.item("sk", AttributeValue::S("x".to_owned())).send().await.unwrap();
        }
        keys
    }
}

fn unique() -> String {
    format!("codriver-test-{}", ulid::Ulid::generate())
}

fn numbered(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    range.map(|number| format!("k{number:04}"))
}

#[tokio::test]
async fn what_was_written_before_is_consumed_once_settled() {
    let bench = Bench::in_memory().await;
    let before = bench.put(numbered(0..3)).await;
    let poller = bench.poller();
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), before);
    let after = bench.put(numbered(3..253)).await;
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys()[3..], after);
}

#[tokio::test]
async fn a_stream_is_not_asked_while_nothing_is_written() {
    let mut bench = Bench::in_memory().await;
    let Some(store) = bench.store.take() else { return };
    let writes = bench.counted();
    let source = bench.source().written_by(&writes);
    let poller = Poller::start(source, bench.notebook.clone(), PATIENCE);
    let keys = bench.put(numbered(0..3)).await;
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), keys);
    bench.client.scan().table_name(&bench.table).send().await.unwrap();
    store.stop().await;
    assert!(poller.settled().await, "whom is there to ask?");
    // It cannot know that this one did not get through.
    let put = bench.client.put_item().table_name(&bench.table);
    put.item("pk", AttributeValue::S("lost".to_owned())).send().await.unwrap_err();
    assert!(!poller.caught_up(Until::Nothing, Duration::from_millis(50)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_written_finds_it_consumed_however_many_write_at_once() {
    let mut bench = Bench::in_memory().await;
    let writes = bench.counted();
    let source = bench.source().written_by(&writes);
    let poller = Poller::start(source, bench.notebook.clone(), PATIENCE);
    let one = async |writer: usize| {
        for number in 0..20 {
            let key = bench.put([format!("{writer}-{number}")]).await;
            assert!(poller.settled().await);
            assert!(bench.notebook.keys().contains(&key[0]), "{key:?}");
        }
    };
    futures::future::join_all((0..8).map(one)).await;
}

#[tokio::test]
async fn what_does_not_fit_into_one_answer_is_consumed_once_settled() {
    let mut bench = Bench::in_memory().await;
    let writes = bench.counted();
    for key in numbered(0..5) {
        let put = bench.client.put_item().table_name(&bench.table);
        let put = put.item("pk", AttributeValue::S(key)).item("sk", AttributeValue::S("x".into()));
        put.item("text", AttributeValue::S("x".repeat(390_000))).send().await.unwrap();
    }
    let source = bench.source().written_by(&writes);
    let poller = Poller::start(source, bench.notebook.clone(), PATIENCE);
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), numbered(0..5).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_record_that_fails_is_tried_again_and_holds_back_those_after_it() {
    let bench = Bench::in_memory().await;
    let keys = bench.put(numbered(0..5)).await;
    bench.notebook.fail("k0002", PATIENCE.attempts - 1);
    let poller = bench.poller();
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), keys);
    assert!(poller.dead_letters().is_empty());
}

#[tokio::test]
async fn a_batch_is_given_up_from_the_record_that_always_fails_to_its_end() {
    let bench = Bench::in_memory().await;
    bench.put(numbered(0..5)).await;
    bench.notebook.fail("k0002", u32::MAX);
    let poller = bench.poller();
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), ["k0000", "k0001"]);
    let dead = poller.dead_letters();
    assert_eq!((dead.len(), dead[0].reason.as_str()), (1, "as asked for"));
    bench.put(numbered(5..6)).await;
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), ["k0000", "k0001", "k0005"]);
}

#[tokio::test]
async fn a_batch_has_its_attempts_in_common() {
    let bench = Bench::in_memory().await;
    bench.put(numbered(0..5)).await;
    for key in ["k0001", "k0002", "k0003"] {
        bench.notebook.fail(key, PATIENCE.attempts - 2);
    }
    let poller = bench.poller();
    assert!(poller.settled().await);
    assert_eq!(bench.notebook.keys(), ["k0000", "k0001", "k0002"]);
    assert_eq!(poller.dead_letters().len(), 1);
}

#[tokio::test]
async fn a_batch_whose_call_fails_whole_is_halved_until_one_record_is_left() {
    for end in [End::Dies, End::Hangs] {
        let bench = Bench::in_memory().await;
        bench.put(numbered(0..8)).await;
        bench.notebook.0.lock().unwrap().fatal = Some(("k0005".to_owned(), end));
        let poller = bench.poller();
        assert!(poller.settled().await);
        // What stands before it and behind it is consumed, in its order; the one alone is given up.
        let sound = ["k0000", "k0001", "k0002", "k0003", "k0004", "k0006", "k0007"];
        assert_eq!(bench.notebook.keys(), sound);
        let dead = poller.dead_letters();
        assert_eq!((dead.len(), &dead[0].first), (1, &dead[0].last));
        let calls = bench.notebook.0.lock().unwrap().calls.clone();
        assert_eq!(calls, [8, 4, 4, 2, 1, 1, 1, 1, 2], "a half is no attempt");
        bench.put(numbered(8..9)).await;
        assert!(poller.settled().await);
        assert_eq!(bench.notebook.keys().last().unwrap(), "k0008");
    }
}

#[tokio::test]
async fn a_call_that_fails_whole_once_loses_nothing() {
    let bench = Bench::in_memory().await;
    let keys = bench.put(numbered(0..5)).await;
    bench.notebook.0.lock().unwrap().fatal = Some(("k0002".to_owned(), End::Hangs));
    let (poller, notebook) = (bench.poller(), bench.notebook.clone());
    let mending = tokio::spawn(async move {
        while notebook.0.lock().unwrap().calls.is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        notebook.0.lock().unwrap().fatal = None;
    });
    assert!(poller.settled().await);
    mending.await.unwrap();
    assert_eq!(bench.notebook.keys(), keys);
    assert!(poller.dead_letters().is_empty());
}

#[tokio::test]
async fn a_dead_letter_tells_where_the_records_are_that_were_given_up() {
    let bench = Bench::in_memory().await;
    bench.put(numbered(0..250)).await;
    bench.notebook.fail("k0120", u32::MAX);
    let poller = bench.poller();
    assert!(poller.settled().await);
    let before = bench.notebook.keys();
    let dead = poller.dead_letters();
    let records = records_of(&bench.source(), &dead[0]).await.unwrap();
    bench.notebook.fail("k0120", 0);
    bench.notebook.consume("again", &records).await.unwrap();
    let again = bench.notebook.keys()[before.len()..].to_vec();
    assert_eq!(again, numbered(120..200).collect::<Vec<_>>());
    assert_eq!(before.len() + again.len(), 250);
}

#[tokio::test]
async fn a_reading_that_was_stopped_goes_on_where_the_consumer_is() {
    let bench = Bench::in_memory().await;
    let mut keys = bench.put(numbered(0..2)).await;
    let poller = bench.poller();
    assert!(poller.settled().await);
    poller.stop().await;
    keys.extend(bench.put(numbered(2..4)).await);
    assert!(bench.poller().settled().await);
    assert_eq!(bench.notebook.keys(), keys);
}

#[tokio::test]
async fn a_file_keeps_items_and_stream_across_restarts() {
    let table = unique();
    let folder = Folder::new();
    let data = Data::File(folder.file());
    let mut keys = Vec::new();
    let notebook = Notebook::default();
    for start in 0..3 {
        let bench = Bench::new(&data, &table, notebook.clone()).await;
        // Written while nobody reads.
        keys.extend(bench.put(numbered(start * 10..start * 10 + 2)).await);
        if start > 0 {
            let poller = bench.poller();
            assert!(poller.settled().await);
            assert_eq!(notebook.keys(), keys);
            poller.stop().await;
        }
        if let Some(store) = bench.store {
            store.stop().await;
        }
    }
}

#[tokio::test]
async fn waiting_for_a_store_that_is_gone_ends() {
    let mut bench = Bench::in_memory().await;
    if let Some(store) = bench.store.take() {
        store.stop().await;
        let poller = bench.poller();
        assert!(!poller.caught_up(Until::Nothing, Duration::from_millis(50)).await);
    }
}
