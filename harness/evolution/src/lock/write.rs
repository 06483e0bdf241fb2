//! The text of a lock file.

use super::file::Lock;
use crate::shape::{Ty, print_type};
use std::fmt;

/// The version of the file's layout.
pub(super) const VERSION: u32 = 1;

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = |ty: &Ty| print_type(ty, &|id| self.store.reference(*id, None));
        writeln!(f, "# What this program keeps and sends. Written by `cargo wirecheck lock`; commit it.")?;
        writeln!(f, "version {VERSION}")?;
        for (name, root) in &self.roots {
            writeln!(f, "\nroot {}", crate::shape::word(name))?;
            writeln!(f, "  type {}", crate::shape::word(&root.type_name))?;
            for format in &root.formats {
                writeln!(f, "  format {format}")?;
            }
            writeln!(f, "  promise {}", root.promise.name())?;
            writeln!(f, "  shape {}", shape(&root.shape))?;
        }
        for release in &self.releases {
            writeln!(f, "\nrelease {}", crate::shape::word(&release.version))?;
            for (name, ty) in &release.shapes {
                writeln!(f, "  {} {}", crate::shape::word(name), shape(ty))?;
            }
        }
        // By name, so that a change of a type is one change of the file.
        let mut groups: Vec<_> = self
            .store
            .groups()
            .map(|(hash, defs)| (defs.first().map_or("", |def| &def.name), hash))
            .collect();
        groups.sort_unstable();
        for (_, hash) in groups {
            write!(f, "\nshape {hash:016x}\n{}", self.store.group_text(hash))?;
        }
        Ok(())
    }
}
