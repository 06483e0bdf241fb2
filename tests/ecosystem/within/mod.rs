//! Copied into a published crate, whose types it runs: makes values of a type, sends each through the formats that the
//! compiler accepts it in, and prints what came back.
//!
//! Code for every edition and for crates with `no_std`.

#![allow(warnings)]

extern crate std;

mod generator;
mod trip;
mod tree;

pub(crate) use self::trip::{Cell, Compared, NotCompared, Refused, Subject, run};

// Each type calls these by their path.
macro_rules! cells {
    ($ty:ty, $id:literal) => {{
        #[allow(unused_imports)]
        use crate::wirecheck_within::{NotCompared as _, Refused as _, cells_of};
        ::wirecheck_rules::formats!(cells_of, $ty, $id)
    }};
}
pub(crate) use cells;

macro_rules! cells_of {
    ([$ty:ty, $id:literal] $($format:ident { $($row:tt)* })*) => {
        crate::wirecheck_within::run::<$ty>(
            ::core::module_path!(),
            ::core::stringify!($ty),
            $id,
            crate::wirecheck_within::Compared::<$ty>::SAME,
            &[$(crate::wirecheck_within::Cell {
                format: ::core::stringify!($format),
                run: crate::wirecheck_within::Subject::<$ty, ::wirecheck::format::$format>::RUN,
            }),*],
        )
    };
}
pub(crate) use cells_of;
