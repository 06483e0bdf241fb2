//! What the derive refuses at the definition, known without rustc: the generator asks the derive's own model.

use crate::emit::definition;
use crate::item::Case;
use wirecheck_model::Model;

/// The first reason why a type of the case is refused: its code and its text.
pub fn refusal(case: &Case) -> Option<(String, String)> {
    case.items.iter().find_map(|item| {
        let input = match syn::parse_str::<syn::DeriveInput>(&definition(item)) {
            Ok(input) => input,
            Err(error) => return Some(("syntax".to_owned(), error.to_string())),
        };
        let model = Model::new(&input);
        model.diagnostics.first().map(|found| (found.rule.code.to_owned(), found.to_string()))
    })
}
