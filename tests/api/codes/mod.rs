//! Codes: bought in batches, handed out, redeemed, voided.

mod batches;
mod drivers;
mod extend;
mod list;
mod redeem;
mod send;
mod typing;
mod unwilling;
mod void;

use serde_json::{Value, json};
use tests::{Answer, Caller, Service, service::Company, standing::text};

/// A reseller with a batch of codes.
struct Shop {
    service: Service,
    reseller: Company,
    /// The batch's identifier.
    batch: String,
    /// Its codes, the first 100 of them.
    codes: Vec<String>,
}

impl Shop {
    async fn with(quantity: u32) -> Self {
        let service = Service::start().await;
        let reseller = service.reseller("Shop").await;
        let (batch, codes) = service.batch(&reseller, quantity).await;
        Self { service, reseller, batch, codes }
    }

    /// The path of the batch, or of something of it.
    fn path(&self, of: &str) -> String {
        format!("{}/code-batches/{}{of}", self.reseller.path, self.batch)
    }

    /// The batch's counts: unused, redeemed, voided.
    async fn counts(&self) -> [u64; 3] {
        self.service.settle().await;
        let batch = self.reseller.holder.get(&self.path("")).await.expect(200);
        ["unused", "redeemed", "voided"].map(|count| batch[count].as_u64().expect("a count"))
    }

    async fn void(&self, codes: &[&str]) -> Vec<Value> {
        let body = json!({ "codes": codes });
        results(self.reseller.holder.post(&self.path("/void"), body).await)
    }

    async fn void_all(&self) -> Value {
        let body = json!({ "all_unused": true });
        self.reseller.holder.post(&self.path("/void"), body).await.expect(200)
    }

    async fn send(&self, recipients: Value) -> Vec<Value> {
        let body = json!({ "recipients": recipients });
        results(self.reseller.holder.post(&self.path("/send"), body).await)
    }

    async fn redeem_for(&self, redemptions: Value) -> Vec<Value> {
        results(self.redeem_for_as(&self.reseller.holder, redemptions).await)
    }

    async fn redeem_for_as(&self, caller: &Caller, redemptions: Value) -> Answer {
        let path = format!("{}/redemptions", self.reseller.path);
        caller.post(&path, json!({ "redemptions": redemptions })).await
    }
}

async fn redeem(driver: &Caller, code: &str) -> Answer {
    driver.post("/v1/redemptions", json!({ "code": code })).await
}

/// The rows of an answer, each of which tells its place.
#[track_caller]
fn results(answer: Answer) -> Vec<Value> {
    let body = answer.expect(200);
    let results = body["results"].as_array().expect("results").clone();
    for (place, row) in results.iter().enumerate() {
        assert_eq!(row["index"], place);
        assert_eq!(row["status"] == "failed", row.get("error").is_some(), "{row}");
    }
    results
}

/// The statuses of rows; of a failed one the error's code.
fn outcomes(rows: &[Value]) -> Vec<&str> {
    let failed = |row: &Value| row["status"] == "failed";
    let word = |row| if failed(row) { &row["error"]["code"] } else { &row["status"] };
    rows.iter().map(word).map(text).collect()
}
