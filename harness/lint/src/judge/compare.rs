//! What a reader has to tell apart: the derive's comparisons, answered by the library's functions.

use super::node::{At, Stage, Wrong};
use super::own_code::has_own_code;
use super::shapes::{all_kept, entries, text, with_fields};
use super::state::Judge;
use super::subject::{Declaration, Resolved};
use super::way::Way;
use wirecheck::__private_0_1_0::comparisons::{confused, denied, overlap, tag_taken};
use wirecheck::__private_0_1_0::{Part, Shape, apart_as_lists};
use wirecheck_model::container::FieldRef;
use wirecheck_model::{Compared, Comparison, ValueShape};

impl<'a> Judge<'a> {
    /// What cannot be told apart in a type, in a format.
    pub(crate) fn compared(
        &self,
        declaration: &Declaration<'a>,
        resolved: &Resolved<'a>,
        way: Way,
    ) -> Vec<Wrong> {
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
        let of_field = |at| of_field(at).unwrap_or(Shape::Any);
        let mut all = Vec::new();
        for comparison in &declaration.comparisons {
            let at = Some(At::new(declaration.source, comparison.at));
            if !comparison.is_accepted
                && let Some(detail) = mistaken(comparison, &of_field)
            {
                let is_unknown =
                    ["nothing is known", "may have any entries"].iter().any(|it| detail.contains(it));
                let wrong = Wrong::new(comparison.rule, detail, at);
                all.push(Wrong { is_unknown, stage: Stage::Compared, ..wrong });
            }
            if let Compared::Variants(variants) = &comparison.of
                && !way.can("NamedFields")
                && !apart_as_lists(parts(variants, &of_field), comparison.is_accepted)
            {
                all.push(Wrong::lacks("TellsApart", at));
            }
        }
        all
    }
}

fn mistaken(comparison: &Comparison, of_field: &dyn Fn(FieldRef) -> Shape) -> Option<String> {
    // What stands before and after the names in a message of the compiler.
    const TEXT: [&str; 2] = ["", ""];
    let message = match &comparison.of {
        Compared::Variants(variants) => confused(parts(variants, of_field), TEXT),
        Compared::Tag { variant, content, tag } => {
            tag_taken(variant, &with_fields(content, of_field), tag, TEXT)
        }
        Compared::Flattened { own, parts: flattened } => {
            overlap(entries(own, of_field), parts(flattened, of_field), TEXT)
        }
        Compared::Denied { own, parts: flattened, denies_unknown } => {
            denied(entries(own, of_field), parts(flattened, of_field), *denies_unknown, TEXT)
        }
    };
    message.map(|message| message.as_str().to_owned())
}

fn parts(parts: &[(String, ValueShape)], of_field: &dyn Fn(FieldRef) -> Shape) -> &'static [Part] {
    all_kept(parts.iter().map(|(name, shape)| Part { name: text(name), shape: with_fields(shape, of_field) }))
}
