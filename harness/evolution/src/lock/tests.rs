use super::{Lock, Promise, Root};
use crate::shape::{Store, of_source};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TYPES: &str = "
    struct Session { id: u64, #[serde(default)] role: Role, tree: Tree, #[serde(rename = \"a b\")] odd: Vec<u8> }
    enum Role { Admin, Guest { since: u32 }, #[serde(skip)] Internal, Other(String) }
    struct Tree { children: Vec<Tree> }";

fn lock(text: &str, name: &str) -> Lock {
    let mut store = Store::default();
    let shapes = of_source(text, &mut store).unwrap();
    let root = Root {
        type_name: format!("app::{name}"),
        formats: vec!["bincode1".into(), "json".into()],
        promise: Promise::Full,
        shape: shapes[name].clone(),
    };
    Lock::default().with_roots(BTreeMap::from([("session".to_owned(), root)]), &store)
}

#[test]
fn a_lock_comes_back_from_its_text() {
    let mut all = lock(TYPES, "Session");
    all.release("1.0.0").unwrap();
    let text = all.to_string();
    assert_eq!(text.parse::<Lock>().unwrap(), all, "{text}");
    assert!(text.starts_with(
        "# What this program keeps and sends. Written by `cargo wirecheck lock`; commit it.\nversion 1\n"
    ));
    let fields = 9;
    assert!(text.len() / fields <= 120, "{} bytes a field:\n{text}", text.len() / fields);
}

#[test]
fn a_release_is_never_changed() {
    let mut all = lock(TYPES, "Session");
    all.release("1.0.0").unwrap();
    let error = all.release("1.0.0").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is a release 1.0.0 already, and releases are never changed; give the next version"
    );
    // The old shape stays when the root changes.
    let new = lock("struct Session { id: u32 }", "Session");
    let both = all.with_roots(new.roots.clone(), &new.store);
    assert_eq!(both.releases, all.releases);
    assert_ne!(both.releases[0].shapes["session"], both.roots["session"].shape);
    assert_eq!(both.to_string().parse::<Lock>().unwrap(), both);
    // What no release names goes.
    let alone = lock(TYPES, "Session").with_roots(new.roots.clone(), &new.store);
    assert_eq!(alone, new);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let mut all = lock(TYPES, "Session");
    all.release("1.0.0").unwrap();
    let text = all.to_string();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1).parse::<Lock>().unwrap_err().to_string()
    };
    let line = |of: &str| text.lines().position(|line| line.starts_with(of)).unwrap() + 1;
    assert_eq!(
        changed("version 1", "version 2"),
        "line 2: this file has version 2, and this cargo-wirecheck knows 1; install a newer one"
    );
    let conflict = changed("root session", "<<<<<<< HEAD\nroot session");
    assert!(conflict.starts_with("line 4: a merge conflict is not resolved"), "{conflict}");
    let edited = changed("0 id u64", "0 id u32");
    assert!(edited.contains("it was edited") && edited.starts_with("line "), "{edited}");
    let number = changed("  0 id u64", "  1 id u64");
    assert_eq!(number, format!("line {}: number 1 is where 0 should be", line("  0 id u64")));
    let promise = changed("promise full", "promise forever");
    assert_eq!(
        promise,
        format!(
            "line {}: there is no promise `forever`; write none, backward, forward or full",
            line("  promise")
        )
    );
    let format = changed("format json", "format yaml");
    assert_eq!(format, format!("line {}: there is no format `yaml`", line("  format json")));
    let word = changed("0 id u64", "0 id u64 packed");
    assert_eq!(word, format!("line {}: the word `packed` means nothing here", line("  0 id u64")));
    let unknown = changed("\nshape ", "\nshapes ");
    assert!(unknown.contains("`shapes` is none of `root`, `release` and `shape`"), "{unknown}");
    // A shape that something names is gone.
    let start = text.find("\nshape ").unwrap();
    let without = text[..start].parse::<Lock>().unwrap_err().to_string();
    assert!(without.contains("is not in the file"), "{without}");
    assert_eq!(
        "".parse::<Lock>().unwrap_err().to_string(),
        "line 1: the file is empty; `cargo wirecheck lock` writes it"
    );
    assert!("[package]".parse::<Lock>().unwrap_err().to_string().starts_with("line 1: "));
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just("plain".to_owned()), "[ -~]{1,8}", Just("\u{e4} \"\\\n".to_owned())]
}

proptest! {
    #[test]
    fn any_lock_comes_back_from_its_text(
        names in proptest::collection::btree_set(word(), 1..4),
        version in word(),
        fields in proptest::collection::vec((word(), prop_oneof![
            Just("u8"), Just("Option<String>"), Just("Vec<Two>"), Just("(u8, [Two; 2])"), Just("Box<One>"),
        ], any::<bool>()), 0..6),
    ) {
        let body: String = fields.iter().enumerate().map(|(at, (name, ty, has_default))| {
            let default = if *has_default { ", default" } else { "" };
            format!("#[serde(rename = {name:?}{default})] f{at}: {ty}, ")
        }).collect();
        let text = format!("struct One {{ {body} }} enum Two {{ A, B {{ {body} }} }}");
        let mut store = Store::default();
        let shapes = of_source(&text, &mut store).unwrap();
        let root = |name: &String| (name.clone(), Root {
            type_name: name.clone(),
            formats: vec![],
            promise: Promise::Backward,
            shape: shapes["Two"].clone(),
        });
        let mut all = Lock::default().with_roots(names.iter().map(root).collect(), &store);
        all.release(&version).unwrap();
        let text = all.to_string();
        let back = text.parse::<Lock>();
        prop_assert_eq!(back.as_ref(), Ok(&all), "{}", text);
    }

    #[test]
    fn any_text_has_an_answer(text in "(version 1\n)?([a-z]{1,7} [ -~]{0,12}\n){0,5}") {
        // It is read or refused.
        if let Ok(lock) = text.parse::<Lock>() {
            prop_assert_eq!(lock.to_string().parse::<Lock>(), Ok(lock));
        }
    }
}
