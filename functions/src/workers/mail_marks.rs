//! Marks how mails get on, for the operator: every five minutes of a process at most, so that it costs the
//! same however many mails there are.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use shared::{
    app::App,
    email::{Lane, SendError},
    table::{
        Entity, Key,
        mail_mark::{Came, Held, MailMark},
    },
};

/// After how many seconds the same is marked again.
const SECONDS: i64 = 300;

/// What this process marked, and when.
#[derive(Debug, Clone, Default)]
pub struct MailMarks(Arc<Mutex<HashMap<Key, Timestamp>>>);

impl MailMarks {
    /// Marks how far a mail came. That it cannot be marked stops no mail.
    pub async fn mark(&self, app: &App, lane: Lane, came: Came) {
        let mark = MailMark { lane, at: app.clock.now(), came };
        if !self.is_due(&mark) {
            return;
        }
        if app.table.write::<()>().put(&mark).run().await.is_err() {
            tracing::warn!("how mails get on was not marked");
        }
    }

    fn is_due(&self, mark: &MailMark) -> bool {
        let mut marked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = marked.get(&mark.key());
        let is_due = before.is_none_or(|at| mark.at.as_second() - at.as_second() >= SECONDS);
        if is_due {
            marked.insert(mark.key(), mark.at);
        }
        is_due
    }
}

/// Why SES holds up a mail.
pub fn held(error: &SendError) -> Held {
    match error {
        SendError::QuotaUsedUp(_) => Held::QuotaUsedUp,
        SendError::Throttled(_) => Held::Throttled,
        SendError::Unavailable(_) | SendError::Rejected(_) => Held::OutOfReach,
    }
}
