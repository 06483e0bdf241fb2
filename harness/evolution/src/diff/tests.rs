use super::{Against, diff, github, human, json, markdown, sarif};
use crate::lock::{Lock, Promise, Root};
use crate::shape::{Store, of_source};
use std::collections::BTreeMap;

const OLD: &str = "struct Session { id: u64, role: Role } enum Role { Admin, Guest(u8) }";
const NEW: &str = "struct Session { id: u64, role: Role } enum Role { Admin, Robot(u8), Guest(u8) }";

fn root(text: &str, promise: Promise) -> (BTreeMap<String, Root>, Store) {
    let mut store = Store::default();
    let shapes = of_source(text, &mut store).unwrap();
    let root = Root {
        type_name: "app::Session".into(),
        formats: vec!["bincode1".into(), "json".into()],
        promise,
        shape: shapes["Session"].clone(),
    };
    (BTreeMap::from([("session".to_owned(), root)]), store)
}

/// Released, then changed.
fn changed(promise: Promise) -> Lock {
    let (roots, store) = root(OLD, promise);
    let mut lock = Lock::default().with_roots(roots, &store);
    lock.release("1.0.0").unwrap();
    let (roots, store) = root(NEW, promise);
    lock.with_roots(roots, &store)
}

fn against_all(lock: &Lock) -> super::Diff {
    let older: Vec<Against> = lock.releases.iter().map(|release| Against::release(lock, release)).collect();
    diff(lock, &older)
}

#[test]
fn a_broken_promise_is_told_with_its_witness() {
    let found = against_all(&changed(Promise::Backward));
    assert!(found.is_broken());
    let text = human(&found);
    let start = "error[WE0001]: `session` in bincode1, new reads old 1.0.0: silent: a value is read as another one\n  \
                 at Session.role.Guest: another variant has the number of this one (WE0001): `Guest` is read as `Robot`\n";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("  bytes:   ") && text.contains("01 00 00 00 (role variant Guest)"), "{text}");
    assert!(text.contains("  read:    Session { id: ") && text.contains("role: Robot("), "{text}");
    assert!(text.contains("note[WE0001]: `session` in bincode1, old reads new 1.0.0: silent"), "{text}");
    assert!(text.ends_with("1 promise is broken; 4 comparisons: 1 same, 1 partial, 2 silent\n"), "{text}");
}

#[test]
fn what_is_not_promised_breaks_nothing() {
    assert!(!against_all(&changed(Promise::None)).is_broken());
    let full = against_all(&changed(Promise::Full));
    assert_eq!(full.findings.iter().filter(|finding| finding.is_broken()).count(), 3);
}

#[test]
fn releases_that_are_the_same_have_no_findings() {
    let (roots, store) = root(OLD, Promise::Full);
    let mut lock = Lock::default().with_roots(roots, &store);
    lock.release("1.0.0").unwrap();
    let found = against_all(&lock);
    assert!(found.findings.is_empty());
    assert_eq!(human(&found), "0 promises are broken; 4 comparisons: 4 same\n");
}

#[test]
fn each_release_is_looked_at() {
    let mut lock = changed(Promise::Backward);
    lock.release("1.1.0").unwrap();
    let found = against_all(&lock);
    // The newest is the same; the older one still breaks.
    assert!(found.findings.iter().all(|finding| finding.against == "1.0.0"));
    assert!(found.is_broken());
}

#[test]
fn a_root_that_is_gone_is_told() {
    let mut lock = changed(Promise::Backward);
    lock.roots.clear();
    let found = against_all(&lock);
    assert_eq!(found.gone, [("session".to_owned(), "1.0.0".to_owned())]);
    assert!(human(&found).contains("the root `session` of 1.0.0 is gone"));
}

#[test]
fn programs_read_it_too() {
    let found = against_all(&changed(Promise::Backward));
    let all: serde_json::Value = serde_json::from_str(&json(&found)).unwrap();
    assert_eq!(all["broken"], 1);
    assert_eq!(all["findings"][0]["verdict"], "silent");
    assert_eq!(all["findings"][0]["faults"][0]["code"], "WE0001");
    assert!(all["findings"][0]["witness"]["bytes"].as_str().unwrap().len() >= 24);
    let all: serde_json::Value = serde_json::from_str(&sarif(&found, "wire.lock")).unwrap();
    assert_eq!(all["runs"][0]["results"][0]["level"], "error");
    assert_eq!(all["runs"][0]["results"][0]["ruleId"], "WE0001");
    let text = github(&found, "wire.lock");
    assert!(
        text.starts_with("::error file=wire.lock,title=WE0001 variant_moved::`session` in bincode1"),
        "{text}"
    );
    assert_eq!(text.lines().count(), found.findings.len());
    let table = markdown(&found);
    assert!(table.contains("| session | 1.0.0 | bincode1 | new reads old | **silent** |"), "{table}");
}

/// `session` has a field of a type that is written by hand, in this version of its crate.
fn by_hand(version: &str, more: &str) -> (BTreeMap<String, Root>, Store) {
    use wirecheck_lint::Survey;
    use wirecheck_lint::survey::{Converted, FieldNote, Kind, Package, Place, Side, Source, TypeNote};
    let mut survey = Survey::default();
    survey.sources.push(Source {
        package: Package { name: "app".into(), version: "0.0.0".into(), is_member: true },
        place: Place { file: String::new(), line: 1, column: 1 },
        text: format!("struct Session {{ id: u64, at: Stamp {more} }}"),
        lines: Vec::new(),
        files: Vec::new(),
        module: None,
    });
    let field = |at, name: &str| FieldNote { variant: None, field: at, type_name: name.into() };
    for side in [Side::Serialize, Side::Deserialize] {
        survey.types.push(TypeNote {
            name: "app::Session".into(),
            side,
            kind: Kind::Derived(0),
            fields: vec![field(0, "u64"), field(1, "stamps::Stamp"), field(2, "u8")],
            converted: Converted::default(),
        });
        survey.types.push(TypeNote {
            name: "stamps::Stamp".into(),
            side,
            kind: Kind::ByHand,
            fields: Vec::new(),
            converted: Converted::default(),
        });
    }
    survey.types.sort();
    let versions = [("stamps".to_owned(), version.to_owned())].into();
    let mut store = Store::default();
    let shapes = crate::shape::Found::new(&survey, versions).shapes(&["app::Session".into()], &mut store);
    let root = Root {
        type_name: "app::Session".into(),
        formats: vec!["bincode1".into(), "json".into()],
        promise: Promise::Backward,
        shape: shapes[0].clone().unwrap(),
    };
    (BTreeMap::from([("session".to_owned(), root)]), store)
}

fn by_hand_changed(version: &str, more: &str) -> super::Diff {
    let (roots, store) = by_hand("1.0.0", "");
    let mut lock = Lock::default().with_roots(roots, &store);
    lock.release("1.0.0").unwrap();
    let (roots, store) = by_hand(version, more);
    against_all(&lock.with_roots(roots, &store))
}

#[test]
fn another_version_of_code_that_is_not_looked_into_proves_nothing() {
    assert!(by_hand_changed("1.0.0", "").findings.is_empty());
    let found = by_hand_changed("1.0.1", "");
    assert_eq!((found.is_broken(), found.is_unproven()), (false, true));
    let text = human(&found);
    assert!(
        text.starts_with("warning[WE0011]: `session` in bincode1, new reads old 1.0.0: unproven: "),
        "{text}"
    );
    assert!(text.contains("in stamps 1.0.0") && text.contains("in stamps 1.0.1"), "{text}");
    assert!(text.ends_with("0 promises are broken; 4 comparisons: 4 unproven\n"), "{text}");
    let all: serde_json::Value = serde_json::from_str(&json(&found)).unwrap();
    assert_eq!((&all["broken"], &all["findings"][0]["verdict"]), (&0.into(), &"unproven".into()));
    let all: serde_json::Value = serde_json::from_str(&sarif(&found, "wire.lock")).unwrap();
    assert_eq!(all["runs"][0]["results"][0]["level"], "warning");
}

#[test]
fn what_else_breaks_a_promise_is_not_hidden_by_it() {
    let found = by_hand_changed("1.0.1", ", more: u8");
    assert!(found.is_broken());
    let broken: Vec<_> = found.findings.iter().filter(|finding| finding.is_broken()).collect();
    assert_eq!(broken.len(), 2, "{}", human(&found));
}
