//! Marks how mails get on, for the operator: every five minutes of a process at most, so that it costs the
//! same however many mails there are.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::Relaxed},
};

use shared::{
    app::App,
    email::{Lane, SendError},
    table::mail_mark::{Came, Held, MailMark},
};

/// After how many seconds the same is marked again.
const SECONDS: i64 = 300;

/// When this process marked what, by lane and by how far: the second, 0 for never.
#[derive(Debug, Clone, Default)]
pub struct MailMarks(Arc<[AtomicI64; 4]>);

impl MailMarks {
    /// Marks how far a mail came. That it cannot be marked stops no mail.
    pub async fn mark(&self, app: &App, mark: MailMark) {
        if self.is_due(&mark) && app.table.write::<()>().put(&mark).run().await.is_err() {
            tracing::warn!("how mails get on was not marked");
        }
    }

    fn is_due(&self, mark: &MailMark) -> bool {
        let lane = usize::from(mark.lane == Lane::SignIns);
        let held = usize::from(mark.came == Came::Held);
        let (now, marked) = (mark.at.as_second(), &self.0[2 * lane + held]);
        let is_due = now - marked.load(Relaxed) >= SECONDS;
        if is_due {
            marked.store(now, Relaxed);
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
