//! The attributes of serde, as serde's derive takes them.

use super::Composer;
use crate::item::{Field, Fields, Style, has};
use crate::types::Ty;

const NAMES: &[&str] =
    &["a", "b", "c", "t", "k", "x", "start", "secs", "Ok", "Some", "type", "A", "B", "value", "some_name"];
const ODD: &[&str] =
    &["", "x-y", "é", "1", "a b", "_ExtStruct", "$serde_json::private::Number", "()", "null", "true"];
const RULES: &[&str] = &[
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];

impl Composer {
    /// A name on the wire.
    pub(super) fn wire_name(&mut self) -> &'static str {
        let list = if self.random.chance(self.taste.odd_names) { ODD } else { NAMES };
        self.random.one_of::<&str>(list)
    }

    /// The name of a tag: seldom one that a field has, which serde refuses.
    pub(super) fn tag_name(&mut self) -> &'static str {
        if self.random.chance(15) {
            self.wire_name()
        } else {
            self.random.one_of::<&str>(&["t", "k", "kind", "type", "x"])
        }
    }

    /// `rename`, `alias` and the like, of a field or a variant.
    pub(super) fn name_attrs(&mut self, attrs: &mut Vec<String>) {
        if self.random.chance(self.taste.rename) {
            let name = self.wire_name();
            attrs.push(format!("serde(rename = {name:?})"));
        } else if self.random.chance(self.taste.split_names) {
            let (out, back) = (self.wire_name(), self.wire_name());
            attrs.push(format!("serde(rename(serialize = {out:?}, deserialize = {back:?}))"));
        }
        if self.random.chance(self.taste.alias) {
            let name = self.wire_name();
            attrs.push(format!("serde(alias = {name:?})"));
        }
    }

    /// A rule for all names, under its own word.
    pub(super) fn rule_attr(&mut self, attrs: &mut Vec<String>, word: &str) {
        if self.random.chance(self.taste.rename_all) {
            let rule = *self.random.one_of(RULES);
            if self.random.chance(self.taste.split_names) {
                attrs.push(format!("serde({word}(serialize = {rule:?}))"));
            } else {
                attrs.push(format!("serde({word} = {rule:?})"));
            }
        }
    }

    /// What both a struct and an enum may have.
    pub(super) fn container_attrs(&mut self, attrs: &mut Vec<String>) {
        if self.random.chance(self.taste.rename) {
            let name = self.wire_name();
            attrs.push(format!("serde(rename = {name:?})"));
        }
        if self.has_param && self.random.chance(self.taste.bound) {
            attrs.push(
                "serde(bound(serialize = \"X: Serialize\", deserialize = \"X: Deserialize<'de>\"))"
                    .to_owned(),
            );
        }
    }

    /// The fields of a struct or a variant. `may_flatten` where they are entries.
    pub(super) fn fields(&mut self, style: Style, count: usize, may_flatten: bool) -> (Fields, Vec<Ty>) {
        let mut list = Vec::new();
        let mut types = Vec::new();
        for at in 0..count {
            let mut attrs = Vec::new();
            let is_flat = may_flatten && style == Style::Named && self.random.chance(self.taste.flatten);
            let cycle = self.last_type();
            let ty = match cycle {
                Some(ty) => {
                    if self.random.chance(50) {
                        attrs.push("sendable(recursive)".to_owned());
                    }
                    ty
                }
                None if is_flat => {
                    attrs.push("serde(flatten)".to_owned());
                    self.entries()
                }
                None => self.ty(),
            };
            self.field_attrs(&mut attrs, style, &ty, at + 1 == count);
            self.fields += 1;
            let name = if self.taste.has_shared_names {
                ["a", "b", "c", "d_e", "start", "r#type"][at % 6].to_owned()
            } else {
                format!("field_{}", self.fields)
            };
            list.push(Field { name, attrs, ty: ty.text.clone() });
            types.push(ty);
        }
        (Fields { style, list }, types)
    }

    fn field_attrs(&mut self, attrs: &mut Vec<String>, style: Style, ty: &Ty, is_last: bool) {
        let is_flat = has(attrs, "flatten");
        if style == Style::Named && !is_flat {
            self.name_attrs(attrs);
        }
        if self.random.chance(self.taste.skip) {
            let words: &[&str] = if ty.has_default {
                &["skip", "skip_serializing", "skip_deserializing"]
            } else {
                &["skip_serializing"]
            };
            if !is_flat {
                attrs.push(format!("serde({})", self.random.one_of(words)));
                return;
            }
        }
        if self.random.chance(self.taste.with) && !is_flat && may_be_trusted(&ty.text) {
            attrs.push(self.own_code().to_owned());
            attrs.push("sendable(trust)".to_owned());
        }
        let mut wants_default = self.random.chance(self.taste.default / 2);
        let mut is_plain = 60;
        if (style == Style::Named || is_last)
            && self.random.chance(self.taste.skip_if)
            && let Some(test) = self.test(&ty.text)
        {
            attrs.push(format!("serde(skip_serializing_if = {test:?})"));
            wants_default |= !test.starts_with("Option") || self.random.chance(50);
            is_plain = 97;
        }
        if wants_default && style == Style::Named {
            if ty.has_default && self.random.chance(is_plain) {
                attrs.push("serde(default)".to_owned());
            } else if !is_flat {
                attrs.push("serde(default = \"made\")".to_owned());
            }
        }
    }

    /// Code in the place of the type's own, which does the same.
    pub(super) fn own_code(&mut self) -> &'static str {
        self.random.weighted(&[
            (5, "serde(with = \"as_is\")"),
            (5, "serde(serialize_with = \"as_is::serialize\", deserialize_with = \"as_is::deserialize\")"),
            (1, "serde(serialize_with = \"as_is::serialize\")"),
            (1, "serde(deserialize_with = \"as_is::deserialize\")"),
        ])
    }

    /// A test for `skip_serializing_if`: the one of the type, and seldom another.
    fn test(&mut self, ty: &str) -> Option<String> {
        let outer = ty.split('<').next().unwrap_or_default();
        if self.random.chance(4) {
            return Some(if ty == "u32" { "is_zero" } else { "never" }.to_owned());
        }
        match outer {
            "Option" => Some("Option::is_none".to_owned()),
            "bool" => Some("std::ops::Not::not".to_owned()),
            "Vec" | "String" | "BTreeMap" | "HashMap" | "BTreeSet" | "HashSet" | "VecDeque"
            | "LinkedList" => Some(format!("{outer}::is_empty")),
            _ => None,
        }
    }
}

/// Whether `trust` is true of the type in every format, also behind serde's buffer.
pub(super) fn may_be_trusted(ty: &str) -> bool {
    matches!(
        ty,
        "u8" | "i64"
            | "u64"
            | "bool"
            | "char"
            | "String"
            | "Vec<u8>"
            | "Vec<String>"
            | "Version"
            | "NonZero<u8>"
    )
}
