//! The one clock that gives every time a rule uses.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

/// The system's time, moved forward by as much as the local stack or a test asked for.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// Now, in whole seconds: the precision of every time that the product stores or shows.
    pub fn now(&self) -> Timestamp {
        let now = self.precise();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// Now, with the precision of the system's clock: what makes identifiers sort by time.
    pub fn precise(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead_seconds.load(Ordering::Relaxed));
        Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// Moves this clock and all its clones forward.
    pub fn advance(&self, by: SignedDuration) {
        self.ahead_seconds.fetch_add(by.as_secs(), Ordering::Relaxed);
    }
}
