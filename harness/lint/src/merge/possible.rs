//! Types that are written or read behind `dyn`.

use super::formats::is_erased;
use crate::survey::Meeting;
use std::collections::BTreeSet;

/// Adds that a type behind `dyn` may meet each format that anything behind `dyn` meets.
pub(super) fn with_possible(mut meetings: Vec<Meeting>) -> Vec<Meeting> {
    let objects = meetings.iter().filter(|met| met.type_name.starts_with("dyn "));
    let formats: BTreeSet<String> = objects.filter_map(|met| met.format.clone()).collect();
    let is_direct: BTreeSet<(&str, &str)> =
        meetings.iter().filter_map(|met| Some((met.type_name.as_str(), met.format.as_deref()?))).collect();
    let erased = meetings.iter().filter(|met| met.format.is_none() && is_erased(&met.serializer));
    let possible = erased.flat_map(|met| {
        let formats = formats.iter().filter(|format| !is_direct.contains(&(&met.type_name, format.as_str())));
        formats.map(|format| Meeting { format: Some(format.clone()), is_possible: true, ..met.clone() })
    });
    let possible: Vec<Meeting> = possible.collect();
    meetings.extend(possible);
    meetings
}
