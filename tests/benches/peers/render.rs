//! The report as text for a terminal of 100 columns, and as Markdown.

use super::table::{Better, Report, Rows, Series, Verdict, median, short};
use std::fmt::Write as _;

const WIDE: usize = 50;

pub(crate) fn text(report: &Report) -> String {
    let mut out = String::new();
    for rows in &report.rows {
        text_rows(&mut out, rows);
    }
    for series in &report.series {
        text_series(&mut out, series);
    }
    let _ = writeln!(out, "\nratio: how much better ours is (its first line); below 1 the other is ahead");
    for note in &report.notes {
        let _ = writeln!(out, "note: {note}");
    }
    let verdicts: Vec<_> = report.verdicts().collect();
    let met = verdicts.iter().filter(|(_, verdict)| verdict.met).count();
    let _ = writeln!(out, "\n{met} of {} targets met", verdicts.len());
    for (row, verdict) in verdicts.iter().filter(|(_, verdict)| !verdict.met) {
        let Verdict { target, found, .. } = verdict;
        let by = if verdict.out_of_reach { "limit too" } else { "" };
        let _ = writeln!(out, "  missed: {:<49}{found:>8} ({target}) {by}", row.work);
    }
    // Columns that are empty at the end of a line leave their width behind.
    out.lines().map(str::trim_end).flat_map(|line| [line, "\n"]).collect()
}

fn text_rows(out: &mut String, rows: &Rows) {
    let _ = writeln!(out, "\n{}", heading(rows));
    let _ = writeln!(
        out,
        "  {:<WIDE$}{:>11}{:>11}{:>11}{:>9}",
        "",
        "median",
        "lowest",
        "highest",
        if rows.row.better == Better::Neither { "" } else { "ratio" }
    );
    for line in &rows.lines {
        let (low, high) = line.spread();
        let ratio = rows.ratio(line).map(|ratio| format!("{ratio:.2}x")).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {:<WIDE$}{:>11}{:>11}{:>11}{ratio:>9}",
            line.name,
            short(median(&line.values)),
            short(low),
            short(high)
        );
    }
    if let Some(verdict) = rows.verdict() {
        let _ = writeln!(out, "  target {}: {}, {}", verdict.target, verdict.found, verdict.word());
    }
}

fn text_series(out: &mut String, series: &Series) {
    let _ = writeln!(out, "\n{}", series.title);
    // The names and seven columns fit into 100.
    let _ = write!(out, "  {:<34}", "");
    for column in &series.columns {
        let _ = write!(out, "{column:>9}");
    }
    let _ = writeln!(out);
    for (name, cells) in &series.lines {
        let _ = write!(out, "  {name:<34}");
        for cell in cells {
            let _ = write!(out, "{:>9}", figure(cell));
        }
        let _ = writeln!(out);
    }
}

pub(crate) fn markdown(report: &Report) -> String {
    let mut out = String::from("<!-- written by cargo bench -p wirecheck-tests --bench peers -->\n");
    for rows in &report.rows {
        let ratios = rows.row.better != Better::Neither;
        let _ = writeln!(out, "\n### {}\n", heading(rows));
        let _ = writeln!(out, "| | median | lowest | highest |{}", if ratios { " ratio |" } else { "" });
        let _ = writeln!(out, "|---|---:|---:|---:|{}", if ratios { "---:|" } else { "" });
        for line in &rows.lines {
            let (low, high) = line.spread();
            let middle = short(median(&line.values));
            let _ = write!(out, "| {} | {middle} | {} | {} |", line.name, short(low), short(high));
            let _ = match rows.ratio(line) {
                Some(ratio) => writeln!(out, " {ratio:.2}x |"),
                None => writeln!(out),
            };
        }
        if let Some(verdict) = rows.verdict() {
            let _ = writeln!(out, "\nTarget {}: {}, {}.", verdict.target, verdict.found, verdict.word());
        }
    }
    for series in &report.series {
        let _ = writeln!(out, "\n### {}\n\n| | {} |", series.title, series.columns.join(" | "));
        let _ = writeln!(out, "|---|{}", "---:|".repeat(series.columns.len()));
        for (name, cells) in &series.lines {
            let cells: Vec<String> = cells.iter().map(|cell| figure(cell)).collect();
            // A peer that is too slow for the large sizes has fewer cells.
            let missing = " |".repeat(series.columns.len() - cells.len());
            let _ = writeln!(out, "| {name} | {} |{missing}", cells.join(" | "));
        }
    }
    for note in &report.notes {
        let _ = writeln!(out, "\n{note}.");
    }
    out
}

fn heading(rows: &Rows) -> String {
    let row = rows.row;
    match row.better {
        Better::Higher => format!("{} ({}, higher is better)", row.work, row.unit),
        Better::Lower => format!("{} ({}, lower is better)", row.work, row.unit),
        Better::Neither => format!("{} ({})", row.work, row.unit),
    }
}

fn figure(values: &[f64]) -> String {
    if values.is_empty() { String::new() } else { short(median(values)) }
}
