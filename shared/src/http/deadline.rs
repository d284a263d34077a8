//! How long a call may take: as long as its function runs, less what its answer needs to get out.
//!
//! Lambda tells for each call when it ends the process. A call that is not done shortly before
//! then is given up, with every retry that is under way, and answered as one to try again; so no
//! retry outlasts its function, whatever the table's client or a loop around it would still try.

use std::time::{Duration, SystemTime};

use http::request::Parts;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;

/// What an answer needs to get out.
const ANSWER: Duration = Duration::from_millis(500);

/// When a call's function ends.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    /// By the application's clock.
    pub at: Timestamp,
    left: Duration,
}

impl Deadline {
    /// The deadline of a call that begins now.
    pub fn of(app: &App, parts: &Parts) -> Self {
        let told = parts.extensions.get::<lambda_runtime::Context>();
        let left = told.map(|context| context.deadline().duration_since(SystemTime::now()));
        let left = left.map_or(app.settings.time_limit, Result::unwrap_or_default);
        let ends = SignedDuration::try_from(left).unwrap_or(SignedDuration::MAX);
        let at = app.clock.precise().saturating_add(ends).unwrap_or(Timestamp::MAX);
        Self { at, left }
    }

    /// Does a call's work, unless the time is up before.
    pub async fn bound<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(self.left.saturating_sub(ANSWER), work).await.ok()
    }
}
