//! How many bytes values take in formats that write neither names nor columns.

use crate::replay::Wire;
use crate::shape::{Body, EnumBody, Field, Repr, Scalar, Store, Style, Ty};

/// The least and the most bytes; no most where there is no bound, or none is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) least: usize,
    pub(super) most: Option<usize>,
}

impl Size {
    /// Nothing is known.
    const ANY: Self = Self { least: 0, most: None };

    const fn of(least: usize, most: usize) -> Self {
        Self { least, most: Some(most) }
    }

    fn then(self, next: Self) -> Self {
        let most = self.most.zip(next.most).and_then(|(a, b)| a.checked_add(b));
        Self { least: self.least.saturating_add(next.least), most }
    }

    fn or(self, other: Self) -> Self {
        let most = self.most.zip(other.most).map(|(a, b)| a.max(b));
        Self { least: self.least.min(other.least), most }
    }
}

/// Deeper types are not looked into.
const DEEPEST: usize = 12;

/// Whose bytes: those that are written, or those that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Write,
    Read,
}

/// Whether no value of `old` has the bytes that any value of `new` asks for. Nothing follows the last one, so each is an error.
pub(super) fn is_always_short(store: &Store, old: &Ty, new: &Ty, wire: Wire) -> bool {
    if !matches!(wire, Wire::Bincode | Wire::Bincode1 | Wire::Postcard) {
        return false;
    }
    let written = Sizes { store, wire, side: Side::Write }.ty(old, 0);
    let read = Sizes { store, wire, side: Side::Read }.ty(new, 0);
    written.most.is_some_and(|most| most < read.least)
}

pub(super) struct Sizes<'a> {
    pub(super) store: &'a Store,
    pub(super) wire: Wire,
    pub(super) side: Side,
}

impl Sizes<'_> {
    pub(super) fn ty(&self, ty: &Ty, depth: usize) -> Size {
        if depth > DEEPEST {
            return Size::ANY;
        }
        let next = depth + 1;
        match ty {
            Ty::Scalar(scalar) => self.scalar(*scalar),
            Ty::Option(inner) => Size::of(1, 1).then(Size::of(0, 0).or(self.ty(inner, next))),
            Ty::Seq(_) | Ty::Map(..) => self.list(),
            Ty::Tuple(items) => items.iter().fold(Size::of(0, 0), |all, item| all.then(self.ty(item, next))),
            Ty::Array(item, len) => {
                let (item, len) = (self.ty(item, next), usize::try_from(*len).unwrap_or(usize::MAX));
                Size {
                    least: item.least.saturating_mul(len),
                    most: item.most.and_then(|most| most.checked_mul(len)),
                }
            }
            Ty::Named(id) => match self.store.get(*id).map(|def| &def.body) {
                Some(Body::Struct(body)) if body.tag.is_none() => self.fields(&body.fields, next),
                Some(Body::Enum(body)) if body.repr == Repr::External => self.variants(body, next),
                Some(Body::Converted { write, read }) => {
                    self.ty(if self.side == Side::Write { write } else { read }, next)
                }
                _ => Size::ANY,
            },
        }
    }

    fn fields(&self, fields: &[Field], depth: usize) -> Size {
        if fields.iter().any(|field| field.is_flat) {
            return Size::ANY;
        }
        let is_there = |field: &&Field| match self.side {
            Side::Write => !field.skips_write,
            Side::Read => !field.skips_read,
        };
        fields.iter().filter(is_there).fold(Size::of(0, 0), |all, field| {
            let one = if field.code.is_own() { Size::ANY } else { self.ty(&field.ty, depth) };
            let may_be_out = self.side == Side::Write && field.skip_if.is_some();
            all.then(if may_be_out { one.or(Size::of(0, 0)) } else { one })
        })
    }

    fn variants(&self, body: &EnumBody, depth: usize) -> Size {
        let tag = if self.wire == Wire::Bincode1 { Size::of(4, 4) } else { Size::of(1, 5) };
        let index = |at: usize| match self.side {
            Side::Write => body.variants[at].write_index,
            Side::Read => body.variants[at].read_index,
        };
        let one = |at: usize| {
            let variant = &body.variants[at];
            match variant.style {
                _ if variant.is_untagged || variant.code.is_own() => Size::ANY,
                Style::Unit => tag,
                _ => tag.then(self.fields(&variant.fields, depth)),
            }
        };
        (0..body.variants.len())
            .filter(|at| index(*at).is_some() || body.variants[*at].is_untagged)
            .map(one)
            .reduce(Size::or)
            .unwrap_or(Size::ANY)
    }

    /// What has a length in front.
    fn list(&self) -> Size {
        Size { least: if self.wire == Wire::Bincode1 { 8 } else { 1 }, most: None }
    }

    fn scalar(&self, scalar: Scalar) -> Size {
        let integer = |bytes: usize| match self.wire {
            Wire::Bincode1 => Size::of(bytes, bytes),
            Wire::Bincode => Size::of(1, bytes + 1),
            // Seven bits a byte.
            _ => Size::of(1, (bytes * 8).div_ceil(7)),
        };
        match scalar {
            Scalar::Unit => Size::of(0, 0),
            Scalar::Bool | Scalar::I8 | Scalar::U8 => Size::of(1, 1),
            Scalar::I16 | Scalar::U16 => integer(2),
            Scalar::I32 | Scalar::U32 => integer(4),
            Scalar::I64 | Scalar::U64 => integer(8),
            Scalar::I128 | Scalar::U128 => integer(16),
            Scalar::F32 => Size::of(4, 4),
            Scalar::F64 => Size::of(8, 8),
            Scalar::Char if self.wire == Wire::Postcard => Size::of(2, 5),
            Scalar::Char => Size::of(1, 4),
            Scalar::Text | Scalar::Bytes => self.list(),
        }
    }
}
