//! What a million redemptions cost at list price: the calls as the snapshot of costs has them, and
//! what follows from each behind the API, which is measured here. infra/README.md shows it.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents, SharedInterceptor,
        interceptors::AfterDeserializationInterceptorContextRef,
    },
    error::BoxError,
    operation::{
        batch_get_item::BatchGetItemOutput, batch_write_item::BatchWriteItemOutput,
        query::QueryOutput, transact_write_items::TransactWriteItemsOutput,
    },
    types::ConsumedCapacity,
};
use serde_json::{Value, json};
use tests::{Answer, Service, service::Company};

/// Where the prices are those of, and when.
const LIST: &str = "us-east-1, on demand, November 2026";
/// A million of them, in US dollars: write and read request units of DynamoDB, requests of the HTTP
/// API and of Lambda, Lambda's GB-seconds on arm64, mails of SES. Lambda reads streams for nothing.
const WRITE_UNITS: f64 = 0.625;
const READ_UNITS: f64 = 0.125;
const API_REQUESTS: f64 = 1.00;
const LAMBDA_REQUESTS: f64 = 0.20;
const GB_SECONDS: f64 = 13.3334;
const MAILS: f64 = 100.0;

/// What a function has of memory, and how long it is taken to wait for a call to the table.
const GB: f64 = 0.25;
const SECONDS_A_CALL: f64 = 0.01;

/// What calls to the table used.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    calls: f64,
    read_units: f64,
    write_units: f64,
}

impl Used {
    /// In US dollars for a million: the table, and the time of the functions.
    fn prices(&self) -> (f64, f64) {
        let table = self.read_units * READ_UNITS + self.write_units * WRITE_UNITS;
        (table, self.calls * SECONDS_A_CALL * GB * GB_SECONDS)
    }
}

/// Adds up what all calls to the table use, whoever makes them.
#[derive(Debug, Clone, Default)]
struct Bill(Arc<Mutex<Used>>);

impl Bill {
    fn so_far(&self) -> Used {
        *self.0.lock().unwrap()
    }
}

fn units<'a>(capacity: impl IntoIterator<Item = &'a ConsumedCapacity>) -> f64 {
    capacity.into_iter().filter_map(ConsumedCapacity::capacity_units).sum()
}

impl Intercept for Bill {
    fn name(&self) -> &'static str {
        "Bill"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Ok(output) = context.output_or_error() else { return Ok(()) };
        let mut used = self.0.lock().unwrap();
        used.calls += 1.0;
        if let Some(read) = output.downcast_ref::<QueryOutput>() {
            used.read_units += units(read.consumed_capacity());
        } else if let Some(read) = output.downcast_ref::<BatchGetItemOutput>() {
            used.read_units += units(read.consumed_capacity());
        } else if let Some(written) = output.downcast_ref::<TransactWriteItemsOutput>() {
            used.write_units += units(written.consumed_capacity());
        } else if let Some(written) = output.downcast_ref::<BatchWriteItemOutput>() {
            used.write_units += units(written.consumed_capacity());
        }
        Ok(())
    }
}

/// A service whose calls to the table are billed.
struct Billed {
    service: Service,
    bill: Bill,
    table: String,
}

impl Billed {
    async fn start() -> Self {
        let bill = Bill::default();
        let seen = SharedInterceptor::new(bill.clone());
        let service = Service::start_with(|config| config.interceptors.push(seen)).await;
        let table = "| operation | case | calls | read units | write units | mails |\n|---|---|---|---|---|---|\n";
        Self { service, bill, table: table.to_owned() }
    }

    /// Notes what follows from a call: all that is used until nothing more is to be done, less what
    /// the call used itself.
    async fn follow(&mut self, name: &str, call: impl Future<Output = Answer>) {
        let mails = || self.service.stack().mailbox().mails(None).len();
        self.service.settle().await;
        let (before, mailed) = (self.bill.so_far(), mails());
        let answer = call.await;
        assert!(answer.is_success(), "{name}: {}", answer.text);
        self.service.settle().await;
        let (after, own, mails) = (self.bill.so_far(), answer.cost, mails() - mailed);
        let calls = after.calls - before.calls - f64::from(own.calls);
        let read = after.read_units - before.read_units - own.read_units;
        let written = after.write_units - before.write_units - own.write_units;
        self.table += &format!("| {name} | {calls} | {read} | {written} | {mails} |\n");
    }

    /// Codes of a course.
    async fn codes(&self, reseller: &Company, course: &Value) -> Vec<Value> {
        let order = json!({ "kind": "codes", "course_id": course["id"], "quantity": 10, "duration_days": 30 });
        let order = reseller.holder.post(&format!("{}/orders", reseller.path), order).await;
        let batch = order.expect(201)["batch_id"].as_str().unwrap().to_owned();
        let codes = format!("{}/code-batches/{batch}/codes", reseller.path);
        let codes = reseller.holder.get(&codes).await.expect(200);
        codes["items"].as_array().unwrap().iter().map(|item| item["code"].clone()).collect()
    }
}

#[tokio::test]
async fn what_follows_from_a_redemption_costs_what_it_cost() {
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_ok() {
        // The engine that counts capacity as DynamoDB does is the embedded one.
        return;
    }
    let mut billed = Billed::start().await;
    let reseller = billed.service.reseller("Roadcraft").await;
    let courses = reseller.holder.get("/v1/courses").await.expect(200);
    let codes = billed.codes(&reseller, &courses["items"][0]).await;
    let others = billed.codes(&reseller, &courses["items"][1]).await;
    let driver = billed.service.sign_in_by_mail("driver@example.com").await;
    let redeem = |code: &Value| driver.post("/v1/redemptions", json!({ "code": code }));
    billed.follow("redeem_code | new driver", redeem(&codes[0])).await;
    billed.follow("redeem_code | account holder", redeem(&others[0])).await;
    let row = json!({ "code": codes[1], "email": "another@example.com" });
    let for_drivers = format!("{}/redemptions", reseller.path);
    let redeem = reseller.holder.post(&for_drivers, json!({ "redemptions": [row] }));
    billed.follow("redeem_for_drivers | one new driver", redeem).await;
    insta::assert_snapshot!(billed.table);
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The numbers of a row of a snapshot.
fn row(snapshot: &str, name: &str) -> Vec<f64> {
    let file = format!("tests/costs/snapshots/codriver__costs__{snapshot}.snap");
    let text = fs::read_to_string(repository().join(file)).unwrap();
    let begin = format!("| {name} |");
    let row = text.lines().find_map(|line| line.strip_prefix(begin.as_str())).expect(name);
    row.split('|').filter_map(|cell| cell.trim().parse().ok()).collect()
}

/// A row of the page's table.
fn priced(who: &str, name: &str) -> String {
    let call = row("every_operation_costs_what_it_cost", name);
    let then = row("redemptions__what_follows_from_a_redemption_costs_what_it_cost", name);
    let mails = then[3] * MAILS;
    let call = Used { calls: call[1], read_units: call[3], write_units: call[4] };
    let then = Used { calls: then[0], read_units: then[1], write_units: then[2] };
    let ((call, waits), (then, waits_too)) = (call.prices(), then.prices());
    // The consumer is taken to be woken for each call.
    let functions = API_REQUESTS + 2.0 * LAMBDA_REQUESTS + waits + waits_too;
    let all = call + then + functions + mails;
    format!("| {who} | {call:.2} | {then:.2} | {functions:.2} | {mails:.2} | {all:.2} |\n")
}

/// What stands in infra/README.md.
fn page() -> String {
    let rows = [
        priced("a driver who has an account", "redeem_code | account holder"),
        priced("a new driver", "redeem_code | new driver"),
        priced("the reseller, for a new driver", "redeem_for_drivers | one new driver"),
    ];
    format!(
        "| redeemed by | the call's reads and writes | those that follow | API and functions | mails | US dollars |\n\
         |---|---|---|---|---|---|\n{}\n\
         These are list prices of {LIST}. A million write request units are {WRITE_UNITS},\n\
         read request units {READ_UNITS}, requests of the API {API_REQUESTS:.2} and of Lambda {LAMBDA_REQUESTS:.2}, GB-seconds\n\
         {GB_SECONDS}, mails {MAILS:.2}. A function has {GB} GB and is taken to wait {SECONDS_A_CALL} s for each call to the table.\n",
        rows.concat()
    )
}

#[test]
fn the_page_says_what_a_million_redemptions_cost() {
    let file = repository().join("infra/README.md");
    let text = fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("<!-- made by tests/costs/redemptions.rs -->\n").unwrap();
    let (kept, after) = rest.split_once("<!-- so far -->").unwrap();
    let made = page();
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        let mark = "<!-- made by tests/costs/redemptions.rs -->";
        fs::write(&file, format!("{before}{mark}\n{made}<!-- so far -->{after}")).unwrap();
    } else {
        assert!(kept == made, "infra/README.md is stale: UPDATE=1 cargo test rewrites it:\n{made}");
    }
}
