//! Requests to become a reseller under faults.

use serde_json::json;
use tests::{
    Service,
    service::{Company, number},
    standing::text,
};

use super::{Case, every_call_fails, start};

/// A company that waits for an answer.
async fn asking(service: &Service) -> Company {
    let company = service.company(&format!("Asking {}", number())).await;
    let path = format!("{}/reseller-request", company.path);
    company.holder.post(&path, json!({})).await.expect(202);
    company
}

/// How often a company was told of an answer.
async fn told(service: &Service, company: &Company) -> usize {
    let mails = service.mails(&company.holder.email).await;
    mails.iter().filter(|mail| text(&mail["subject"]).contains("reseller")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_waits_once_whatever_call_fails() {
    let (service, _) = start().await;
    let operator = service.operator().await;
    let prepare = async || service.company(&format!("Asking {}", number())).await;
    let ask = async |company: &Company| {
        company.holder.post(&format!("{}/reseller-request", company.path), json!({})).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, ask).await {
        assert_eq!(again.status, 202, "{way:?} {}", again.text);
        let waiting = operator.list("/v1/operator/requests").await;
        let its = waiting.iter().filter(|one| one["account"]["id"] == subject.id.as_str());
        assert_eq!(its.count(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_refused_and_told_once_whatever_call_fails() {
    let (service, _) = start().await;
    let operator = service.operator().await;
    let prepare = async || asking(&service).await;
    let refuse = async |company: &Company| {
        operator.delete(&format!("/v1/operator/requests/{}", company.id)).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, refuse).await {
        assert!([204, 404].contains(&again.status), "{way:?} {}", again.text);
        assert_eq!(told(&service, &subject).await, 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_granted_and_told_once_whatever_call_fails() {
    let (service, _) = start().await;
    let operator = service.operator().await;
    let prepare = async || asking(&service).await;
    let grant = async |company: &Company| {
        let plan = format!("/v1/operator/accounts/{}", company.id);
        operator.put(&plan, json!({ "reseller": true })).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, grant).await {
        assert_eq!(again.status, 200, "{way:?} {}", again.text);
        assert_eq!(again.body["reseller"], true, "{way:?}");
        assert_eq!(told(&service, &subject).await, 1, "{way:?}");
    }
}
