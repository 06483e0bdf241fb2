use super::super::super::example::report;
use super::{cut, types_table};
use crate::report::{Look, Report};

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
