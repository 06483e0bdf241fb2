//! The parts of the program that runs the derive over published crates, tried on a crate of our own and without the network.

#[path = "ecosystem/mod.rs"]
mod ecosystem;

use ecosystem::Failed;
use ecosystem::author::{self, Outcome, offered};
use ecosystem::cells::{self, Cell};
use ecosystem::krate::{Builds, Krate, LIMITS, Limits, Pinned, workspace};
use ecosystem::report::{Row, markdown};
use ecosystem::rewrite::{Kind, Source};
use ecosystem::sections::{with_derive, with_lint};
use std::path::Path;

const TEXT: &str = r#"
#[derive(Serialize, Deserialize)]
/// A comment behind the derive.
pub struct Job {
    #[serde(skip)]
    pub cache: Vec<u8>,
    size: u32,
}
#[cfg_attr(feature = "other", derive(other::Serialize, other::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize,))]
enum Kind { One, Two(u8) }
#[derive(Serialize)]
struct Written;
fn within() {
    #[derive(Deserialize)]
    #[derive(Serialize)]
    struct Local<T>(T);
}
"#;

#[test]
fn each_program_keeps_the_section_of_the_other() {
    let both = with_lint("# Derive\n", "# Lint\n");
    assert_eq!(with_derive(&both, "# New\n"), with_lint("# New\n", "# Lint\n"));
    assert_eq!(with_lint(&both, "# New\n"), with_lint("# Derive\n", "# New\n"));
    assert_eq!(with_derive("# Derive\n", "# New\n"), "# New\n", "without the other there is none");
}

#[test]
fn edits_go_where_the_author_would_write_them() {
    let mut source = Source::new(TEXT.to_owned()).unwrap();
    let known: Vec<_> =
        source.items.iter().map(|it| (it.name.as_str(), it.is_generic, it.is_in_function)).collect();
    assert_eq!(known, [("Job", false, false), ("Kind", false, false), ("Local", true, true)]);
    assert_eq!(source.text(), TEXT, "without edits it is the original");

    for edits in &mut source.edits {
        edits.derive = Some("::wirecheck::Sendable");
    }
    source.edits[0].words.entry(1).or_default().insert("#[sendable(accept = \"skip\")]".to_owned());
    source.edits[0].words.entry(0).or_default().insert("#[sendable(recursive)]".to_owned());
    source.edits[1].words.entry(2).or_default().insert("#[sendable(trust)]".to_owned());
    source.edits[1].behind = "const BEHIND: () = ();".to_owned();
    let text = source.text();
    for expected in [
        "#[derive(Serialize, Deserialize, ::wirecheck::Sendable)]\n",
        "behind the derive.\n#[sendable(recursive)] pub struct Job",
        "#[serde(skip)]\n    #[sendable(accept = \"skip\")] pub cache",
        "derive(other::Serialize, other::Deserialize))]",
        "derive(serde::Serialize, serde::Deserialize,::wirecheck::Sendable))]",
        "#[sendable(trust)] Two(u8) } const BEHIND: () = ();",
        "#[derive(Deserialize, ::wirecheck::Sendable)]\n    #[derive(Serialize)]",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }

    // What the compiler points at is found in what was edited.
    let places = source.places().unwrap();
    let at = |word: &str| places.locate(text.find(word).unwrap());
    assert_eq!(at("cache: Vec"), Some((0, 1)));
    assert_eq!(at("size: u32"), Some((0, 2)));
    assert_eq!(at("pub struct Job"), Some((0, 0)));
    assert_eq!(at("u8) }"), Some((1, 3)));
    assert_eq!(at("struct Written"), None);
    let kinds: Vec<Kind> = source.items[1].nodes.iter().map(|node| node.kind).collect();
    assert_eq!(kinds, [Kind::Type, Kind::Variant, Kind::Variant, Kind::Field]);

    // Taking a derive back takes its words.
    source.edits[0].derive = None;
    assert!(!source.text().contains("accept"));
}

#[test]
fn words_are_read_off_the_message() {
    let text = "help: vouch for it with `#[sendable(trust(Json, Cbor))]`, or accept it: `#[sendable(accept = \"skip\")]`";
    assert_eq!(offered(text), ["#[sendable(trust(Json, Cbor))]", "#[sendable(accept = \"skip\")]"]);
    assert_eq!(offered("help: remove `flatten`"), [""; 0]);
    let text = "help: `#[sendable(trust(..))]` and the formats, or `#[sendable(duplicate)]`";
    assert_eq!(offered(text), ["#[sendable(duplicate)]"], "what is left to the author is no word");
}

fn sample() -> (Krate, Pinned, Outcome) {
    let pinned = Pinned {
        name: "sample".to_owned(),
        version: "0.1.0".to_owned(),
        features: Vec::new(),
        default_features: true,
        by_hand: [("Level".to_owned(), "u8".to_owned())].into(),
        is_recursive: false,
    };
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ecosystem");
    let builds = Builds {
        // Where the other tests have built the dependencies.
        target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects/target"),
        is_offline: true,
        caps_lints: false,
    };
    let from = workspace().join("tests/ecosystem/sample");
    let mut krate = Krate::copy(&work, &from, &pinned, &builds).unwrap();
    let outcome = author::derive(&mut krate).unwrap();
    (krate, pinned, outcome)
}

/// One crate must not take the machine, and its row says what it met.
#[test]
fn a_build_has_limits() {
    let run = |limits: Limits, script: &str| {
        let output = limits.command("bash").args(["-c", script]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        limits.met(output.status, &errors).map(|failed| failed.to_string())
    };
    let small = || Limits { gigabytes: 1, seconds: 1, minutes: 1 };
    assert_eq!(run(LIMITS, "true"), None);
    assert_eq!(run(LIMITS, "exit 101"), None, "an error of the compiler has messages of its own");
    let words = "echo 'memory allocation of 939524096 bytes failed' >&2; exit 101";
    assert_eq!(run(LIMITS, words).unwrap(), "the compiler takes more than 6 GB of memory");
    let limits = small().command("bash").args(["-c", "ulimit -v; ulimit -S -t"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&limits.stdout), "1000000\n1\n");
    let late = run(small(), "while true; do :; done").unwrap();
    assert_eq!(late, "the compiler takes more than 1 s of processor time");
    assert_eq!(run(LIMITS, "exit 124").unwrap(), "a build takes more than 40 minutes");
    let ended = run(LIMITS, "echo '  process did not exit successfully: `rustc` (signal: 24)' >&2; exit 101");
    assert!(ended.unwrap().ends_with("s of processor time"));
    let ended = run(LIMITS, "echo '  process did not exit successfully: `rustc` (signal: 11)' >&2; exit 101");
    assert!(ended.unwrap().starts_with("a process ends by a signal: "));
}

#[test]
fn a_crate_gets_the_words_that_it_needs_and_runs() {
    let (mut krate, pinned, mut outcome) = sample();
    let name = |(file, item): &(usize, usize)| krate.sources[*file].1.items[*item].name.clone();
    let mut types: Vec<String> = outcome.types.iter().map(name).collect();
    types.sort();
    assert_eq!(
        types,
        [
            "$name", "Cached", "Choice", "Event", "Level", "Line", "Local", "Lossy", "Named", "Plan",
            "Point", "Step"
        ]
    );
    let refused: Vec<(String, &str)> =
        outcome.refused.iter().map(|(id, code)| (name(id), code.as_str())).collect();
    assert_eq!(refused, [("Line".to_owned(), "WC0003")]);
    assert_eq!(outcome.bare, [""; 0]);
    let text = krate.sources[0].1.text();
    for expected in [
        "#[sendable(accept(\"skip\", AnyFormat))] pub cache",
        "Number(#[sendable(trust",
        "#[serde(with = \"super::zero\")]\n        #[sendable(trust",
        "#[sendable(shape = \"u8\")] pub enum Level",
        "::wirecheck::Sendable)]\n            pub struct $name",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }

    let cells = cells::run(&mut krate, &outcome).unwrap();
    let of = |ty: &str| -> Vec<&Cell> { cells.iter().filter(|cell| cell.ty.ends_with(ty)).collect() };
    for ty in ["::Point", "::Event", "::Named", "::Plan", "::Step", "::Level"] {
        let cells = of(ty);
        assert!(cells.len() > 5, "{cells:?}");
        for cell in cells {
            assert!(cell.is_accepted && cell.kept > 1 && cell.broken == 0, "{cell:?}");
        }
    }
    // The word holds where it was offered for, and nowhere else.
    let accepted = |ty| -> Vec<&Cell> { of(ty).into_iter().filter(|cell| cell.is_accepted).collect() };
    let [choice] = accepted("::Choice")[..] else { panic!("{:?}", of("::Choice")) };
    assert!(choice.format == "Json" && choice.kept > 2 && choice.broken == 0, "{choice:?}");
    // The author's own list of formats does not hold, and the values show it.
    let [lossy] = accepted("::Lossy")[..] else { panic!("{:?}", of("::Lossy")) };
    assert!(lossy.format == "Json" && lossy.broken > 0, "{lossy:?}");
    assert_eq!(of("::Line"), [] as [&Cell; 0]);

    assert!(author::take_back(&mut krate, &mut outcome, &cells).unwrap());
    assert_eq!(outcome.taken_back.len(), 1, "{:?}", outcome.taken_back);
    assert_eq!(outcome.refused.values().collect::<Vec<_>>(), ["tried", "WC0003"]);
    let cells: Vec<Cell> = cells.into_iter().filter(|cell| !outcome.refused.contains_key(&cell.id)).collect();
    assert!(!author::take_back(&mut krate, &mut outcome, &cells).unwrap(), "nothing else is broken");

    let row = Row::new(pinned.clone(), &krate, &outcome, cells, (2.0, 2.2));
    let other = Pinned { name: "other".to_owned(), ..pinned.clone() };
    let report = markdown(&[(pinned, Ok(row)), (other, Err(Failed::new("no | row")))]);
    assert!(report.contains("| sample 0.1.0 | 12 | 5 | 5 | 5 | 1 | 2 |"), "{report}");
    assert!(report.contains("| 2.00 s | 2.20 s | 1.10 |"), "{report}");
    let failed = format!("| other 0.1.0 | not measured: no \\| row |{}\n", " |".repeat(12));
    assert!(report.contains(&failed), "{report}");
    assert!(report.contains("## Tried and given up\n\n- sample: `sample::words::Lossy` in Json"), "{report}");
}
