//! What was observed.

use super::hints;
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
    /// Another number of parts is announced than written. That is an error in every format, where the value is encoded.
    AnnouncedLength {
        /// The number that is given to `serialize_seq` or the like.
        announced: usize,
        /// The number of parts that follow.
        written: usize,
    },
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
    /// The reader has the variant under another number.
    VariantNumber {
        /// The name that was written.
        written: &'static str,
        /// The name that has its number.
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
    /// The capability of `wirecheck::format` that is enough for it, if there is one.
    ///
    /// A format with the capability brings the value back, and no other format of this crate does. Where no capability says
    /// just that, it is `None`, and [`formats`](Self::formats) has the answer.
    ///
    /// ```
    /// use wirecheck::observe::Ask;
    ///
    /// assert_eq!(Ask::UnknownLength.capability(), Some("SelfDescribing"));
    /// // RON, which is self-describing, tells a newtype from what is in it; the others do not.
    /// assert_eq!(Ask::OtherKind { written: "a newtype", read: "text" }.capability(), None);
    /// ```
    pub fn capability(&self) -> Option<&'static str> {
        match self {
            Self::SelfDescribing | Self::UnknownLength => Some("SelfDescribing"),
            Self::Forks => Some("BufferedOneForm"),
            Self::AnnouncedLength { .. } => None,
            Self::SkippedField(_) => Some("NamedFields"),
            Self::FieldNames { written, read } => {
                // Found by name, whatever the order, or found by position, whatever the names.
                let has_all = written.iter().all(|name| read.contains(name));
                match (has_all, written.len() == read.len()) {
                    (true, _) => Some("NamedFields"),
                    (false, true) => Some("PositionalFields"),
                    (false, false) => None,
                }
            }
            Self::VariantNumber { .. } => Some("NamedVariants"),
            Self::VariantName { read: Some(_), .. } => Some("PositionalVariants"),
            Self::VariantName { .. } => None,
            Self::OtherKind { written, read } => hints::capability(&hints::formats(written, read)),
        }
    }

    /// The names of the formats of this crate in which it comes back.
    ///
    /// ```
    /// use wirecheck::observe::Ask;
    ///
    /// let newtype_as_text = Ask::OtherKind { written: "a newtype", read: "text" };
    /// assert!(newtype_as_text.formats().contains(&"bincode"));
    /// assert!(!newtype_as_text.formats().contains(&"ron"));
    /// ```
    pub fn formats(&self) -> Vec<&'static str> {
        match self {
            Self::OtherKind { written, read } => hints::formats(written, read),
            _ => self.capability().map(hints::with).unwrap_or_default(),
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
            Ask::AnnouncedLength { announced, written } => {
                write!(f, "announces {announced} parts and writes {written}")?;
            }
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
            Ask::VariantNumber { written, read } => {
                let other = read.map_or_else(|| "no variant".to_owned(), |read| format!("`{read}`"));
                write!(f, "writes the variant `{written}` under a number that is {other} to the reader")?;
            }
            Ask::OtherKind { written, read } => write!(f, "writes {written} and asks for {read}")?,
        }
        match self.ask.capability() {
            Some(capability) => write!(f, " (`{capability}`)"),
            None => write!(f, " ({})", hints::in_words(&self.ask.formats())),
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
