//! Whether the variants of an untagged enum can be told apart.

use super::accepts::accepts;
use super::message::Message;
use super::{Field, Shape};

/// Fails the build if a value of one variant may be read as an earlier one.
///
/// `text` is the rest of the message, after the names; each variant is a field with its name.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn untagged(variants: &[Field], text: [&str; 2]) {
    let mut later = 1;
    while later < variants.len() {
        let mut earlier = 0;
        while earlier < later {
            let (reader, written) = (&variants[earlier], &variants[later]);
            if accepts(&reader.shape, &written.shape) {
                let unknown = matches!(reader.shape, Shape::Any) || matches!(written.shape, Shape::Any);
                let because = if unknown { ", of which nothing is known" } else { "" };
                let parts = [
                    text[0],
                    "a `",
                    written.written,
                    "` may be read as a `",
                    reader.written,
                    "`",
                    because,
                    text[1],
                ];
                let message = Message::of(&parts);
                panic!("{}", message.as_str());
            }
            earlier += 1;
        }
        later += 1;
    }
}
