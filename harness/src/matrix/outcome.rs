//! How a cell should end, and how it did. Both are data, so that every cell is accounted for.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Debug};

/// How a cell should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// The results are right.
    Pass,
    /// The format refuses a value while it is encoded.
    Refused,
    /// No results come back, and the backend's error has these words.
    Fails {
        /// Words of the error.
        with: &'static str,
    },
    /// It is not run.
    Skip {
        /// Why.
        reason: &'static str,
    },
}

/// How a cell ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Outcome {
    /// Every result is exactly the expected one.
    Pass,
    /// Results came back and are not the expected ones.
    Wrong(Difference),
    /// No results came back.
    Failed {
        /// The backend's error.
        error: String,
    },
    /// The format refused a value while it was encoded, and named it.
    Refused {
        /// The format's error.
        error: String,
    },
    /// It was not run.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// The first result that is not the expected one, as `{:?}` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which result, counted from 0.
    pub index: usize,
    /// The expected result; `None` after the last.
    pub expected: Option<String>,
    /// The result that came back; `None` after the last.
    pub got: Option<String>,
}

impl Expected {
    /// Whether that is what happened.
    pub fn is_met_by(self, outcome: &Outcome) -> bool {
        if let (Self::Fails { with }, Outcome::Failed { error }) = (self, outcome) {
            return error.contains(with);
        }
        matches!(
            (self, outcome),
            (Self::Pass, Outcome::Pass)
                | (Self::Refused, Outcome::Refused { .. })
                | (Self::Skip { .. }, Outcome::Skipped { .. })
        )
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::Refused => "refused",
            Self::Fails { .. } => "failed",
            Self::Skip { .. } => "skipped",
        })
    }
}

impl Outcome {
    /// One word: `pass`, `wrong`, `failed`, `refused`, `skipped`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Wrong(_) => "wrong",
            Self::Failed { .. } => "failed",
            Self::Refused { .. } => "refused",
            Self::Skipped { .. } => "skipped",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("pass"),
            Self::Wrong(difference) => write!(f, "wrong: {difference}"),
            Self::Failed { error } => write!(f, "failed: {error}"),
            Self::Refused { error } => write!(f, "refused: {error}"),
            Self::Skipped { reason } => write!(f, "skipped: {reason}"),
        }
    }
}

impl Difference {
    /// Compares results exactly.
    ///
    /// ```
    /// use wirecheck::matrix::Difference;
    ///
    /// assert_eq!(Difference::first(&[1, 2], &[1, 2]), None);
    /// let difference = Difference::first(&[1, 2], &[1, 3]).unwrap();
    /// assert_eq!(difference.to_string(), "result 1 is 3 and should be 2");
    /// ```
    pub fn first<T: PartialEq + Debug>(expected: &[T], got: &[T]) -> Option<Self> {
        let index = match expected.iter().zip(got).position(|(expected, got)| expected != got) {
            Some(index) => index,
            None if expected.len() == got.len() => return None,
            None => expected.len().min(got.len()),
        };
        let show = |values: &[T]| values.get(index).map(|value| shorten(format!("{value:?}")));
        Some(Self { index, expected: show(expected), got: show(got) })
    }
}

/// A result can be megabytes long, but a row of a report cannot.
fn shorten(mut text: String) -> String {
    const LONGEST: usize = 200;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push_str("..");
    }
    text
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = self.index;
        match (&self.expected, &self.got) {
            (Some(expected), Some(got)) => write!(f, "result {index} is {got} and should be {expected}"),
            (Some(expected), None) => write!(f, "result {index} is missing and should be {expected}"),
            (None, Some(got)) => write!(f, "result {index} is {got} and should not be there"),
            (None, None) => write!(f, "result {index} differs"),
        }
    }
}
