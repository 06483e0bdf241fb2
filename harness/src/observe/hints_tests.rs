//! The table of hints, made from what each codec really does: `WIRECHECK_BLESS=1` writes it anew.

#[path = "hints_tests/names.rs"]
mod names;
#[path = "hints_tests/samples.rs"]
mod samples;
#[path = "hints_tests/seen.rs"]
mod seen;

use self::samples::{KINDS, samples};
use self::seen::{Asked, Seen};
use super::hints;
use super::log::AskLog;
use super::node::Node;
use super::read::NodeReader;
use crate::format::{Codec, Format};
use serde::de::DeserializeSeed;
use std::collections::BTreeMap;

/// What a codec gives to the visitor, which must use all bytes.
fn through<F: Codec>(written: &Node, asked: Asked) -> Option<Seen> {
    let bytes = F::encode_to_vec(written).ok()?;
    seen::reading(asked, || F::decode::<seen::Read>(&bytes)).ok().map(|read| read.0)
}

/// What our own reader gives.
fn observed(written: &Node, asked: Asked) -> Option<Seen> {
    let log = AskLog::default();
    asked.deserialize(NodeReader { node: written, log: &log, is_text: false }).ok()
}

/// Whether all samples of the pair come back in the format.
fn comes_back<F: Codec>(samples: &[Node], read: &'static str) -> bool {
    !samples.is_empty()
        && samples.iter().all(|written| {
            let asked = Asked::new(read, written);
            let expected = observed(written, asked.clone());
            expected.is_some() && through::<F>(written, asked) == expected
        })
}

macro_rules! in_formats {
    ([$samples:ident $read:ident] $($Format:ident { $($row:tt)* })*) => {{
        let mut names = Vec::new();
        $(if comes_back::<crate::format::$Format>($samples, $read) {
            names.push(<crate::format::$Format as Format>::NAME);
        })*
        names
    }};
}

/// What is written, what it is read as, and the formats.
type Table = BTreeMap<(String, String), String>;

fn measured() -> Table {
    let mut table = Table::new();
    for (written, _) in KINDS {
        for (_, read) in KINDS {
            let samples = &samples(written, read);
            let names: Vec<&str> = wirecheck_rules::formats!(in_formats, samples read);
            let is_own = written == read;
            if !is_own && !names.is_empty() {
                table.insert(((*written).to_owned(), (*read).to_owned()), names.join(" "));
            }
            // A kind as itself is no question, and so shows that all this measures what it should.
            if is_own {
                assert!(names.len() == 9, "{written} as itself comes back in {names:?}");
            }
        }
    }
    table
}

/// As in the file: what is read alike is on one line.
fn lines(table: &Table) -> String {
    let mut lines = String::new();
    for (written, _) in KINDS {
        let mut alike = BTreeMap::<&str, Vec<&str>>::new();
        for ((_, read), names) in table.iter().filter(|((known, _), _)| known == written) {
            alike.entry(names).or_default().push(read);
        }
        lines.extend(
            alike.iter().map(|(names, reads)| format!("{written} -> {}: {names}\n", reads.join(", "))),
        );
    }
    lines
}

fn known() -> Table {
    let mut table = Table::new();
    for line in hints::TABLE.lines() {
        let (pair, names) = line.split_once(": ").expect("kinds and their formats");
        let (written, reads) = pair.split_once(" -> ").expect("what is written, and what it is read as");
        table.extend(reads.split(", ").map(|read| ((written.to_owned(), read.to_owned()), names.to_owned())));
    }
    table
}

#[test]
fn the_hints_are_what_the_codecs_do() {
    let measured = measured();
    if std::env::var_os("WIRECHECK_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/observe/hints.txt");
        std::fs::write(path, lines(&measured)).expect("the table can be written");
        return;
    }
    let known = known();
    let changed: Vec<_> = measured.iter().filter(|(pair, names)| known.get(*pair) != Some(names)).collect();
    assert!(
        changed.is_empty(),
        "WIRECHECK_BLESS=1 writes the table anew, in which these change: {changed:#?}"
    );
    let gone: Vec<_> = known.keys().filter(|pair| !measured.contains_key(*pair)).collect();
    assert!(gone.is_empty(), "WIRECHECK_BLESS=1 writes the table anew, without these: {gone:#?}");
}

#[test]
fn a_capability_is_named_where_it_is_exact() {
    let known = known();
    assert!(known.len() > 100);
    for ((written, read), names) in known {
        let formats = hints::formats(&written, &read);
        assert_eq!(formats, names.split(' ').collect::<Vec<_>>(), "{written} as {read}");
        if let Some(capability) = hints::capability(&formats) {
            assert_eq!(hints::with(capability), formats, "{written} as {read}");
        }
    }
}
