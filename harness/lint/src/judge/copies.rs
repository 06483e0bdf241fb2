//! `#[sendable(snapshot)]` and `#[sendable(duplicate)]`: the value in a lock, or behind a shared pointer, is sent as a copy.

use super::role::Role;
use super::state::Judge;
use super::type_name::TypeName;
use super::way::Way;

/// Which copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copied {
    /// Of the value in a lock or an atomic.
    Snapshot,
    /// Of the value behind an `Arc`.
    Duplicate,
}

impl Copied {
    fn trait_name(self) -> &'static str {
        match self {
            Self::Snapshot => "Snapshot",
            Self::Duplicate => "Duplicate",
        }
    }
}

impl<'a> Judge<'a> {
    /// The type that is sent for a field of this type; none if it is an atomic.
    ///
    /// # Errors
    /// The trait that is missing.
    pub(crate) fn copy_of(
        &self,
        copied: Copied,
        ty: &'a str,
        way: Way,
    ) -> Result<Option<&'a str>, &'static str> {
        let name = TypeName::parse(ty);
        let path = name.as_path().filter(|path| path.is_std()).ok_or(copied.trait_name())?;
        match (copied, path.last(), path.arguments.as_slice()) {
            (Copied::Snapshot, "Mutex" | "RwLock", [inner]) => Ok(Some(inner)),
            (Copied::Snapshot, last, []) if last.starts_with("Atomic") => Ok(None),
            (Copied::Duplicate, "Arc", [inner, ..]) => Ok(Some(inner)),
            (_, "Vec" | "Box", [inner, ..]) => self.copy_of(copied, inner, way),
            (_, "Option", [inner]) => {
                let copy = self.copy_of(copied, inner, way)?;
                self.copy_not_null(inner, way)?;
                Ok(copy)
            }
            _ => Err(copied.trait_name()),
        }
    }

    /// Whether the copy of a value of this type is never null.
    fn copy_not_null(&self, ty: &'a str, way: Way) -> Result<(), &'static str> {
        let name = TypeName::parse(ty);
        let Some(path) = name.as_path() else { return Ok(()) };
        match (path.last(), path.arguments.as_slice()) {
            ("Mutex" | "RwLock" | "Arc", [inner, ..]) => self.role(Role::NotNull, inner, way),
            ("Box", [inner, ..]) => self.copy_not_null(inner, way),
            ("Option", _) if !way.can("NestedOptions") => Err("NestedOptions"),
            _ => Ok(()),
        }
    }
}
