//! What AWS does every hour by a schedule: reminders are owed. Here an hour is one of the service's own
//! clock, which may be moved on.

use std::time::Duration;

use functions::workers::{REMINDS_FOR, Reminded, send_reminders};
use jiff::{SignedDuration, Timestamp};
use shared::app::App;

use crate::acting::acting_as;

/// How often the clock is looked at.
const LOOKS: Duration = Duration::from_secs(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Owes reminders now, and whenever an hour has passed; it never ends by itself.
pub async fn remind(app: &App) {
    let mut last: Option<Timestamp> = None;
    loop {
        let now = app.clock.now();
        if last.is_none_or(|last| now.duration_since(last) >= HOUR) {
            last = Some(now);
            let mut reminded = Reminded::default();
            let run = send_reminders(app, REMINDS_FOR, &mut reminded);
            if let Err(problem) = acting_as("send_reminders", run).await {
                tracing::error!(
                    cause = problem.cause,
                    "not all were reminded; the next hour goes on"
                );
            }
        }
        tokio::time::sleep(LOOKS).await;
    }
}
