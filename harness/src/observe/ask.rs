//! What was observed.

use std::fmt;

/// A question that a format must be able to answer, or a disagreement between writer and reader.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ask {
    /// The reader asks what comes next: `deserialize_any` or `deserialize_ignored_any`.
    SelfDescribing,
    /// It is written differently in text formats and in binary formats.
    Forks,
    /// A list or map is written without its length.
    UnknownLength,
    /// A field is left out.
    SkippedField(&'static str),
    /// The reader looks for other fields than were written.
    FieldNames {
        /// Names that were written.
        written: Vec<&'static str>,
        /// Names that are looked for.
        read: Vec<&'static str>,
    },
    /// The reader knows the variant of this number by another name.
    VariantName {
        /// The name that was written.
        written: &'static str,
        /// The name at its place.
        read: Option<&'static str>,
    },
    /// One kind of value is written and another one asked for: bytes and a list, a struct and a map.
    OtherKind {
        /// What is written.
        written: &'static str,
        /// What is asked for.
        read: &'static str,
    },
}

impl Ask {
    /// The capability of `wirecheck::format` that a format needs for it.
    pub const fn capability(&self) -> Option<&'static str> {
        match self {
            Self::SelfDescribing => Some("SelfDescribing"),
            Self::Forks => Some("BufferedOneForm"),
            Self::UnknownLength => Some("SelfDescribing"),
            Self::SkippedField(_) => Some("NamedFields"),
            Self::FieldNames { .. } => Some("PositionalFields"),
            Self::VariantName { .. } => Some("PositionalVariants"),
            Self::OtherKind { .. } => Some("SelfDescribing"),
        }
    }
}

/// An [`Ask`] and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The path to the part: fields, variants and indices, such as `.jobs[3].id`.
    pub path: String,
    /// What was asked there.
    pub ask: Ask,
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the value itself" } else { self.path.trim_start_matches('.') };
        write!(f, "at {path}: ")?;
        match &self.ask {
            Ask::SelfDescribing => f.write_str("asks what comes next")?,
            Ask::Forks => f.write_str("is written in one form as text and in another one as bytes")?,
            Ask::UnknownLength => f.write_str("is written without its length")?,
            Ask::SkippedField(name) => write!(f, "leaves out `{name}`")?,
            Ask::FieldNames { written, read } => {
                write!(f, "writes the fields {} and looks for {}", written.join(", "), read.join(", "))?;
            }
            Ask::VariantName { written, read: Some(read) } => {
                write!(f, "writes the variant `{written}`, which is `{read}` to the reader")?;
            }
            Ask::VariantName { written, read: None } => {
                write!(f, "writes the variant `{written}`, which the reader does not have")?;
            }
            Ask::OtherKind { written, read } => write!(f, "writes {written} and asks for {read}")?,
        }
        match self.ask.capability() {
            Some(capability) => write!(f, " (`{capability}`)"),
            None => Ok(()),
        }
    }
}

/// What [`observe`](super::observe) saw.
#[derive(Debug)]
pub struct Observation<T> {
    /// The value that came back, to compare with the original.
    pub returned: Result<T, ObserveError>,
    /// What was asked, in order; each question of a part once.
    pub asks: Vec<Observed>,
}

/// The error of a `Serialize` or `Deserialize` impl.
#[derive(Debug)]
pub struct ObserveError {
    message: String,
}

impl fmt::Display for ObserveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for ObserveError {}

impl serde::ser::Error for ObserveError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}
impl serde::de::Error for ObserveError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}
