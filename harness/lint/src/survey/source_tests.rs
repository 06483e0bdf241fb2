use super::{Package, Place, Source, TextLine};

#[test]
fn a_token_of_the_text_is_found_in_its_file() {
    let source = Source {
        package: Package { name: "shop".into(), version: "1.0.0".into(), is_member: true },
        place: Place { file: "src/lib.rs".into(), line: 8, column: 8 },
        text: "    #[serde(tag = \"kind\")]\nstruct Order { id: u8 }".into(),
        lines: vec![TextLine { file: 1, line: 3 }, TextLine { file: 0, line: 8 }],
        files: vec!["src/lib.rs".into(), "src/macros.rs".into()],
        module: None,
    };
    let at = |line, column| source.place(line, column).map(|place| place.to_string());
    assert_eq!(at(1, 12).as_deref(), Some("src/macros.rs:3:13"));
    assert_eq!(at(2, 15).as_deref(), Some("src/lib.rs:8:16"));
    assert_eq!(at(3, 0), None);
    assert_eq!(at(0, 0), None);
}
