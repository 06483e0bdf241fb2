//! What a value needs from a format, found out by running its serde impls: check with it what you `#[sendable(trust(..))]`.
//!
//! The derive sees attributes. This sees what hand-written code does. The value is written into a tree twice, once as in text
//! formats and once as in binary ones, and is read back from the tree by a reader that notes every question.

mod ask;
mod conformance;
mod hints;
#[cfg(all(test, feature = "formats"))]
mod hints_tests;
mod log;
mod node;
mod parts;
mod read;
mod write;

pub use self::ask::{Ask, Observation, ObserveError, Observed};
pub use self::conformance::{ShapeMismatch, conformance};

use self::log::AskLog;
use self::read::NodeReader;
use self::write::NodeWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes and reads `value`, and returns what its serde impls asked of the format.
///
/// It sees only what the value contains: try one value of every variant, and no empty collections.
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
    let log = AskLog::default();
    let text = value.serialize(NodeWriter { log: &log, is_text: true });
    let log_of_binary = AskLog::default();
    let binary = value.serialize(NodeWriter { log: &log_of_binary, is_text: false });
    log_of_binary.into_asks().into_iter().for_each(|observed| log.add(observed));
    let returned = match (text, binary) {
        (Ok(text), Ok(binary)) => {
            for path in text.differences(&binary) {
                log.add(Observed { path, ask: Ask::Forks });
            }
            let returned = T::deserialize(NodeReader { node: &text, log: &log, is_text: true });
            // A reader may tell text from binary formats where the writer does not.
            let also = T::deserialize(NodeReader { node: &binary, log: &log, is_text: false });
            returned.and(also)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    Observation { returned, asks: log.into_asks() }
}

#[cfg(test)]
mod tests;
