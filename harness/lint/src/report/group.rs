//! One declaration is one mistake, however many formats, types and calls meet it.

use super::extent::Extent;
use super::problem::Problem;
use std::collections::HashMap;

/// Problems of the same rule at the same tokens become one; those without tokens, one for each type. They are ordered as the
/// files are, those of the user's own package first: its paths are relative.
pub(crate) fn group(problems: impl IntoIterator<Item = Problem>) -> Vec<Problem> {
    let mut groups: Vec<Problem> = Vec::new();
    let mut numbers: HashMap<(String, Option<Extent>, String), usize> = HashMap::new();
    for problem in problems {
        let of = if problem.extent.is_some() { String::new() } else { problem.types.join(" ") };
        let key = (problem.code.clone(), problem.extent.clone(), of);
        match numbers.get(&key) {
            Some(at) => merge(&mut groups[*at], problem),
            None => {
                numbers.insert(key, groups.len());
                groups.push(problem);
            }
        }
    }
    for group in &mut groups {
        let order = |name: &String| wirecheck_rules::FORMATS.iter().position(|format| format.name == name);
        group.formats.sort_by_key(|name| (order(name).unwrap_or(usize::MAX), name.clone()));
    }
    let is_foreign = |problem: &Problem| problem.place().is_none_or(|place| place.file.starts_with('/'));
    groups.sort_by(|one, other| {
        (is_foreign(one), one.place(), &one.code, &one.types).cmp(&(
            is_foreign(other),
            other.place(),
            &other.code,
            &other.types,
        ))
    });
    groups
}

/// Texts that differ by the name of the format alone become one about "this format".
fn common(text: &mut String, format: Option<&String>, other: &str, other_format: Option<&String>) {
    const COMMON: &str = "this format";
    let (Some(format), Some(other_format)) = (format, other_format) else { return };
    if text != other && text.replace(format.as_str(), COMMON) == other.replace(other_format.as_str(), COMMON)
    {
        *text = text.replace(format.as_str(), COMMON);
    }
}

/// The way from a call is worth more than one from nowhere, and a short one more than a long one.
fn merge(group: &mut Problem, other: Problem) {
    let (format, other_format) = (group.formats.first().cloned(), other.formats.first().cloned());
    common(&mut group.message, format.as_ref(), &other.message, other_format.as_ref());
    common(&mut group.why, format.as_ref(), &other.why, other_format.as_ref());
    let is_better = (group.calls.is_empty(), group.path.len()) > (other.calls.is_empty(), other.path.len());
    let other_first = other.calls.first().cloned();
    if is_better {
        group.path = other.path;
        group.types.retain(|name| !other.types.contains(name));
        group.types.splice(0..0, other.types);
        group.calls.splice(0..0, other.calls);
    } else {
        extend(&mut group.types, other.types);
        extend(&mut group.calls, other.calls);
    }
    // The path is that of the first call.
    if is_better && let Some(first) = other_first {
        let mut seen = vec![first];
        for call in std::mem::take(&mut group.calls) {
            if !seen.contains(&call) {
                seen.push(call);
            }
        }
        group.calls = seen;
    }
    extend(&mut group.formats, other.formats);
    group.severity = group.severity.min(other.severity);
    group.evidence = group.evidence.min(other.evidence);
}

fn extend<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

#[cfg(test)]
#[path = "group_tests.rs"]
mod tests;
