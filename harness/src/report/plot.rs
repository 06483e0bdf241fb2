//! The plot of a sweep: throughput over size, a line a way, as SVG.

use super::transfer::SweepOrigin;
use crate::backend::Transfer;
use crate::matrix::{Crossing, Sweep, Way, binary};
use plotters::coord::{CoordTranslate, Shift};
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use std::ops::Range;

const SIZE: (u32, u32) = (960, 600);
/// Whatever page it is put on, dark or light: it brings its own.
const PAPER: RGBColor = WHITE;
const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
const GREY: RGBColor = RGBColor(0x66, 0x66, 0x66);
const FAINT: RGBColor = RGBColor(0xD0, 0xD0, 0xD0);
const FAINTER: RGBColor = RGBColor(0xEC, 0xEC, 0xEC);
const FONT: &str = "sans-serif";

type Failed<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;
/// Of pixels, or of sizes and rates.
type Area<'a, C> = DrawingArea<SVGBackend<'a>, C>;

/// The file's text.
///
/// # Errors
/// In the words of the drawing library. None is known.
pub(super) fn plot(sweep: &Sweep, origin: &SweepOrigin) -> Result<String, String> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        draw(&area, sweep, origin).and_then(|()| area.present()).map_err(|error| error.to_string())?;
    }
    Ok(text)
}

fn draw<'a>(area: &Area<'a, Shift>, sweep: &Sweep, origin: &SweepOrigin) -> Result<(), Failed<'a>> {
    area.fill(&PAPER)?;
    write(area, "Throughput of large results, by the way they take", 28, INK, (24, 16))?;
    write(area, &origin.line(), 17, GREY, (24, 47))?;
    write(area, &sweep.advice().unwrap_or_default(), 20, INK, (24, 68))?;

    let rates = || sweep.points.iter().map(|point| point.rate / 1e9);
    let (sizes, between) = (sweep.sizes().into_iter().map(|size| size as f64), decades(rates()));
    let (x, y) = (ends(sizes.clone(), 1.5), ends(rates(), 1.6));
    let (marks, light): (Vec<f64>, Vec<f64>) = between.into_iter().partition(|rate| is_labelled(*rate, &y));
    let mut chart = ChartBuilder::on(area)
        .margin(18)
        .margin_top(104)
        .margin_right(190)
        .x_label_area_size(58)
        .y_label_area_size(76)
        .build_cartesian_2d(
            x.log_scale().with_key_points(sizes.collect()),
            y.clone().log_scale().with_key_points(marks).with_light_points(light),
        )?;
    chart
        .configure_mesh()
        .bold_line_style(FAINT)
        .light_line_style(FAINTER)
        .axis_style(GREY)
        .label_style((FONT, 17).into_font().color(&INK))
        .axis_desc_style((FONT, 20).into_font().color(&INK))
        .x_desc("size of one result, logarithmic")
        .y_desc("throughput, GB/s, logarithmic")
        .x_label_formatter(&|size| binary(*size as u64))
        .y_label_formatter(&|rate| format!("{}", (rate * 1e6).round() / 1e6))
        .draw()?;
    let plane = chart.plotting_area();
    if let Some(from) = shared_from(sweep) {
        let (colour, _) = style(SHARED);
        let ends = [(from as f64, y.start), (from as f64, y.end)];
        plane.draw(&DashedPathElement::new(ends, 4, 4, colour.stroke_width(1)))?;
        let (column, _) = plane.map_coordinate(&(from as f64, y.end));
        write(area, &binary(from), 17, colour, (column + 6, 108))?;
    }
    for way in ORDER {
        line(plane, way, sweep.line(way).map(|point| (point.size as f64, point.rate / 1e9)).collect())?;
    }
    legend(area)
}

/// To the right of the plot, where it covers no line.
fn legend<'a>(area: &Area<'a, Shift>) -> Result<(), Failed<'a>> {
    let left = SIZE.0 as i32 - 176;
    for (row, way) in (0..).zip(Way::ALL) {
        let y = 130 + 28 * row;
        line(area, way, vec![(left, y), (left + 20, y), (left + 40, y)])?;
        write(area, way.name(), 18, INK, (left + 50, y - 6))?;
    }
    Ok(())
}

fn write<'a>(
    area: &Area<'a, Shift>,
    text: &str,
    size: u32,
    colour: RGBColor,
    at: (i32, i32),
) -> Result<(), Failed<'a>> {
    area.draw(&Text::new(text.to_owned(), at, (FONT, size).into_font().color(&colour)))
}

/// A way through points, each marked.
fn line<'a, C>(area: &Area<'a, C>, way: Way, points: Vec<C::From>) -> Result<(), Failed<'a>>
where
    C: CoordTranslate,
    C::From: Clone,
{
    let (colour, width) = style(way);
    let style = colour.stroke_width(width);
    match way {
        Way::InProcess => area.draw(&DashedPathElement::new(points.clone(), 8, 5, style))?,
        Way::Sent(Transfer::Auto) => {
            area.draw(&PathElement::new(points.clone(), colour.mix(0.45).stroke_width(width)))?;
        }
        Way::Sent(_) => area.draw(&PathElement::new(points.clone(), style))?,
    }
    points.into_iter().try_for_each(|at| match way {
        Way::InProcess | Way::Sent(Transfer::Auto) => Ok(()),
        Way::Sent(Transfer::File) => area.draw(&TriangleMarker::new(at, 6, colour.filled())),
        Way::Sent(Transfer::SharedMemory) => area.draw(&Circle::new(at, 4, colour.filled())),
        Way::Sent(_) => area.draw(&Cross::new(at, 5, style)),
    })
}

const SHARED: Way = Way::Sent(Transfer::SharedMemory);

/// What lies below is drawn first: the broad line of the way that is one of the others.
const ORDER: [Way; 5] = [Way::ALL[4], Way::ALL[0], Way::ALL[1], Way::ALL[2], Way::ALL[3]];

/// How a way looks: told apart by colour (also by those who see fewer), by mark, and where lines lie upon each other by
/// their width.
fn style(way: Way) -> (RGBColor, u32) {
    match way {
        Way::InProcess => (GREY, 2),
        Way::Sent(Transfer::Inline) => (RGBColor(0x00, 0x72, 0xB2), 2),
        Way::Sent(Transfer::File) => (RGBColor(0xD5, 0x5E, 0x00), 2),
        Way::Sent(Transfer::SharedMemory) => (RGBColor(0x00, 0x9E, 0x73), 2),
        Way::Sent(Transfer::Auto) => (RGBColor(0xCC, 0x79, 0xA7), 8),
    }
}

/// Where shared memory begins to win over the socket, unless it always or never does.
fn shared_from(sweep: &Sweep) -> Option<u64> {
    match sweep.crossing(SHARED, Way::Sent(Transfer::Inline))? {
        Crossing::Above(bytes) => Some(bytes),
        Crossing::Always | Crossing::Never => None,
    }
}

/// From below the lowest to above the highest, by a factor.
fn ends(values: impl Iterator<Item = f64>, room: f64) -> Range<f64> {
    let (low, high) = values
        .filter(|value| value.is_finite() && *value > 0.0)
        .fold((f64::MAX, f64::MIN_POSITIVE), |(low, high), value| (low.min(value), high.max(value)));
    // Of nothing: an empty plane.
    if low > high { 0.1..10.0 } else { low / room..high * room }
}

/// 1, 2 and 5 in every power of ten around these values.
fn decades(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let Range { start, end } = ends(values, 1.6);
    let powers = start.log10().floor() as i32..=end.log10().ceil() as i32;
    let all = powers.flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
    all.filter(|value| (start..=end).contains(value)).collect()
}

/// Powers of ten, and the others where there is room for their labels.
fn is_labelled(rate: f64, all: &Range<f64>) -> bool {
    let power = rate.log10();
    all.end / all.start < 1e3 || (power - power.round()).abs() < 1e-9
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
