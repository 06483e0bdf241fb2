//! Types inside functions.

use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Sendable};

const fn needs<T: Sendable<Bincode>>(_: &T) {}

/// In a function.
pub fn function() {
    #[derive(Serialize, Deserialize, Sendable)]
    struct Local {
        it: u8,
        next: Option<Box<Self>>,
    }
    #[derive(Serialize, Deserialize, Sendable)]
    enum Choice<T> {
        One(Local),
        Other { of: T },
    }
    needs(&Choice::<u8>::One(Local { it: 1, next: None }));
    needs(&Choice::Other { of: 1_u8 });
    {
        #[derive(Serialize, Deserialize, Sendable)]
        struct Local(String);
        needs(&Local(String::new()));
    }
    let _ = || {
        #[derive(Serialize, Deserialize, Sendable)]
        struct Local(Vec<u8>);
        needs(&Local(Vec::new()));
    };
}

/// In a constant.
pub const CONSTANT: () = {
    #[derive(Serialize, Deserialize, Sendable)]
    struct Local(u8);
    needs(&Local(1));
};

/// With methods.
#[derive(Clone, Copy, Debug)]
pub struct Outer;

impl Outer {
    /// In a method.
    pub const fn method(self) {
        #[derive(Serialize, Deserialize, Sendable)]
        struct Local(u8);
        needs(&Local(1));
    }

    /// In a generic method.
    pub fn generic<T: Sendable + Default>(self) {
        #[derive(Serialize, Deserialize, Sendable)]
        struct Local<T>(T);
        needs(&Local(T::default()));
    }
}
