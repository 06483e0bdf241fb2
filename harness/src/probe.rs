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
        // Names in here are seen by the type and by the bound, so they are names that nobody else uses.
        struct __WirecheckProbe<__WirecheckT: ?::core::marker::Sized>(::core::marker::PhantomData<__WirecheckT>);
        #[allow(dead_code)]
        trait __WirecheckRefused {
            const VERDICT: bool = false;
        }
        impl<__WirecheckT: ?::core::marker::Sized> __WirecheckRefused for __WirecheckProbe<__WirecheckT> {}
        // An associated constant of the type itself comes before that of a trait, if its bounds hold.
        #[allow(dead_code)]
        impl<__WirecheckT: $($bound)+> __WirecheckProbe<__WirecheckT> {
            const VERDICT: bool = true;
        }
        __WirecheckProbe::<$ty>::VERDICT
    }};
}
