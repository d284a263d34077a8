//! The bearer token that a sign-in gives.

use tests::Service;

use super::{ANN, ask_for_code, bearer, me};

const DAYS_30: i64 = 30 * 24 * 3_600;

#[tokio::test]
async fn a_sign_in_ends_after_30_days() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(ANN).await;
    service.advance(DAYS_30 - 60);
    me(&ann).await.expect(200);
    service.advance(60);
    me(&ann).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_ends_this_token_at_once_and_no_other() {
    let service = Service::start().await;
    let here = service.sign_in_by_mail(ANN).await;
    let there = service.sign_in_by_mail(ANN).await;
    let answer = here.send(http::Method::POST, "/v1/sign-out", None).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    me(&here).await.expect_problem(401, "unauthenticated");
    here.send(http::Method::POST, "/v1/sign-out", None)
        .await
        .expect_problem(401, "unauthenticated");
    me(&there).await.expect(200);
}

#[tokio::test]
async fn whatever_is_no_live_token_is_unauthenticated() {
    let service = Service::start().await;
    let token = bearer(&service, ANN).await;
    let last = if token.ends_with('A') { "B" } else { "A" };
    let changed = format!("{}{last}", &token[..token.len() - 1]);
    // Of another service, so well-formed, and known to nobody here.
    let foreign = bearer(&Service::start().await, ANN).await;
    let link = {
        ask_for_code(&service, ANN).await;
        service.mailed_token(ANN).await
    };
    let (cut, of_key) = (&token[..token.len() - 1], token.replacen("cds_", "cdk_", 1));
    let anonymous = service.anonymous();
    for shown in [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        "Bearer x".into(),
        "Bearer cds_".into(),
        "Bearer cdk_AAAA".into(),
        format!("Bearer {cut}"),
        format!("Bearer {changed}"),
        format!("Bearer {foreign}"),
        format!("Bearer {link}"),
        format!("Bearer {of_key}"),
        format!("Bearer {token} {token}"),
        format!("Basic {token}"),
        token.clone(),
        "Bearer é".into(),
        format!("Bearer {}", "A".repeat(8_000)),
    ] {
        let answer = me(&anonymous.with_header("authorization", &shown)).await;
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{shown}");
        answer.expect_problem(401, "unauthenticated");
    }
    let nothing = me(&anonymous).await;
    assert_eq!(nothing.header("www-authenticate"), "Bearer");
    nothing.expect_problem(401, "unauthenticated");
    me(&anonymous.with_header("authorization", &format!("bearer {token}"))).await.expect(200);
}
