//! Who completes a course otherwise than by a result, and who had done so before there were records.

use serde_json::{Value, json};
use shared::{
    domain::enrolment::{ModuleResult, Phase, Results, Score},
    table::{Change, enrolment::Enrolment},
};
use tests::{
    completing::finish,
    standing::{Member, text},
};

use super::{School, in_common, names};

const BEFORE: &str = "2026-02-03T04:05:06Z";

impl School {
    /// A driver who completed the course before there were records.
    async fn completed_before(&self, name: &str) -> Member {
        let member = self.service.driver_of(&self.company, name).await;
        self.service.licensed(&self.company, &member, &self.course).await;
        let of = |one: &Enrolment| one.user_id == member.user;
        let books = self.service.books().await;
        let enrolment = books.enrolments.into_iter().find(of).expect("an enrolment");
        let result = ModuleResult {
            completed: true,
            completed_at: Some(BEFORE.parse().unwrap()),
            score: Score::try_from(90.0).ok(),
            scored_at: Some(BEFORE.parse().unwrap()),
            occurred_at: BEFORE.parse().unwrap(),
        };
        let modules = self.course["modules"].as_array().unwrap().iter();
        let results: Results =
            modules.map(|module| (text(&module["id"]).parse().unwrap(), result)).collect();
        let key = shared::table::Entity::key(&enrolment);
        let change = Change::of(key)
            .set("results", results)
            .set("phase", Phase::Completed)
            .set("percent", 100)
            .set("score", 90.0)
            .set("version", enrolment.version + 1);
        let write = self.service.stack().app().table.write::<()>();
        write.change(change, enrolment.is_at(enrolment.version), ()).run().await.expect("a write");
        member
    }
}

#[tokio::test]
async fn who_completed_a_course_before_has_a_record_once_they_take_it_again() {
    let school = School::new().await;
    let ann = school.completed_before("Ann").await;
    assert!(school.records("").await.is_empty());
    // Of two within a second none is the newer.
    school.service.advance(1);
    let caller = school.service.completes(&school.company, &ann, &school.course).await;
    school.service.balanced().await;
    let records = school.records("").await;
    let rounds: Vec<_> = records.iter().map(|record| &record["round"]).collect();
    assert_eq!(rounds, [&json!(2), &json!(1)]);
    assert_eq!(caller.list("/v1/me/records").await.len(), 2);
}

#[tokio::test]
async fn who_has_completed_all_that_is_left_of_a_course_has_a_record() {
    let school = School::new().await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    let enrolment = school.service.licensed(&school.company, &ann, &school.course).await;
    let caller = school.service.sign_in(&ann.email).await;
    finish(&caller, &enrolment, &school.course["modules"][0]).await.expect(200);
    let left = json!({ "modules": [school.course["modules"][0]] });
    school.service.replace(&school.course, left).await;
    school.service.balanced().await;
    let record = school.records("").await.remove(0);
    assert_eq!(record["modules"].as_array().map(Vec::len), Some(1));
    assert_eq!((&record["score"], &record["by"]), (&json!(80.0), &json!("licence")));
    assert_eq!(record["completed_at"], record["modules"][0]["completed_at"]);
    assert_eq!(in_common(&caller.list("/v1/me/records").await[0]), in_common(&record));
    let row = school.company.holder.list(&school.path("/reports")).await.remove(0);
    assert_eq!((&row["status"], &row["validity"]), (&json!("completed"), &json!("valid")));
}

#[tokio::test]
async fn who_completed_a_course_before_has_a_record_once_it_is_put_as_it_is() {
    let school = School::new().await;
    // It still counts on whatever day this runs.
    let course = school.service.replace(&school.course, json!({ "valid_months": 1_200 })).await;
    let ann = school.completed_before("Ann").await;
    let gone = school.completed_before("Gone").await;
    let (_, bob) = school.graduate("Bob").await;
    school.company.remove(&gone).await;
    school.service.settle().await;
    assert_eq!(names(&school.records("").await), ["Bob"]);
    let of_bob = bob.list("/v1/me/records").await;
    let row = |rows: Vec<Value>| rows.into_iter().find(|row| row["user"]["name"] == "Ann").unwrap();
    let before = row(school.company.holder.list(&school.path("/reports")).await);
    assert_eq!((&before["status"], &before["validity"]), (&json!("completed"), &Value::Null));
    let mut all = vec![];
    for _ in 0..2 {
        school.service.replace(&course, json!({})).await;
        school.service.balanced().await;
        let records = school.records("").await;
        assert_eq!(names(&records), ["Bob", "Ann"]);
        let of_ann = &records[1];
        assert_eq!((&of_ann["completed_at"], &of_ann["score"]), (&json!(BEFORE), &json!(90.0)));
        assert_eq!(of_ann["valid_until"], "2126-02-03T04:05:06Z");
        assert_eq!(of_ann["user_id"], json!(ann.user));
        let ann = school.service.sign_in(&ann.email).await;
        assert_eq!(in_common(&ann.list("/v1/me/records").await[0]), in_common(of_ann));
        assert_eq!(bob.list("/v1/me/records").await, of_bob);
        all.push(records);
    }
    assert_eq!(all[0], all[1]);
    let after = row(school.company.holder.list(&school.path("/reports")).await);
    assert_eq!(after["validity"], "valid");
}

#[tokio::test]
async fn of_a_course_that_has_grown_since_only_what_was_completed_is_recorded() {
    let school = School::new().await;
    school.completed_before("Ann").await;
    let mut modules = school.course["modules"].as_array().unwrap()[..1].to_vec();
    modules.push(json!({ "title": "New" }));
    school.service.replace(&school.course, json!({ "modules": modules })).await;
    school.service.balanced().await;
    let record = school.records("").await.remove(0);
    let titles: Vec<_> =
        record["modules"].as_array().unwrap().iter().map(|one| text(&one["title"])).collect();
    assert_eq!((titles, &record["completed_at"]), (vec!["No. 1"], &json!(BEFORE)));
}
