//! Names that are gone stay gone.

use super::{read, sources};

/// The names, each with what stands in its place.
fn retired() -> Vec<(String, String)> {
    let list = read("tests/tidy/retired.txt");
    let pairs = list.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let (name, now) = line.split_once(" = ").unwrap_or_else(|| panic!("`{line}` is no pair of names"));
        (name.to_owned(), now.to_owned())
    });
    let pairs: Vec<_> = pairs.collect();
    assert!(pairs.len() > 20, "{pairs:?}");
    pairs
}

/// The words of a line, as names are: letters, digits and underscores.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[test]
fn retired_names_are_not_used() {
    let retired = retired();
    let mut found = Vec::new();
    let mut paths = sources();
    paths.extend(super::docs::prose());
    for path in paths {
        for (number, line) in read(&path).lines().enumerate() {
            for word in words(line) {
                if let Some((name, now)) = retired.iter().find(|(name, _)| name == word) {
                    found.push(format!("{path}:{}: `{name}` is now `{now}`", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} uses of retired names:\n{}", found.len(), found.join("\n"));
}

#[test]
fn names_are_whole_words() {
    let found: Vec<_> = words("a.send(&Pool::new(), pool_size) // 'send'").collect();
    assert_eq!(found, ["a", "send", "Pool", "new", "pool_size", "send"]);
}
