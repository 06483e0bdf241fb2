//! Names that are gone stay gone.

use super::{docs, read, sources};

/// A name, what stands in its place, and whether it is refused in prose, too.
struct Retired {
    name: String,
    now: String,
    everywhere: bool,
}

fn retired() -> Vec<Retired> {
    let list = read("tests/tidy/retired.txt");
    let mut everywhere = false;
    let mut names = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" = ") {
            Some((name, now)) => {
                names.push(Retired { name: name.to_owned(), now: now.to_owned(), everywhere })
            }
            None => everywhere = line == "[everywhere]",
        }
    }
    assert!(names.len() > 20 && everywhere, "{} names", names.len());
    names
}

/// The words of a line, as names are: letters, digits and underscores.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A line of Rust without its comment and its texts, and whether a text goes on in the next line. Good enough for names.
fn code(line: &str, within_text: bool) -> (String, bool) {
    let mut code = String::new();
    let line = line.replace("\\\"", "").replace("'\"'", "");
    let mut is_text = within_text;
    for (at, part) in line.split('"').enumerate() {
        is_text = within_text != (at % 2 == 1);
        if is_text {
            continue;
        }
        if let Some((before, _)) = part.split_once("//") {
            return (code + before, false);
        }
        code.push_str(part);
        code.push(' ');
    }
    (code, is_text && line.ends_with('\\'))
}

#[test]
fn retired_names_are_not_used() {
    let retired = retired();
    let mut found = Vec::new();
    let mut look = |path: &str, is_code: bool| {
        let mut within_text = false;
        for (number, line) in read(path).lines().enumerate() {
            let names;
            (names, within_text) = if is_code { code(line, within_text) } else { (String::new(), false) };
            for Retired { name, now, everywhere } in &retired {
                if words(if *everywhere { line } else { &names }).any(|word| word == name) {
                    found.push(format!("{path}:{}: `{name}` is now `{now}`", number + 1));
                }
            }
        }
    };
    sources().iter().for_each(|path| look(path, true));
    docs::prose().iter().for_each(|path| look(path, false));
    assert!(found.is_empty(), "{} uses of retired names:\n{}", found.len(), found.join("\n"));
}

#[test]
fn names_are_whole_words() {
    let found: Vec<_> = words("a.send(&Pool::new(), pool_size) // 'send'").collect();
    assert_eq!(found, ["a", "send", "Pool", "new", "pool_size", "send"]);
}

#[test]
fn comments_and_texts_are_no_code() {
    let found = |line: &str, within_text| {
        let (names, goes_on) = code(line, within_text);
        (words(&names).collect::<Vec<_>>().join(" "), goes_on)
    };
    assert_eq!(found("one(\"two // three\", four) // five", false), ("one four".to_owned(), false));
    assert_eq!(found("/// One.", false), (String::new(), false));
    assert_eq!(found("one(\"a \\\" b\", '\"', two)", false), ("one two".to_owned(), false));
    assert_eq!(found("one(\"two \\", false), ("one".to_owned(), true));
    assert_eq!(found("three\", four)", true), ("four".to_owned(), false));
}
