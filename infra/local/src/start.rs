//! What functions are started with: the clients that they have on AWS, pointed at this machine.

use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::{client::interceptors::SharedInterceptor, shared::IntoShared};
use shared::{
    app::{App, Parts, Settings},
    aws,
    clock::Clock,
    email::{Lane, Mailer, Queues, Ses},
    seal::{KeySource, Reach, Seal, kms::Kms},
    table::Table,
};

use crate::{
    dynamodb::{Conflicts, Lag, Rules},
    key_service::{KeyService, PASSING_KEY, SEAL_KEY},
    mailbox::sink::Sink,
    queue::endpoint::Endpoint,
    sdk,
    stack::StackConfig,
    template::has_seal_key,
};

const SENDER: &str = "Codriver <no-reply@codriver.test>";
const CONFIGURATION_SET: &str = "codriver";

/// What a function is started with.
pub struct Start {
    clock: Clock,
    table: Table,
    kms: Kms,
    settings: Settings,
}

impl Start {
    /// What functions over this table, called so, with this secret behind the sealing key, are started with.
    pub fn new(calls: aws::Config, table: &str, secret: [u8; 32], config: &StackConfig) -> Self {
        Self {
            table: Table::new(&as_on_aws(calls, config), table).remembering(config.remembers),
            clock: Clock::default(),
            kms: key_service(KeyService::new(secret), config),
            settings: settings(config),
        }
    }

    /// The application of the function of this name: it fetches the key that the template gives it.
    pub fn function(&self, name: &str) -> App {
        match has_seal_key(name) {
            true => self.whole(),
            false => self.app(PASSING_KEY, Reach::Passing),
        }
    }

    /// An application that may do what any function may.
    pub fn whole(&self) -> App {
        self.app(SEAL_KEY, Reach::Everything)
    }

    fn app(&self, key_id: &str, reach: Reach) -> App {
        let source = KeySource::Kms { kms: self.kms.clone(), key_id: key_id.to_owned() };
        App::new(Parts {
            table: self.table.clone(),
            clock: self.clock.clone(),
            seal: Seal::new(source, reach),
            settings: self.settings.clone(),
        })
    }
}

/// How operations call the table: it refuses what DynamoDB does, and indexes lag and writes meet as
/// the configuration says.
fn as_on_aws(mut calls: aws::Config, config: &StackConfig) -> aws::Config {
    calls.interceptors.push(SharedInterceptor::new(Rules));
    if !config.index_lag.is_zero() {
        calls.interceptors.push(SharedInterceptor::new(Lag));
    }
    if config.conflict_every > 0 {
        let conflicts = Conflicts::every(config.conflict_every);
        calls.interceptors.push(SharedInterceptor::new(conflicts));
    }
    if !config.interceptors.is_empty() {
        calls.retried_with = Some(own_retries("faulty"));
    }
    calls.interceptors.extend(config.interceptors.iter().chain(&config.recorders).cloned());
    calls
}

/// Retries of its own for what is refused on purpose: it must not use up those that all other calls of
/// the process share.
fn own_retries(name: &'static str) -> RetryPartition {
    let retries = TokenBucket::builder().capacity(1_000_000).build();
    RetryPartition::custom(name).token_bucket(retries).build()
}

fn settings(config: &StackConfig) -> Settings {
    Settings {
        app_url: config.app_url.clone(),
        api_url: config.app_url.clone(),
        edge: None,
        operator: config.operator.clone(),
        orders: config.orders,
        first_sign_ins_per_minute: config.first_sign_ins_per_minute,
        operator_mails_unlimited: true,
        stack: None,
        time_limit: config.time_limit,
    }
}

fn key_service(service: KeyService, config: &StackConfig) -> Kms {
    let calls = sdk::calls("http://kms.invalid", "local", &config.recorders);
    Kms::new(aws::Config { http: service.into_shared(), ..calls })
}

/// What sends mails into the mailbox.
pub fn mailer(sink: &Sink, config: &StackConfig) -> Mailer {
    let calls = sdk::calls(sink.endpoint(), "local", &config.recorders);
    let ses = Ses::new(aws::Config { retried_with: Some(own_retries("mails")), ..calls });
    Mailer::new(ses, SENDER.to_owned(), Some(CONFIGURATION_SET.to_owned()))
}

/// The queues as the functions see them.
pub fn queues_of(endpoint: &Endpoint, config: &StackConfig) -> Queues {
    let calls = sdk::calls(endpoint.url(), "local", &config.recorders);
    let [sign_ins, others] = Lane::ALL.map(|lane| endpoint.queue(lane));
    Queues::new(calls, sign_ins, others)
}
