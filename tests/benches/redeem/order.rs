//! Ordering a million codes: one short call.

use std::time::Instant;

use tests::Service;

use crate::{crowd, figures::Figures};

/// How often.
const ORDERS: usize = 20;

/// Orders a million codes, again and again; gives a row that tells how long it takes.
pub async fn row(service: &Service) -> Vec<String> {
    let reseller = service.reseller("Codes for All").await;
    let (order, path) = (crowd::million(service).await, format!("{}/orders", reseller.path));
    let (mut took, mut cost) = (Vec::new(), None);
    for _ in 0..ORDERS {
        let asked = Instant::now();
        let answer = reseller.holder.post(&path, order.clone()).await;
        took.push(asked.elapsed().as_secs_f64() * 1_000.0);
        cost = Some(answer.cost);
        answer.expect(201);
    }
    let cost = cost.expect("an order");
    let (trips, items) = (cost.round_trips.to_string(), cost.items_written.to_string());
    vec![Figures::of(took).spread(), trips, items, cost.write_units.to_string()]
}
