//! Courses that are assigned, training sessions.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{completing::complete, service::Company, standing::Member};

use super::walk::Walk;

impl Walk {
    pub async fn enrolments(&mut self, company: &Company, course: &Value) {
        company.buy(course, 200).await;
        let (holder, path) = (&company.holder, format!("{}/enrolments", company.path));
        let mut members = vec![];
        for _ in 0..100 {
            members.push(self.service.member(company, Role::Driver, None).await);
        }
        let to = |member: &Member| json!({ "course_id": course["id"], "user_ids": [member.user] });
        let revoked = |answer: &Value| company.enrolment(&answer["results"][0]["enrolment"]);
        let one = self.post("one", holder, &path, to(&members[0])).await;
        self.post("one who is already enrolled", holder, &path, to(&members[0])).await;
        self.delete("not started", holder, &revoked(&one)).await;
        let one = self.post("one", holder, &path, to(&members[0])).await;
        let driver = self.service.sign_in_by_mail(&members[0].email).await;
        let enrolment = &one["results"][0]["enrolment"]["id"];
        let results = format!("/v1/me/enrolments/{}/results", enrolment.as_str().unwrap());
        let result = json!({ "module_id": course["modules"][0]["id"], "completed": true });
        driver.post(&results, result).await.expect(200);
        self.delete("started", holder, &revoked(&one)).await;
        let two = holder.post(&path, to(&members[1])).await.expect(200);
        let driver = self.service.sign_in_by_mail(&members[1].email).await;
        let enrolment = two["results"][0]["enrolment"]["id"].as_str().unwrap().to_owned();
        complete(&driver, &enrolment, course).await.expect(200);
        let again = self.post("one who takes it again", holder, &path, to(&members[1])).await;
        holder.delete(&revoked(&again)).await.expect(204);
        let scope = Scope::Drivers { user_ids: BTreeSet::from([members[0].user]) };
        let manager = self.service.manager(company, scope).await;
        let one = self.post("one, by a manager of drivers", &manager, &path, to(&members[0])).await;
        self.delete("by a manager of drivers", &manager, &revoked(&one)).await;
        let all: Vec<_> = members.iter().collect();
        let group = self.service.group_of(company, "All", &all).await;
        let body = json!({ "course_id": course["id"], "group_ids": [group] });
        self.post("a group of 100", holder, &path, body).await;
    }

    pub async fn training(&mut self, company: &Company, course: &Value) {
        let (holder, sessions) = (&company.holder, format!("{}/sessions", company.path));
        let report = holder.get(&format!("{}/reports", company.path)).await.expect(200);
        let user = &report["items"][0]["user"]["id"];
        let groups = format!("{}/groups", company.path);
        let group = holder.post(&groups, json!({ "name": "Trained" })).await.expect(201);
        let group = group["id"].clone();
        let members = format!("{groups}/{}/members", group.as_str().unwrap());
        holder.post(&members, json!({ "user_ids": [user] })).await.expect(200);
        let body = json!({
            "title": "Skid pan", "course_id": course["id"], "place": "Hall 3",
            "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
        });
        let with = |name: &str, ids: Value| {
            let mut body = body.clone();
            body[name] = ids;
            body
        };
        let one = with("user_ids", json!([user]));
        let made = self.post("one attendee", holder, &sessions, one.clone()).await;
        let of_group = with("group_ids", json!([group]));
        self.post("a group of one", holder, &sessions, of_group).await;
        self.get("", holder, &sessions).await;
        let path = format!("{sessions}/{}", made["id"].as_str().unwrap());
        self.get("", holder, &path).await;
        self.get("", holder, "/v1/me/sessions").await;
        let moved = json!({ "starts_at": "2126-01-01T08:00:00Z" });
        self.patch("is moved, one attendee", holder, &path, moved).await;
        self.patch("one is taken off", holder, &path, json!({ "user_ids": [] })).await;
        self.patch("one joins", holder, &path, json!({ "user_ids": [user] })).await;
        holder.patch(&path, json!({ "user_ids": [] })).await.expect(200);
        self.patch("a group of one joins", holder, &path, json!({ "group_ids": [group] })).await;
        self.delete("one attendee", holder, &path).await;
    }
}
