//! Courses that are completed, and the records that they leave.

use serde_json::{Value, json};

use crate::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, text},
};

impl Service {
    /// A new course of so many modules, completing which counts for so many months.
    pub async fn course_of(&self, modules: usize, months: Option<u32>) -> Value {
        let modules: Vec<_> =
            (1..=modules).map(|number| json!({ "title": format!("No. {number}") })).collect();
        let course = json!({
            "title": "Defensive driving", "modules": modules, "active": true,
            "valid_months": months,
        });
        self.operator().await.post("/v1/operator/courses", course).await.expect(201)
    }

    /// The operator changes something of a course.
    pub async fn replace(&self, course: &Value, change: Value) -> Value {
        let fields = ["title", "summary", "modules", "active", "valid_months"];
        let body = fields.map(|field| (field.to_owned(), course[field].clone()));
        let mut body = Value::Object(body.into_iter().collect());
        for (field, value) in change.as_object().expect("fields") {
            body[field] = value.clone();
        }
        let path = format!("/v1/operator/courses/{}", text(&course["id"]));
        let course = self.operator().await.put(&path, body).await.expect(200);
        // A course is remembered for a minute.
        self.advance(61);
        self.settle().await;
        course
    }

    /// A driver of a company completes a course, to which a licence gives them access; they are signed in.
    pub async fn completes(&self, of: &Company, who: &Member, course: &Value) -> Caller {
        let enrolment = self.licensed(of, who, course).await;
        let driver = self.sign_in(&who.email).await;
        complete(&driver, &enrolment, course).await;
        driver
    }

    /// A driver of a company has access to a course by a licence: the enrolment.
    pub async fn licensed(&self, of: &Company, who: &Member, course: &Value) -> String {
        of.buy(course, 1).await;
        let body = json!({ "course_id": course["id"], "user_ids": [who.user] });
        text(&of.assign(body).await[0]["enrolment"]["id"]).to_owned()
    }
}

/// Completes every module of a course with a score of 80; the last answer.
pub async fn complete(who: &Caller, enrolment: &str, course: &Value) -> Answer {
    let modules = course["modules"].as_array().expect("modules");
    let (last, first) = modules.split_last().expect("a module");
    for module in first {
        finish(who, enrolment, module).await.expect(200);
    }
    finish(who, enrolment, last).await
}

/// Completes a module with a score of 80.
pub async fn finish(who: &Caller, enrolment: &str, module: &Value) -> Answer {
    let result = json!({ "module_id": module["id"], "completed": true, "score": 80 });
    who.post_patiently(&format!("/v1/me/enrolments/{enrolment}/results"), result).await
}
