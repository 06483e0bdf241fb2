use super::*;
use crate::report::html::grid::Metric;

fn cell(outcome: &'static str, as_expected: bool, note: Option<&str>, value: f64) -> Option<GridCell> {
    Some(GridCell { outcome, as_expected, note: note.map(str::to_owned), values: vec![Some(value)] })
}

fn grid() -> Grid {
    let evil = Some("</script><!-- \u{2028} \"<b>");
    let rows = vec![
        GridRow { name: "a</script>".into(), cells: vec![cell("pass", true, None, 1.0), None] },
        GridRow {
            name: "b".into(),
            cells: vec![cell("failed", false, evil, 0.123456789), cell("failed", true, evil, 1e-9)],
        },
    ];
    let metrics = vec![Metric { key: "wall", name: "Wall", unit: Unit::Seconds }];
    Grid { id: "g", title: "G", first: "row", columns: vec!["x".into(), "y".into()], metrics, rows }
}

#[test]
fn nothing_ends_the_element_that_it_stands_in() {
    let text = json(&[&grid()]);
    assert!(!text.contains('<'), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value[0]["rows"][0]["n"], "a</script>");
    assert_eq!(value[0]["notes"], serde_json::json!(["</script><!-- \u{2028} \"<b>"]), "each once");
}

#[test]
fn a_cell_is_a_letter_and_what_there_is_to_it() {
    let value: serde_json::Value = serde_json::from_str(&json(&[&grid()])).unwrap();
    let rows = &value[0]["rows"];
    assert_eq!((&rows[0]["s"], &rows[1]["s"]), (&"p ".into(), &"Ff".into()));
    assert_eq!((rows[0].get("r"), rows[1]["r"].to_string()), (None, "[1,1]".to_owned()));
    assert_eq!(rows[0]["v"].to_string(), "[[1.0,null]]");
    assert_eq!(rows[1]["v"].to_string(), "[[0.12346,1e-9]]");
}

#[test]
fn what_is_no_number_is_none() {
    assert_eq!(short(1234567.0), 1234600.0);
    let mut grid = grid();
    grid.rows[0].cells = vec![cell("pass", true, None, f64::NAN), None];
    let value: serde_json::Value = serde_json::from_str(&json(&[&grid])).unwrap();
    assert_eq!(value[0]["rows"][0]["v"].to_string(), "[[null,null]]");
}
