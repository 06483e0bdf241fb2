//! The codecs: what they cannot bring back is an error where it is encoded.

#[macro_use]
#[path = "support/formats.rs"]
mod each;

#[path = "formats/codecs.rs"]
mod codecs;
#[path = "formats/counts.rs"]
mod counts;
#[path = "formats/depth.rs"]
mod depth;
#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/lengths.rs"]
mod lengths;
#[path = "formats/not_a_number.rs"]
mod not_a_number;
#[path = "formats/panics.rs"]
mod panics;
#[path = "formats/plain.rs"]
mod plain;
#[path = "formats/reasons.rs"]
mod reasons;
#[path = "formats/shapes.rs"]
mod shapes;
#[path = "formats/support.rs"]
mod support;

wirecheck::test_support!();
