//! From a [`TypeShape`] to the [`ValueShape`] of its values.

use super::type_shape::{
    CustomCode, DefaultValue, EnumShape, FieldShape, Representation, Skip, StructShape, TypeBody, TypeShape,
    VariantShape,
};
use super::value_shape::{EntryShape, FieldsShape, Presence, UnknownEntries, ValueShape};
use crate::container::{FieldRef, Requirement, Style};

impl TypeShape {
    /// What the values of this type look like. Nothing is known of a type that another one is written for.
    pub fn values(&self) -> ValueShape {
        match &self.body {
            TypeBody::Converted(_) | TypeBody::Union => ValueShape::Any,
            TypeBody::Struct(shape) => of_struct(shape),
            TypeBody::Enum(shape) => of_enum(shape),
        }
    }
}

fn of_struct(shape: &StructShape) -> ValueShape {
    let parent = Parent { variant: None, denies_unknown: shape.denies_unknown, default: &shape.default };
    let fields = || shape.fields.iter().enumerate();
    if shape.is_transparent {
        let mut written = fields().filter(|(_, field)| field.skip != Skip::Both);
        return match (written.next(), written.next()) {
            (Some((index, field)), None) => parent.of_field(index, field),
            _ => ValueShape::Any,
        };
    }
    match shape.style {
        Style::Unit => ValueShape::Unit,
        Style::Newtype => parent.newtype(&shape.fields),
        Style::Tuple => parent.tuple(&shape.fields),
        Style::Named => {
            parent.fields(&shape.fields, shape.tag.iter().map(|tag| EntryShape::tag(tag)).collect(), true)
        }
    }
}

fn of_enum(shape: &EnumShape) -> ValueShape {
    let (named, untagged): (Vec<_>, Vec<_>) = shape
        .variants
        .iter()
        .enumerate()
        .filter(|(_, variant)| variant.skip != Skip::Both)
        .partition(|(_, variant)| !is_untagged(shape, variant));
    let mut shapes = of_named(shape, &named);
    shapes.extend(untagged.iter().map(|(index, _)| content(shape, *index)));
    shapes.extend(shape.number.map(|(min, max)| ValueShape::Integer { min, max }));
    let values = ValueShape::one_of(shapes);
    match shape.representation {
        Representation::External | Representation::Adjacent { .. } if untagged.is_empty() => values,
        _ => ValueShape::FromBuffer(Box::new(values)),
    }
}

/// The shape of these variants, which are written with their names; none if there are none.
pub(crate) fn named_variants(shape: &EnumShape, indices: &[usize]) -> Option<ValueShape> {
    let variants: Vec<_> = indices.iter().map(|index| (*index, &shape.variants[*index])).collect();
    (!variants.is_empty()).then(|| ValueShape::one_of(of_named(shape, &variants)))
}

fn of_named(shape: &EnumShape, variants: &[(usize, &VariantShape)]) -> Vec<ValueShape> {
    let is_name = |variant: &VariantShape| {
        shape.representation == Representation::External
            && variant.style == Style::Unit
            && !has_code(&variant.code)
    };
    let mut shapes = Vec::new();
    let plain = variants.iter().filter(|(_, variant)| is_name(variant));
    let names: Vec<String> = plain.flat_map(|(_, variant)| names(variant)).collect();
    if !names.is_empty() {
        shapes.push(ValueShape::Names(names));
    }
    let others = variants.iter().filter(|(_, variant)| !is_name(variant));
    shapes.extend(others.map(|(index, variant)| of_variant(shape, *index, variant)));
    shapes
}

/// A variant that is written with its name.
fn of_variant(shape: &EnumShape, index: usize, variant: &VariantShape) -> ValueShape {
    let parent = Parent::of_variant(shape, index);
    match &shape.representation {
        Representation::Adjacent { tag, content: key } => {
            let mut own = vec![tag_of_variant(variant, tag)];
            if variant.style == Style::Unit {
                // Nothing is written under it, and whatever stands there is taken all the same.
                own[0].read.push(key.clone());
            } else {
                own.push(EntryShape::by_type(key, content(shape, index)));
            }
            parent.entries(own, Vec::new(), true)
        }
        Representation::Internal { .. } if has_code(&variant.code) => ValueShape::Any,
        Representation::Internal { tag } => {
            let tag = internal_tag(variant, tag);
            match variant.style {
                Style::Named => parent.fields(&variant.fields, vec![tag], true),
                // `deny_unknown_fields` of the enum is not asked here: the content is read as its own type.
                Style::Newtype | Style::Tuple => ValueShape::Fields(Box::new(FieldsShape {
                    own: vec![tag],
                    flattened: vec![content(shape, index)],
                    unknown: UnknownEntries::Ignored,
                    from_list: true,
                })),
                Style::Unit => ValueShape::Fields(Box::new(FieldsShape {
                    own: vec![tag],
                    flattened: Vec::new(),
                    unknown: UnknownEntries::Ignored,
                    from_list: true,
                })),
            }
        }
        Representation::External | Representation::Untagged => {
            let entry = EntryShape {
                written: variant.name.written.clone(),
                read: names(variant),
                presence: Presence::Required,
                shape: content(shape, index),
            };
            ValueShape::Fields(Box::new(FieldsShape {
                own: vec![entry],
                flattened: Vec::new(),
                unknown: UnknownEntries::Single,
                from_list: false,
            }))
        }
    }
}

/// What is inside a variant.
pub(crate) fn content(shape: &EnumShape, index: usize) -> ValueShape {
    let variant = &shape.variants[index];
    let parent = Parent::of_variant(shape, index);
    if has_code(&variant.code) {
        return ValueShape::Any;
    }
    match variant.style {
        Style::Unit => ValueShape::Null,
        Style::Newtype => parent.newtype(&variant.fields),
        Style::Tuple => parent.tuple(&variant.fields),
        // serde reads such a variant of an untagged enum from entries only.
        Style::Named => parent.fields(&variant.fields, Vec::new(), !is_untagged(shape, variant)),
    }
}

fn tag_of_variant(variant: &VariantShape, tag: &str) -> EntryShape {
    EntryShape::by_type(tag, tag_text(variant))
}

fn tag_text(variant: &VariantShape) -> ValueShape {
    if variant.is_other { ValueShape::Text } else { ValueShape::Names(names(variant)) }
}

/// The tag of an internally tagged enum. From serde's buffer it is also read as the number of the variant.
fn internal_tag(variant: &VariantShape, tag: &str) -> EntryShape {
    let number = match variant.read_index {
        Some(index) if !variant.is_other => ValueShape::Integer { min: index.into(), max: index.into() },
        _ => ValueShape::Integer { min: 0, max: u64::MAX.into() },
    };
    EntryShape::by_type(tag, ValueShape::OneOf(vec![tag_text(variant), number]))
}

/// The entries with names of their own, of a struct or of the variant at an index.
pub(crate) fn own_entries(body: &TypeBody, variant: Option<usize>) -> Vec<EntryShape> {
    Parent::find(body, variant).map(|(parent, fields)| parent.own(fields)).unwrap_or_default()
}

/// The fields whose entries are written among those of the struct, or of the variant: their names and shapes.
pub(crate) fn flattened(body: &TypeBody, variant: Option<usize>) -> Vec<(String, ValueShape)> {
    let Some((parent, fields)) = Parent::find(body, variant) else { return Vec::new() };
    let flattened = fields.iter().enumerate().filter(|(_, field)| is_flattened(field));
    flattened.map(|(index, field)| (field.ident.clone(), parent.of_field(index, field))).collect()
}

/// What the fields of a struct or variant are inside of.
struct Parent<'a> {
    variant: Option<usize>,
    denies_unknown: bool,
    default: &'a DefaultValue,
}

impl<'a> Parent<'a> {
    fn of_variant(shape: &EnumShape, index: usize) -> Parent<'static> {
        Parent { variant: Some(index), denies_unknown: shape.denies_unknown, default: &DefaultValue::None }
    }

    fn find(body: &'a TypeBody, variant: Option<usize>) -> Option<(Self, &'a [FieldShape])> {
        match (body, variant) {
            (TypeBody::Struct(shape), None) => {
                let denies_unknown = shape.denies_unknown;
                Some((Self { variant, denies_unknown, default: &shape.default }, &shape.fields))
            }
            (TypeBody::Enum(shape), Some(index)) => {
                Some((Self::of_variant(shape, index), &shape.variants.get(index)?.fields))
            }
            _ => None,
        }
    }

    fn of_field(&self, index: usize, field: &FieldShape) -> ValueShape {
        match field.requirement {
            Requirement::Sendable => ValueShape::Field(FieldRef { variant: self.variant, field: index }),
            _ => ValueShape::Any,
        }
    }

    fn newtype(&self, fields: &[FieldShape]) -> ValueShape {
        match fields {
            [field] if field.skip != Skip::Both => self.of_field(0, field),
            _ => ValueShape::Any,
        }
    }

    fn tuple(&self, fields: &[FieldShape]) -> ValueShape {
        let written: Vec<_> =
            fields.iter().enumerate().filter(|(_, field)| field.skip != Skip::Both).collect();
        // Where the list may end early, nothing more is said than how long it is.
        match written.iter().position(|(_, field)| self.may_be_absent(field)) {
            Some(min) => ValueShape::List { min, max: written.len() },
            None => ValueShape::Tuple(
                written.into_iter().map(|(index, field)| self.of_field(index, field)).collect(),
            ),
        }
    }

    fn may_be_absent(&self, field: &FieldShape) -> bool {
        field.default != DefaultValue::None
            || field.skip_if.is_some()
            || field.skip != Skip::Never
            || *self.default != DefaultValue::None
    }

    fn fields(&self, fields: &[FieldShape], mut own: Vec<EntryShape>, from_list: bool) -> ValueShape {
        own.extend(self.own(fields));
        let flattened = fields.iter().enumerate().filter(|(_, field)| is_flattened(field));
        let flattened: Vec<_> = flattened.map(|(index, field)| self.of_field(index, field)).collect();
        let from_list = from_list && flattened.is_empty();
        self.entries(own, flattened, from_list)
    }

    fn entries(&self, own: Vec<EntryShape>, flattened: Vec<ValueShape>, from_list: bool) -> ValueShape {
        let unknown = if self.denies_unknown { UnknownEntries::Denied } else { UnknownEntries::Ignored };
        ValueShape::Fields(Box::new(FieldsShape { own, flattened, unknown, from_list }))
    }

    fn own(&self, fields: &[FieldShape]) -> Vec<EntryShape> {
        let own =
            fields.iter().enumerate().filter(|(_, field)| field.skip != Skip::Both && !field.is_flattened);
        let entry = |(index, field): (usize, &FieldShape)| {
            let name = field.name.as_ref()?;
            let presence = if self.may_be_absent(field) {
                Presence::Optional
            } else if field.code.read.is_some() {
                // serde asks the type only where its own impl reads it.
                Presence::Required
            } else {
                Presence::ByType
            };
            Some(EntryShape {
                written: name.written.clone(),
                read: if field.skip == Skip::Reading { Vec::new() } else { name.reads() },
                presence,
                shape: self.of_field(index, field),
            })
        };
        own.filter_map(entry).collect()
    }
}

impl EntryShape {
    /// An entry that is written and not read: the tag of a struct.
    pub(crate) fn tag(name: &str) -> Self {
        Self { read: Vec::new(), ..Self::by_type(name, ValueShape::Text) }
    }

    /// The tag of an internally tagged variant, which is read by the enum.
    pub(crate) fn tag_of_variant(name: &str) -> Self {
        Self::by_type(name, ValueShape::Text)
    }

    fn by_type(name: &str, shape: ValueShape) -> Self {
        Self { written: name.to_owned(), read: vec![name.to_owned()], presence: Presence::ByType, shape }
    }
}

fn is_flattened(field: &FieldShape) -> bool {
    field.is_flattened && field.skip != Skip::Both
}

fn is_untagged(shape: &EnumShape, variant: &VariantShape) -> bool {
    shape.representation == Representation::Untagged || variant.is_untagged
}

fn has_code(code: &CustomCode) -> bool {
    code.write.is_some() || code.read.is_some()
}

/// The names that a variant is written and read under.
fn names(variant: &VariantShape) -> Vec<String> {
    let name = &variant.name;
    let mut names = vec![name.written.clone()];
    names.extend((name.read != name.written).then(|| name.read.clone()));
    names.extend(name.aliases.iter().cloned());
    names
}
