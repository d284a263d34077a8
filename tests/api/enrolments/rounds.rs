//! A course that is taken again (rule 38).

use serde_json::{Value, json};
use shared::domain::event::Action;
use tests::{
    completing::{complete, finish},
    standing::{DAY, text},
};

use super::Client;

impl Client {
    /// The first driver has completed the course: what they had.
    async fn completed(&self) -> Value {
        let enrolment = self.enrol(0).await;
        self.complete(0, &enrolment, 4).await;
        self.sign_in(0).await.list("/v1/me/enrolments").await.remove(0)
    }

    async fn records(&self) -> Vec<Value> {
        self.service.lists_caught_up().await;
        self.company.holder.list(&self.path("/records")).await
    }

    /// The redeemed codes of another company, who sells them, for the course.
    async fn codes(&self, quantity: u32) -> Vec<String> {
        let reseller = self.service.reseller("Shop").await;
        self.service.batch(&reseller, quantity).await.1
    }
}

#[tokio::test]
async fn a_course_that_was_completed_and_is_assigned_again_begins_anew() {
    let client = Client::of(&["Ann"], 3).await;
    let first = client.completed().await;
    client.service.advance(DAY);
    let second = client.enrol(0).await;
    assert_ne!(second["id"], first["id"]);
    assert_eq!((&first["round"], &second["round"]), (&json!(1), &json!(2)));
    assert_eq!(
        (&second["status"], &second["progress_percent"], &second["score"]),
        (&json!("not_started"), &json!(0), &Value::Null)
    );
    // Each round takes a licence, and that of the first is used up.
    assert_eq!(client.licences().await, [3, 2, 1]);
    let ann = client.sign_in(0).await;
    assert_eq!(ann.list("/v1/me/enrolments").await, std::slice::from_ref(&second));
    // Until the second is completed, it counts that the first was.
    let row = client.report().await.remove(0);
    assert_eq!(
        (&row["enrolment_id"], &row["status"], &row["validity"]),
        (&second["id"], &json!("not_started"), &json!("valid"))
    );
    // Of two within a second none is the newer.
    client.service.advance(1);
    complete(&ann, text(&second["id"]), &client.course).await.expect(200);
    let rounds: Vec<_> = client.records().await.iter().map(|one| one["round"].clone()).collect();
    assert_eq!(rounds, [json!(2), json!(1)]);
    assert_eq!(ann.list("/v1/me/records").await.len(), 2);
    let third = client.enrol(0).await;
    assert_eq!((&third["round"], client.licences().await), (&json!(3), [3, 3, 0]));
    client.service.balanced().await;
}

#[tokio::test]
async fn the_trail_tells_which_round_another_follows() {
    let client = Client::of(&["Ann"], 2).await;
    let first = client.completed().await;
    let second = client.enrol(0).await;
    let books = client.service.balanced().await;
    let told: Vec<_> = books.events_of(Action::CourseAssigned).map(|one| &one.changes).collect();
    let of = |id: &Value| told.iter().find(|changes| changes["in_place_of"] == *id);
    assert_eq!(of(&Value::Null).expect("the first")["licence_used_up"], false);
    assert_eq!(of(&first["id"]).expect("the second")["licence_used_up"], true);
    assert_ne!(first["id"], second["id"]);
}

#[tokio::test]
async fn what_comes_late_for_an_earlier_round_is_that_rounds() {
    let client = Client::of(&["Ann"], 2).await;
    let first = client.completed().await;
    let second = client.enrol(0).await;
    let ann = client.sign_in(0).await;
    let records = client.records().await;
    let result =
        json!({ "module_id": client.course["modules"][0]["id"], "completed": true, "score": 10 });
    let path = format!("/v1/me/enrolments/{}/results", text(&first["id"]));
    let late = ann.post(&path, result).await.expect(200);
    assert_eq!((&late["id"], &late["round"]), (&first["id"], &json!(1)));
    assert_eq!(
        (&late["status"], &late["modules"][0]["score"]),
        (&json!("completed"), &json!(10.0))
    );
    assert_eq!(ann.list("/v1/me/enrolments").await, [second]);
    assert_eq!(client.records().await, records);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_round_whose_access_has_ended_takes_no_result_though_another_is_open() {
    let client = Client::of(&["Ann"], 1).await;
    let mut window = client.service.open_window();
    window.access_until = Some(client.service.in_days(1));
    let ann = &client.drivers[0];
    let old = client.service.enrol(&client.company, ann, &client.course, window).await;
    client.service.advance(2 * DAY);
    client.enrol(0).await;
    let ann = client.sign_in(0).await;
    let late = finish(&ann, &old, &client.course["modules"][0]).await;
    late.expect_problem(409, "access_ended");
}

#[tokio::test]
async fn a_code_for_a_course_that_was_completed_begins_it_anew() {
    let client = Client::of(&[], 0).await;
    let codes = client.codes(2).await;
    let ann = client.service.sign_in("ann@example.com").await;
    let first = ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let first = &first["enrolment"];
    complete(&ann, text(&first["id"]), first).await.expect(200);
    let second = ann.post("/v1/redemptions", json!({ "code": codes[1] })).await.expect(201);
    let second = &second["enrolment"];
    assert_eq!((&second["round"], &second["status"]), (&json!(2), &json!("not_started")));
    let again = ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(200);
    assert_eq!(
        (&again["enrolment"]["id"], &again["enrolment"]["status"]),
        (&first["id"], &json!("completed"))
    );
    assert_eq!(ann.list("/v1/me/records").await.len(), 1);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_holders_own_code_uses_up_the_licence_of_the_round_before() {
    let client = Client::of(&[], 2).await;
    let holder = &client.company.holder;
    let users = holder.list(&client.path("/users")).await;
    let body = json!({ "course_id": client.course["id"], "user_ids": [users[0]["id"]] });
    let row = client.company.assign(body.clone()).await.remove(0);
    complete(holder, text(&row["enrolment"]["id"]), &client.course).await.expect(200);
    let code = &client.codes(1).await[0];
    let opened = holder.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
    assert_eq!(opened["enrolment"]["round"], 2);
    assert_eq!(client.licences().await, [2, 1, 1]);
    client.service.balanced().await;
    assert_eq!(client.service.recount(&client.company).await, [Value::Null; 0]);
    // A licence may follow in turn, once that is over.
    let row = client.company.assign(body.clone()).await.remove(0);
    assert_eq!(row["status"], "already_enrolled");
    complete(holder, text(&opened["enrolment"]["id"]), &client.course).await.expect(200);
    let row = client.company.assign(body).await.remove(0);
    assert_eq!((&row["status"], &row["enrolment"]["round"]), (&json!("enrolled"), &json!(3)));
    client.service.balanced().await;
    assert_eq!(client.service.recount(&client.company).await, [Value::Null; 0]);
}

#[tokio::test]
async fn without_a_licence_no_round_begins_and_the_last_stays() {
    let client = Client::of(&["Ann"], 1).await;
    let first = client.completed().await;
    let row = client.company.assign(client.to(&[0])).await.remove(0);
    assert_eq!(row["status"], "no_licence");
    assert_eq!(client.sign_in(0).await.list("/v1/me/enrolments").await, [first]);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_round_that_another_follows_cannot_be_revoked_and_the_other_can() {
    let client = Client::of(&["Ann"], 2).await;
    let first = client.completed().await;
    let second = client.enrol(0).await;
    client.revoke(&first).await.expect_problem(404, "not_found");
    client.revoke(&second).await.expect(204);
    assert!(client.sign_in(0).await.list("/v1/me/enrolments").await.is_empty());
    assert_eq!((client.licences().await, client.records().await.len()), ([2, 1, 1], 1));
}

#[tokio::test]
async fn who_is_removed_leaves_no_round_and_all_records() {
    let client = Client::of(&["Ann"], 2).await;
    client.completed().await;
    client.enrol(0).await;
    client.company.remove(&client.drivers[0]).await;
    let books = client.service.balanced().await;
    assert!(books.past_rounds.is_empty() && books.enrolments.is_empty());
    assert_eq!((client.records().await.len(), client.licences().await), (1, [2, 1, 1]));
}

#[tokio::test]
async fn more_who_take_a_course_again_than_fit_in_a_write_all_do() {
    let names: Vec<_> = (0..30).map(|number| format!("Driver {number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let client = Client::of(&[], 60).await;
    client.service.seats(&client.company, 100).await;
    let course = client.service.course_of(1, Some(12)).await;
    client.company.buy(&course, 60).await;
    let mut users = vec![];
    for name in names {
        let member = client.service.driver_of(&client.company, name).await;
        client.service.completes(&client.company, &member, &course).await;
        users.push(member.user);
    }
    let body = json!({ "course_id": course["id"], "user_ids": users });
    let rows = client.company.assign(body).await;
    assert!(rows.iter().all(|row| row["enrolment"]["round"] == 2), "{rows:?}");
    assert_eq!(client.service.balanced().await.past_rounds.len(), 30);
}
