//! For how many drivers it counts that they have completed a course: a part of the summary.

use std::iter::Sum;

use schemars::JsonSchema;
use serde::Serialize;
use shared::domain::Validity;

/// Drivers who have completed a course, by whether that counts now: of each in each course the newest
/// record, which may be of an earlier round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ByValidity {
    /// Drivers for whom it counts now that they have completed the course, and for more than 60 days to
    /// come: by the newest record of each, which may be of an earlier round. Of all courses, each driver
    /// once in each.
    valid: i64,
    /// Drivers for whom it counts now, and ends within 60 days.
    expiring: i64,
    /// Drivers for whom it counted and does no more.
    expired: i64,
}

impl ByValidity {
    /// Adds so many.
    pub fn add(&mut self, validity: Validity, count: i64) {
        match validity {
            Validity::Valid => self.valid += count,
            Validity::Expiring => self.expiring += count,
            Validity::Expired => self.expired += count,
        }
    }

    /// In the order in which they are shown.
    pub fn counts(&self) -> [i64; 3] {
        [self.valid, self.expiring, self.expired]
    }

    /// None where counts went wrong and say less than none, until they are counted again.
    #[must_use]
    pub fn never_negative(self) -> Self {
        let [valid, expiring, expired] = self.counts().map(|count| count.max(0));
        Self { valid, expiring, expired }
    }
}

impl Sum for ByValidity {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            valid: sum.valid + one.valid,
            expiring: sum.expiring + one.expiring,
            expired: sum.expired + one.expired,
        })
    }
}
