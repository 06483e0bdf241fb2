//! The derive in odd surroundings.

use crate::everywhere;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

/// Raw identifiers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[allow(non_camel_case_types)]
struct r#struct {
    r#type: u8,
    r#fn: Vec<r#struct>,
}

/// From a macro, with fragments.
macro_rules! job {
    ($name:ident<$param:ident> { $($field:ident: $ty:ty,)* } $(#[$attr:meta])*) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
        $(#[$attr])*
        struct $name<$param> { $($field: $ty,)* of: $param }
    };
}
job! { Job<T> { size: u32, parts: Vec<Job<T>>, other: Option<T>, } #[serde(rename_all = "UPPERCASE")] }

mod no_prelude {
    #![no_implicit_prelude]

    // The names the expansion could fall for.
    #[allow(dead_code)]
    struct Send;
    #[allow(dead_code)]
    struct Sendable;
    #[allow(dead_code)]
    mod wirecheck {}

    // `Option` and `Result` are serde's own need here.
    #[derive(
        ::std::clone::Clone,
        ::std::fmt::Debug,
        ::std::cmp::PartialEq,
        ::serde::Serialize,
        ::serde::Deserialize,
        ::wirecheck::Sendable,
    )]
    pub(super) struct Plain<T> {
        pub(super) value: T,
        pub(super) more: ::std::vec::Vec<T>,
    }
}

mod renamed {
    pub(super) use wirecheck as other_name;
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, renamed::other_name::Sendable)]
#[sendable(crate = "crate::embedding::renamed::other_name")]
struct Renamed(u8);

/// A private type in a public generic one.
mod public {
    use serde::{Deserialize, Serialize};
    use wirecheck::Sendable;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
    struct Private(u8);
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
    pub(crate) struct Public<T> {
        private: Private,
        list: Vec<Private>,
        of: T,
    }
    pub(super) fn some() -> Public<u8> {
        Public { private: Private(1), list: vec![Private(2)], of: 3 }
    }
}

#[test]
fn odd_surroundings() {
    everywhere(r#struct { r#type: 1, r#fn: vec![r#struct { r#type: 2, r#fn: vec![] }] });
    everywhere(Job { size: 1, parts: vec![], other: Some(1u8), of: 2u8 });
    everywhere(no_prelude::Plain { value: 1u8, more: vec![2] });
    everywhere(Renamed(1));
    everywhere(public::some());
}

#[test]
fn local_types() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
    struct Local {
        value: u8,
    }
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
    enum Choice<T> {
        One(Local),
        Other { of: T },
    }
    everywhere(vec![Choice::One(Local { value: 1 }), Choice::Other { of: 2u8 }]);
}
