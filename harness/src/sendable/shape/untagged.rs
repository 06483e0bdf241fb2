//! Whether the variants of an untagged enum can be told apart.

use super::accepts::accepts;
use super::list::Structs;
use super::message::Message;
use super::{Part, Shape, Shapes};
use crate::format::{Format, NamedFields};

/// Fails the build if a value of one variant may be read as an earlier one, in a format that writes names.
///
/// `text` is the rest of the message, after the names; each variant is a part with its name.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn untagged(variants: &[Part], text: [&str; 2]) {
    if let Some(message) = confused(variants, text) {
        panic!("{}", message.as_str());
    }
}

/// What [`untagged`] says.
pub const fn confused(variants: &[Part], text: [&str; 2]) -> Option<Message> {
    let mut later = 1;
    while later < variants.len() {
        let mut earlier = 0;
        while earlier < later {
            let (reader, written) = (&variants[earlier], &variants[later]);
            if accepts(&reader.shape, &written.shape, Structs::Named) {
                let unknown = matches!(reader.shape, Shape::Any) || matches!(written.shape, Shape::Any);
                let because = if unknown { ", of which nothing is known" } else { "" };
                return Some(Message::of(&[
                    text[0],
                    "a `",
                    written.name,
                    "` may be read as a `",
                    reader.name,
                    "`",
                    because,
                    text[1],
                ]));
            }
            earlier += 1;
        }
        later += 1;
    }
    None
}

/// Whether no value of one variant can be read as an earlier one where structs are lists of their fields.
///
/// If the author accepts what is confused where structs have names, what is confused only here still counts, and so does
/// what nothing is known of: it may be such a struct.
pub const fn apart_as_lists(variants: &[Part], is_accepted: bool) -> bool {
    let mut later = 1;
    while later < variants.len() {
        let mut earlier = 0;
        while earlier < later {
            let (reader, written) = (&variants[earlier].shape, &variants[later].shape);
            let is_confused =
                accepts(reader, written, Structs::Lists) || accepts(reader, written, Structs::ListsInside);
            let is_covered = is_accepted
                && accepts(reader, written, Structs::Named)
                && !has_unknown(reader)
                && !has_unknown(written);
            if is_confused && !is_covered {
                return false;
            }
            earlier += 1;
        }
        later += 1;
    }
    true
}

/// Whether nothing is known of some part of it.
const fn has_unknown(shape: &Shape) -> bool {
    match shape.plain() {
        Shape::Any => true,
        Shape::Tuple(all) => any_unknown(Shapes::List(all)),
        Shape::OneOf(all) => any_unknown(*all),
        Shape::Fields(fields) => {
            let mut at = 0;
            while at < fields.own.len() {
                if has_unknown(&fields.own[at].shape) {
                    return true;
                }
                at += 1;
            }
            any_unknown(Shapes::List(fields.flattened))
        }
        // The items of a list and the values of a map are never compared.
        _ => false,
    }
}

const fn any_unknown(all: Shapes) -> bool {
    let mut at = 0;
    while at < all.len() {
        if has_unknown(&all.get(at)) {
            return true;
        }
        at += 1;
    }
    false
}

/// Tells the variants of an untagged enum apart. `APART` says whether that is possible where structs are lists.
#[diagnostic::on_unimplemented(
    message = "[WC0039] `{Self}` writes structs as lists, and variants of this untagged enum look alike then",
    label = "a value of one variant can be read as an earlier one",
    note = "why: an untagged enum is read by trying its variants in order; where the fields of a struct have no names, a struct \
            looks like a tuple, a list, or another struct, and the value changes without any error",
    note = "python: pickle writes the class of a value, so it never guesses",
    note = "help: send the value as `MessagePackNamed`, `Json` or another format that writes field names, or use a plain or a \
            tagged enum",
    note = "more: `cargo wirecheck explain WC0039`"
)]
pub trait TellsApart<const APART: bool>: Format {}
impl<F: Format> TellsApart<true> for F {}
#[diagnostic::do_not_recommend]
impl<F: NamedFields> TellsApart<false> for F {}
