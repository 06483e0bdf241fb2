//! Two enums, variant by variant.

use super::types::{Walk, has_own};
use crate::compare::fault::Code;
use crate::compare::measure::measure;
use crate::compare::outcome::Outcome;
use crate::replay::pair_variants;
use crate::shape::{EnumBody, Repr, Style, Ty, Variant};

impl Walk<'_> {
    pub(super) fn enums(&mut self, old: &Ty, new: &Ty, was: &EnumBody, is: &EnumBody) -> Outcome {
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
