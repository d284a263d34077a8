//! Certificates that are made under faults: a code that was printed leads to its record.

use serde_json::json;
use tests::{Caller, pdf::Document, standing::text};

use super::{Case, every_call_fails, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_was_made_can_be_checked_whatever_call_fails() {
    let (service, company) = start().await;
    let course = service.course_of(1, None).await;
    service.seats(&company, 1_000).await;
    let prepare = async || {
        let member = service.driver_of(&company, "Ann").await;
        let caller = service.completes(&company, &member, &course).await;
        let record = caller.list("/v1/me/records").await.remove(0);
        (caller, format!("/v1/me/records/{}/certificate", text(&record["id"])))
    };
    let request = async |(caller, path): &(Caller, String)| caller.get(path).await;
    for Case { again, way, .. } in every_call_fails(&service, prepare, request).await {
        let url = Document::read(&again.bytes).url();
        let code = json!({ "code": url.split_once('#').expect("a code").1 });
        let checked = service.anonymous().post("/v1/certificates/check", code).await;
        assert_eq!(checked.expect(200)["name"], "Ann", "{way:?}");
    }
}
