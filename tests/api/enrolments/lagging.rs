//! Enrolments while the indexes lag.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents, SharedInterceptor,
        interceptors::BeforeSerializationInterceptorContextMut,
    },
    error::BoxError,
    operation::query::QueryInput,
    types::AttributeValue,
};
use serde_json::json;
use tests::{Service, standing::text};

/// Lets the indexes know nothing while it is on.
#[derive(Debug, Clone, Default)]
struct Lag(Arc<AtomicBool>);

impl Intercept for Lag {
    fn name(&self) -> &'static str {
        "Lag"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let query = context.input_mut().downcast_mut::<QueryInput>();
        let query = query.filter(|query| query.index_name.is_some());
        let values = query.and_then(|query| query.expression_attribute_values.as_mut());
        if let Some(values) = values.filter(|_| self.0.load(Ordering::Relaxed)) {
            values.insert(":pk".to_owned(), AttributeValue::S("NOT#YET".to_owned()));
        }
        Ok(())
    }
}

#[tokio::test]
async fn what_was_assigned_just_now_is_found_by_who_revokes_it_and_by_its_results() {
    let lag = Lag::default();
    let service = Service::start_with(|config| {
        config.interceptors.push(SharedInterceptor::new(lag.clone()));
    });
    let service = service.await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, 2).await;
    let (ann, ben) =
        (service.driver_of(&company, "Ann").await, service.driver_of(&company, "Ben").await);
    let driver = service.signed_in(&ben).await;
    lag.0.store(true, Ordering::Relaxed);
    assert!(company.holder.list(&format!("{}/reports", company.path)).await.is_empty());
    let body = json!({ "course_id": course["id"], "user_ids": [ann.user, ben.user] });
    let rows = company.assign(body).await;
    let [first, second] = [0, 1].map(|row| rows[row]["enrolment"].clone());
    company.holder.delete(&company.enrolment(&first)).await.expect(204);
    assert_eq!(company.licences(&course).await, [2, 1, 1]);
    let results = format!("/v1/me/enrolments/{}/results", text(&second["id"]));
    let result = json!({ "module_id": course["modules"][0]["id"], "completed": true });
    driver.post(&results, result).await.expect(200);
    company.holder.delete(&company.enrolment(&second)).await.expect(204);
    assert_eq!(company.licences(&course).await, [2, 1, 1]);
    company.holder.delete(&company.enrolment(&first)).await.expect_problem(404, "not_found");
    lag.0.store(false, Ordering::Relaxed);
    service.balanced().await;
}

#[tokio::test]
async fn the_trail_names_an_assignment_as_its_enrolment_at_its_place_in_time() {
    let client = super::Client::of(&["Ann"], 1).await;
    let keyed = client.company.holder.with_key("assign");
    let answer = client.company.assigned_by(&keyed, client.to(&[0])).await.expect(200);
    let again = client.company.assigned_by(&keyed, client.to(&[0])).await.expect(200);
    assert_eq!(answer, again);
    let events = client.company.holder.list(&client.path("/events")).await;
    let enrolment = text(&answer["results"][0]["enrolment"]["id"]).to_owned();
    assert_eq!(text(&events[0]["id"]), enrolment.replace("enr_", "evt_"));
    assert_eq!(
        (&events[0]["action"], &events[1]["action"]),
        (&json!("course_assigned"), &json!("order_created"))
    );
}
