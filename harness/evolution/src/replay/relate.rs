//! What became of a value that was written as one type and read as another.

use super::pair::{pair_fields, pair_variants};
use super::value::Value;
use super::wire::Wire;
use crate::shape::{Body, Field, Repr, Scalar, Store, Style, Ty, Variant};

/// What is left of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// All of it.
    All,
    /// All of it, and what was not there is its default.
    Defaulted,
    /// Parts of it are gone.
    Lossy,
    /// It is another value.
    Changed,
}

/// Compares values of two types.
#[derive(Clone, Copy, Debug)]
pub struct Relation<'a> {
    /// The shapes of both.
    pub store: &'a Store,
    /// The format says whether names or places matter.
    pub wire: Wire,
}

impl Relation<'_> {
    /// What is left of `a`, which was written as `old`, in `b`, which was read as `new`.
    pub fn of(self, old: &Ty, a: &Value, new: &Ty, b: &Value) -> Kept {
        if *b == Value::Missing {
            return if is_default(a) { Kept::All } else { Kept::Defaulted };
        }
        if *a == Value::Missing {
            return if is_default(b) { Kept::All } else { Kept::Changed };
        }
        let (old, a) = self.bare(old, a, true);
        let (new, b) = self.bare(new, b, false);
        match (old, new) {
            (Ty::Option(old), Ty::Option(new)) => match (a, b) {
                (Value::None, Value::None) => Kept::All,
                (Value::Some(a), Value::Some(b)) => self.of(old, a, new, b),
                _ => Kept::Changed,
            },
            (Ty::Option(old), _) => match a {
                Value::Some(a) => self.of(old, a, new, b),
                _ if *b == Value::Unit => Kept::All,
                _ => Kept::Changed,
            },
            (_, Ty::Option(new)) => match b {
                Value::Some(b) => self.of(old, a, new, b),
                _ if *a == Value::Unit => Kept::All,
                _ => Kept::Changed,
            },
            (Ty::Map(old_key, old), Ty::Map(new_key, new)) => match (a, b) {
                (Value::Map(a), Value::Map(b)) => self.maps((old_key, old, a), (new_key, new, b)),
                _ => Kept::Changed,
            },
            (Ty::Named(_), _) | (_, Ty::Named(_)) => self.declared(old, a, new, b),
            (Ty::Seq(_) | Ty::Tuple(_) | Ty::Array(..), Ty::Seq(_) | Ty::Tuple(_) | Ty::Array(..)) => {
                self.lists(&parts(old, a), &parts(new, b))
            }
            (Ty::Scalar(_), Ty::Scalar(_)) => scalars(a, b),
            (Ty::Scalar(Scalar::Bytes), _) | (_, Ty::Scalar(Scalar::Bytes)) => bytes(a, b),
            _ => Kept::Changed,
        }
    }

    /// Out of newtypes, which add nothing, and conversions.
    fn bare<'v>(self, ty: &'v Ty, value: &'v Value, is_written: bool) -> (&'v Ty, &'v Value)
    where
        Self: 'v,
    {
        let (mut ty, mut value) = (ty, value);
        for _ in 0..64 {
            let Ty::Named(id) = ty else { break };
            match (self.store.get(*id).map(|def| &def.body), value) {
                (Some(Body::Converted { write, read }), _) => ty = if is_written { write } else { read },
                (Some(Body::Struct(body)), Value::Fields(values))
                    if body.style == Style::Newtype || body.is_transparent =>
                {
                    let at = body.fields.iter().position(|field| !field.skips_read && !field.skips_write);
                    let Some((at, inner)) = at.and_then(|at| Some((at, values.get(at)?))) else { break };
                    (ty, value) = (&body.fields[at].ty, inner);
                }
                (Some(Body::Enum(body)), Value::Variant(at, values)) => {
                    // Without a tag, the content is the value.
                    let Some(variant) = body.variants.get(*at) else { break };
                    let is_bare = matches!(body.repr, Repr::Untagged) || variant.is_untagged;
                    match (is_bare, variant.style, variant.fields.as_slice(), values.as_slice()) {
                        (true, Style::Newtype, [field], [inner]) => (ty, value) = (&field.ty, inner),
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        (ty, value)
    }

    fn maps(
        self,
        (old_key, old, a): (&Ty, &Ty, &[(Value, Value)]),
        (new_key, new, b): (&Ty, &Ty, &[(Value, Value)]),
    ) -> Kept {
        if a.len() != b.len() {
            return Kept::Changed;
        }
        let mut worst = Kept::All;
        for (key, value) in a {
            match b.iter().find(|(known, _)| self.of(old_key, key, new_key, known) == Kept::All) {
                Some((_, other)) => worst = worst.max(self.of(old, value, new, other)),
                None => return Kept::Changed,
            }
        }
        worst
    }

    fn lists(self, a: &[(&Ty, &Value)], b: &[(&Ty, &Value)]) -> Kept {
        let mut worst = match b.len() {
            len if len > a.len() => Kept::Changed,
            len if len < a.len() => Kept::Lossy,
            _ => Kept::All,
        };
        for ((old, a), (new, b)) in a.iter().zip(b) {
            worst = worst.max(self.of(old, a, new, b));
        }
        worst
    }

    /// At least one of the two is a struct or enum.
    fn declared(self, old: &Ty, a: &Value, new: &Ty, b: &Value) -> Kept {
        let body = |ty: &Ty| match ty {
            Ty::Named(id) => self.store.get(*id).map(|def| &def.body),
            _ => None,
        };
        match (body(old), a, body(new), b) {
            (Some(Body::Struct(old)), Value::Fields(a), Some(Body::Struct(new)), Value::Fields(b)) => {
                self.fields(&old.fields, a, &new.fields, b, old.style, new.style)
            }
            (Some(Body::Enum(old)), Value::Variant(at, a), Some(Body::Enum(new)), Value::Variant(now, b)) => {
                match (old.variants.get(*at), new.variants.get(*now)) {
                    (Some(was), Some(is)) => {
                        // Without tags, two variants are the same if their contents are.
                        let is_bare =
                            matches!(old.repr, Repr::Untagged) && matches!(new.repr, Repr::Untagged);
                        let paired =
                            pair_variants(&old.variants, &new.variants, self.wire.names_variants())[*at];
                        match paired {
                            _ if is_bare => self.contents(was, a, is, b),
                            Some(paired) if paired == *now => self.contents(was, a, is, b),
                            None if is.is_other => Kept::Lossy,
                            _ => Kept::Changed,
                        }
                    }
                    _ => Kept::Changed,
                }
            }
            (Some(Body::Enum(old)), Value::Variant(at, a), None, _) => match old.variants.get(*at) {
                Some(was) if was.style == Style::Unit => match b {
                    Value::Text(text) if *text == was.written => Kept::All,
                    Value::Unit if matches!(old.repr, Repr::Untagged) => Kept::All,
                    Value::Int(index) if was.write_index.is_some_and(|known| i128::from(known) == *index) => {
                        Kept::All
                    }
                    _ => Kept::Changed,
                },
                Some(was) if matches!(old.repr, Repr::Untagged) && was.style == Style::Tuple => {
                    self.lists(&field_parts(&was.fields, a), &parts(new, b))
                }
                _ => Kept::Changed,
            },
            (None, _, Some(Body::Enum(new)), Value::Variant(now, b)) => match (new.variants.get(*now), a) {
                (Some(is), Value::Text(text)) if is.style == Style::Unit && is.reads.contains(text) => {
                    Kept::All
                }
                (Some(is), Value::Text(_)) if is.is_other => Kept::Lossy,
                (Some(is), Value::Unit) if is.style == Style::Unit && matches!(new.repr, Repr::Untagged) => {
                    Kept::All
                }
                (Some(is), _) if matches!(new.repr, Repr::Untagged) && is.style == Style::Tuple => {
                    self.lists(&parts(old, a), &field_parts(&is.fields, b))
                }
                _ => Kept::Changed,
            },
            (Some(Body::Struct(old)), Value::Fields(_), None, Value::Unit) if old.fields.is_empty() => {
                Kept::All
            }
            (None, Value::Unit, Some(Body::Struct(new)), Value::Fields(_)) if new.fields.is_empty() => {
                Kept::All
            }
            (Some(Body::Struct(old)), Value::Fields(a), None, Value::Map(b)) => {
                let Ty::Map(_, new) = new else { return Kept::Changed };
                let written = || {
                    old.fields.iter().zip(a).filter(|(field, a)| !field.skips_write && **a != Value::Missing)
                };
                if written().count() != b.len() || old.style != Style::Named {
                    return Kept::Changed;
                }
                let one = |(field, a): (&Field, &Value)| {
                    let found = b.iter().find(|(key, _)| *key == Value::Text(field.written.clone()));
                    found.map_or(Kept::Changed, |(_, b)| self.of(&field.ty, a, new, b))
                };
                written().map(one).max().unwrap_or(Kept::All)
            }
            (None, Value::Map(a), Some(Body::Struct(new)), Value::Fields(b)) => {
                let Ty::Map(_, old) = old else { return Kept::Changed };
                let mut worst = Kept::All;
                let mut used = 0;
                for (field, b) in new.fields.iter().zip(b) {
                    let is_it = |(key, _): &&(Value, Value)| matches!(key, Value::Text(key) if field.reads.contains(key) && !field.skips_read);
                    worst = worst.max(match a.iter().find(is_it) {
                        Some((_, a)) => {
                            used += 1;
                            self.of(old, a, &field.ty, b)
                        }
                        None if is_default(b) => Kept::Defaulted,
                        None => Kept::Changed,
                    });
                }
                if used < a.len() { worst.max(Kept::Lossy) } else { worst }
            }
            (Some(Body::Struct(old)), Value::Fields(a), None, Value::List(_)) => {
                self.lists(&field_parts(&old.fields, a), &parts(new, b))
            }
            (None, Value::List(_), Some(Body::Struct(new)), Value::Fields(b)) => {
                let (a, b) = (parts(old, a), field_parts(&new.fields, b));
                // What the list did not have is the default.
                let (here, more) = b.split_at(b.len().min(a.len()));
                let worst = self.lists(&a, here);
                if more.is_empty() || worst == Kept::Changed {
                    worst
                } else if more.iter().all(|(_, value)| is_default(value)) {
                    worst.max(Kept::Defaulted)
                } else {
                    Kept::Changed
                }
            }
            _ => Kept::Changed,
        }
    }

    fn contents(self, was: &Variant, a: &[Value], is: &Variant, b: &[Value]) -> Kept {
        match (was.fields.as_slice(), a, is.fields.as_slice(), b) {
            ([old], [a], [new], [b]) if was.style == Style::Newtype && is.style == Style::Newtype => {
                self.of(&old.ty, a, &new.ty, b)
            }
            ([old], [a], _, _) if was.style == Style::Newtype && is.style != Style::Newtype => {
                self.inside_out(&old.ty, a, is, b)
            }
            (_, _, [new], [b]) if is.style == Style::Newtype && was.style != Style::Newtype => match new.ty {
                Ty::Named(id) => match (self.store.get(id).map(|def| &def.body), b) {
                    (Some(Body::Struct(body)), Value::Fields(b)) => {
                        self.fields(&was.fields, a, &body.fields, b, was.style, body.style)
                    }
                    _ => Kept::Changed,
                },
                _ => self.lists(&field_parts(&was.fields, a), &parts(&new.ty, b)),
            },
            _ => self.fields(&was.fields, a, &is.fields, b, was.style, is.style),
        }
    }

    /// A newtype variant that became one with fields.
    fn inside_out(self, old: &Ty, a: &Value, is: &Variant, b: &[Value]) -> Kept {
        match (old, a) {
            (Ty::Named(id), Value::Fields(a)) => match self.store.get(*id).map(|def| &def.body) {
                Some(Body::Struct(body)) => self.fields(&body.fields, a, &is.fields, b, body.style, is.style),
                _ => Kept::Changed,
            },
            (Ty::Seq(_) | Ty::Tuple(_) | Ty::Array(..), _) => {
                self.lists(&parts(old, a), &field_parts(&is.fields, b))
            }
            (Ty::Scalar(Scalar::Unit), _) if is.style == Style::Unit => Kept::All,
            _ => Kept::Changed,
        }
    }

    fn fields(self, old: &[Field], a: &[Value], new: &[Field], b: &[Value], was: Style, is: Style) -> Kept {
        let by_name = self.wire.has_names() && was == Style::Named && is == Style::Named;
        let pairs = pair_fields(old, new, by_name);
        let mut worst = Kept::All;
        for ((field, pair), b) in new.iter().zip(&pairs).zip(b) {
            worst = worst.max(match pair {
                _ if field.skips_read => Kept::All,
                Some(at) if old[*at].skips_write && is_default(b) => Kept::Defaulted,
                Some(at) => a.get(*at).map_or(Kept::Changed, |a| self.of(&old[*at].ty, a, &field.ty, b)),
                None if *b == Value::Missing || is_default(b) => Kept::Defaulted,
                None if field.is_flat => Kept::All,
                None => Kept::Changed,
            });
        }
        let is_lost = |at: usize| {
            let pair = pairs.iter().position(|pair| *pair == Some(at));
            let is_read = pair.is_some_and(|pair| !new[pair].skips_read);
            !old[at].skips_write && a.get(at).is_some_and(|a| *a != Value::Missing) && !is_read
        };
        if (0..old.len()).any(is_lost) { worst.max(Kept::Lossy) } else { worst }
    }
}

/// Whether it is what a type of std has as its default, or was not there.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Missing | Value::None | Value::Unit | Value::Bool(false) | Value::Int(0) => true,
        Value::F32(value) => *value == 0.0,
        Value::F64(value) => *value == 0.0,
        Value::Char(value) => *value == '\0',
        Value::Text(text) => text.is_empty(),
        Value::List(all) | Value::Fields(all) => all.iter().all(is_default),
        Value::Map(all) => all.is_empty(),
        _ => false,
    }
}

/// The parts of a list with their types.
fn parts<'a>(ty: &'a Ty, value: &'a Value) -> Vec<(&'a Ty, &'a Value)> {
    let Value::List(values) = value else { return Vec::new() };
    let ty = |at: usize| match ty {
        Ty::Tuple(items) => items.get(at),
        Ty::Seq(item) | Ty::Array(item, _) => Some(&**item),
        _ => None,
    };
    values.iter().enumerate().filter_map(|(at, value)| Some((ty(at)?, value))).collect()
}

fn field_parts<'a>(fields: &'a [Field], values: &'a [Value]) -> Vec<(&'a Ty, &'a Value)> {
    let is_there = |(field, _): &(&Field, &Value)| !(field.skips_read || field.skips_write);
    fields.iter().zip(values).filter(is_there).map(|(field, value)| (&field.ty, value)).collect()
}

#[allow(clippy::float_cmp, clippy::cast_precision_loss, reason = "equal is what is asked")]
fn scalars(a: &Value, b: &Value) -> Kept {
    let is_equal = match (a, b) {
        (Value::F32(a), Value::F64(b)) => f64::from(*a) == *b,
        (Value::F64(a), Value::F32(b)) => *a == f64::from(*b),
        (Value::Int(a), Value::F64(b)) => *a as f64 == *b && (*b as i128) == *a,
        (Value::F64(a), Value::Int(b)) => *a == *b as f64 && (*a as i128) == *b,
        (Value::Int(a), Value::F32(b)) => *a as f32 == *b && (*b as i128) == *a,
        (Value::F32(a), Value::Int(b)) => *a == *b as f32 && (*a as i128) == *b,
        (Value::Char(a), Value::Text(b)) => b.chars().eq([*a]),
        (Value::Text(a), Value::Char(b)) => a.chars().eq([*b]),
        (Value::Text(a), Value::Bytes(b)) => a.as_bytes() == b,
        (Value::Bytes(a), Value::Text(b)) => a == b.as_bytes(),
        _ => a == b,
    };
    if is_equal { Kept::All } else { Kept::Changed }
}

/// Bytes and a list of numbers.
fn bytes(a: &Value, b: &Value) -> Kept {
    let numbers = |value: &Value| -> Option<Vec<i128>> {
        match value {
            Value::Bytes(bytes) => Some(bytes.iter().map(|byte| i128::from(*byte)).collect()),
            Value::List(all) => all
                .iter()
                .map(|item| match item {
                    Value::Int(value) => Some(*value),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    };
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) if a == b => Kept::All,
        _ => Kept::Changed,
    }
}
