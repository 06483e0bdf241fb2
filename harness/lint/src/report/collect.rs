//! From a survey to a report: which types are judged in which formats, and what of the verdicts is told.

use super::contents::{Broken, Cell, Outcome, Part, Report, Unproven};
use super::extent::Extent;
use super::files::Files;
use super::group::group;
use super::problem::{Call, Evidence, Problem, Severity, Step};
use super::unused::unused;
use crate::judge::{self, Allows, Finding, Inputs, Judge, Verdict};
use crate::survey::{Kind, Package, Place, Root, Survey, Unseen};
use std::collections::{BTreeMap, BTreeSet};
use wirecheck_rules::FORMATS;

/// What is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Formats to ask about, by name, whether or not a type meets them: "what if". None: those that each type meets.
    pub formats: Option<Vec<String>>,
    /// Also what happens in dependencies alone: their own types in their own calls.
    pub has_dependencies: bool,
}

/// A type in a format, by name.
type Pair<'a> = (&'a str, &'a str);

/// Judges the types of a survey.
pub fn report(survey: &Survey, files: &Files, scope: &Scope) -> Report {
    let inputs = Inputs::read(survey);
    let judge = Judge::new(survey, &inputs);
    let known = Known::of(survey);
    let mut allows = Allows::default();
    for file in known.own_files() {
        if let Some(text) = files.text(file) {
            allows.read(file, &text);
        }
    }
    let mut collected = Collected::default();
    let pairs = known.pairs(scope);
    let parts = judge.parts(pairs.iter().map(|(type_name, _)| *type_name));
    for (type_name, format) in pairs {
        let verdict = judge.verdict(type_name, format);
        collected.add(&verdict, &known, &allows);
    }
    let mut problems = group(collected.problems);
    if scope.formats.is_none() {
        // What is allowed in other formats has an effect there.
        problems.splice(0..0, unused(&allows, files));
    }
    let unproven = collected.unproven.into_iter().map(|((type_name, reason), formats)| Unproven {
        type_name,
        formats: formats.into_iter().collect(),
        reason,
    });
    Report {
        problems,
        cells: collected.cells,
        parts: parts.into_iter().map(|(type_name, field, part)| Part { type_name, field, part }).collect(),
        unproven: unproven.collect(),
        unseen: unseen(survey),
        allowed: collected.allowed.len(),
        baselined: 0,
    }
}

/// What stayed dark, and formats of which nothing is known.
fn unseen(survey: &Survey) -> Vec<Unseen> {
    let mut others: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for met in &survey.meetings {
        if let Some(format) = met.format.as_deref().filter(|format| !is_known(format)) {
            others.entry(format).or_default().insert(&met.type_name);
        }
    }
    let others = others.into_iter().map(|(format, types)| Unseen {
        what: format.to_owned(),
        place: None,
        reason: format!("wirecheck knows nothing of this format, which {} of the types meet", types.len()),
    });
    survey.unseen.iter().cloned().chain(others).collect()
}

fn is_known(format: &str) -> bool {
    FORMATS.iter().any(|known| known.name == format)
}

/// The survey, by name.
struct Known<'a> {
    survey: &'a Survey,
    /// Where types are declared, and whether in the workspace.
    declared: BTreeMap<&'a str, (&'a Place, bool)>,
    roots: BTreeMap<Pair<'a>, Vec<&'a Root>>,
    /// Met behind `dyn` only, if at all.
    possible: BTreeSet<Pair<'a>>,
}

impl<'a> Known<'a> {
    fn of(survey: &'a Survey) -> Self {
        let mut declared = BTreeMap::new();
        for note in &survey.types {
            if let Kind::Derived(source) = note.kind
                && let Some(source) = survey.sources.get(source)
            {
                declared.insert(note.name.as_str(), (&source.place, source.package.is_member));
            }
        }
        let mut roots: BTreeMap<Pair<'_>, Vec<&Root>> = BTreeMap::new();
        for root in &survey.roots {
            if let Some(format) = root.format.as_deref() {
                roots.entry((&root.type_name, format)).or_default().push(root);
            }
        }
        let possible = survey.meetings.iter().filter(|met| met.is_possible);
        let possible =
            possible.filter_map(|met| Some((met.type_name.as_str(), met.format.as_deref()?))).collect();
        Self { survey, declared, roots, possible }
    }

    /// The user's own files, in which comments can allow something.
    fn own_files(&self) -> BTreeSet<&'a str> {
        let sources = self.survey.sources.iter().filter(|source| source.package.is_member);
        let declared = sources.flat_map(|source| &source.files);
        let calls =
            self.survey.roots.iter().filter(|root| root.package.is_member).map(|root| &root.call.file);
        declared.chain(calls).map(String::as_str).collect()
    }

    /// What is judged, those of calls first: their ways are the ones to show.
    fn pairs(&self, scope: &Scope) -> Vec<Pair<'a>> {
        let is_own = |name: &str| self.declared.get(name).is_some_and(|(_, is_member)| *is_member);
        let is_asked = |name: &str| scope.has_dependencies || is_own(name);
        let called = self
            .roots
            .iter()
            .filter(|((name, _), roots)| is_asked(name) || roots.iter().any(|root| root.package.is_member));
        let called = called.map(|(pair, _)| *pair);
        let met = self.survey.meetings.iter().filter(|met| !met.is_buffered && is_asked(&met.type_name));
        let met = met.filter_map(|met| Some((met.type_name.as_str(), met.format.as_deref()?)));
        let pairs: Vec<Pair<'_>> = match &scope.formats {
            None => called.chain(met).filter(|(_, format)| is_known(format)).collect(),
            Some(formats) => {
                let derived = self.declared.keys().copied().filter(|name| is_asked(name));
                let types: Vec<&str> = called.map(|(name, _)| name).chain(derived).collect();
                let names = FORMATS.iter().map(|format| format.name);
                let formats = names.filter(|name| formats.iter().any(|asked| asked == name));
                formats.flat_map(|format| types.iter().map(move |name| (*name, format))).collect()
            }
        };
        let mut seen = BTreeSet::new();
        pairs.into_iter().filter(|pair| seen.insert(*pair)).collect()
    }

    fn calls(&self, type_name: &str, format: &str) -> Vec<Call> {
        let roots = self.roots.get(&(type_name, format)).into_iter().flatten();
        let call = |root: &&Root| Call {
            place: root.call.clone(),
            function: root.function.clone(),
            type_name: root.type_name.clone(),
            format: format.to_owned(),
            chosen: root.chosen.clone(),
        };
        let mut calls: Vec<Call> = roots.map(call).collect();
        // The user's own calls first.
        calls.sort_by_key(|call| call.place.file.starts_with('/'));
        calls.dedup();
        calls
    }

    /// Whether a type meets a format behind `dyn`, if at all.
    fn is_only_possible(&self, verdict: &Verdict) -> bool {
        self.possible.contains(&(verdict.type_name.as_str(), verdict.format.as_str()))
    }

    /// The dependency whose code a finding is in.
    fn package_of(&self, finding: &Finding) -> Option<&'a Package> {
        let source = self.survey.sources.get(finding.mark.as_ref()?.source)?;
        Some(&source.package).filter(|package| !package.is_member)
    }

    fn steps(&self, path: &[judge::Step]) -> Vec<Step> {
        let step = |step: &judge::Step| Step {
            type_name: step.type_name.clone(),
            field: step.field.clone(),
            place: self.declared.get(step.type_name.as_str()).map(|(place, _)| (*place).clone()),
        };
        path.iter().map(step).collect()
    }
}

#[derive(Default)]
struct Collected {
    problems: Vec<Problem>,
    cells: Vec<Cell>,
    unproven: BTreeMap<(String, String), BTreeSet<String>>,
    /// The rules and tokens that comments allow.
    allowed: BTreeSet<(&'static str, Option<Extent>)>,
}

impl Collected {
    fn add(&mut self, verdict: &Verdict, known: &Known<'_>, allows: &Allows) {
        let calls = known.calls(&verdict.type_name, &verdict.format);
        let is_weaker = verdict.evidence < Evidence::Possible && known.is_only_possible(verdict);
        let evidence = if is_weaker { Evidence::Possible } else { verdict.evidence };
        let mut broken = Vec::new();
        for finding in verdict.findings() {
            broken.push(Broken {
                code: finding.rule.code.to_owned(),
                extent: extent(finding),
                type_name: finding.type_name.clone(),
            });
            if is_allowed(finding, known, &calls, allows) {
                self.allowed.insert((finding.rule.code, extent(finding)));
            } else {
                self.problems.push(problem(finding, verdict, evidence, known, calls.clone()));
            }
        }
        if let judge::Outcome::Unproven(unproven) = &verdict.outcome {
            let key = (unproven.type_name.clone(), unproven.reason.clone());
            self.unproven.entry(key).or_default().insert(verdict.format.clone());
        }
        let (outcome, reason) = match outcome_of(verdict) {
            (Outcome::Refused, reason) if known.is_only_possible(verdict) => (Outcome::Review, reason),
            other => other,
        };
        self.cells.push(Cell {
            type_name: verdict.type_name.clone(),
            format: verdict.format.clone(),
            outcome,
            evidence,
            broken,
            reason,
            is_called: !calls.is_empty(),
        });
    }
}

/// What becomes of the values, and why, unless they are accepted.
pub(crate) fn outcome_of(verdict: &Verdict) -> (Outcome, Option<String>) {
    match &verdict.outcome {
        judge::Outcome::Accepted => (Outcome::Accepted, None),
        judge::Outcome::Refused(first) => {
            let is_error = verdict.findings().any(|finding| finding.severity == Severity::Error);
            let outcome = if is_error { Outcome::Refused } else { Outcome::Review };
            (outcome, Some(format!("{}: {}", first.rule.code, first.what)))
        }
        judge::Outcome::Unproven(unproven) => {
            (Outcome::Unproven, Some(format!("`{}`: {}", unproven.type_name, unproven.reason)))
        }
    }
}

/// In code of a dependency nobody can write a comment, so there it stands at a call.
fn is_allowed(finding: &Finding, known: &Known<'_>, calls: &[Call], allows: &Allows) -> bool {
    if allows.covers(finding).is_some() {
        return true;
    }
    let Some(mark) = finding.mark.as_ref().filter(|_| known.package_of(finding).is_some()) else {
        return false;
    };
    // Each comment that is asked counts as used.
    let at_calls = calls.iter().flat_map(|call| [Some(&call.place), call.chosen.as_ref()]).flatten();
    let allowed = at_calls.map(|place| {
        let mark = judge::Mark { place: place.clone(), ..mark.clone() };
        allows.covers(&Finding { mark: Some(mark), ..finding.clone() }).is_some()
    });
    allowed.fold(false, |one, other| one | other)
}

fn problem(
    finding: &Finding,
    verdict: &Verdict,
    evidence: Evidence,
    known: &Known<'_>,
    calls: Vec<Call>,
) -> Problem {
    // Nobody can say that it happens.
    let is_possible = known.is_only_possible(verdict);
    Problem {
        code: finding.rule.code.to_owned(),
        name: finding.rule.slug.to_owned(),
        severity: if is_possible { Severity::Review } else { finding.severity },
        formats: vec![verdict.format.clone()],
        types: vec![finding.type_name.clone()],
        extent: extent(finding),
        message: finding.what.clone(),
        why: match is_possible {
            true => format!("{} (if it meets {} behind `dyn`)", finding.why, verdict.format),
            false => finding.why.clone(),
        },
        fix: match known.package_of(finding) {
            Some(package) => {
                format!("{} (it is code of `{}` {})", finding.fix, package.name, package.version)
            }
            None => finding.fix.clone(),
        },
        path: known.steps(&finding.path),
        calls,
        evidence,
    }
}

fn extent(finding: &Finding) -> Option<Extent> {
    let mark = finding.mark.as_ref()?;
    Some(Extent { place: mark.place.clone(), end_line: mark.end_line, end_column: mark.end_column })
}

#[cfg(test)]
#[path = "collect_tests.rs"]
mod tests;
