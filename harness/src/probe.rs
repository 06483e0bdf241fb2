//! Whether the compiler accepts a bound, as a value.

/// Whether a type implements a trait, as a `const bool`: for reports, and for tests of your types.
///
/// The type must be concrete: it cannot name the type parameters of a function around it.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::{Bincode, Json, Ron, Sendable, probe};
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// struct Config {
///     name: String,
///     #[serde(flatten)]
///     limits: Limits,
/// }
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// struct Limits {
///     memory: u64,
/// }
///
/// const TO_RON: bool = probe!(Config: Sendable<Ron>);
/// assert!(TO_RON);
/// assert!(!probe!(Config: Sendable<Bincode>));
/// assert!(!probe!(std::sync::Mutex<Config>: Sendable<Json>));
/// ```
#[macro_export]
macro_rules! probe {
    ($ty:ty: $($bound:tt)+) => {{
        struct Probe<T: ?::core::marker::Sized>(::core::marker::PhantomData<T>);
        #[allow(dead_code)]
        trait No {
            const VERDICT: bool = false;
        }
        impl<T: ?::core::marker::Sized> No for Probe<T> {}
        // An associated constant of the type itself comes before that of a trait, if its bounds hold.
        #[allow(dead_code)]
        impl<T: $($bound)+> Probe<T> {
            const VERDICT: bool = true;
        }
        Probe::<$ty>::VERDICT
    }};
}
