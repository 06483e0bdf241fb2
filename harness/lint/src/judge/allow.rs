//! `// wirecheck: allow(WC0013) = "reason"`: a finding that the author has looked at.
//!
//! The comment stands at the end of the line of the finding, or on a line of its own above it; above attributes, it is about
//! them and what they are on. It allows one rule, by code or name. One without effect is a finding itself: it would hide the next mistake there.

use super::finding::Finding;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// A comment that allows a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The file, as the findings name it.
    pub file: String,
    /// The line of the comment, from 1.
    pub line: u32,
    /// The first line that it is about: its own, or the next one with code.
    pub about: u32,
    /// The last line that it is about: of attributes, that of what they are on.
    pub to: u32,
    /// The code or name of the rule, as it is written.
    pub rule: String,
    /// The reason.
    pub reason: String,
}

/// A comment without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedAllow {
    /// The comment.
    pub allowed: Allowed,
    /// Why it has none.
    pub why: String,
}

impl Display for UnusedAllow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.allowed.file, self.allowed.line, self.why)
    }
}

/// The comments of all files that findings are in.
#[derive(Debug, Default)]
pub struct Allows {
    comments: BTreeMap<String, Vec<(Allowed, Cell<bool>)>>,
    malformed: Vec<UnusedAllow>,
}

impl Allows {
    /// Reads the comments of a file. `file` is its name in findings.
    pub fn read(&mut self, file: &str, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        let mut found = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let Some((before, comment)) = comment(line) else { continue };
            let is_alone = before.trim().is_empty();
            let about = if is_alone { next_code(&lines, index) } else { index };
            let to = if is_alone { behind_attributes(&lines, about) } else { index };
            let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
            let allowed = |rule: &str, reason: &str| Allowed {
                file: file.to_owned(),
                line: number(index),
                about: number(about),
                to: number(to),
                rule: rule.to_owned(),
                reason: reason.to_owned(),
            };
            match parse(comment) {
                Ok((rule, reason)) => found.push((allowed(rule, reason), Cell::new(false))),
                Err(why) => self.malformed.push(UnusedAllow { allowed: allowed("", comment), why }),
            }
        }
        self.comments.insert(file.to_owned(), found);
    }

    /// Whether a finding is allowed where it is marked. The comment counts as used from here on.
    pub fn covers(&self, finding: &Finding) -> Option<&Allowed> {
        let place = &finding.mark.as_ref()?.place;
        let is_it = |allowed: &Allowed| {
            (allowed.about..=allowed.to).contains(&place.line)
                && (allowed.rule == finding.rule.code || allowed.rule == finding.rule.slug)
        };
        let (allowed, used) = self.comments.get(&place.file)?.iter().find(|(allowed, _)| is_it(allowed))?;
        used.set(true);
        Some(allowed)
    }

    /// The comments that no finding asked for, and those that cannot be read.
    pub fn unused(&self) -> Vec<UnusedAllow> {
        let unused = self.comments.values().flatten().filter(|(_, used)| !used.get());
        let unused = unused.map(|(allowed, _)| {
            let why = match wirecheck_rules::find(&allowed.rule) {
                Some(rule) => format!("nothing breaks {} at line {}", rule.code, allowed.about),
                None => format!("there is no rule `{}`", allowed.rule),
            };
            UnusedAllow { allowed: allowed.clone(), why }
        });
        self.malformed.iter().cloned().chain(unused).collect()
    }
}

/// What stands before a comment to us, and what it says.
fn comment(line: &str) -> Option<(&str, &str)> {
    let at = line.find("// wirecheck:")?;
    // In a text it is no comment: such a line has a quote before it that is not closed.
    let is_in_text = line[..at].matches('"').count() % 2 == 1;
    (!is_in_text).then(|| (&line[..at], line[at + "// wirecheck:".len()..].trim()))
}

/// The index of the next line that is neither empty nor a comment.
fn next_code(lines: &[&str], index: usize) -> usize {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    lines[index + 1..].iter().position(is_code).map_or(index, |after| index + 1 + after)
}

/// The index of the first line behind the attributes that begin at this one; itself if none do.
fn behind_attributes(lines: &[&str], first: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = first;
    while let Some(line) = lines.get(at).map(|line| line.trim_start()) {
        if depth == 0 && !line.starts_with('#') && !line.starts_with("//") {
            return at;
        }
        depth = (depth + line.matches('[').count()).saturating_sub(line.matches(']').count());
        at += 1;
    }
    first
}

fn parse(text: &str) -> Result<(&str, &str), String> {
    const HOW: &str = "write `// wirecheck: allow(WC0013) = \"reason\"`";
    let rest = text.strip_prefix("allow(").ok_or(HOW)?;
    let (rule, reason) = rest.split_once(')').ok_or(HOW)?;
    let reason =
        reason.trim_start().strip_prefix('=').map(str::trim).ok_or("it has no reason: write `= \"..\"`")?;
    let reason = reason.strip_prefix('"').and_then(|it| it.strip_suffix('"')).ok_or(HOW)?;
    if reason.trim().is_empty() { Err("its reason is empty".to_owned()) } else { Ok((rule.trim(), reason)) }
}

#[cfg(test)]
#[path = "allow_tests.rs"]
mod tests;
