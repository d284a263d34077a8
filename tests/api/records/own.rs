//! A person's own records: in every account, newest first.

use tests::standing::text;

use super::School;

#[tokio::test]
async fn they_are_those_of_every_account_newest_first_and_paged() {
    let school = School::new().await;
    let (ann, caller) = school.graduate("Ann").await;
    let mut titles = vec!["Acme".to_owned()];
    for number in 0..3 {
        school.service.advance(60);
        let name = format!("Other {number}");
        let other = school.service.company(&name).await;
        let member = school.service.member_too(&other, &ann).await;
        school.service.completes(&other, &member, &school.course).await;
        titles.insert(0, name);
    }
    for limit in [1, 3, 100] {
        let records = caller.list(&format!("/v1/me/records?limit={limit}")).await;
        let accounts = records.iter().map(|record| text(&record["account"]["name"]));
        assert_eq!(accounts.collect::<Vec<_>>(), titles, "{limit}");
    }
}

#[tokio::test]
async fn nobody_sees_another_persons() {
    let school = School::new().await;
    let (_, _) = school.graduate("Ann").await;
    let (_, bob) = school.graduate("Bob").await;
    let own = bob.list("/v1/me/records").await;
    assert_eq!((own.len(), text(&own[0]["person"]["name"])), (1, "Bob"));
    assert!(school.company.holder.list("/v1/me/records").await.is_empty());
    let cursor = format!("/v1/me/records?cursor={}", "A".repeat(60));
    bob.get(&cursor).await.expect_bad_field("cursor", "invalid_cursor");
    bob.get("/v1/me/records?status=valid").await.expect_bad_field("status", "unknown_field");
    bob.get(&school.path("/records")).await.expect_problem(403, "forbidden");
}
