use super::{Outcome, promised};
use crate::format::Bincode;
use serde::{Deserialize, Serialize, Serializer};

/// The derive takes it for a struct, and it is written as text.
#[derive(Debug, PartialEq, Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
struct Version {
    major: u8,
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.major)
    }
}

#[test]
fn a_sample_that_is_not_written_as_promised_fails_the_cell() {
    let outcome = promised::<Vec<Version>, Bincode>(&|| vec![vec![]]);
    assert!(outcome.is_none(), "nothing is known of what is in a list: {outcome:?}");
    let outcome = promised::<Option<Version>, Bincode>(&|| vec![None, Some(Version { major: 1 })]);
    let Some(Outcome::Failed { error }) = outcome else { panic!("{outcome:?}") };
    assert!(error.starts_with("sample 1: the value itself is promised as "), "{error}");
    assert!(error.contains("written as the text \"1\"") && error.contains("`#[sendable(shape = "), "{error}");
}
