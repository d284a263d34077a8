//! Every sentence of the sources and every rule of the product that the service keeps so far, each
//! by a test of its own. What is quoted is theirs; `[M]`, `[U]`, `[S]` name the text, a number the
//! rule. A test of a sentence is named by its words, and its text's table says which they are.

mod adding_users;
mod managing_several_companies;
mod rules_of_codes;
mod rules_of_licences;
mod rules_of_managers;
mod rules_of_people;
mod rules_of_reports;
mod rules_of_sharing;
mod rules_of_trust;
mod sentences;
mod sharing_drivers;

use serde_json::json;
use tests::{Answer, Caller};

async fn redeem(driver: &Caller, code: &str) -> Answer {
    driver.post("/v1/redemptions", json!({ "code": code })).await
}
