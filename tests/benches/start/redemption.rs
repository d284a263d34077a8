//! The one redemption that is measured: the event that asks for it, and what AWS answers on the
//! way.

use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use serde_json::{Value, json};
use shared::{
    domain::{
        BatchId, CourseId, ModuleId, Title,
        code::{Code, CodeIndex},
        course::Module,
        text::Summary,
    },
    seal::{Purpose, Root, codes::CodeSeal},
    table::{Entity, batch::Batch, course::Course},
};

use crate::{calls::Calls, driver::Driver, json};

/// The table's name.
pub const TABLE: &str = "codriver";
/// The root key that KMS gives.
const ROOT: [u8; 32] = [7; 32];

/// A driver with an account who redeems a code.
pub struct Redemption {
    /// API Gateway's event.
    pub event: String,
    /// What was asked of the table.
    pub calls: Calls,
    standing: String,
    beside: String,
    key: String,
}

impl Redemption {
    /// A redemption at this time.
    pub fn new(now: Timestamp) -> Self {
        let driver = Driver::new(1, now);
        let course = course(now);
        let batch = batch(&driver, &course, now);
        let index = CodeIndex::new(1).expect("an index");
        let seal = CodeSeal::new(Root::new(ROOT).key(Purpose::Codes));
        let code = seal.seal(batch.number(), index);
        let (person, session) = (driver.person.to_item(), driver.session.to_item());
        Self {
            event: event(&driver.token, &code),
            calls: Calls::default(),
            standing: found(&[person, session, batch.to_item()]),
            beside: found(&[course.to_item(), driver.account.to_item()]),
            key: json!({ "Mac": BASE64.encode(&ROOT), "MacAlgorithm": "HMAC_SHA_256" }).to_string(),
        }
    }

    /// What AWS answers to a call of the function.
    pub fn answer(&self, target: &str, body: &str) -> &str {
        let operation = target.rsplit('.').next().unwrap_or_default();
        if operation == "GenerateMac" {
            return &self.key;
        }
        self.calls.note(operation, body);
        match operation {
            "BatchGetItem" if body.contains("SESSION#") => &self.standing,
            // The course is remembered after the first call.
            "BatchGetItem" if body.contains("COURSE#") => &self.beside,
            "BatchGetItem" if body.contains("ACCOUNT#") => &self.beside,
            "BatchGetItem" => "{\"Responses\":{},\"UnprocessedKeys\":{}}",
            "TransactWriteItems" => "{\"ConsumedCapacity\":[]}",
            other => panic!("{other} is not expected"),
        }
    }
}

/// The root key as a file holds it.
pub fn root_key() -> String {
    HEXLOWER.encode(&ROOT)
}

fn found(items: &[shared::table::Item]) -> String {
    let items: Vec<_> = items.iter().map(json::item).collect();
    json!({
        "Responses": { TABLE: items },
        "UnprocessedKeys": {},
        "ConsumedCapacity": [{ "TableName": TABLE, "CapacityUnits": 5.0 }],
    })
    .to_string()
}

fn course(now: Timestamp) -> Course {
    let title = |text: &str| Title::parse(text).expect("a title");
    let modules = ["Before you set off", "Braking and distance", "Ice and snow"];
    let module = |text: &&str| Module { id: ModuleId::new(now), title: title(text) };
    Course {
        course_id: CourseId::new(now),
        title: title("Winter driving"),
        summary: Summary::parse("Home again when it is dark, wet and icy.").expect("a summary"),
        modules: modules.iter().map(module).collect(),
        valid_months: None,
        active: true,
        version: 1,
        changed: None,
    }
}

fn batch(reseller: &Driver, course: &Course, now: Timestamp) -> Batch {
    Batch {
        account_id: reseller.account.account_id,
        batch_id: BatchId::new(now),
        label: None,
        course_id: course.course_id,
        duration_days: 30,
        quantity: 1_000_000,
        voided_at: None,
        voiding: false,
        send_from: 0,
        created_at: now,
    }
}

/// An HTTP API's request in payload format 2.0, as a browser causes it.
fn event(token: &str, code: &Code) -> String {
    let (path, body) = ("/v1/redemptions", json!({ "code": code }));
    let event: Value = json!({
        "version": "2.0",
        "routeKey": "POST /v1/redemptions",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "*/*",
            "accept-encoding": "gzip, deflate, br, zstd",
            "authorization": format!("Bearer {token}"),
            "content-length": "40",
            "content-type": "application/json",
            "host": "api.codriver.example",
            "origin": "https://codriver.example",
            "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
            "x-amzn-trace-id": "Root=1-66a0c0de-1234567890abcdef12345678",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdefghij",
            "domainName": "api.codriver.example",
            "domainPrefix": "api",
            "http": {
                "method": "POST",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "Mozilla/5.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "POST /v1/redemptions",
            "stage": "$default",
            "time": "23/Nov/2026:03:00:00 +0000",
            "timeEpoch": 1_795_402_800_000_u64,
        },
        "body": body.to_string(),
        "isBase64Encoded": false,
    });
    event.to_string()
}
