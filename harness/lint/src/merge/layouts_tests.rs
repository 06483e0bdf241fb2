use super::layouts::laid_out;
use super::possible::with_possible;
use crate::survey::{Converted, FieldNote, Kind, Meeting, Package, Place, Root, Side, TypeNote};

fn note(name: &str, fields: &[&str]) -> TypeNote {
    let field = |(field, type_name): (u32, &&str)| FieldNote {
        variant: None,
        field,
        type_name: (*type_name).to_owned(),
    };
    TypeNote {
        name: name.to_owned(),
        side: Side::Serialize,
        kind: Kind::Derived(0),
        fields: (0..).zip(fields).map(field).collect(),
        converted: Converted::default(),
    }
}

fn meeting(type_name: &str, side: Side, format: Option<&str>, serializer: &str) -> Meeting {
    Meeting {
        type_name: type_name.to_owned(),
        side,
        serializer: serializer.to_owned(),
        format: format.map(str::to_owned),
        is_buffered: false,
        is_possible: false,
    }
}

fn root(type_name: &str, side: Side, format: &str) -> Root {
    Root {
        type_name: type_name.to_owned(),
        side,
        format: Some(format.to_owned()),
        function: "rmp_serde::f".to_owned(),
        call: Place { file: "src/main.rs".to_owned(), line: 1, column: 1 },
        chosen: None,
        package: Package { name: "app".to_owned(), version: "0.1.0".to_owned(), is_member: true },
        full: format!("rmp_serde::f::<{type_name}>"),
    }
}

/// `app::A` holds a list of `app::B`, `app::C` is another one: what they meet after all were met by the compact serializer.
fn laid(roots: Vec<Root>) -> (Vec<String>, Vec<String>) {
    let types = [note("app::A", &["alloc::vec::Vec<app::B>"]), note("app::B", &["u8"]), note("app::C", &[])];
    let compact = Some("messagepack");
    let meetings = ["app::A", "app::B", "app::C"].map(|name| {
        [Side::Serialize, Side::Deserialize].map(|side| meeting(name, side, compact, "rmp_serde"))
    });
    let (meetings, roots) = laid_out(meetings.concat(), roots, &types);
    let met = meetings.iter().filter(|met| met.side == Side::Serialize);
    let met = met.map(|met| format!("{} {}", met.type_name, met.format.as_deref().unwrap()));
    let read = roots.iter().filter(|root| root.side == Side::Deserialize);
    let read = read.map(|root| format!("{} {}", root.type_name, root.format.as_deref().unwrap()));
    (met.collect(), read.collect())
}

#[test]
fn what_is_written_with_names_is_read_with_names() {
    let (met, read) = laid(vec![
        root("app::A", Side::Serialize, "messagepack-named"),
        root("app::A", Side::Deserialize, "messagepack"),
    ]);
    assert_eq!(met, ["app::A messagepack-named", "app::B messagepack-named", "app::C messagepack-named"]);
    assert_eq!(read, ["app::A messagepack-named"]);
}

#[test]
fn a_program_with_both_layouts_has_each_type_in_those_that_lead_to_it() {
    let (met, read) = laid(vec![
        root("app::A", Side::Serialize, "messagepack-named"),
        root("app::B", Side::Serialize, "messagepack"),
        root("app::C", Side::Deserialize, "messagepack"),
    ]);
    let of_b = ["app::B messagepack", "app::B messagepack-named"];
    assert_eq!(met, ["app::A messagepack-named", of_b[0], of_b[1], "app::C messagepack"]);
    assert_eq!(read, ["app::C messagepack"]);
}

#[test]
fn without_names_nothing_changes() {
    let (met, read) = laid(vec![root("app::A", Side::Deserialize, "messagepack")]);
    assert_eq!(met, ["app::A messagepack", "app::B messagepack", "app::C messagepack"]);
    assert_eq!(read, ["app::A messagepack"]);
}

#[test]
fn a_type_behind_dyn_may_meet_what_others_meet_there() {
    const ERASED: &str = "erased_serde::ser::MakeSerializer<&mut dyn erased_serde::ser::Serializer>";
    let found = with_possible(vec![
        meeting("app::A", Side::Serialize, None, ERASED),
        meeting("app::B", Side::Serialize, None, "serde::private::ser::FlatMapSerializer<M>"),
        meeting("app::C", Side::Serialize, None, ERASED),
        meeting("app::C", Side::Serialize, Some("json"), "serde_json::ser::Serializer"),
        meeting(
            "dyn erased_serde::ser::Serialize",
            Side::Serialize,
            Some("json"),
            "serde_json::ser::Serializer",
        ),
    ]);
    let possible: Vec<(&str, Option<&str>)> = found
        .iter()
        .filter(|met| met.is_possible)
        .map(|met| (met.type_name.as_str(), met.format.as_deref()))
        .collect();
    assert_eq!(possible, [("app::A", Some("json"))]);
}
