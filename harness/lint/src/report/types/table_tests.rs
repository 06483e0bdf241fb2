use super::super::super::example::report;
use super::{cut, parts_list, types_table};
use crate::report::{Look, Part, Report};

#[test]
fn types_meet_formats() {
    insta::assert_snapshot!(types_table(&report(), Look::default()));
}

#[test]
fn names_are_cut_where_there_is_no_room() {
    let table = types_table(&report(), Look { width: 40, colour: false });
    assert!(table.contains("..alloc::string::String>  "), "{table}");
    assert_eq!(cut("abcdef", 6), "abcdef");
    assert_eq!(cut("abcdef", 5), "..def");
}

#[test]
fn colours_do_not_move_columns() {
    let coloured = types_table(&report(), Look { width: 140, colour: true });
    assert!(coloured.contains("\u{1b}[31m"), "{coloured}");
    let mut bare = String::new();
    for (at, part) in coloured.split("\u{1b}[").enumerate() {
        bare.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(bare, types_table(&report(), Look { width: 140, colour: false }));
}

#[test]
fn nothing_is_said_in_words() {
    assert_eq!(types_table(&Report::default(), Look::default()), "no type meets a format\n");
}

#[test]
fn each_type_has_its_parts_below() {
    let part = |type_name: &str, field: Option<&str>, part: &str| Part {
        type_name: type_name.to_owned(),
        field: field.map(str::to_owned),
        part: part.to_owned(),
    };
    let parts = vec![
        part("app::A", Some("b"), "app::B"),
        part("app::A", Some("c"), "u8"),
        part("dep::L<app::B>", None, "app::B"),
    ];
    let list = parts_list(&Report { parts, ..Report::default() });
    assert_eq!(list, "\napp::A\n  b: app::B\n  c: u8\n\ndep::L<app::B>\n  app::B\n");
}
