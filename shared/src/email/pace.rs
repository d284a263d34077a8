//! Keeps sending within what SES takes a second.
//!
//! Processes on Lambda cannot agree on a pace, but no more than [`SENDERS`] of them send at a time:
//! the event sources' maximum concurrency sees to that. So each takes that part of the whole, and
//! all together never go faster; who has little to do lends nothing to the others.

use std::time::Duration;

use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

use super::Lane;

/// How many processes send mails at most.
pub const SENDERS: u32 = Lane::SignIns.senders() + Lane::Others.senders();

/// A pace that everybody who shares it keeps together, first come, first served.
#[derive(Debug)]
pub struct Pace {
    interval: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// One sender's part of so many starts a second, evenly spread; 0 counts as 1.
    #[must_use]
    pub fn of_a_sender(all_per_second: u32) -> Self {
        Self::shared(all_per_second, SENDERS)
    }

    /// What each of `senders` may start if all together start so many a second.
    fn shared(starts: u32, senders: u32) -> Self {
        // Rounded up, so that the sum of the pauses is never less than a second.
        let second = 1_000_000_000 * u64::from(senders);
        let nanos = second.div_ceil(u64::from(starts.max(1)));
        Self { interval: Duration::from_nanos(nanos), next: Mutex::new(Instant::now()) }
    }

    /// Waits for the caller's turn. Whoever stops waiting takes nobody's turn.
    pub async fn wait(&self) {
        // Held while asleep: the pause is counted from the start before, however late that was.
        let mut next = self.next.lock().await;
        sleep_until(*next).await;
        *next = Instant::now() + self.interval;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    async fn time_of_waits(pace: &Pace, count: u32) -> Duration {
        let start = Instant::now();
        for _ in 0..count {
            pace.wait().await;
        }
        start.elapsed()
    }

    #[tokio::test]
    async fn the_first_starts_at_once_and_each_next_after_a_pause() {
        assert!(time_of_waits(&Pace::shared(1, 1), 1).await < Duration::from_millis(900));

        assert!(time_of_waits(&Pace::shared(50, 1), 6).await >= Duration::from_millis(100));
    }

    #[tokio::test]
    async fn those_who_wait_together_share_the_pace() {
        let pace = Pace::shared(50, 1);
        let start = Instant::now();

        tokio::join!(pace.wait(), pace.wait(), pace.wait(), pace.wait(), pace.wait());

        assert!(start.elapsed() >= Duration::from_millis(80));
    }

    #[tokio::test]
    async fn a_rest_saves_up_no_turns() {
        let pace = Pace::shared(50, 1);
        pace.wait().await;
        tokio::time::sleep(Duration::from_millis(60)).await;

        assert!(time_of_waits(&pace, 3).await >= Duration::from_millis(40));
    }

    #[tokio::test]
    async fn who_stops_waiting_takes_no_turn() {
        let pace = Pace::shared(1, 1);
        pace.wait().await;
        for _ in 0..5 {
            let given_up = tokio::time::timeout(Duration::from_millis(1), pace.wait()).await;
            assert!(given_up.is_err());
        }

        assert!(time_of_waits(&pace, 1).await < Duration::from_secs(3));
    }

    #[tokio::test]
    async fn all_senders_together_go_no_faster_than_the_whole() {
        let each: Vec<_> = (0..SENDERS).map(|_| Pace::of_a_sender(200)).collect();
        let start = Instant::now();
        let rounds = each.iter().map(|pace| time_of_waits(pace, 6));

        futures::future::join_all(rounds).await;

        let mails = f64::from(6 * SENDERS);
        // The first of each starts at once.
        assert!(start.elapsed().as_secs_f64() >= (mails - f64::from(SENDERS)) / 200.0);
    }

    #[tokio::test]
    async fn a_pace_of_nothing_is_one_a_second() {
        assert_eq!(Pace::shared(0, 1).interval, Duration::from_secs(1));
    }
}
