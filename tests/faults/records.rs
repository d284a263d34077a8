//! Courses that are completed under faults: the record is there with the completion, or neither is.

use serde_json::json;
use shared::{
    domain::{CourseId, ModuleId, Title, UserId, course::Module, text::Summary},
    table::{course::Course, revision::Revision},
};
use tests::{
    Caller,
    completing::finish,
    faults::{Fault, Plan, Reach},
    service::Company,
    standing::{Member, text},
};

use super::{Case, every_call_fails, rig::Rig, start};

#[tokio::test(flavor = "multi_thread")]
async fn who_completes_a_course_has_its_record_once_whatever_call_fails() {
    let (service, company) = start().await;
    let course = service.course_of(1, Some(12)).await;
    service.seats(&company, 1_000).await;
    let prepare = async || {
        let member = service.driver_of(&company, "Ann").await;
        let enrolment = service.licensed(&company, &member, &course).await;
        (service.sign_in(&member.email).await, enrolment)
    };
    let result = json!({ "module_id": course["modules"][0]["id"], "completed": true });
    let request = async |(caller, enrolment): &(Caller, String)| {
        caller.post(&format!("/v1/me/enrolments/{enrolment}/results"), result.clone()).await
    };
    for Case { subject: (caller, _), way, again, .. } in
        every_call_fails(&service, prepare, request).await
    {
        assert_eq!(again.body["status"], "completed", "{way:?}");
        assert_eq!(caller.list("/v1/me/records").await.len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_completes_a_course_by_what_is_left_of_it_has_its_record_wherever_the_consumer_is_killed()
 {
    let rig = Rig::start().await;
    let company = super::consumer::company(&rig, "Home").await;
    let begin = async || {
        let course = course(&rig);
        let table = &rig.service.stack().app().table;
        table.write::<()>().create(&course, ()).run().await.expect("a course");
        let (caller, ann) = driver(&rig, &company).await;
        let shown = json!({ "id": course.course_id });
        let enrolment = rig.service.licensed(&company, &ann, &shown).await;
        finish(&caller, &enrolment, &json!(course.modules[0])).await.expect(200);
        rig.drain().await;
        let less = Course { modules: course.modules[..1].to_vec(), version: 2, ..course };
        let write = table.write::<()>().put(&less).put(&Revision::of(&less));
        write.run().await.expect("a revision");
        caller
    };
    begin().await;
    let (records, smooth) = (rig.deliveries().await, Plan::smooth());
    smooth.run(rig.consume(&records)).await.expect("nothing in the way");
    rig.drain().await;
    for (step, kind) in smooth.calls().iter().enumerate() {
        for fault in [Fault::KilledBefore, Fault::KilledAfter] {
            let caller = begin().await;
            let (records, plan) = (rig.deliveries().await, Plan::at(step, fault, Reach::Rest));
            let killed = plan.run(rig.consume(&records)).await;
            let at = format!("{step} {kind:?} {fault:?} {killed:?}");
            rig.consume(&records).await.expect("it is told again");
            rig.drain().await;
            rig.check().await;
            assert_eq!(caller.list("/v1/me/records").await.len(), 1, "{at}");
        }
    }
}

/// A course of two modules.
pub fn course(rig: &Rig) -> Course {
    let (at, title) = (rig.service.now(), |text| Title::parse(text).expect("a title"));
    let module = |text| Module { id: ModuleId::new(at), title: title(text) };
    Course {
        course_id: CourseId::new(at),
        title: title("Shrinking"),
        summary: Summary::default(),
        modules: vec![module("One"), module("Two")],
        valid_months: Some(12),
        active: true,
        version: 1,
        changed: None,
    }
}

/// A driver of a company, who is known without a mail.
pub async fn driver(rig: &Rig, company: &Company) -> (Caller, Member) {
    let caller = rig.service.driver().await;
    let me = caller.get("/v1/me").await.expect(200);
    let person = text(&me["person"]["id"]).parse().expect("a person");
    let known =
        Member { person, user: UserId::new(rig.service.now()), email: caller.email.clone() };
    let member = rig.service.member_too(company, &known).await;
    (caller, member)
}
