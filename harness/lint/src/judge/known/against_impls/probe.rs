//! Asks rustc which traits a type has.

use std::marker::PhantomData;
use wirecheck::__private_0_1_0::Shape;
use wirecheck::Sendable;
use wirecheck::format::Format;
use wirecheck::sendable::{Flatten, MapKey, NotNull, TextKey};

/// The traits of a type in a format.
pub(super) struct Traits {
    pub(super) sendable: bool,
    pub(super) not_null: bool,
    pub(super) map_key: bool,
    pub(super) flatten: bool,
    pub(super) text_key: bool,
    /// What its values look like, if it is sendable.
    pub(super) shape: Option<Shape>,
}

/// What is asked.
pub(super) struct Probe<T: ?Sized, F>(PhantomData<(F, T)>);

/// The answer where the trait is not there: an associated constant of the type itself comes before that of a trait.
pub(super) trait Missing {
    const SENDABLE: bool = false;
    const NOT_NULL: bool = false;
    const MAP_KEY: bool = false;
    const FLATTEN: bool = false;
    const TEXT_KEY: bool = false;
    const SHAPE: Option<Shape> = None;
}
impl<T: ?Sized, F> Missing for Probe<T, F> {}

impl<T: Sendable<F>, F: Format> Probe<T, F> {
    pub(super) const SHAPE: Option<Shape> = Some(<T as Sendable<F>>::SHAPE);
}

macro_rules! answers {
    ($($answer:ident: $name:ident;)*) => {$(
        impl<T: ?Sized + $name<F>, F: Format> Probe<T, F> {
            pub(super) const $answer: bool = true;
        }
    )*};
}
answers! {
    SENDABLE: Sendable;
    NOT_NULL: NotNull;
    MAP_KEY: MapKey;
    FLATTEN: Flatten;
    TEXT_KEY: TextKey;
}

macro_rules! traits {
    ($ty:ty, $format:ty) => {{
        #[allow(unused_imports, reason = "a type may have all of them")]
        use $crate::judge::known::against_impls::probe::Missing as _;
        type Asked = $crate::judge::known::against_impls::probe::Probe<$ty, $format>;
        $crate::judge::known::against_impls::probe::Traits {
            sendable: Asked::SENDABLE,
            not_null: Asked::NOT_NULL,
            map_key: Asked::MAP_KEY,
            flatten: Asked::FLATTEN,
            text_key: Asked::TEXT_KEY,
            shape: Asked::SHAPE,
        }
    }};
}
pub(super) use traits;
