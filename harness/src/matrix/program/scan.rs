//! Which types of a crate derive `Sendable`, found in its sources.
//!
//! Traces of a derive in the program would only exist for the objects that the linker took. The sources have all of them,
//! and reading tokens needs no parser: comments and literals are skipped, then `derive(.. Sendable ..)` is followed by
//! `struct`, `enum` or `union` and the name.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// The contents of sources.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// The types that derive `Sendable`, by name.
    pub(super) sendable: BTreeSet<String>,
    /// Every word that is code.
    pub(super) words: BTreeSet<String>,
}

impl Sources {
    /// Adds those of a folder and the folders within.
    pub(super) fn add(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                self.add(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.add_text(&fs::read_to_string(&path)?);
            }
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str) {
        let tokens = tokens(text);
        self.sendable.extend(sendable(&tokens).into_iter().map(str::to_owned));
        self.words.extend(tokens.into_iter().filter(|token| is_word(token)).map(str::to_owned));
    }
}

/// The names after `derive(.. Sendable ..)`.
fn sendable<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let aliases: Vec<&str> = tokens
        .windows(3)
        .filter(|three| three[0] == "Sendable" && three[1] == "as")
        .map(|three| three[2])
        .collect();
    let is_ours = |word: &&str| *word == "Sendable" || aliases.contains(word);
    let (mut names, mut derives, mut at) = (Vec::new(), false, 0);
    while at < tokens.len() {
        match tokens[at] {
            "derive" if tokens.get(at + 1) == Some(&"(") => {
                let list = tokens[at..].iter().take_while(|token| **token != ")");
                derives |= list.clone().any(is_ours);
                at += list.count();
            }
            // The name that a macro gives is not known here; it begins with `$`.
            "struct" | "enum" | "union" if derives => {
                names.extend(tokens.get(at + 1).copied().filter(|name| is_word(name)));
                derives = false;
            }
            _ => {}
        }
        at += 1;
    }
    names
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

/// Words and single characters; neither comments nor what is in quotes.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' {
            quote(rest)
        } else if first == '_' || first.is_alphanumeric() {
            let length = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
            found.push(&rest[..length]);
            length
        } else {
            if !first.is_whitespace() {
                found.push(&rest[..first.len_utf8()]);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// They nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// `r"..."`, `br#"..."#`, `cr"..."`.
fn raw_string(text: &str) -> Option<usize> {
    let start = text.strip_prefix(['b', 'c']).unwrap_or(text).strip_prefix('r')?;
    let body = start.trim_start_matches('#');
    let hashes = start.len() - body.len();
    let body = body.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let after = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(text.len() - body.len() + after)
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A character is in quotes, a lifetime has only one.
fn quote(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 1,
    }
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
