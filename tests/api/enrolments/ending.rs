//! Enrolments that end with their user's membership.

use functions::enrolments::revocation::end_enrolments_of;
use shared::{
    domain::UserId,
    table::{Change, Condition, keys},
};

use super::Client;

impl Client {
    /// Ends a driver's enrolments, as removing the user does.
    async fn end(&self, driver: usize) {
        let (account, member) = (self.company.id.parse().unwrap(), &self.drivers[driver]);
        let app = self.service.stack().app();
        end_enrolments_of(app, account, member.person, member.user).await.expect("an end");
    }
}

#[tokio::test]
async fn licences_that_were_not_started_return_and_the_others_are_used_up() {
    let client = Client::of(&["Ann", "Bob"], 2).await;
    let courses = client.company.holder.list("/v1/courses").await;
    client.company.buy(&courses[1], 2).await;
    let started = client.enrol(0).await;
    client.complete(0, &started, 1).await;
    let mut body = client.to(&[0, 1]);
    body["course_id"] = courses[1]["id"].clone();
    client.company.assign(body).await;
    let window = client.service.open_window();
    client.service.enrol(&client.company, &client.drivers[0], &courses[2], window).await;
    for _ in 0..2 {
        client.end(0).await;
        assert_eq!(client.licences().await, [2, 1, 1]);
        assert_eq!(client.company.licences(&courses[1]).await, [2, 1, 1]);
        assert!(client.sign_in(0).await.list("/v1/me/enrolments").await.is_empty());
        assert_eq!(client.report().await.len(), 1);
    }
    let told = client.company.holder.list(&client.path("/events")).await;
    let told = told.iter().filter(|event| event["action"] == "course_revoked");
    assert_eq!(told.filter(|event| event["actor"]["kind"] == "system").count(), 3);
    client.service.balanced().await;
}

#[tokio::test]
async fn what_is_of_another_membership_stays() {
    let client = Client::of(&["Ann"], 1).await;
    client.enrol(0).await;
    let (account, member) = (client.company.id.parse().unwrap(), &client.drivers[0]);
    let former = UserId::new(client.service.now());
    let app = client.service.stack().app();
    end_enrolments_of(app, account, member.person, former).await.expect("an end");
    assert_eq!(client.licences().await, [1, 1, 0]);
}

#[tokio::test]
async fn who_joins_again_is_enrolled_anew_and_the_licence_left_behind_returns() {
    let client = Client::of(&["Ann"], 1).await;
    let old = client.enrol(0).await;
    // The user was removed and added again before their enrolments were ended.
    let key = keys::enrolment(
        client.drivers[0].person,
        client.company.id.parse().unwrap(),
        client.course["id"].as_str().unwrap().parse().unwrap(),
    );
    let former = Change::of(key).set("user_id", UserId::new(client.service.now()));
    let write = client.service.stack().app().table.write::<()>();
    write.change(former, Condition::Present, ()).run().await.expect("a former user");
    let new = client.enrol(0).await;
    assert_ne!(old["id"], new["id"]);
    assert_eq!(client.licences().await, [1, 1, 0]);
    client.service.balanced().await;
}
