//! Names of functions, as the compiler's symbols have them: `<app::Leaf as serde_core::ser::Serialize>::serialize::<S>`.

use crate::survey::Side;

/// Whether a symbol is a name of Rust, with types in it. Mach-O puts one more `_` in front.
pub(crate) fn is_rust(symbol: &str) -> bool {
    symbol.starts_with("_R") || symbol.starts_with("__R")
}

/// The name that a symbol stands for; none for one that is not of Rust, or of its old kind.
pub(crate) fn demangled(symbol: &str) -> Option<String> {
    if !is_rust(symbol) {
        return None;
    }
    let name = rustc_demangle::try_demangle(symbol).ok()?;
    Some(format!("{name:#}"))
}

/// The path and the arguments of a name that ends with arguments: `a::b::<C, D>` is `a::b` and `C, D`.
pub(crate) fn with_arguments(name: &str) -> Option<(&str, &str)> {
    let inner = name.strip_suffix('>')?;
    let open = opening(inner)?;
    Some((inner[..open].strip_suffix("::")?, &inner[open + 1..]))
}

/// A method of an impl of a trait: the type, the trait, and the rest after `::`.
pub(crate) fn method(name: &str) -> Option<(&str, &str, &str)> {
    let inner = name.strip_prefix('<')?;
    let close = closing(inner)?;
    let (this, name_of_trait) = split_as(&inner[..close])?;
    Some((this, name_of_trait, inner[close + 1..].strip_prefix("::")?))
}

/// A type that meets a serializer or deserializer in this function.
pub(crate) fn meeting(name: &str) -> Option<(&str, Side, &str)> {
    let (this, name_of_trait, rest) = method(name)?;
    let (side, start) = match name_of_trait {
        "serde_core::ser::Serialize" | "serde::ser::Serialize" => (Side::Serialize, "serialize::<"),
        "serde_core::de::Deserialize" | "serde::de::Deserialize" => (Side::Deserialize, "deserialize::<"),
        _ => return None,
    };
    let arguments = rest.strip_prefix(start)?;
    let close = closing(arguments)?;
    (close + 1 == arguments.len()).then(|| (this, side, &arguments[..close]))
}

/// A type that a format writes or reads by a trait of its own, which only looks like serde's.
pub(crate) fn by_own_trait(name: &str) -> Option<&str> {
    const TRAITS: [&str; 3] = ["bincode::enc::Encode", "bincode::de::Decode", "bincode::de::BorrowDecode"];
    let (this, name_of_trait, _) = method(name)?;
    let path = name_of_trait.split('<').next()?;
    TRAITS.contains(&path).then_some(this)
}

/// What stands between commas outside of brackets.
pub(crate) fn arguments(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut before) = (0usize, 0, ' ');
    for (index, letter) in text.char_indices() {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' if before == '-' => (),
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text[start..index].trim());
                start = index + 1;
            }
            _ => (),
        }
        before = letter;
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

/// The crate that a name begins with, through references and brackets; none for a primitive type.
pub(crate) fn crate_of(name: &str) -> Option<&str> {
    let mut rest = name;
    loop {
        let shorter = rest.trim_start_matches(['<', '&', '*', '[', '(', ' ']);
        let shorter = ["mut ", "const ", "dyn ", "impl "]
            .iter()
            .fold(shorter, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        if shorter.len() == rest.len() {
            break;
        }
        rest = shorter;
    }
    let end = rest.find(|letter: char| letter != '_' && !letter.is_alphanumeric())?;
    rest[end..].starts_with("::").then(|| &rest[..end])
}

/// The index of the `>` of a `<` that was cut off.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut before) = (0usize, ' ');
    for (index, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if before != '-' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(index),
            },
            _ => (),
        }
        before = letter;
    }
    None
}

/// The index of the `<` of a `>` that was cut off at the end.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (index, letter) in text.char_indices().rev() {
        match letter {
            '>' if !text[..index].ends_with('-') => depth += 1,
            '<' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(index),
            },
            _ => (),
        }
    }
    None
}

/// `A as B` outside of brackets.
fn split_as(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut before) = (0usize, ' ');
    for (index, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && text[index..].starts_with(" as ") => {
                return Some((&text[..index], &text[index + 4..]));
            }
            _ => (),
        }
        before = letter;
    }
    None
}
