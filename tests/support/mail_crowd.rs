//! A crowd of mails in the way of others, and how long others wait.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use local::stream::Until;
use serde_json::json;
use shared::{
    domain::{
        AccountId, Email, MailTag, PersonId, Role, UserId,
        event::{Actor, ActorKind},
    },
    email::{Lane, Owed},
    table::{
        mail::MailStatus,
        user::{Invitation, User},
    },
};

use crate::{Service, service::Company};

/// As fast as mails are sent in the deployed system, unless the operator says otherwise.
pub const MAILS_PER_SECOND: u32 = 10;
/// How many mails a crowd is.
pub const CROWD: usize = 10_000;
/// How many of them may have their turn while a test lasts.
pub const FIRST: usize = 500;

impl Service {
    /// Starts a service that sends mails at the pace of the deployed one.
    pub async fn start_at_real_pace() -> Self {
        Self::start_with(|config| {
            config.settle = false;
            config.mails_per_second = MAILS_PER_SECOND;
            // Lambda looks at a shard four times a second.
            config.patience.idle = Duration::from_millis(250);
        })
        .await
    }

    /// How long it takes until a mail to this address comes that lets somebody sign in.
    pub async fn time_until_sign_in_mail(&self, to: &str) -> Duration {
        let ask = async {
            let body = json!({ "email": to });
            self.anonymous().post("/v1/sign-in", body).await.expect(202);
        };
        time_until_mailed(self, to, ask).await
    }
}

/// How long it takes until a mail that somebody asks for is sent.
pub async fn time_until_mailed(
    service: &Service,
    to: &str,
    ask: impl Future<Output = ()>,
) -> Duration {
    let mailbox = service.stack().mailbox();
    let (before, asked) = (mailbox.mails(Some(to)).len(), Instant::now());
    ask.await;
    while mailbox.mails(Some(to)).len() == before {
        assert!(asked.elapsed() < Duration::from_secs(30), "no mail to {to}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    asked.elapsed()
}

/// The queue of a service with a crowd of invitations in the way. Those that may have their turn
/// are the table's and come by its stream; of the others there is the message alone.
pub async fn crowd(service: &Service, of: &Company) {
    let queues = service.stack().mail_queues();
    invited(service, of, 0..FIRST).await;
    while queues.len() < FIRST / 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let longest = Duration::from_secs(60);
    assert!(service.stack().stream().caught_up(Until::Followed, longest).await);
    let account: AccountId = of.id.parse().expect("an account");
    for number in FIRST..CROWD {
        let user = UserId::new(service.now() + SignedDuration::from_millis(number as i64));
        let mail = MailTag::Invitation { account, user, number: 1 };
        let owed = Owed::new(mail, Lane::Others, Some(account));
        let message = serde_json::to_string(&owed).expect("a message");
        queues.put(Lane::Others, message, account.to_string(), 0);
    }
}

/// Users with an invitation that is owed, as an account's import leaves them.
async fn invited(service: &Service, of: &Company, numbers: Range<usize>) {
    let (app, now) = (service.stack().app(), service.now());
    let account_id: AccountId = of.id.parse().expect("an account");
    let numbers: Vec<_> = numbers.collect();
    let writes = numbers.chunks(100).map(|numbers| async move {
        let users = numbers.iter().map(|number| user(account_id, now, *number));
        let write = app.table.write::<()>();
        users.fold(write, |write, user| write.create(&user, ())).run().await.expect("users");
    });
    let writes: Vec<_> = writes.collect();
    stream::iter(writes).buffer_unordered(8).collect::<Vec<()>>().await;
}

fn user(account_id: AccountId, now: Timestamp, number: usize) -> User {
    let at = now + SignedDuration::from_millis(number as i64);
    User {
        account_id,
        user_id: UserId::new(at),
        person_id: PersonId::new(at),
        email: Email::parse(&invitee(number)).expect("an address"),
        name: None,
        phone: None,
        role: Role::Driver,
        group_ids: [].into(),
        invitation: Some(Invitation {
            number: 1,
            status: MailStatus::Queued,
            sent_at: None,
            expires_at: now + SignedDuration::from_hours(30 * 24),
            by: Actor { kind: ActorKind::System, id: None, email: None },
            resent_at: vec![],
        }),
        invited_at: Some(now),
        activated_at: None,
        last_sign_in_at: None,
        moves_from: [].into(),
        version: 1,
    }
}

/// One of a crowd.
pub fn invitee(number: usize) -> String {
    format!("invitee{number:05}@example.com")
}
