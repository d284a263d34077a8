//! Accounts: made, found, read, changed; their audit trail and API keys.

mod api_keys;
mod changing;
mod closing;
mod event_filters;
mod events;
mod finding;
mod key_scopes;
mod making;
mod refusing;
mod safety;

use serde_json::{Value, json};
use tests::{Answer, Caller, Service, service::Company, standing::text};

const UNKNOWN_ACCOUNT: &str = "/v1/accounts/acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";

async fn make(caller: &Caller, name: &str) -> Answer {
    caller.post("/v1/accounts", json!({ "name": name })).await
}

async fn find(caller: &Caller, name: &str) -> Answer {
    caller.get(&format!("/v1/accounts?name={}", name.replace(' ', "%20"))).await
}

/// Somebody who holds an individual account because they redeemed a code, and the account.
async fn driver_of_their_own(service: &Service, email: &str) -> (Caller, Value) {
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.sign_in(email).await;
    let redeemed = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    (driver, redeemed["account"].clone())
}

async fn make_key(company: &Company, body: Value) -> Answer {
    company.holder.post(&format!("{}/api-keys", company.path), body).await
}

/// A program with a new key of these scopes, and the key's identifier.
async fn program(service: &Service, company: &Company, scopes: &[&str]) -> (Caller, String) {
    let key = make_key(company, json!({ "name": "shop", "scopes": scopes })).await.expect(201);
    (service.anonymous().with_token(text(&key["token"])), text(&key["id"]).to_owned())
}
