//! Two shapes, part by part.

use super::fault::{Code, Fault};
use super::measure::measure;
use super::outcome::Outcome;
use super::size::is_always_short;
use super::verdict::Verdict;
use crate::replay::{Wire, pair_fields, pair_variants};
use crate::shape::{
    Body, Def, Default, EnumBody, Field, Repr, Scalar, Store, StructBody, Style, Ty, Variant,
};
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

struct Walk<'a> {
    store: &'a Arc<Store>,
    wire: Wire,
    /// Whether code that is not looked into is taken to be the same in each version.
    trusts: bool,
    done: HashMap<Key, Outcome>,
    open: HashSet<Key>,
    assumed: &'a HashMap<Key, Outcome>,
    hit: BTreeSet<Key>,
    path: Vec<String>,
    faults: Vec<Fault>,
}

impl Walk<'_> {
    fn ty(&mut self, old: &Ty, new: &Ty) -> Outcome {
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
    fn both(&self, first: Outcome, next: Outcome) -> Outcome {
        if self.wire.is_self_describing() { first.and(next) } else { first.then(next) }
    }

    /// Any number of the same.
    fn repeated(&self, item: Outcome) -> Outcome {
        let some = if self.wire.has_columns() { item } else { item.or(self.both(item, item)) };
        Outcome::SAME.or(some)
    }

    fn within<T>(&mut self, name: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_owned());
        let found = inner(self);
        self.path.pop();
        found
    }

    fn fault(&mut self, code: Code, detail: String, outcome: Outcome) {
        let path = self.path.join(".").replace(".[", "[");
        let fault = Fault { code, path, detail, verdict: outcome.verdict(self.wire) };
        if fault.verdict > Verdict::Same && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn unknown(&mut self, old: &Ty, new: &Ty) -> Outcome {
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
    fn measured(&mut self, code: Code, old: &Ty, new: &Ty) -> Outcome {
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

    fn structs(&mut self, old: &Ty, new: &Ty, was: &StructBody, is: &StructBody) -> Outcome {
        let is_flat = |body: &StructBody| body.fields.iter().any(|field| field.is_flat);
        if has_own(&was.fields) || has_own(&is.fields) {
            return self.own(old, new, &was.fields, &is.fields);
        }
        if is_flat(was) || is_flat(is) || was.tag != is.tag {
            return self.measured(Code::ReprChanged, old, new);
        }
        if !self.wire.is_self_describing() {
            return self.places(&was.fields, &is.fields);
        }
        match (was.style, is.style) {
            (Style::Unit, Style::Unit) => Outcome::SAME,
            (Style::Newtype, Style::Newtype) => match (was.fields.as_slice(), is.fields.as_slice()) {
                ([a], [b]) => self.ty(&a.ty, &b.ty),
                _ => Outcome::ANYTHING,
            },
            (Style::Named, Style::Named) if self.wire.has_names() => {
                self.names(&was.fields, &is.fields, is.denies_unknown, is.has_default)
            }
            (Style::Newtype, _) if self.wire != Wire::Ron && was.fields.len() == 1 => {
                let inner = was.fields[0].ty.clone();
                self.ty(&inner, new)
            }
            (_, Style::Newtype) if self.wire != Wire::Ron && is.fields.len() == 1 => {
                let inner = is.fields[0].ty.clone();
                self.ty(old, &inner)
            }
            (a, b) if a == b => {
                self.list(&was.fields, &is.fields).unwrap_or_else(|| self.lengths(old, new, was, is))
            }
            _ => self.measured(Code::ReprChanged, old, new),
        }
    }

    /// Own code is taken to be the same where its name is.
    fn own(&mut self, old: &Ty, new: &Ty, was: &[Field], is: &[Field]) -> Outcome {
        let plain = |fields: &[Field]| -> Vec<Field> {
            let code = crate::shape::Code::default();
            fields.iter().map(|field| Field { code: code.clone(), ..field.clone() }).collect()
        };
        let by_name = self.wire.has_names();
        let pairs = pair_fields(was, is, by_name);
        let is_same = was.len() == is.len()
            && is.iter().zip(&pairs).all(|(field, pair)| {
                pair.is_some_and(|at| {
                    was[at].code == field.code && (!field.code.is_own() || was[at].ty == field.ty)
                })
            });
        match is_same {
            true if by_name => self.names(&plain(was), &plain(is), false, false),
            true => self.list(&plain(was), &plain(is)).unwrap_or(Outcome::ANYTHING),
            false => self.unknown(old, new),
        }
    }

    /// Fields of lists that are not of the same length.
    fn lengths(&mut self, old: &Ty, new: &Ty, was: &StructBody, is: &StructBody) -> Outcome {
        let found = measure(self.store, old, new, self.wire, None);
        let code = if written(&was.fields).len() < read(&is.fields).len() {
            Code::FieldAdded
        } else {
            Code::FieldRemoved
        };
        let detail = format!("{} fields became {}", written(&was.fields).len(), read(&is.fields).len());
        self.fault(code, detail, found);
        // Where fields moved, a default may hide it from some values.
        let pairs = pair_fields(&was.fields, &is.fields, false);
        let is_moved = read(&is.fields).iter().enumerate().any(|(place, at)| {
            pairs[*at].is_some_and(|pair| {
                written(&was.fields).iter().position(|known| *known == pair) != Some(place)
            })
        });
        if is_moved && found.reads() { found.mistaken() } else { found }
    }

    /// Fields of lists of the same length; nothing if they are not.
    fn list(&mut self, was: &[Field], is: &[Field]) -> Option<Outcome> {
        let (a, b) = (written(was), read(is));
        let may_end = was.iter().any(|field| field.skip_if.is_some());
        if a.len() != b.len() || may_end {
            return None;
        }
        Some(self.in_turn(was, is, &a, &b))
    }

    /// Fields one after the other, as far as both have some.
    fn in_turn(&mut self, was: &[Field], is: &[Field], a: &[usize], b: &[usize]) -> Outcome {
        let pairs = pair_fields(was, is, false);
        let mut all = Outcome::SAME;
        for (old, new) in a.iter().zip(b) {
            let field = &is[*new];
            let known = self.faults.len();
            let mut part = self.within(&field.ident, |this| this.ty(&was[*old].ty, &field.ty));
            if pairs[*new] != Some(*old) && !(self.is_nothing(&was[*old].ty) && self.is_nothing(&field.ty)) {
                part = part.mistaken();
                // Its type is another one because it is another field.
                self.faults.truncate(known);
                let detail = format!("`{}` is read as `{}`", was[*old].ident, field.ident);
                self.within(&field.ident, |this| this.fault(Code::FieldMoved, detail, part));
            }
            all = self.both(all, part);
        }
        all
    }

    /// Fields in bytes that have neither names nor lengths.
    fn places(&mut self, was: &[Field], is: &[Field]) -> Outcome {
        if was.iter().any(|field| field.skip_if.is_some() && !field.skips_write) {
            let detail = "a field that may be left out moves all that follow".to_owned();
            self.fault(Code::SkipNeedsDefault, detail, Outcome::ANYTHING);
            return Outcome::ANYTHING;
        }
        let (a, b) = (written(was), read(is));
        let mut all = self.in_turn(was, is, &a, &b);
        let more = |list: &[usize], from: usize, fields: &[Field]| -> Vec<usize> {
            list.iter().skip(from).copied().filter(|at| !self.is_nothing(&fields[*at].ty)).collect()
        };
        let (left, lacking) = (more(&a, b.len(), was), more(&b, a.len(), is));
        if b.len() > a.len() + lacking.len() {
            all.level = all.level.max(Verdict::Defaulted);
        }
        if a.len() > b.len() + left.len() {
            all.level = all.level.max(Verdict::Lossy);
        }
        for at in left {
            self.within(&was[at].ident, |this| this.fault(Code::FieldRemoved, String::new(), Outcome::LONG));
            all = if all.reads() { all.or(Outcome::LONG) } else { all };
            all.exact = false;
        }
        for at in lacking {
            self.within(&is[at].ident, |this| this.fault(Code::FieldAdded, String::new(), Outcome::SHORT));
            all = if all.reads() { all.or(Outcome::SHORT) } else { all };
            all.exact = false;
        }
        all
    }

    /// Whether values of it take no bytes where there are no names.
    fn is_nothing(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Scalar(Scalar::Unit) | Ty::Array(_, 0) => true,
            Ty::Tuple(items) => items.iter().all(|item| self.is_nothing(item)),
            Ty::Named(id) => matches!(
                self.store.get(*id).map(|def| &def.body),
                Some(Body::Struct(StructBody { fields, .. })) if fields.is_empty()
            ),
            _ => false,
        }
    }

    /// Fields that are found by name.
    fn names(&mut self, was: &[Field], is: &[Field], denies: bool, has_default: bool) -> Outcome {
        let pairs = pair_fields(was, is, true);
        let by_place = pair_fields(was, is, false);
        let mut all = Outcome::SAME;
        for (at, field) in is.iter().enumerate().filter(|(_, field)| !field.skips_read) {
            let missing = if field.default != Default::None || has_default || self.reads_nothing(&field.ty) {
                Outcome::at(Verdict::Defaulted)
            } else {
                Outcome::FAIL
            };
            let part = match pairs[at] {
                Some(old) => {
                    let mut part = self.within(&field.ident, |this| this.ty(&was[old].ty, &field.ty));
                    if was[old].skip_if.is_some() {
                        let detail = format!("`{}` is not always written", was[old].written);
                        // A value that was left out is the default as a rule, and comes back as it was.
                        let absent = if missing.fail { missing } else { Outcome::SAME };
                        self.within(&field.ident, |this| {
                            this.fault(Code::SkipNeedsDefault, detail, part.or(absent))
                        });
                        part = part.or(absent);
                    }
                    part
                }
                None => {
                    let renamed = by_place[at].map(|old| &was[old]).filter(|old| !old.skips_write);
                    let renamed =
                        renamed.filter(|old| !is.iter().any(|field| field.reads.contains(&old.written)));
                    let (code, detail) = match renamed {
                        Some(old) => (
                            Code::Renamed,
                            format!("`{}` became `{}`", old.written, field.reads.join("` or `")),
                        ),
                        None => (Code::FieldAdded, String::new()),
                    };
                    self.within(&field.ident, |this| this.fault(code, detail, missing));
                    missing
                }
            };
            all = all.and(part);
        }
        for (at, field) in was.iter().enumerate().filter(|(_, field)| !field.skips_write) {
            if pairs.iter().zip(is).any(|(pair, field)| *pair == Some(at) && !field.skips_read) {
                continue;
            }
            let dropped = if denies { Outcome::FAIL } else { Outcome::at(Verdict::Lossy) };
            let dropped = if field.skip_if.is_some() { Outcome::SAME.or(dropped) } else { dropped };
            self.within(&field.ident, |this| this.fault(Code::FieldRemoved, String::new(), dropped));
            all = all.and(dropped);
        }
        all
    }

    fn reads_nothing(&self, ty: &Ty) -> bool {
        matches!(bare(self.store, ty, false), Ty::Option(_))
    }

    fn enums(&mut self, old: &Ty, new: &Ty, was: &EnumBody, is: &EnumBody) -> Outcome {
        let has_own_tag = |body: &EnumBody| body.variants.iter().any(|variant| variant.is_untagged);
        let own = |body: &EnumBody| {
            body.variants.iter().any(|variant| variant.code.is_own() || has_own(&variant.fields))
        };
        if own(was) || own(is) {
            return self.unknown(old, new);
        }
        let is_alike = was.repr == is.repr && !has_own_tag(was) && !has_own_tag(is);
        if !is_alike || was.repr == Repr::Untagged {
            return self.measured(Code::ReprChanged, old, new);
        }
        let by_name = self.wire.names_variants() || was.repr != Repr::External;
        let pairs = pair_variants(&was.variants, &is.variants, by_name);
        let mut all: Option<Outcome> = None;
        for (at, variant) in
            was.variants.iter().enumerate().filter(|(_, variant)| variant.write_index.is_some())
        {
            let to = if by_name {
                pairs[at]
            } else {
                is.variants.iter().position(|known| known.read_index == variant.write_index)
            };
            let found = self.within(&variant.ident, |this| match to {
                Some(to) => {
                    let known = this.faults.len();
                    let part = this.contents((old, new), (at, variant), &is.variants[to], is);
                    if !by_name && pairs[at] != Some(to) {
                        let part = part.mistaken();
                        this.faults.truncate(known);
                        let detail = format!("`{}` is read as `{}`", variant.ident, is.variants[to].ident);
                        this.fault(Code::VariantMoved, detail, part);
                        part
                    } else {
                        part
                    }
                }
                None => this.unmatched((old, new), at, variant, is),
            });
            all = Some(all.map_or(found, |all| all.or(found)));
        }
        all.unwrap_or(Outcome::SAME)
    }

    /// A variant that the reader does not have.
    fn unmatched(&mut self, types: (&Ty, &Ty), at: usize, variant: &Variant, is: &EnumBody) -> Outcome {
        let found = if is.variants.iter().any(|known| known.is_other) {
            measure(self.store, types.0, types.1, self.wire, Some(at))
        } else {
            Outcome::FAIL
        };
        self.fault(Code::VariantUnknown, format!("`{}` is not there", variant.written), found);
        found
    }

    fn contents(
        &mut self,
        types: (&Ty, &Ty),
        (at, was): (usize, &Variant),
        is: &Variant,
        body: &EnumBody,
    ) -> Outcome {
        let is_flat = |variant: &Variant| variant.fields.iter().any(|field| field.is_flat);
        if !self.wire.is_self_describing() {
            return self.places(&was.fields, &is.fields);
        }
        let known = match (was.style, is.style) {
            _ if is_flat(was) || is_flat(is) => None,
            (Style::Unit, Style::Unit) => Some(Outcome::SAME),
            (Style::Newtype, Style::Newtype) if matches!(body.repr, Repr::Internal(_)) => {
                (was.fields == is.fields).then_some(Outcome::SAME)
            }
            (Style::Newtype, Style::Newtype) => match (was.fields.as_slice(), is.fields.as_slice()) {
                ([a], [b]) => Some(self.ty(&a.ty, &b.ty)),
                _ => None,
            },
            (Style::Named, Style::Named) if self.wire.has_names() => {
                Some(self.names(&was.fields, &is.fields, body.denies_unknown, false))
            }
            (Style::Named, Style::Named) | (Style::Tuple, Style::Tuple) => self.list(&was.fields, &is.fields),
            _ => None,
        };
        known.unwrap_or_else(|| {
            let found = measure(self.store, types.0, types.1, self.wire, Some(at));
            self.fault(Code::ContentChanged, String::new(), found);
            found
        })
    }
}

/// Out of what adds nothing to the bytes of any format.
fn bare<'a>(store: &'a Store, ty: &'a Ty, is_written: bool) -> &'a Ty {
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

fn has_own(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.code.is_own() && !(field.skips_write && field.skips_read))
}

/// The places of the fields that are written.
fn written(fields: &[Field]) -> Vec<usize> {
    (0..fields.len()).filter(|at| !fields[*at].skips_write).collect()
}

/// The places of the fields that are read.
fn read(fields: &[Field]) -> Vec<usize> {
    (0..fields.len()).filter(|at| !fields[*at].skips_read).collect()
}
