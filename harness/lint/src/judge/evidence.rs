//! What a verdict rests on.

/// From the strongest to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Declarations and types of std, by the rules of the derive.
    Proved,
    /// The same, and types of other crates, which were tried.
    Known,
    /// Values that were seen to come back.
    Observed,
    /// Some part of it is only written, or only read, so that one of its impls was not seen; or it meets the format behind
    /// `dyn`, if at all.
    Possible,
    /// Nothing is known of some type.
    Unproven,
}
