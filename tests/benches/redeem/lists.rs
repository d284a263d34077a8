//! The first page of a batch's codes, where a thousand of them were redeemed and where a million.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use dynoxide::{Database, ImportOptions};
use shared::{
    app::App,
    domain::code::CodeIndex,
    table::{Entity, batch::Batch, meter::Cost},
};
use tests::{Caller, Service};

use crate::{
    crowd,
    driver::Driver,
    figures::{Figures, short},
    json,
};

/// How many codes were redeemed.
const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
/// How often each page is read, by turns.
const READS: usize = 300;
/// How many items go into the store at a time.
const AT_A_TIME: u32 = 20_000;

/// A service with a batch of a million codes of which some were redeemed.
struct Redeemed {
    service: Service,
    holder: Caller,
    path: String,
    file: PathBuf,
    filling: Duration,
}

impl Redeemed {
    async fn new(count: u32) -> Self {
        let name = format!("codriver-bench-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let file = folder.join("store.db");
        let service = crate::in_a_file(file.clone()).await;
        let reseller = service.reseller("Codes for All").await;
        let batch = crowd::batch(&service, &reseller).await;
        service.settle().await;
        let began = Instant::now();
        fill(service.stack().app(), &batch, count, &file);
        let path = format!("{}/code-batches/{}/codes", reseller.path, batch.batch_id);
        Self { service, holder: reseller.holder, path, file: folder, filling: began.elapsed() }
    }

    /// Reads a page; gives how long it took and what it cost.
    async fn read(&self, filter: &str) -> (f64, Cost) {
        let asked = Instant::now();
        let answer = self.holder.get(&format!("{}{filter}", self.path)).await;
        let took = asked.elapsed().as_secs_f64() * 1_000.0;
        let cost = answer.cost;
        let page = answer.expect(200);
        assert_eq!(page["items"][24]["status"], "redeemed", "{page}");
        (took, cost)
    }
}

/// Puts the first codes of a batch into a store as redeemed ones.
fn fill(app: &App, batch: &Batch, count: u32, file: &std::path::Path) {
    let database = Database::new(file.to_str().expect("a path")).expect("the store");
    let driver = Driver::new(0, app.clock.now());
    for first in (0..count).step_by(AT_A_TIME as usize) {
        let places = first..count.min(first + AT_A_TIME);
        let items = places.filter_map(CodeIndex::new).map(|index| {
            let item = json::item(&crowd::used_code(app, batch, index, &driver).to_item());
            serde_json::from_value(item).expect("an item")
        });
        let items = items.collect();
        let table = app.table.name();
        database.import_items(table, items, ImportOptions::default()).expect("codes");
    }
}

/// Measures both; gives a row for each page.
pub async fn rows() -> Vec<Vec<String>> {
    let (few, many) = (Redeemed::new(FEW).await, Redeemed::new(MANY).await);
    eprintln!("{MANY} redemptions were put into the store in {:?}", many.filling);
    let mut rows = Vec::new();
    for filter in ["?status=redeemed", "", "?status=redeemed&limit=100", "?limit=100"] {
        let (mut of_few, mut of_many, mut costs) = (Vec::new(), Vec::new(), vec![]);
        for _ in 0..READS {
            let (took, cost) = few.read(filter).await;
            of_few.push(took);
            let (took, more) = many.read(filter).await;
            of_many.push(took);
            costs = vec![cost, more];
        }
        let [of_few, of_many] = [of_few, of_many].map(|took| Figures::of(took).median());
        let told = |cost: &Cost| format!("{}, {}", cost.round_trips, cost.read_units);
        rows.push(vec![
            format!("`{filter}`"),
            told(&costs[0]),
            told(&costs[1]),
            short(of_few),
            short(of_many),
            short(of_many / of_few),
        ]);
    }
    for redeemed in [few, many] {
        drop(redeemed.service);
        let _ = std::fs::remove_dir_all(redeemed.file);
    }
    rows
}
