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
    ($ty:ty: $($bound:tt)+) => { $crate::__private_0_1_0::probe!(($ty) ($($bound)+)) };
}
