//! Time zones of people and accounts: how they are set, and what is told in them.

mod due_days;
mod mails;
mod setting;
mod tables;

use serde_json::json;
use tests::{Caller, service::Company};

/// Sets the caller's own zone.
async fn lives_in(caller: &Caller, zone: &str) {
    caller.patch("/v1/me", json!({ "time_zone": zone })).await.expect(200);
}

/// Sets a company's zone.
async fn is_in(company: &Company, zone: &str) {
    company.holder.patch(&company.path, json!({ "time_zone": zone })).await.expect(200);
}
