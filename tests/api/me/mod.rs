//! The caller's own record, and the accounts they may act in.

mod address;
mod contexts;
mod export;
mod forgotten;
mod labels;
mod leaving;
mod mails;
mod overview;
mod profile;

use serde_json::json;
use shared::domain::Scope;
use tests::{
    Caller, Service,
    service::{Company, number},
    standing::text,
};

const UNKNOWN_ACCOUNT: &str = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Makes a person manager of a whole company, with labels of their own.
async fn look_after(service: &Service, caller: &Caller, company: &Company, labels: &[&str]) {
    service.manage(caller, company, Scope::Company).await;
    label(caller, company, labels).await.expect(200);
}

async fn label(caller: &Caller, company: &Company, labels: &[&str]) -> tests::Answer {
    let path = format!("/v1/me/contexts/{}/labels", company.id);
    caller.put(&path, json!({ "labels": labels })).await
}

/// An instructor who looks after so many companies, and these, oldest first.
async fn instructor(service: &Service, of: usize) -> (Caller, Vec<Company>) {
    let instructor = service.sign_in(&format!("instructor{}@example.com", number())).await;
    let mut companies = vec![];
    for _ in 0..of {
        let company = service.company(&format!("Company {}", number())).await;
        look_after(service, &instructor, &company, &[]).await;
        service.advance(1);
        companies.push(company);
    }
    (instructor, companies)
}

async fn choose(caller: &Caller, account_id: &str) -> tests::Answer {
    caller.put("/v1/me/current-context", json!({ "account_id": account_id })).await
}

/// The accounts of some contexts, in their order.
fn accounts(contexts: &[serde_json::Value]) -> Vec<String> {
    contexts.iter().map(|context| text(&context["account"]["id"]).to_owned()).collect()
}
