//! When days are over, on those on which clocks change too.

use jiff::{SignedDuration, tz};
use proptest::prelude::*;

use super::*;

fn end(day: &str, zone: &str) -> String {
    Day::parse(day).unwrap().end_in(&TimeZone::parse(zone).unwrap()).to_string()
}

#[test]
fn a_day_ends_at_the_next_midnight_where_it_is() {
    for (day, zone, over) in [
        ("2026-11-27", "UTC", "2026-11-28T00:00:00Z"),
        ("2026-11-27", "Europe/Berlin", "2026-11-27T23:00:00Z"),
        ("2026-11-27", "Asia/Kathmandu", "2026-11-27T18:15:00Z"),
        ("2026-11-27", "Pacific/Kiritimati", "2026-11-27T10:00:00Z"),
        ("2026-11-27", "America/Los_Angeles", "2026-11-28T08:00:00Z"),
        // Of 23 and of 25 hours.
        ("2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00Z"),
        ("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z"),
        ("2026-10-24", "Europe/Berlin", "2026-10-24T22:00:00Z"),
        ("2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z"),
        ("2028-02-29", "UTC", "2028-03-01T00:00:00Z"),
        ("9999-12-29", "Etc/GMT+12", "9999-12-30T12:00:00Z"),
    ] {
        assert_eq!(end(day, zone), over, "{day} {zone}");
    }
}

#[test]
fn where_midnight_is_skipped_the_day_ends_as_clocks_are_put_forward() {
    for (day, zone, over) in [
        // To 01:00.
        ("2026-04-23", "Africa/Cairo", "2026-04-23T22:00:00Z"),
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        // A day that there was not.
        ("2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ] {
        assert_eq!(end(day, zone), over, "{day} {zone}");
    }
}

#[test]
fn a_day_that_ends_within_what_is_skipped_is_over_as_soon() {
    // At 23:30 clocks were put forward to 00:30. No day of today's range ends so.
    let day = Day(jiff::civil::date(1919, 3, 30));
    let toronto = TimeZone::parse("America/Toronto").unwrap();
    assert_eq!(day.end_in(&toronto).to_string(), "1919-03-31T04:30:00Z");
}

#[test]
fn where_midnight_comes_twice_the_day_is_over_once_it_does_not_come_back() {
    for (day, zone, over) in [
        // From 01:00 to 00:00 of the same day: the day before is over already.
        ("2026-10-31", "America/Havana", "2026-11-01T04:00:00Z"),
        ("2026-10-24", "Atlantic/Azores", "2026-10-25T00:00:00Z"),
        // From 00:01 to 23:01: the day before comes back for 59 minutes.
        ("2010-11-06", "America/St_Johns", "2010-11-07T03:30:00Z"),
        // From midnight to 23:00: its last hour comes twice, and midnight once.
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00Z"),
        ("2026-10-29", "Africa/Cairo", "2026-10-29T22:00:00Z"),
    ] {
        assert_eq!(end(day, zone), over, "{day} {zone}");
    }
}

#[test]
fn what_is_no_day_is_refused() {
    for (bad, code) in [
        ("", "invalid_day"),
        ("tomorrow", "invalid_day"),
        ("2026-02-29", "invalid_day"),
        ("2026-13-01", "invalid_day"),
        ("20261127", "invalid_day"),
        ("2026-W48-5", "invalid_day"),
        ("2026-11-27T00:00:00Z", "invalid_day"),
        ("+002026-11", "invalid_day"),
        ("2026-1１-27", "invalid_day"),
        ("1969-12-31", "out_of_range"),
        ("0000-01-01", "out_of_range"),
        ("9999-12-30", "out_of_range"),
    ] {
        assert_eq!(Day::parse(bad).map_err(|bad| bad.code), Err(code), "{bad:?}");
    }
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    let names = tz::db().available().filter_map(|name| TimeZone::parse(name.as_str()).ok());
    prop::sample::select(names.collect::<Vec<_>>())
}

/// Any day, or one on which clocks change there, or the day before.
fn any_day_in(zone: TimeZone) -> impl Strategy<Value = (TimeZone, Day)> {
    let rules = zone.rules();
    let changes = rules.following(Timestamp::UNIX_EPOCH).take(300);
    let days = changes.flat_map(|change| {
        let day = change.timestamp().to_zoned(rules.clone()).date();
        [day, day.yesterday().unwrap(), day.saturating_sub(jiff::ToSpan::days(2_i64))]
    });
    let days: Vec<_> = days.chain([FIRST]).filter(|day| (FIRST..=LAST).contains(day)).collect();
    let any = (0..60_000_i64).prop_map(|days| FIRST.saturating_add(jiff::ToSpan::days(days)));
    prop_oneof![prop::sample::select(days), any].prop_map(move |day| (zone.clone(), Day(day)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_day_lasts_until_its_end_and_never_comes_after_it((zone, day) in any_zone().prop_flat_map(any_day_in)) {
        let end = day.end_in(&zone);
        let date = |at: Timestamp| zone.at(at).date();
        prop_assert!(date(end - SignedDuration::from_secs(1)) <= day.0, "{zone} {day}: {end}");
        for minutes in 0..(26 * 60) {
            let later = end + SignedDuration::from_mins(minutes);
            prop_assert!(date(later) > day.0, "{zone} {day}: {end}, and {later}");
        }
    }

    #[test]
    fn a_day_reads_as_it_is_written(days in 0..2_932_000_i64) {
        let day = Day(FIRST.saturating_add(jiff::ToSpan::days(days)));
        prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
    }

    #[test]
    fn no_text_is_read_by_chance(text in "\\PC{0,12}|[0-9+-]{8,12}") {
        if let Ok(day) = Day::parse(&text) {
            prop_assert_eq!(day.to_string(), text.trim());
        }
    }
}
