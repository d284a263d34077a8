//! Counting: how many redemptions a second the consumer of one shard keeps up with, and what it costs
//! to look after some groups, however many are in them.
//!
//! `cargo bench --bench count` measures the local stack on its embedded store.

#[path = "../redeem/crowd.rs"]
mod crowd;
#[path = "../common/driver.rs"]
mod driver;
#[path = "../common/figures.rs"]
mod figures;

mod consumer;
mod manager;

use figures::table;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(everything());
}

async fn everything() {
    let columns = ["redemptions of one shard", "counted a second", "at least"];
    table("Counting", &columns, &[consumer::row().await]);
    let columns = [
        "members of a manager's group",
        "/me: round trips, read units, p50 in ms",
        "overview",
        "summary",
    ];
    table("Looking after a group", &columns, &manager::rows().await);
}
