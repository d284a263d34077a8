//! What a person is told of sign-ins on devices that they never used.

use serde_json::json;
use tests::{Caller, Service};

use super::ANN;

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0";
const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36";

async fn signs_in(service: &Service, on: &Caller) -> String {
    let proof = service.proof(ANN).await;
    let answer = on.post("/v1/sign-in/confirm", proof).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookies = answer.headers.get_all("set-cookie").iter();
    let device = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    device.filter(|cookie| cookie.starts_with("codriver-device=")).collect()
}

async fn told(service: &Service) -> Vec<String> {
    let mails = service.mails(ANN).await.into_iter();
    let texts = mails.filter(|mail| mail["subject"] == "A new sign-in to Codriver");
    texts.map(|mail| mail["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_person_is_told_of_a_sign_in_on_a_device_that_they_never_used() {
    let service = Service::start().await;
    let office = service.anonymous().at([203, 0, 113, 5]).with_header("user-agent", FIREFOX);
    let phone = service.anonymous().at([198, 51, 100, 5]).with_header("user-agent", PHONE);
    signs_in(&service, &office).await;
    assert!(told(&service).await.is_empty(), "the first sign-in of all is news to nobody");
    signs_in(&service, &office).await;
    assert!(told(&service).await.is_empty());
    let device = signs_in(&service, &phone).await;
    let told_now = told(&service).await;
    assert_eq!(told_now.len(), 1);
    assert!(told_now[0].contains("Chrome on Android") && told_now[0].contains("UTC"));
    assert!(told_now[0].contains("http://127.0.0.1:3000/sign-ins"));
    // The phone is known by its cookie wherever it goes, whatever it calls itself.
    let roaming = phone.at([192, 0, 2, 77]).with_header("cookie", &device);
    service.advance(3_600);
    signs_in(&service, &roaming.with_header("user-agent", "other")).await;
    assert_eq!(told(&service).await.len(), 1);
    // Elsewhere without it, it is not.
    service.advance(3_600);
    signs_in(&service, &phone.at([192, 0, 3, 77])).await;
    assert_eq!(told(&service).await.len(), 2);
    let me = office.post("/v1/sign-in", json!({ "email": ANN })).await;
    me.expect(202);
}
