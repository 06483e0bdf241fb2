//! A [`TypeShape`] as text, one fact a line: what it is about, and one thing that holds of it.

use super::type_shape::{
    DefaultValue, Directions, EnumShape, FieldShape, Representation, Skip, StructShape, TypeBody, TypeShape,
    WireName,
};
use crate::container::{Requirement, Style};
use std::fmt::{self, Display, Formatter};

impl Display for TypeShape {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let path = &self.ident;
        match &self.body {
            TypeBody::Converted(directions) => {
                writeln!(out, "{path}: converted")?;
                list_directions(out, path, "as", directions)?;
            }
            TypeBody::Struct(shape) => writeln!(out, "{path}: {}", style(shape.style, "struct"))?,
            TypeBody::Enum(shape) => writeln!(out, "{path}: {}", representation(shape))?,
            TypeBody::Union => writeln!(out, "{path}: union")?,
        }
        self.parameters.iter().try_for_each(|name| writeln!(out, "{path}: parameter, {name}"))?;
        if self.name.written != self.ident || self.name.read != self.ident {
            list_name(out, path, &self.name)?;
        }
        match &self.body {
            TypeBody::Struct(shape) => list_struct(out, path, shape),
            TypeBody::Enum(shape) => list_enum(out, path, shape),
            TypeBody::Converted(_) | TypeBody::Union => Ok(()),
        }
    }
}

fn style(style: Style, of: &str) -> String {
    match style {
        Style::Named => of.to_owned(),
        Style::Tuple => format!("tuple {of}"),
        Style::Newtype => format!("newtype {of}"),
        Style::Unit => format!("unit {of}"),
    }
}

fn representation(shape: &EnumShape) -> String {
    match &shape.representation {
        Representation::External => "enum, externally tagged".to_owned(),
        Representation::Internal { tag } => format!("enum, tag {tag:?}"),
        Representation::Adjacent { tag, content } => format!("enum, tag {tag:?}, content {content:?}"),
        Representation::Untagged => "enum, untagged".to_owned(),
    }
}

fn list_struct(out: &mut Formatter<'_>, path: &str, shape: &StructShape) -> fmt::Result {
    if shape.is_transparent {
        writeln!(out, "{path}: transparent")?;
    }
    if let Some(tag) = &shape.tag {
        writeln!(out, "{path}: tag, {tag:?}")?;
    }
    if shape.denies_unknown {
        writeln!(out, "{path}: denies unknown fields")?;
    }
    list_default(out, path, &shape.default)?;
    list_fields(out, path, &shape.fields)
}

fn list_enum(out: &mut Formatter<'_>, path: &str, shape: &EnumShape) -> fmt::Result {
    if let Some((min, max)) = shape.number {
        writeln!(out, "{path}: may be a number, {min}..={max}")?;
    }
    if shape.denies_unknown {
        writeln!(out, "{path}: denies unknown fields")?;
    }
    for (position, variant) in shape.variants.iter().enumerate() {
        let path = format!("{path}.{position}");
        writeln!(out, "{path}: {}, {}", style(variant.style, "variant"), variant.ident)?;
        if variant.name.written != variant.ident || variant.name.read != variant.ident {
            list_name(out, &path, &variant.name)?;
        }
        list_aliases(out, &path, &variant.name)?;
        match (variant.write_index, variant.read_index) {
            (Some(write), Some(read)) if write == read => writeln!(out, "{path}: index, {write}")?,
            (write, read) => {
                write.iter().try_for_each(|index| writeln!(out, "{path}: index written, {index}"))?;
                read.iter().try_for_each(|index| writeln!(out, "{path}: index read, {index}"))?;
            }
        }
        list_skip(out, &path, variant.skip)?;
        if variant.is_untagged {
            writeln!(out, "{path}: untagged")?;
        }
        if variant.is_other {
            writeln!(out, "{path}: reads unknown variants")?;
        }
        list_directions(out, &path, "with", &variant.code)?;
        list_fields(out, &path, &variant.fields)?;
    }
    Ok(())
}

fn list_fields(out: &mut Formatter<'_>, parent: &str, fields: &[FieldShape]) -> fmt::Result {
    for (position, field) in fields.iter().enumerate() {
        let path = format!("{parent}.{position}");
        match &field.name {
            Some(_) => writeln!(out, "{path}: field, {}", field.ident)?,
            None => writeln!(out, "{path}: field")?,
        }
        writeln!(out, "{path}: type, {}", field.ty)?;
        if let Some(name) = &field.name {
            if name.written != field.ident || name.read != field.ident {
                list_name(out, &path, name)?;
            }
            list_aliases(out, &path, name)?;
        }
        list_default(out, &path, &field.default)?;
        list_skip(out, &path, field.skip)?;
        field.skip_if.iter().try_for_each(|test| writeln!(out, "{path}: not written if, {test}"))?;
        if field.is_flattened {
            writeln!(out, "{path}: flattened")?;
        }
        list_directions(out, &path, "with", &field.code)?;
        list_requirement(out, &path, field.requirement)?;
    }
    Ok(())
}

fn list_name(out: &mut Formatter<'_>, path: &str, name: &WireName) -> fmt::Result {
    if name.written == name.read {
        return writeln!(out, "{path}: name, {:?}", name.written);
    }
    writeln!(out, "{path}: name written, {:?}", name.written)?;
    writeln!(out, "{path}: name read, {:?}", name.read)
}

fn list_aliases(out: &mut Formatter<'_>, path: &str, name: &WireName) -> fmt::Result {
    name.aliases.iter().try_for_each(|alias| writeln!(out, "{path}: alias, {alias:?}"))
}

fn list_default(out: &mut Formatter<'_>, path: &str, default: &DefaultValue) -> fmt::Result {
    match default {
        DefaultValue::None => Ok(()),
        DefaultValue::Standard => writeln!(out, "{path}: default, Default::default"),
        DefaultValue::Path(function) => writeln!(out, "{path}: default, {function}"),
    }
}

fn list_skip(out: &mut Formatter<'_>, path: &str, skip: Skip) -> fmt::Result {
    match skip {
        Skip::Never => Ok(()),
        Skip::Writing => writeln!(out, "{path}: not written"),
        Skip::Reading => writeln!(out, "{path}: not read"),
        Skip::Both => writeln!(out, "{path}: neither written nor read"),
    }
}

fn list_directions(out: &mut Formatter<'_>, path: &str, word: &str, code: &Directions) -> fmt::Result {
    code.write.iter().try_for_each(|write| writeln!(out, "{path}: written {word}, {write}"))?;
    code.read.iter().try_for_each(|read| writeln!(out, "{path}: read {word}, {read}"))
}

fn list_requirement(out: &mut Formatter<'_>, path: &str, requirement: Requirement) -> fmt::Result {
    match requirement {
        // Follows from what is listed already.
        Requirement::Sendable | Requirement::Absent => Ok(()),
        Requirement::Trust | Requirement::Vouch => writeln!(out, "{path}: trusted"),
        Requirement::Snapshot => writeln!(out, "{path}: snapshot"),
        Requirement::Duplicate => writeln!(out, "{path}: duplicate"),
        Requirement::Recursive => writeln!(out, "{path}: closes a cycle"),
    }
}
