//! Rounds under faults: each begins once, and its driver is told of it once.

use serde_json::{Value, json};
use tests::{
    Caller,
    completing::{complete, finish},
    licences::rows,
    standing::text,
};

use super::{
    Case, every_call_fails,
    records::{course, driver},
    rig::Rig,
    start,
};

#[tokio::test(flavor = "multi_thread")]
async fn who_has_completed_a_course_begins_one_round_more_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 500).await;
    let course = service.course_of(1, Some(12)).await;
    company.buy(&course, 500).await;
    let prepare = async || {
        let member = service.driver_of(&company, "Ann").await;
        service.completes(&company, &member, &course).await;
        json!({ "course_id": course["id"], "user_ids": [member.user] })
    };
    let request = async |body: &Value| company.assigned_by(&company.holder, body.clone()).await;
    for Case { way, again, .. } in every_call_fails(&service, prepare, request).await {
        let row = rows(&again.body).remove(0);
        assert!(["enrolled", "already_enrolled"].contains(&text(&row["status"])), "{way:?} {row}");
        assert_eq!(row["enrolment"]["round"], 2, "{way:?} {row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_for_a_round_that_is_past_is_taken_in_whole_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 500).await;
    let course = service.course_of(2, Some(12)).await;
    let [early, last] = [&course["modules"][0], &course["modules"][1]];
    // A round that was completed, and after it one that is under way.
    let prepare = async || {
        let member = service.driver_of(&company, "Ann").await;
        let first = service.licensed(&company, &member, &course).await;
        let ann = service.sign_in(&member.email).await;
        complete(&ann, &first, &course).await.expect(200);
        let second = service.licensed(&company, &member, &course).await;
        finish(&ann, &second, early).await.expect(200);
        (ann, first, second)
    };
    let late = json!({ "module_id": last["id"], "completed": true, "score": 20 });
    let request = async |(ann, first, _): &(Caller, String, String)| {
        ann.post(&format!("/v1/me/enrolments/{first}/results"), late.clone()).await
    };
    for Case { subject: (ann, first, second), way, again, .. } in
        every_call_fails(&service, prepare, request).await
    {
        let past = again.body;
        assert_eq!((&past["id"], &past["round"]), (&json!(first), &json!(1)), "{way:?}");
        assert_eq!(past["status"], "completed", "{way:?}");
        assert_eq!(past["modules"][1]["score"], 20.0, "{way:?}");
        // The open round has what was done in it, and the record of the past one says what it said.
        let open = ann.list("/v1/me/enrolments").await.remove(0);
        let scores = [0, 1].map(|module: usize| &open["modules"][module]["score"]);
        assert_eq!(
            (&open["id"], scores),
            (&json!(second), [&json!(80.0), &json!(null)]),
            "{way:?}"
        );
        let records = ann.list("/v1/me/records").await;
        assert_eq!((records.len(), &records[0]["score"]), (1, &json!(80.0)), "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_is_told_of_each_round_once_though_the_consumer_dies_after_every_delivery() {
    let rig = Rig::start().await;
    let company = super::consumer::company(&rig, "Home").await;
    let course = course(&rig);
    let write = rig.service.stack().app().table.write::<()>().create(&course, ());
    write.run().await.expect("a course");
    let (caller, ann) = driver(&rig, &company).await;
    let shown = json!({ "id": course.course_id, "modules": course.modules });
    let first = rig.service.licensed(&company, &ann, &shown).await;
    complete(&caller, &first, &shown).await.expect(200);
    rig.service.licensed(&company, &ann, &shown).await;
    rig.drain_twice().await;
    rig.send().await.expect("nothing in the way");
    rig.check().await;
    // The first is completed by then: nobody is told to take it.
    let told = rig.mailbox.mails(None);
    let told: Vec<_> = told.iter().filter(|mail| mail.subject == "Your course Shrinking").collect();
    assert_eq!(told.len(), 1);
}
