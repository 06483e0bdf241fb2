//! Why something could not be kept on the server, or fetched from it.

use std::fmt;
use wirecheck::Error;
use wirecheck::cluster::not_started;

/// Why something could not be kept on the server, or fetched from it. The text names the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoreError {
    /// The server, or the account, has no JetStream.
    NoJetStream,
    /// The server does not let this client use that subject.
    Denied { subject: String },
    /// There is no space left for it.
    Full { why: String },
    /// There is no such object.
    Missing { name: String },
    /// The object is not what its name says.
    Wrong { name: String },
    /// The object is longer than is allowed here.
    TooLong { name: String, length: u64, limit: u64 },
    /// The server did not answer for so many seconds.
    TimedOut { what: String, seconds: u64 },
    /// The server answered with an error.
    Failed { what: String, why: String },
    /// The content could not be read or written on this machine.
    Local { why: String },
}

impl StoreError {
    pub(crate) fn into_error(self) -> Error {
        not_started(self.to_string())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJetStream => f.write_str(
                "the NATS server has no JetStream, which keeps large values: start it with `-js`, or enable JetStream for the account",
            ),
            Self::Denied { subject } => write!(
                f,
                "the NATS server does not permit the subject `{subject}`: add it to the permissions of this user"
            ),
            Self::Full { why } => write!(
                f,
                "the NATS server has no space left for it ({why}): drop values that are no longer needed, or raise the limits of \
                 JetStream"
            ),
            Self::Missing { name } => {
                write!(f, "the object {name} is not on the NATS server: it was deleted or has expired")
            }
            Self::Wrong { name } => write!(
                f,
                "the object {name} on the NATS server does not have the content that its name says: it was changed or is damaged; \
                 delete it"
            ),
            Self::TooLong { name, length, limit } => write!(
                f,
                "the object {name} on the NATS server says that it has {length} bytes, and at most {limit} are expected: it was \
                 changed or is damaged; delete it"
            ),
            Self::TimedOut { what, seconds } => {
                write!(f, "the NATS server did not answer within {seconds} s ({what}): is it reachable?")
            }
            Self::Failed { what, why } => write!(f, "the NATS server refused {what}: {why}"),
            Self::Local { why } => f.write_str(why),
        }
    }
}
