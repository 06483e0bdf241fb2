use super::migration;
use crate::migrate::contents::Migration;
use crate::migrate::fate::Fate;
use crate::migrate::moved::Bytes;
use crate::migrate::target::TARGETS;
use crate::migrate::{migration_json, migration_markdown, migration_page, migration_text};
use crate::report::{Files, Outcome};
use crate::survey::{Kind, Package, Place, Root, Side, Source, Survey, TextLine, TypeNote};

const LIB: &str = "fn save(state: &State) {\n    fs::write(\"x\", bincode::serialize(state).unwrap())\n}\n";

fn package(is_member: bool) -> Package {
    Package { name: "app".into(), version: "1.0.0".into(), is_member }
}

fn root(type_name: &str, full: &str, side: Side, line: u32, is_member: bool) -> Root {
    let function = full.split("::<").next().unwrap().to_owned();
    Root {
        type_name: type_name.into(),
        side,
        format: Some(if full.contains("Varint") { "bincode" } else { "bincode1" }.into()),
        function,
        call: Place { file: "src/lib.rs".into(), line, column: 20 },
        chosen: None,
        package: package(is_member),
        full: full.to_owned(),
    }
}

/// A program with a type of one field, `app::State`, and calls of it.
fn found(roots: Vec<Root>) -> Migration {
    let source = Source {
        package: package(true),
        place: Place { file: "src/lib.rs".into(), line: 9, column: 8 },
        text: "struct State { id: u32 }".into(),
        lines: vec![TextLine { file: 0, line: 9 }],
        files: vec!["src/lib.rs".into()],
        module: Some("app".into()),
    };
    let note = |side| TypeNote {
        name: "app::State".into(),
        side,
        kind: Kind::Derived(0),
        fields: vec![crate::survey::FieldNote { variant: None, field: 0, type_name: "u32".into() }],
        converted: Default::default(),
    };
    let types = vec![note(Side::Serialize), note(Side::Deserialize)];
    let survey = Survey { sources: vec![source], types, roots, ..Survey::default() };
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    std::fs::write(folder.path().join("src/lib.rs"), LIB).unwrap();
    migration(&survey, &Files::new(folder.path()), &TARGETS.iter().collect::<Vec<_>>(), false)
}

#[test]
fn a_call_is_told_with_its_setup_and_its_bytes() {
    let found = found(vec![root("app::State", "bincode::serialize::<app::State>", Side::Serialize, 2, true)]);
    let [one] = &found.types[..] else { panic!("{found:?}") };
    assert_eq!((one.fate, one.calls[0].why.as_str()), (Fate::Persisted, "`fs::write` in the same function"));
    assert_eq!(one.calls[0].keys, ["serialize"]);
    assert!(one.targets.iter().all(|moved| moved.outcome == Outcome::Accepted), "{:?}", one.targets);
    let same: Vec<&str> =
        one.targets.iter().filter(|moved| moved.bytes == Bytes::Same).map(|moved| moved.target).collect();
    assert_eq!(same, ["bincode2", "wincode"]);
    assert_eq!(found.rows.iter().map(|row| row.key).collect::<Vec<_>>(), ["serialize"]);
}

#[test]
fn calls_of_dependencies_among_themselves_are_left_out() {
    let theirs = root("dep::Cache", "bincode::serialize::<dep::Cache>", Side::Serialize, 3, false);
    assert_eq!(found(vec![theirs]).types, []);
}

#[test]
fn a_setup_that_nobody_knows_claims_nothing() {
    let legacy = "bincode::config::legacy::Config::serialize::<app::State>";
    let found = found(vec![root("app::State", legacy, Side::Serialize, 5, true)]);
    assert!(found.types[0].targets.iter().all(|moved| moved.bytes == Bytes::Unknown));
    assert_eq!(found.types[0].fate, Fate::Ask);
}

#[test]
fn version_2_has_its_own_layouts() {
    let standard = "bincode::features::serde::ser::encode_to_vec::<&app::State, bincode::config::Configuration<\
                    bincode::config::LittleEndian, bincode::config::Varint, bincode::config::NoLimit>>";
    let found = found(vec![root("app::State", standard, Side::Serialize, 5, true)]);
    assert_eq!(found.types[0].calls[0].function, "bincode::serde::encode_to_vec");
    let same = found.types[0].targets.iter().filter(|moved| moved.bytes == Bytes::Same);
    assert_eq!(same.map(|moved| moved.target).collect::<Vec<_>>(), ["bincode2", "bincode2-standard"]);
}

#[test]
fn the_four_texts_tell_the_same() {
    let found = found(vec![root("app::State", "bincode::serialize::<app::State>", Side::Serialize, 2, true)]);
    let page = migration_page(&found).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let texts = [page, migration_text(&found), migration_markdown(&found), migration_json(&found).unwrap()];
    for text in &texts {
        for part in [
            "app::State",
            "src/lib.rs",
            "persisted",
            "wincode",
            "postcard::to_stdvec(&value)",
            "wirecheck::dual::<Postcard, Bincode1>()",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
    let empty = self::found(Vec::new());
    assert_eq!(migration_text(&empty), "no call of bincode through serde was found\n");
    assert!(migration_markdown(&empty).contains("No call of bincode"));
}
