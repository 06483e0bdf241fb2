//! A report with everything there can be, for the tests of all formats.

use super::{
    Broken, Call, Cell, Evidence, Extent, Files, Outcome, Part, Problem, Report, Severity, Step, Unproven,
    group::group,
};
use crate::survey::{Place, Unseen};

pub(crate) const MODEL: &str = "\
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct State {
    pub config: Config,
}

#[derive(Serialize, Deserialize)]
pub struct Config {
    pub name: String,
    #[serde(flatten)]
    pub rest: Rest,
    #[serde(skip_serializing_if = \"is_dull\")]
    pub hint: u8,
}
";

pub(crate) const MAIN: &str = "\
mod model;

fn main() {
    let state = model::load();
    // wirecheck: allow(WC0012) = \"\u{fc}ber\"
    let bytes = bincode::serialize(&state).unwrap();
    std::fs::write(\"state.bin\", postcard::to_stdvec(&state).unwrap()).unwrap();
}
";

pub(crate) fn place(file: &str, line: u32, column: u32) -> Place {
    Place { file: file.into(), line, column }
}

fn call(function: &str, format: &str, line: u32, column: u32) -> Call {
    Call {
        place: place("src/main.rs", line, column),
        function: function.into(),
        type_name: "app::model::State".into(),
        format: format.into(),
        chosen: None,
    }
}

pub(crate) fn flatten(format: &str, call: Call) -> Problem {
    let rule = wirecheck_rules::find("WC0040").unwrap();
    Problem {
        code: rule.code.into(),
        name: rule.slug.into(),
        severity: Severity::Error,
        formats: vec![format.into()],
        types: vec!["app::model::Config".into()],
        extent: Some(Extent { place: place("src/model.rs", 11, 13), end_line: 11, end_column: 20 }),
        message: format!("{format} is not a self-describing wire format"),
        why: "`flatten` makes serde ask the input what comes next, and these bytes do not say".into(),
        fix: "send the value as JSON, or remove the attribute".into(),
        path: vec![Step {
            type_name: "app::model::State".into(),
            field: Some("config".into()),
            place: Some(place("src/model.rs", 4, 12)),
        }],
        calls: vec![call],
        evidence: Evidence::Proved,
    }
}

pub(crate) fn bincode() -> Call {
    call("bincode::serialize", "bincode1", 6, 17)
}

pub(crate) fn postcard() -> Call {
    call("postcard::to_stdvec", "postcard", 7, 33)
}

/// A field that a function of the program decides on.
fn skipped() -> Problem {
    let mut problem = flatten("bincode1", bincode());
    problem.code = "WC0014".into();
    problem.name = "skip-if-default".into();
    problem.severity = Severity::Review;
    problem.extent = Some(Extent { place: place("src/model.rs", 13, 13), end_line: 13, end_column: 44 });
    problem.message = "a skipped field may not come back: 100%, or\nless".into();
    problem
}

/// A type of another crate, whose files are not here.
fn foreign() -> Problem {
    let mut problem = flatten("bincode1", bincode());
    problem.types = vec!["uuid::Value<u8>".into(), "uuid::Value<u16>".into()];
    problem.extent =
        Some(Extent { place: place("/registry/uuid 1/src/lib.rs", 40, 5), end_line: 40, end_column: 9 });
    problem.path.clear();
    problem.calls[0].chosen = Some(place("src/main.rs", 4, 0));
    problem
}

fn comment() -> Problem {
    Problem {
        code: "WL0001".into(),
        name: "allow-without-effect".into(),
        severity: Severity::Error,
        formats: Vec::new(),
        types: Vec::new(),
        extent: Some(Extent { place: place("src/main.rs", 5, 5), end_line: 5, end_column: 43 }),
        message: "this comment allows nothing: nothing breaks WC0012 at line 6".into(),
        why: "it would hide the next finding in silence".into(),
        fix: "remove it".into(),
        path: Vec::new(),
        calls: Vec::new(),
        evidence: Evidence::Proved,
    }
}

/// Files of the example, which lie in a folder of their repository.
pub(crate) fn files() -> Files {
    let files = Files::new("/home/me/shop/app").below("app".as_ref());
    files.set("src/model.rs", MODEL);
    files.set("src/main.rs", MAIN);
    files
}

fn cell(type_name: &str, format: &str, outcome: Outcome, problems: &[&Problem]) -> Cell {
    let broken = |problem: &&Problem| Broken {
        code: problem.code.clone(),
        extent: problem.extent.clone(),
        type_name: problem.types[0].clone(),
    };
    Cell {
        type_name: type_name.into(),
        format: format.into(),
        outcome,
        evidence: if outcome == Outcome::Unproven { Evidence::Unproven } else { Evidence::Proved },
        broken: problems.iter().map(broken).collect(),
        reason: problems.first().map(|problem| problem.message.clone()),
        is_called: type_name.ends_with("State"),
    }
}

/// The report.
pub(crate) fn report() -> Report {
    let flatten = [flatten("postcard", postcard()), flatten("bincode1", bincode())];
    let [skipped, foreign] = [skipped(), foreign()];
    let cells = vec![
        cell("app::Plain", "postcard", Outcome::Accepted, &[]),
        cell("app::model::Config", "bincode1", Outcome::Refused, &[&flatten[1], &skipped]),
        cell("app::model::Config", "postcard", Outcome::Refused, &[&flatten[0]]),
        cell("app::model::Hint<alloc::string::String>", "bincode1", Outcome::Review, &[&skipped]),
        cell("app::model::State", "bincode1", Outcome::Refused, &[&flatten[1], &skipped, &foreign]),
        cell("app::model::State", "postcard", Outcome::Refused, &[&flatten[0]]),
        Cell {
            reason: Some("its impls are written by hand".into()),
            ..cell("other::Hand", "postcard", Outcome::Unproven, &[])
        },
    ];
    Report {
        problems: group(flatten.into_iter().chain([skipped, foreign, comment()])),
        cells,
        parts: vec![Part {
            type_name: "app::model::State".into(),
            field: Some("config".into()),
            part: "app::model::Config".into(),
        }],
        unproven: vec![Unproven {
            type_name: "other::Hand".into(),
            formats: vec!["postcard".into()],
            reason: "its impls are written by hand".into(),
        }],
        unseen: vec![Unseen {
            what: "app::generic".into(),
            place: Some(place("src/model.rs", 3, 0)),
            reason: "nobody calls it with a type".into(),
        }],
        allowed: 1,
        baselined: 0,
    }
}
