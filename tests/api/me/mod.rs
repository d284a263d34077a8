//! The caller's own record, and the accounts they may act in.

mod contexts;
mod profile;

use serde_json::json;
use shared::{
    domain::{PersonId, Role, Scope, text::Label},
    table::person::Context,
};
use tests::{
    Caller, Service,
    service::{Company, number},
    standing::text,
};

const UNKNOWN_ACCOUNT: &str = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Makes a person manager of a whole company, with labels of their own.
async fn look_after(service: &Service, caller: &Caller, company: &Company, labels: &[&str]) {
    let me = caller.get("/v1/me").await.expect(200);
    let app = service.stack().app();
    let label = |label: &&str| Label::parse(label).expect("a label");
    let context = Context {
        person_id: text(&me["person"]["id"]).parse::<PersonId>().expect("a person"),
        account_id: company.id.parse().expect("an account"),
        role: Role::Manager,
        user_id: None,
        manager_id: None,
        scope: Some(Scope::Company),
        labels: labels.iter().map(label).collect(),
        last_used_at: app.clock.now(),
    };
    app.table.write::<()>().put(&context).run().await.expect("a context");
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
