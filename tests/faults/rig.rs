//! A service whose stream is read and whose mails are sent by hand, so that the consumer and the
//! sender can be stopped at any point.

use std::{
    collections::HashMap,
    env,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_sdk_dynamodb::{config::SharedInterceptor, error::BoxError};
use aws_sdk_dynamodbstreams::types::Record;
use functions::workers::{MailMarks, Sender};
use local::{
    acting::acting_as,
    mailbox::{Mailbox, sink::Sink},
    queue::{MailQueues, endpoint::Endpoint},
    sdk,
    stack::TableAt,
    store::{Data, Store},
    stream::{Consumer, DeadLetter, Failed, Patience, Poller, records_of},
    worker::Worker,
};
use serde_json::{Value, json};
use shared::{
    email::{Lane, Mailer, Pace, Queues, Ses},
    http::Problem,
};
use tests::{
    Caller, Service,
    books::Books,
    faults::Faults,
    service::{Company, number},
    standing::text,
};

/// Records of one shard, in their order.
pub type Delivery = (String, Vec<Record>);

/// A service whose stream is read by hand.
pub struct Rig {
    /// The service; nothing consumes its stream.
    pub service: Service,
    /// What consumes it when it is told to.
    pub worker: Worker,
    /// What senders are made of.
    mailer: Mailer,
    to_queues: Queues,
    /// The mails that are owed.
    pub queues: MailQueues,
    /// What was mailed.
    pub mailbox: Mailbox,
    reseller: Company,
    batch: String,
    codes: Mutex<Vec<String>>,
    told: Poller,
    heap: Heap,
    _endpoint: Endpoint,
    _sink: Sink,
    _store: Option<Store>,
}

/// Keeps records and consumes none.
#[derive(Clone, Default)]
struct Heap(Arc<Mutex<Vec<(String, Record)>>>);

impl Consumer for Heap {
    async fn position(&self, _: &str) -> Result<Option<String>, BoxError> {
        Ok(None)
    }

    async fn consume(&self, shard: &str, records: &[Record]) -> Result<(), Failed> {
        let records = records.iter().map(|record| (shard.to_owned(), record.clone()));
        self.0.lock().expect("no panic").extend(records);
        Ok(())
    }
}

impl Rig {
    /// Starts it, with a reseller's batch and nothing left to consume.
    pub async fn start() -> Self {
        let (store, url) = match env::var("CODRIVER_TEST_DYNAMODB") {
            Ok(url) if !url.is_empty() => (None, url),
            _ => {
                let store = Store::open(&Data::Memory).expect("a store");
                let url = store.endpoint().to_owned();
                (Some(store), url)
            }
        };
        let table = format!("rig{}x{}", std::process::id(), number());
        let heap = Heap::default();
        let service = Service::start_with(|config| {
            config.table = TableAt::Endpoint { url, table };
            config.settle = false;
            config.interceptors.push(SharedInterceptor::new(Faults));
        });
        let service = service.await;
        let reseller = service.reseller("Codes for All").await;
        let (batch, codes) = service.codes(&reseller, 300).await;
        service.settle().await;
        service.stack().stream().stop().await;
        let app = service.stack().app();
        let mailbox = Mailbox::new(app.clock.clone());
        let sink = Sink::open(mailbox.clone()).await.expect("a sink");
        let queues = MailQueues::new(app.clock.clone());
        let endpoint = Endpoint::open(queues.clone()).await.expect("queues");
        let recorder = SharedInterceptor::new(service.recorder().clone());
        let to_queues = queues_at(&endpoint, recorder.clone());
        let mailer = mailer(&sink, recorder);
        let worker = Worker::new(app.clone(), to_queues.clone(), app.clone());
        let source = service.stack().source().clone();
        let told = Poller::start(source, heap.clone(), Patience::default());
        let rig = Self {
            service,
            worker,
            mailer,
            to_queues,
            queues,
            mailbox,
            reseller,
            batch,
            codes: Mutex::new(codes),
            told,
            heap,
            _endpoint: endpoint,
            _sink: sink,
            _store: store,
        };
        rig.drain().await;
        assert!(rig.sent().is_empty(), "what lay there before was sent before");
        rig
    }

    /// Changes of every kind that the consumer has to do with; three of them owe a mail.
    pub async fn change(&self) {
        let Company { holder, path, .. } = &self.reseller;
        let driver = self.service.driver().await;
        self.redeem(&driver).await;
        let opened = self.redeem(&driver).await;
        let enrolment = &opened["enrolment"];
        let result = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
        let body = json!({ "module_id": enrolment["modules"][0]["id"], "completed": true });
        driver.post(&result, body).await.expect(200);
        let email = format!("new{}@example.com", number());
        let row = json!({ "code": self.code(), "email": email });
        let redeemed = json!({ "redemptions": [row] });
        holder.post(&format!("{path}/redemptions"), redeemed).await.expect(200);
        let batch = format!("{path}/code-batches/{}", self.batch);
        holder.post(&format!("{batch}/void"), json!({ "codes": [self.code()] })).await.expect(200);
        let sent = json!({ "recipients": [{ "email": email }] });
        holder.post(&format!("{batch}/send"), sent).await.expect(200);
        self.service.anonymous().post("/v1/sign-in", json!({ "email": email })).await.expect(202);
    }

    async fn redeem(&self, driver: &Caller) -> Value {
        driver.post("/v1/redemptions", json!({ "code": self.code() })).await.expect(201)
    }

    /// A code that was not used.
    pub fn code(&self) -> String {
        // The first ones are sent by mail.
        self.codes.lock().expect("no panic").pop().expect("a code")
    }

    /// What the stream has told since this was asked last.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        assert!(self.told.settled().await, "the stream is not read to its end");
        let records = std::mem::take(&mut *self.heap.0.lock().expect("no panic"));
        let mut deliveries: Vec<Delivery> = vec![];
        for (shard, record) in records {
            match deliveries.last_mut().filter(|(last, _)| *last == shard) {
                Some((_, records)) => records.push(record),
                None => deliveries.push((shard, vec![record])),
            }
        }
        deliveries
    }

    /// Consumes deliveries one after another, up to the first that fails.
    pub async fn consume(&self, deliveries: &[Delivery]) -> Result<(), Failed> {
        for (shard, records) in deliveries {
            self.worker.consume(shard, records).await?;
        }
        Ok(())
    }

    /// A process that sends mails: one that was killed is followed by another, which remembers nothing.
    pub fn sender(&self) -> Sender {
        let (app, pace) = (self.service.stack().app().clone(), Pace::of_a_sender(1_000_000));
        Sender::new(app, self.mailer.clone(), pace, self.to_queues.clone(), MailMarks::default())
    }

    /// Sends the mails that are owed, one after another, up to the first that fails.
    pub async fn send(&self) -> Result<(), Problem> {
        let sender = self.sender();
        for lane in Lane::ALL {
            while let Some((receipt, message)) = self.queues.receive(lane) {
                acting_as("send_mail", sender.send(&message.body)).await?;
                self.queues.done(lane, receipt);
            }
        }
        Ok(())
    }

    /// Consumes what the stream tells, and what follows from it, until there is nothing more; then
    /// sends the mails.
    pub async fn drain(&self) {
        loop {
            let deliveries = self.deliveries().await;
            if deliveries.is_empty() {
                break;
            }
            self.consume(&deliveries).await.expect("nothing in the way");
        }
        self.send().await.expect("nothing in the way");
    }

    /// Reads the stream with the worker from where it stands, as long as the answer lives.
    pub fn go_on(&self) -> Poller {
        let source = self.service.stack().source().clone();
        Poller::start(source, self.worker.clone(), Patience::default())
    }

    /// Consumes everything, each delivery twice: the second time as from another shard, as if the consumer
    /// had died and noted nothing of it. Tells how many deliveries there were.
    pub async fn drain_twice(&self) -> usize {
        let mut rounds = 0;
        loop {
            let deliveries = self.deliveries().await;
            if deliveries.is_empty() {
                return rounds;
            }
            self.consume(&deliveries).await.expect("nothing in the way");
            for (shard, records) in &deliveries {
                let again = vec![(format!("{shard}-again{rounds}"), records.clone())];
                self.consume(&again).await.expect("nothing in the way");
            }
            rounds += 1;
        }
    }

    /// Reads the stream with any consumer from where it stands, giving up after three attempts.
    pub fn read_with(&self, consumer: impl Consumer) -> Poller {
        let first_wait = Duration::from_millis(1);
        let patience = Patience { attempts: 3, first_wait, ..Patience::default() };
        Poller::start(self.service.stack().source().clone(), consumer, patience)
    }

    /// Hands what was given up over again, as an operator does.
    pub async fn hand_over_again(&self, letter: &DeadLetter) {
        let records = records_of(self.service.stack().source(), letter).await;
        let records = records.expect("the records");
        let shard = format!("again-{}", letter.first);
        self.worker.consume(&shard, &records).await.expect("nothing in the way");
    }

    /// Checks the books, with all that the consumer makes.
    pub async fn check(&self) -> Books {
        let books = self.service.books().await;
        books.check();
        books.check_counts();
        books
    }

    /// How often the mails were sent that this sender sent, by their identifiers.
    pub fn sent(&self) -> HashMap<String, usize> {
        let mut sent = HashMap::new();
        for mail in self.mailbox.mails(None) {
            for (_, id) in mail.tags.into_iter().filter(|(name, _)| name == "mail") {
                *sent.entry(id).or_default() += 1;
            }
        }
        sent
    }
}

/// A mailer to the sink, whose calls can be spoiled too.
fn mailer(sink: &Sink, recorder: SharedInterceptor) -> Mailer {
    let seen = [SharedInterceptor::new(Faults), recorder];
    let ses = Ses::new(sdk::calls(sink.endpoint(), "local", &seen));
    Mailer::new(ses, "Codriver <no-reply@codriver.test>".to_owned(), None)
}

/// Queues, the calls to which can be spoiled too.
fn queues_at(endpoint: &Endpoint, recorder: SharedInterceptor) -> Queues {
    let seen = [SharedInterceptor::new(Faults), recorder];
    let calls = sdk::calls(endpoint.url(), "local", &seen);
    let [sign_ins, others] = Lane::ALL.map(|lane| endpoint.queue(lane));
    Queues::new(calls, sign_ins, others)
}
