//! Where the counts of who has completed courses lie: those of courses in all, then those of the days on
//! which it ends that it counts, in their order, so that what has ended by a day is read, and nothing
//! later; then the moments.
//!
//! A record begins to expire 60 days before its end, so on every day two days' moments make a
//! difference. Days that lie so far apart share a slot, where the moments of one follow those of the
//! other: what lies between them is on other days, elsewhere.

use jiff::Timestamp;

use super::{Key, LAST, Range, records::shown_end};
use crate::{
    domain::{AccountId, CourseId, validity::LAST_DAYS},
    table::validity_tally::Ends,
};

const SECONDS_OF_DAY: i64 = 24 * 3_600;

/// Who has completed a course, counted by until when that counts.
pub fn validity(
    account: AccountId,
    combination: Option<&str>,
    course: CourseId,
    ends: Ends,
    bucket: u8,
) -> Key {
    let place = match ends {
        Ends::Sometime => format!("ALL#{course}#{bucket}"),
        Ends::On(day) => format!("ENDS#{}#{course}#{bucket}", shown(day)),
        Ends::At(end) => format!("ON#{}#{}#{course}#{bucket}", slot(end), shown_end(Some(end))),
    };
    match combination {
        None => super::validity_of_account(account, &place),
        Some(groups) => super::validity_of_groups(account, groups, &place),
    }
}

/// Every count of an account, or of one of its combinations of groups.
pub fn validities_of(account: AccountId, combination: Option<&str>) -> Range {
    Range::beginning(None, partition(account, combination), "")
}

/// Those of courses in all, and of what ends on days before this one.
pub fn validities_before(account: AccountId, combination: Option<&str>, day: Timestamp) -> Range {
    let range = validities_ended(account, combination, day);
    Range { from: "ALL#".to_owned(), ..range }
}

/// Those of what ends on days before this one.
pub fn validities_ended(account: AccountId, combination: Option<&str>, day: Timestamp) -> Range {
    Range {
        index: None,
        pk: partition(account, combination),
        from: "ENDS#".to_owned(),
        to: format!("ENDS#{}", shown(day)),
    }
}

/// The moments of a day from its beginning, and those of the day 60 days later up to this moment.
pub fn moments_between(
    account: AccountId,
    combination: Option<&str>,
    day: Timestamp,
    up_to: Timestamp,
) -> Range {
    let slot = slot(day);
    Range {
        index: None,
        pk: partition(account, combination),
        from: format!("ON#{slot}#{}", shown_end(Some(day))),
        to: format!("ON#{slot}#{}#{LAST}", shown_end(Some(up_to))),
    }
}

fn partition(account: AccountId, combination: Option<&str>) -> String {
    validity(account, combination, CourseId::new(Timestamp::UNIX_EPOCH), Ends::Sometime, 0).pk
}

fn shown(day: Timestamp) -> String {
    day.strftime("%F").to_string()
}

/// The slot of a day.
fn slot(at: Timestamp) -> String {
    format!("{:02}", at.as_second().div_euclid(SECONDS_OF_DAY).rem_euclid(LAST_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moments_of_two_days_are_read_and_no_other() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        let (account, course) =
            (format!("acc_{id}").parse().unwrap(), format!("crs_{id}").parse().unwrap());
        let (today, soon) = (time("2026-11-28T00:00:00Z"), time("2027-01-27T12:00:00Z"));
        let range = moments_between(account, None, today, soon);
        for (end, lies) in [
            ("2026-09-29T12:00:00Z", false),
            ("2026-11-27T23:59:59Z", false),
            ("2026-11-28T00:00:00Z", true),
            ("2026-11-28T23:59:59Z", true),
            ("2026-11-29T00:00:00Z", false),
            ("2027-01-26T12:00:00Z", false),
            ("2027-01-27T00:00:00Z", true),
            ("2027-01-27T12:00:00Z", true),
            ("2027-01-27T12:00:01Z", false),
            ("2027-03-28T12:00:00Z", false),
        ] {
            let key = validity(account, None, course, Ends::At(time(end)), 7);
            assert_eq!(key.pk, range.pk);
            assert_eq!(range.from <= key.sk && key.sk <= range.to, lies, "{end}");
        }
    }

    #[test]
    fn what_ends_before_a_day_is_read_with_the_courses_or_without() {
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        let (account, course) =
            (format!("acc_{id}").parse().unwrap(), format!("crs_{id}").parse().unwrap());
        let day = |text: &str| text.parse::<Timestamp>().unwrap();
        let today = day("2026-11-28T00:00:00Z");
        for (ends, before, ended) in [
            (Ends::Sometime, true, false),
            (Ends::On(Timestamp::UNIX_EPOCH), true, true),
            (Ends::On(day("2026-11-27T00:00:00Z")), true, true),
            (Ends::On(today), false, false),
            (Ends::At(day("2026-11-27T12:00:00Z")), false, false),
        ] {
            let key = validity(account, Some("groups"), course, ends, 0);
            let lies = |range: Range| {
                assert_eq!(key.pk, range.pk);
                range.from <= key.sk && key.sk <= range.to
            };
            assert_eq!(lies(validities_before(account, Some("groups"), today)), before, "{ends:?}");
            assert_eq!(lies(validities_ended(account, Some("groups"), today)), ended, "{ends:?}");
            assert!(lies(validities_of(account, Some("groups"))), "{ends:?}");
        }
    }
}
