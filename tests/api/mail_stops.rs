//! Whoever gets a mail that they did not ask for can stop such mails for good.

use http::Method;
use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Caller, Service, service::Company, standing::text};

const ANN: &str = "ann@example.com";

/// What a mail offers to mail programs: where they post to.
fn one_click(mail: &Value) -> String {
    assert_eq!(mail["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    let address = text(&mail["headers"]["List-Unsubscribe"]);
    let address = address.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let path = address.and_then(|address| address.strip_prefix("http://127.0.0.1:3000"));
    path.expect("a path of the API").to_owned()
}

async fn post_form(by: &Caller, path: &str, media: &str, form: &str) -> tests::Answer {
    let by = by.with_header("content-type", media);
    by.send_raw(Method::POST, path, form.to_owned()).await
}

async fn invitation(by: &Company, user: &Value) -> Value {
    let path = format!("{}/users/{}", by.path, text(&user["id"]));
    by.holder.get(&path).await.expect(200)["invitation"]["status"].clone()
}

#[tokio::test]
async fn one_click_stops_the_mails_of_an_account_and_of_no_other() {
    let service = Service::start().await;
    let [acme, other] = [service.company("Acme").await, service.company("Other").await];
    let user = service.invite(&acme, ANN).await;
    let mail = service.mails(ANN).await[0].clone();
    assert!(text(&mail["text"]).contains("because of Acme"), "{mail}");
    assert!(text(&mail["html"]).contains("because of Acme"), "{mail}");
    let (path, anyone) = (one_click(&mail), service.anonymous());
    let form = "application/x-www-form-urlencoded";
    post_form(&anyone, &path, form, "List-Unsubscribe=One-Click").await.expect(204);
    post_form(&anyone, &path, form, "List-Unsubscribe=One-Click").await.expect(204);

    let again = format!("{}/users/{}/invitation", acme.path, text(&user["id"]));
    acme.holder.post(&again, json!({})).await.expect(202);
    assert_eq!(service.mails(ANN).await.len(), 1);
    assert_eq!(invitation(&acme, &user).await, "stopped");
    let manager = json!({ "email": ANN, "scope": { "kind": "company" } });
    acme.holder.delete(&format!("{}/users/{}", acme.path, text(&user["id"]))).await.expect(204);
    let made = acme.holder.post(&format!("{}/managers", acme.path), manager).await.expect(201);
    assert_eq!(service.mails(ANN).await.len(), 1, "{made}");

    // It is the mailbox that is left in peace.
    service.invite(&acme, "ann+again@example.com").await;
    assert!(service.mails("ann+again@example.com").await.is_empty());

    service.invite(&other, ANN).await;
    assert_eq!(service.mails(ANN).await.len(), 2);
    // Who signs in is mailed whatever was stopped.
    service.sign_in(ANN).await;
}

#[tokio::test]
async fn whatever_an_account_mails_says_who_caused_it_and_can_be_stopped() {
    let service = Service::start().await;
    let [acme, fleet] = [service.company("Acme").await, service.company("Fleet").await];
    let reseller = service.reseller("Codes Ltd").await;
    let (batch, codes) = service.batch(&reseller, 3).await;
    let ann = service.driver_of(&acme, "Ann").await;

    service.invite(&acme, "user@example.com").await;
    service.invite_manager(&acme, "manager@example.com", Scope::Company).await;
    service.share(&acme, &fleet, &[&ann]).await;
    let sessions = format!("{}/sessions", acme.path);
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
        "starts_at": service.in_hours(10), "ends_at": service.in_hours(12),
    });
    acme.holder.post(&sessions, session).await.expect(201);
    let send = json!({ "recipients": [{ "email": "code@example.com" }] });
    let batch = format!("{}/code-batches/{batch}/send", reseller.path);
    reseller.holder.post(&batch, send).await.expect(200);
    let row = json!({ "redemptions": [{ "code": codes[2], "email": "course@example.com" }] });
    reseller.holder.post(&format!("{}/redemptions", reseller.path), row).await.expect(200);
    let route = service.route(&fleet, 20, 5).await;
    fleet.put_on(&route, &ann).await.expect(200);

    for (to, subject, cause) in [
        ("user@example.com", "invitation", "Acme"),
        ("manager@example.com", "", "Acme"),
        (fleet.holder.email.as_str(), "", "Acme"),
        (ann.email.as_str(), "Skid pan", "Acme"),
        ("code@example.com", "", "Codes Ltd"),
        ("course@example.com", "", "Codes Ltd"),
        (ann.email.as_str(), "route", "Fleet"),
    ] {
        let mails = service.mails(to).await;
        let says = format!("because of {cause}.");
        let mail = mails.iter().find(|mail| {
            text(&mail["text"]).contains(&says) && text(&mail["subject"]).contains(subject)
        });
        one_click(mail.unwrap_or_else(|| panic!("{to}: {mails:#?}")));
    }
}

#[tokio::test]
async fn a_page_stops_the_mails_of_all() {
    let service = Service::start().await;
    let [acme, other] = [service.company("Acme").await, service.company("Other").await];
    service.invite(&acme, ANN).await;
    let token = service.stop_token(ANN).await;
    let anyone = service.anonymous();
    anyone.post("/v1/mails/stop", json!({ "token": token, "all": true })).await.expect(204);
    let user = service.invite(&other, ANN).await;
    assert_eq!(service.mails(ANN).await.len(), 1);
    assert_eq!(invitation(&other, &user).await, "stopped");
    service.sign_in(ANN).await;
}

#[tokio::test]
async fn a_token_that_no_mail_has_stops_nothing() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    service.invite(&acme, ANN).await;
    let (token, anyone) = (service.stop_token(ANN).await, service.anonymous());
    let activation = service.mailed_token(ANN).await;
    for wrong in ["", "a", &token[1..], &format!("{token}A"), &activation] {
        let body = json!({ "token": wrong });
        anyone.post("/v1/mails/stop", body).await.expect_problem(404, "not_found");
    }
    // Nor is a stop token good for anything else.
    let body = json!({ "token": token });
    anyone.post("/v1/activations", body).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_form_that_is_not_that_of_mail_programs_is_refused() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    service.invite(&acme, ANN).await;
    let mail = service.mails(ANN).await[0].clone();
    let (path, anyone) = (one_click(&mail), service.anonymous());
    let form = "application/x-www-form-urlencoded";
    for other in ["a=b", "List-Unsubscribe=", "List-Unsubscribe"] {
        let answer = post_form(&anyone, &path, form, other).await;
        answer.expect_bad_field("List-Unsubscribe", "missing");
    }
    post_form(&anyone, "/v1/mails/stop", form, "List-Unsubscribe=One-Click")
        .await
        .expect_bad_field("token", "missing");
    let body = json!({ "token": service.stop_token(ANN).await });
    anyone.post(&path, body).await.expect_bad_field("token", "conflicting");
    let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    post_form(&anyone, &path, "multipart/form-data; boundary=x", parts).await.expect(204);
}
