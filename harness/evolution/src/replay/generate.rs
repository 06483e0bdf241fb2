//! Values of a type: each variant, empty ones, extreme ones, and others by a seed.

use super::value::Value;
use crate::shape::{Body, Field, Scalar, Store, Ty};
use std::cmp::Ordering;

/// Makes values. The same seed makes the same values.
#[derive(Clone, Debug)]
pub struct Generator {
    state: u64,
    /// How often a variant was chosen, so that each has its turn.
    turn: usize,
}

/// Deeper values have no optional parts.
const SHALLOW: usize = 6;
/// A type that has no end is given up here.
const DEEPEST: usize = 24;

impl Generator {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, turn: 0 }
    }

    /// Steele, Lea and Flood's SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// A value; none for a type that is not looked into, or that has no end.
    pub fn value(&mut self, store: &Store, ty: &Ty) -> Option<Value> {
        self.of(store, ty, 0)
    }

    fn of(&mut self, store: &Store, ty: &Ty, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let next = depth + 1;
        Some(match ty {
            Ty::Scalar(scalar) => self.scalar(*scalar),
            Ty::Option(inner) => {
                if depth > SHALLOW || self.below(3) == 0 {
                    Value::None
                } else {
                    Value::Some(Box::new(self.of(store, inner, next)?))
                }
            }
            Ty::Seq(item) => {
                let len = if depth > SHALLOW { 0 } else { self.below(4) };
                Value::List((0..len).map(|_| self.of(store, item, next)).collect::<Option<_>>()?)
            }
            Ty::Map(key, value) => {
                let len = if depth > SHALLOW { 0 } else { self.below(3) };
                let mut all: Vec<(Value, Value)> = Vec::new();
                for _ in 0..len {
                    let key = self.of(store, key, next)?;
                    if all.iter().all(|(known, _)| *known != key) {
                        all.push((key, self.of(store, value, next)?));
                    }
                }
                all.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
                Value::Map(all)
            }
            Ty::Tuple(items) => {
                Value::List(items.iter().map(|item| self.of(store, item, next)).collect::<Option<_>>()?)
            }
            Ty::Array(item, len) => {
                Value::List((0..(*len).min(64)).map(|_| self.of(store, item, next)).collect::<Option<_>>()?)
            }
            Ty::Named(id) => match &store.get(*id)?.body {
                Body::Opaque(_) => return None,
                Body::Converted { write, .. } => self.of(store, write, next)?,
                Body::Struct(body) => Value::Fields(self.fields(store, &body.fields, next)?),
                Body::Enum(body) => {
                    let written: Vec<usize> = (0..body.variants.len())
                        .filter(|at| body.variants[*at].write_index.is_some())
                        .collect();
                    let at = if depth > SHALLOW {
                        written.iter().copied().min_by_key(|at| body.variants[*at].fields.len())?
                    } else if depth == 0 {
                        self.turn += 1;
                        *written.get((self.turn - 1) % written.len().max(1))?
                    } else {
                        *written.get(self.below(written.len()))?
                    };
                    Value::Variant(at, self.fields(store, &body.variants[at].fields, next)?)
                }
            },
        })
    }

    fn fields(&mut self, store: &Store, fields: &[Field], depth: usize) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for field in fields {
            if field.skips_write {
                values.push(Value::Missing);
                continue;
            }
            let value = self.of(store, &field.ty, depth)?;
            let is_left_out = match &field.skip_if {
                None => false,
                Some(test) => known_test(test, &value).unwrap_or_else(|| self.below(2) == 0),
            };
            values.push(if is_left_out { Value::Missing } else { value });
        }
        Some(values)
    }

    fn scalar(&mut self, scalar: Scalar) -> Value {
        if let Some((min, max)) = scalar.range() {
            return self.integer(min, max);
        }
        match scalar {
            Scalar::Bool => Value::Bool(self.below(2) == 1),
            Scalar::F32 => {
                const ALL: [f32; 6] = [0.0, 1.0, -2.5, 0.1, f32::MAX, f32::MIN_POSITIVE];
                Value::F32(ALL[self.below(ALL.len())])
            }
            Scalar::F64 => {
                const ALL: [f64; 7] = [0.0, 1.0, -2.5, 0.1, f64::MAX, f64::MIN_POSITIVE, 16_777_217.0];
                Value::F64(ALL[self.below(ALL.len())])
            }
            Scalar::Char => {
                const ALL: [char; 6] = ['a', '7', '\0', '\u{e4}', '\u{20ac}', '\u{1f600}'];
                Value::Char(ALL[self.below(ALL.len())])
            }
            Scalar::Text => {
                const ALL: [&str; 11] = [
                    "",
                    "a",
                    "7",
                    "true",
                    "null",
                    "-1.5",
                    "text",
                    "\u{e4}\u{20ac}",
                    "0",
                    "A",
                    "a longer text, of more than 23 letters",
                ];
                let more = self.below(4) == 0;
                if more {
                    Value::Text(format!("t{}", self.below(1000)))
                } else {
                    Value::Text(ALL[self.below(ALL.len())].to_owned())
                }
            }
            Scalar::Bytes => {
                let len = self.below(5);
                Value::Bytes((0..len).map(|_| u8::try_from(self.below(256)).unwrap_or(0)).collect())
            }
            _ => Value::Unit,
        }
    }

    fn integer(&mut self, min: i128, max: u128) -> Value {
        // Where the encodings of small integers end, and what other kinds of values look like.
        const EDGES: [i128; 20] = [
            0,
            1,
            2,
            -1,
            -2,
            31,
            32,
            -32,
            -33,
            63,
            64,
            127,
            128,
            250,
            251,
            255,
            256,
            65_535,
            65_536,
            4_294_967_296,
        ];
        let fits = |value: i128| value >= min && u128::try_from(value).map_or(true, |value| value <= max);
        match self.below(8) {
            0 => Value::Int(min),
            1 => i128::try_from(max).map_or(Value::Big(max), Value::Int),
            2 | 3 => {
                let edge = EDGES[self.below(EDGES.len())];
                Value::Int(if fits(edge) { edge } else { 1 })
            }
            _ => Value::Int(i128::try_from(self.below(120)).unwrap_or(3)),
        }
    }
}

/// What a test of std says of a value; nothing if it is not one of std.
fn known_test(test: &str, value: &Value) -> Option<bool> {
    let (_, name) = test.rsplit_once("::")?;
    match (name, value) {
        ("is_none", value) => Some(*value == Value::None),
        ("is_some", value) => Some(*value != Value::None),
        ("is_empty", Value::List(all)) => Some(all.is_empty()),
        ("is_empty", Value::Map(all)) => Some(all.is_empty()),
        ("is_empty", Value::Text(text)) => Some(text.is_empty()),
        _ => None,
    }
}
