//! As much of KMS as its SDK needs to be given the root key. It answers within the process, so that
//! what an operation's calls wait for is not changed by it.

use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings,
            SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use data_encoding::BASE64;
use serde_json::{Value, json};

/// The sealing key's name at KMS, as the template gives it to functions.
pub const SEAL_KEY: &str =
    "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000";

/// The name of the key of what passes.
pub const PASSING_KEY: &str =
    "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111";

/// Answers any call with this secret as the MAC by the sealing key, and with another by any other.
#[derive(Debug, Clone)]
pub struct KeyService([u8; 32]);

impl KeyService {
    /// A service that gives this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }
}

impl HttpClient for KeyService {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for KeyService {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let asked: Value =
            serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default();
        let secret = match asked["KeyId"] == SEAL_KEY {
            true => self.0,
            false => self.0.map(|byte| !byte),
        };
        let mac = json!({
            "KeyId": asked["KeyId"], "Mac": BASE64.encode(&secret), "MacAlgorithm": "HMAC_SHA_256",
        });
        let (status, body) = (StatusCode::try_from(200), SdkBody::from(mac.to_string()));
        let answer = status.map(|status| HttpResponse::new(status, body));
        let answer = answer.map_err(|error| ConnectorError::other(error.into(), None));
        HttpConnectorFuture::ready(answer)
    }
}
