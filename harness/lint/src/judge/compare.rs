//! What a reader has to tell apart: the derive's comparisons, answered by the library's functions.

use super::node::{Alike, At, Stage, Wrong};
use super::own_code::has_own_code;
use super::shapes::{UNKNOWN, all_kept, entries, text, with_fields, without_unknown};
use super::state::Judge;
use super::subject::{Declaration, Resolved};
use std::rc::Rc;
use wirecheck::__private_0_1_0::comparisons::{confused, denied, overlap, tag_taken};
use wirecheck::__private_0_1_0::{Part, Shape, apart_as_lists};
use wirecheck_model::container::FieldRef;
use wirecheck_model::{Compared, Comparison, ValueShape};

impl<'a> Judge<'a> {
    /// What cannot be told apart in a type. Asked once: the shapes that are compared are leaked.
    pub(crate) fn alike(
        &self,
        ty: &'a str,
        declaration: &Declaration<'a>,
        resolved: &Resolved<'a>,
    ) -> Rc<Alike> {
        if let Some(alike) = self.alike.borrow().get(ty) {
            return Rc::clone(alike);
        }
        let alike = Rc::new(self.compare(declaration, resolved));
        self.alike.borrow_mut().insert(ty, Rc::clone(&alike));
        alike
    }

    fn compare(&self, declaration: &Declaration<'a>, resolved: &Resolved<'a>) -> Alike {
        let container = &declaration.model.container;
        // Nothing is known of a type that depends on a parameter: the declaration has to hold for each.
        let of_field = |at: FieldRef| {
            let (variant, field) = container.field(at)?;
            if declaration.parameters.are_in(field.ty()) || has_own_code(variant, field) {
                return None;
            }
            let name = resolved.field(at)?;
            Some(self.shape(name))
        };
        let of_field = |at| of_field(at).unwrap_or(UNKNOWN);
        let all_of: Shapes<'_> = &|shape| with_fields(shape, &of_field);
        let known_of: Shapes<'_> = &|shape| without_unknown(with_fields(shape, &of_field));
        let mut alike = Alike::default();
        for comparison in &declaration.comparisons {
            let at = Some(At::new(declaration.source, comparison.at));
            if !comparison.is_accepted
                && let Some(detail) = mistaken(comparison, all_of)
            {
                let is_unknown = mistaken(comparison, known_of).is_none();
                let because = if is_unknown { ", of which not all is known" } else { "" };
                let wrong = Wrong::new(comparison.rule, format!("{detail}{because}"), at);
                alike.everywhere.push(Wrong { is_unknown, stage: Stage::Compared, ..wrong });
            }
            let Compared::Variants(variants) = &comparison.of else { continue };
            let are_apart = |of| apart_as_lists(parts(variants, of), comparison.is_accepted);
            if !are_apart(all_of) {
                alike
                    .as_lists
                    .push(Wrong { is_unknown: are_apart(known_of), ..Wrong::lacks("TellsApart", at) });
            }
        }
        alike
    }
}

/// The shape of what the model says.
type Shapes<'s> = &'s dyn Fn(&ValueShape) -> Shape;

fn mistaken(comparison: &Comparison, of: Shapes<'_>) -> Option<String> {
    // What stands before and after the names in a message of the compiler.
    const TEXT: [&str; 2] = ["", ""];
    let message = match &comparison.of {
        Compared::Variants(variants) => confused(parts(variants, of), TEXT),
        Compared::Tag { variant, content, tag } => tag_taken(variant, &of(content), tag, TEXT),
        Compared::Flattened { own, parts: flattened } => {
            overlap(entries(own, of), parts(flattened, of), TEXT)
        }
        Compared::Denied { own, parts: flattened, denies_unknown } => {
            denied(entries(own, of), parts(flattened, of), *denies_unknown, TEXT)
        }
    };
    message.map(|message| message.as_str().to_owned())
}

fn parts(parts: &[(String, ValueShape)], of: Shapes<'_>) -> &'static [Part] {
    all_kept(parts.iter().map(|(name, shape)| Part { name: text(name), shape: of(shape) }))
}
