//! Probes: thrown into the table's stream to see how far its consumer has come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::{Change, Entity, Key, keys, write};

/// A probe.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Probe {
    /// Which.
    pub probe: String,
    /// Whether the consumer has come past it: written together with all that it counted until
    /// then.
    pub passed: bool,
    /// When the table may forget it, in seconds since 1970.
    pub until: i64,
}

/// How long probes are kept: as long as a stream's records live, and another day.
const KEPT_SECONDS: i64 = 2 * 24 * 3_600;

impl Probe {
    /// A new probe.
    pub fn new(at: Timestamp) -> Self {
        let at_millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
        let probe = Ulid::from_parts(at_millis, write::random_u128()).to_string();
        Self { probe, passed: false, until: at.as_second() + KEPT_SECONDS }
    }

    /// The change that says that it was passed.
    pub fn passed(&self) -> Change {
        Change::of(self.key()).set("passed", true).set(keys::TTL, self.until)
    }
}

impl Entity for Probe {
    const KIND: &'static str = "probe";

    fn key(&self) -> Key {
        keys::probe(&self.probe)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.until)
    }
}
