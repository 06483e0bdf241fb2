//! Two structs, or the contents of two variants, field by field.

use super::types::{Walk, bare, has_own};
use crate::compare::fault::Code;
use crate::compare::measure::measure;
use crate::compare::outcome::Outcome;
use crate::compare::verdict::Verdict;
use crate::replay::{Wire, pair_fields};
use crate::shape::{Body, Default, Field, Scalar, StructBody, Style, Ty};

impl Walk<'_> {
    pub(super) fn structs(&mut self, old: &Ty, new: &Ty, was: &StructBody, is: &StructBody) -> Outcome {
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
    pub(super) fn list(&mut self, was: &[Field], is: &[Field]) -> Option<Outcome> {
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
    pub(super) fn places(&mut self, was: &[Field], is: &[Field]) -> Outcome {
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
    pub(super) fn names(&mut self, was: &[Field], is: &[Field], denies: bool, has_default: bool) -> Outcome {
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
}

/// The places of the fields that are written.
fn written(fields: &[Field]) -> Vec<usize> {
    (0..fields.len()).filter(|at| !fields[*at].skips_write).collect()
}

/// The places of the fields that are read.
fn read(fields: &[Field]) -> Vec<usize> {
    (0..fields.len()).filter(|at| !fields[*at].skips_read).collect()
}
