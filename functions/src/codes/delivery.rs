//! Codes on their way to those who are to get them by mail.
//!
//! Codes are sent in order: what lies before the batch's `send_from` was sent, used or voided.
//! Its being unchanged is a condition of the write that owes the mails and moves it on, so of two
//! calls at once one looks again. That each chosen code has no item is another, so a code that is
//! redeemed at this moment is not sent. That account and receivers have room for mails today (53) is
//! a third.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use futures::{TryFutureExt, try_join};
use serde_json::json;
use shared::{
    app::App,
    domain::{Email, MailId, PersonName, Title, code::CodeIndex, event::Action},
    http::{Account, Call, Code, Problem},
    table::{
        Change, Condition, Entity, Item, StoreError, WriteError,
        account::Account as AccountItem,
        batch::Batch,
        course::Course,
        keys::{self, CODES_IN_BLOCK},
        mail::{Content, Mail},
        mail_room::{MailRoom, RoomOf},
    },
};
use ulid::Ulid;

/// Somebody who is to get a code.
pub struct Waiting {
    /// Which of the recipients in the call.
    pub row: usize,
    /// Where the code goes.
    pub email: Email,
    /// How the mail addresses them.
    pub name: Option<PersonName>,
}

/// What became of each recipient: the place of the code that was sent.
pub type Outcomes = BTreeMap<usize, Result<CodeIndex, Problem>>;

/// Codes on their way to those who wait for them.
pub struct Sending<'c, B> {
    call: &'c Call<Account, B>,
    batch: Batch,
    reseller: AccountItem,
    waiting: Vec<Waiting>,
    outcomes: Outcomes,
    refusals: u32,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// Nobody else has sent codes of the batch, and it is not voided.
    Unsent,
    /// The code is neither used nor voided.
    Unused,
    /// The mail is not owed already.
    New,
    /// There is room for the mail.
    Mails(RoomOf),
}

/// How many recipients one write takes: of its 100 items, each has three, and the batch, the
/// account's mails and the audit trail one.
const AT_ONCE: usize = 32;
/// How often in a row others may get in between.
const REFUSALS: u32 = 10;

impl<'c, B> Sending<'c, B> {
    /// Codes of a batch for those who wait.
    pub fn of(
        call: &'c Call<Account, B>,
        batch: Batch,
        waiting: Vec<Waiting>,
    ) -> Result<Self, Problem> {
        let account: AccountItem = call.found(&keys::account(call.who.account))?;
        let outcomes = Outcomes::new();
        Ok(Self { call, batch, reseller: account, waiting, outcomes, refusals: 0 })
    }

    /// Each mail is named by the call's own ULID, so that a call which broke off after some mails
    /// were owed owes none twice when it is run again.
    fn mail_id(&self, recipient: &Waiting) -> MailId {
        MailId::from_ulid(Ulid(self.call.ulid.0.wrapping_add(recipient.row as u128)))
    }

    /// Sends until nobody waits. What stops it on the way is the answer to all who still wait; if
    /// it passes and nothing was sent yet, it is the answer to the call, which can be made again.
    pub async fn run(mut self) -> Result<Outcomes, Problem> {
        if !self.waiting.is_empty() {
            let app = &self.call.app;
            let emails = || self.waiting.iter().map(|recipient| &recipient.email);
            let counts = MailRoom::keys(self.call.who.account, emails());
            let counts = app.table.get_many(counts.collect::<HashSet<_>>());
            let counts = counts.map_err(Problem::from);
            let (course, found, counts) =
                try_join!(title(app, &self.batch), self.search(), counts)?;
            let room = MailRoom::of(&self.reseller, app.clock.now()).read(&counts, emails())?;
            if let Err(problem) = self.send_all(&course, found, room).await {
                let passes = problem.code == Code::Unavailable;
                if passes && !self.outcomes.values().any(Result::is_ok) {
                    return Err(problem);
                }
                let rest = self.waiting.drain(..);
                self.outcomes.extend(rest.map(|recipient| (recipient.row, Err(problem.clone()))));
            }
        }
        Ok(self.outcomes)
    }

    async fn send_all(
        &mut self,
        course: &Title,
        mut found: Found,
        mut room: MailRoom,
    ) -> Result<(), Problem> {
        loop {
            self.leave_out(&room);
            if self.waiting.is_empty() {
                return Ok(());
            }
            if self.batch.voided_at.is_some() {
                return Err(exhausted());
            }
            if found.unused.is_empty() {
                return Err(self.give_up(found.end).await);
            }
            let left = room.left().map_err(Problem::mail_limit)?;
            let next = self.next(left.min(found.unused.len()).min(AT_ONCE));
            let codes: Vec<_> = found.unused.drain(..next.len()).collect();
            match self.send(course, &codes, &next, &room).await {
                Ok(()) => {
                    room.forget(next.iter().map(|place| &self.waiting[*place].email));
                    self.sent(&codes, &next);
                    if !found.unused.is_empty() {
                        continue;
                    }
                }
                Err(WriteError::Refused(Rule::Mails(of), item)) => {
                    let receiver = match of {
                        RoomOf::Account => next[0],
                        RoomOf::Receiver(place) => place,
                    };
                    room.learn(of, &self.waiting[receiver].email, item)?;
                }
                Err(WriteError::Refused(rule, item)) => self.look_again(rule, item).await?,
                Err(WriteError::Store(error)) => return Err(error.into()),
            }
            if !self.waiting.is_empty() {
                found = self.search().await?;
            }
        }
    }

    /// Those who have had all the mails of today wait no longer.
    fn leave_out(&mut self, room: &MailRoom) {
        for recipient in std::mem::take(&mut self.waiting) {
            match room.has_room_for(&recipient.email) {
                Ok(()) => self.waiting.push(recipient),
                Err(full) => {
                    self.outcomes.insert(recipient.row, Err(Problem::mail_limit(full)));
                }
            }
        }
    }

    /// The places of the first who wait: of those who share a mailbox one.
    fn next(&self, most: usize) -> Vec<usize> {
        let mut mailboxes = BTreeSet::new();
        let waiting = self.waiting.iter().enumerate();
        let first = waiting.filter(|(_, recipient)| mailboxes.insert(recipient.email.mailbox()));
        first.map(|(place, _)| place).take(most).collect()
    }

    /// Owes the mails that carry these codes to those at these places.
    async fn send(
        &mut self,
        course: &Title,
        codes: &[CodeIndex],
        next: &[usize],
        room: &MailRoom,
    ) -> Result<(), WriteError<Rule>> {
        let (call, batch) = (self.call, &self.batch);
        let end = codes.last().map_or(batch.send_from, |last| last.get() + 1);
        let mut write =
            call.app.table.write().change(self.moved(end), self.unmoved(), Rule::Unsent);
        for (code, place) in codes.iter().zip(next) {
            let key = keys::code(batch.number(), *code);
            let mail = self.mail(course, *code, &self.waiting[*place]);
            write = write.check(&key, Condition::Absent, Rule::Unused).create(&mail, Rule::New);
        }
        let subject = ("code_batch", batch.batch_id.to_string());
        let changes = json!({ "sent": codes.len() });
        let actor = &call.who.caller.actor;
        let event = call.event(batch.account_id, actor, Action::CodesSent, subject, changes);
        let to: Vec<_> = next.iter().map(|place| (*place, &self.waiting[*place].email)).collect();
        room.take(write.put(&event), &to, Rule::Mails).run().await?;
        (self.batch.send_from, self.refusals) = (end, 0);
        Ok(())
    }

    /// Those at these places got these codes.
    fn sent(&mut self, codes: &[CodeIndex], next: &[usize]) {
        for (place, recipient) in std::mem::take(&mut self.waiting).into_iter().enumerate() {
            match next.binary_search(&place) {
                Ok(number) => {
                    self.outcomes.insert(recipient.row, Ok(codes[number]));
                }
                Err(_) => self.waiting.push(recipient),
            }
        }
    }

    fn mail(&self, course: &Title, index: CodeIndex, recipient: &Waiting) -> Mail {
        let content = Content::CodeSent {
            reseller: self.reseller.name.clone(),
            course: course.clone(),
            days: self.batch.duration_days,
            batch: self.batch.number(),
            index,
            name: recipient.name.clone(),
        };
        let (id, reseller) = (self.mail_id(recipient), self.batch.account_id);
        let now = self.call.app.clock.now();
        Mail::owed(id, reseller, recipient.email.clone(), content, now)
    }

    /// The batch with everything before `end` behind it.
    fn moved(&self, end: u32) -> Change {
        Change::of(self.batch.key()).set("send_from", end)
    }

    fn unmoved(&self) -> Condition {
        let unmoved = Condition::is("send_from", self.batch.send_from);
        Condition::All(vec![unmoved, Condition::Lacks("voided_at")])
    }

    /// Somebody else got in between: learns what they did.
    async fn look_again(&mut self, rule: Rule, item: Option<Item>) -> Result<(), Problem> {
        self.refusals += 1;
        if self.refusals > REFUSALS {
            return Err(Problem::unavailable("a batch kept changing"));
        }
        match rule {
            Rule::Unsent => {
                self.batch = Batch::from_item(item.ok_or_else(Problem::not_found)?)?;
            }
            // The next search finds the code used.
            Rule::Unused | Rule::Mails(_) => {}
            Rule::New => self.find_sent().await?,
        }
        Ok(())
    }

    /// Finds who was sent a code by an earlier attempt at this same call.
    async fn find_sent(&mut self) -> Result<(), Problem> {
        let mails = self.waiting.iter().map(|recipient| keys::mail(self.mail_id(recipient)));
        let found = self.call.app.table.get_many(mails).await?;
        for recipient in std::mem::take(&mut self.waiting) {
            let mail: Option<Mail> =
                found.get(&keys::mail(self.mail_id(&recipient))).ok().flatten();
            match mail.map(|mail| mail.content) {
                Some(Content::CodeSent { index, .. }) => {
                    self.outcomes.insert(recipient.row, Ok(index));
                }
                _ => self.waiting.push(recipient),
            }
        }
        Ok(())
    }

    /// Nothing up to `end` is unused: the next call need not look there again.
    async fn give_up(&self, end: u32) -> Problem {
        if end > self.batch.send_from {
            let moved = self.call.app.table.write().change(self.moved(end), self.unmoved(), ());
            // If this fails, the next call looks there again: no more than that.
            let _ = moved.run().await;
        }
        if end < self.batch.quantity {
            return Problem::unavailable("a long stretch of the batch is used");
        }
        exhausted()
    }

    async fn search(&self) -> Result<Found, Problem> {
        Ok(search(&self.call.app, &self.batch, self.waiting.len()).await?)
    }
}

fn exhausted() -> Problem {
    Problem::because(Code::BatchExhausted, "Every code of this batch was used, voided or sent.")
}

/// Unused codes, and the place up to which they were looked for.
struct Found {
    unused: Vec<CodeIndex>,
    end: u32,
}

/// How many stretches of used codes are passed over before a call gives up.
const STRETCHES: u32 = 10;

/// Looks for unused codes that were not sent. What is looked at next grows eightfold, up to a
/// block: many codes in a row that were used elsewhere take few reads.
async fn search(app: &App, batch: &Batch, wanted: usize) -> Result<Found, StoreError> {
    let mut found = Found { unused: Vec::with_capacity(wanted), end: batch.send_from };
    let mut span = u32::try_from(wanted).unwrap_or(CODES_IN_BLOCK);
    for _ in 0..STRETCHES {
        if found.unused.len() >= wanted || found.end >= batch.quantity {
            break;
        }
        let end = batch.quantity.min(found.end.saturating_add(span));
        let places = found.end..end;
        let used = app.table.used_codes(batch.number(), places.clone(), |code| code.index).await?;
        let unused =
            places.filter_map(CodeIndex::new).filter(|place| used.binary_search(place).is_err());
        found.unused.extend(unused);
        found.end = end;
        span = span.saturating_mul(8).min(CODES_IN_BLOCK);
    }
    found.unused.truncate(wanted);
    Ok(found)
}

/// What the batch's codes open.
async fn title(app: &App, batch: &Batch) -> Result<Title, Problem> {
    let key = keys::course(batch.course_id);
    let found = app.table.get_many([key.clone()]).await?;
    let course: Course = found.get(&key)?.ok_or_else(Problem::not_found)?;
    Ok(course.title)
}
