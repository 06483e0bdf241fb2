//! The house rules that a machine can check.

#[path = "tidy/cycles.rs"]
mod cycles;
#[path = "tidy/docs.rs"]
mod docs;
#[path = "tidy/formats.rs"]
mod formats;
#[path = "tidy/locks.rs"]
mod locks;
#[path = "tidy/words.rs"]
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use wirecheck::report::{Compat, markdown};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file of the workspace, as a path from the root.
pub(crate) fn sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = root();
    let mut found = Vec::new();
    for folder in ["derive", "harness", "fixtures", "tests"] {
        walk(&root.join(folder), &mut found);
    }
    let mut found: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned())
        // What trybuild builds, and its work in progress.
        .filter(|path| !path.contains("/target/") && !path.contains("/wip/"))
        .collect();
    found.sort();
    assert!(found.len() > 100, "the walk lost its way: {} files", found.len());
    found
}

/// The names of the Rust files of a folder, without `mod.rs`, tests and the extension.
fn modules(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join(folder))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name != "mod" && !name.ends_with("tests"))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "{folder} is empty");
    names
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "split by idea: {long:#?}");
}

#[test]
fn tables_of_contents_hold_no_logic() {
    for path in sources() {
        if path.ends_with("/lib.rs") || path.ends_with("/mod.rs") {
            let lines = read(&path).lines().filter(|line| !line.trim_start().starts_with("//")).count();
            assert!(lines <= 150, "{path} is a table of contents and has {lines} lines");
        }
    }
}

/// Where it may be besides the operating system's side: the table of tasks; the constructor of what `closure!` makes,
/// and the macro that calls it; a test with a constructor as a C++ library has it; tests with tasks that close what they do
/// not own.
const UNSAFE: [&str; 6] = [
    "harness/src/task/table.rs",
    "harness/src/task/closure.rs",
    "harness/src/task/expansion.rs",
    "derive/src/closure/expand.rs",
    "tests/before_main.rs",
    "tests/support/closing.rs",
];

#[test]
fn unsafe_code_is_where_it_may_be() {
    // Split so that this file does not find itself.
    let words = [
        concat!("unsa", "fe {"),
        concat!("unsa", "fe fn"),
        concat!("unsa", "fe impl"),
        concat!("allow(unsa", "fe_code"),
    ];
    for path in sources() {
        let allowed = path.starts_with("harness/src/sys/") || UNSAFE.contains(&path.as_str());
        // Macro input that the tests refuse, and macro output that a test looks at.
        if allowed || path.starts_with("tests/ui/") {
            continue;
        }
        let text = read(&path);
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            assert!(!words.iter().any(|word| code.contains(word)), "{path}:{}: {line}", number + 1);
        }
    }
    assert!(read("Cargo.toml").contains("unsafe_code = \"deny\""));
}

#[test]
fn each_unsafe_block_states_its_guarantee() {
    for path in sources()
        .iter()
        .filter(|path| path.starts_with("harness/src/sys/") || path.ends_with("task/table.rs"))
    {
        let text = read(path);
        let blocks = text
            .lines()
            .filter(|line| line.split("//").next().unwrap_or_default().contains(concat!("unsa", "fe ")))
            .count();
        let reasons = text.matches("// SAFETY:").count();
        assert!(
            reasons >= blocks.saturating_sub(text.matches("unsafe extern").count()),
            "{path}: {blocks} blocks, {reasons} reasons"
        );
    }
}

#[test]
fn every_crate_uses_the_workspaces_lints() {
    for folder in [
        "derive",
        "derive/model",
        "derive/rules",
        "harness",
        "harness/cargo-wirecheck",
        "harness/lint",
        "fixtures",
        "tests",
        "tests/foreign",
        "tests/built",
        "tests/sweep",
    ] {
        let manifest = read(format!("{folder}/Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{folder}/Cargo.toml");
    }
}

#[test]
fn the_changelog_tells_of_this_version() {
    let changelog = read("CHANGELOG.md");
    let version = env!("CARGO_PKG_VERSION");
    assert!(changelog.starts_with("# Changelog\n"));
    assert!(changelog.contains("## [Unreleased]"));
    let header = changelog.lines().find(|line| line.starts_with(&format!("## [{version}] - ")));
    let date = header.unwrap_or_else(|| panic!("no header for {version}")).rsplit(' ').next().unwrap();
    assert!(date.len() == 10 && date.split('-').count() == 3, "{date}");
}

#[test]
fn every_rule_is_registered_and_has_its_case() {
    let folder = "derive/rules/src/rules";
    let mut names = modules(folder);
    for inner in ["asked", "refused"] {
        names.extend(modules(&format!("{folder}/{inner}")));
    }
    names.sort();
    let mut slugs: Vec<String> =
        wirecheck_rules::ALL.iter().map(|rule| rule.slug.replace('-', "_")).collect();
    slugs.sort();
    assert_eq!(names, slugs, "a rule's file is named after its slug, and the list holds every file");
    // Their types are of crates that these tests do not build; `tests/rules` compiles their examples.
    let of_other_crates = "WC0100".."WC0105";
    for rule in wirecheck_rules::ALL.iter().filter(|rule| !of_other_crates.contains(&rule.code)) {
        let folder = match rule.reporter {
            wirecheck_rules::Reporter::Build => "tests/built/refused",
            wirecheck_rules::Reporter::Run => "tests/built/pass",
            _ => "tests/ui",
        };
        let case = format!("{folder}/{}-{}", rule.code, rule.slug);
        assert!(root().join(format!("{case}.rs")).is_file(), "{case}.rs");
        if rule.reporter == wirecheck_rules::Reporter::Run {
            // A program that checks the error itself.
            assert!(read(format!("{case}.rs")).contains(rule.code), "{case}.rs does not name its rule");
            continue;
        }
        assert!(read(format!("{case}.stderr")).contains(rule.code), "{case}.stderr does not name its rule");
    }
}

#[test]
fn every_compile_fail_case_has_its_message() {
    let folders = ["tests/ui", "tests/built/refused"];
    for folder in folders {
        for name in modules(folder) {
            assert!(
                root().join(format!("{folder}/{name}.stderr")).is_file(),
                "{folder}/{name}.rs has no message"
            );
        }
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                assert!(path.with_extension("rs").is_file(), "{} has no case", path.display());
            }
        }
    }
}

#[test]
fn every_workload_is_registered() {
    let suite = wirecheck_fixtures::suite();
    for file in modules("fixtures/src/workload") {
        let registered = suite.workloads().iter().any(|about| about.name.starts_with(&file));
        assert!(registered, "no workload of fixtures/src/workload/{file}.rs is in the suite");
    }
}

#[test]
fn the_committed_reports_are_fresh() {
    let suite = wirecheck_fixtures::suite();
    let compat = Compat::read(&root().join("reports/compat.ron")).unwrap().expect("reports/compat.ron");
    let mut found: Vec<String> = compat.cells.iter().map(wirecheck::report::CompatRow::name).collect();
    // Those with a fault and those on a cluster are run on demand.
    let regular = wirecheck::matrix::Request::default();
    let cells = suite.cases().iter().map(wirecheck::matrix::Case::cell).filter(|cell| regular.wants(cell));
    let mut expected: Vec<String> = cells.map(|cell| cell.to_string()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "run `cargo run --release` and commit reports/compat.*");
    assert_eq!(
        read("reports/compat.md"),
        markdown(&compat, &suite),
        "run `cargo run --release` and commit reports/compat.*"
    );
}

/// The command line is above the reports, and those are above the matrix.
#[test]
fn nothing_below_imports_from_above() {
    let layers = ["matrix", "report", "cli"];
    for (at, layer) in layers.iter().enumerate() {
        let folder = format!("harness/src/{layer}/");
        for path in sources().iter().filter(|path| path.starts_with(&folder)) {
            let text = read(path);
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (line, above) in code.flat_map(|line| layers[at + 1..].iter().map(move |above| (line, above)))
            {
                assert!(!line.contains(&format!("crate::{above}")), "{path} is below {above}: {line}");
            }
        }
    }
}

/// A new measurement is one file and one line in a suite: no renderer knows the name of one.
#[test]
fn no_renderer_knows_a_measurement() {
    let suite = wirecheck_fixtures::suite();
    let names: Vec<&str> = suite.measurements().map(|measurement| measurement.name()).collect();
    assert!(names.len() >= 5, "{names:?}");
    let renderers: Vec<String> = sources()
        .into_iter()
        .filter(|path| path.starts_with("harness/src/report/") || path.starts_with("harness/src/cli/"))
        .filter(|path| !path.ends_with("_tests.rs"))
        .collect();
    assert!(renderers.len() > 20, "{renderers:?}");
    for path in renderers {
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for name in &names {
            // `--peers` is an option of its own.
            let is_option = *name == "peers" && path.starts_with("harness/src/cli/");
            assert!(is_option || !code.contains(&format!("\"{name}")), "{path} knows the measurement {name}");
        }
    }
}

#[test]
fn public_types_cross_threads() {
    fn everywhere<T: Send + Sync + 'static>() {}
    fn once<T: Send + 'static>() {}
    everywhere::<wirecheck::Error>();
    everywhere::<wirecheck::Inline>();
    everywhere::<wirecheck::Thread>();
    everywhere::<wirecheck::Spawn>();
    everywhere::<wirecheck::Pool>();
    everywhere::<wirecheck::AnyBackend<wirecheck::Ron>>();
    everywhere::<wirecheck::Builder<wirecheck::Pool>>();
    everywhere::<wirecheck::Progress>();
    everywhere::<wirecheck::Workers>();
    everywhere::<wirecheck::Stats>();
    everywhere::<wirecheck::Shared<[f64]>>();
    everywhere::<wirecheck::Closure<(String,), fn()>>();
    everywhere::<wirecheck::matrix::Suite>();
    everywhere::<wirecheck::matrix::CellReport>();
    everywhere::<Compat>();
    everywhere::<wirecheck::report::ReportError>();
    once::<wirecheck::Job<u64>>();
}

/// Circles of imports that are still there, with the folder of `lib.rs`. This list only gets shorter: a circle that
/// grows fails the test, and so does a line for one that is gone.
const KNOWN_CIRCLES: &[(&str, &[&str])] = &[
    (
        "harness/src",
        &[
            "format/capability.rs",
            "format/capability/buffer.rs",
            "format/capability/fields.rs",
            "format/capability/keys.rs",
            "format/capability/null.rs",
            "format/capability/shares_memory.rs",
            "format/capability/variants.rs",
        ],
    ),
    ("harness/src", &["format/guard.rs", "format/guard/parts.rs"]),
    (
        "harness/src",
        &[
            "format/guard/decode.rs",
            "format/guard/decode/access.rs",
            "format/guard/decode/depth.rs",
            "format/guard/decode/visitor.rs",
        ],
    ),
    // A macro makes the types of `parts`, so their list in `mod.rs` is taken for a use.
    ("harness/src", &["sendable/mod.rs", "sendable/parts.rs"]),
    // A reader and the parts that it reads with readers.
    ("harness/src", &["observe/parts.rs", "observe/read.rs"]),
    ("harness/src", &["backend/thread.rs", "backend/thread/read_ahead.rs"]),
    ("harness/src", &["shared_slice/other.rs", "shared_slice/value.rs"]),
    ("harness/src", &["progress.rs", "progress/bar.rs"]),
    ("harness/src", &["task/kinds.rs", "task/remote.rs", "task/table.rs"]),
];

#[test]
fn modules_do_not_import_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for folder in ["derive/src", "derive/model/src", "derive/rules/src", "harness/src", "harness/lint/src"] {
        let known = KNOWN_CIRCLES.iter().filter(|(of, _)| *of == folder);
        let mut known: Vec<BTreeSet<&str>> =
            known.map(|(_, files)| files.iter().copied().collect()).collect();
        for circle in cycles::cycles(&root().join(folder).join("lib.rs")) {
            let files: BTreeSet<&str> = circle.iter().map(String::as_str).collect();
            match known.iter().position(|known| files.is_subset(known)) {
                Some(index) => drop(known.remove(index)),
                None => wrong.push(format!("{folder}: these import each other: {files:?}")),
            }
        }
        wrong.extend(known.iter().map(|gone| format!("{folder}: take this off the list: {gone:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn circles_are_found_through_reexports_and_paths() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod list; mod alone;"),
        // By way of a re-export, from a folder that only lists.
        ("a.rs", "use crate::list::Item; pub fn a(_: Item) {}"),
        ("list/mod.rs", "mod item; pub use self::item::Item;"),
        ("list/item.rs", "pub struct Item; fn run() { crate::b::b() }"),
        ("b.rs", "use super::{a, c::C}; pub fn b() { a::a(1) } fn other(_: C) {}"),
        ("c.rs", "pub struct C; #[cfg(test)] mod tests { use crate::b::b; }"),
        ("alone.rs", "use std::fmt; use crate::a::a; pub fn run() { a(1); fmt::format(1); }"),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let found = cycles::cycles(&folder.path().join("lib.rs"));
    let circle = ["a.rs", "b.rs", "list/item.rs"].map(str::to_owned).into();
    assert_eq!(found, [circle]);
}

#[test]
fn every_dependency_has_its_reason() {
    let design = read("DESIGN.md");
    let manifest = read("Cargo.toml");
    let (_, table) = manifest.split_once("[workspace.dependencies]").unwrap();
    let (table, _) = table.split_once("\n[").unwrap();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ") {
            assert!(
                name.starts_with("wirecheck") || contains_crate(&design, name),
                "DESIGN.md does not say why {name}"
            );
        }
    }
}

fn contains_crate(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').any(|found| found == name)
}
