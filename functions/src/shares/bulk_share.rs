//! Drivers on their way to being shared, some in each write.
//!
//! Both sides of a share are made together; the receiving side's not being there is the condition,
//! that the driver is one still, and that the other account does not refuse this one. Each write has
//! its entries in both trails. What is to be told by mail is owed with the first write, once for the
//! call, on the condition that both were not told too often today (rule 53).

use futures::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use shared::{
    domain::{
        AccountId, MailId, UserId,
        event::{Action, Actor},
    },
    http::{Account as AccountAccess, Call, Code, Problem},
    table::{
        Condition, Entity, Item, WriteError,
        account::Account,
        keys,
        limit::{self, Count},
        notice::{Happened, Notice},
        share::{MOST_RECIPIENTS, SharedDriver, Sharing as Sides},
        user::User,
    },
};

use crate::drivers::eligibility::check_driver;

/// How many drivers one write shares: each is three of its 100 items.
const AT_ONCE: usize = 31;
/// How many writes are under way at once.
const SIDE_BY_SIDE: usize = 8;

/// A call that shares drivers.
pub struct Sharing<'c, B> {
    /// The call.
    pub call: &'c Call<AccountAccess, B>,
    /// The drivers' account.
    pub home: &'c Account,
    /// The account that they are shared with.
    pub recipient: &'c Account,
    /// Whether it is one more call that both are told of; one that goes on with all drivers is not.
    pub is_one_more: bool,
}

/// Between whom calls are counted of which both are told.
pub fn between(home: AccountId, recipient: AccountId) -> String {
    format!("{home}#{recipient}")
}

/// How many drivers were shared.
#[derive(Debug, Default, Clone, Copy)]
pub struct Shared {
    /// By this call.
    pub now: usize,
    /// By another, a moment before.
    pub before: usize,
    /// Not at all: they are shared with as many accounts as a driver may be.
    pub full: usize,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The other account is not closed.
    Open,
    /// The other account does not refuse this one.
    Refused,
    /// The user is a driver of the account.
    Driver(UserId),
    /// The driver is not shared with too many.
    Room(UserId),
    /// The driver is not shared with this account.
    New(UserId),
    /// The notice is not owed already, by an earlier attempt.
    Untold,
    /// The accounts were not told too often today.
    Seldom,
}

impl<B: Sync> Sharing<'_, B> {
    /// Shares these drivers.
    pub async fn run(&self, drivers: Vec<User>) -> Result<Shared, Problem> {
        let (mut shared, mut left) = (Shared::default(), drivers.len());
        let mut chunks = drivers.chunks(AT_ONCE);
        // The first write that shares anybody owes the notice.
        for chunk in chunks.by_ref() {
            let outcome = self.share(chunk, Some(left)).await?;
            shared = shared.and(outcome);
            left -= chunk.len();
            if outcome.now > 0 {
                break;
            }
        }
        let rest: Vec<_> = chunks.map(|chunk| self.share(chunk, None)).collect();
        let rest = stream::iter(rest).buffered(SIDE_BY_SIDE);
        rest.try_fold(shared, async |all, one| Ok(all.and(one))).await
    }

    /// Whether this call, in an earlier attempt, made a share.
    pub fn did(&self, shared: &SharedDriver) -> bool {
        shared.shared_by_call == self.call.ulid.to_string()
    }

    /// Shares drivers in one write, without those who were shared or removed since they were read,
    /// and without those for whom there is no room.
    /// `telling` how many the call shares, if that is to be told.
    async fn share(&self, drivers: &[User], mut telling: Option<usize>) -> Result<Shared, Problem> {
        let mut drivers: Vec<&User> = drivers.iter().collect();
        let mut shared = Shared::default();
        let mut told: Option<Count> = self.call.read.get(&limit::SHARINGS.key(&self.between()))?;
        while !drivers.is_empty() {
            let gone = match self.write(&drivers, telling, told.as_ref()).await {
                Ok(()) => {
                    shared.now += drivers.len();
                    return Ok(shared);
                }
                Err(WriteError::Store(error)) => return Err(error.into()),
                Err(WriteError::Refused(Rule::Open, _)) => return Err(Problem::not_found()),
                Err(WriteError::Refused(Rule::Refused, _)) => {
                    return Err(Problem::new(Code::Refused));
                }
                Err(WriteError::Refused(Rule::Untold, _)) => {
                    telling = None;
                    continue;
                }
                Err(WriteError::Refused(Rule::Seldom, count)) => {
                    told = count.map(Count::from_item).transpose()?;
                    let room = limit::SHARINGS.has_room(told.as_ref(), self.call.app.clock.now());
                    room.map_err(Problem::mail_limit)?;
                    continue;
                }
                Err(WriteError::Refused(Rule::Room(user), _)) => {
                    shared.full += 1;
                    user
                }
                Err(WriteError::Refused(Rule::Driver(user), _)) => user,
                Err(WriteError::Refused(Rule::New(user), item)) => {
                    shared = shared.and(self.found(item)?);
                    user
                }
            };
            drivers.retain(|driver| driver.user_id != gone);
            telling = telling.map(|all| all.saturating_sub(1));
        }
        Ok(shared)
    }

    /// A driver who turned out to be shared.
    fn found(&self, item: Option<Item>) -> Result<Shared, Problem> {
        let shared = item.map(SharedDriver::from_item).transpose()?;
        Ok(match shared.is_some_and(|shared| self.did(&shared)) {
            true => Shared { now: 1, ..Shared::default() },
            false => Shared { before: 1, ..Shared::default() },
        })
    }

    async fn write(
        &self,
        drivers: &[&User],
        telling: Option<usize>,
        told: Option<&Count>,
    ) -> Result<(), WriteError<Rule>> {
        let (call, home, recipient) = (self.call, self.home, self.recipient.account_id);
        let (home_id, at) = (home.account_id, call.app.clock.now());
        let refusal = keys::refusal(recipient, home_id);
        let write = call.app.table.write();
        let write = write.check(&self.recipient.key(), Condition::Present, Rule::Open);
        let mut write = write.check(&refusal, Condition::Absent, Rule::Refused);
        for driver in drivers {
            let id = driver.user_id;
            let side = SharedDriver {
                account_id: recipient,
                user_id: id,
                home_account_id: home_id,
                person_id: driver.person_id,
                shared_by_call: call.ulid.to_string(),
                shared_at: at,
            };
            let room = Condition::Smaller("recipients", MOST_RECIPIENTS);
            write = check_driver(write, driver, Rule::Driver(id))
                .create(&side, Rule::New(id))
                .change(Sides::more(home_id, id, recipient), room, Rule::Room(id));
        }
        let ids: Vec<_> = drivers.iter().map(|driver| driver.user_id).collect();
        let event = |of, actor, other: &Account, changes| {
            let subject = ("account", other.account_id.to_string());
            call.event(of, actor, Action::DriversShared, subject, changes)
        };
        let (given, received) = (
            json!({ "drivers": ids, "with": self.recipient.name }),
            json!({ "drivers": ids, "by": home.name }),
        );
        write = write
            .put(&event(home_id, &call.who.caller.actor, self.recipient, given))
            .put(&event(recipient, &Actor::SYSTEM, home, received));
        if let Some(all) = telling {
            write = write.create(&self.notice(all), Rule::Untold);
            if self.is_one_more {
                let between = self.between();
                write = limit::SHARINGS.more_in(write, &between, told, 1, at, Rule::Seldom);
            }
        }
        write.run().await
    }

    fn between(&self) -> String {
        between(self.home.account_id, self.recipient.account_id)
    }

    /// What is told, named by the call's own ULID: its attempts owe it once.
    fn notice(&self, drivers: usize) -> Notice {
        Notice {
            notice_id: MailId::from_ulid(self.call.ulid),
            home_account_id: self.home.account_id,
            recipient_id: self.recipient.account_id,
            what: Happened::Shared { drivers: u32::try_from(drivers).unwrap_or(u32::MAX) },
            at: self.call.app.clock.now(),
        }
    }
}

impl Shared {
    fn and(self, other: Self) -> Self {
        let (now, before) = (self.now + other.now, self.before + other.before);
        Self { now, before, full: self.full + other.full }
    }
}
