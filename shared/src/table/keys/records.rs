//! Where records lie in the indexes: by until when they count.
//!
//! Whether a record is valid changes with time, its end does not: so those of a status are those whose
//! ends lie between two moments, and no other is read.

use jiff::Timestamp;

use super::{Index, LAST, Range};
use crate::domain::{AccountId, CourseId};

/// What counts for ever ends after everything that ends.
const NEVER: &str = "never";

/// An end as it stands before a record's identifier.
pub(super) fn shown_end(end: Option<Timestamp>) -> String {
    end.map_or_else(|| NEVER.to_owned(), second)
}

/// In whole seconds, so that times sort as texts.
pub(super) fn second(at: Timestamp) -> String {
    at.strftime("%FT%TZ").to_string()
}

/// Records of an account, or of one of its courses, that end after the one moment, if there is one, and
/// not after the other; those that never end, too, if there is none.
pub fn records_ending(
    account: AccountId,
    course: Option<CourseId>,
    (after, up_to): (Option<Timestamp>, Option<Timestamp>),
) -> Range {
    let (index, pk) = match course {
        Some(course) => (Index::Gsi1, format!("ACCOUNT#{account}#RECORDS#{course}")),
        None => (Index::Gsi2, format!("ACCOUNT#{account}#RECORDS")),
    };
    Range {
        index: Some(index),
        pk,
        // The sign after `#`: behind every record that ends at that second.
        from: after.map_or_else(|| "0".to_owned(), |after| format!("{}$", second(after))),
        to: up_to.map_or_else(|| LAST.to_string(), |to| format!("{}#{LAST}", second(to))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_lies_where_its_end_is_looked_for() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        let record = format!("rec_{id}").parse().unwrap();
        let account = format!("acc_{id}").parse().unwrap();
        let within = |end: Option<&str>, after: Option<&str>, to: Option<&str>| {
            let range = records_ending(account, None, (after.map(time), to.map(time)));
            let (_, _, place) = super::super::record_by_end(account, end.map(time), record);
            range.from <= place && place <= range.to
        };
        let (before, at, behind) =
            ("2026-11-27T11:59:59Z", "2026-11-27T12:00:00Z", "2026-11-27T12:00:01Z");
        for (end, after, to, lies) in [
            (Some(at), None, None, true),
            (None, None, None, true),
            (Some(at), Some(before), None, true),
            (Some(at), Some(at), None, false),
            (None, Some(at), None, true),
            (Some(at), None, Some(at), true),
            (Some(behind), None, Some(at), false),
            (None, None, Some(at), false),
            (Some(at), Some(before), Some(behind), true),
            // Fractions do not count.
            (Some(at), None, Some("2026-11-27T12:00:00.5Z"), true),
            (Some(at), Some("2026-11-27T12:00:00.5Z"), None, false),
        ] {
            assert_eq!(within(end, after, to), lies, "{end:?} {after:?} {to:?}");
        }
    }
}
