use super::super::example::place;
use super::{Scope, report};
use crate::report::{Evidence, Files, Outcome, Report, Severity};
use crate::survey::{
    Converted, FieldNote, Kind, Meeting, Package, Root, Side, Source, Survey, TextLine, TypeNote,
};

const LIB: &str = "\
struct Plain {
    id: u8,
}
struct Entry {
    #[serde(flatten)]
    rest: Plain,
}
";

fn package(is_member: bool) -> Package {
    Package { name: "app".into(), version: "1.0.0".into(), is_member }
}

/// A type of one field, declared in these lines of the file.
fn source(file: &str, is_member: bool, first: u32, text: &str) -> Source {
    let lines = (first..).zip(text.lines()).map(|(line, _)| TextLine { file: 0, line }).collect();
    let (package, place) = (package(is_member), place(file, first, 8));
    Source { package, place, text: text.into(), lines, files: vec![file.into()], module: None }
}

fn notes(name: &str, kind: Kind, field: Option<&str>) -> Vec<TypeNote> {
    let field = field.map(|type_name| FieldNote { variant: None, field: 0, type_name: type_name.into() });
    let note = |side| TypeNote {
        name: name.into(),
        side,
        kind,
        fields: field.iter().cloned().collect(),
        converted: Converted::default(),
    };
    vec![note(Side::Serialize), note(Side::Deserialize)]
}

fn root(type_name: &str, format: &str, file: &str, is_member: bool) -> Root {
    Root {
        type_name: type_name.into(),
        side: Side::Serialize,
        format: Some(format.into()),
        function: format!("{format}::write"),
        call: place(file, 7, 5),
        chosen: None,
        package: package(is_member),
        full: format!("{format}::write::<{type_name}>"),
    }
}

fn meeting(type_name: &str, format: &str, is_buffered: bool) -> Meeting {
    Meeting {
        type_name: type_name.into(),
        side: Side::Serialize,
        serializer: format!("{format}::Serializer"),
        format: Some(format.into()),
        is_buffered,
        is_possible: false,
    }
}

/// A program whose `Entry` breaks in formats that are not self-describing, with a type of a dependency and one by hand.
fn survey() -> Survey {
    let mut lines = LIB.split_inclusive('\n');
    let plain: String = lines.by_ref().take(3).collect();
    let entry: String = lines.collect();
    let sources = vec![
        source("src/lib.rs", true, 1, &plain),
        source("src/lib.rs", true, 4, &entry),
        source("/registry/dep/lib.rs", false, 4, &entry),
    ];
    let types = [
        notes("app::Entry", Kind::Derived(1), Some("app::Plain")),
        notes("app::Hand", Kind::ByHand, None),
        notes("app::Plain", Kind::Derived(0), Some("u8")),
        notes("dep::Entry", Kind::Derived(2), Some("app::Plain")),
    ];
    Survey {
        sources,
        types: types.concat(),
        meetings: vec![meeting("app::Plain", "bincode", false), meeting("app::Plain", "postcard", true)],
        roots: vec![
            root("app::Entry", "bincode", "/registry/dep/lib.rs", false),
            root("app::Entry", "bincode", "src/main.rs", true),
            root("app::Hand", "bincode", "src/main.rs", true),
            root("dep::Entry", "bincode", "/registry/dep/lib.rs", false),
        ],
        unseen: Vec::new(),
    }
}

fn files(lib: &str) -> Files {
    let files = Files::new("/nowhere");
    files.set("src/lib.rs", lib);
    files
}

fn judged(scope: &Scope) -> Report {
    report(&survey(), &files(LIB), scope)
}

fn cells(report: &Report) -> Vec<String> {
    let cell =
        |cell: &crate::report::Cell| format!("{} {} {}", cell.type_name, cell.format, cell.outcome.word());
    report.cells.iter().map(cell).collect()
}

#[test]
fn the_formats_that_are_met_are_judged() {
    let report = judged(&Scope::default());
    // Through serde's buffer it is not met itself.
    assert_eq!(
        cells(&report),
        ["app::Entry bincode refused", "app::Hand bincode unproven", "app::Plain bincode accepted"]
    );
    let called: Vec<bool> = report.cells.iter().map(|cell| cell.is_called).collect();
    assert_eq!(called, [true, true, false]);
}

#[test]
fn a_finding_has_its_place_and_the_users_own_call_first() {
    let report = judged(&Scope::default());
    let flatten = report.problems.iter().find(|problem| problem.code == "WC0040").unwrap();
    assert_eq!(flatten.extent.as_ref().unwrap().place, place("src/lib.rs", 5, 13));
    let calls: Vec<&str> = flatten.calls.iter().map(|call| call.place.file.as_str()).collect();
    assert_eq!(calls, ["src/main.rs", "/registry/dep/lib.rs"]);
    assert!(report.cells[0].has(flatten) && !report.cells[2].has(flatten));
}

#[test]
fn dependencies_among_themselves_are_left_out_unless_asked_for() {
    assert!(!cells(&judged(&Scope::default())).iter().any(|cell| cell.starts_with("dep::")));
    let report = judged(&Scope { has_dependencies: true, ..Scope::default() });
    assert!(cells(&report).contains(&"dep::Entry bincode refused".to_owned()), "{:?}", cells(&report));
    let last = report.problems.last().unwrap();
    assert_eq!(last.place().unwrap().file, "/registry/dep/lib.rs", "the user's own code comes first");
}

#[test]
fn what_if_asks_all_types_of_the_user() {
    let report = judged(&Scope { formats: Some(vec!["json".into()]), ..Scope::default() });
    assert_eq!(
        cells(&report),
        ["app::Entry json accepted", "app::Hand json unproven", "app::Plain json accepted"]
    );
    assert!(report.is_clean(), "{:?}", report.problems);
}

#[test]
fn what_is_not_known_is_counted_with_its_formats() {
    let mut survey = survey();
    survey.roots.push(root("app::Hand", "postcard", "src/main.rs", true));
    survey.meetings.push(meeting("app::Plain", "toml", false));
    let report = report(&survey, &files(LIB), &Scope::default());
    assert_eq!(report.unproven.len(), 1);
    assert_eq!((report.unproven[0].type_name.as_str(), report.unproven[0].formats.len()), ("app::Hand", 2));
    let [unseen] = &report.unseen[..] else { panic!("{:?}", report.unseen) };
    assert_eq!(unseen.what, "toml");
    assert!(
        unseen.reason.starts_with("wirecheck knows nothing of this format, which 1 of the types meet"),
        "{unseen:?}"
    );
    assert!(report.cells.iter().all(|cell| cell.format != "toml" && cell.outcome != Outcome::Review));
}

#[test]
fn a_comment_hides_a_finding_and_one_without_effect_is_one() {
    let with = |comment: &str| {
        let text = LIB.replace("flatten)]", &format!("flatten)] // wirecheck: {comment}"));
        report(&survey(), &files(&text), &Scope::default())
    };
    let codes =
        |report: &Report| report.problems.iter().map(|problem| problem.code.clone()).collect::<Vec<_>>();
    let before = codes(&judged(&Scope::default()));
    assert!(before.contains(&"WC0040".to_owned()), "{before:?}");

    let allowed = with("allow(WC0040) = \"tried\"");
    assert_eq!(allowed.allowed, 1);
    assert!(!codes(&allowed).contains(&"WC0040".to_owned()), "{:?}", codes(&allowed));
    assert_eq!(allowed.cells[0].outcome, Outcome::Refused, "the table says what is true all the same");

    let other = with("allow(WC0005) = \"tried\"");
    assert_eq!(other.problems[0].code, "WL0001");
    let extent = other.problems[0].extent.as_ref().unwrap();
    assert_eq!((extent.place.line, extent.place.column, extent.end_column), (5, 23, 60));

    // Another set of formats is no reason to take it out.
    let scope = Scope { formats: Some(vec!["json".into()]), ..Scope::default() };
    let text = LIB.replace("flatten)]", "flatten)] // wirecheck: allow(WC0040) = \"tried\"");
    assert!(report(&survey(), &files(&text), &scope).is_clean());
}

#[test]
fn code_of_a_dependency_is_named_and_allowed_at_the_call() {
    let mut survey = survey();
    survey.roots.push(root("dep::Entry", "bincode", "src/main.rs", true));
    let with = |main: &str| {
        let files = files(LIB);
        files.set("src/main.rs", main);
        report(&survey, &files, &Scope::default())
    };
    let is_foreign = |problem: &&crate::report::Problem| {
        problem.code == "WC0040"
            && problem.extent.as_ref().is_some_and(|extent| extent.place.file.starts_with('/'))
    };
    let found = with("");
    let foreign = found.problems.iter().find(is_foreign).unwrap();
    assert!(foreign.fix.ends_with(" (it is code of `app` 1.0.0)"), "{}", foreign.fix);

    let line = "    dep::write(); // wirecheck: allow(WC0040) = \"tried\"\n";
    let allowed = with(&format!("{}{line}", "\n".repeat(6)));
    assert!(!allowed.problems.iter().any(|problem| is_foreign(&problem)), "{:?}", allowed.problems);
    assert!(!allowed.problems.iter().any(|problem| problem.code == "WL0001"), "it has an effect");
    // Own code is allowed where it is declared.
    assert!(allowed.problems.iter().any(|problem| problem.code == "WC0040"), "{:?}", allowed.problems);
}

#[test]
fn what_may_meet_a_format_behind_dyn_is_for_review() {
    let mut survey = survey();
    survey.roots.clear();
    let behind_dyn = |name| Meeting { is_possible: true, ..meeting(name, "bincode", false) };
    survey.meetings = vec![behind_dyn("app::Entry"), meeting("app::Plain", "bincode", false)];
    let found = report(&survey, &files(LIB), &Scope::default());
    assert_eq!(cells(&found), ["app::Entry bincode review", "app::Plain bincode accepted"]);
    assert_eq!(found.cells[0].evidence, Evidence::Possible);
    assert!(found.problems.iter().any(|problem| problem.code == "WC0040"));
    for problem in &found.problems {
        assert_eq!(problem.severity, Severity::Review);
        assert!(problem.why.ends_with(" (if it meets bincode behind `dyn`)"), "{}", problem.why);
    }
}

#[test]
fn the_parts_of_types_are_named_by_their_fields() {
    let parts = judged(&Scope::default()).parts;
    let parts: Vec<_> =
        parts.iter().map(|it| (it.type_name.as_str(), it.field.as_deref(), it.part.as_str())).collect();
    assert_eq!(parts, [("app::Entry", Some("rest"), "app::Plain"), ("app::Plain", Some("id"), "u8")]);
}
