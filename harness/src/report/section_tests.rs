//! A section that no renderer has seen before is in every report.

use super::html::Page;
use super::{Compat, Measured, Terminal, Timing, json, junit, timing_markdown, write_plots};
use crate::matrix::{
    Axis, Column, DataTable, Datum, Findings, Measurement, MeasurementRequest, Point, Request, Scale, Series,
    Suite, Unit,
};

/// Everything that it takes to add a section: this type, and its line in the suite below.
#[derive(Debug)]
struct Weather;

impl Measurement for Weather {
    fn name(&self) -> &'static str {
        "weather"
    }

    fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String> {
        request.progress("looking out of the window");
        let point = |x: f64| Point { x, y: 20.0 + x, low: 19.0 + x, high: 21.0 + x };
        let axes = (Axis::linear("hour", Unit::Count), Axis::linear("temperature", Unit::Count));
        let table = DataTable::new([Column::text("place"), Column::new("rain", Unit::Seconds)])
            .row([Datum::text("roof"), Datum::range(&[1.0, 2.0, 3.0])]);
        Ok(Findings::new(self.name(), "The weather")
            .about("What is outside.")
            .advice("take an umbrella")
            .note("no snow was seen")
            .series("Temperatures", "", Series::new(axes.0, axes.1).line("shadow", [point(1.0), point(2.0)]))
            .table("Rain", table)
            .failure("the barometer is broken"))
    }
}

#[test]
fn a_new_section_is_in_every_report() {
    let suite = Suite::new().measure(Weather);
    let measurement = suite.measurements().last().expect("the weather");
    let found = measurement.run(&MeasurementRequest::at(Scale::Quick)).unwrap();
    let measured = Measured { reports: Vec::new(), findings: vec![found.clone()] };
    let timing = Timing::new(&suite, &Request::at(Scale::Quick), &measured);

    let terminal = Terminal::new(false).findings(&found);
    let markdown = timing_markdown(&timing, "make");
    let (compat, _) = Compat::merge(&suite, &[], None);
    let html = Page::new(&compat).timing(&timing).to_html();
    let as_json = json(&timing).unwrap();
    for (name, text) in
        [("terminal", &terminal), ("Markdown", &markdown), ("HTML", &html), ("JSON", &as_json)]
    {
        for part in ["The weather", "What is outside.", "no snow was seen", "shadow", "Rain", "roof"] {
            let is_there = text.to_lowercase().contains(&part.to_lowercase());
            assert!(is_there, "{part} is not in the {name}: {text}");
        }
        assert!(text.to_lowercase().contains("take an umbrella"), "the {name} has no advice: {text}");
    }
    assert!(
        html.contains("id=\"measured-weather\"") && html.matches("<svg viewBox=\"0 0 760").count() == 2,
        "{html}"
    );
    assert!(junit(&[], &[found]).unwrap().contains("the barometer is broken"));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("timing.ron");
    timing.write(&file).unwrap();
    assert_eq!(Timing::read(&file).unwrap().unwrap().sections, timing.sections);
    write_plots(folder.path(), &timing).unwrap();
    for plot in ["plots/weather-1.svg", "plots/weather-2.svg"] {
        assert!(std::fs::read_to_string(folder.path().join(plot)).unwrap().starts_with("<svg"), "{plot}");
    }
}
