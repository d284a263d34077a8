//! Ten minutes at seven tenths of what the local stack can do: nothing fails, and it needs no more
//! memory at the end than at the beginning.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

use crate::{
    crowd,
    figures::{Figures, short},
    load::{Line, serve},
    process::megabytes,
};

const MINUTE: Duration = Duration::from_secs(60);
const MINUTES: u32 = 10;
const CALLERS: usize = 32;
/// How much of the most that it can do is asked for.
const SHARE: f64 = 0.7;
/// Each redeems one code; the time is over too when all have.
const DRIVERS: usize = 130_000;

/// Gives a row for each minute.
pub async fn rows() -> Vec<Vec<String>> {
    let file = std::env::temp_dir().join(format!("codriver-endurance-{}.db", std::process::id()));
    let service = crate::in_a_file(file.clone()).await;
    let reseller = service.reseller("Codes for All").await;
    let batch = crowd::batch(&service, &reseller).await;
    let drivers = crowd::drivers(service.stack().app(), DRIVERS).await;
    let codes = crowd::codes(service.stack().app(), &batch, DRIVERS).await;
    let tokens: Arc<[_]> = drivers.into_iter().map(|driver| driver.token).collect();
    let crowd = Arc::new(Crowd { tokens, codes: codes.into(), next: AtomicUsize::new(0) });
    service.settle().await;
    let address = serve(&service).await;
    let most = minute(&crowd, &address, Duration::ZERO, MINUTE / 6).await;
    let pace = most.took.len() as f64 * SHARE / 10.0;
    let between = Duration::from_secs_f64(CALLERS as f64 / pace);
    let mut rows = vec![];
    for number in 1..=MINUTES {
        let Minute { took, failed } = minute(&crowd, &address, between, MINUTE).await;
        let (count, took) = (took.len(), Figures::of(took));
        rows.push(vec![
            number.to_string(),
            count.to_string(),
            failed.to_string(),
            short(took.at(0.5)),
            short(took.at(0.99)),
            megabytes("VmRSS").to_string(),
        ]);
    }
    drop(service);
    for name in ["db", "db-shm", "db-wal", "db.key"] {
        let _ = fs::remove_file(file.with_extension(name));
    }
    rows
}

/// Drivers and the code of each.
struct Crowd {
    tokens: Arc<[String]>,
    codes: Arc<[String]>,
    next: AtomicUsize,
}

/// What a minute was like: how many milliseconds each redemption took, and how many failed.
#[derive(Default)]
struct Minute {
    took: Vec<f64>,
    failed: usize,
}

/// All callers redeem for so long, each again when this time has passed since it last began.
async fn minute(crowd: &Arc<Crowd>, address: &str, between: Duration, lasting: Duration) -> Minute {
    let until = Instant::now() + lasting;
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        callers.spawn(call(Arc::clone(crowd), address.to_owned(), between, until));
    }
    callers.join_all().await.into_iter().fold(Minute::default(), |mut all, one| {
        all.took.extend(one.took);
        all.failed += one.failed;
        all
    })
}

async fn call(crowd: Arc<Crowd>, address: String, between: Duration, until: Instant) -> Minute {
    let mut line = Line::open(&address).await;
    let (mut minute, mut due) = (Minute::default(), Instant::now());
    while due < until {
        sleep_until(due).await;
        let asked = Instant::now();
        let number = crowd.next.fetch_add(1, Ordering::Relaxed);
        let Some(token) = crowd.tokens.get(number) else { break };
        let body = json!({ "code": crowd.codes[number] }).to_string();
        if line.redeem(token, &body).await != "201" {
            minute.failed += 1;
        }
        minute.took.push(asked.elapsed().as_secs_f64() * 1_000.0);
        // Who is late does not make up for it.
        due = (due + between).max(Instant::now());
    }
    minute
}
