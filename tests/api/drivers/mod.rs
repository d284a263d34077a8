//! Drivers: the account's own, and those that others share with it.

mod card;
mod list;
mod search;

use serde_json::Value;
use tests::{service::Company, standing::text};

/// The names of the drivers that a company lists, in the list's order.
async fn names(of: &Company, query: &str) -> Vec<String> {
    let drivers = of.holder.list(&format!("{}/drivers{query}", of.path)).await;
    drivers.iter().map(|driver| text(&driver["name"]).to_owned()).collect()
}

/// The names of the accounts that a driver is shared with.
fn shared_with(driver: &Value) -> Vec<&str> {
    let accounts = driver["shared_with"].as_array().expect("accounts").iter();
    accounts.map(|account| text(&account["name"])).collect()
}
