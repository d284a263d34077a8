//! Moments as people read them: in their own time zone, which is named.

use jiff::{Timestamp, Zoned};

use super::TimeZone;

/// A day and a time: `3 December 2026, 10:30 (Europe/Berlin)`.
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.at(at);
    format!("{}, {}{}", day(&at), clock(&at), name(&at))
}

/// A day and a time in a table that says elsewhere which zone its times are of: `3 Dec 2026, 10:30`.
pub fn brief(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.at(at);
    format!("{}, {}", at.strftime("%-d %b %Y"), clock(&at))
}

/// When something is held: `3 December 2026, 10:30 to 12:00 (Europe/Berlin)`.
pub fn span((from, to): (Timestamp, Timestamp), zone: &TimeZone) -> String {
    let (from, to) = (zone.at(from), zone.at(to));
    let until = match from.date() == to.date() {
        true => clock(&to),
        false => format!("{}, {}", day(&to), clock(&to)),
    };
    format!("{}, {} to {until}{}", day(&from), clock(&from), name(&from))
}

/// A moment in a table that people keep: `2026-12-03T10:30:00+01:00[Europe/Berlin]` (RFC 9557), in UTC
/// `2026-12-03T09:30:00Z`. It stands for itself in whatever the table is copied into, also in the hour
/// that comes twice, and no spreadsheet takes it for a time of its own zone.
pub fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    if zone.is_utc() { at.to_string() } else { zone.at(at).to_string() }
}

fn day(at: &Zoned) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// What a clock shows. When it shows that twice, since clocks were put back, it says which time.
fn clock(at: &Zoned) -> String {
    let is_ambiguous = at.time_zone().to_ambiguous_timestamp(at.datetime()).is_ambiguous();
    at.strftime(if is_ambiguous { "%H:%M (UTC%:z)" } else { "%H:%M" }).to_string()
}

/// The zone that a time is in, to be put behind it.
fn name(at: &Zoned) -> String {
    match at.time_zone().iana_name() {
        None | Some("UTC") => " UTC".to_owned(),
        Some(name) => format!(" ({name})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::parse(name).unwrap()
    }

    #[test]
    fn a_moment_is_told_as_clocks_there_show_it() {
        let noon = at("2026-11-27T13:30:00Z");
        for (name, read) in [
            ("Europe/Berlin", "27 November 2026, 14:30 (Europe/Berlin)"),
            ("Asia/Kathmandu", "27 November 2026, 19:15 (Asia/Kathmandu)"),
            ("Pacific/Kiritimati", "28 November 2026, 03:30 (Pacific/Kiritimati)"),
            ("UTC", "27 November 2026, 13:30 UTC"),
        ] {
            assert_eq!(moment(noon, &zone(name)), read);
        }
    }

    #[test]
    fn a_moment_in_a_table_is_short_and_still_not_ambiguous() {
        let berlin = zone("Europe/Berlin");
        assert_eq!(brief(at("2026-11-27T13:30:00Z"), &berlin), "27 Nov 2026, 14:30");
        assert_eq!(brief(at("2026-10-25T01:30:00Z"), &berlin), "25 Oct 2026, 02:30 (UTC+01:00)");
    }

    #[test]
    fn an_hour_that_comes_twice_says_which_it_is() {
        let berlin = zone("Europe/Berlin");
        for (time, read) in [
            ("2026-10-24T23:59:00Z", "25 October 2026, 01:59 (Europe/Berlin)"),
            ("2026-10-25T00:30:00Z", "25 October 2026, 02:30 (UTC+02:00) (Europe/Berlin)"),
            ("2026-10-25T01:30:00Z", "25 October 2026, 02:30 (UTC+01:00) (Europe/Berlin)"),
            ("2026-10-25T02:00:00Z", "25 October 2026, 03:00 (Europe/Berlin)"),
        ] {
            assert_eq!(moment(at(time), &berlin), read);
        }
    }

    #[test]
    fn a_span_names_its_zone_once_and_its_second_day_where_there_is_one() {
        let berlin = zone("Europe/Berlin");
        for (from, to, read) in [
            (
                "2026-12-03T09:30:00Z",
                "2026-12-03T11:00:00Z",
                "3 December 2026, 10:30 to 12:00 (Europe/Berlin)",
            ),
            (
                "2026-12-03T20:00:00Z",
                "2026-12-03T23:30:00Z",
                "3 December 2026, 21:00 to 4 December 2026, 00:30 (Europe/Berlin)",
            ),
            (
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00Z",
                "25 October 2026, 02:30 (UTC+02:00) to 02:30 (UTC+01:00) (Europe/Berlin)",
            ),
        ] {
            assert_eq!(span((at(from), at(to)), &berlin), read);
        }
    }

    #[test]
    fn a_stamp_has_offset_and_zone_and_is_read_back_as_the_same_moment() {
        let time = at("2026-10-25T01:30:00Z");
        let stamped = stamp(time, &zone("Europe/Berlin"));
        assert_eq!(stamped, "2026-10-25T02:30:00+01:00[Europe/Berlin]");
        assert_eq!(stamped.parse::<Zoned>().unwrap().timestamp(), time);
        assert_eq!(stamp(time, &TimeZone::default()), "2026-10-25T01:30:00Z");
    }
}
