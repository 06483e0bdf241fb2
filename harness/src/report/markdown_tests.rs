use super::*;
use crate::matrix::{BackendKind, Outcome};

fn row(backend: BackendKind, transfer: Option<&str>) -> CompatRow {
    let format = if backend.encodes() { "bincode" } else { "memory" }.to_owned();
    CompatRow {
        workload: "large".into(),
        backend,
        format,
        transfer: transfer.map(str::to_owned),
        fault: None,
        tasks: 3,
        expected: "pass".into(),
        outcome: Outcome::Pass,
    }
}

fn table(cells: &[CompatRow]) -> String {
    let about = About { name: "large", about: "sends", published: None };
    let mut text = String::new();
    lines(&mut text, &about, cells, &columns(cells)).unwrap();
    text
}

#[test]
fn each_transfer_mode_has_a_line_and_what_ran_here_is_in_the_first() {
    let pool = |mode| row(BackendKind::Pool, Some(mode));
    let mut cells = vec![row(BackendKind::Inline, None), pool("auto"), pool("shared_memory")];
    cells[2].outcome = Outcome::Failed { error: "no space".into() };
    assert_eq!(
        table(&cells),
        "| `large`, auto | 3 | pass | pass |\n| `large`, shared memory | 3 |  | failed |\n"
    );
    let mut text = String::new();
    summary(&mut text, &cells).unwrap();
    assert!(
        text.contains("- `large::pool::bincode::shared_memory`: expected pass, failed: no space"),
        "{text}"
    );
}

#[test]
fn what_has_no_transfer_modes_has_one_line() {
    let cells = [row(BackendKind::Thread, None), row(BackendKind::Pool, None)];
    assert_eq!(table(&cells), "| `large` | 3 | pass | pass |\n");
    assert_eq!(table(&cells[..1]), "| `large` | 3 | pass |\n");
    assert_eq!(table(&[]), "", "a workload that was not run");
}
