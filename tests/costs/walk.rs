//! A walk over every operation, each call of which is measured.

use std::{collections::BTreeMap, time::Duration};

use functions::workers::{Sample, recount_sample};
use http::Method;
use local::{acting::acting_as, stack::TableAt};
use serde_json::{Value, json};
use shared::{http::Route, lambda::connect, table::meter::Cost};
use tests::{Answer, Caller, Service, service::OPERATOR, standing::DAY};

use super::examples::Seen;

/// One operation after the other, as they are used; each call is measured.
pub struct Walk {
    pub service: Service,
    pub rows: Vec<(String, String, Cost)>,
    /// By operation, what was asked and answered, the first time.
    pub seen: BTreeMap<String, Seen>,
    /// Calls come an hour apart and with keys: what is done then is done too, but costs more.
    rare: bool,
    keys: u32,
}

impl Walk {
    pub async fn start(rare: bool) -> Self {
        Self::start_at(rare, None).await
    }

    /// Starts one whose table is there; without, where tests have theirs.
    pub async fn start_at(rare: bool, table: Option<TableAt>) -> Self {
        let service = Service::start_with(|config| {
            if let Some(table) = table {
                config.table = table;
            }
            // Each call costs what a process's first one costs.
            config.remembers = Duration::ZERO;
        });
        Self { service: service.await, rows: vec![], seen: BTreeMap::new(), rare, keys: 0 }
    }

    pub async fn call(
        &mut self,
        case: &str,
        caller: &Caller,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let operation = operation(&method, path);
        self.service.settle().await;
        let mut caller = caller.clone();
        // What is proved by a code cannot wait for an hour.
        let waits = !path.starts_with("/v1/sign-in") && path != "/v1/me/email/confirm";
        if self.rare && waits {
            self.service.advance(3_601);
            if method == Method::POST {
                self.keys += 1;
                caller = caller.with_key(&format!("key{}", self.keys));
            }
        }
        let asked = body.clone();
        let answer = caller.send(method, path, body).await;
        assert!(answer.is_success(), "{operation} {case}: {}", answer.text);
        self.seen.entry(operation.clone()).or_default().note(asked, &answer);
        self.rows.push((operation, case.to_owned(), answer.cost));
        answer
    }

    pub async fn get(&mut self, case: &str, caller: &Caller, path: &str) -> Value {
        self.call(case, caller, Method::GET, path, None).await.body
    }

    pub async fn post(&mut self, case: &str, caller: &Caller, path: &str, body: Value) -> Value {
        self.call(case, caller, Method::POST, path, Some(body)).await.body
    }

    pub async fn put(&mut self, case: &str, caller: &Caller, path: &str, body: Value) -> Value {
        self.call(case, caller, Method::PUT, path, Some(body)).await.body
    }

    pub async fn patch(&mut self, case: &str, caller: &Caller, path: &str, body: Value) -> Value {
        self.call(case, caller, Method::PATCH, path, Some(body)).await.body
    }

    pub async fn delete(&mut self, case: &str, caller: &Caller, path: &str) {
        self.call(case, caller, Method::DELETE, path, None).await;
    }

    pub async fn everything(&mut self) {
        let anonymous = self.service.anonymous();
        self.get("", &anonymous, "/v1/health").await;
        self.get("", &anonymous, "/v1/openapi.json").await;
        self.get("", &anonymous, "/v1/problems/not_found").await;
        self.sign_ins().await;
        let operator = self.sign_in("first time", OPERATOR).await;
        let course = self.courses(&operator).await;
        let company = self.company(&operator).await;
        self.recounts(&operator, &company).await;
        let batch = self.orders(&operator, &company, &course).await;
        self.codes(&company, &course, &batch).await;
        self.people(&company, &course, &batch).await;
        self.reports(&company).await;
        self.groups(&company).await;
        self.users().await;
        self.enrolments(&company, &course).await;
        self.training(&company, &course).await;
        self.managers(&company).await;
        self.firms().await;
        self.drivers().await;
    }

    /// What functions do that nobody calls for: as they start, and the workers that the stream does
    /// not feed.
    pub async fn unasked(&mut self) {
        let stack = self.service.stack();
        for route in functions::routes::all().into_iter().filter(Route::needs_table) {
            let started = stack.started(route.name);
            acting_as(route.name, connect(&started, route.takes_keys())).await;
        }
        acting_as("send_mail", connect(&stack.started("send_mail"), true)).await;
        self.service.report("Delivery", OPERATOR).await;
        let mut sample = Sample::default();
        let counted = acting_as("recount_sample", recount_sample(stack.app(), &mut sample)).await;
        counted.expect("a sample");
        // One of these days is a Monday.
        for _ in 0..4 {
            self.service.advance(2 * DAY);
            self.service.remind().await;
        }
    }

    async fn sign_ins(&mut self) {
        let email = "sign-ins@example.com";
        self.service.sign_in_by_mail(email).await;
        let caller = self.service.sign_in_by_mail(email).await;
        self.get("", &caller, "/v1/me/export").await;
        let sign_ins = self.get("", &caller, "/v1/me/sign-ins").await;
        let other = sign_ins["items"][1]["id"].as_str().expect("an id").to_owned();
        self.delete("", &caller, &format!("/v1/me/sign-ins/{other}")).await;
        self.service.sign_in_by_mail(email).await;
        self.delete("of one", &caller, "/v1/me/sign-ins").await;
        self.address(&caller).await;
    }

    async fn address(&mut self, caller: &Caller) {
        let newer = "newer.address@example.com";
        let known = json!({ "email": OPERATOR });
        self.post("somebody's", caller, "/v1/me/email", known).await;
        let asked = self.post("", caller, "/v1/me/email", json!({ "email": newer })).await;
        let code = self.service.mailed_code(newer).await;
        let proof = json!({ "attempt": asked["attempt"], "code": code });
        self.post("code", caller, "/v1/me/email/confirm", proof).await;
    }

    pub async fn sign_in(&mut self, case: &str, email: &str) -> Caller {
        let anonymous = self.service.anonymous();
        let asked = self.post("", &anonymous, "/v1/sign-in", json!({ "email": email })).await;
        let code = self.service.mailed_code(email).await;
        let body = json!({ "attempt": asked["attempt"], "code": code });
        let confirm = "/v1/sign-in/confirm";
        self.post(&format!("code, {case}"), &anonymous, confirm, body).await;
        self.post("", &anonymous, "/v1/sign-in", json!({ "email": email })).await;
        let token = self.service.mailed_token(email).await;
        let body = json!({ "token": token });
        let signed_in = self.post("link, known", &anonymous, confirm, body).await;
        anonymous.with_token(signed_in["token"].as_str().unwrap())
    }
}

/// The operation that a request reaches.
fn operation(method: &Method, path: &str) -> String {
    let path: Vec<_> = path.split('?').next().unwrap().split('/').collect();
    let fits = |pattern: &str| {
        let pattern: Vec<_> = pattern.split('/').collect();
        let placeholder = |part: &str| part.starts_with('{');
        pattern.len() == path.len()
            && pattern
                .iter()
                .zip(&path)
                .all(|(pattern, part)| placeholder(pattern) || pattern == part)
    };
    let mut fitting: Vec<_> = functions::routes::all()
        .into_iter()
        .filter(|route| route.method == method && fits(route.path))
        .collect();
    fitting.sort_by_key(|route| route.path.matches('{').count());
    fitting.first().unwrap_or_else(|| panic!("{method} {path:?}")).name.to_owned()
}
