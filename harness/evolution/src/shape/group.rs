//! From types that name each other by number to types that are addressed by content.

use super::def::Def;
use super::print::print_def;
use super::store::{Store, hash, reference};
use super::ty::{Id, Ty};

/// Declared types that name each other by their place in a list.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The types.
    pub defs: Vec<Def<usize>>,
}

impl Graph {
    /// Puts all types into a store; the result says which is which.
    pub fn into_store(self, store: &mut Store) -> Vec<Id> {
        let mut ids: Vec<Option<Id>> = vec![None; self.defs.len()];
        for mut group in self.groups() {
            group.sort_by(|a, b| self.defs[*a].name.cmp(&self.defs[*b].name));
            let member = |of: usize| group.iter().position(|known| *known == of);
            // The hash is that of the text, in which types of the group are named by their place alone.
            let named = |of: &usize| {
                let name = self.defs[*of].short();
                match member(*of) {
                    Some(at) => reference(name, Id { group: 0, member: at as u32 }, Some(0)),
                    None => ids[*of].map_or_else(String::new, |id| reference(name, id, None)),
                }
            };
            let text: String = group.iter().map(|of| print_def(&self.defs[*of], &named)).collect();
            let hash = hash(&text);
            for (at, of) in (0..).zip(&group) {
                ids[*of] = Some(Id { group: hash, member: at });
            }
            let none = Id { group: hash, member: 0 };
            let defs =
                group.iter().map(|of| self.defs[*of].map(&mut |of| ids[*of].unwrap_or(none))).collect();
            store.insert(hash, defs);
        }
        ids.into_iter().flatten().collect()
    }

    /// Types that lead to each other, what they lead to first.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut search = Search {
            edges: Vec::new(),
            index: vec![0; self.defs.len()],
            low: vec![0; self.defs.len()],
            next: 1,
            open: Vec::new(),
            done: Vec::new(),
        };
        for def in &self.defs {
            let mut edges = Vec::new();
            def.map(&mut |of| edges.push(*of));
            search.edges.push(edges);
        }
        for start in 0..self.defs.len() {
            if search.index[start] == 0 {
                search.visit(start);
            }
        }
        search.done
    }

    /// The type at a place of the list, once all are in the store.
    pub fn resolve(ty: &Ty<usize>, ids: &[Id]) -> Option<Ty> {
        let mut is_whole = true;
        let found = ty.map(&mut |of| {
            ids.get(*of).copied().unwrap_or_else(|| {
                is_whole = false;
                Id { group: 0, member: 0 }
            })
        });
        is_whole.then_some(found)
    }
}

/// Tarjan's search.
struct Search {
    edges: Vec<Vec<usize>>,
    index: Vec<usize>,
    low: Vec<usize>,
    next: usize,
    open: Vec<usize>,
    done: Vec<Vec<usize>>,
}

impl Search {
    /// With a stack of its own: a chain of types may be long.
    fn visit(&mut self, start: usize) {
        let mut calls = vec![(start, 0)];
        while let Some((at, edge)) = calls.pop() {
            if edge == 0 {
                self.index[at] = self.next;
                self.low[at] = self.next;
                self.next += 1;
                self.open.push(at);
            } else {
                let to = self.edges[at][edge - 1];
                if self.open.contains(&to) {
                    self.low[at] = self.low[at].min(self.low[to]);
                }
            }
            match self.edges[at].get(edge).copied() {
                Some(to) => {
                    calls.push((at, edge + 1));
                    if self.index[to] == 0 {
                        calls.push((to, 0));
                    }
                }
                None if self.low[at] == self.index[at] => {
                    let first = self.open.iter().rposition(|known| *known == at).unwrap_or(0);
                    self.done.push(self.open.split_off(first));
                }
                None => {}
            }
        }
    }
}
