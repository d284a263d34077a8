//! Signing in without a password, and what a sign-in is good for.

mod asking;
mod confirming;
mod cookie;
mod floods;
mod guessing;
mod known_devices;
mod sign_ins;
mod token;

use serde_json::{Value, json};
use tests::{Answer, Caller, Service};

const ANN: &str = "ann@example.com";

/// An attempt, with the code that was mailed for it.
#[derive(Clone)]
struct Proof {
    attempt: String,
    code: String,
}

impl Proof {
    /// Another code for the same attempt.
    fn with(&self, code: impl Into<String>) -> Self {
        Self { code: code.into(), ..self.clone() }
    }

    /// One that differs from the right one in a symbol.
    fn wrong(&self) -> Self {
        let first = if self.code.starts_with('2') { "3" } else { "2" };
        self.with(format!("{first}{}", &self.code[1..]))
    }
}

/// Asks for a mail to an address and gives its code, with the attempt that it is good for.
async fn ask_for_code(service: &Service, email: &str) -> Proof {
    let asked = ask(service, email).await.expect(202);
    Proof { attempt: text(&asked["attempt"]), code: service.mailed_code(email).await }
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

async fn by_code(service: &Service, Proof { attempt, code }: &Proof) -> Answer {
    confirm(service, json!({ "attempt": attempt, "code": code })).await
}

async fn by_token(service: &Service, token: &str) -> Answer {
    confirm(service, json!({ "token": token })).await
}

/// Signs in by the mailed code and gives the new bearer token.
async fn bearer(service: &Service, email: &str) -> String {
    let code = ask_for_code(service, email).await;
    text(&by_code(service, &code).await.expect(200)["token"])
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn me(caller: &Caller) -> Answer {
    caller.get("/v1/me").await
}
