//! Where what is reminded of lies in an index: by the day on which it is due, or was made. A course is
//! often due for everybody at once, so each day is spread over partitions; a few days of it are read, of
//! which most is still to be done.

use jiff::{SignedDuration, Timestamp};

use super::{
    Index, IndexKey, LAST, PARTS, Range, enrolment_by_due_day, invitation_by_day, records::second,
};
use crate::domain::{AccountId, CourseId, EnrolmentId, PersonId};

/// What is found by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// Enrolments, by when they are due.
    Due,
    /// Invitations, by when they were made.
    Invited,
}

impl Coming {
    const fn list(self) -> &'static str {
        match self {
            Self::Due => "DUE",
            Self::Invited => "INVITED",
        }
    }

    /// What lies behind a second and not behind another, both of them whole; they are of one
    /// [`stretch`].
    pub fn between(self, after: Timestamp, up_to: Timestamp) -> Vec<Range> {
        let part = |part: u32| Range {
            index: Some(Index::Gsi2),
            pk: format!("{}#{}#{part}", self.list(), day(up_to)),
            // The sign after `#`: behind everything of that second.
            from: format!("{}$", second(after)),
            to: format!("{}#{LAST}", second(up_to)),
        };
        (0..PARTS).map(part).collect()
    }
}

/// Where an enrolment that is due lies.
pub fn enrolment_due(
    due: Timestamp,
    (person, account, course): (PersonId, AccountId, CourseId),
    enrolment: EnrolmentId,
) -> IndexKey {
    enrolment_by_due_day(&day(due), &second(due), person, account, course, enrolment)
}

/// Where an invitation lies.
pub fn invitation_made(at: Timestamp, person: PersonId, account: AccountId) -> IndexKey {
    invitation_by_day(&day(at), &second(at), person, account)
}

/// As far as the day goes that the second after this one is of, but not behind `up_to`.
pub fn stretch(after: Timestamp, up_to: Timestamp) -> Timestamp {
    let first = after.as_second() + 1;
    let last = first - first.rem_euclid(DAY) + DAY - 1;
    Timestamp::from_second(last.min(up_to.as_second())).unwrap_or(up_to)
}

const DAY: i64 = SignedDuration::from_hours(24).as_secs();

fn day(at: Timestamp) -> String {
    at.strftime("%F").to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_comes_lies_in_just_one_of_the_stretches_that_follow_one_another(
            at in 0..300_000_i64,
            begin in 0..300_000_i64,
            length in 0..300_000_i64,
            person in any::<u64>(),
            nanos in 0..1_000_000_000_i32,
        ) {
            let time = |second: i64| Timestamp::from_second(1_790_000_000 + second).unwrap();
            let (mut after, end) = (time(begin), time(begin + length));
            let moment = Timestamp::new(time(at).as_second(), nanos).unwrap();
            let person = PersonId::from_ulid(u128::from(person).into());
            let (_, pk, sk) = invitation_made(moment, person, AccountId::from_ulid(7.into()));
            let mut found = 0;
            while after < end {
                let up_to = stretch(after, end);
                prop_assert!(after < up_to && up_to <= end);
                let ranges = Coming::Invited.between(after, up_to);
                let here = |one: &&Range| one.pk == pk && one.from <= sk && sk <= one.to;
                found += ranges.iter().filter(here).count();
                after = up_to;
            }
            prop_assert_eq!(found, usize::from(begin < at && at <= begin + length));
        }
    }
}
