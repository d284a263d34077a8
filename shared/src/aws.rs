//! How AWS is called. Of its services functions use little: four operations of DynamoDB, and of KMS, SES and SQS one
//! each. The SDK has means for single requests, which sign, bound and retry such a one like any other. The whole client
//! of a service does no more for it, and finds anew for each call where the service is: each start reads a list of AWS's
//! Regions for that, and a call takes a third longer. So of the clients of DynamoDB and SQS functions use what writes
//! calls and reads answers. Of KMS's and SES's nothing: SES's is compiled for a minute, for a hundred operations that
//! nobody calls, and both write no more than a few fields.

use std::fmt::Debug;

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_runtime::{
    auth::{SigV4OperationSigningConfig, sigv4},
    retries::classifiers::AwsErrorCodeClassifier,
};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime::client::{
    orchestrator::operation::{Operation, OperationBuilder},
    retries::{
        RetryPartition,
        classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier},
    },
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        auth::{AuthSchemeOptionResolverParams, static_resolver::StaticAuthSchemeOptionResolver},
        http::SharedHttpClient,
        interceptors::{
            SharedInterceptor,
            context::{self, Input, Output},
        },
        orchestrator::{HttpRequest, HttpResponse, OrchestratorError},
        result::SdkError,
        runtime_components::RuntimeComponentsBuilder,
        runtime_plugin::{RuntimePlugin, StaticRuntimePlugin},
        ser_de::{
            DeserializeResponse, SerializeRequest, SharedRequestSerializer,
            SharedResponseDeserializer,
        },
        stalled_stream_protection::StalledStreamProtectionConfig,
    },
};
use aws_smithy_types::{
    config_bag::{ConfigBag, FrozenLayer, Layer},
    error::metadata::{ErrorMetadata, ProvideErrorMetadata},
    retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_types::{
    SigningName,
    region::{Region, SigningRegion},
};
use serde_json::Value;

/// A call of a service, which takes this and answers that, or fails so.
pub type Call<Asked, Answer, Error = ErrorMetadata> = Operation<Asked, Answer, Error>;

/// A call as it is sent, without what signs it.
pub type Written = Result<HttpRequest, BoxError>;

/// What an answer holds.
pub type Read<Answer> = Result<Answer, OrchestratorError<ErrorMetadata>>;

/// Why there is no answer: what the service said, or that it said nothing.
pub type Failed = SdkError<ErrorMetadata, HttpResponse>;

/// What is called.
#[derive(Debug, Clone, Copy)]
pub struct Called {
    /// The service.
    pub service: &'static str,
    /// As whose calls they are signed.
    pub signed_as: &'static str,
    /// The operation.
    pub operation: &'static str,
}

/// How a service is called.
#[derive(Debug, Clone)]
pub struct Config {
    /// What carries the calls.
    pub http: SharedHttpClient,
    /// What sees each of them.
    pub interceptors: Vec<SharedInterceptor>,
    /// The service's address.
    pub endpoint: String,
    /// The Region there.
    pub region: String,
    /// Whose calls they are.
    pub credentials: Credentials,
    /// How often a call is tried.
    pub retries: RetryConfig,
    /// How long it may take.
    pub timeouts: TimeoutConfig,
    /// Which calls have a common allowance of retries; those of the same service, where it is not told.
    pub retried_with: Option<RetryPartition>,
}

/// A call: what is called and how, how it is written, and how its answer is read.
pub fn call<Asked, Answer>(
    called: Called,
    config: Config,
    write: fn(Asked) -> Written,
    read: fn(&HttpResponse) -> Read<Answer>,
) -> Call<Asked, Answer>
where
    Asked: Debug + Send + Sync + 'static,
    Answer: Debug + Send + Sync + 'static,
{
    prepared::<ErrorMetadata>(called, config).serializer(write).deserializer(read).build()
}

/// A call of an operation of a service's client, which writes it and reads its answer.
pub fn call_of_client<Asked, Answer, Error>(
    called: Called,
    config: Config,
    operation: &impl RuntimePlugin,
) -> Call<Asked, Answer, Error>
where
    Asked: Debug + Send + Sync + 'static,
    Answer: Debug + Send + Sync + 'static,
    Error: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let wire = Wire(operation.config().unwrap_or_else(|| Layer::new(called.operation).freeze()));
    let write = wire.clone();
    prepared::<Error>(called, config)
        .serializer(move |asked: Asked| write.write(Input::erase(asked)))
        .deserializer_impl(wire)
        .build()
}

/// What a client has for an operation.
#[derive(Debug, Clone)]
struct Wire(FrozenLayer);

/// A client that does not have how its operation is written and read.
#[derive(Debug, thiserror::Error)]
#[error("the client does not say how its operation is written or read")]
struct Unsaid;

impl Wire {
    fn write(&self, asked: Input) -> Written {
        let write = self.0.load::<SharedRequestSerializer>().ok_or(Unsaid)?;
        write.serialize_input(asked, &mut ConfigBag::base())
    }
}

impl DeserializeResponse for Wire {
    fn deserialize_nonstreaming_with_config(
        &self,
        answer: &HttpResponse,
        bag: &ConfigBag,
    ) -> Result<Output, OrchestratorError<context::Error>> {
        let read = self.0.load::<SharedResponseDeserializer>();
        let read = read.ok_or_else(|| OrchestratorError::other(Unsaid))?;
        read.deserialize_nonstreaming_with_config(answer, bag)
    }
}

/// All of a call but how it is written and read.
fn prepared<Error>(called: Called, mut config: Config) -> OperationBuilder
where
    Error: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let interceptors = std::mem::take(&mut config.interceptors);
    let operation = Operation::builder()
        .service_name(called.service)
        .operation_name(called.operation)
        .endpoint_url(&config.endpoint)
        .http_client(config.http.clone())
        .standard_retry(&config.retries)
        .retry_classifier(TransientErrorClassifier::<Error>::new())
        .retry_classifier(AwsErrorCodeClassifier::<Error>::new())
        .retry_classifier(HttpStatusCodeClassifier::default())
        .sleep_impl(TokioSleep::new())
        .timeout_config(config.timeouts.clone())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .with_connection_poisoning()
        .runtime_plugin(signed(called, config));
    interceptors.into_iter().fold(operation, |seen, one| seen.interceptor(one))
}

/// What signs a call.
fn signed(called: Called, config: Config) -> StaticRuntimePlugin {
    let mut layer = Layer::new(called.service);
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    layer.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(Region::new(config.region))),
        name: Some(SigningName::from_static(called.signed_as)),
        ..SigV4OperationSigningConfig::default()
    });
    if let Some(partition) = config.retried_with {
        layer.store_put(partition);
    }
    let schemes = StaticAuthSchemeOptionResolver::new(vec![sigv4::SCHEME_ID]);
    let credentials = SharedCredentialsProvider::new(config.credentials);
    let components = RuntimeComponentsBuilder::new(called.service)
        .with_auth_scheme(sigv4::SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(schemes))
        .with_identity_resolver(sigv4::SCHEME_ID, credentials);
    StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components)
}

/// What an answer holds: its body, or why the call was refused.
///
/// # Errors
///
/// Where the call was refused.
pub fn body(answer: &HttpResponse) -> Read<&[u8]> {
    let body = answer.body().bytes().unwrap_or_default();
    match answer.status().is_success() {
        true => Ok(body),
        false => Err(OrchestratorError::operation(refusal(answer, body))),
    }
}

/// What a service says of a call that it refuses. Its error is named in a header, or in the body, and the name may follow
/// its namespace or precede an address. See
/// <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization>.
fn refusal(answer: &HttpResponse, body: &[u8]) -> ErrorMetadata {
    let refused: Value = serde_json::from_slice(body).unwrap_or_default();
    let said = |names: [&str; 2]| names.iter().find_map(|name| refused[*name].as_str());
    let named = answer.headers().get("x-amzn-errortype").or_else(|| said(["code", "__type"]));
    let named = named.and_then(|named| named.split(':').next()?.rsplit('#').next());
    let error = ErrorMetadata::builder().code(named.unwrap_or_default());
    error.message(said(["message", "Message"]).unwrap_or_default()).build()
}
