//! Time. `Instant` is in [`refused`](super::refused): it counts from a start only this process knows.

use super::sendable;
use std::time::{Duration, SystemTime};

sendable! {
    keys in AnyMapKey;
    [] Duration;
    // One before 1970 is an error at encode.
    [] SystemTime;
}
