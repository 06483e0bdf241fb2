//! The names that `core::any::type_name` gives to types, taken apart.
//!
//! They are the resolved types of a finished program: no aliases, no parameters, and the path at which a type is defined.

/// One type, as a part of the text that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName<'a> {
    /// `alloc::vec::Vec<u8>`, and primitive types.
    Path(PathName<'a>),
    /// `(A, B)`, and `()`.
    Tuple(Vec<&'a str>),
    /// `[T; 4]`.
    Array(&'a str, usize),
    /// `[T]`.
    Slice(&'a str),
    /// `&T` and `&mut T`.
    Reference(&'a str),
    /// `*const T` and `*mut T`.
    Pointer,
    /// `fn(A) -> B`.
    Function,
    /// `dyn Trait`, with the trait's path.
    Object(&'a str),
    /// What has no name that means anything elsewhere: a closure, `!`.
    Other,
}

/// A path with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathName<'a> {
    /// The path without arguments.
    pub path: &'a str,
    /// Types and constants, in order; lifetimes are left out.
    pub arguments: Vec<&'a str>,
}

impl<'a> PathName<'a> {
    /// The crate, for a path that has one.
    pub fn krate(&self) -> Option<&'a str> {
        self.path.split_once("::").map(|(krate, _)| krate)
    }

    /// The last name.
    pub fn last(&self) -> &'a str {
        self.path.rsplit("::").next().unwrap_or(self.path)
    }

    /// Whether it is a type of std, by whichever of its crates.
    pub fn is_std(&self) -> bool {
        self.krate().is_some_and(|krate| matches!(krate, "core" | "alloc" | "std"))
    }

    /// Whether this module is in the path.
    pub fn is_in(&self, module: &str) -> bool {
        self.path.split("::").any(|name| name == module)
    }
}

impl<'a> TypeName<'a> {
    /// Takes a name apart. Every text has an answer.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix('&') {
            return Self::Reference(without_mut(rest));
        }
        if text.starts_with("*const ") || text.starts_with("*mut ") {
            return Self::Pointer;
        }
        if let Some(rest) = text.strip_prefix("dyn ") {
            let end = rest.find(['<', '(', ' ']).unwrap_or(rest.len());
            return Self::Object(&rest[..end]);
        }
        if ["fn(", "unsafe ", "extern ", "for<"].iter().any(|start| text.starts_with(start)) {
            return Self::Function;
        }
        if let Some(inside) = inside(text, '(', ')') {
            return Self::Tuple(split(inside));
        }
        if let Some(inside) = inside(text, '[', ']') {
            return match split_all(inside, ';').as_slice() {
                [item, len] => Self::Array(item.trim(), len.trim().parse().unwrap_or(usize::MAX)),
                _ => Self::Slice(inside.trim()),
            };
        }
        if text.is_empty() || text == "!" || text.ends_with("{{closure}}") {
            return Self::Other;
        }
        Self::Path(path(text))
    }

    /// The path of a type that has one.
    pub fn as_path(&self) -> Option<&PathName<'a>> {
        match self {
            Self::Path(path) => Some(path),
            _ => None,
        }
    }
}

/// What a reference refers to, without its lifetime and `mut`.
fn without_mut(text: &str) -> &str {
    let text = text.trim_start();
    let text = match text.strip_prefix('\'') {
        Some(rest) => rest.split_once(' ').map_or(rest, |(_, rest)| rest),
        None => text,
    };
    text.strip_prefix("mut ").unwrap_or(text)
}

fn path(text: &str) -> PathName<'_> {
    let start = if text.ends_with('>') { opening(text) } else { None };
    match start {
        // A path that begins with `<A as B>` may have nothing else.
        Some(start) if start > 0 => {
            let arguments = split(&text[start + 1..text.len() - 1]);
            let arguments = arguments.into_iter().filter(|argument| !argument.starts_with('\'')).collect();
            PathName { path: text[..start].trim_end_matches("::"), arguments }
        }
        _ => PathName { path: text, arguments: Vec::new() },
    }
}

/// Where the bracket stands that the last character closes.
fn opening(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b'>' if at > 0 && bytes[at - 1] == b'-' => {}
            b'>' | b')' | b']' => depth += 1,
            b'<' | b'(' | b'[' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What is between the brackets, if they enclose all of the text.
fn inside(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close).filter(|_| opening(text) == Some(0))
}

/// The parts between commas, without an empty one at the end.
fn split(text: &str) -> Vec<&str> {
    let parts = split_all(text, ',');
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The parts between such characters that are in no brackets.
fn split_all(text: &str, at: char) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (index, &byte) in bytes.iter().enumerate() {
        match byte {
            b'>' if index > 0 && bytes[index - 1] == b'-' => {}
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' | b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ if byte == at as u8 && depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
#[path = "type_name_tests.rs"]
mod tests;
