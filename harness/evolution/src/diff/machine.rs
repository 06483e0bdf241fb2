//! For programs.

use super::finding::{Diff, Finding};
use super::human::{bytes_text, fault_line, say};
use crate::compare::Code;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Everything.
pub fn json(diff: &Diff) -> String {
    let findings: Vec<Value> = diff.findings.iter().map(value).collect();
    let gone: Vec<Value> =
        diff.gone.iter().map(|(root, against)| json!({ "root": root, "against": against })).collect();
    let all = json!({
        "version": 1,
        "checked": diff.checked,
        "broken": diff.findings.iter().filter(|finding| finding.is_broken()).count(),
        "findings": findings,
        "gone": gone,
    });
    format!("{all:#}\n")
}

fn value(finding: &Finding) -> Value {
    let faults: Vec<Value> = finding
        .compared
        .faults
        .iter()
        .map(|fault| {
            json!({
                "code": fault.code.number(),
                "name": fault.code.slug(),
                "path": fault.path,
                "detail": fault.detail,
                "verdict": fault.verdict.name(),
                "fix": fault.code.fix(),
            })
        })
        .collect();
    let witness = finding.witness.as_ref().map(|shown| {
        let hex: String = shown.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "written": shown.value,
            "bytes": hex,
            "parts": shown.parts,
            "read": shown.read.as_ref().ok(),
            "error": shown.read.as_ref().err(),
        })
    });
    json!({
        "root": finding.root,
        "against": finding.against,
        "format": finding.wire.name(),
        "direction": finding.direction.name(),
        "verdict": finding.word(),
        "promised": finding.is_promised,
        "broken": finding.is_broken(),
        "faults": faults,
        "witness": witness,
    })
}

fn message(finding: &Finding) -> String {
    let fault =
        finding.compared.faults.first().map_or_else(String::new, |fault| format!("; {}", fault_line(fault)));
    let shown = finding.witness.as_ref().map_or_else(
        || "; no value was found that shows it".to_owned(),
        |shown| {
            let read = match &shown.read {
                Ok(value) => format!("is read as {value}"),
                Err(error) => format!("is an error: {error}"),
            };
            format!("; {} [{}] {read}", shown.value, bytes_text(shown))
        },
    );
    format!(
        "`{}` in {}, {} {}: {}{fault}{shown}",
        finding.root,
        finding.wire.name(),
        finding.direction,
        finding.against,
        say(finding)
    )
}

fn code(finding: &Finding) -> Code {
    finding.compared.faults.first().map_or(Code::TypeChanged, |fault| fault.code)
}

/// How bad it is; `other` is what matters least.
fn level<'a>(finding: &Finding, other: &'a str) -> &'a str {
    match (finding.is_broken(), finding.is_promised && finding.is_unproven) {
        (true, _) => "error",
        (_, true) => "warning",
        _ => other,
    }
}

/// SARIF 2.1.0. The place is the lock file: shapes have no lines.
pub fn sarif(diff: &Diff, lock: &str) -> String {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.number(),
                "name": code.slug(),
                "shortDescription": { "text": code.what() },
                "fullDescription": { "text": code.why() },
                "help": { "text": code.fix(), "markdown": code.page() },
            })
        })
        .collect();
    let results: Vec<Value> = diff
        .findings
        .iter()
        .map(|finding| {
            json!({
                "ruleId": code(finding).number(),
                "level": level(finding, "note"),
                "message": { "text": message(finding) },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": lock }, "region": { "startLine": 1 } } }],
                "partialFingerprints": {
                    "wirecheck/v1": format!(
                        "{}/{}/{}/{}/{}",
                        code(finding).number(), finding.root, finding.against, finding.wire.name(), finding.direction
                    ),
                },
            })
        })
        .collect();
    let all = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "wirecheck", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "results": results,
        }],
    });
    format!("{all:#}\n")
}

/// Annotations of a GitHub workflow.
pub fn github(diff: &Diff, lock: &str) -> String {
    let mut text = String::new();
    for finding in &diff.findings {
        let level = level(finding, "notice");
        let message = message(finding).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let _ = writeln!(
            text,
            "::{level} file={lock},title={} {}::{message}",
            code(finding).number(),
            code(finding).slug()
        );
    }
    text
}
