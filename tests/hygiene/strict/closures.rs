//! `closure!` where nothing is allowed.

use wirecheck::closure;

/// Something that is not `Copy`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
pub struct Settings {
    /// A field.
    pub name: String,
    /// A field.
    pub by: u32,
}

/// Captures.
#[must_use]
pub fn captures(by: u32, name: String, settings: Settings) -> (u32, String, String, Option<u32>) {
    let scale = closure!(|x: u32| x * by).call(2);
    let greet = closure!(|greeting: String| format!("{greeting}, {name}")).call("hello".to_owned());
    let whole = closure!(|| settings.name.clone() + &settings.by.to_string()).call(());
    let listed = closure!([by] |x: u32, y: u32| x.checked_mul(y)?.checked_add(by)).call((2, 3));
    (scale, greet, whole, listed)
}

/// No captures.
#[must_use]
pub fn nothing() -> u32 {
    closure!(|x: u32| {
        let y = x + 1;
        match y {
            0 => 1,
            other => other * 2,
        }
    })
    .call(1)
}

/// A generic function.
#[must_use]
pub fn generic<T>(value: T) -> usize
where
    T: AsRef<str> + wirecheck::Sendable + wirecheck::Sendable<wirecheck::AnyFormat>,
{
    closure!(|more: usize| value.as_ref().len() + more).call(1)
}
