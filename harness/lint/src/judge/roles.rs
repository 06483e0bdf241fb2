//! Where a type may stand: in an `Option`, as the key of a map, flattened into another type.

use super::known::Role as Stands;
use super::role::Role;
use super::state::Judge;
use super::subject::{Declaration, Resolved, Subject};
use super::way::Way;
use wirecheck_model::roles::{self, Holds};

impl<'a> Judge<'a> {
    /// Whether a type may stand in a place.
    ///
    /// # Errors
    /// The trait that is missing: of the format, or of the type.
    pub(crate) fn role(&self, role: Role, ty: &'a str, way: Way) -> Result<(), &'static str> {
        // A value ends somewhere, so a type that is written as itself in part may stand where the rest may.
        if self.open_roles.borrow().contains(&(role, ty, way)) {
            return Ok(());
        }
        self.open_roles.borrow_mut().push((role, ty, way));
        let answer = self.answer(role, ty, way);
        self.open_roles.borrow_mut().pop();
        answer
    }

    fn answer(&self, role: Role, ty: &'a str, way: Way) -> Result<(), &'static str> {
        if let Some(known) = self.known(ty) {
            let stands = match role {
                _ if known.refused.is_some() => Stands::Always,
                Role::NotNull => known.not_null,
                Role::MapKey => known.map_key,
                Role::Flatten => known.flatten,
                Role::TextKey => known.text_key,
            };
            return match stands {
                Stands::Always => Ok(()),
                Stands::With(capability) => if_can(way, capability),
                Stands::As(other) => self.role(role, other, way),
                Stands::AsTextKey(other) => self.role(Role::TextKey, other, way),
                Stands::Never => Err(role.trait_name()),
            };
        }
        match self.subject(ty).as_deref() {
            Some(Subject::Derived(source, resolved)) => match self.declaration(*source) {
                Ok(declaration) => self.of_derived(role, &declaration, resolved, way),
                Err(_) => Ok(()),
            },
            // The type itself is unproven.
            Some(Subject::ByHand(_)) | None => Ok(()),
        }
    }

    fn of_derived(
        &self,
        role: Role,
        declaration: &Declaration<'a>,
        resolved: &Resolved<'a>,
        way: Way,
    ) -> Result<(), &'static str> {
        let container = &declaration.model.container;
        let holds = match role {
            Role::NotNull => Some(roles::never_null(container)),
            Role::MapKey => Some(roles::map_key(container)),
            Role::Flatten => roles::flatten(container),
            Role::TextKey => roles::text_key(container),
        };
        match holds {
            Some(Holds::Always) => Ok(()),
            Some(Holds::With(capability)) => if_can(way, capability),
            Some(Holds::IfOf(types)) => {
                types.iter().try_for_each(|ty| match resolved.named(declaration, ty) {
                    Some(name) => self.role(role, name, way),
                    // Nothing is known of it.
                    None => Err(role.trait_name()),
                })
            }
            None => Err(role.trait_name()),
        }
    }
}

fn if_can(way: Way, capability: &'static str) -> Result<(), &'static str> {
    if way.can(capability) { Ok(()) } else { Err(capability) }
}
