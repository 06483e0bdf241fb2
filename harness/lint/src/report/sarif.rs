//! SARIF 2.1.0, which code scanning reads.

use super::contents::Report;
use super::extent::Extent;
use super::files::Files;
use super::fingerprint;
use super::page::look_up_page;
use super::problem::{Problem, Severity};
use crate::survey::Place;
use serde_json::{Value, json};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths in the repository are relative to.
const ROOT: &str = "%SRCROOT%";
/// More calls are counted, and not listed.
const MOST_CALLS: usize = 10;

/// One run with all findings.
///
/// # Errors
/// Those of the serializer; none is known.
pub fn sarif(report: &Report, files: &Files) -> serde_json::Result<String> {
    let mut codes: Vec<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let fingerprints = fingerprint::texts(&report.problems, files);
    let results = report.problems.iter().zip(fingerprints).map(|(problem, fingerprint)| {
        let rule = codes.iter().position(|code| *code == problem.code);
        result(problem, rule.unwrap_or_default(), &fingerprint, files)
    });
    let results: Vec<Value> = results.collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "wirecheck",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().filter_map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// A rule with its page, which a viewer shows next to a finding.
fn rule(code: &str) -> Option<Value> {
    let (name, summary, why, page) = match (wirecheck_rules::find(code), look_up_page(code)) {
        (Some(rule), _) => (rule.slug, rule.plain(rule.summary), rule.plain(rule.why), rule.page()),
        (None, Some(page)) => (page.name, page.summary.to_owned(), page.why.to_owned(), page.page()),
        (None, None) => return None,
    };
    let sentence = |text: &str| format!("{}.", wirecheck_rules::sentence(text));
    Some(json!({
        "id": code,
        "name": name,
        "shortDescription": { "text": sentence(&summary) },
        "fullDescription": { "text": sentence(&why) },
        "help": { "text": format!("`cargo wirecheck explain {code}`\n\n{page}"), "markdown": page },
        "properties": { "tags": ["serde", "serialization", "compatibility"] },
    }))
}

fn result(problem: &Problem, rule: usize, fingerprint: &str, files: &Files) -> Value {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Review => "warning",
    };
    let mut result = json!({
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": text(problem) },
        "partialFingerprints": { "wirecheckFinding/v1": fingerprint },
        "properties": {
            "formats": problem.formats, "types": problem.types, "evidence": problem.evidence,
            "why": problem.why, "fix": problem.fix,
        },
    });
    let at = match (problem.nearest_call(files), &problem.extent) {
        (Some(call), _) => Some(in_file(call, None, files)),
        (None, extent) => extent.as_ref().map(|extent| in_file(&extent.place, Some(extent), files)),
    };
    let logical: Vec<Value> =
        problem.types.iter().map(|name| json!({ "fullyQualifiedName": name, "kind": "type" })).collect();
    if let Some(mut at) = at {
        at["logicalLocations"] = Value::Array(logical);
        result["locations"] = json!([at]);
    }
    let related = related(problem, files);
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

fn text(problem: &Problem) -> String {
    let mut text = match problem.types.first() {
        Some(name) => format!("`{name}`: {}.", problem.message),
        None => format!("{}.", wirecheck_rules::sentence(&problem.message)),
    };
    if !problem.formats.is_empty() {
        text.push_str(&format!(" Formats: {}.", problem.formats_line()));
    }
    if let Some(path) = problem.path_line() {
        text.push_str(&format!(" Path: {path}."));
    }
    if !problem.fix.is_empty() {
        text.push_str(&format!(" Help: {}.", problem.fix));
    }
    text
}

/// The declaration where a call stands for it, the calls, and the types on the way from the first of them.
fn related(problem: &Problem, files: &Files) -> Vec<Value> {
    let mut all = Vec::new();
    let mut add = |place: &Place, text: String| {
        let mut at = in_file(place, None, files);
        at["id"] = json!(all.len() + 1);
        at["message"] = json!({ "text": text });
        all.push(at);
    };
    if let Some(extent) = problem.extent.as_ref().filter(|_| problem.nearest_call(files).is_some()) {
        add(&extent.place, "this is what breaks the rule".to_owned());
    }
    for call in problem.calls.iter().take(MOST_CALLS) {
        add(&call.place, format!("`{}` goes through `{}`", call.type_name, call.function));
        if let Some(chosen) = &call.chosen {
            add(chosen, format!("the type of that call is chosen here: `{}`", call.type_name));
        }
    }
    for step in &problem.path {
        if let Some(place) = &step.place {
            let field =
                step.field.as_ref().map(|field| format!(", by its field `{field}`")).unwrap_or_default();
            add(place, format!("`{}` leads there{field}", step.type_name));
        }
    }
    all
}

fn in_file(place: &Place, extent: Option<&Extent>, files: &Files) -> Value {
    let file = files.in_repository(&place.file);
    let artifact = if file.starts_with('/') {
        json!({ "uri": format!("file://{}", escaped(&file)) })
    } else {
        json!({ "uri": escaped(&file), "uriBaseId": ROOT })
    };
    let mut region = json!({ "startLine": place.line.max(1) });
    if place.column > 0 {
        region["startColumn"] = json!(place.column);
    }
    if let Some(extent) = extent {
        region["endLine"] = json!(extent.end_line);
        region["endColumn"] = json!(extent.end_column);
    }
    json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } })
}

/// A path as a URI has it.
fn escaped(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
#[path = "sarif_tests.rs"]
mod tests;
