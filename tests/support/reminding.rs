//! What happens every hour.

use std::time::Duration;

use functions::workers::{REMINDS_FOR, Reminded, send_reminders};
use local::acting::acting_as;
use serde_json::Value;

use crate::Service;

impl Service {
    /// The hour's run: reminders are owed. Tells what it did.
    pub async fn remind(&self) -> Reminded {
        self.remind_within(REMINDS_FOR).await
    }

    /// The same, when its time is up sooner.
    pub async fn remind_within(&self, time: Duration) -> Reminded {
        let mut reminded = Reminded::default();
        let run = send_reminders(self.stack().app(), time, &mut reminded);
        acting_as("send_reminders", run).await.expect("all are reminded");
        reminded
    }

    /// Lets so many hours pass, with a run every twelve and at the end, whose mails are sent by the next.
    pub async fn hours(&self, hours: i64) {
        for begun in (0..hours).step_by(12) {
            self.advance(3_600 * (hours - begun).min(12));
            self.remind().await;
            self.settle().await;
        }
    }

    /// The mails to an address whose subject begins so, newest first.
    pub async fn mails_beginning(&self, to: &str, subject: &str) -> Vec<Value> {
        let mails = self.mails(to).await;
        let begins =
            |mail: &Value| mail["subject"].as_str().is_some_and(|it| it.starts_with(subject));
        mails.into_iter().filter(begins).collect()
    }
}
