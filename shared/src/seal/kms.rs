//! KMS, which is asked for one thing: a MAC, once a start.

use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_types::body::SdkBody;
use data_encoding::BASE64;
use http::{HeaderName, Request, header::CONTENT_TYPE};
use serde::Deserialize;
use serde_json::json;

use super::Root;
use crate::aws::{self, Called};

/// What KMS makes a MAC of: the MAC is the root key.
const ROOT_MESSAGE: &[u8] = b"codriver root key 1";

const GENERATE_MAC: Called = Called { service: "KMS", signed_as: "kms", operation: "GenerateMac" };

/// KMS, as it is called.
#[derive(Clone, Debug)]
pub struct Kms(aws::Call<GenerateMac, Root>);

/// A call of KMS: which key is to make the MAC. See
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html>.
#[derive(Debug, Clone)]
pub struct GenerateMac {
    /// The key, an HMAC key of 256 bits: its ARN or identifier.
    pub key_id: String,
}

impl Kms {
    /// KMS, called in this way.
    pub fn new(config: aws::Config) -> Self {
        Self(aws::call(GENERATE_MAC, config, request, root))
    }

    /// The root key, which is a MAC that this key of KMS makes.
    pub async fn root(&self, key_id: &str) -> Result<Root, aws::Failed> {
        self.0.invoke(GenerateMac { key_id: key_id.to_owned() }).await
    }
}

fn request(asked: GenerateMac) -> aws::Written {
    let body = json!({
        "KeyId": asked.key_id,
        "MacAlgorithm": "HMAC_SHA_256",
        "Message": BASE64.encode(ROOT_MESSAGE),
    });
    let request = Request::post("/")
        .header(CONTENT_TYPE, "application/x-amz-json-1.1")
        .header(HeaderName::from_static("x-amz-target"), "TrentService.GenerateMac")
        .body(SdkBody::from(body.to_string()))?;
    Ok(request.try_into()?)
}

/// The root key in an answer.
fn root(answer: &HttpResponse) -> aws::Read<Root> {
    read(aws::body(answer)?).ok_or_else(|| OrchestratorError::response(NotAMac.into()))
}

fn read(body: &[u8]) -> Option<Root> {
    let made: Made = serde_json::from_slice(body).ok()?;
    let mac = BASE64.decode(made.mac.as_bytes()).ok()?;
    <[u8; 32]>::try_from(mac).ok().map(Root::new)
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "Mac")]
    mac: String,
}

/// An answer that should be a MAC and is none.
#[derive(Debug, thiserror::Error)]
#[error("KMS: not a MAC")]
struct NotAMac;

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex},
        time::Duration,
    };

    use aws_credential_types::Credentials;
    use aws_smithy_runtime_api::client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings,
            SharedHttpConnector,
        },
        orchestrator::HttpRequest,
        runtime_components::RuntimeComponents,
    };
    use aws_smithy_runtime_api::shared::IntoShared;
    use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
    use serde_json::Value;

    use super::*;

    /// Answers in the order given, and keeps what it was asked.
    #[derive(Debug, Clone)]
    struct Answers {
        left: Arc<Mutex<Vec<(u16, &'static str)>>>,
        asked: Arc<Mutex<Vec<HttpRequest>>>,
    }

    impl Answers {
        fn of(mut answers: Vec<(u16, &'static str)>) -> Self {
            answers.reverse();
            Self { left: Arc::new(Mutex::new(answers)), asked: Arc::default() }
        }

        async fn root(&self) -> Result<Root, String> {
            let config = aws::Config {
                http: self.clone().into_shared(),
                interceptors: vec![],
                endpoint: "https://kms.eu-central-1.amazonaws.com".to_owned(),
                region: "eu-central-1".to_owned(),
                credentials: Credentials::new("AKID", "secret", Some("token".into()), None, "test"),
                retries: RetryConfig::standard()
                    .with_max_attempts(4)
                    .with_initial_backoff(Duration::from_millis(1)),
                timeouts: TimeoutConfig::builder()
                    .operation_timeout(Duration::from_secs(10))
                    .build(),
                retried_with: None,
            };
            let root = Kms::new(config).root("a-key").await;
            root.map_err(|error| crate::table::StoreError::of(&error).0)
        }

        fn calls(&self) -> usize {
            self.asked.lock().unwrap().len()
        }
    }

    impl HttpClient for Answers {
        fn http_connector(
            &self,
            _: &HttpConnectorSettings,
            _: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(self.clone())
        }
    }

    impl HttpConnector for Answers {
        fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
            self.asked.lock().unwrap().push(request);
            let (status, body) = self.left.lock().unwrap().pop().unwrap();
            let answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
            HttpConnectorFuture::ready(Ok(answer))
        }
    }

    const MADE: (u16, &str) = (
        200,
        r#"{"KeyId":"a-key","Mac":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=","MacAlgorithm":"HMAC_SHA_256"}"#,
    );
    const THROTTLED: (u16, &str) =
        (400, r#"{"__type":"com.amazonaws.kms#ThrottlingException","message":"Rate exceeded"}"#);

    #[tokio::test]
    async fn the_root_key_is_the_mac_of_a_signed_call() {
        let answers = Answers::of(vec![MADE]);
        let made = answers.root().await.unwrap().key(crate::seal::Purpose::Codes).mac(&[b"x"]);
        let expected = Root::new([7; 32]).key(crate::seal::Purpose::Codes).mac(&[b"x"]);
        assert_eq!(made, expected);
        let asked = answers.asked.lock().unwrap();
        let [asked] = &asked[..] else { panic!("{asked:?}") };
        assert_eq!(asked.uri(), "https://kms.eu-central-1.amazonaws.com/");
        let header = |name| asked.headers().get(name).unwrap_or_default();
        assert_eq!(header("x-amz-target"), "TrentService.GenerateMac");
        assert_eq!(header("content-type"), "application/x-amz-json-1.1");
        assert_eq!(header("x-amz-security-token"), "token");
        let signed = header("authorization");
        assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=AKID/"), "{signed}");
        assert!(signed.contains("/eu-central-1/kms/aws4_request"), "{signed}");
        let body: Value = serde_json::from_slice(asked.body().bytes().unwrap()).unwrap();
        // The message is part of every secret that was handed out.
        let message = "Y29kcml2ZXIgcm9vdCBrZXkgMQ==";
        let wanted =
            json!({ "KeyId": "a-key", "MacAlgorithm": "HMAC_SHA_256", "Message": message });
        assert_eq!(body, wanted);
    }

    #[tokio::test]
    async fn what_passes_is_tried_again() {
        let passing = [THROTTLED, (500, r#"{"__type":"KMSInternalException"}"#), (503, "")];
        for first in passing {
            let answers = Answers::of(vec![first, MADE]);
            assert!(answers.root().await.is_ok(), "{first:?}");
            assert_eq!(answers.calls(), 2, "{first:?}");
        }
        let answers = Answers::of(vec![THROTTLED; 4]);
        let refused = answers.root().await.unwrap_err();
        assert!(refused.contains("ThrottlingException"), "{refused}");
        assert_eq!(answers.calls(), 4);
    }

    #[tokio::test]
    async fn what_is_refused_for_good_is_told_at_once() {
        let disabled = r#"{"__type":"DisabledException","message":"a-key is disabled."}"#;
        let answers = Answers::of(vec![(400, disabled)]);
        let refused = answers.root().await.unwrap_err();
        assert!(refused.contains("DisabledException"), "{refused}");
        assert!(refused.contains("a-key is disabled."), "{refused}");
        assert_eq!(answers.calls(), 1);
    }

    #[tokio::test]
    async fn an_answer_that_is_no_mac_is_no_key() {
        for body in ["", "{}", r#"{"Mac":"BwcH"}"#, r#"{"Mac":"?"}"#] {
            let answers = Answers::of(vec![(200, body); 4]);
            let refused = answers.root().await.unwrap_err();
            assert!(refused.contains("not a MAC"), "{body}: {refused}");
        }
    }
}
