//! Companies that buy licences and assign them.

use serde_json::{Value, json};

use crate::{Answer, Caller, service::Company};

impl Company {
    /// Buys so many licences of a course.
    pub async fn buy(&self, course: &Value, quantity: usize) {
        let order = json!({
            "kind": "licences", "course_id": course["id"], "quantity": quantity,
        });
        self.holder.post(&format!("{}/orders", self.path), order).await.expect(201);
    }

    /// Somebody assigns: the answer.
    pub async fn assigned_by(&self, caller: &Caller, body: Value) -> Answer {
        caller.post(&format!("{}/enrolments", self.path), body).await
    }

    /// The holder assigns: the rows.
    pub async fn assign(&self, body: Value) -> Vec<Value> {
        rows(&self.assigned_by(&self.holder, body).await.expect(200))
    }

    /// Somebody assigns, and again for as long as a row says no more than to try again.
    pub async fn assigned_patiently_by(&self, caller: &Caller, body: Value) -> Vec<Value> {
        let path = format!("{}/enrolments", self.path);
        loop {
            let rows = rows(&caller.post_patiently(&path, body.clone()).await.expect(200));
            if rows.iter().all(|row| row["error"]["code"] != "unavailable") {
                return rows;
            }
        }
    }

    /// The path of an enrolment.
    pub fn enrolment(&self, enrolment: &Value) -> String {
        let id = enrolment["id"].as_str().expect("an enrolment");
        format!("{}/enrolments/{id}", self.path)
    }

    /// What the account bought of a course: purchased, assigned, available.
    pub async fn licences(&self, course: &Value) -> [u64; 3] {
        let all = self.holder.list(&format!("{}/licences", self.path)).await;
        let of_course = all.iter().find(|one| one["course"]["id"] == course["id"]);
        let of_course = of_course.expect("licences of the course");
        ["purchased", "assigned", "available"].map(|count| of_course[count].as_u64().expect(count))
    }
}

/// The rows of an answer with one for each.
#[track_caller]
pub fn rows(answer: &Value) -> Vec<Value> {
    answer["results"].as_array().expect("results").clone()
}
