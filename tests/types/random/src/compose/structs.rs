//! Structs.

use super::Composer;
use crate::item::{Body, Field, Fields, Item, Style, names};
use crate::types::Ty;

impl Composer {
    /// A struct; one with a flattened field if `is_flattening`.
    pub(super) fn structure(&mut self, is_flattening: bool) -> (Item, Ty) {
        let named = if is_flattening { 1 } else { 6 };
        let style = if is_flattening {
            Style::Named
        } else {
            self.random.weighted(&[
                (named, Style::Named),
                (4, Style::Tuple),
                (usize::from(!self.wants_last), Style::Unit),
            ])
        };
        let count = match style {
            Style::Named => {
                self.random.weighted(&[(1, 0), (3, 1), (5, 2), (4, 3), (2, 4)]) + usize::from(is_flattening)
            }
            Style::Tuple => self.random.weighted(&[(1, 0), (6, 1), (3, 2), (1, 3)]),
            Style::Unit => 0,
        };
        let count = count.max(usize::from(self.wants_last));
        let may_be_transparent = count == 1 && self.random.chance(self.taste.transparent);
        let before = self.taste.flatten;
        self.taste.flatten = if is_flattening { 60 } else { before };
        let (fields, types) = self.fields(style, count, !may_be_transparent);
        self.taste.flatten = before;
        let mut item = self.empty(Body::Struct(fields));
        self.container_attrs(&mut item.attrs);
        let mut ty = self.written(&types);
        ty.has_entries = style == Style::Named || style == Style::Unit;
        let is_plain = |field: &Field| {
            !field.ty.starts_with("PhantomData")
                && !field.attrs.iter().any(|attr| attr.contains("skip") || attr.contains("default"))
        };
        if may_be_transparent && item.fields().into_iter().all(is_plain) {
            item.attrs.push("serde(transparent)".to_owned());
            ty.has_entries = types[0].has_entries;
        } else if style == Style::Named {
            self.named(&mut item, &types);
        } else if count == 1 {
            ty.has_entries = types[0].has_entries;
        }
        self.derives(&mut item, &mut ty, types.iter().all(|ty| ty.has_default));
        (item, ty)
    }

    fn named(&mut self, item: &mut Item, types: &[Ty]) {
        self.rule_attr(&mut item.attrs, "rename_all");
        if self.random.chance(self.taste.deny) {
            item.attrs.push("serde(deny_unknown_fields)".to_owned());
        }
        if self.random.chance(self.taste.struct_tag) {
            let name = self.tag_name();
            item.attrs.push(format!("serde(tag = {name:?})"));
        }
        if !types.is_empty() && !item.has_param && self.random.chance(self.taste.default / 2) {
            item.attrs.push("serde(default)".to_owned());
            if !types.iter().all(|ty| ty.has_default) || self.random.chance(30) {
                item.more =
                    format!("impl Default for {} {{ fn default() -> Self {{ made() }} }}\n", item.name);
            }
        }
    }

    /// How a new item is written in a field.
    pub(super) fn written(&self, types: &[Ty]) -> Ty {
        let text = if self.has_param { format!("{}<X>", self.own) } else { self.own.clone() };
        let is_key = self.taste.has_keys && !self.has_param && types.iter().all(|ty| ty.is_key);
        Ty { text, is_key, has_default: false, has_entries: true }
    }

    /// Derives what the fields allow.
    pub(super) fn derives(&mut self, item: &mut Item, ty: &mut Ty, has_default: bool) {
        let own = item.name.clone();
        let is_recursive = item.fields().iter().any(|field| names(&field.ty, &own));
        ty.is_key &= !is_recursive;
        if ty.is_key {
            item.derives.extend(["Eq", "PartialOrd", "Ord", "Hash"]);
        }
        if !item.more.is_empty() {
            ty.has_default = true;
        } else if has_default && !item.has_param {
            item.derives.push("Default");
            ty.has_default = true;
        }
    }

    /// A struct that is written and read as another type.
    pub(super) fn proxy(&mut self) -> (Item, Ty) {
        self.has_param = false;
        let inner = match self.made.last() {
            Some(ty) if !self.items[self.made.len() - 1].has_param => ty.clone(),
            _ => Ty::new("String"),
        };
        let field = Field { name: "inner".to_owned(), attrs: Vec::new(), ty: inner.text.clone() };
        let mut item = self.empty(Body::Struct(Fields { style: Style::Named, list: vec![field] }));
        let (own, other) = (&item.name, &inner.text);
        let is_fallible = self.random.chance(40);
        item.more = format!("impl From<{own}> for {other} {{ fn from(it: {own}) -> Self {{ it.inner }} }}\n");
        item.more += &if is_fallible {
            format!(
                "impl TryFrom<{other}> for {own} {{ type Error = String; fn try_from(inner: {other}) -> Result<Self, String> {{ Ok(Self {{ inner }}) }} }}\n"
            )
        } else {
            format!(
                "impl From<{other}> for {own} {{ fn from(inner: {other}) -> Self {{ Self {{ inner }} }} }}\n"
            )
        };
        let word = if is_fallible { "try_from" } else { "from" };
        item.attrs.push(format!("serde({word} = {other:?}, into = {other:?})"));
        item.attrs.push("sendable(accept = \"hand-written-conversion\")".to_owned());
        let mut ty = self.written(&[Ty::new("")]);
        ty.has_entries = inner.has_entries;
        (item, ty)
    }
}
