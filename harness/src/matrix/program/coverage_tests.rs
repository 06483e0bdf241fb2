//! What is said of what has no row.

use super::{Coverage, location_of, own_name};
use std::collections::BTreeSet;
use std::path::Path;

/// This folder has no type that derives `Sendable`, and `wirecheck` as a library has no task of this program's tests.
fn nothing() -> Coverage {
    Coverage {
        package: Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(),
        crate_name: "no_such_crate".to_owned(),
        ..Coverage::default()
    }
}

#[test]
fn a_row_is_of_the_type_before_its_parameters() {
    for (row, name) in [("Point", "Point"), ("shapes::Wrapper<a::B>", "Wrapper"), ("Vec<Point>", "Vec")] {
        assert_eq!(own_name(row), name);
    }
}

#[test]
fn a_missing_folder_is_reported() {
    let complaints = Coverage { every: vec!["nowhere".into()], ..nothing() }.complaints();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].contains("`nowhere`") && complaints[0].contains("every:"), "{complaints:?}");
}

#[test]
fn types_of_the_sources_need_a_row_or_an_exception() {
    let every = || vec!["../fixtures/downstream/src".into()];
    let found = Coverage { every: every(), ..nothing() }.complaints();
    let names: Vec<&str> = found.iter().filter_map(|text| text.split('`').nth(1)).collect();
    assert!(!names.is_empty(), "the sources have types that are sent");

    let types: BTreeSet<String> = names[1..].iter().map(|name| (*name).to_owned()).collect();
    let one_left = Coverage { every: every(), types: types.clone(), ..nothing() }.complaints();
    assert_eq!(one_left, found[..1]);
    let except = vec![names[0].to_owned()];
    assert_eq!(Coverage { every: every(), types, except, ..nothing() }.complaints(), [""; 0]);
}

#[test]
fn a_needless_exception_is_reported() {
    let every = vec!["../fixtures/downstream/src".into()];
    let types: BTreeSet<String> =
        ["Config", "Grid", "Id", "Limits", "Point", "Reading", "Shape"].map(str::to_owned).into();
    let coverage = |except: &str| {
        let (every, types, except) = (every.clone(), types.clone(), vec![except.to_owned()]);
        Coverage { every, types, except, ..nothing() }.complaints()
    };
    for gone in ["Gone", "gone::from", "Grid"] {
        let complaints = coverage(gone);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with(&format!("`{gone}` is listed under `except`")), "{complaints:?}");
    }
    // A function, which may send a task in another build.
    assert_eq!(coverage("downstream::halves"), [""; 0]);
}

#[test]
fn a_task_is_known_by_the_function_that_it_is_or_is_in() {
    assert_eq!(location_of("a::half"), ("a::half", false));
    assert_eq!(location_of("a::half<u64>"), ("a::half", false));
    assert_eq!(location_of("a::run::{{closure}}"), ("a::run", true));
    assert_eq!(location_of("a::run<b::C>::{{closure}}"), ("a::run", true));
}
