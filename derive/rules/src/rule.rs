//! One rule.

/// Something the derive or a macro refuses on its own, before any format is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `WC0001` and so on; never reused.
    pub code: &'static str,
    /// What `#[sendable(accept = "..")]` takes; the name of the rule's file.
    pub slug: &'static str,
    /// What is wrong: one lowercase sentence without a period.
    pub summary: &'static str,
    /// What would happen at run time.
    pub why: &'static str,
    /// What to write instead.
    pub help: &'static str,
    /// How the same mistake shows in Python; empty where it has no counterpart.
    pub python: &'static str,
    /// Whether an author who knows better may accept it.
    pub acceptable: bool,
    /// The smallest code that is refused.
    pub fails: &'static str,
    /// The same, mended.
    pub passes: &'static str,
}
