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

/// A line of Rust without its comment and its texts. Good enough for names: a text of several lines counts as code.
fn code(line: &str) -> String {
    let mut code = String::new();
    for (at, part) in line.replace("\\\"", "").replace("'\"'", "").split('"').enumerate() {
        if at % 2 == 1 {
            continue;
        }
        if let Some((before, _)) = part.split_once("//") {
            return code + before;
        }
        code.push_str(part);
        code.push(' ');
    }
    code
}

#[test]
fn retired_names_are_not_used() {
    let retired = retired();
    let mut found = Vec::new();
    let mut look = |path: &str, is_code: bool| {
        for (number, line) in read(path).lines().enumerate() {
            let names = if is_code { code(line) } else { String::new() };
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
    let found = |line: &str| words(&code(line)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(found("one(\"two // three\", four) // five"), ["one", "four"]);
    assert_eq!(found("/// One."), [""; 0]);
    assert_eq!(found("one(\"a \\\" b\", '\"', two)"), ["one", "two"]);
}
