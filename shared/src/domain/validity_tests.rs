use jiff::{ToSpan, civil::Date};
use proptest::prelude::*;

use super::*;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

#[test]
fn it_counts_for_months_of_the_calendar_where_the_account_is() {
    for (at, months, place, until) in [
        ("2026-01-15T09:30:00Z", 12, "UTC", "2027-01-15T09:30:00Z"),
        // February has no 31st.
        ("2026-01-31T12:00:00Z", 1, "UTC", "2026-02-28T12:00:00Z"),
        ("2028-01-31T12:00:00Z", 1, "UTC", "2028-02-29T12:00:00Z"),
        ("2026-01-31T12:00:00Z", 3, "UTC", "2026-04-30T12:00:00Z"),
        ("2028-02-29T12:00:00Z", 12, "UTC", "2029-02-28T12:00:00Z"),
        // It is the 31st in Berlin already.
        ("2026-01-30T23:30:00Z", 1, "Europe/Berlin", "2026-02-27T23:30:00Z"),
        ("2026-01-30T23:30:00Z", 1, "UTC", "2026-02-28T23:30:00Z"),
        // Clocks are an hour ahead in summer, so the same time of day is an hour earlier.
        ("2026-01-15T09:00:00Z", 6, "Europe/Berlin", "2026-07-15T08:00:00Z"),
        // 02:30 is skipped on that day.
        ("2026-02-28T01:30:00Z", 1, "Europe/Berlin", "2026-03-28T01:30:00Z"),
        ("2026-02-28T01:30:00Z", 13, "Europe/Berlin", "2027-03-28T01:30:00Z"),
        // 02:30 is twice on that day: the first counts.
        ("2026-09-25T00:30:00Z", 1, "Europe/Berlin", "2026-10-25T00:30:00Z"),
        // Fractions of a second are none of the product's.
        ("2026-01-15T09:30:00.999Z", 1, "UTC", "2026-02-15T09:30:00Z"),
    ] {
        let counts = valid_until(time(at), months, &zone(place));
        assert_eq!(counts, time(until), "{at} {months} {place}");
    }
}

#[test]
fn what_would_end_after_all_time_ends_with_it() {
    assert_eq!(
        valid_until(time("9999-06-01T00:00:00Z"), MOST_MONTHS, &zone("UTC")),
        Timestamp::MAX
    );
}

#[test]
fn it_expires_for_sixty_days() {
    let until = time("2026-07-31T12:00:00Z");
    for (now, validity) in [
        ("2026-06-01T11:59:59Z", Validity::Valid),
        ("2026-06-01T12:00:00Z", Validity::Expiring),
        ("2026-07-31T11:59:59Z", Validity::Expiring),
        ("2026-07-31T12:00:00Z", Validity::Expired),
    ] {
        assert_eq!(Validity::at(time(now), Some(until)), validity, "{now}");
    }
    assert_eq!(Validity::at(Timestamp::MAX, None), Validity::Valid);
}

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Havana",
    "Africa/Casablanca",
    "Pacific/Auckland",
];

/// The day so many months after another, or the last of its month.
fn months_after(day: Date, months: i64) -> Date {
    let first = day.first_of_month().checked_add(months.months()).unwrap();
    first.with().day(day.day().min(first.days_in_month())).build().unwrap()
}

proptest! {
    #[test]
    fn it_ends_on_the_day_of_that_month_whatever_clocks_do(
        second in 0_i64..4_000_000_000, months in 1..=MOST_MONTHS, place in 0..ZONES.len(),
    ) {
        let (zone, at) = (zone(ZONES[place]), Timestamp::from_second(second).unwrap());
        let until = valid_until(at, months, &zone);
        let (begun, ended) = (zone.at(at), zone.at(until));
        let day = months_after(begun.date(), i64::from(months));
        let skipped = ended.time() != begun.time();
        // A time of day that is skipped is shown an hour or less later, if need be on the next day.
        prop_assert!(
            ended.date() == day || skipped && ended.date() == day.tomorrow().unwrap(),
            "{begun} {months} {ended}"
        );
        prop_assert!(until > at);
    }

    #[test]
    fn who_completes_later_it_counts_for_no_shorter(
        second in 0_i64..4_000_000_000, later in 3_600_i64..10_000_000, months in 1..=MOST_MONTHS,
        place in 0..ZONES.len(),
    ) {
        let zone = zone(ZONES[place]);
        let until = |second| valid_until(Timestamp::from_second(second).unwrap(), months, &zone);
        // On the last days of a month the time of day may be earlier than on the day before.
        let day = 24 * 3_600;
        prop_assert!(until(second + later).as_second() + 3 * day + 7_200 > until(second).as_second());
    }

    #[test]
    fn the_ends_of_a_validity_are_those_of_what_has_it(
        now in 0_i64..4_000_000_000, ahead in -8_000_000_i64..8_000_000, never in any::<bool>(),
    ) {
        let now = Timestamp::from_second(now).unwrap();
        let until = now.checked_add(SignedDuration::from_secs(ahead)).unwrap();
        let until = (!never).then_some(until);
        let validity = Validity::at(now, until);
        for one in Validity::ALL {
            let (after, up_to) = one.ends(now);
            let within = match until {
                Some(until) => {
                    after.is_none_or(|after| until > after) && up_to.is_none_or(|to| until <= to)
                }
                None => up_to.is_none(),
            };
            prop_assert_eq!(within, one == validity);
        }
    }
}
