//! Two shapes, part by part.

use crate::compare::fault::{Code, Fault};
use crate::compare::measure::measure;
use crate::compare::outcome::Outcome;
use crate::compare::size::is_always_short;
use crate::compare::verdict::Verdict;
use crate::replay::Wire;
use crate::shape::{Body, Def, Field, Store, Style, Ty};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What becomes of the values.
    pub verdict: Verdict,
    /// What does it, the worst first.
    pub faults: Vec<Fault>,
}

/// What becomes of values that are written as `old` and read as `new`.
pub fn compare(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire) -> Compared {
    walked(store, old, new, wire, false)
}

/// The same, if code that is not looked into writes what its other version wrote.
pub fn compare_trusting(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire) -> Compared {
    walked(store, old, new, wire, true)
}

fn walked(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire, trusts: bool) -> Compared {
    if old == new {
        return Compared { verdict: Verdict::Same, faults: Vec::new() };
    }
    let mut assumed = HashMap::new();
    // Types that contain themselves are assumed to be the same until that is found to be wrong.
    for _ in 0..8 {
        let mut walk = Walk {
            store,
            wire,
            trusts,
            done: HashMap::new(),
            open: HashSet::new(),
            assumed: &assumed,
            hit: BTreeSet::new(),
            path: vec![store.show(new)],
            faults: Vec::new(),
        };
        let outcome = walk.ty(old, new);
        let found: Vec<_> = walk
            .hit
            .iter()
            .filter_map(|key| Some((key.clone(), *walk.done.get(key)?)))
            .filter(|(key, outcome)| assumed.get(key) != Some(outcome))
            .collect();
        let mut faults = walk.faults;
        if found.is_empty() {
            // What is inside a part that is mistaken for another one matters less than that it is.
            faults.sort_by_key(|fault| (Reverse(fault.verdict), fault.path.matches('.').count()));
            let found = outcome.verdict(wire);
            let is_short = found > Verdict::Error && is_always_short(store, old, new, wire);
            return Compared { verdict: if is_short { Verdict::Error } else { found }, faults };
        }
        assumed.extend(found);
    }
    Compared { verdict: Verdict::Silent, faults: Vec::new() }
}

type Key = (Ty, Ty);

pub(super) struct Walk<'a> {
    pub(super) store: &'a Arc<Store>,
    pub(super) wire: Wire,
    /// Whether code that is not looked into is taken to be the same in each version.
    trusts: bool,
    done: HashMap<Key, Outcome>,
    open: HashSet<Key>,
    assumed: &'a HashMap<Key, Outcome>,
    hit: BTreeSet<Key>,
    path: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

impl Walk<'_> {
    pub(super) fn ty(&mut self, old: &Ty, new: &Ty) -> Outcome {
        if old == new {
            return Outcome::SAME;
        }
        if !matches!((old, new), (Ty::Named(_), _) | (_, Ty::Named(_))) {
            return self.inside(old, new);
        }
        let key = (old.clone(), new.clone());
        if let Some(found) = self.done.get(&key) {
            return *found;
        }
        if !self.open.insert(key.clone()) {
            self.hit.insert(key.clone());
            return self.assumed.get(&key).copied().unwrap_or(Outcome::SAME);
        }
        let found = self.inside(old, new);
        self.open.remove(&key);
        self.done.insert(key, found);
        found
    }

    fn def(&self, ty: &Ty) -> Option<Arc<Store>> {
        matches!(ty, Ty::Named(_)).then(|| Arc::clone(self.store))
    }

    fn inside(&mut self, old: &Ty, new: &Ty) -> Outcome {
        let store = self.def(old).or_else(|| self.def(new)).unwrap_or_else(|| Arc::clone(self.store));
        let (was, is) = (bare(&store, old, true), bare(&store, new, false));
        if was != old || is != new {
            return self.ty(was, is);
        }
        match (old, new) {
            (Ty::Option(old), Ty::Option(new)) => Outcome::SAME.or(self.ty(old, new)),
            (Ty::Seq(old), Ty::Seq(new)) => {
                let item = self.within("[..]", |this| this.ty(old, new));
                self.repeated(item)
            }
            (Ty::Map(old_key, old), Ty::Map(new_key, new)) => {
                let key = self.within("[key]", |this| this.ty(old_key, new_key));
                let value = self.within("[..]", |this| this.ty(old, new));
                let entry = self.both(key, value);
                self.repeated(entry)
            }
            (Ty::Array(old, len), Ty::Array(new, now)) if len == now => {
                let item = self.within("[..]", |this| this.ty(old, new));
                match len {
                    0 => Outcome::SAME,
                    1 => item,
                    _ => self.both(item, item),
                }
            }
            (Ty::Tuple(a), Ty::Tuple(b)) if a.len() == b.len() => {
                let mut all = Outcome::SAME;
                for (at, (old, new)) in a.iter().zip(b).enumerate() {
                    let item = self.within(&at.to_string(), |this| this.ty(old, new));
                    all = self.both(all, item);
                }
                all
            }
            (Ty::Option(_), _) | (_, Ty::Option(_)) => self.measured(Code::OptionChanged, old, new),
            (Ty::Named(a), Ty::Named(b)) => match (store.get(*a), store.get(*b)) {
                (Some(a), Some(b)) => self.declared(old, new, a, b),
                _ => Outcome::ANYTHING,
            },
            (Ty::Named(id), _) | (_, Ty::Named(id)) => {
                // Most formats write nothing around a newtype.
                let inner = match store.get(*id).map(|def| &def.body) {
                    Some(Body::Struct(body)) if body.style == Style::Newtype && self.wire != Wire::Ron => {
                        body.fields.first().filter(|field| !field.code.is_own()).map(|field| field.ty.clone())
                    }
                    Some(Body::Opaque(_)) => return self.unknown(old, new),
                    _ => None,
                };
                match (inner, old) {
                    (Some(inner), Ty::Named(_)) => self.ty(&inner, new),
                    (Some(inner), _) => self.ty(old, &inner),
                    (None, _) => self.measured(Code::TypeChanged, old, new),
                }
            }
            _ => self.measured(Code::TypeChanged, old, new),
        }
    }

    /// One part after the other.
    pub(super) fn both(&self, first: Outcome, next: Outcome) -> Outcome {
        if self.wire.is_self_describing() { first.and(next) } else { first.then(next) }
    }

    /// Any number of the same.
    fn repeated(&self, item: Outcome) -> Outcome {
        let some = if self.wire.has_columns() { item } else { item.or(self.both(item, item)) };
        Outcome::SAME.or(some)
    }

    pub(super) fn within<T>(&mut self, name: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_owned());
        let found = inner(self);
        self.path.pop();
        found
    }

    pub(super) fn fault(&mut self, code: Code, detail: String, outcome: Outcome) {
        let path = self.path.join(".").replace(".[", "[");
        let fault = Fault { code, path, detail, verdict: outcome.verdict(self.wire) };
        if fault.verdict > Verdict::Same && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    pub(super) fn unknown(&mut self, old: &Ty, new: &Ty) -> Outcome {
        let detail = format!("{} and {}", self.why(old), self.why(new));
        self.fault(Code::NotLookedInto, detail, Outcome::ANYTHING);
        Outcome::ANYTHING
    }

    fn why(&self, ty: &Ty) -> String {
        let def = match ty {
            Ty::Named(id) => self.store.get(*id),
            _ => None,
        };
        match def {
            Some(Def { name, body: Body::Opaque(why), .. }) => format!("`{name}` ({why})"),
            _ => format!("`{}`", self.store.show(ty)),
        }
    }

    /// What the format makes of it, by trying.
    pub(super) fn measured(&mut self, code: Code, old: &Ty, new: &Ty) -> Outcome {
        let mut found = measure(self.store, old, new, self.wire, None);
        if self.wire.has_columns() {
            // A column of several is packed in another way than one value.
            let many = |ty: &Ty| Ty::Seq(Box::new(ty.clone()));
            let several = measure(self.store, &many(old), &many(new), self.wire, None);
            // That an empty one is read says nothing.
            found = found.or(Outcome { level: found.level, exact: found.exact, ..several });
            if found.fail || found.silent {
                // Columns that follow are read from the wrong place.
                found.short = true;
            }
        }
        // RON says of a variant what it says of a struct, so what is tried without a tag may take more than was measured.
        if self.wire == Wire::Ron
            && code == Code::ReprChanged
            && (found.fail || found.level > Verdict::Equal)
            && found.reads()
        {
            found = found.mistaken();
        }
        let detail = format!("`{}` became `{}`", self.store.show(old), self.store.show(new));
        self.fault(code, detail, found);
        found
    }

    fn declared(&mut self, old: &Ty, new: &Ty, a: &Def, b: &Def) -> Outcome {
        match (&a.body, &b.body) {
            (Body::Opaque(_), Body::Opaque(_)) if self.trusts && a.name == b.name => Outcome::SAME,
            (Body::Opaque(_), _) | (_, Body::Opaque(_)) => self.unknown(old, new),
            (Body::Struct(was), Body::Struct(is)) => self.structs(old, new, was, is),
            (Body::Enum(was), Body::Enum(is)) => self.enums(old, new, was, is),
            (Body::Struct(body), _) if body.style == Style::Newtype && self.wire != Wire::Ron => {
                match body.fields.first() {
                    Some(field) if !field.code.is_own() => self.ty(&field.ty.clone(), new),
                    _ => self.unknown(old, new),
                }
            }
            (_, Body::Struct(body)) if body.style == Style::Newtype && self.wire != Wire::Ron => {
                match body.fields.first() {
                    Some(field) if !field.code.is_own() => self.ty(old, &field.ty.clone()),
                    _ => self.unknown(old, new),
                }
            }
            _ => self.measured(Code::ReprChanged, old, new),
        }
    }
}

/// Out of what adds nothing to the bytes of any format.
pub(super) fn bare<'a>(store: &'a Store, ty: &'a Ty, is_written: bool) -> &'a Ty {
    let mut ty = ty;
    for _ in 0..64 {
        let Ty::Named(id) = ty else { break };
        match store.get(*id).map(|def| &def.body) {
            Some(Body::Converted { write, read }) => ty = if is_written { write } else { read },
            Some(Body::Struct(body)) if body.is_transparent && !has_own(&body.fields) => {
                let is_out = |field: &&Field| if is_written { field.skips_write } else { field.skips_read };
                match body.fields.iter().find(|field| !is_out(field)) {
                    Some(field) => ty = &field.ty,
                    None => break,
                }
            }
            _ => break,
        }
    }
    ty
}

pub(super) fn has_own(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.code.is_own() && !(field.skips_write && field.skips_read))
}
