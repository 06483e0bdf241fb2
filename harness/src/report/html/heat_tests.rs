use super::*;
use crate::report::html::grid::{GridRow, Metric};

fn grid(rows: usize) -> Grid {
    let cell = |outcome: &'static str, as_expected, note: Option<&str>| {
        Some(GridCell { outcome, as_expected, note: note.map(str::to_owned), values: vec![Some(0.0015)] })
    };
    let line = |at: usize| GridRow {
        name: format!("row <{at}>"),
        cells: vec![cell("pass", true, None), cell("failed", false, Some("\"no\" & [WC0012]")), None],
    };
    Grid {
        id: "workloads",
        title: "Workloads",
        first: "workload",
        columns: ["inline", "pool bincode", "pool <ron>"].map(str::to_owned).to_vec(),
        metrics: vec![Metric { key: "wall", name: "Wall", unit: Unit::Seconds }],
        rows: (0..rows).map(line).collect(),
    }
}

#[test]
fn a_cell_has_a_word_a_sign_and_its_reason() {
    let text = section(&grid(1), &html! {}).0;
    for part in [
        "<td class=\"c p\">\u{2713} pass</td>",
        "<td class=\"c f x\" title=\"&quot;no&quot; &amp; [WC0012]\">! \u{2717} failed</td><td class=\"none\"></td>",
        "<th scope=\"row\">row &lt;0&gt;</th>",
        "data-key=\"pool &lt;ron&gt;\">pool <br>&lt;ron&gt;</th>",
        "<td class=\"num\">1.50 ms</td>",
        "[<a href=\"#WC0012\">WC0012</a>]</td>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("<noscript>"));
}

#[test]
fn many_cells_are_left_to_the_script() {
    let many = grid(MOST_CELLS / 2 + 1);
    let text = section(&many, &html! {}).0;
    assert!(text.contains("<noscript>") && text.contains("compat.md"));
    assert!(!text.contains("<td"), "{} bytes", text.len());
    assert!(text.contains(&format!("data-count=\"{}\"", MOST_CELLS + 2)));
    assert!(section(&grid(MOST_CELLS / 2), &html! {}).0.contains("<td"));
}

#[test]
fn values_have_units() {
    assert_eq!(printed(Unit::Seconds, 0.0015), "1.50 ms");
    assert_eq!(printed(Unit::Bytes, 9_600_000.0), "9.60 MB");
    assert_eq!(
        (printed(Unit::Times, 1.849), printed(Unit::Times, 0.0123)),
        ("1.85x".into(), "0.0123x".into())
    );
    assert_eq!(printed(Unit::Count, 24.0), "24");
}

/// Of every pair of colours that text is shown in: at least what WCAG 2 asks of text (AA).
#[test]
fn colours_can_be_read_in_light_and_in_dark() {
    let css = include_str!("style.css");
    let colour = |name: &str| -> [[f64; 3]; 2] {
        let (_, rest) =
            css.split_once(&format!("--{name}: light-dark(")).unwrap_or_else(|| panic!("no --{name}"));
        let (both, _) = rest.split_once(')').unwrap();
        let (light, dark) = both.split_once(", ").unwrap();
        [light, dark].map(|hex| {
            let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            [part(1), part(3), part(5)]
        })
    };
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour
            .map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let mut pairs =
        vec![("ink", "page"), ("ink", "raised"), ("ink", "sunk"), ("muted", "page"), ("muted", "raised")];
    pairs.extend([("muted", "sunk"), ("link", "page"), ("link", "raised"), ("page", "ink")]);
    pairs.extend([
        ("pass-ink", "pass"),
        ("refused-ink", "refused"),
        ("skipped-ink", "skipped"),
        ("bad-ink", "bad"),
    ]);
    pairs.extend(["h0", "h1", "h2", "h3", "h4", "h5", "h6"].map(|heat| ("h-ink", heat)));
    let all = pairs.into_iter().map(|pair| (pair, 4.5));
    // Lines are no text: 3 is what is asked of them.
    for ((ink, ground), least) in
        all.chain(["s0", "s1", "s2", "s3", "s4", "odd"].map(|line| ((line, "page"), 3.0)))
    {
        for (theme, (ink_colour, ground_colour)) in colour(ink).into_iter().zip(colour(ground)).enumerate() {
            let (one, other) = (luminance(ink_colour), luminance(ground_colour));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= least, "{ink} on {ground}, theme {theme}: {contrast:.2}");
        }
    }
}
