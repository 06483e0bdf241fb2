//! The same cells for the page of the report: rows of `reports/compat.ron`, which `cargo run --release` keeps.

use super::case::Standing;
use super::over_strict::reason;
use super::report::happened;
use super::results::{Judged, all, judge, result};
use super::verdict::refusals;
use std::path::Path;
use wirecheck::matrix::{Difference, Outcome};
use wirecheck::report::{Compat, TypeRow};

/// That the committed rows are those of now; writes them if `overwrite`.
pub fn check(overwrite: bool) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reports/compat.ron");
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let compat = Compat::read(&path).map_err(|error| text(&error))?;
    let mut compat = compat.ok_or("reports/compat.ron is missing: `cargo run --release -- --scale small`")?;
    let fresh = rows();
    if compat.types == fresh {
        return Ok(());
    }
    if overwrite {
        compat.types = fresh;
        return compat.write(&path).map_err(|error| text(&error));
    }
    let first = fresh.iter().find(|row| !compat.types.contains(row));
    Err(format!(
        "stale: `TYPES=overwrite cargo test -p wirecheck-tests --test types`, then commit reports/compat.ron; such as {first:?}"
    ))
}

fn rows() -> Vec<TypeRow> {
    let cells =
        all().iter().enumerate().flat_map(|(case, of)| (0..of.cells.len()).map(move |format| (case, format)));
    cells.map(|(case, format)| row(case, format)).collect()
}

fn row(case: usize, format: usize) -> TypeRow {
    let (of, cell) = (&all()[case], &all()[case].cells[format]);
    let judged = judge(case, format);
    let seen = &result(case, format).there;
    let outcome = match judged {
        Judged::Right | Judged::OverStrict => Outcome::Refused { error: refused(case, format, judged) },
        _ if seen.has("M") => Outcome::Wrong(Difference { index: 0, expected: None, got: Some(words(seen)) }),
        _ if seen.has("DPCT") => Outcome::Failed { error: words(seen) },
        Judged::Kept | Judged::Broken | Judged::Opted => Outcome::Pass,
    };
    // Nothing is promised of what is opted in: whatever happens is what has to be expected.
    let expected = match judged {
        Judged::Kept | Judged::Broken => "pass",
        Judged::Right | Judged::OverStrict => "refused",
        Judged::Opted => outcome.word(),
    };
    TypeRow {
        name: of.path(),
        format: cell.format.to_owned(),
        accepted: cell.verdict,
        expected: expected.to_owned(),
        outcome,
        samples: 0,
    }
}

/// Which rule, and what would have happened.
fn refused(case: usize, format: usize, judged: Judged) -> String {
    let (of, cell) = (&all()[case], &all()[case].cells[format]);
    let codes: Vec<String> = match of.standing {
        Standing::Refused => refusals().get(&of.path()).into_iter().flatten().cloned().collect(),
        _ => Vec::new(),
    };
    let by = if codes.is_empty() { "in this format".to_owned() } else { codes.join(" ") };
    let then = match judged {
        Judged::OverStrict => {
            format!("it would come back: {}", reason(&of.path(), cell.format).unwrap_or("no reason is known"))
        }
        _ => words(&result(case, format).there),
    };
    format!("{by}; sent all the same, {then}")
}

/// What the letters of the report mean.
fn words(seen: &super::measure::Outcome) -> String {
    const WORDS: [(&str, &str); 7] = [
        (".", "equal"),
        ("E", "an error at encode"),
        ("D", "an error at decode"),
        ("M", "another value"),
        ("P", "a panic"),
        ("C", "a crash"),
        ("T", "no end"),
    ];
    let met: Vec<&str> =
        WORDS.iter().filter(|(letter, _)| happened(seen).contains(letter)).map(|(_, word)| *word).collect();
    met.join(", ")
}
