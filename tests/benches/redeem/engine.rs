//! What the embedded engine does by itself: a redemption's transaction alone, by the bare SDK.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::{StreamExt, stream};
use local::{
    samples, sdk,
    store::{Data, Store},
    template::create_table,
};
use shared::{domain::code::CodeIndex, table::Table};

use crate::{crowd, raw::Raw, warm};

/// How long transactions are made.
const LASTING: Duration = Duration::from_secs(2);
/// How many are prepared: when each is made, it is over too.
const PREPARED: usize = 8_000;

/// How many transactions a second it makes for so many callers at once.
pub async fn rate(callers: usize) -> f64 {
    let store = Store::open(&Data::Memory).expect("a store");
    let client = || sdk::dynamodb(store.endpoint(), "local");
    create_table(&client(), "codriver").await.expect("a table");
    let app = warm::app(Table::new(&sdk::calls(store.endpoint(), "local", &[]), "codriver"));
    samples::add(&app.table).await.expect("courses");
    let batch = warm::batch(&app).await;
    let drivers = crowd::drivers(&app, PREPARED).await;
    let raw = Arc::new(Raw::new(client(), app.clone(), batch));
    let drivers = (0..).map_while(CodeIndex::new).zip(&drivers);
    let prepared: Vec<_> = drivers.map(|(index, driver)| raw.prepare(index, driver)).collect();
    let began = Instant::now();
    let in_time = prepared.into_iter().take_while(|_| began.elapsed() < LASTING);
    let made = stream::iter(in_time).map(|calls| {
        let raw = Arc::clone(&raw);
        tokio::spawn(async move { raw.write(calls).await })
    });
    let made = made.buffer_unordered(callers).map(|made| made.expect("a transaction"));
    made.count().await as f64 / began.elapsed().as_secs_f64()
}
