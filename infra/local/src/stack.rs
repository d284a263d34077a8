//! The whole service in one process, as `cargo run` and the tests use it.

use std::{sync::Arc, time::Duration};

use aws_sdk_dynamodb::{Client, error::BoxError};
use aws_sdk_dynamodbstreams::Client as Streams;
use aws_smithy_runtime_api::{
    client::{http::SharedHttpClient, interceptors::SharedInterceptor},
    shared::IntoShared,
};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use functions::workers::{MailMarks, Sender};
use shared::{
    app::{App, Orders},
    aws,
    domain::Email,
    email::Pace,
    http::mount,
    https::Https,
    table::memory,
};

use crate::{
    acting::act,
    console::Console,
    cors,
    dynamodb::follow,
    mailbox::{Mailbox, sink::Sink},
    queue::{MailQueues, endpoint::Endpoint, senders::Senders},
    root_key, sdk,
    start::{self, Start},
    store::{Data, Store},
    stream::{Patience, Poller, Source, Until, Writes},
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

impl TableAt {
    /// The table's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Embedded(_) => TABLE,
            Self::Endpoint { table, .. } => table,
        }
    }
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
    /// How many mails are sent a second.
    pub mails_per_second: u32,
    /// How many sign-in mails go to addresses with which nobody ever signed in, in a minute.
    pub first_sign_ins_per_minute: u32,
    /// How patiently the stream is read.
    pub patience: Patience,
    /// How far the indexes are behind the table at least. Nothing: they are not.
    pub index_lag: Duration,
    /// Of so many transactions that operations make, one meets another; 0: none does.
    pub conflict_every: u64,
    /// They see, and may spoil, every call that functions make to the table.
    pub interceptors: Vec<SharedInterceptor>,
    /// They see every call that functions make, to whichever service.
    pub recorders: Vec<SharedInterceptor>,
    /// How long a call may take.
    pub time_limit: Duration,
    /// How long courses and batches are remembered.
    pub remembers: Duration,
    /// What browsers get at `/`.
    pub console: Console,
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
            mails_per_second: MAILS_PER_SECOND,
            first_sign_ins_per_minute: u32::MAX,
            patience: Patience::default(),
            index_lag: Duration::ZERO,
            conflict_every: 0,
            interceptors: vec![],
            recorders: vec![],
            time_limit: TIME_LIMIT,
            remembers: memory::LASTS,
            console: Console::off(),
        }
    }
}

/// A running stack.
pub struct Stack {
    app: App,
    dynamodb: Client,
    start: Start,
    router: Router,
    mailbox: Mailbox,
    source: Source,
    settling: Settling,
    index: Option<Poller>,
    store: Option<Store>,
    _senders: Senders,
    _endpoint: Endpoint,
    _sink: Sink,
}

/// What follows from a change: its stream is read, and the mails that it owes are sent.
#[derive(Clone)]
struct Settling {
    poller: Arc<Poller>,
    queues: MailQueues,
}

impl Settling {
    /// Waits until what follows from earlier changes is done; answers whether that was reached in
    /// so long. What was sent is noted in the table, so then the stream is read again.
    async fn done_within(&self, longest: Duration, until: Until) -> bool {
        let done = async {
            loop {
                let before = self.queues.happened();
                if !self.poller.caught_up(until, longest).await {
                    return false;
                }
                self.queues.rest().await;
                if self.queues.happened() == before {
                    return true;
                }
            }
        };
        tokio::time::timeout(longest, done).await.unwrap_or(false)
    }
}

/// The name of the table in the embedded store.
pub const TABLE: &str = "codriver";
/// The mailbox takes mails as fast as they come.
const MAILS_PER_SECOND: u32 = 1_000_000;
/// Ten times as long as API Gateway waits: a busy machine is no reason to give a call up.
const TIME_LIMIT: Duration = Duration::from_secs(300);
/// How long whoever asks for it waits at most.
const SETTLED_WITHIN: Duration = Duration::from_secs(180);
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
        let table = config.table.name().to_owned();
        let (store, endpoint) = match &config.table {
            TableAt::Embedded(data) => {
                let store = Store::open(data)?;
                let endpoint = store.endpoint().to_owned();
                (Some(store), endpoint)
            }
            TableAt::Endpoint { url, .. } => (None, url.clone()),
        };
        let writes = Writes::default();
        let counted = SharedInterceptor::new(writes.clone());
        let client = sdk::dynamodb(&endpoint, &table).config().to_builder();
        let client = Client::from_conf(client.interceptor(counted.clone()).build());
        create_table(&client, &table).await?;
        let http: SharedHttpClient = match &store {
            Some(store) => store.within().clone().into_shared(),
            None => Https::default().into_shared(),
        };
        let streams = sdk::streams(&endpoint, &table).config().to_builder();
        let streams = Streams::from_conf(streams.http_client(http.clone()).build());
        let source = Source::new(streams, &table).written_by(&writes);
        let index = match config.index_lag {
            Duration::ZERO => None,
            lag => Some(follow(client.clone(), source.clone(), &table, lag).await?),
        };

        let calls = aws::Config { http, ..sdk::calls(&endpoint, &table, &[counted]) };
        let start = Start::new(calls, &table, root_key::read(&data)?, &config);
        let app = start.whole();
        let mailbox = Mailbox::new(app.clock.clone());
        let sink = Sink::open(mailbox.clone()).await?;
        let queues = MailQueues::new(app.clock.clone());
        let queues_at = Endpoint::open(queues.clone()).await?;
        let to_queues = start::queues_of(&queues_at, &config);
        let mailer = start::mailer(&sink, &config);
        let marks = MailMarks::default();
        let senders = Senders::start(&queues, || {
            let (app, queues) = (start.function("send_mail"), to_queues.clone());
            let pace = Pace::of_a_sender(config.mails_per_second);
            Sender::new(app, mailer.clone(), pace, queues, marks.clone())
        });
        let worker =
            Worker::new(start.function("consume_stream"), to_queues, start.function("run_jobs"));
        let poller = Poller::start(source.clone(), worker.clone(), config.patience);
        let settling = Settling { poller: Arc::new(poller), queues };
        let settle = config.settle.then(|| settling.clone());
        let router = router(&app, &start, &mailbox, worker, settle, config.console);
        Ok(Self {
            app,
            dynamodb: client,
            start,
            router,
            mailbox,
            source,
            settling,
            index,
            store,
            _senders: senders,
            _endpoint: queues_at,
            _sink: sink,
        })
    }

    /// The application, for what works beside its operations.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// DynamoDB's whole client, for what is done to the table besides operations.
    pub fn dynamodb(&self) -> &Client {
        &self.dynamodb
    }

    /// The application as the function of this name has it when it has just started.
    pub fn started(&self, name: &str) -> App {
        self.start.function(name)
    }

    /// Every operation and tool.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// What was mailed.
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The table whose stream is read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The reading of the table's stream.
    pub fn stream(&self) -> &Poller {
        &self.settling.poller
    }

    /// The mails that are owed and not sent.
    pub fn mail_queues(&self) -> &MailQueues {
        &self.settling.queues
    }

    /// Waits until everything that follows from what was done is done: the stream is read, and the
    /// mails are sent. Answers whether that was reached in a few minutes.
    pub async fn settled(&self) -> bool {
        self.settling.done_within(SETTLED_WITHIN, Until::Nothing).await
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
        self.settling.poller.stop().await;
        if let Some(index) = self.index {
            index.stop().await;
        }
        if let Some(store) = self.store {
            store.stop().await;
        }
    }
}

fn router(
    app: &App,
    start: &Start,
    mailbox: &Mailbox,
    worker: Worker,
    settled: Option<Settling>,
    console: Console,
) -> Router {
    let mut operations = mount(functions::routes::all(), |name| start.function(name));
    let routes = functions::routes::all().into();
    operations = operations.layer(from_fn_with_state(routes, act));
    if let Some(settling) = settled {
        operations = operations.layer(from_fn_with_state(settling, settle));
    }
    let tools = Tools {
        mailbox: mailbox.clone(),
        clock: app.clock.clone(),
        operator: app.settings.operator.clone(),
        report: Arc::new(move |event| {
            let worker = worker.clone();
            Box::pin(async move { worker.record_delivery(&event).await })
        }),
        console: console.clone(),
    };
    console.before(operations.merge(tools::router(tools))).layer(cors::layer(app))
}

/// Lets what follows from a change happen before its answer.
async fn settle(State(settling): State<Settling>, request: Request, next: Next) -> Response {
    let changes = !request.method().is_safe();
    let answer = next.run(request).await;
    if changes && !settling.done_within(ANSWER_WITHIN, Until::Followed).await {
        tracing::info!("answered before all that follows from the change was done");
    }
    answer
}
