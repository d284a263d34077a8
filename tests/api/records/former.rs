//! The profile of who is there, and of who was.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{
    completing::finish,
    standing::{Member, text},
};

use super::School;

impl School {
    fn profile(&self, of: &Member) -> String {
        self.path(&format!("/users/{}/report", of.user))
    }
}

#[tokio::test]
async fn a_profile_shows_what_was_completed_in_every_round() {
    let school = School::new().await;
    let (ann, _) = school.graduate("Ann").await;
    // Of two within a second none is the newer.
    school.service.advance(1);
    school.service.completes(&school.company, &ann, &school.course).await;
    let profile = school.company.holder.get(&school.profile(&ann)).await.expect(200);
    let rounds: Vec<_> = profile["records"].as_array().expect("records").iter().collect();
    assert_eq!((&rounds[0]["round"], &rounds[1]["round"]), (&json!(2), &json!(1)));
    assert_eq!(profile["enrolments"][0]["round"], 2);
    assert_eq!(profile["records"], json!(school.records("").await));
}

#[tokio::test]
async fn the_profile_of_who_is_gone_still_opens_with_their_records() {
    let school = School::new().await;
    let (ann, _) = school.graduate("Ann").await;
    school.company.remove(&ann).await;
    school.service.balanced().await;
    let record = school.records("").await.remove(0);
    assert_eq!(record["former_user_id"], json!(ann.user));
    let manager = school.service.manager(&school.company, Scope::Company).await;
    let program = school.service.program(&school.company, &["reports"]).await;
    for caller in [&school.company.holder, &manager, &program] {
        let profile = caller.get(&school.profile(&ann)).await.expect(200);
        let user = json!({
            "id": ann.user, "email": ann.email, "name": "Ann", "phone": null, "role": null,
            "last_sign_in_at": null,
        });
        assert_eq!((&profile["user"], &profile["enrolments"]), (&user, &json!([])));
        assert_eq!(profile["records"], json!([record]));
    }
    let csv = school.company.holder.clone().with_header("accept", "text/csv");
    let lines = csv.get(&school.profile(&ann)).await;
    assert_eq!((lines.status, lines.text.lines().count()), (200.try_into().unwrap(), 3));
    assert!(lines.text.contains("No. 2"), "{}", lines.text);
}

#[tokio::test]
async fn it_opens_for_nobody_who_sees_a_part_of_the_account_or_another() {
    let school = School::new().await;
    let (ann, _) = school.graduate("Ann").await;
    let bob = school.service.driver_of(&school.company, "Bob").await;
    let group = school.service.group_of(&school.company, "Night", &[&ann, &bob]).await;
    let scopes = [
        Scope::Groups { group_ids: [group].into() },
        Scope::Drivers { user_ids: [ann.user, bob.user].into() },
    ];
    for scope in scopes {
        let manager = school.service.manager(&school.company, scope).await;
        manager.get(&school.profile(&ann)).await.expect(200);
        let left = school.service.driver_of(&school.company, "Cid").await;
        school.service.completes(&school.company, &left, &school.course).await;
        school.company.remove(&left).await;
        school.service.settle().await;
        manager.get(&school.profile(&left)).await.expect_problem(404, "not_found");
    }
    let other = school.service.company("Other").await;
    school.company.remove(&ann).await;
    school.service.settle().await;
    let elsewhere = format!("{}/users/{}/report", other.path, ann.user);
    other.holder.get(&elsewhere).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn of_who_left_without_completing_anything_there_is_none() {
    let school = School::new().await;
    let ann = school.service.driver_of(&school.company, "Ann").await;
    let enrolment = school.service.licensed(&school.company, &ann, &school.course).await;
    let caller = school.service.sign_in(&ann.email).await;
    finish(&caller, &enrolment, &school.course["modules"][0]).await.expect(200);
    school.company.remove(&ann).await;
    school.service.settle().await;
    school.company.holder.get(&school.profile(&ann)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn who_is_forgotten_has_it_as_long_as_the_employer_keeps_the_record() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    caller.delete_with("/v1/me", json!({ "email": ann.email })).await.expect(204);
    school.service.settle().await;
    let profile = school.company.holder.get(&school.profile(&ann)).await.expect(200);
    assert_eq!(
        (text(&profile["user"]["email"]), &profile["user"]["role"]),
        (ann.email.as_str(), &Value::Null)
    );
    let items = school.service.items().await;
    let kept = |kind: &str| {
        let of_kind =
            items.iter().filter(|item| item["entity"].as_s().is_ok_and(|one| one == kind));
        of_kind.filter(|item| item.contains_key("ttl")).count()
    };
    assert_eq!((kept("record"), kept("user_record")), (1, 1));
}
