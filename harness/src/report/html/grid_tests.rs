use super::*;

fn compat() -> Compat {
    ron::from_str(include_str!("../examples/compat.ron")).unwrap()
}

fn timing() -> Timing {
    ron::from_str(include_str!("../examples/timing.ron")).unwrap()
}

fn cell<'a>(grid: &'a Grid, row: &str, column: &str) -> &'a GridCell {
    let mut cells = grid.cells();
    cells
        .find(|(name, place, _)| (*name, *place) == (row, column))
        .unwrap_or_else(|| panic!("{row}, {column}"))
        .2
}

#[test]
fn each_transfer_mode_has_a_line_and_what_ran_here_is_in_the_first() {
    let compat = compat();
    let grid = Grid::of_workloads(&compat, None).unwrap();
    let names: Vec<_> = grid.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["sums", "sleeps", "large_output, auto", "large_output, shared memory"]);
    assert_eq!(
        grid.columns,
        ["inline", "thread", "spawn bincode", "spawn json", "pool bincode", "pool json"]
    );
    assert_eq!(grid.count(), compat.cells.len(), "no cell is lost");
    assert!(grid.rows[3].cells[0].is_none() && grid.rows[2].cells[0].is_some());
    assert_eq!(grid.metrics, [TASKS], "without times there are none");
}

#[test]
fn a_note_has_the_expected_outcome_and_the_error() {
    let (compat, timing) = (compat(), timing());
    let grid = Grid::of_workloads(&compat, Some(&timing)).unwrap();
    let wrong = cell(&grid, "sums", "spawn json");
    assert!(!wrong.as_expected);
    let note = wrong.note.as_deref().unwrap();
    assert!(note.starts_with("should be pass; result 3 is <script>"), "{note}");
    let failed = cell(&grid, "sleeps", "spawn json").note.as_deref().unwrap();
    assert!(failed.ends_with("task 4 failed: its worker was killed by SIGKILL"), "on one line: {failed}");
    let refused = cell(&grid, "large_output, auto", "spawn json");
    assert!(refused.as_expected && refused.note.as_deref().unwrap().starts_with("[WC0040]"));
    assert!(cell(&grid, "sums", "pool bincode").note.as_deref().unwrap().contains("encoding takes 5 %"));
    assert_eq!(cell(&grid, "sums", "inline").note, None);
}

#[test]
fn values_are_those_of_the_same_cell_and_only_of_cells_that_passed() {
    let (compat, timing) = (compat(), timing());
    let grid = Grid::of_workloads(&compat, Some(&timing)).unwrap();
    assert_eq!(grid.metrics.len(), 8);
    let large = cell(&grid, "large_output, shared memory", "pool bincode");
    assert_eq!((large.values[0], large.values[4]), (Some(24.0), Some(9_600_000.0)));
    assert_eq!(cell(&grid, "sums", "inline").values[1..3], [Some(2.0), Some(1.0)]);
    assert_eq!(cell(&grid, "sums", "spawn json").values, [&[Some(24.0)][..], &[None; 7]].concat());
    assert_eq!((large.values[6], large.values[7]), (Some(52_428_800.0), Some(20_971_520.0)));
    let mut timing = timing;
    for row in &mut timing.cells {
        (row.peak_parent, row.peak_worker) = (None, None);
    }
    let grid = Grid::of_workloads(&compat, Some(&timing)).unwrap();
    assert_eq!(grid.metrics.len(), 6, "what was not measured has no column");
}

#[test]
fn types_are_a_matrix_of_their_own() {
    let grid = Grid::of_types(&compat()).unwrap();
    assert_eq!(
        (grid.rows.len(), grid.columns.as_slice()),
        (3, &["bincode", "json", "ron"].map(str::to_owned)[..])
    );
    let refused = cell(&grid, "Option<Option<u8>>", "json");
    assert!(refused.as_expected && refused.note.as_deref().unwrap().contains("WC0052"));
    assert!(refused.note.as_deref().unwrap().ends_with("the compiler refuses it"));
    let without = Compat { types: Vec::new(), cells: Vec::new(), ..compat() };
    assert!(Grid::of_types(&without).is_none() && Grid::of_workloads(&without, None).is_none());
}
