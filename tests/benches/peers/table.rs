//! Figures, medians, and whether a target was met.

/// What is measured, how to read it, and what it should be.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) better: Better,
    /// Of the first line that is ours.
    pub(crate) target: Option<Target>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Better {
    Higher,
    Lower,
    /// Lines of different things: no ratios.
    Neither,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    /// At most so many times the limit of the same round.
    TimesLimit(f64),
    /// At least this share of the limit of the same round.
    ShareOfLimit(f64),
}

/// Lines stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) enum Who {
    Ours,
    Peer,
    Limit,
}

/// A name and its figures, one a round.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) who: Who,
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
}

impl Line {
    pub(crate) fn spread(&self) -> (f64, f64) {
        self.values.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)))
    }
}

/// A row with its lines.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) row: &'static Row,
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) target: String,
    pub(crate) found: String,
    pub(crate) met: bool,
    /// Not even the limit of the row met it: the machine was busy with something else.
    pub(crate) out_of_reach: bool,
}

impl Verdict {
    pub(crate) fn word(&self) -> &'static str {
        match (self.met, self.out_of_reach) {
            (true, _) => "met",
            (false, false) => "missed",
            (false, true) => "missed, and by the limit too",
        }
    }
}

impl Rows {
    fn first(&self, who: Who) -> Option<&Line> {
        self.lines.iter().find(|line| line.who == who)
    }

    /// How much better ours is; above 1 ours is ahead.
    pub(crate) fn ratio(&self, line: &Line) -> Option<f64> {
        let ours = median(&self.first(Who::Ours)?.values);
        match self.row.better {
            Better::Higher => Some(ours / median(&line.values)),
            Better::Lower => Some(median(&line.values) / ours),
            Better::Neither => None,
        }
    }

    /// The median over the rounds: a machine that drifts between them drifts for both.
    fn times_limit(&self, line: &Line) -> Option<f64> {
        let limits = &self.first(Who::Limit)?.values;
        let times: Vec<f64> = line.values.iter().zip(limits).map(|(a, b)| a / b).collect();
        Some(median(&times))
    }

    pub(crate) fn verdict(&self) -> Option<Verdict> {
        let (target, ours) = (self.row.target?, self.first(Who::Ours)?);
        let middle = median(&ours.values);
        let no_limit_is = |good: &dyn Fn(f64) -> bool| {
            let mut limits = self.lines.iter().filter(|line| line.who == Who::Limit).peekable();
            limits.peek().is_some() && limits.all(|line| !good(median(&line.values)))
        };
        Some(match target {
            Target::AtLeast(least) => Verdict {
                target: format!("at least {}", short(least)),
                found: short(middle),
                met: middle >= least,
                out_of_reach: no_limit_is(&|value| value >= least),
            },
            Target::AtMost(most) => Verdict {
                target: format!("at most {}", short(most)),
                found: short(middle),
                met: middle <= most,
                out_of_reach: no_limit_is(&|value| value <= most),
            },
            Target::TimesLimit(most) => {
                let middle = self.times_limit(ours)?;
                Verdict {
                    target: format!("at most {most:.2}x the limit"),
                    found: format!("{middle:.2}x"),
                    met: middle <= most,
                    out_of_reach: false,
                }
            }
            Target::ShareOfLimit(least) => {
                let middle = self.times_limit(ours)?;
                Verdict {
                    target: format!("at least {least:.2}x the limit"),
                    found: format!("{middle:.2}x"),
                    met: middle >= least,
                    out_of_reach: false,
                }
            }
        })
    }
}

/// How a figure changes with a size: a line a peer, a column a size.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) title: &'static str,
    pub(crate) columns: Vec<String>,
    /// Names and, a column, the figures.
    pub(crate) lines: Vec<(String, Vec<Vec<f64>>)>,
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Rows>,
    pub(crate) series: Vec<Series>,
    /// What a reader has to know about this run.
    pub(crate) notes: Vec<String>,
}

impl Report {
    pub(crate) fn add(&mut self, row: &'static Row, who: Who, name: impl Into<String>, value: f64) {
        let at = self.rows.iter().position(|known| known.row.work == row.work).unwrap_or_else(|| {
            self.rows.push(Rows { row, lines: Vec::new() });
            self.rows.len() - 1
        });
        let (name, lines) = (name.into(), &mut self.rows[at].lines);
        match lines.iter_mut().find(|line| line.name == name) {
            Some(line) => line.values.push(value),
            None => {
                let at = lines.iter().position(|line| line.who > who).unwrap_or(lines.len());
                lines.insert(at, Line { who, name, values: vec![value] });
            }
        }
    }

    pub(crate) fn point(&mut self, title: &'static str, name: impl Into<String>, column: &str, value: f64) {
        let at = self.series.iter().position(|known| known.title == title).unwrap_or_else(|| {
            self.series.push(Series { title, columns: Vec::new(), lines: Vec::new() });
            self.series.len() - 1
        });
        let (name, series) = (name.into(), &mut self.series[at]);
        let column = series.columns.iter().position(|known| known == column).unwrap_or_else(|| {
            series.columns.push(column.to_owned());
            series.columns.len() - 1
        });
        let line = series.lines.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            series.lines.push((name, Vec::new()));
            series.lines.len() - 1
        });
        let cells = &mut series.lines[line].1;
        cells.resize_with(cells.len().max(column + 1), Vec::new);
        cells[column].push(value);
    }

    /// Those of the rows that have one, with what they are about.
    pub(crate) fn verdicts(&self) -> impl Iterator<Item = (&'static Row, Verdict)> {
        self.rows.iter().filter_map(|rows| Some((rows.row, rows.verdict()?)))
    }
}

pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// Three or four digits and a multiplier.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 => format!("{:.2} M", value / 1e6),
        size if size >= 1e4 => format!("{:.1} k", value / 1e3),
        size if size >= 100.0 => format!("{value:.1}"),
        0.0 => "0".to_owned(),
        _ => format!("{value:.2}"),
    }
}
