//! A call ends before its function does, whatever keeps it waiting.

use std::{
    net::TcpListener,
    time::{Duration, Instant, SystemTime},
};

use axum::{body::Body, extract::Request};
use http::header;
use shared::{
    app::{App, Orders, Parts, Settings},
    clock::Clock,
    domain::{Email, PersonId},
    http::mount,
    seal::{KeySource, Reach, Root, Seal, token::SessionToken},
    table::Table,
};
use tests::{Answer, service::OPERATOR};
use tower::ServiceExt;

/// Asks a service whose table never answers.
async fn ask(time_limit: Duration, context: Option<lambda_runtime::Context>) -> Answer {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let app = App::new(Parts {
        table: Table::new(&local::sdk::calls(&endpoint, "silent", &[]), "silent"),
        clock: Clock::default(),
        seal: Seal::new(KeySource::Given(Root::new([7; 32])), Reach::Everything),
        settings: Settings {
            app_url: "http://127.0.0.1:3000".to_owned(),
            api_url: "http://127.0.0.1:3000".to_owned(),
            edge: None,
            operator: Email::parse(OPERATOR).unwrap(),
            orders: Orders::Automatic,
            first_sign_ins_per_minute: u32::MAX,
            operator_mails_unlimited: false,
            stack: None,
            time_limit,
        },
    });
    let token = SessionToken::new(PersonId::new(app.clock.precise())).expose();
    let request = Request::builder().uri("/v1/me");
    let mut request = request
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    if let Some(context) = context {
        request.extensions_mut().insert(context);
    }
    Answer::read(mount(functions::routes::all(), |_| app.clone()).oneshot(request).await.unwrap())
        .await
}

#[tokio::test]
async fn a_call_is_given_up_with_all_its_retries_before_its_time_is_up() {
    let began = Instant::now();
    let answer = ask(Duration::from_secs(2), None).await;
    assert!(began.elapsed() > Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert_eq!(answer.header("retry-after"), "1");
    answer.expect_problem(503, "unavailable");
}

#[tokio::test]
async fn lambda_tells_when_the_time_is_up() {
    let began = Instant::now();
    let ends = SystemTime::now() + Duration::from_secs(2);
    let mut context = lambda_runtime::Context::default();
    context.deadline =
        ends.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis().try_into().unwrap();
    let answer = ask(Duration::from_secs(60), Some(context)).await;
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    answer.expect_problem(503, "unavailable");
}
