//! The calls that bring types to formats.

use super::formats::{folded, of_function};
use super::graph::Graph;
use super::kinds::known;
use crate::build::Program;
use crate::survey::{Package, Place, Root};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Every use of machinery by code that is none, with the types that it leads to.
pub(crate) fn roots(program: &Program, graph: &Graph<'_>) -> Vec<Root> {
    let mut hits = HashMap::new();
    let mut found = BTreeSet::new();
    // Code that is made for many types has one place.
    let mut at_place: BTreeMap<(&Place, &str), HashSet<usize>> = BTreeMap::new();
    let mut calls = Vec::new();
    for (from, uses) in graph.uses.iter().enumerate().filter(|(from, _)| !graph.is_machinery[*from]) {
        for &(to, place) in uses {
            let Some(place) = place.filter(|_| graph.is_machinery[to]) else { continue };
            at_place.entry((place, path(graph.names[to]))).or_default().insert(from);
            calls.push((from, to, place));
        }
    }
    for (from, to, place) in calls {
        for hit in hits.entry(to).or_insert_with(|| graph.hits(to)).iter() {
            let (Some(type_name), Some(met)) = (known(hit.type_name), folded(hit.serializer)) else {
                continue;
            };
            let function = path(graph.names[to]);
            let is_shared = at_place.get(&(place, function)).is_some_and(|callers| callers.len() > 1);
            let chosen = if is_shared || is_argument(graph.names[from], type_name) {
                chosen(graph, from, type_name)
            } else {
                BTreeSet::new()
            };
            let mut root = Root {
                type_name: type_name.to_owned(),
                side: hit.side,
                format: of_function(function).or(met.format).map(str::to_owned),
                function: function.to_owned(),
                call: place.clone(),
                chosen: None,
                package: package(program, place),
                full: graph.names[to].to_owned(),
            };
            if chosen.is_empty() {
                found.insert(root);
                continue;
            }
            for place in chosen {
                root.package = package(program, place);
                root.chosen = Some(place.clone());
                found.insert(root.clone());
            }
        }
    }
    found.into_iter().collect()
}

fn package(program: &Program, place: &Place) -> Package {
    let none = || Package { name: String::new(), version: String::new(), is_member: false };
    program.package_at(place).cloned().unwrap_or_else(none)
}

/// A function without its arguments.
fn path(name: &str) -> &str {
    crate::extract::with_arguments(name).map_or(name, |(path, _)| path)
}

/// Whether a function was made for a type: it is one of its arguments.
fn is_argument(name: &str, type_name: &str) -> bool {
    let this = name.strip_prefix('<').unwrap_or(name);
    this.match_indices(type_name).any(|(at, _)| {
        let after = this[at + type_name.len()..].chars().next();
        at > 0
            && this[..at].ends_with(['<', ' ', '&', '(', '['])
            && matches!(after, Some('>' | ',' | ')' | ';' | ']'))
    })
}

/// The outermost places of a chain of functions that are made for the type.
fn chosen<'a>(graph: &Graph<'a>, start: usize, type_name: &str) -> BTreeSet<&'a Place> {
    let mut found = BTreeSet::new();
    let mut seen = HashSet::from([start]);
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        for &(user, place) in &graph.users[next] {
            if graph.names[user].contains(type_name)
                && (graph.is_machinery[user] || is_argument(graph.names[user], type_name))
            {
                if seen.insert(user) {
                    open.push(user);
                }
            } else {
                found.extend(place);
            }
        }
    }
    found
}
