//! Which functions use which, of all crates.

use super::formats::{folded, plain};
use crate::extract::{Notes, arguments, crate_of, meeting, method, with_arguments};
use crate::survey::{Place, Side};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that lead to meetings.
pub(crate) struct Graph<'a> {
    pub(crate) names: Vec<&'a str>,
    /// By function: those that it uses, with places where they are known.
    pub(crate) uses: Vec<BTreeSet<(usize, Option<&'a Place>)>>,
    /// The other way round.
    pub(crate) users: Vec<BTreeSet<(usize, Option<&'a Place>)>>,
    /// Whether it is code of serde, a format or the standard library, or made by the derive: on the way from a call to a type.
    pub(crate) is_machinery: Vec<bool>,
}

/// A type that a function leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit<'a> {
    pub(crate) type_name: &'a str,
    pub(crate) side: Side,
    pub(crate) serializer: &'a str,
}

impl<'a> Graph<'a> {
    pub(crate) fn new(notes: &'a [Notes]) -> Self {
        let mut names = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let mut pairs = BTreeSet::new();
        for notes in notes {
            let mut of = |number: u32| {
                let name = notes.names.get(number as usize).map_or("", String::as_str);
                *index.entry(name).or_insert_with(|| {
                    names.push(name);
                    names.len() - 1
                })
            };
            for call in &notes.calls {
                let place = call.place.and_then(|place| notes.places.get(place as usize));
                pairs.insert((of(call.from), of(call.to), place));
            }
        }
        let mut uses = vec![BTreeSet::new(); names.len()];
        let mut users = vec![BTreeSet::new(); names.len()];
        for (from, to, place) in pairs {
            uses[from].insert((to, place));
            users[to].insert((from, place));
        }
        let own: HashSet<String> = notes
            .iter()
            .filter(|notes| !notes.places.is_empty())
            .map(|notes| notes.of.package.replace('-', "_"))
            .collect();
        let machinery = Machinery::new(&names, &own);
        let is_machinery = names.iter().map(|name| machinery.has(name)).collect();
        Self { names, uses, users, is_machinery }
    }

    /// The types that a function brings to a format.
    pub(crate) fn hits(&self, start: usize) -> BTreeSet<Hit<'a>> {
        let mut found = BTreeSet::new();
        let mut seen = HashSet::from([start]);
        let mut open = vec![start];
        while let Some(next) = open.pop() {
            if let Some((type_name, side, serializer)) = meeting(self.names[next]) {
                found.insert(Hit { type_name, side, serializer });
                continue;
            }
            if !self.is_machinery[next] {
                continue;
            }
            for &(used, _) in &self.uses[next] {
                if seen.insert(used) {
                    open.push(used);
                }
            }
        }
        found
    }
}

/// What stands between a call and a type.
struct Machinery<'a> {
    crates: HashSet<&'a str>,
    serializers: HashSet<&'a str>,
}

impl<'a> Machinery<'a> {
    fn new(names: &[&'a str], own: &HashSet<String>) -> Self {
        let mut crates = HashSet::from(["serde", "serde_core", "core", "alloc", "std"]);
        let mut serializers = HashSet::new();
        for (_, _, serializer) in names.iter().filter_map(|name| meeting(name)) {
            serializers.insert(plain(serializer));
            let found = folded(serializer).map(|found| found.serializer);
            for name in [Some(serializer), found].into_iter().flatten() {
                crates.extend(crate_of(plain(name)).filter(|name| !own.contains(*name)));
            }
        }
        Self { crates, serializers }
    }

    fn has(&self, name: &str) -> bool {
        // A closure is code of the function that it is written in.
        if let Some((this, name_of_trait, _)) = method(name) {
            let is_serde = name_of_trait.starts_with("serde_core::") || name_of_trait.starts_with("serde::");
            return is_serde || self.is_of_them(this);
        }
        let takes_one = || {
            let arguments_of = with_arguments(name).map(|(_, inner)| arguments(inner)).unwrap_or_default();
            arguments_of.iter().any(|one| self.serializers.contains(plain(one)))
        };
        self.is_of_them(name) || takes_one()
    }

    fn is_of_them(&self, name: &str) -> bool {
        crate_of(name).is_none_or(|found| self.crates.contains(found))
    }
}
