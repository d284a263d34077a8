//! Redeeming: how many codes a second, how long one takes, how fast they are counted, what a large
//! batch costs; looking after a group, however many are in it; the wait for a mail behind others; and an hour
//! with very many reminders.
//!
//! `cargo bench --bench redeem` measures the local stack on its embedded store, and also on
//! DynamoDB Local where `CODRIVER_TEST_DYNAMODB` names one (`infra/dynamodb-local.sh` starts one).

#[path = "../common/driver.rs"]
mod driver;
#[path = "../common/figures.rs"]
mod figures;
#[path = "../common/http1.rs"]
mod http1;
#[path = "../common/json.rs"]
mod json;

mod consumer;
mod crowd;
mod endurance;
mod engine;
mod hottest;
mod lists;
mod load;
mod mails;
mod manager;
mod order;
mod process;
mod raw;
mod reminders;
mod warm;

use figures::{Figures, table};
use local::{stack::TableAt, store::Data};
use tests::Service;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if is_wanted("warm") {
        warm::print();
    }
    // It takes some minutes, so only if it is named.
    if named().any(|name| name == "reminders") {
        let columns = [
            "100,000 enrolments due on one day",
            "reminders",
            "runs",
            "the longest, s",
            "all, s",
            "CPU of one, ms",
            "calls",
            "read units (of one)",
            "write units (of one)",
            "more memory at most, MB",
        ];
        table("Reminders", &columns, &reminders::rows());
    }
    runtime.block_on(everything());
}

/// The parts that were named: `cargo bench --bench redeem -- counting`.
fn named() -> impl Iterator<Item = String> {
    std::env::args().skip(1).filter(|name| !name.starts_with("--"))
}

/// Whether a part is measured: all are, unless some are named.
fn is_wanted(part: &str) -> bool {
    named().next().is_none() || named().any(|name| name == part)
}

async fn everything() {
    if is_wanted("load") {
        load().await;
    }
    if is_wanted("order") {
        let columns = [
            "order of 1,000,000 codes, ms (least to most of 20)",
            "round trips",
            "items",
            "write units",
        ];
        table("An order", &columns, &[order::row(&embedded().await).await]);
    }
    if is_wanted("counting") {
        let columns = ["redemptions of one shard", "counted a second", "at least"];
        table("Counting", &columns, &[consumer::row().await]);
    }
    if is_wanted("group") {
        let columns = [
            "members of a manager's group",
            "signing in: round trips, read units, p50 in ms",
            "/me",
            "overview",
            "summary",
        ];
        table("Looking after a group", &columns, &manager::rows().await);
    }
    if is_wanted("mails") {
        let columns = [
            "mails in the way",
            "wait for a sign-in mail, s (least to most of 5)",
            "for the first one to an address",
        ];
        table("Mails that sign in", &columns, &mails::rows().await);
    }
    if is_wanted("hottest") {
        let columns = [
            "redemptions of one batch",
            "writes of the most-written item (at most 10)",
            "of the most-written partition of an index",
            "reads of the most-read item",
        ];
        table("Hot items", &columns, &[hottest::row().await]);
    }
    // It takes a quarter of an hour, so only if it is named.
    if named().any(|name| name == "endurance") {
        let columns =
            ["minute", "redemptions", "failed", "p50, ms", "p99, ms", "resident memory, MB"];
        table("Ten minutes at seven tenths of the most", &columns, &endurance::rows().await);
    }
    if is_wanted("lists") {
        let columns = [
            "page of a batch's codes",
            "round trips, read units at 1,000",
            "at 1,000,000",
            "p50 at 1,000, ms",
            "at 1,000,000",
            "ratio (at most 1.15)",
        ];
        table("First page of a list", &columns, &lists::rows().await);
    }
}

/// A service on the embedded store, which counts capacity as DynamoDB does.
async fn embedded() -> Service {
    let embedded = Service::start_with(|config| {
        config.settle = false;
        config.table = TableAt::Embedded(Data::Memory);
    });
    embedded.await
}

/// The same with its data in a file.
async fn in_a_file(file: std::path::PathBuf) -> Service {
    let service = Service::start_with(|config| {
        config.settle = false;
        config.table = TableAt::Embedded(Data::File(file));
    });
    service.await
}

async fn load() {
    let mut rows = load::rows("embedded store", embedded).await;
    let folder = std::env::temp_dir().join(format!("codriver-bench-{}", std::process::id()));
    let number = std::sync::atomic::AtomicUsize::new(0);
    let one_more = async || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        in_a_file(folder.join(format!("{number}.db"))).await
    };
    rows.extend(load::rows("embedded store, in a file", one_more).await);
    let _ = std::fs::remove_dir_all(&folder);
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_ok_and(|url| !url.is_empty()) {
        rows.extend(load::rows("DynamoDB Local", Service::start_unsettled).await);
    }
    let columns = ["table", "callers", "redemptions a second", "p50, ms", "p99, ms", "measured"];
    table("Redemptions over HTTP", &columns, &rows);
    let [redeemed, own] = load::beside_engine(embedded).await;
    let ratios = redeemed.iter().zip(&own).map(|(redeemed, own)| redeemed / own);
    let row = [&redeemed, &own].map(|rates| Figures::of(rates.iter().copied()).spread());
    let row = row.into_iter().chain([Figures::of(ratios).spread()]).collect();
    let columns = [
        "redemptions a second, 32 callers (least to most of 7)",
        "the engine's own transactions, 32 at a time by the bare SDK",
        "ratio (at least 0.6)",
    ];
    table("Beside the engine", &columns, &[row]);
}
