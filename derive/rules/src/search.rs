//! Finding a rule by what a person types.

use crate::{ALL, Rule};

/// The rule with this code or slug, exactly.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == name || rule.slug == name)
}

/// The rule that this names, as people write it: in any case, in the brackets of a message, or as its number alone.
///
/// ```
/// use wirecheck_rules::{find, look_up};
///
/// let rule = find("WC0040");
/// for typed in ["wc0040", "[WC0040]", "40", "0040", "Self-Describing"] {
///     assert_eq!(look_up(typed), rule, "{typed}");
/// }
/// assert_eq!(look_up("WC9999"), None);
/// ```
pub fn look_up(typed: &str) -> Option<&'static Rule> {
    let name = bare(typed);
    let number: Option<u16> = name.parse().ok();
    number
        .and_then(|number| find(&format!("WC{number:04}")))
        .or_else(|| find(&name.to_uppercase()))
        .or_else(|| find(&name.to_lowercase()))
}

/// The rules whose code or slug is nearest to this: at most three that are equally near, and none where nothing is near.
///
/// ```
/// let near = wirecheck_rules::similar("dupliacte-name");
/// assert_eq!(near.len(), 1);
/// assert_eq!(near[0].slug, "duplicate-name");
/// assert!(wirecheck_rules::similar("something-else-entirely").is_empty());
/// ```
pub fn similar(typed: &str) -> Vec<&'static Rule> {
    let name = bare(typed);
    let (code, slug) = (name.to_uppercase(), name.to_lowercase());
    let distances = ALL.iter().map(|rule| {
        let one =
            if code.starts_with("WC") { distance(&code, rule.code) } else { distance(&slug, rule.slug) };
        (one, *rule)
    });
    let near: Vec<(usize, &Rule)> =
        distances.filter(|(distance, _)| *distance <= 1 + name.chars().count() / 4).collect();
    let Some(nearest) = near.iter().map(|(distance, _)| *distance).min() else { return Vec::new() };
    near.into_iter().filter(|(distance, _)| *distance == nearest).map(|(_, rule)| rule).take(3).collect()
}

/// Without the brackets and quotes of a message.
fn bare(typed: &str) -> &str {
    typed.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Letters to insert, delete or replace, and neighbours to exchange.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // The distances of the beginnings of `one`, a row each, to those of `other`.
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (at, letter) in one.iter().enumerate() {
        let above = &rows[at];
        let mut row = vec![at + 1];
        for (column, wanted) in other.iter().enumerate() {
            let replaced = above[column] + usize::from(letter != wanted);
            let mut least = replaced.min(above[column + 1] + 1).min(row[column] + 1);
            if at > 0 && column > 0 && *letter == other[column - 1] && one[at - 1] == *wanted {
                least = least.min(rows[at - 1][column - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}
