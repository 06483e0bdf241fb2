//! A format is a row of one list, and these files: CONTRIBUTING names them, and so does this test.

use super::{read, root, sources};
use std::process::Command;
use wirecheck_rules::FORMATS;

/// The files that a new format changes; the last ones only where the format needs it.
const ADD_A_FORMAT: [&str; 10] = [
    // The row.
    "derive/rules/src/formats.rs",
    // Its codec is a file there.
    "harness/src/format/mod.rs",
    // How its crate is called by users.
    "harness/evolution/src/replay/wire.rs",
    // How many bytes its values take, where that is fixed.
    "harness/evolution/src/compare/size.rs",
    // Its feature, and the package.
    "harness/Cargo.toml",
    "Cargo.toml",
    // For users.
    "harness/src/guide/formats.md",
    "harness/src/guide/links.md",
    // What a length looks like that claims too much.
    "tests/formats/hostile/corpus.rs",
    // Types that it is too strict with, and why.
    "tests/types/over_strict.rs",
];

/// Where two formats are compared with crates that write the same bytes.
const COMPARED: [&str; 2] = ["tests/formats/plain.rs", "tests/types/summary.rs"];
/// For those who leave the format of most bytes that there are.
const LEFT: [&str; 5] = [
    "harness/src/dual.rs",
    // What it is in the formats that there are to move to, one by one, with the packages that are tried.
    "harness/lint/src/migrate/",
    "harness/cargo-wirecheck/tests/migrate/",
    "harness/cargo-wirecheck/Cargo.toml",
    "harness/lint/Cargo.toml",
];

/// The one that was added last, and is an example nowhere.
const NEWEST: &str = "Bincode1";

/// Programs that the lint looks at, and what it says of them: they use the crates of formats, whichever there are.
fn is_looked_at(file: &str) -> bool {
    let folders = [
        "harness/lint/",
        "harness/evolution/",
        "harness/cargo-wirecheck/tests/lint",
        "harness/cargo-wirecheck/tests/evolution",
    ];
    let is_of_lint = folders.iter().any(|folder| file.starts_with(folder));
    file == "harness/src/guide/lint.md" || is_of_lint && (file.contains("tests") || file.contains("example"))
}

/// Everything that people write: sources, manifests, scripts and documents; not what is generated.
fn written() -> Vec<String> {
    let output = Command::new("git").arg("ls-files").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = String::from_utf8(output.stdout).unwrap();
    let is_written = |file: &&str| {
        let is_text =
            [".rs", ".toml", ".md", ".sh", ".ci/run", ".ci/features"].iter().any(|end| file.ends_with(end));
        is_text && !file.starts_with("reports/") && root().join(file).exists()
    };
    let files: Vec<String> = files.lines().filter(is_written).map(str::to_owned).collect();
    assert!(files.len() > sources().len() / 2, "the list lost its way: {} files", files.len());
    files
}

/// The words of a text, and the texts between quotes: names of formats with a hyphen are such.
fn names(text: &str, wanted: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(wanted)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + wanted.len()..].starts_with(is_part))
}

#[test]
fn formats_are_listed_once() {
    let mut lists = Vec::new();
    for file in written() {
        let may = ADD_A_FORMAT.contains(&file.as_str())
            || is_looked_at(&file)
            || file == "harness/lint/src/migrate/target.rs"
            || file == "CHANGELOG.md"
            || file == "tests/tidy/formats.rs";
        let text = read(&file);
        let types = FORMATS.iter().filter(|format| names(&text, format.type_name)).count();
        let features = FORMATS.iter().filter(|format| text.contains(&format!("\"{}\"", format.name))).count();
        if !may && types.max(features) * 3 >= FORMATS.len() * 2 {
            lists.push(file);
        }
    }
    assert!(
        lists.is_empty(),
        "these list the formats; make them from `wirecheck_rules::formats!`: {lists:#?}"
    );
}

#[test]
fn a_new_format_touches_the_files_that_contributing_names() {
    let newest = FORMATS.iter().find(|format| format.type_name == NEWEST).expect("a row");
    let codec = format!("harness/src/format/{}.rs", newest.name);
    for file in written() {
        let may = ADD_A_FORMAT.contains(&file.as_str()) || COMPARED.contains(&file.as_str());
        let may =
            may || LEFT.iter().any(|left| file.starts_with(left)) || file == codec || is_looked_at(&file);
        // What tells of a change, and what was added for the comparison.
        let tells =
            ["CHANGELOG.md", "DESIGN.md", "CONTRIBUTING.md", "tests/tidy/formats.rs", "tests/Cargo.toml"];
        let text = read(&file);
        let is_named = names(&text, newest.type_name) || names(&text, newest.name);
        assert!(may || tells.contains(&file.as_str()) || !is_named, "{file} names {}", newest.name);
    }
    let contributing = read("CONTRIBUTING.md");
    for file in ADD_A_FORMAT {
        assert!(root().join(file).exists(), "{file} is gone");
        assert!(
            contributing.contains(&format!("`{file}`")),
            "CONTRIBUTING.md does not name {file} for a new format"
        );
    }
}

#[test]
fn every_format_has_its_feature() {
    let manifest = read("harness/Cargo.toml");
    let all = manifest.lines().find(|line| line.starts_with("formats = [")).expect("the feature `formats`");
    let workspace = read("Cargo.toml");
    for format in FORMATS {
        assert!(manifest.contains(&format!("\n{} = [", format.name)), "no feature {}", format.name);
        assert!(all.contains(&format!("\"{}\"", format.name)), "`formats` leaves {} out", format.name);
        assert!(workspace.contains(&format!("\n{} = ", format.package)), "no package {}", format.package);
    }
    assert_eq!(
        all.matches('"').count(),
        2 * FORMATS.len(),
        "`formats` has features that are no formats: {all}"
    );
}
