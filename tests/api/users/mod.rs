//! Users: invited, imported, activated, listed, edited, removed; admins and the holder.

mod activating;
mod activity;
mod adding;
mod admins;
mod correcting;
mod editing;
mod holder;
mod importing;
mod inviting;
mod listing;
mod mails;
mod removing;
mod resending;

use serde_json::Value;
use tests::{Service, service::Company};

/// A company with as many seats as a test may want.
async fn company(service: &Service) -> Company {
    let company = service.company("Acme Haulage").await;
    service.seats(&company, 1_000).await;
    company
}

fn users(of: &Company) -> String {
    format!("{}/users", of.path)
}

/// How many seats are taken.
async fn seats_used(of: &Company) -> Value {
    of.holder.get(&of.path).await.expect(200)["seats"]["used"].clone()
}
