//! What a value asks of a format, found out by running its serde impls: the check behind `#[sendable(trust)]`.
//!
//! A derive sees attributes; this sees what hand-written code does: the value is written into a tree, twice, once as
//! text formats have it and once as binary ones do, and read back from the tree by a reader that notes every question.

mod ask;
mod log;
mod node;
mod read;
mod write;

pub use self::ask::{Ask, Observation, ObserveError, Observed};

use self::log::Log;
use self::read::Reader;
use self::write::Writer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes and reads `value`, and says what was asked of the format on the way.
///
/// What a value does not contain is not asked: try one of every variant, and no empty collections.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::observe::{Ask, observe};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// #[serde(untagged)]
/// enum Id {
///     Number(u64),
///     Name(String),
/// }
///
/// let seen = observe(&vec![Id::Name("n".into())]);
/// assert_eq!(seen.returned.unwrap(), [Id::Name("n".into())]);
/// assert_eq!(seen.asks[0].ask, Ask::SelfDescribing);
/// assert_eq!(seen.asks[0].to_string(), "at [0]: asks what comes next (`SelfDescribing`)");
/// ```
pub fn observe<T: Serialize + DeserializeOwned>(value: &T) -> Observation<T> {
    let log = Log::default();
    let text = value.serialize(Writer { log: &log, is_text: true });
    let log_of_binary = Log::default();
    let binary = value.serialize(Writer { log: &log_of_binary, is_text: false });
    let returned = match (text, binary) {
        (Ok(text), Ok(binary)) => {
            if text != binary {
                log.note(Ask::Forks);
            }
            let returned = T::deserialize(Reader { node: &text, log: &log, is_text: true });
            // A reader may tell text from binary formats where the writer does not.
            let also = T::deserialize(Reader { node: &binary, log: &log, is_text: false });
            returned.and(also)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    Observation { returned, asks: log.into_asks() }
}

#[cfg(test)]
mod tests;
