//! Sends the mails that queues hand out, each on its own: whatever becomes of one stops no other.
//!
//! | what happens | what becomes of the mail |
//! |---|---|
//! | SES takes it | `sent` |
//! | SES refuses it for good | `rejected`, never tried again |
//! | it is no longer good | `dropped` |
//! | SES is too busy or out of reach, the quota is used up, the table does not answer | put back for a while that grows up to 15 minutes |
//! | what became of it cannot be noted | put back with what became of it, which is noted when it comes back |
//! | anything else | the message fails; after a few times it is a dead letter |
//!
//! That it is still queued is looked at before it is sent and is the condition for noting more, and of those
//! who are handed it at the same moment one takes its turn, so a mail that is handed over twice is sent once;
//! twice only if neither the table nor the queue took that it was sent, or if the process ended between.

use std::time::Duration;

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, Email, MailTag},
    email::{LONGEST_WAIT, Lane, Mailer, Message, Owed, Pace, Queues, Rendered, SendError},
    http::{Code, Problem},
    table::{
        keys,
        limit::{self, Limit},
        mail::{MailStatus, Room},
        mail_mark::{Came, MailMark},
        person::{Context, EmailOwner},
    },
};

use super::{
    invitations,
    mail_marks::{MailMarks, held},
    outbox,
    turn::{Cause, Letter, Turn, written},
};

/// What sends mails.
pub struct Sender {
    app: App,
    mailer: Mailer,
    pace: Pace,
    queues: Queues,
    marks: MailMarks,
}

/// Why a mail could not be sent.
enum Setback {
    /// SES cannot take it now.
    Ses(SendError),
    /// This became of it, and the table did not take it.
    Unnoted(MailStatus, Timestamp, Problem),
    /// Another sender is at it, for so many seconds.
    Taken(i64),
    /// Something else.
    Other(Problem),
}

impl From<Problem> for Setback {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

/// Whether a reader gets a mail of an account once more today.
enum Ration {
    /// They do.
    Enough,
    /// They get a digest in its place.
    Digest(Rendered),
    /// They had the digest.
    UsedUp,
}

/// How long a mail waits when it is put back for the first time; each time it is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(5);

impl Sender {
    /// A sender that keeps this pace, puts back into these queues, and marks here how mails get on.
    pub fn new(app: App, mailer: Mailer, pace: Pace, queues: Queues, marks: MailMarks) -> Self {
        Self { app, mailer, pace, queues, marks }
    }

    /// Does what is to be done about the mail that a message names; tells how long it was owed, if
    /// it was sent and somebody waits for it to sign in. If it fails the message is to be handed
    /// out again.
    pub async fn send(&self, message: &str) -> Result<Option<Duration>, Problem> {
        let mut owed: Owed = serde_json::from_str(message)
            .map_err(|error| Problem::internal(format!("a message is no mail: {error}")))?;
        let tried = match owed.outcome {
            Some((status, at)) => self.note(owed.mail, status, at).await,
            None => self.try_to_send(&owed).await,
        };
        if let Some(mark) = self.how_it_came(&owed, &tried) {
            self.marks.mark(&self.app, mark).await;
        }
        let (cause, wait) = match tried {
            Ok(status) => return Ok(self.waited_for(&owed, status)),
            Err(Setback::Ses(error)) => {
                let wait = wait(&owed, matches!(error, SendError::QuotaUsedUp(_)));
                (Some(error.to_string()), wait)
            }
            Err(Setback::Unnoted(status, at, problem)) => {
                owed.outcome = Some((status, at));
                (Some(problem.cause.unwrap_or_default()), wait(&owed, false))
            }
            Err(Setback::Taken(seconds)) => {
                (None, Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
            }
            Err(Setback::Other(problem)) if problem.code == Code::Unavailable => {
                (Some(problem.cause.unwrap_or_default()), wait(&owed, false))
            }
            Err(Setback::Other(problem)) => return Err(problem),
        };
        if let Some(cause) = cause {
            tracing::warn!(cause, owed.put_back, outcome = ?owed.outcome, "a mail is put back");
        }
        self.queues.put_back(owed, wait).await?;
        Ok(None)
    }

    /// How long who signs in waited for a mail that was sent.
    fn waited_for(&self, owed: &Owed, status: Option<MailStatus>) -> Option<Duration> {
        let is_waited_for = owed.lane == Lane::SignIns && status == Some(MailStatus::Sent);
        self.owed_for(owed).filter(|_| is_waited_for)
    }

    /// How long a mail was owed that has an item of its own.
    fn owed_for(&self, owed: &Owed) -> Option<Duration> {
        let MailTag::Mail(id) = owed.mail else { return None };
        let now = u64::try_from(self.app.clock.precise().as_millisecond()).unwrap_or_default();
        Some(Duration::from_millis(now.saturating_sub(id.ulid().timestamp_ms())))
    }

    /// What the operator is told by a mail, if it left or SES holds it up.
    fn how_it_came(
        &self,
        owed: &Owed,
        tried: &Result<Option<MailStatus>, Setback>,
    ) -> Option<MailMark> {
        let (came, because) = match tried {
            Ok(Some(MailStatus::Sent)) => (Came::Sent, None),
            Err(Setback::Ses(error)) => (Came::Held, Some(held(error))),
            _ => return None,
        };
        let waited = self.owed_for(owed).filter(|_| came == Came::Sent);
        let waited_seconds = waited.map(|waited| waited.as_secs());
        let (lane, at) = (owed.lane, self.app.clock.now());
        Some(MailMark { lane, came, at, waited_seconds, because })
    }

    /// Sends a mail if it is to be sent; tells what became of it, if anything.
    async fn try_to_send(&self, owed: &Owed) -> Result<Option<MailStatus>, Setback> {
        let mail = owed.mail;
        let turn = match mail {
            MailTag::Mail(id) => outbox::turn(&self.app, &self.mailer, id).await?,
            MailTag::Invitation { account, user, number } => {
                invitations::turn(&self.app, account, user, number).await?
            }
        };
        let letter = match turn {
            Turn::Send(letter) => letter,
            Turn::Drop => return self.note(mail, MailStatus::Dropped, self.app.clock.now()).await,
            Turn::Stop => return self.note(mail, MailStatus::Stopped, self.app.clock.now()).await,
            Turn::Pass => return Ok(None),
        };
        // One that is put back had its turn, and was counted, before.
        let is_first = owed.put_back == 0;
        if is_first {
            self.take_turn(mail).await?;
        }
        let ration = match &letter.cause {
            Some(cause) if is_first => self.ration(cause, &letter).await?,
            _ => Ration::Enough,
        };
        let status = match ration {
            Ration::Enough => {
                if let Some(cause) = &letter.cause {
                    self.expect_room_for_new_accounts(cause).await?;
                }
                self.hand_to_ses(mail, &letter.to, &letter.says).await?
            }
            Ration::Digest(says) => {
                self.hand_to_ses(mail, &letter.to, &says).await?;
                MailStatus::Dropped
            }
            Ration::UsedUp => MailStatus::Dropped,
        };
        self.note(mail, status, self.app.clock.now()).await
    }

    /// Takes the mail's turn, unless somebody else has it: of whoever is handed the mail at the same moment
    /// one sends it, and the others look again when it must be done.
    async fn take_turn(&self, mail: MailTag) -> Result<(), Setback> {
        let (table, now) = (&self.app.table, self.app.clock.now());
        let taken = limit::MAIL_TURNS.take(table, &mail.to_string(), now).await;
        let taken = taken.map_err(Problem::from)?;
        taken.map_err(|too_often| Setback::Taken(too_often.retry_after))
    }

    async fn hand_to_ses(
        &self,
        mail: MailTag,
        to: &Email,
        says: &Rendered,
    ) -> Result<MailStatus, Setback> {
        self.pace.wait().await;
        match self.mailer.send(to.as_str(), &mail.to_string(), says).await {
            Ok(_) => Ok(MailStatus::Sent),
            Err(error @ SendError::Rejected(_)) => {
                tracing::warn!(%error, %mail, "a mail is rejected");
                Ok(MailStatus::Rejected)
            }
            Err(error) => Err(Setback::Ses(error)),
        }
    }

    /// Counts a mail that its reader did not ask for. Of those that are one too many for today the
    /// first is a digest of all.
    async fn ration(&self, cause: &Cause, letter: &Letter) -> Result<Ration, Problem> {
        let (table, now) = (&self.app.table, self.app.clock.now());
        let (account, mailbox) = (&cause.account, letter.to.mailbox());
        let between = format!("{}#{mailbox}", account.account_id);
        let of_both = (limit::MAILS_BETWEEN, between.clone());
        let of_receiver = (limit::MAILS_TO_STRANGER, mailbox.to_string());
        let of_account = limit::mails_of_account(account.mails_a_day(now));
        let of_account = (of_account, account.account_id.to_string());
        let rooms = match letter.room {
            Room::Taken => vec![of_both],
            Room::OfWork => vec![(limit::WORK_MAILS_BETWEEN, between.clone())],
            // Who belongs to the account agreed to its mails: they take nobody's room.
            _ if self.belongs(&letter.to, account.account_id).await? => return Ok(Ration::Enough),
            Room::OfReceiver => vec![of_both, of_receiver],
            Room::OfBoth => vec![of_both, of_receiver, of_account],
        };
        let is_full = self.is_full(rooms).await?;
        if !is_full || self.belongs(&letter.to, account.account_id).await? {
            return Ok(Ration::Enough);
        }
        if limit::DIGESTS.count(table, &between, now).await?.is_err() {
            return Ok(Ration::UsedUp);
        }
        let digest = Message::Digest {
            account: account.name.to_string(),
            sign_in_url: format!("{}/sign-in", self.app.settings.app_url),
        };
        Ok(Ration::Digest(written(&digest, Some(cause))?))
    }

    /// Counts one more in each of some rooms; whether one of them was full.
    async fn is_full(
        &self,
        rooms: impl IntoIterator<Item = (Limit, String)>,
    ) -> Result<bool, Problem> {
        for (room, who) in rooms {
            if room.count(&self.app.table, &who, self.app.clock.now()).await?.is_err() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts a mail of an account that is new. However many such accounts somebody makes, their mails
    /// use up nobody's quota and reputation: what is too much for an hour waits.
    async fn expect_room_for_new_accounts(&self, cause: &Cause) -> Result<(), Problem> {
        let rooms = [(limit::MAILS_OF_NEW_ACCOUNTS, "all".to_owned())];
        if cause.account.is_new(self.app.clock.now()) && self.is_full(rooms).await? {
            return Err(Problem::unavailable("new accounts have mailed enough for this hour"));
        }
        Ok(())
    }

    async fn belongs(&self, email: &Email, account: AccountId) -> Result<bool, Problem> {
        let table = &self.app.table;
        let owner: Option<EmailOwner> = table.get(&keys::email(email)).await?;
        let Some(owner) = owner else { return Ok(false) };
        let context: Option<Context> = table.get(&keys::context(owner.person_id, account)).await?;
        Ok(!table.standing(context.into_iter().collect()).await?.is_empty())
    }

    /// Notes what became of a mail, and tells it.
    async fn note(
        &self,
        mail: MailTag,
        status: MailStatus,
        at: Timestamp,
    ) -> Result<Option<MailStatus>, Setback> {
        let noted = self.app.table.note_mail(mail, status, at).await;
        noted.map_err(|error| Setback::Unnoted(status, at, error.into()))?;
        Ok(Some(status))
    }
}

/// How long a mail waits. The quota is that of the last 24 hours, so there is room again only bit
/// by bit; but a sign-in is good for so short a time that it is tried sooner.
fn wait(owed: &Owed, quota_is_used_up: bool) -> Duration {
    if quota_is_used_up && owed.lane == Lane::Others {
        return LONGEST_WAIT;
    }
    FIRST_WAIT.saturating_mul(1 << owed.put_back.min(8)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use shared::domain::MailId;
    use ulid::Ulid;

    use super::*;

    fn owed(lane: Lane, put_back: u32) -> Owed {
        let mail = MailTag::Mail(MailId::from_ulid(Ulid::nil()));
        Owed { put_back, ..Owed::new(mail, lane, None) }
    }

    #[test]
    fn a_mail_waits_longer_each_time_and_no_longer_than_a_queue_holds_it_back() {
        let seconds = |put_back| wait(&owed(Lane::Others, put_back), false).as_secs();
        assert_eq!([0, 1, 2, 7, 8, u32::MAX].map(seconds), [5, 10, 20, 640, 900, 900]);
    }

    #[test]
    fn for_the_quota_all_but_sign_ins_wait_long() {
        assert_eq!(wait(&owed(Lane::Others, 0), true), LONGEST_WAIT);
        assert_eq!(wait(&owed(Lane::SignIns, 0), true), FIRST_WAIT);
    }
}
