//! Courses that are completed at the moment at which something else ends: who was answered that they have
//! completed it has its record, and so has the account.

use futures::future::{BoxFuture, join};
use http::Method;
use serde_json::Value;
use tests::{
    Answer, Caller, Service,
    completing::finish,
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

/// Drivers of a company, each a module away from completing a course.
struct Class {
    service: Service,
    company: Company,
    course: Value,
    drivers: Vec<(Member, Caller, String)>,
}

impl Class {
    async fn of(size: usize) -> Self {
        let service = Service::start_busy().await;
        let company = service.company("Acme").await;
        let course = service.course_of(1, Some(12)).await;
        let mut drivers = vec![];
        for number in 0..size {
            let member = service.driver_of(&company, &format!("Driver {number}")).await;
            let enrolment = service.licensed(&company, &member, &course).await;
            let caller = service.sign_in(&member.email).await;
            drivers.push((member, caller, enrolment));
        }
        Self { service, company, course, drivers }
    }

    /// Each completes the course while something is done about them, by its method and path.
    async fn complete_while(
        &self,
        deletes: impl Fn(&Member, &str) -> String,
    ) -> Vec<(Answer, Answer)> {
        let calls = self.drivers.iter().map(|(member, caller, enrolment)| {
            let (holder, path) = (self.company.holder.clone(), deletes(member, enrolment));
            let (caller, enrolment) = (caller.clone(), enrolment.clone());
            let module = self.course["modules"][0].clone();
            let both: BoxFuture<'static, _> = Box::pin(async move {
                let ended = holder.send_patiently(Method::DELETE, &path, None);
                join(finish(&caller, &enrolment, &module), ended).await
            });
            both
        });
        at_once(calls.collect::<Vec<_>>()).await
    }

    /// Who was answered that they have completed the course, and nobody else, has a record of it.
    async fn check(&self, answers: &[(Answer, Answer)]) {
        let books = self.service.balanced().await;
        let mut completed = 0;
        for ((member, caller, _), (finished, ended)) in self.drivers.iter().zip(answers) {
            assert_eq!(ended.status, 204, "{}", ended.text);
            assert!([200, 404].contains(&finished.status), "{}", finished.text);
            let own = caller.list("/v1/me/records").await;
            let has = books.records.iter().filter(|one| one.person_id == member.person).count();
            let done = usize::from(finished.status == 200);
            assert_eq!((own.len(), has), (done, done), "{}", text(&self.course["id"]));
            completed += done;
        }
        assert_eq!(books.records.len(), completed);
        assert!(books.enrolments.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_completes_a_course_as_they_are_removed_has_its_record_or_was_told_otherwise() {
    let class = Class::of(24).await;
    let path = |member: &Member, _: &str| format!("{}/users/{}", class.company.path, member.user);
    let answers = class.complete_while(path).await;
    class.check(&answers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_completes_a_course_as_it_is_revoked_has_its_record_or_was_told_otherwise() {
    let class = Class::of(24).await;
    let path =
        |_: &Member, enrolment: &str| format!("{}/enrolments/{enrolment}", class.company.path);
    let answers = class.complete_while(path).await;
    class.check(&answers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_say_at_once_that_somebody_has_completed_it_one_leaves_the_record() {
    let class = Class::of(1).await;
    let (_, caller, enrolment) = &class.drivers[0];
    let calls = (0..30).map(|_| {
        let (caller, enrolment) = (caller.clone(), enrolment.clone());
        let module = class.course["modules"][0].clone();
        async move { finish(&caller, &enrolment, &module).await.expect(200) }
    });
    at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(class.service.balanced().await.records.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_completes_a_course_as_it_is_replaced_has_one_record() {
    let class = Class::of(16).await;
    let replacing = class.service.replace(&class.course, serde_json::json!({ "title": "Other" }));
    let calls = class.drivers.iter().map(|(_, caller, enrolment)| {
        let (caller, enrolment) = (caller.clone(), enrolment.clone());
        let module = class.course["modules"][0].clone();
        async move { finish(&caller, &enrolment, &module).await.expect(200) }
    });
    join(replacing, at_once(calls.collect::<Vec<_>>())).await;
    assert_eq!(class.service.balanced().await.records.len(), 16);
}
