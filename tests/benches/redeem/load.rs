//! Redemptions over HTTP, by some callers at once: each has a connection, and sends its next
//! request when the last was answered.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::serve::ListenerExt;
use serde_json::json;
use tests::Service;
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::{
    crowd, engine,
    figures::{Figures, short},
    http1,
};

/// How many callers there are at a time.
const CALLERS: [usize; 3] = [1, 32, 256];
/// How many there are at a time beside the engine's own transactions, and how many turns of both there are.
const BESIDE_ENGINE: usize = 32;
const TURNS: usize = 7;
/// How long they go on.
const LASTING: Duration = Duration::from_secs(2);
/// How many drivers wait to redeem: when each has, it is over too.
const DRIVERS: usize = 6_000;

/// Measures each number of callers on a service of its own; gives a row for each.
pub async fn rows(engine: &str, service: impl AsyncFn() -> Service) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for callers in CALLERS {
        let service = service().await;
        let (took, redeeming) = measure(&service, callers).await;
        let (count, milliseconds) = (redeeming.len(), Figures::of(redeeming));
        rows.push(vec![
            engine.to_owned(),
            callers.to_string(),
            short(count as f64 / took.as_secs_f64()),
            short(milliseconds.at(0.5)),
            short(milliseconds.at(0.99)),
            count.to_string(),
        ]);
    }
    rows
}

/// Measures redemptions and the engine's own transactions, 32 at a time, by turns; gives how many a second of each in
/// each turn.
pub async fn beside_engine(service: impl AsyncFn() -> Service) -> [Vec<f64>; 2] {
    let mut rates: [Vec<f64>; 2] = Default::default();
    for _ in 0..TURNS {
        let (took, redeeming) = measure(&service().await, BESIDE_ENGINE).await;
        rates[0].push(redeeming.len() as f64 / took.as_secs_f64());
        rates[1].push(engine::rate(BESIDE_ENGINE).await);
    }
    rates
}

async fn measure(service: &Service, callers: usize) -> (Duration, Vec<f64>) {
    let app = service.stack().app();
    let reseller = service.reseller("Codes for All").await;
    let batch = crowd::batch(service, &reseller).await;
    let drivers = crowd::drivers(app, DRIVERS).await;
    let codes = crowd::codes(app, &batch, DRIVERS).await;
    service.settle().await;
    let calls = drivers.into_iter().zip(codes).map(|(driver, code)| (driver.token, code));
    let calls: Arc<[_]> = calls.collect();
    let address = serve(service).await;
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut working = JoinSet::new();
    for _ in 0..callers {
        working.spawn(redeem(address.clone(), Arc::clone(&calls), Arc::clone(&next), began));
    }
    let redeeming = working.join_all().await.concat();
    (began.elapsed(), redeeming)
}

/// Serves a service on a port of its own; gives its address.
pub async fn serve(service: &Service) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a socket"));
    tokio::spawn(axum::serve(listener, service.stack().router()).into_future());
    address
}

/// Redeems codes until there are no more or the time is over; gives how long each one took.
async fn redeem(
    address: String,
    calls: Arc<[(String, String)]>,
    next: Arc<AtomicUsize>,
    began: Instant,
) -> Vec<f64> {
    let mut line = Line::open(&address).await;
    let mut took = Vec::new();
    while began.elapsed() < LASTING {
        let Some((token, code)) = calls.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
        let asked = Instant::now();
        let status = line.redeem(token, &json!({ "code": code }).to_string()).await;
        assert_eq!(status, "201");
        took.push(asked.elapsed().as_secs_f64() * 1_000.0);
    }
    took
}

/// A caller's connection.
pub struct Line(BufReader<TcpStream>);

impl Line {
    /// Connects.
    pub async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        Self(BufReader::new(stream))
    }

    /// Redeems a code for who has this token; gives the answer's status.
    pub async fn redeem(&mut self, token: &str, body: &str) -> String {
        let token = format!("Bearer {token}");
        let headers = [
            ("host", "127.0.0.1"),
            ("content-type", "application/json"),
            ("authorization", token.as_str()),
        ];
        let sent = http1::write(&mut self.0, "POST /v1/redemptions HTTP/1.1", &headers, body);
        sent.await.expect("sent");
        let answer = http1::read(&mut self.0).await.expect("an answer").expect("an answer");
        answer.second().to_owned()
    }
}
