//! For people.

use super::finding::{Diff, Finding};
use crate::compare::{Fault, Verdict, Witness};
use std::fmt::Write as _;

/// Longer witnesses are cut.
const WIDEST: usize = 240;

/// As a compiler writes: broken promises first, then what else is not the same, a line each.
pub fn human(diff: &Diff) -> String {
    let mut text = String::new();
    for finding in diff.findings.iter().filter(|finding| finding.is_broken()) {
        let _ = writeln!(text, "error{}", head(finding));
        for fault in worst(finding) {
            let _ = writeln!(text, "  at {}", fault_line(fault));
            let _ = writeln!(text, "     why: {}", fault.code.why());
            let _ = writeln!(text, "     fix: {}", fault.code.fix());
        }
        match &finding.witness {
            Some(shown) => text.push_str(&witness_lines(shown)),
            None => text.push_str(NOT_SHOWN),
        }
        text.push('\n');
    }
    for finding in diff.findings.iter().filter(|finding| !finding.is_broken()) {
        let level = if finding.is_unproven && finding.is_promised { "warning" } else { "note" };
        let _ = writeln!(text, "{level}{}", head(finding));
        for fault in worst(finding).into_iter().take(1) {
            let _ = writeln!(text, "  at {}", fault_line(fault));
        }
        if finding.witness.is_none() && !finding.is_unproven {
            text.push_str(NOT_SHOWN);
        }
    }
    for (root, against) in &diff.gone {
        let _ =
            writeln!(text, "note: the root `{root}` of {against} is gone; nothing says who reads its bytes");
    }
    text + &summary(diff)
}

const NOT_SHOWN: &str =
    "  not shown: no value was found that does this, so it may be better than it is said to be\n";

/// How many there are of each.
pub(super) fn summary(diff: &Diff) -> String {
    let broken = diff.findings.iter().filter(|finding| finding.is_broken()).count();
    let mut counts = String::new();
    for verdict in Verdict::ALL {
        let count = match verdict {
            Verdict::Same => diff.checked - diff.findings.len(),
            other => diff.findings.iter().filter(|finding| finding.word() == other.name()).count(),
        };
        if count > 0 {
            let _ = write!(counts, "{}{count} {verdict}", if counts.is_empty() { "" } else { ", " });
        }
    }
    let unproven = diff.findings.iter().filter(|finding| finding.is_unproven).count();
    if unproven > 0 {
        let _ = write!(counts, "{}{unproven} unproven", if counts.is_empty() { "" } else { ", " });
    }
    let promises = if broken == 1 { "promise is" } else { "promises are" };
    format!("{broken} {promises} broken; {} comparisons: {counts}\n", diff.checked)
}

fn head(finding: &Finding) -> String {
    let code = finding
        .compared
        .faults
        .first()
        .map_or_else(String::new, |fault| format!("[{}]", fault.code.number()));
    format!(
        "{code}: `{}` in {}, {} {}: {}",
        finding.root,
        finding.wire.name(),
        finding.direction,
        finding.against,
        say(finding)
    )
}

/// A verdict in a sentence.
pub(super) fn say(finding: &Finding) -> &'static str {
    if finding.is_unproven {
        return "unproven: all else is kept, and code that is not looked into has another version";
    }
    match finding.compared.verdict {
        Verdict::Same => "the same",
        Verdict::Equal => "equal: the type differs, and every value comes back",
        Verdict::Defaulted => "defaulted: what was not written is read as its default",
        Verdict::Lossy => "lossy: a part of the value is dropped",
        Verdict::Partial => "partial: some values are an error",
        Verdict::Error => "error: no value is read",
        Verdict::Silent => "silent: a value is read as another one",
    }
}

/// Those that make the verdict what it is.
fn worst(finding: &Finding) -> Vec<&Fault> {
    let worst = finding.compared.faults.iter().map(|fault| fault.verdict).max();
    finding.compared.faults.iter().filter(|fault| Some(fault.verdict) == worst).take(5).collect()
}

pub(super) fn fault_line(fault: &Fault) -> String {
    let detail = if fault.detail.is_empty() { String::new() } else { format!(": {}", fault.detail) };
    format!("{}: {} ({}){detail}", fault.path, fault.code.what(), fault.code.number())
}

/// What is written, its bytes and what is read.
fn witness_lines(shown: &Witness) -> String {
    let read = match &shown.read {
        Ok(value) => format!("  read:    {}\n", short(value)),
        Err(error) => format!("  error:   {}\n", short(error)),
    };
    format!("  written: {}\n  bytes:   {}\n{read}", short(&shown.value), short(&bytes_text(shown)))
}

/// Text as it is, and other bytes in hexadecimal with the parts named.
pub(super) fn bytes_text(shown: &Witness) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    if !shown.parts.is_empty() {
        let mut at = 0;
        let mut all = Vec::new();
        for (name, len) in &shown.parts {
            let bytes = shown.bytes.get(at..at + len).unwrap_or_default();
            at += len;
            if !bytes.is_empty() {
                all.push(if name.is_empty() { hex(bytes) } else { format!("{} ({name})", hex(bytes)) });
            }
        }
        return all.join(" ");
    }
    match std::str::from_utf8(&shown.bytes) {
        Ok(text) if text.len() > 1 && text.chars().all(|letter| !letter.is_control()) => text.to_owned(),
        _ => hex(&shown.bytes),
    }
}

fn short(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}..", &line[..end]),
        None => line,
    }
}

/// A table for a comment on a change.
pub fn markdown(diff: &Diff) -> String {
    let mut text =
        String::from("| root | against | format | direction | verdict | what |\n|---|---|---|---|---|---|\n");
    for finding in &diff.findings {
        let what = finding.compared.faults.first().map_or_else(String::new, fault_line);
        let verdict = finding.word();
        let verdict = if finding.is_broken() { format!("**{verdict}**") } else { verdict.to_owned() };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {verdict} | {} |",
            finding.root,
            finding.against,
            finding.wire.name(),
            finding.direction,
            what.replace('|', "\\|")
        );
    }
    format!("{text}\n{}", summary(diff))
}
