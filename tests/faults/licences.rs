//! Assigning and revoking courses under faults.

use http::Method;
use serde_json::{Value, json};
use tests::{Service, licences::rows, service::Company, standing::text};

use super::{Case, every_call_fails, start};

/// What assigns a course to so many new drivers.
async fn to_new_drivers(
    service: &Service,
    company: &Company,
    course: &Value,
    count: usize,
) -> Value {
    let members = service.members(company, count).await;
    let users: Vec<_> = members.iter().map(|member| member.user.to_string()).collect();
    json!({ "course_id": course["id"], "user_ids": users })
}

#[tokio::test(flavor = "multi_thread")]
async fn each_driver_is_enrolled_once_whatever_call_fails() {
    let (service, company) = start().await;
    let course = service.course().await;
    company.buy(&course, 5_000).await;
    // Thirty-four take two writes, of which one may be done and the other not.
    for count in [1, 34] {
        let prepare = async || to_new_drivers(&service, &company, &course, count).await;
        let request = async |body: &Value| company.assigned_by(&company.holder, body.clone()).await;
        for Case { way, first, again, .. } in every_call_fails(&service, prepare, request).await {
            for row in rows(&again.body) {
                let status = text(&row["status"]);
                assert!(["enrolled", "already_enrolled"].contains(&status), "{way:?} {row}");
            }
            if first.is_success() {
                for (first, again) in rows(&first.body).iter().zip(rows(&again.body)) {
                    let done = first["status"] == "enrolled";
                    assert!(done || first["error"]["code"] == "unavailable", "{way:?} {first}");
                    assert!(!done || first["enrolment"] == again["enrolment"], "{way:?}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_the_same_key_again_is_told_of_their_own_enrolments_whatever_call_fails() {
    let (service, company) = start().await;
    let course = service.course().await;
    company.buy(&course, 5_000).await;
    let prepare = async || to_new_drivers(&service, &company, &course, 2).await;
    let request = async |body: &Value| {
        let once = company.holder.with_key(text(&body["user_ids"][0]));
        company.assigned_by(&once, body.clone()).await
    };
    for Case { way, again, .. } in every_call_fails(&service, prepare, request).await {
        for row in rows(&again.body) {
            assert_eq!(row["status"], "enrolled", "{way:?} {row}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_licence_returns_once_whatever_call_fails() {
    let (service, company) = start().await;
    let course = service.course().await;
    company.buy(&course, 500).await;
    for started in [false, true] {
        let [_, before, _] = company.licences(&course).await;
        let prepare = async || {
            let body = to_new_drivers(&service, &company, &course, 1).await;
            let enrolment = company.assign(body.clone()).await[0]["enrolment"].clone();
            if started {
                start_course(&service, &body, &enrolment).await;
            }
            company.enrolment(&enrolment)
        };
        let request = async |path: &String| company.holder.send(Method::DELETE, path, None).await;
        let cases = every_call_fails(&service, prepare, request).await;
        let ended = cases.len() as u64 + 1;
        for Case { way, first, again, .. } in cases {
            let expected = if first.is_success() { &[404][..] } else { &[204, 404] };
            assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        }
        let [_, assigned, _] = company.licences(&course).await;
        assert_eq!(assigned - before, if started { ended } else { 0 });
    }
}

/// A driver takes the first module of the course.
async fn start_course(service: &Service, body: &Value, enrolment: &Value) {
    let users = service.books().await.users;
    let user = users.iter().find(|one| one.user_id.to_string() == text(&body["user_ids"][0]));
    let driver = service.sign_in(user.expect("a user").email.as_str()).await;
    let result = json!({ "module_id": enrolment["modules"][0]["id"], "completed": true });
    let path = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    driver.post(&path, result).await.expect(200);
}
