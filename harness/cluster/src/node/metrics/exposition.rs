//! The text formats in which Prometheus reads metrics.

use std::fmt::{self, Write};

/// Which of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exposition {
    /// Version 0.0.4 of Prometheus' own.
    Text,
    /// OpenMetrics 1.0.0.
    OpenMetrics,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its name ends in `_total`.
    Counter,
    Gauge,
}

/// A label: its name and its value.
type Label<'a> = (&'static str, &'a str);

/// A metric with its values, each with labels.
pub(super) struct Metric<'a> {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
    pub(super) values: Vec<(Vec<Label<'a>>, f64)>,
}

impl Exposition {
    /// The one that a client asks for in the header `Accept`.
    pub(super) fn accepted(accept: &str) -> Self {
        if accept.contains("application/openmetrics-text") { Self::OpenMetrics } else { Self::Text }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    pub(super) fn write(self, metrics: &[Metric<'_>]) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = metrics.iter().try_for_each(|metric| self.write_one(metric, &mut text));
        if self == Self::OpenMetrics {
            text.push_str("# EOF\n");
        }
        text
    }

    fn write_one(self, metric: &Metric<'_>, text: &mut String) -> fmt::Result {
        let Metric { name, kind, help, values } = metric;
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        };
        // In OpenMetrics, a counter is called without the end that its values have.
        let family = match self {
            Self::OpenMetrics => name.strip_suffix("_total").unwrap_or(name),
            Self::Text => name,
        };
        writeln!(text, "# HELP {family} {help}")?;
        writeln!(text, "# TYPE {family} {kind}")?;
        for (labels, value) in values {
            text.push_str(name);
            for (at, (label, value)) in labels.iter().enumerate() {
                text.push(if at == 0 { '{' } else { ',' });
                write!(text, "{label}=\"{}\"", Escaped(value))?;
            }
            text.push_str(if labels.is_empty() { " " } else { "} " });
            writeln!(text, "{value}")?;
        }
        Ok(())
    }
}

struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '\\' => f.write_str("\\\\"),
            '"' => f.write_str("\\\""),
            '\n' => f.write_str("\\n"),
            letter => f.write_char(letter),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics() -> [Metric<'static>; 2] {
        [
            Metric {
                name: "a_total",
                kind: Kind::Counter,
                help: "What is counted.",
                values: vec![
                    (vec![("of", "x\\\"\ny"), ("by", "ö")], 3.0),
                    (vec![("of", ""), ("by", "")], 1e20),
                ],
            },
            Metric { name: "b", kind: Kind::Gauge, help: "Now.", values: vec![(Vec::new(), 0.5)] },
        ]
    }

    #[test]
    fn text_is_that_of_the_format() {
        assert_eq!(
            Exposition::Text.write(&metrics()),
            "# HELP a_total What is counted.\n# TYPE a_total counter\na_total{of=\"x\\\\\\\"\\ny\",by=\"ö\"} 3\n\
             a_total{of=\"\",by=\"\"} 100000000000000000000\n# HELP b Now.\n# TYPE b gauge\nb 0.5\n"
        );
        let open = Exposition::OpenMetrics.write(&metrics());
        assert!(open.contains("# TYPE a counter\na_total{"), "{open}");
        assert!(open.ends_with("b 0.5\n# EOF\n"));
    }

    #[test]
    fn a_client_chooses_the_format() {
        assert_eq!(Exposition::accepted("*/*"), Exposition::Text);
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3";
        assert_eq!(Exposition::accepted(prometheus), Exposition::OpenMetrics);
    }
}
