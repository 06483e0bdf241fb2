//! Enums.

use super::Composer;
use super::attributes::may_be_trusted;
use crate::item::{Body, Field, Fields, Item, Style, Variant};
use crate::types::Ty;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tagging {
    External,
    Internal,
    Adjacent,
    Untagged,
}

impl Composer {
    /// An enum.
    pub(super) fn enumeration(&mut self) -> (Item, Ty) {
        let [external, internal, adjacent, untagged] = self.taste.tagging;
        let tagging = self.random.weighted(&[
            (external, Tagging::External),
            (internal, Tagging::Internal),
            (adjacent, Tagging::Adjacent),
            (untagged, Tagging::Untagged),
        ]);
        let count = self.random.weighted(&[(2, 1), (5, 2), (4, 3), (2, 4), (1, 5)]);
        self.has_end = self.random.chance(60) && (count > 1 || !self.wants_last);
        let only_units = !self.wants_last && tagging != Tagging::Untagged && self.random.chance(15);
        let mut variants = Vec::new();
        let mut types = Vec::new();
        let mut has_entries = true;
        for at in 0..count {
            let is_end = at == 0 && self.has_end || only_units;
            let (variant, more) = self.variant(at, tagging, is_end);
            has_entries &= match (variant.fields.style, more.as_slice()) {
                (Style::Named, _) => true,
                (Style::Tuple, [ty]) => ty.has_entries,
                _ => false,
            };
            variants.push(variant);
            types.extend(more);
        }
        self.last_variants(&mut variants, tagging);
        let mut item = self.empty(Body::Enum(variants));
        self.container_attrs(&mut item.attrs);
        self.enum_attrs(&mut item, tagging);
        let mut ty = self.written(&types);
        let has_default = self.has_end && !self.has_param;
        if let (true, Body::Enum(variants)) = (has_default, &mut item.body) {
            variants[0].attrs.push("default".to_owned());
        }
        ty.has_entries = tagging != Tagging::Untagged || has_entries;
        self.derives(&mut item, &mut ty, has_default);
        (item, ty)
    }

    fn enum_attrs(&mut self, item: &mut Item, tagging: Tagging) {
        let (tag, content) = (self.tag_name(), self.wire_name());
        match tagging {
            Tagging::External => {}
            Tagging::Internal => item.attrs.push(format!("serde(tag = {tag:?})")),
            // serde refuses one name for both.
            Tagging::Adjacent if tag == content => {
                item.attrs.push("serde(tag = \"t\", content = \"c\")".to_owned());
            }
            Tagging::Adjacent => item.attrs.push(format!("serde(tag = {tag:?}, content = {content:?})")),
            Tagging::Untagged => item.attrs.push("serde(untagged)".to_owned()),
        }
        self.rule_attr(&mut item.attrs, "rename_all");
        self.rule_attr(&mut item.attrs, "rename_all_fields");
        if self.random.chance(self.taste.deny) {
            item.attrs.push("serde(deny_unknown_fields)".to_owned());
        }
    }

    fn variant(&mut self, at: usize, tagging: Tagging, is_end: bool) -> (Variant, Vec<Ty>) {
        let name = ["A", "B", "Ok", "SomeName", "E"][at % 5].to_owned();
        let mut attrs = Vec::new();
        if tagging != Tagging::Untagged {
            self.name_attrs(&mut attrs);
        }
        if is_end {
            return (
                Variant { name, attrs, fields: Fields { style: Style::Unit, list: Vec::new() } },
                Vec::new(),
            );
        }
        let units = if self.wants_last { 0 } else { usize::from(tagging != Tagging::Untagged) * 2 + 1 };
        let style = self.random.weighted(&[
            (units, (Style::Unit, 0)),
            (6, (Style::Tuple, 1)),
            (3, (Style::Tuple, 2)),
            (6, (Style::Named, 1)),
        ]);
        let (mut fields, types) = match style {
            (Style::Named, _) => {
                let count =
                    self.random.weighted(&[(1, 0), (4, 1), (4, 2), (2, 3)]).max(usize::from(self.wants_last));
                self.rule_attr(&mut attrs, "rename_all");
                self.fields(Style::Named, count, true)
            }
            // A tag cannot be written inside a value without entries.
            (Style::Tuple, _) if tagging == Tagging::Internal => {
                let ty = if self.random.chance(90) { self.entries() } else { self.ty() };
                let field = Field { name: String::new(), attrs: Vec::new(), ty: ty.text.clone() };
                (Fields { style: Style::Tuple, list: vec![field] }, vec![ty])
            }
            (style, count) => self.fields(style, count, false),
        };
        if let (Style::Tuple, [field]) = (fields.style, fields.list.as_mut_slice())
            && tagging != Tagging::Internal
            && may_be_trusted(&field.ty)
            && !field.attrs.iter().any(|attr| attr.contains("with"))
            && self.random.chance(self.taste.with / 2)
        {
            attrs.push(self.own_code().to_owned());
            field.attrs.push("sendable(trust)".to_owned());
        }
        if self.random.chance(self.taste.skip) {
            attrs.push(format!(
                "serde({})",
                self.random.one_of(&["skip", "skip_serializing", "skip_deserializing"])
            ));
        }
        (Variant { name, attrs, fields }, types)
    }

    /// What only the last variants may have.
    fn last_variants(&mut self, variants: &mut [Variant], tagging: Tagging) {
        if tagging == Tagging::Untagged {
            return;
        }
        if let Some(last) = variants.last_mut()
            && last.fields.style == Style::Unit
            && self.random.chance(self.taste.other)
        {
            last.attrs.push("serde(other)".to_owned());
            return;
        }
        for variant in variants.iter_mut().skip(1).rev() {
            if !self.random.chance(self.taste.untagged_variant) {
                break;
            }
            variant.attrs.push("serde(untagged)".to_owned());
        }
    }
}
