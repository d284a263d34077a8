//! Many at once: drivers who are signed in without mails, and calls side by side.

use std::{sync::Arc, time::Duration};

use http::Method;
use local::stack::StackConfig;
use serde_json::Value;
use shared::{
    domain::{Email, PersonId},
    seal::token::SessionToken,
    table::person::{EmailOwner, Person},
};
use tokio::sync::Semaphore;

use crate::{
    Answer, Caller, Service,
    service::{Company, number},
    signing_in::session,
};

/// How far the indexes of a busy service are behind.
const INDEX_LAG: Duration = Duration::from_millis(200);
/// Of how many writes of a busy service one meets another.
const CONFLICT_EVERY: u64 = 5;

/// How many drivers one write signs in: each is three items, and a write takes 100.
const IN_A_WRITE: usize = 33;

impl Service {
    /// Starts a service whose answers do not wait for mails and counts.
    pub async fn start_unsettled() -> Self {
        Self::start_with(|config| config.settle = false).await
    }

    /// Starts a service for crowds, on a table as busy as AWS makes it: answers do not wait for
    /// mails and counts, indexes lag, and writes meet others.
    pub async fn start_busy() -> Self {
        Self::start_busy_with(|_| {}).await
    }

    /// Such a service, configured further.
    pub async fn start_busy_with(configure: impl FnOnce(&mut StackConfig)) -> Self {
        Self::start_with(|config| {
            config.settle = false;
            config.index_lag = INDEX_LAG;
            config.conflict_every = CONFLICT_EVERY;
            configure(config);
        })
        .await
    }

    /// So many drivers whom nobody knew, signed in.
    pub async fn crowd(&self, count: usize) -> Vec<Caller> {
        let app = self.stack().app();
        let mut callers = Vec::with_capacity(count);
        while callers.len() < count {
            let mut write = app.table.write::<()>();
            for _ in 0..IN_A_WRITE.min(count - callers.len()) {
                let email = Email::parse(&format!("driver{}@example.com", number()));
                let email = email.expect("an address");
                let person_id = PersonId::new(app.clock.precise());
                let token = SessionToken::new(person_id);
                let owner = EmailOwner { email: email.clone(), person_id };
                let mut person = Person::new(person_id, email.clone());
                person.last_sign_in_at = Some(app.clock.now());
                callers.push(self.shows(&token, email.as_str()));
                let session = session(person_id, email, &token, app.clock.precise());
                write = write.create(&person, ()).put(&owner).put(&session);
            }
            write.run().await.expect("drivers");
        }
        callers
    }

    /// A driver whom nobody knew, signed in.
    pub async fn driver(&self) -> Caller {
        self.crowd(1).await.remove(0)
    }

    /// All codes of a new batch.
    pub async fn codes(&self, reseller: &Company, quantity: u32) -> (String, Vec<String>) {
        let (batch, first) = self.batch(reseller, quantity).await;
        if first.len() == quantity as usize {
            return (batch, first);
        }
        let path = format!("{}/code-batches/{batch}/codes?limit=100", reseller.path);
        let codes = reseller.holder.list(&path).await.into_iter();
        (batch, codes.map(|code| code["code"].as_str().expect("a code").to_owned()).collect())
    }
}

/// How many calls are under way at a time: more would be more sockets than many a machine lets
/// one process have.
const UNDER_WAY: usize = 128;

/// Makes calls at once, on every processor, and gives what became of each.
pub async fn at_once<F>(calls: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    let gate = Arc::new(Semaphore::new(0));
    let waiting = calls.into_iter().map(|call| {
        let gate = Arc::clone(&gate);
        tokio::spawn(async move {
            let _through = gate.acquire().await.expect("an open gate");
            call.await
        })
    });
    let waiting: Vec<_> = waiting.collect();
    gate.add_permits(UNDER_WAY);
    let mut outcomes = Vec::with_capacity(waiting.len());
    for call in waiting {
        outcomes.push(call.await.expect("a call"));
    }
    outcomes
}

/// How often a patient caller tries.
const TRIES: usize = 100;

impl Caller {
    /// Posts, and again for as long as the answer is to try again later.
    pub async fn post_patiently(&self, path: &str, body: Value) -> Answer {
        self.send_patiently(Method::POST, path, Some(body)).await
    }

    /// Sends, and again for as long as the answer is to try again later.
    pub async fn send_patiently(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        for _ in 0..TRIES {
            let answer = self.send(method.clone(), path, body.clone()).await;
            if !answer.is_passing() {
                return answer;
            }
            let after: u64 = answer.header("retry-after").parse().expect("when to try again");
            // About as long as told, but not all until the same moment.
            tokio::time::sleep(Duration::from_millis(after * (number() % 16) * 100)).await;
        }
        panic!("{path} stays unavailable");
    }
}

impl Answer {
    /// Whether it says no more than to try again.
    pub fn is_passing(&self) -> bool {
        ["unavailable", "request_in_progress"].contains(&self.code())
    }
}
