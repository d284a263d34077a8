//! The account's list of sessions.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::standing::text;

use super::{School, ids_of};

/// Sessions that start in so many days, each a day long.
async fn sessions(school: &School, days: &[i64]) -> Vec<Value> {
    let mut made = vec![];
    for day in days {
        let mut body = school.body(&[]);
        body["starts_at"] = json!(school.service.in_days(*day));
        body["ends_at"] = json!(school.service.in_days(*day + 1));
        made.push(school.post(body).await.expect(201));
    }
    made
}

#[tokio::test]
async fn sessions_are_listed_by_their_start() {
    let school = School::of(0).await;
    let made = sessions(&school, &[3, 1, 2]).await;
    let listed = school.company.holder.list(&school.path("")).await;
    assert_eq!(ids_of(&listed), [1, 2, 0].map(|place: usize| text(&made[place]["id"])));
    assert_eq!(listed[0], made[1]);
}

#[tokio::test]
async fn a_session_that_is_moved_is_listed_where_it_is_now() {
    let school = School::of(0).await;
    let made = sessions(&school, &[1, 2]).await;
    let moved =
        json!({ "starts_at": school.service.in_days(5), "ends_at": school.service.in_days(6) });
    school.patch(&made[0], moved).await.expect(200);
    let listed = school.company.holder.list(&school.path("")).await;
    assert_eq!(ids_of(&listed), [text(&made[1]["id"]), text(&made[0]["id"])]);
}

#[tokio::test]
async fn a_period_has_its_first_moment_and_not_its_last() {
    let school = School::of(0).await;
    let made = sessions(&school, &[1, 2, 3]).await;
    let at = |place: usize| text(&made[place]["starts_at"]);
    for (query, expected) in [
        (format!("?from={}", at(1)), vec![1, 2]),
        (format!("?to={}", at(1)), vec![0]),
        (format!("?from={}&to={}", at(1), at(2)), vec![1]),
        (format!("?from={}&to={}&limit=1", at(0), at(2)), vec![0, 1]),
    ] {
        let listed = school.company.holder.list(&school.path(&query)).await;
        let expected: Vec<_> =
            expected.into_iter().map(|place: usize| text(&made[place]["id"])).collect();
        assert_eq!(ids_of(&listed), expected, "{query}");
    }
    let backwards = school.path(&format!("?from={}&to={}", at(1), at(1)));
    school.company.holder.get(&backwards).await.expect_bad_field("to", "not_after_start");
}

#[tokio::test]
async fn a_session_that_is_under_way_belongs_to_now() {
    let school = School::of(1).await;
    let mut made = vec![];
    for (from, to) in [(-40, -9), (-2, -1), (-30, 1), (-1, 1), (1, 2)] {
        let mut body = school.body(&[0]);
        body["starts_at"] = json!(school.service.in_days(from));
        body["ends_at"] = json!(school.service.in_days(to));
        made.push(school.post(body).await.expect(201));
    }
    let expected = [2, 3, 4].map(|place: usize| text(&made[place]["id"]));
    let me = school.sign_in(0).await;
    for limit in [1, 2, 25] {
        let now = format!("?from={}&limit={limit}", school.service.in_days(0));
        let listed = school.company.holder.list(&school.path(&now)).await;
        assert_eq!(ids_of(&listed), expected, "{limit}");
        let mine = me.list(&format!("/v1/me/sessions{now}")).await;
        assert_eq!(ids_of(&mine), expected, "{limit}");
        let page = me.get(&format!("/v1/me/sessions{now}")).await.expect(200)["items"].clone();
        assert_eq!(page.as_array().map(Vec::len), Some(limit.min(3)), "a page is full");
    }
}

#[tokio::test]
async fn a_session_lasts_a_month_at_most() {
    let school = School::of(0).await;
    let mut body = school.body(&[]);
    body["ends_at"] = json!(school.service.in_days(7 + 31));
    let session = school.post(body.clone()).await.expect(201);
    let longer = json!({ "ends_at": school.service.in_days(7 + 32) });
    school.patch(&session, longer.clone()).await.expect_bad_field("ends_at", "out_of_range");
    body["ends_at"] = longer["ends_at"].clone();
    school.post(body).await.expect_bad_field("ends_at", "out_of_range");
}

#[tokio::test]
async fn a_list_shows_each_sessions_course() {
    let school = School::of(1).await;
    let course = school.service.course().await;
    let mut body = school.body(&[0]);
    body["course_id"] = course["id"].clone();
    let made = school.post(body).await.expect(201);
    assert_eq!(school.company.holder.list(&school.path("")).await, [made]);
}

#[tokio::test]
async fn an_account_lists_its_own_sessions_alone() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let other = school.service.company("Other").await;
    let path = format!("{}/sessions", other.path);
    assert!(other.holder.list(&path).await.is_empty());
    let foreign = format!("{path}/{}", text(&made["id"]));
    other.holder.get(&foreign).await.expect_problem(404, "not_found");
    other.holder.patch(&foreign, json!({ "title": "T" })).await.expect_problem(404, "not_found");
    other.holder.delete(&foreign).await.expect_problem(404, "not_found");
    other.holder.get(&school.path("")).await.expect_problem(404, "not_found");
    assert_eq!(school.get(&made).await.expect(200), made);
}

#[tokio::test]
async fn drivers_and_programs_have_nothing_to_do_with_an_accounts_sessions() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let program = ["redemptions", "codes", "users", "reports"];
    let program = school.service.program(&school.company, &program).await;
    for caller in [school.sign_in(0).await, program] {
        caller.get(&school.path("")).await.expect_problem(403, "forbidden");
        caller.get(&school.path_of(&made)).await.expect_problem(403, "forbidden");
        caller.post(&school.path(""), school.body(&[0])).await.expect_problem(403, "forbidden");
        let title = json!({ "title": "T" });
        caller.patch(&school.path_of(&made), title).await.expect_problem(403, "forbidden");
        caller.delete(&school.path_of(&made)).await.expect_problem(403, "forbidden");
    }
    let admin = school.service.member(&school.company, Role::Admin, None).await;
    let admin = school.service.sign_in(&admin.email).await;
    admin.get(&school.path_of(&made)).await.expect(200);
    admin.delete(&school.path_of(&made)).await.expect(204);
}
