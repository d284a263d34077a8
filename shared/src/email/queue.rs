//! The queues that owed mails leave by, in SQS.
//!
//! Sign-ins have one of their own, since somebody waits for each. All others go into one where the
//! message group is the account, so that one account's ten thousand hold up no other's one: SQS
//! hands out those of an account last that takes more than a tenth of the senders' time. See
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html>.

use std::time::Duration;

use aws_sdk_sqs::{
    error::BuildError,
    operation::send_message_batch::{
        SendMessageBatch, SendMessageBatchError, SendMessageBatchInput, SendMessageBatchOutput,
    },
    types::{SendMessageBatchRequestEntry, builders::SendMessageBatchRequestEntryBuilder},
};
use futures::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    aws::{self, Called},
    domain::{AccountId, MailTag},
    http::Problem,
    table::{StoreError, mail::MailStatus},
};

/// What goes one way does not wait for what goes the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Mails that somebody waits for, to sign in.
    SignIns,
    /// All others.
    Others,
}

impl Lane {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SignIns, Self::Others];

    /// As keys have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIns => "sign_ins",
            Self::Others => "others",
        }
    }

    /// How many processes send what goes this way, at most: the `MaximumConcurrency` of its event
    /// source in template.yaml.
    pub const fn senders(self) -> u32 {
        match self {
            Self::SignIns => 2,
            Self::Others => 6,
        }
    }
}

/// A mail that is owed, as a queue carries it: where it lies, and nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Where its state is kept.
    pub mail: MailTag,
    /// Its way.
    pub lane: Lane,
    /// On whose behalf.
    pub account: Option<AccountId>,
    /// How often it was put back.
    #[serde(default)]
    pub put_back: u32,
    /// What became of it and when, where that could not be noted: when it comes back it is noted and not
    /// sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<(MailStatus, Timestamp)>,
}

impl Owed {
    /// A mail that nothing was done about yet.
    pub fn new(mail: MailTag, lane: Lane, account: Option<AccountId>) -> Self {
        Self { mail, lane, account, put_back: 0, outcome: None }
    }
}

/// The most messages that SQS takes at once.
const AT_ONCE: usize = 10;
/// The longest time that SQS holds a message back.
pub const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

const SEND_MESSAGE_BATCH: Called =
    Called { service: "SQS", signed_as: "sqs", operation: "SendMessageBatch" };

/// The queues, to put mails into.
#[derive(Debug, Clone)]
pub struct Queues {
    send: aws::Call<SendMessageBatchInput, SendMessageBatchOutput, SendMessageBatchError>,
    sign_ins: String,
    others: String,
}

impl Queues {
    /// The queues at these addresses, in SQS called in this way.
    #[must_use]
    pub fn new(calls: aws::Config, sign_ins: String, others: String) -> Self {
        let send = aws::call_of_client(SEND_MESSAGE_BATCH, calls, &SendMessageBatch::new());
        Self { send, sign_ins, others }
    }

    /// Hands mails over to be sent. If it fails, some of them may have been.
    pub async fn hand_over(&self, mails: &[Owed]) -> Result<(), Problem> {
        let lanes = Lane::ALL
            .map(|lane| mails.iter().filter(|mail| mail.lane == lane).cloned().collect::<Vec<_>>());
        let batches = Lane::ALL.iter().zip(&lanes).flat_map(|(lane, mails)| {
            mails.chunks(AT_ONCE).map(|batch| self.put(*lane, batch, Duration::ZERO))
        });
        try_join_all(batches).await.map(drop)
    }

    /// Puts a mail back, to be tried again after a while: as a new message, so that however often
    /// that happens it is no dead letter.
    pub async fn put_back(&self, mail: Owed, wait: Duration) -> Result<(), Problem> {
        let lane = mail.lane;
        let mail = Owed { put_back: mail.put_back.saturating_add(1), ..mail };
        self.put(lane, &[mail], wait.min(LONGEST_WAIT)).await
    }

    async fn put(&self, lane: Lane, mails: &[Owed], wait: Duration) -> Result<(), Problem> {
        let entries = mails.iter().enumerate().map(|(id, mail)| entry(id, mail, wait));
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        let url = match lane {
            Lane::SignIns => &self.sign_ins,
            Lane::Others => &self.others,
        };
        let asked = SendMessageBatchInput::builder().queue_url(url).set_entries(Some(entries));
        let asked = asked.build().map_err(|error| Problem::internal(error.to_string()))?;
        let answer = self.send.invoke(asked).await;
        let answer = answer.map_err(|error| unavailable(&StoreError::of(&error).0))?;
        match answer.failed.first() {
            Some(failed) => Err(unavailable(&failed.code)),
            None => Ok(()),
        }
    }
}

fn entry(id: usize, mail: &Owed, wait: Duration) -> Result<SendMessageBatchRequestEntry, Problem> {
    let body = serde_json::to_string(mail).map_err(|error| Problem::internal(error.to_string()))?;
    let entry: SendMessageBatchRequestEntryBuilder = SendMessageBatchRequestEntry::builder()
        .id(id.to_string())
        .message_body(body)
        .delay_seconds(i32::try_from(wait.as_secs()).unwrap_or_default())
        .set_message_group_id(group(mail));
    entry.build().map_err(|error: BuildError| Problem::internal(error.to_string()))
}

/// Whose mail it is, where mails of many lie in one queue.
fn group(mail: &Owed) -> Option<String> {
    let nobodys = || (mail.lane == Lane::Others).then(|| "nobody".into());
    mail.account.map(|account| account.to_string()).or_else(nobodys)
}

fn unavailable(cause: &str) -> Problem {
    Problem::unavailable(&format!("the queue of mails: {cause}"))
}
