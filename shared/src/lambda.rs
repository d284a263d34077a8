//! How a function runs on Lambda: configured by its environment, connected before its first call.

use std::{convert::Infallible, env, time::Duration};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
use axum::{Router, body::to_bytes, http::StatusCode, response::Response};
use lambda_http::{Body, BoxFuture, IntoResponse, Request, Service, service_fn};
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{
    app::{App, Orders, Parts, Settings},
    aws,
    clock::Clock,
    domain::Email,
    email::{Mailer, Pace, Queues, Ses},
    http::{Route, mount, mount_unrouted, peer::Edge},
    https::Https,
    seal::{KeySource, Purpose, Reach, Root, Seal, kms::Kms},
    table::{Table, keys},
};

/// What stops a function from starting or running.
pub type Error = lambda_runtime::Error;

/// Serves one operation until Lambda ends the process.
pub fn serve(route: Route) -> Result<(), Error> {
    block_on(async {
        let app = app(&Environment::read()?)?;
        if route.needs_table() {
            connect(&app, route.takes_keys()).await;
        }
        run(mount([route], |_| app.clone())).await
    })
}

/// Answers, until Lambda ends the process, the requests that no operation is for.
pub fn serve_unrouted(places: &'static [(&'static str, &'static str)]) -> Result<(), Error> {
    block_on(async {
        let app = app(&Environment::read()?)?;
        run(mount_unrouted(places, app)).await
    })
}

async fn run(router: Router) -> Result<(), Error> {
    let answer = |request: Request| {
        let answer = router.clone().call(request);
        async { Ok::<_, Infallible>(Answer(answer.await?)) }
    };
    lambda_http::run(service_fn(answer)).await
}

/// An answer as API Gateway takes it: UTF-8 as it is, anything else in base64. All our text is UTF-8, so
/// the tables of other charsets are not linked, by which `lambda_http` converts what may be of any.
struct Answer(Response);

impl IntoResponse for Answer {
    fn into_response(self) -> BoxFuture<'static, lambda_http::Response<Body>> {
        Box::pin(async {
            let (mut parts, body) = self.0.into_parts();
            let body = match to_bytes(body, usize::MAX).await {
                Ok(bytes) => passed_on(bytes.into()),
                Err(error) => {
                    tracing::error!(%error, "an answer cannot be read");
                    parts.status = StatusCode::INTERNAL_SERVER_ERROR;
                    Body::Empty
                }
            };
            lambda_http::Response::from_parts(parts, body)
        })
    }
}

fn passed_on(bytes: Vec<u8>) -> Body {
    match String::from_utf8(bytes) {
        Ok(text) if text.is_empty() => Body::Empty,
        Ok(text) => Body::Text(text),
        Err(binary) => Body::Binary(binary.into_bytes()),
    }
}

/// Runs a function on one thread, which is all that a small function has.
pub fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    // Of others' crates only warnings: what the SDK sends, and might show, is people's.
    let ours = env::var("AWS_LAMBDA_LOG_LEVEL").is_ok_and(|level| level == "DEBUG");
    let ours = if ours { LevelFilter::DEBUG } else { LevelFilter::WARN };
    let levels = Targets::new().with_default(LevelFilter::WARN);
    let levels = levels.with_targets([("shared", ours), ("functions", ours)]);
    tracing_subscriber::registry().with(fmt::layer().json()).with(levels).init();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// A function's environment.
pub struct Environment {
    region: String,
    credentials: Credentials,
    http: Https,
}

/// A variable that must be there.
fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| format!("the variable {name} is not set").into())
}

impl Environment {
    /// Reads region and credentials: Lambda puts both there, so no chain of providers is needed.
    pub fn read() -> Result<Self, Error> {
        let credentials = Credentials::new(
            variable("AWS_ACCESS_KEY_ID")?,
            variable("AWS_SECRET_ACCESS_KEY")?,
            env::var("AWS_SESSION_TOKEN").ok(),
            None,
            "environment",
        );
        Ok(Self { region: variable("AWS_REGION")?, credentials, http: Https::default() })
    }
}

/// How often and how long a call is tried: bounded, so that the caller is told in time.
pub fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(4)
        .with_initial_backoff(std::time::Duration::from_millis(50))
        .with_max_backoff(std::time::Duration::from_secs(1))
}

/// How long one attempt may take, and all of a call together: while a function starts, nothing else
/// bounds it.
pub fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(6))
        .build()
}

/// The application, as the environment describes it.
pub fn app(environment: &Environment) -> Result<App, Error> {
    let dynamodb = calls(environment, "AWS_ENDPOINT_URL_DYNAMODB", "dynamodb");
    let app_url = variable("CODRIVER_APP_URL")?.trim_end_matches('/').to_owned();
    let settings = Settings {
        api_url: env::var("CODRIVER_API_URL").unwrap_or_else(|_| app_url.clone()),
        app_url,
        edge: env::var("CODRIVER_EDGE_SECRET").ok().and_then(|secret| Edge::new(&secret)),
        operator: Email::parse(&variable("CODRIVER_OPERATOR")?)?,
        orders: match variable("CODRIVER_ORDERS")?.as_str() {
            "automatic" => Orders::Automatic,
            "operator" => Orders::Operator,
            other => {
                return Err(format!("CODRIVER_ORDERS is {other}, not automatic or operator").into());
            }
        },
        first_sign_ins_per_minute: variable("CODRIVER_FIRST_SIGN_INS_PER_MINUTE")?.parse()?,
        operator_mails_unlimited: false,
        stack: Some(variable("CODRIVER_STACK")?),
        time_limit: Duration::from_secs(10),
    };
    Ok(App::new(Parts {
        table: Table::new(&dynamodb, variable("CODRIVER_TABLE")?),
        clock: Clock::default(),
        seal: seal(environment)?,
        settings,
    }))
}

/// How a service is called: at the address that a variable names, or at AWS's usual one. While a release replaces
/// another, this code may run for a moment with the environment of one that named none.
fn calls(environment: &Environment, endpoint: &str, name: &str) -> aws::Config {
    let region = environment.region.clone();
    let usual = || format!("https://{name}.{region}.amazonaws.com");
    aws::Config {
        http: environment.http.clone().into_shared(),
        interceptors: vec![],
        endpoint: env::var(endpoint).unwrap_or_else(|_| usual()),
        credentials: environment.credentials.clone(),
        retries: retries(),
        timeouts: timeouts(),
        retried_with: None,
        region,
    }
}

/// The seal that the template gives this function.
fn seal(environment: &Environment) -> Result<Seal, Error> {
    if let Ok(file) = env::var("CODRIVER_SEAL_KEY_FILE") {
        let root = Root::new(read_secret(&std::fs::read_to_string(file)?)?);
        return Ok(Seal::new(KeySource::Given(root), Reach::Everything));
    }
    let config = calls(environment, "AWS_ENDPOINT_URL_KMS", "kms");
    let kms = Kms::new(config);
    let (key_id, reach) = match env::var("CODRIVER_SEAL_KEY") {
        Ok(key) => (key, Reach::Everything),
        Err(_) => (variable("CODRIVER_PASSING_KEY")?, Reach::Passing),
    };
    Ok(Seal::new(KeySource::Kms { kms, key_id }, reach))
}

/// Reads the secret of a root key, written as 64 hexadecimal digits.
pub fn read_secret(text: &str) -> Result<[u8; 32], Error> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes())?;
    Ok(<[u8; 32]>::try_from(bytes).map_err(|_| "the root key is not 32 bytes")?)
}

/// The queues of the mails that are owed.
pub fn queues(environment: &Environment) -> Result<Queues, Error> {
    let sqs = calls(environment, "AWS_ENDPOINT_URL_SQS", "sqs");
    let (sign_ins, others) =
        (variable("CODRIVER_SIGN_IN_MAILS")?, variable("CODRIVER_OTHER_MAILS")?);
    Ok(Queues::new(sqs, sign_ins, others))
}

/// What sends mail, and how fast this process may.
pub fn mailer(environment: &Environment) -> Result<(Mailer, Pace), Error> {
    let config = calls(environment, "AWS_ENDPOINT_URL_SESV2", "email");
    let ses = Ses::new(config);
    let set = env::var("CODRIVER_CONFIGURATION_SET").ok();
    let pace = variable("CODRIVER_MAILS_PER_SECOND")?.parse()?;
    Ok((Mailer::new(ses, variable("CODRIVER_SENDER")?, set), Pace::of_a_sender(pace)))
}

/// Opens the connection to the table, and fetches the root key for a function that keeps answers, or
/// makes or reads codes and links, while the processor is not throttled, so that the first caller
/// does not wait for them. A failure here is met again, and told, by the first call.
pub async fn connect(app: &App, keeps_answers: bool) {
    let seals = keeps_answers || app.seal.reach() == Reach::Everything;
    let key = async {
        match seals {
            true => app.seal.key(Purpose::IdempotencyAnswer).await.map(drop),
            false => Ok(()),
        }
    };
    let (table, key) = futures::join!(app.table.get_many([keys::nothing()]), key);
    if let Err(error) = table {
        tracing::info!(%error, "not connected yet");
    }
    if let Err(problem) = key {
        tracing::info!(cause = problem.cause, "no root key yet");
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    async fn body(answer: impl axum::response::IntoResponse) -> Body {
        Answer(answer.into_response()).into_response().await.into_body()
    }

    #[tokio::test]
    async fn text_goes_out_as_it_is_and_anything_else_as_bytes() {
        assert!(
            matches!(body("{\"name\":\"Žofie\"}").await, Body::Text(text) if text == "{\"name\":\"Žofie\"}")
        );
        assert!(matches!(body(StatusCode::NO_CONTENT).await, Body::Empty));
        let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec();
        assert!(matches!(body(pdf.clone()).await, Body::Binary(bytes) if bytes == pdf));
    }
}
