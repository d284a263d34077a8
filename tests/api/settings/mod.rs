//! The texts of mails: listed, edited, previewed, reset. What holds of every kind alike is looked at
//! with that of invitations. And what an account has its people reminded of.

mod any_text;
mod editing;
mod kinds;
mod kinds_sent;
mod mistakes;
mod previewing;
mod reminders;
mod sending;
mod who;

use serde_json::{Value, json};
use tests::{Answer, Caller, Service, service::Company};

/// Every kind of mail that an account words, with a body that has just what it must have.
const KINDS: [(&str, &str); 6] = [
    ("invitation", "{{ activation_link }}"),
    ("manager_invitation", "{{ invitation_link }}"),
    ("course_assigned", "{{ sign_in_link }}"),
    ("course_reminder", "{{ news }}\n\n{{ sign_in_link }}"),
    ("training_session", "{{ news }}"),
    ("code", "Code: {{ code }}"),
];

/// The place of a company's text of a kind of mail.
fn path_of(company: &Company, kind: &str) -> String {
    format!("{}/settings/emails/{kind}", company.path)
}

/// The place of a company's text of invitations.
fn path(company: &Company) -> String {
    path_of(company, "invitation")
}

fn body(subject: &str, body: &str) -> Value {
    json!({ "subject": subject, "body": body })
}

async fn company() -> (Service, Company) {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    (service, company)
}

async fn read(company: &Company) -> Value {
    company.holder.get(&path(company)).await.expect(200)
}

async fn preview(company: &Company, text: &Value) -> Answer {
    company.holder.post(&format!("{}/preview", path(company)), text.clone()).await
}

/// The same caller, who last saw this version.
fn having_seen(caller: &Caller, version: u64) -> Caller {
    caller.with_header("if-match", &format!("\"{version}\""))
}

/// The entries of the audit trail about texts of mails, newest first.
async fn events(company: &Company) -> Vec<Value> {
    let all = company.holder.list(&format!("{}/events", company.path)).await;
    let about = |event: &Value| event["action"].as_str().expect("an action").contains("text");
    all.into_iter().filter(about).collect()
}
