//! Sends the mails that queues hand out, each on its own: whatever becomes of one stops no other.
//!
//! | what happens | what becomes of the mail |
//! |---|---|
//! | SES takes it | `sent` |
//! | SES refuses it for good | `rejected`, never tried again |
//! | it is no longer good | `dropped` |
//! | SES is too busy or out of reach, the quota is used up, the table does not answer | put back for a while that grows up to 15 minutes |
//! | anything else | the message fails; after a few times it is a dead letter |
//!
//! That it is still queued is looked at before it is sent and is the condition for noting more, so
//! a mail that is handed over twice is sent once; twice only if its having been sent could not be
//! noted, or if both come at the same moment.

use std::time::Duration;

use shared::{
    app::App,
    domain::MailTag,
    email::{LONGEST_WAIT, Lane, Mailer, Owed, Pace, Queues, SendError},
    http::{Code, Problem},
    table::mail::MailStatus,
};

use super::{invitations, outbox, turn::Turn};

/// What sends mails.
pub struct Sender {
    app: App,
    mailer: Mailer,
    pace: Pace,
    queues: Queues,
}

/// Why a mail could not be sent.
enum Setback {
    /// SES cannot take it now.
    Ses(SendError),
    /// Something else.
    Other(Problem),
}

impl From<Problem> for Setback {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

/// How long a mail waits when it is put back for the first time; each time it is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(5);

impl Sender {
    /// A sender that keeps this pace, and puts back into these queues.
    pub fn new(app: App, mailer: Mailer, pace: Pace, queues: Queues) -> Self {
        Self { app, mailer, pace, queues }
    }

    /// Does what is to be done about the mail that a message names. If it fails the message is to
    /// be handed out again.
    pub async fn send(&self, message: &str) -> Result<(), Problem> {
        let owed: Owed = serde_json::from_str(message)
            .map_err(|error| Problem::internal(format!("a message is no mail: {error}")))?;
        let wait = match self.try_to_send(owed.mail).await {
            Ok(()) => return Ok(()),
            Err(Setback::Ses(error)) => {
                tracing::warn!(%error, owed.put_back, "a mail is put back");
                wait(&owed, matches!(error, SendError::QuotaUsedUp(_)))
            }
            Err(Setback::Other(problem)) if problem.code == Code::Unavailable => {
                tracing::warn!(cause = problem.cause, owed.put_back, "a mail is put back");
                wait(&owed, false)
            }
            Err(Setback::Other(problem)) => return Err(problem),
        };
        self.queues.put_back(owed, wait).await
    }

    /// Sends a mail if it is to be sent.
    async fn try_to_send(&self, mail: MailTag) -> Result<(), Setback> {
        let turn = match mail {
            MailTag::Mail(id) => outbox::turn(&self.app, &self.mailer, id).await?,
            MailTag::Invitation { account, user, number } => {
                invitations::turn(&self.app, account, user, number).await?
            }
        };
        let letter = match turn {
            Turn::Send(letter) => letter,
            Turn::Drop => return Ok(self.note(mail, MailStatus::Dropped).await?),
            Turn::Pass => return Ok(()),
        };
        self.pace.wait().await;
        let status =
            match self.mailer.send(letter.to.as_str(), &mail.to_string(), &letter.says).await {
                Ok(_) => MailStatus::Sent,
                Err(error @ SendError::Rejected(_)) => {
                    tracing::warn!(%error, %mail, "a mail is rejected");
                    MailStatus::Rejected
                }
                Err(error) => return Err(Setback::Ses(error)),
            };
        Ok(self.note(mail, status).await?)
    }

    async fn note(&self, mail: MailTag, status: MailStatus) -> Result<(), Problem> {
        Ok(self.app.table.note_mail(mail, status, self.app.clock.now()).await?)
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
        Owed { mail, lane, account: None, put_back }
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
