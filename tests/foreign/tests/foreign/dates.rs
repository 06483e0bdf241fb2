//! chrono, time, jiff.

use crate::{and, random};
use proptest::prelude::{Strategy, any};
use wirecheck_tests_foreign::{Verdicts, types};

mod of_chrono {
    use super::*;
    use chrono::{
        DateTime, FixedOffset, Month, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
    };

    types! {
        naive_date: NaiveDate = and(
            vec![NaiveDate::MIN, NaiveDate::MAX, day(2024, 2, 29), day(0, 1, 1), day(-1, 12, 31), day(10_000, 1, 1)],
            random((-262_142..262_142, 1_u32..366).prop_map(|(year, at)| NaiveDate::from_yo_opt(year, at).unwrap())),
        ) => Verdicts::TEXT;
        time_delta: TimeDelta = and(
            vec![TimeDelta::zero(), TimeDelta::MIN, TimeDelta::MAX, TimeDelta::nanoseconds(-1)],
            random(any::<i64>().prop_map(TimeDelta::nanoseconds)),
        ) => Verdicts::VALUE;
        weekday: Weekday = [Weekday::Mon, Weekday::Thu, Weekday::Sun] => Verdicts::TEXT;
        month: Month = [Month::January, Month::May, Month::December] => Verdicts::TEXT;
        // A leap second that is none is written as the second after it.
        naive_time: NaiveTime = [leap()] => Verdicts::NEVER;
        naive_date_time: NaiveDateTime = [day(2024, 2, 29).and_time(leap())] => Verdicts::NEVER;
        date_time_in_utc: DateTime<Utc> = [day(2024, 2, 29).and_time(leap()).and_utc()] => Verdicts::NEVER;
        // The offset is rounded to minutes.
        date_time_with_an_offset: DateTime<FixedOffset> =
            [DateTime::UNIX_EPOCH.with_timezone(&FixedOffset::east_opt(3661).unwrap())] => Verdicts::NEVER;
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn leap() -> NaiveTime {
        NaiveTime::from_hms_opt(12, 0, 0).unwrap().with_nanosecond(1_500_000_000).unwrap()
    }
}

mod of_time {
    use super::*;
    use time::{
        Date, Month, OffsetDateTime, PlainDateTime, SignedDuration, Time, Timestamp, UtcDateTime, UtcOffset,
        Weekday,
    };

    types! {
        date: Date = dates() => Verdicts::VALUE;
        time: Time = times() => Verdicts::VALUE;
        plain_date_time: PlainDateTime = plain() => Verdicts::VALUE;
        utc_date_time: UtcDateTime = plain().into_iter().map(|it| it.assume_utc().into()).collect::<Vec<_>>()
            => Verdicts::VALUE;
        // `==` is about the instant alone.
        offset_date_time: OffsetDateTime = plain()
            .into_iter()
            .flat_map(|it| offsets().into_iter().map(move |offset| it.assume_offset(offset)))
            .collect::<Vec<_>>() => Verdicts::VALUE, same as |a, b| a == b && a.offset() == b.offset();
        utc_offset: UtcOffset = offsets() => Verdicts::VALUE;
        signed_duration: SignedDuration = and(
            vec![SignedDuration::ZERO, SignedDuration::MIN, SignedDuration::MAX, SignedDuration::new(-1, -5)],
            random(any::<i64>().prop_map(SignedDuration::nanoseconds)),
        ) => Verdicts::VALUE;
        timestamp: Timestamp = [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH]
            => Verdicts::NUMBER.never_buffered();
        weekday: Weekday = [Weekday::Monday, Weekday::Sunday] => Verdicts::NUMBER;
        month: Month = [Month::January, Month::December] => Verdicts::NUMBER;
    }

    fn dates() -> Vec<Date> {
        let ordinals =
            (-9999..=9999, 1_u16..=365).prop_map(|(year, at)| Date::from_ordinal_date(year, at).unwrap());
        and(vec![Date::MIN, Date::MAX], random(ordinals).split_off(52))
    }

    fn times() -> Vec<Time> {
        vec![
            Time::MIDNIGHT,
            Time::from_hms_nano(23, 59, 59, 999_999_999).unwrap(),
            Time::from_hms_milli(1, 2, 3, 120).unwrap(),
        ]
    }

    fn plain() -> Vec<PlainDateTime> {
        dates()
            .into_iter()
            .flat_map(|date| times().into_iter().map(move |time| PlainDateTime::new(date, time)))
            .collect()
    }

    fn offsets() -> Vec<UtcOffset> {
        let parts =
            [(0, 0, 0), (1, 2, 3), (-1, -2, -3), (0, 0, -5), (0, -7, 0), (25, 59, 59), (-25, -59, -59)];
        parts.map(|(hours, minutes, seconds)| UtcOffset::from_hms(hours, minutes, seconds).unwrap()).to_vec()
    }
}

mod of_jiff {
    use super::*;
    use jiff::civil::{Date, DateTime, ISOWeekDate, Time};
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Span, Timestamp, Zoned};

    types! {
        timestamp: Timestamp = and(
            vec![Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH, Timestamp::new(-1, -1).unwrap()],
            random(any::<i64>().prop_map(|it| Timestamp::from_nanosecond(it.into()).unwrap())),
        ) => Verdicts::TEXT;
        signed_duration: SignedDuration = and(
            vec![SignedDuration::ZERO, SignedDuration::MIN, SignedDuration::MAX, SignedDuration::new(0, -1)],
            random((any::<i64>(), 0..1_000_000_000_i32).prop_map(|(seconds, nanos)| {
                SignedDuration::new(seconds, if seconds < 0 { -nanos } else { nanos })
            })),
        ) => Verdicts::TEXT;
        date: Date = days() => Verdicts::TEXT;
        time: Time = [Time::MIN, Time::MAX, Time::constant(1, 2, 3, 4)] => Verdicts::TEXT;
        date_time: DateTime = and(
            vec![DateTime::MIN, DateTime::MAX],
            days().into_iter().map(|it| it.at(1, 2, 3, 120_000_000)).collect(),
        ) => Verdicts::TEXT;
        iso_week_date: ISOWeekDate = and(
            vec![ISOWeekDate::MIN, ISOWeekDate::MAX],
            days().into_iter().map(Date::iso_week_date).collect(),
        ) => Verdicts::TEXT;
        // A zone without a name is written as an offset.
        zoned: Zoned = [Timestamp::UNIX_EPOCH.to_zoned(TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap())]
            => Verdicts::NEVER, same as |a, b| a == b && a.time_zone() == b.time_zone();
        // 1 s and 500 ms.
        span: Span = [Span::new().milliseconds(1500)] => Verdicts::NEVER,
            same as |a, b| a.fieldwise() == b.fieldwise();
    }

    fn days() -> Vec<Date> {
        let ordinals = (-9998_i16..=9998, 0_i32..365)
            .prop_map(|(year, at)| Date::constant(year, 1, 1).saturating_add(Span::new().days(at)));
        and(
            vec![Date::MIN, Date::MAX, Date::constant(0, 1, 1), Date::constant(2024, 2, 29)],
            random(ordinals),
        )
    }
}
