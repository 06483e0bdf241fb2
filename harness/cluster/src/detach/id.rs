//! The name of a detached call.

use crate::access::new_id;
use std::fmt;
use std::str::FromStr;
use wirecheck::Error;
use wirecheck::cluster::refused;

/// Names a detached call, in any process of the program. It can be written down: it is 32 hexadecimal digits.
///
/// ```
/// use wirecheck_cluster::CallId;
///
/// let id: CallId = "0123456789abcdef0123456789abcdef".parse()?;
/// assert_eq!(id.to_string().len(), 32);
/// assert!("the first one".parse::<CallId>().is_err());
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(String);

impl CallId {
    pub(crate) fn new() -> Self {
        Self(new_id())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CallId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(is_digit) {
            return Ok(Self(text.to_owned()));
        }
        Err(refused(format!(
            "`{}` does not name a detached call: give the 32 digits (0-9, a-f) that `detach` has returned",
            text.escape_debug()
        )))
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
