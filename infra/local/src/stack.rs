//! The whole service in one process, as `cargo run` and the tests use it.

use std::{sync::Arc, time::Duration};

use aws_sdk_dynamodb::{
    Client,
    config::retry::{RetryPartition, TokenBucket},
    error::BoxError,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use shared::{
    app::{App, KeySource, Orders, Parts, Seal, Settings},
    clock::Clock,
    domain::Email,
    email::{Mailer, Pace},
    http::mount,
    table::Table,
};

use crate::{
    dynamodb::{Conflicts, Lag, Rules, follow},
    mailbox::{Mailbox, sink::Sink},
    root_key, sdk,
    store::{Data, Store},
    stream::{Patience, Poller},
    template::create_table,
    tools::{self, Tools},
    worker::Worker,
};

/// Where the table is.
#[derive(Debug, Clone)]
pub enum TableAt {
    /// In the embedded store.
    Embedded(Data),
    /// In something else that answers as DynamoDB: DynamoDB Local.
    Endpoint {
        /// Its address.
        url: String,
        /// The table's name there, letters and digits: it is also the access key, so that each
        /// table has a database of its own.
        table: String,
    },
}

/// How a stack is started.
#[derive(Debug, Clone)]
pub struct StackConfig {
    /// Where the table is.
    pub table: TableAt,
    /// What links in mails begin with, and the only origin that may use the cookie.
    pub app_url: String,
    /// The operator's address.
    pub operator: Email,
    /// Who fulfils orders.
    pub orders: Orders,
    /// Whether a changing request is answered only when all that follows from it is done (mails,
    /// counts), so that what is read next is there. Measurements switch it off.
    pub settle: bool,
    /// How patiently the stream is read.
    pub patience: Patience,
    /// How far the indexes are behind the table at least. Nothing: they are not.
    pub index_lag: Duration,
    /// Of so many transactions that operations make, one meets another; 0: none does.
    pub conflict_every: u64,
    /// Sees, and may spoil, every call that operations make to the table.
    pub interceptor: Option<SharedInterceptor>,
}

impl StackConfig {
    /// A stack over this table for this operator, with orders fulfilled as they are made.
    pub fn new(table: TableAt, operator: Email) -> Self {
        Self {
            table,
            app_url: "http://127.0.0.1:3000".to_owned(),
            operator,
            orders: Orders::Automatic,
            settle: true,
            patience: Patience::default(),
            index_lag: Duration::ZERO,
            conflict_every: 0,
            interceptor: None,
        }
    }
}

/// A running stack.
pub struct Stack {
    app: App,
    router: Router,
    mailbox: Mailbox,
    poller: Arc<Poller>,
    index: Option<Poller>,
    store: Option<Store>,
    _sink: Sink,
}

/// The name of the table in the embedded store.
const TABLE: &str = "codriver";
const SENDER: &str = "Codriver <no-reply@codriver.test>";
const CONFIGURATION_SET: &str = "codriver";
/// The mailbox takes mails as fast as they come.
const MAILS_PER_SECOND: u32 = 1_000_000;
/// How long an answer waits at most for what follows from its change.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

impl Stack {
    /// Starts it: the table made if it is not there, everything listening on loopback ports.
    pub async fn start(config: StackConfig) -> Result<Self, BoxError> {
        let data = match &config.table {
            TableAt::Embedded(data) => data.clone(),
            TableAt::Endpoint { .. } => Data::Memory,
        };
        root_key::prepare(&data)?;
        let (store, endpoint, table) = match &config.table {
            TableAt::Embedded(data) => {
                let store = Store::open(data)?;
                let endpoint = store.endpoint().to_owned();
                (Some(store), endpoint, TABLE.to_owned())
            }
            TableAt::Endpoint { url, table } => (None, url.clone(), table.clone()),
        };
        let client = sdk::dynamodb(&endpoint, &table);
        create_table(&client, &table).await?;
        let streams = sdk::streams(&endpoint, &table);
        let index = match config.index_lag {
            Duration::ZERO => None,
            lag => Some(follow(client.clone(), streams.clone(), &table, lag).await?),
        };

        let app = App::new(Parts {
            table: Table::new(as_on_aws(client, &config), &table),
            clock: Clock::default(),
            seal: Seal::new(KeySource::Given(root_key::read(&data)?)),
            settings: settings(&config),
        });
        let mailbox = Mailbox::new(app.clock.clone());
        let sink = Sink::open(mailbox.clone()).await?;
        let (mailer, pace) = mailer(&sink);
        let worker = Worker::new(app.clone(), mailer, pace);
        let poller = Poller::start(streams, table, worker.clone(), config.patience);
        let poller = Arc::new(poller);
        let router = router(&app, &mailbox, worker, config.settle.then(|| Arc::clone(&poller)));
        Ok(Self { app, router, mailbox, poller, index, store, _sink: sink })
    }

    /// The application, for what works beside its operations.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Every operation and tool.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// What was mailed.
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The reading of the table's stream.
    pub fn stream(&self) -> &Poller {
        &self.poller
    }

    /// Waits until the indexes show what was written before the call; answers whether that was
    /// reached in a minute.
    pub async fn indexes_caught_up(&self) -> bool {
        match &self.index {
            Some(index) => index.settled().await,
            None => true,
        }
    }

    /// Ends the reading of the stream, then closes the store.
    pub async fn stop(self) {
        self.poller.stop().await;
        if let Some(index) = self.index {
            index.stop().await;
        }
        if let Some(store) = self.store {
            store.stop().await;
        }
    }
}

/// The client that operations have: the table refuses what DynamoDB does, and indexes lag and
/// writes meet as the configuration says.
fn as_on_aws(client: Client, config: &StackConfig) -> Client {
    let mut builder = client.config().to_builder().interceptor(Rules);
    if !config.index_lag.is_zero() {
        builder = builder.interceptor(Lag);
    }
    if config.conflict_every > 0 {
        builder = builder.interceptor(Conflicts::every(config.conflict_every));
    }
    if let Some(interceptor) = &config.interceptor {
        // It has retries of its own: what is spoiled on purpose must not use up those that all
        // other clients of the process share.
        let retries = TokenBucket::builder().capacity(1_000_000).build();
        let retries = RetryPartition::custom("faulty").token_bucket(retries).build();
        builder = builder.interceptor(interceptor.clone()).retry_partition(retries);
    }
    Client::from_conf(builder.build())
}

fn settings(config: &StackConfig) -> Settings {
    Settings {
        app_url: config.app_url.clone(),
        operator: config.operator.clone(),
        orders: config.orders,
        operator_mails_unlimited: true,
        on_lambda: false,
    }
}

fn mailer(sink: &Sink) -> (Mailer, Pace) {
    let client = sdk::sesv2(sink.endpoint(), CONFIGURATION_SET);
    let set = Some(CONFIGURATION_SET.to_owned());
    (Mailer::new(client, SENDER.to_owned(), set), Pace::per_second(MAILS_PER_SECOND))
}

fn router(app: &App, mailbox: &Mailbox, worker: Worker, settled: Option<Arc<Poller>>) -> Router {
    let mut operations = mount(functions::routes::all(), app.clone());
    if let Some(poller) = settled {
        operations = operations.layer(from_fn_with_state(poller, settle));
    }
    let tools = Tools {
        mailbox: mailbox.clone(),
        clock: app.clock.clone(),
        operator: app.settings.operator.clone(),
        report: Arc::new(move |event| {
            let worker = worker.clone();
            Box::pin(async move { worker.record_delivery(&event).await })
        }),
    };
    operations.merge(tools::router(tools))
}

/// Lets what follows from a change happen before its answer.
async fn settle(State(poller): State<Arc<Poller>>, request: Request, next: Next) -> Response {
    let changes = !request.method().is_safe();
    let answer = next.run(request).await;
    if changes && !poller.settled_within(ANSWER_WITHIN).await {
        tracing::info!("answered before all that follows from the change was done");
    }
    answer
}
