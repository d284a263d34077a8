//! What every operation is given: the table, the clock, the secrets and the settings.

use std::{
    array,
    ops::Deref,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::sync::OnceCell;

use crate::{
    clock::Clock,
    domain::Email,
    http::Problem,
    seal::{Key, Purpose, Root, Sealed, codes::CodeSeal},
    table::Table,
};

/// The application: cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// The table.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
    /// Where the secret comes from that links, codes and cursors are made with.
    pub seal: Seal,
    /// What differs between deployments.
    pub settings: Settings,
}

/// What differs between deployments.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The console's address: what links in mails begin with, and the only origin whose pages
    /// may change something by cookie.
    pub app_url: String,
    /// Where the API is: what mail programs post to.
    pub api_url: String,
    /// The operator's address.
    pub operator: Email,
    /// Who fulfils orders.
    pub orders: Orders,
    /// How many sign-in mails go to addresses with which nobody has ever signed in, in a minute.
    pub first_sign_ins_per_minute: u32,
    /// Whether the operator gets more sign-in mails than others (on one's own machine).
    pub operator_mails_unlimited: bool,
    /// The deployed stack, in whose name log lines are metrics; none off AWS.
    pub stack: Option<String>,
    /// How long a call may take where Lambda does not tell.
    pub time_limit: Duration,
}

impl Settings {
    /// Whether browsers reach the app over an encrypted connection.
    pub fn is_encrypted(&self) -> bool {
        self.app_url.starts_with("https:")
    }

    /// Whether pages of this origin are the app's. Where the app itself is on this machine, those
    /// that another of its ports serves are too.
    pub fn is_own(&self, origin: &str) -> bool {
        origin == self.app_url || is_this_machine(&self.app_url) && is_this_machine(origin)
    }
}

fn is_this_machine(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("http://") else { return false };
    let (host, port) = host.split_once(':').unwrap_or((host, "80"));
    matches!(host, "localhost" | "127.0.0.1") && port.parse::<u16>().is_ok()
}

/// Who fulfils orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orders {
    /// They are fulfilled as they are made.
    Automatic,
    /// The operator, one by one.
    Operator,
}

/// The root of every secret that is made and not stored: fetched once, when first needed, as each
/// key is derived once.
pub struct Seal {
    source: KeySource,
    root: OnceCell<Root>,
    keys: [OnceLock<Key>; Purpose::COUNT],
}

/// Where the root key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// It is given (off AWS).
    Given(Root),
    /// An HMAC key in KMS, asked once per start. See
    /// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html>.
    Kms {
        /// The client.
        client: aws_sdk_kms::Client,
        /// The key.
        key_id: String,
    },
}

/// What KMS makes a MAC of: the MAC is the root key.
const ROOT_MESSAGE: &[u8] = b"codriver root key 1";

impl Seal {
    /// A seal from this source.
    pub fn new(source: KeySource) -> Self {
        Self { source, root: OnceCell::new(), keys: array::from_fn(|_| OnceLock::new()) }
    }

    /// The key for a purpose. Fails, retryably, when KMS does not answer.
    pub async fn key(&self, purpose: Purpose) -> Result<&Key, Problem> {
        let root = self.root.get_or_try_init(|| self.source.fetch()).await?;
        Ok(self.keys[purpose as usize].get_or_init(|| root.key(purpose)))
    }

    /// The text as which a value is carried.
    pub async fn seal<T: Sealed>(&self, value: &T) -> Result<String, Problem> {
        let plain =
            serde_json::to_vec(value).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(self.key(T::PURPOSE).await?.seal(T::CONTEXT, &plain))
    }

    /// Reads such a text; `None` if it was not made here.
    pub async fn open<T: Sealed>(&self, text: &str) -> Result<Option<T>, Problem> {
        let plain = self.key(T::PURPOSE).await?.open(T::CONTEXT, text);
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    /// What makes and reads a reseller's codes.
    pub async fn codes(&self) -> Result<CodeSeal, Problem> {
        Ok(CodeSeal::new(self.key(Purpose::Codes).await?.clone()))
    }
}

impl KeySource {
    async fn fetch(&self) -> Result<Root, Problem> {
        let (client, key_id) = match self {
            Self::Given(root) => return Ok(root.clone()),
            Self::Kms { client, key_id } => (client, key_id),
        };
        let answer = client
            .generate_mac()
            .key_id(key_id)
            .mac_algorithm(aws_sdk_kms::types::MacAlgorithmSpec::HmacSha256)
            .message(aws_sdk_kms::primitives::Blob::new(ROOT_MESSAGE))
            .send()
            .await
            .map_err(|error| Problem::unavailable(&crate::table::StoreError::of(&error).0))?;
        let mac = answer.mac.map(aws_sdk_kms::primitives::Blob::into_inner).unwrap_or_default();
        let root = <[u8; 32]>::try_from(mac).map_err(|_| Problem::unavailable("KMS: not a MAC"))?;
        Ok(Root::new(root))
    }
}

impl App {
    /// The application of these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
