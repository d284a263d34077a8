//! How services on this machine are called. Nothing here checks who calls, but DynamoDB Local keeps a
//! database of its own for each access key.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::{client::interceptors::SharedInterceptor, shared::IntoShared};
use aws_smithy_types::timeout::TimeoutConfig;
use shared::{aws, https::Https};

/// A busy machine is no reason to give a call up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Credentials that nobody checks.
pub fn credentials(access_key: &str) -> Credentials {
    Credentials::new(access_key, "local", None, None, "local")
}

/// How functions call a service at this endpoint; the interceptors see each call.
pub fn calls(endpoint: &str, access_key: &str, interceptors: &[SharedInterceptor]) -> aws::Config {
    aws::Config {
        http: Https::default().into_shared(),
        interceptors: interceptors.to_vec(),
        endpoint: endpoint.to_owned(),
        region: "local".to_owned(),
        credentials: credentials(access_key),
        retries: shared::lambda::retries(),
        timeouts: TimeoutConfig::builder().operation_timeout(PATIENCE).build(),
        retried_with: None,
    }
}

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident of $sdk:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(endpoint: &str, access_key: &str) -> $sdk::Client {
            let config = $sdk::Config::builder()
                .behavior_version($sdk::config::BehaviorVersion::latest())
                .region($sdk::config::Region::from_static("local"))
                .credentials_provider(credentials(access_key))
                .http_client(Https::default())
                .retry_config(shared::lambda::retries())
                .timeout_config(TimeoutConfig::builder().operation_timeout(PATIENCE).build())
                .endpoint_url(endpoint)
                .build();
            $sdk::Client::from_conf(config)
        }
    )*};
}

clients! {
    /// DynamoDB at this endpoint.
    dynamodb of aws_sdk_dynamodb;
    /// DynamoDB's streams at this endpoint.
    streams of aws_sdk_dynamodbstreams;
}
