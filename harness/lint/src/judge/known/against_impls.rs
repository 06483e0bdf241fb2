//! The tables against the impls that they mirror: rustc says of each type, in each format, which traits it has.

mod probe;
mod types;

use self::probe::Traits;
use self::types::rows;
use crate::judge::role::Role;
use crate::judge::way::Way;
use crate::judge::{Inputs, Judge};
use crate::survey::Survey;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use wirecheck::__private_0_1_0::comparisons::Shapes;
use wirecheck::__private_0_1_0::{Field, Shape};

/// A type, and what rustc says of it: in the most permissive format and each other, directly and behind the buffer.
struct Row {
    /// As it is written in the list.
    written: &'static str,
    /// By `type_name`.
    name: &'static str,
    traits: Vec<(Option<&'static str>, bool, Traits)>,
}

#[test]
fn each_known_type_has_the_traits_that_rustc_sees() {
    let survey = Survey::default();
    let inputs = Inputs::read(&survey);
    let judge = Judge::new(&survey, &inputs);
    let mut differ = Vec::new();
    let mut compared = 0;
    for row in rows() {
        for (format, is_buffered, traits) in &row.traits {
            let way = format.map_or(Way::ANY, |name| Way::of(name).expect("a known format"));
            let way = if *is_buffered { way.in_buffer() } else { way };
            let of = |role| judge.role(role, row.name, way).is_ok();
            let is_sendable = judge.is_sendable(row.name, way);
            let mut expect = |of: &str, said: bool, rustc: bool| {
                compared += 1;
                if said != rustc {
                    differ.push(format!(
                        "{}: {of} in {format:?}, buffered {is_buffered}: rustc {rustc}",
                        row.name
                    ));
                }
            };
            expect("Sendable", is_sendable, traits.sendable);
            // What is refused has no place, and the refusal is told once.
            if judge.is_sendable(row.name, Way::ANY) {
                expect("NotNull", of(Role::NotNull), traits.not_null);
                expect("MapKey", of(Role::MapKey), traits.map_key);
                expect("Flatten", of(Role::Flatten), traits.flatten);
                expect("TextKey", of(Role::TextKey), traits.text_key);
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
    assert_eq!(differ, Vec::<String>::new());
}

#[test]
fn each_known_type_has_the_shape_of_its_impl() {
    let survey = Survey::default();
    let inputs = Inputs::read(&survey);
    let judge = Judge::new(&survey, &inputs);
    let rows = rows();
    let mut compared = 0;
    for row in &rows {
        let shapes = row.traits.iter().filter_map(|(_, _, traits)| traits.shape);
        for shape in shapes.take(1) {
            compared += 1;
            assert_eq!(text(judge.shape(row.name)), text(shape), "{}", row.name);
        }
    }
    assert!(compared > 120, "{compared}");
}

/// A shape, however its parts are kept.
fn text(shape: Shape) -> String {
    let all = |shapes: &[Shape]| shapes.iter().map(|shape| text(*shape)).collect::<Vec<_>>().join(", ");
    let field = |field: &Field| {
        let read = field.read_by.unwrap_or(std::slice::from_ref(&field.written));
        format!("{} {read:?} {}: {}", field.written, field.required, text(field.shape))
    };
    let fields = |fields: &[Field]| fields.iter().map(field).collect::<Vec<_>>().join(", ");
    match shape {
        Shape::Same(shape) => text(*shape),
        Shape::FromBuffer(shape) => format!("buffer {}", text(*shape)),
        Shape::Tuple(items) => format!("({})", all(items)),
        Shape::Map(value) => format!("map of {}", text(*value)),
        Shape::OneOf(Shapes::List(shapes)) => format!("one of {}", all(shapes)),
        Shape::OneOf(Shapes::Variants { names, entries }) => format!("one of {names:?} {}", fields(entries)),
        Shape::Fields(of) => {
            format!("{{{}}} + {} {:?} {}", fields(of.own), all(of.flattened), of.others, of.from_list)
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn each_impl_of_the_library_is_in_the_list() {
    let written: BTreeSet<String> = rows().iter().flat_map(|row| words(row.written)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/sendable");
    let mut missing = Vec::new();
    let mut found = 0;
    for path in files(&folder) {
        let text = fs::read_to_string(&path).expect("a readable file");
        for name in text.lines().filter_map(implemented) {
            found += 1;
            if !written.contains(&name) && !NOT_WRITTEN.contains(&name.as_str()) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(found > 200, "{found} impls");
    assert_eq!(missing, Vec::<String>::new());
}

/// Types of which no value is ever written, and which have no name that every platform and version of Rust knows.
const NOT_WRITTEN: &[&str] = &["AnyForm", "Atomics", "ParseCharError", "Zoned"];

/// The type of a line such as `[T] Vec<T> => Shape::LIST`, or `[] File;`.
fn implemented(line: &str) -> Option<String> {
    let line = line.trim().strip_prefix('[')?;
    let (_, ty) = line.split_once("] ")?;
    let end = ty.find([';', '<', ' ', '('])?;
    let name = ty[..end].rsplit("::").next()?;
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.len() > 1;
    (is_name && (ty.contains(';') || ty.contains("=>"))).then(|| name.to_owned())
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        // The types of this crate's own runtime are none of the user's.
        let is_ours = path.ends_with("runners.rs") || path.ends_with("parts.rs") || path.ends_with("shape");
        if path.is_dir() && !is_ours {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_ours {
            files.push(path);
        }
    }
    files
}
