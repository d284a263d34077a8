//! A service of one test's own.

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
};

use aws_sdk_dynamodb::config::SharedInterceptor;
use functions::workers::record_delivery;
use jiff::SignedDuration;
use local::{
    acting::acting_as,
    samples,
    stack::{Stack, StackConfig, TableAt},
    store::Data,
};
use serde_json::{Value, json};
use shared::domain::Email;

use crate::{Caller, recorder::Recorder, writes::Writes};

/// The operator's address.
pub const OPERATOR: &str = "operator@codriver.test";

/// A running service.
pub struct Service {
    stack: Stack,
    recorder: Recorder,
}

/// A company with its holder.
#[derive(Clone)]
pub struct Company {
    /// Its holder.
    pub holder: Caller,
    /// Its identifier.
    pub id: String,
    /// The path of its account.
    pub path: String,
}

impl Service {
    /// Starts a service with an empty table and the sample courses.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts a service, configured further.
    pub async fn start_with(configure: impl FnOnce(&mut StackConfig)) -> Self {
        let operator = Email::parse(OPERATOR).expect("an address");
        let mut config = StackConfig::new(table(), operator);
        config.interceptors.push(SharedInterceptor::new(Writes));
        configure(&mut config);
        let recorder = Recorder::new(config.table.name());
        config.recorders.push(SharedInterceptor::new(recorder.clone()));
        let stack = Stack::start(config).await.expect("a stack");
        samples::add(&stack.app().table).await.expect("sample courses");
        let service = Self { stack, recorder };
        // The catalogue was there before anybody came.
        service.lists_caught_up().await;
        service
    }

    /// The stack itself.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// What sees the calls that functions make.
    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// Somebody who shows nothing.
    pub fn anonymous(&self) -> Caller {
        Caller::anonymous(self.stack.router())
    }

    /// Moves the service's clock forward.
    pub fn advance(&self, seconds: i64) {
        self.stack.app().clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Lets everything that follows from what was done happen, of which nothing may be given up.
    pub async fn settle(&self) {
        assert!(self.stack.settled().await, "the stream is not read to its end, or mails wait");
        let given_up = self.stack.stream().dead_letters();
        assert!(given_up.is_empty(), "{given_up:?}");
    }

    /// Waits, as anybody on AWS has to, until the lists show what was done.
    pub async fn lists_caught_up(&self) {
        assert!(self.stack.indexes_caught_up().await, "the indexes do not catch up");
    }

    /// The mails to an address, newest first.
    pub async fn mails(&self, to: &str) -> Vec<Value> {
        self.settle().await;
        let to = to.replace('+', "%2B");
        let inbox = self.anonymous().get(&format!("/_local/emails?to={to}")).await.expect(200);
        inbox["items"].as_array().cloned().expect("items")
    }

    /// Reports of the newest mail to an address, as SES does: `Delivery`, `Bounce` and the like.
    pub async fn report(&self, event: &str, to: &str) {
        self.settle().await;
        let mail = self.stack.mailbox().last(to).expect("a mail");
        let tags = mail.tags.iter().map(|(name, value)| (name.clone(), json!([value])));
        let tags = Value::Object(tags.collect());
        let report = json!({ "eventType": event, "mail": { "tags": tags } });
        let report = report.to_string();
        let taken = record_delivery(self.stack.app(), &report);
        acting_as("record_delivery", taken).await.expect("taken in");
    }

    /// The code in the newest sign-in mail to an address.
    pub async fn mailed_code(&self, to: &str) -> String {
        let code = |mail: &Value| {
            let text = mail["text"].as_str().expect("a text");
            text.lines().find_map(|line| line.strip_prefix("Code: ").map(str::to_owned))
        };
        self.mails(to).await.iter().find_map(code).expect("a mail with a code")
    }

    /// The token in the link of the newest mail to an address.
    pub async fn mailed_token(&self, to: &str) -> String {
        let mail = self.mails(to).await.into_iter().next().expect("a mail");
        let text = mail["text"].as_str().expect("a text").to_owned();
        let link = text.split_whitespace().find(|word| word.contains('#')).expect("a link");
        link.split_once('#').expect("a token").1.to_owned()
    }

    /// The token with which the newest mail to an address lets its reader stop such mails.
    pub async fn stop_token(&self, to: &str) -> String {
        let mail = self.mails(to).await.into_iter().next().expect("a mail");
        let text = mail["text"].as_str().expect("a text").to_owned();
        text.split_once("/stop-mails#").expect("a link").1.trim().to_owned()
    }

    /// A company of this name, held by somebody new.
    pub async fn company(&self, name: &str) -> Company {
        let holder = self.sign_in(&format!("holder{}@example.com", number())).await;
        let account = holder.post("/v1/accounts", json!({ "name": name })).await.expect(201);
        let id = account["id"].as_str().expect("an id").to_owned();
        Company { holder, path: format!("/v1/accounts/{id}"), id }
    }

    /// A company that is a reseller.
    pub async fn reseller(&self, name: &str) -> Company {
        let company = self.company(name).await;
        let path = format!("/v1/operator/accounts/{}", company.id);
        let operator = self.operator().await;
        operator.put(&path, json!({ "reseller": true })).await.expect(200);
        company
    }

    /// A program of a company, with an API key of these scopes.
    pub async fn program(&self, of: &Company, scopes: &[&str]) -> Caller {
        let body = json!({ "name": "program", "scopes": scopes });
        let key = of.holder.post(&format!("{}/api-keys", of.path), body).await.expect(201);
        self.anonymous().with_token(key["token"].as_str().expect("a token"))
    }

    /// The first sample course.
    pub async fn course(&self) -> Value {
        self.operator().await.get("/v1/courses").await.expect(200)["items"][0].clone()
    }

    /// A batch of so many codes that open the first sample course for 30 days; with its codes, at
    /// most 100 of them.
    pub async fn batch(&self, reseller: &Company, quantity: u32) -> (String, Vec<String>) {
        let course = self.course().await;
        let order = json!({
            "kind": "codes", "course_id": course["id"], "quantity": quantity, "duration_days": 30,
        });
        let order =
            reseller.holder.post(&format!("{}/orders", reseller.path), order).await.expect(201);
        let batch = order["batch_id"].as_str().expect("a batch").to_owned();
        let path = format!("{}/code-batches/{batch}/codes?limit=100", reseller.path);
        let codes = reseller.holder.get(&path).await.expect(200);
        let codes = codes["items"].as_array().expect("codes").iter();
        (batch, codes.map(|code| code["code"].as_str().expect("a code").to_owned()).collect())
    }
}

/// A number that no other call in this run gives.
pub fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn table() -> TableAt {
    match env::var("CODRIVER_TEST_DYNAMODB") {
        Ok(url) if !url.is_empty() => {
            let table = format!("codriver{}x{}", std::process::id(), number());
            TableAt::Endpoint { url, table }
        }
        _ => TableAt::Embedded(Data::Memory),
    }
}
