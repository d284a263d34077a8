//! What waits in an account for those who look after it.

use serde::{Deserialize, Serialize};

/// How much waits, as a weekly digest tells (rule 39).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Courses that were due and are not completed.
    pub overdue: u64,
    /// Completed courses that soon count no longer.
    pub expiring: u64,
    /// Those that count no longer.
    pub expired: u64,
    /// Invitations whose mail came back.
    pub bounced: u64,
    /// Invitations that nobody has answered.
    pub open: u64,
}

impl Waiting {
    /// Whether nothing waits.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
