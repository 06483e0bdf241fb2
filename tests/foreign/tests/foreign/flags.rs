//! bitflags.

use crate::{and, random};
use proptest::prelude::{Strategy, any};
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;
use wirecheck_tests_foreign::{Verdicts, types};

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Access: u32 {
        const READ = 1;
        const WRITE = 2;
        const BOTH = 3;
        const NONE = 0;
        const r#type = 0x100;
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Wide: u128 {
        const TOP = 1 << 127;
        const _ = !0;
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Signed: i8 {
        const LEAST = -128;
    }

    impl Own: u8 {
        const A = 1;
    }
}
wirecheck::sendable_flags!(Access, Wide, Signed);

/// The same without the macro: a newtype like any other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Own(u8);

/// In the buffer the form is forgotten; RON keeps the newtype around the text.
const FLAGS: Verdicts = Verdicts::FORKED.buffered_if("Newtypes");

types! {
    flags: Access = and(
        vec![Access::empty(), Access::all(), Access::BOTH, Access::READ | Access::r#type],
        random(any::<u32>().prop_map(Access::from_bits_retain)),
    ) => FLAGS;
    wide_flags: Wide = [Wide::empty(), Wide::TOP, Wide::from_bits_retain(u128::MAX)] => FLAGS;
    signed_flags: Signed = [Signed::empty(), Signed::LEAST, Signed::from_bits_retain(-1), Signed::from_bits_retain(-3)]
        => FLAGS;
    own_flags: Own = [Own::empty(), Own::A, Own::from_bits_retain(0xFE)]
        => Verdicts::NUMBER.buffered_if("Newtypes");
}
