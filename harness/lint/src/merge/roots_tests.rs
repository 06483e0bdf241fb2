use super::graph::Graph;
use super::roots::roots;
use crate::build::Program;
use crate::extract::{Call, Notes};
use crate::survey::Place;

/// Functions that use each other, each at a line of its own.
fn calls(all: &[(&str, &str)]) -> Vec<Notes> {
    let mut notes = Notes::default();
    for (line, (from, to)) in (1u32..).zip(all) {
        let mut of = |name: &str| {
            let at = notes.names.iter().position(|known| known == name).unwrap_or_else(|| {
                notes.names.push(name.to_owned());
                notes.names.len() - 1
            });
            u32::try_from(at).unwrap()
        };
        let (from, to) = (of(from), of(to));
        notes.calls.push(Call { from, to, place: Some(line - 1) });
        notes.places.push(Place { file: "src/main.rs".into(), line, column: 1 });
    }
    vec![notes]
}

const LEAF: &str =
    "<app::Leaf as serde_core::ser::Serialize>::serialize::<&mut serde_json::ser::Serializer<W>>";

fn found(all: &[(&str, &str)]) -> Vec<String> {
    roots(&Program::default(), &Graph::new(&calls(all)))
        .iter()
        .map(|root| {
            let chosen =
                root.chosen.as_ref().map(|place| format!(" from {}", place.line)).unwrap_or_default();
            format!(
                "{} {} by {} at {}{chosen}",
                root.type_name,
                root.format.as_deref().unwrap_or("?"),
                root.function,
                root.call.line
            )
        })
        .collect()
}

#[test]
fn a_call_of_a_format_is_a_root() {
    let all = [
        ("app::main", "serde_json::ser::to_string::<&app::Leaf>"),
        ("serde_json::ser::to_string::<&app::Leaf>", "serde_json::ser::to_vec::<&app::Leaf>"),
        ("serde_json::ser::to_vec::<&app::Leaf>", LEAF),
        (LEAF, "<serde_json::ser::Compound<W> as serde_core::ser::SerializeStruct>::serialize_field::<u8>"),
    ];
    assert_eq!(found(&all), ["app::Leaf json by serde_json::ser::to_string at 1"]);
}

#[test]
fn a_type_is_chosen_where_a_generic_function_is_called() {
    let all = [
        ("app::main", "app::save::<app::Leaf>"),
        ("app::save::<app::Leaf>", "serde_json::ser::to_string::<app::Leaf>"),
        ("serde_json::ser::to_string::<app::Leaf>", LEAF),
    ];
    assert_eq!(found(&all), ["app::Leaf json by serde_json::ser::to_string at 2 from 1"]);
}

#[test]
fn impls_and_modules_of_with_are_no_roots() {
    let seconds = "app::seconds::serialize::<&mut serde_json::ser::Serializer<W>>";
    let outer =
        "<app::Outer as serde_core::ser::Serialize>::serialize::<&mut serde_json::ser::Serializer<W>>";
    assert_eq!(found(&[(outer, LEAF), (outer, seconds), (seconds, LEAF)]), Vec::<String>::new());
}

#[test]
fn a_serializer_that_is_used_directly_is_a_root() {
    assert_eq!(
        found(&[("app::main", LEAF)]),
        ["app::Leaf json by <app::Leaf as serde_core::ser::Serialize>::serialize at 1"]
    );
}
