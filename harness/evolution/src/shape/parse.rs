//! Shapes from their text.

use super::def::{Body, Def, Default, EnumBody, Field, Repr, StructBody, Style, Variant};
use super::ty::{Id, Scalar, Ty};

/// The words of a line, out of their quotes.
pub(crate) struct Words(std::vec::IntoIter<String>);

impl Words {
    pub(crate) fn new(line: &str) -> Result<Self, String> {
        let (mut words, mut rest) = (Vec::new(), line.trim());
        while !rest.is_empty() {
            if rest.starts_with('"') {
                let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let text = stream.next().and_then(Result::ok).ok_or("a quote is not closed")?;
                rest = rest[stream.byte_offset()..].trim_start();
                words.push(text);
            } else {
                let (text, after) = rest.split_once(' ').unwrap_or((rest, ""));
                words.push(text.to_owned());
                rest = after.trim_start();
            }
        }
        Ok(Self(words.into_iter()))
    }

    pub(crate) fn next(&mut self) -> Option<String> {
        self.0.next()
    }

    pub(crate) fn need(&mut self, what: &str) -> Result<String, String> {
        self.0.next().ok_or_else(|| format!("{what} is missing at the end of the line"))
    }
}

/// The first line of a declared type, with nothing inside yet. `group` is the one that it is part of.
///
/// # Errors
/// What is wrong with the line.
pub fn def_line(line: &str, group: u64) -> Result<Def, String> {
    let mut words = Words::new(line)?;
    if words.need("`type`")? != "type" {
        return Err("a declared type begins with `type`".to_owned());
    }
    let name = words.need("the name of the type")?;
    let kind = words.need("the kind of the type")?;
    let mut body = match kind.as_str() {
        "enum" => Body::Enum(EnumBody { repr: Repr::External, denies_unknown: false, variants: Vec::new() }),
        "opaque" => Body::Opaque(words.need("the reason")?),
        "converted" => Body::Converted {
            write: type_text(&words.need("the type that is written")?, group)?,
            read: type_text(&words.need("the type that is read")?, group)?,
        },
        other => Body::Struct(StructBody {
            style: style(other).ok_or_else(|| format!("there is no kind of type `{other}`"))?,
            is_transparent: false,
            tag: None,
            denies_unknown: false,
            has_default: false,
            fields: Vec::new(),
        }),
    };
    let mut wire_name = None;
    while let Some(key) = words.next() {
        match (key.as_str(), &mut body) {
            ("name", _) => wire_name = Some(words.need("a name")?),
            ("transparent", Body::Struct(body)) => body.is_transparent = true,
            ("tag", Body::Struct(body)) => body.tag = Some(words.need("a key")?),
            ("default", Body::Struct(body)) => body.has_default = true,
            ("deny_unknown", Body::Struct(body)) => body.denies_unknown = true,
            ("deny_unknown", Body::Enum(body)) => body.denies_unknown = true,
            ("tag", Body::Enum(body)) => body.repr = Repr::Internal(words.need("a key")?),
            ("untagged", Body::Enum(body)) => body.repr = Repr::Untagged,
            ("content", Body::Enum(body)) => match &body.repr {
                Repr::Internal(tag) => body.repr = Repr::Adjacent(tag.clone(), words.need("a key")?),
                _ => return Err("`content` comes after `tag`".to_owned()),
            },
            (other, _) => return Err(unknown(other)),
        }
    }
    Ok(Def { name, wire_name, body })
}

/// A line of a variant, with no fields yet, and its number.
///
/// # Errors
/// What is wrong with the line.
pub fn variant_line(line: &str) -> Result<(u32, Variant), String> {
    let mut words = Words::new(line)?;
    let at = index(&words.need("the number of the variant")?)?;
    let written = words.need("the name of the variant")?;
    let kind = words.need("the kind of the variant")?;
    let style = style(&kind).ok_or_else(|| format!("there is no kind of variant `{kind}`"))?;
    let mut variant = Variant::plain(at, &written, style);
    while let Some(key) = words.next() {
        match key.as_str() {
            "ident" => variant.ident = words.need("a name")?,
            "read_as" => variant.reads[0] = words.need("a name")?,
            "alias" => variant.reads.push(words.need("a name")?),
            "write_index" => variant.write_index = Some(index(&words.need("a number")?)?),
            "read_index" => variant.read_index = Some(index(&words.need("a number")?)?),
            "skip_write" => variant.write_index = None,
            "skip_read" => variant.read_index = None,
            "untagged" => variant.is_untagged = true,
            "other" => variant.is_other = true,
            "write_with" => variant.code.write = Some(words.need("a path")?),
            "read_with" => variant.code.read = Some(words.need("a path")?),
            other => return Err(unknown(other)),
        }
    }
    Ok((at, variant))
}

/// A line of a field, and its number.
///
/// # Errors
/// What is wrong with the line.
pub fn field_line(line: &str, group: u64) -> Result<(u32, Field), String> {
    let mut words = Words::new(line)?;
    let at = index(&words.need("the number of the field")?)?;
    let written = words.need("the name of the field")?;
    let ty = type_text(&words.need("the type of the field")?, group)?;
    let mut field = Field::plain(&written, ty);
    while let Some(key) = words.next() {
        match key.as_str() {
            "ident" => field.ident = words.need("a name")?,
            "read_as" => field.reads[0] = words.need("a name")?,
            "alias" => field.reads.push(words.need("a name")?),
            "default" => field.default = Default::Standard,
            "default_by" => field.default = Default::Path(words.need("a path")?),
            "skip_write" => field.skips_write = true,
            "skip_read" => field.skips_read = true,
            "skip_if" => field.skip_if = Some(words.need("a path")?),
            "flatten" => field.is_flat = true,
            "write_with" => field.code.write = Some(words.need("a path")?),
            "read_with" => field.code.read = Some(words.need("a path")?),
            other => return Err(unknown(other)),
        }
    }
    Ok((at, field))
}

/// A type; `group` is the one that `@.0` is in.
///
/// # Errors
/// What is wrong with it.
pub fn type_text(text: &str, group: u64) -> Result<Ty, String> {
    let mut rest = text;
    let ty = ty(&mut rest, group, 0)?;
    if rest.is_empty() { Ok(ty) } else { Err(format!("`{rest}` is left of the type `{text}`")) }
}

/// Hand-edited files may nest without end.
const DEEPEST: usize = 64;

fn ty(rest: &mut &str, group: u64, depth: usize) -> Result<Ty, String> {
    if depth > DEEPEST {
        return Err(format!("a type is nested more than {DEEPEST} deep"));
    }
    let end = rest.find(['<', '>', ',']).unwrap_or(rest.len());
    let (head, after) = rest.split_at(end);
    *rest = after;
    if let Some((_, id)) = head.split_once('@') {
        return reference(id, group)
            .map(Ty::Named)
            .ok_or_else(|| format!("`{head}` is no reference to a type"));
    }
    if let Some(scalar) = Scalar::ALL.into_iter().find(|scalar| scalar.name() == head) {
        return Ok(Ty::Scalar(scalar));
    }
    eat(rest, '<', head)?;
    let found = match head {
        "option" => Ty::Option(Box::new(ty(rest, group, depth + 1)?)),
        "seq" => Ty::Seq(Box::new(ty(rest, group, depth + 1)?)),
        "map" => {
            let key = ty(rest, group, depth + 1)?;
            eat(rest, ',', head)?;
            Ty::Map(Box::new(key), Box::new(ty(rest, group, depth + 1)?))
        }
        "array" => {
            let item = ty(rest, group, depth + 1)?;
            eat(rest, ',', head)?;
            let end = rest.find('>').unwrap_or(rest.len());
            let (len, after) = rest.split_at(end);
            *rest = after;
            Ty::Array(Box::new(item), index(len)?)
        }
        "tuple" => {
            let mut items = Vec::new();
            while !rest.starts_with('>') {
                if !items.is_empty() {
                    eat(rest, ',', head)?;
                }
                items.push(ty(rest, group, depth + 1)?);
            }
            Ty::Tuple(items)
        }
        other => return Err(format!("there is no type `{other}`")),
    };
    eat(rest, '>', head)?;
    Ok(found)
}

fn eat(rest: &mut &str, letter: char, of: &str) -> Result<(), String> {
    *rest = rest.strip_prefix(letter).ok_or_else(|| match of {
        "option" | "seq" | "map" | "array" | "tuple" => format!("`{letter}` is missing in a type `{of}`"),
        _ => format!("there is no type `{of}`"),
    })?;
    Ok(())
}

/// `41ab..`, `41ab...2`, or `.2` in the group itself.
fn reference(text: &str, group: u64) -> Option<Id> {
    let (hash, member) = text.split_once('.').unwrap_or((text, "0"));
    let group = if hash.is_empty() { group } else { hash_text(hash)? };
    Some(Id { group, member: member.parse().ok()? })
}

/// 16 hexadecimal digits.
pub(crate) fn hash_text(text: &str) -> Option<u64> {
    (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok())?
}

fn index(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn style(word: &str) -> Option<Style> {
    Some(match word {
        "unit" => Style::Unit,
        "newtype" => Style::Newtype,
        "tuple" => Style::Tuple,
        "struct" => Style::Named,
        _ => return None,
    })
}

fn unknown(word: &str) -> String {
    format!("the word `{word}` means nothing here")
}
