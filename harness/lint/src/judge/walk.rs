//! The walk: from a type to all that it is made of.

use super::derived;
use super::evidence::Evidence;
use super::finding::{Finding, Step, finding};
use super::known::Known;
use super::node::{At, Edge, Node, Stage, Wrong};
use super::role::Role;
use super::state::Judge;
use super::subject::Subject;
use super::verdict::{Outcome, Unproven, Verdict};
use super::way::Way;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use wirecheck_rules::rules::borrowed_type;
use wirecheck_rules::rules::refused::borrowed;

/// What was found in all nodes that a type leads to.
#[derive(Default)]
struct Reached {
    wrong: Vec<(Wrong, Vec<Step>, String)>,
    unproven: Vec<Unproven>,
    has_foreign: bool,
    is_one_sided: bool,
}

/// A node on the way, and how it was reached.
struct Stop<'a> {
    ty: &'a str,
    way: Way,
    at: Option<At>,
    from: Option<(usize, Option<String>)>,
}

impl<'a> Judge<'a> {
    /// The verdict of a type, by the name that `core::any::type_name` gives it, in a format, by its name in
    /// `wirecheck_rules::FORMATS`.
    pub fn verdict(&self, type_name: &'a str, format: &str) -> Verdict {
        let verdict = |outcome, evidence, others| Verdict {
            type_name: type_name.to_owned(),
            format: format.to_owned(),
            outcome,
            evidence,
            others,
        };
        let Some(way) = Way::of(format) else {
            let reason = format!("`{format}` is not a format that wirecheck knows");
            let unproven = Unproven { type_name: type_name.to_owned(), path: Vec::new(), reason };
            return verdict(Outcome::Unproven(unproven), Evidence::Unproven, Vec::new());
        };
        // In the order in which the compiler finds it: what every format refuses comes first.
        let (any, here) = (self.reach(type_name, Way::ANY), self.reach(type_name, way));
        let of_here = here.wrong.into_iter().map(|(wrong, path, of)| (Stage::Used, wrong, path, of));
        let mut all: Vec<_> = any
            .wrong
            .into_iter()
            .map(|(wrong, path, of)| (wrong.stage, wrong, path, of))
            .chain(of_here)
            .collect();
        all.sort_by_key(|(stage, ..)| *stage);
        // What is compared with a type of which nothing is known says nothing of it.
        let has_unknown = !here.unproven.is_empty();
        all.retain(|(_, wrong, ..)| !(has_unknown && wrong.is_unknown));
        // A view of what this process has is a usual way to write: the reader has an owned type of its own.
        if self.is_only_written(type_name) {
            let is_borrowed = |code| code == borrowed_type::RULE.code || code == borrowed::RULE.code;
            all.retain(|(_, wrong, ..)| !is_borrowed(wrong.rule.code));
        }
        let mut findings: Vec<Finding> = Vec::new();
        for (_, wrong, path, of) in all {
            let found = finding(self.survey, &wrong, path, of, way);
            let is_known = |known: &Finding| known.rule == found.rule && known.mark == found.mark;
            if !findings.iter().any(is_known) {
                findings.push(found);
            }
        }
        let evidence = match (here.is_one_sided, here.has_foreign) {
            (true, _) => Evidence::Possible,
            (false, true) => Evidence::Known,
            (false, false) => Evidence::Proved,
        };
        let mut findings = findings.into_iter();
        match (findings.next(), here.unproven.into_iter().next()) {
            (Some(first), _) => verdict(Outcome::Refused(first), evidence, findings.collect()),
            (None, Some(unproven)) => verdict(Outcome::Unproven(unproven), Evidence::Unproven, Vec::new()),
            (None, None) => verdict(Outcome::Accepted, evidence, Vec::new()),
        }
    }

    /// What types are made of, and what that is made of: the type, the field, and the type of the field.
    pub(crate) fn parts(
        &self,
        types: impl Iterator<Item = &'a str>,
    ) -> BTreeSet<(String, Option<String>, String)> {
        let mut open: Vec<&str> = types.collect();
        let mut seen = HashSet::new();
        let mut found = BTreeSet::new();
        while let Some(ty) = open.pop() {
            if !seen.insert(ty) {
                continue;
            }
            for edge in &self.node(ty, Way::ANY).edges {
                found.insert((ty.to_owned(), edge.field.clone(), edge.to.to_owned()));
                open.push(edge.to);
            }
        }
        found
    }

    /// Whether nothing is wrong with a type in a way, nor unknown.
    #[cfg(test)]
    pub(crate) fn is_sendable(&self, ty: &'a str, way: Way) -> bool {
        let reached = self.reach(ty, way);
        // What no type says is not seen by rustc's traits either.
        let is_known = |unproven: &Unproven| unproven.reason.contains("feature");
        reached.wrong.is_empty() && reached.unproven.iter().all(is_known)
    }

    /// Everything that is wrong with a type and what it is made of, the nearest first.
    fn reach(&self, ty: &'a str, way: Way) -> Reached {
        let mut stops = vec![Stop { ty, way, at: None, from: None }];
        let mut seen: HashSet<(&str, Way)> = HashSet::from([(ty, way)]);
        let mut reached = Reached::default();
        let mut next = 0;
        while next < stops.len() {
            let node = self.node(stops[next].ty, stops[next].way);
            reached.has_foreign |= node.is_foreign;
            reached.is_one_sided |= node.is_one_sided;
            let at = stops[next].at;
            for wrong in &node.wrong {
                let wrong = Wrong { at: wrong.at.or(at), ..wrong.clone() };
                reached.wrong.push((wrong, path(&stops, next), stops[next].ty.to_owned()));
            }
            if let Some(reason) = &node.unproven {
                reached.unproven.push(Unproven {
                    type_name: stops[next].ty.to_owned(),
                    path: path(&stops, next),
                    reason: reason.clone(),
                });
            }
            for edge in node.edges.iter().filter(|edge| seen.insert((edge.to, edge.way))) {
                let from = Some((next, edge.field.clone()));
                stops.push(Stop { ty: edge.to, way: edge.way, at: edge.at.or(at), from });
            }
            next += 1;
        }
        reached
    }

    fn node(&self, ty: &'a str, way: Way) -> Rc<Node<'a>> {
        if let Some(node) = self.nodes.borrow().get(&(ty, way)) {
            return Rc::clone(node);
        }
        let node = Rc::new(self.make_node(ty, way));
        self.nodes.borrow_mut().insert((ty, way), Rc::clone(&node));
        node
    }

    fn make_node(&self, ty: &'a str, way: Way) -> Node<'a> {
        if let Some(known) = self.known(ty) {
            return self.known_node(ty, &known, way);
        }
        let unproven = |reason: String| Node { unproven: Some(reason), ..Node::default() };
        match self.subject(ty).as_deref() {
            Some(Subject::Derived(source, resolved)) => match self.declaration(*source) {
                Ok(declaration) => derived::node(self, ty, &declaration, resolved, way),
                Err(reason) => unproven(reason),
            },
            Some(Subject::ByHand(reason)) => unproven((*reason).to_owned()),
            None => unproven("no serde impl of it was seen, and it is in no list of known types".to_owned()),
        }
    }

    fn known_node(&self, ty: &str, known: &Known<'a>, way: Way) -> Node<'a> {
        let mut node = Node { is_foreign: known.is_foreign, ..Node::default() };
        let in_doubt =
            known.doubt.filter(|(_, unless)| unless.is_empty() || !unless.iter().all(|it| way.can(it)));
        node.unproven = in_doubt.map(|(why, _)| why.to_owned());
        node.wrong.extend(known.refused.map(|rule| Wrong::lacks(rule, None)));
        let lacking = known.asks.iter().filter(|asks| !way.can(asks));
        node.wrong.extend(lacking.map(|asks| Wrong::of_type(asks, ty, None)));
        let roles = [(Role::NotNull, known.optional_part), (Role::MapKey, known.key_part)];
        for (role, part) in roles {
            if let Some(Err(lacks)) = part.map(|part| self.role(role, part, way)) {
                node.wrong.push(Wrong::of_type(lacks, part.unwrap_or(ty), None));
            }
        }
        node.edges.extend(known.parts.iter().map(|to| Edge { field: None, to, way, at: None }));
        node
    }
}

/// The steps from the root to a stop.
fn path(stops: &[Stop<'_>], mut at: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some((from, field)) = &stops[at].from {
        steps.push(Step { type_name: stops[*from].ty.to_owned(), field: field.clone() });
        at = *from;
    }
    steps.reverse();
    steps
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
