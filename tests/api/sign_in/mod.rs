//! Signing in without a password, and what a sign-in is good for.

mod asking;
mod confirming;
mod cookie;
mod guessing;
mod token;

use serde_json::{Value, json};
use tests::{Answer, Caller, Service};

const ANN: &str = "ann@example.com";

/// Asks for a mail to an address and gives its code.
async fn ask_for_code(service: &Service, email: &str) -> String {
    ask(service, email).await.expect(202);
    service.mailed_code(email).await
}

/// Asks for a mail to an address and gives its token.
async fn ask_for_token(service: &Service, email: &str) -> String {
    ask(service, email).await.expect(202);
    service.mailed_token(email).await
}

async fn ask(service: &Service, email: &str) -> Answer {
    service.anonymous().post("/v1/sign-in", json!({ "email": email })).await
}

async fn confirm(service: &Service, proof: Value) -> Answer {
    service.anonymous().post("/v1/sign-in/confirm", proof).await
}

async fn by_code(service: &Service, email: &str, code: &str) -> Answer {
    confirm(service, json!({ "email": email, "code": code })).await
}

async fn by_token(service: &Service, token: &str) -> Answer {
    confirm(service, json!({ "token": token })).await
}

/// Signs in by the mailed code and gives the new bearer token.
async fn bearer(service: &Service, email: &str) -> String {
    let code = ask_for_code(service, email).await;
    text(&by_code(service, email, &code).await.expect(200)["token"])
}

/// A code of the right shape that differs from this one in a symbol.
fn wrong(code: &str) -> String {
    let first = if code.starts_with('2') { "3" } else { "2" };
    format!("{first}{}", &code[1..])
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn me(caller: &Caller) -> Answer {
    caller.get("/v1/me").await
}
