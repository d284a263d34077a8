//! For how long it counts that a course was completed (rule 36).

use serde_json::{Value, json};
use tests::standing::{DAY, text, time};

use super::{School, names};

#[tokio::test]
async fn it_counts_for_the_months_of_the_course_in_the_accounts_zone() {
    let school = School::new().await;
    school
        .company
        .holder
        .patch(&school.company.path, json!({ "time_zone": "Europe/Berlin" }))
        .await
        .expect(200);
    let ann = school.service.driver_of(&school.company, "Ann").await;
    for (months, at, until) in [
        // 31 January, half past midnight in Berlin.
        (1, "2026-01-30T23:30:00Z", "2026-02-27T23:30:00Z"),
        // Clocks have changed by then.
        (6, "2026-01-15T09:00:00Z", "2026-07-15T08:00:00Z"),
    ] {
        let course = school.service.course_of(1, Some(months)).await;
        let enrolment = school.service.licensed(&school.company, &ann, &course).await;
        let caller = school.service.sign_in(&ann.email).await;
        let result = json!({
            "module_id": course["modules"][0]["id"], "completed": true, "occurred_at": at,
        });
        caller.post(&format!("/v1/me/enrolments/{enrolment}/results"), result).await.expect(200);
        let records = caller.list("/v1/me/records").await;
        let record = records.iter().find(|record| record["course"]["id"] == course["id"]);
        assert_eq!(record.expect("a record")["valid_until"], until, "{months}");
    }
}

#[tokio::test]
async fn a_record_is_valid_then_expires_for_sixty_days_then_is_expired() {
    let school = School::new().await;
    let (_, caller) = school.graduate("Ann").await;
    let enrolment = caller.list("/v1/me/enrolments").await.remove(0);
    let until = time(&school.records("").await[0]["valid_until"]);
    let to_go = |days: i64| until.as_second() - school.service.now().as_second() - days * DAY;
    for (days, expected) in
        [(61, "valid"), (60, "expiring"), (1, "expiring"), (0, "expired"), (-400, "expired")]
    {
        school.service.advance(to_go(days));
        // A sign-in lasts for a month.
        let holder = school.service.sign_in(&school.company.holder.email).await;
        let caller = school.service.sign_in(&caller.email).await;
        let of_account = holder.list(&school.path("/records")).await;
        let own = caller.list("/v1/me/records").await;
        assert_eq!(
            (&of_account[0]["status"], &own[0]["status"]),
            (&json!(expected), &json!(expected))
        );
        school.service.settle().await;
        let row = holder.list(&school.path("/reports")).await.remove(0);
        assert_eq!((&row["validity"], &row["status"]), (&json!(expected), &json!("completed")));
        assert_eq!((&row["valid_until"], &row["enrolment_id"]), (&json!(until), &enrolment["id"]));
        let course = text(&school.course["id"]);
        for status in ["valid", "expiring", "expired"] {
            for filter in [format!("status={status}"), format!("status={status}&course={course}")] {
                let found = holder.list(&school.path(&format!("/records?{filter}"))).await.len();
                assert_eq!(found, usize::from(status == expected), "{days} {filter}");
            }
            let rows = holder.list(&school.path(&format!("/reports?validity={status}"))).await;
            assert_eq!(rows.len(), usize::from(status == expected), "{days} {status}");
        }
    }
}

#[tokio::test]
async fn of_those_that_expire_the_next_to_end_is_first_of_others_the_last() {
    let school = School::new().await;
    let short = school.service.course_of(1, Some(1)).await;
    let ever = school.service.course_of(1, None).await;
    for (name, course) in
        [("Ann", &short), ("Bob", &school.course), ("Cid", &ever), ("Dan", &short)]
    {
        school.service.advance(60);
        let member = school.service.driver_of(&school.company, name).await;
        school.service.completes(&school.company, &member, course).await;
    }
    for limit in ["", "limit=1&"] {
        let list = async |status: &str| {
            school.service.lists_caught_up().await;
            let path = school.path(&format!("/records?{limit}status={status}"));
            school.company.holder.list(&path).await
        };
        assert_eq!(names(&list("expiring").await), ["Ann", "Dan"]);
        assert_eq!(names(&list("valid").await), ["Cid", "Bob"]);
        assert!(list("expired").await.is_empty());
    }
}

#[tokio::test]
async fn a_list_that_is_read_while_time_passes_goes_on() {
    let school = School::new().await;
    let short = school.service.course_of(1, Some(1)).await;
    let mut ends = vec![];
    for name in ["Ann", "Bob", "Cid"] {
        // A month takes up to three days from between two that it is added to.
        school.service.advance(4 * DAY);
        let member = school.service.driver_of(&school.company, name).await;
        school.service.completes(&school.company, &member, &short).await;
        let own = school.service.sign_in(&member.email).await.list("/v1/me/records").await;
        ends.push(time(&own[0]["valid_until"]).as_second());
    }
    school.service.lists_caught_up().await;
    let first = school.path("/records?status=expiring&limit=1");
    let page = school.company.holder.get(&first).await.expect(200);
    assert_eq!(names(page["items"].as_array().unwrap()), ["Ann"]);
    // Ann's and Bob's have ended, and Cid's has not.
    school.service.advance(ends[1] + DAY / 2 - school.service.now().as_second());
    let holder = school.service.sign_in(&school.company.holder.email).await;
    let mut next = page["next_cursor"].clone();
    let mut rest = vec![];
    while let Some(cursor) = next.as_str() {
        let page = holder.get(&format!("{first}&cursor={cursor}")).await.expect(200);
        rest.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next_cursor"].clone();
    }
    assert_eq!(names(&rest), ["Cid"]);
}

#[tokio::test]
async fn who_has_not_completed_a_course_has_no_validity() {
    let school = School::new().await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    school.service.licensed(&school.company, &ann, &school.course).await;
    school.service.lists_caught_up().await;
    let row = school.company.holder.list(&school.path("/reports")).await.remove(0);
    assert_eq!((&row["validity"], &row["valid_until"]), (&Value::Null, &Value::Null));
    let wrong = school.company.holder.get(&school.path("/reports?validity=never")).await;
    wrong.expect_bad_field("validity", "unknown_value");
}

#[tokio::test]
async fn a_course_says_for_how_many_months_it_counts_or_for_ever() {
    let school = School::new().await;
    assert_eq!(school.course["valid_months"], 12);
    let ever = school.service.course_of(1, None).await;
    assert_eq!(ever["valid_months"], Value::Null);
    let replaced = school.service.replace(&ever, json!({ "valid_months": 1_200 })).await;
    assert_eq!(replaced["valid_months"], 1_200);
    let path = format!("/v1/courses/{}", text(&ever["id"]));
    assert_eq!(school.company.holder.get(&path).await.expect(200), replaced);
    let operator = school.service.operator().await;
    for wrong in [json!(0), json!(1_201), json!(-1)] {
        let body = json!({ "title": "T", "modules": [{ "title": "M" }], "active": true, "valid_months": wrong });
        let answer = operator.post("/v1/operator/courses", body).await;
        answer.expect_bad_field("valid_months", "out_of_range");
    }
}
