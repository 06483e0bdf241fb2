//! What std's own tests and constructors tell of a default: `Vec::is_empty` holds for `Vec::new()` and for nothing else.

use crate::attr::Word;
use crate::container::{Field, outer_name};
use crate::symbol::DEFAULT;
use syn::Type;

/// Whether a path of `#[serde(default = "..")]` is `Vec::new`, `Default::default` or the like, for the type of the field.
pub(crate) fn is_default_of_std(path: &str, field: &Field<'_>) -> bool {
    let outer = outer_name(field.ty());
    let is_of_std = KNOWN_TESTS.iter().any(|(_, ty, _)| *ty == outer);
    let names = names_of(path);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [.., "Default", "default"] => true,
        [.., ty, "default" | "new"] => *ty == outer && is_of_std,
        _ => false,
    }
}

/// Whether the test is one of std that holds for the default of the field's type and nothing else.
///
/// Found by its name: the caller has to make sure that the type is the one of std. The answer is the name of a function in
/// wirecheck's hidden module that takes this type and no other.
pub fn known_test(field: &Field<'_>, word: &Word) -> Option<&'static str> {
    let path = word.value.as_ref()?.value();
    let names = names_of(&path);
    let (ty, test) = match names.as_slice() {
        [.., ty, test] => (ty.as_str(), test.as_str()),
        // `<[T]>::is_empty`
        [test] if path.starts_with("<[") => ("[]", test.as_str()),
        _ => return None,
    };
    // A longer path may lead anywhere, unless it begins at std.
    let is_std = names.len() == 2 || matches!(names[0].as_str(), "std" | "core" | "alloc" | "[]");
    let outer = outer_name(field.ty());
    let (_, _, takes) = KNOWN_TESTS
        .iter()
        .find(|(short, of, _)| *of == outer && short.split_once("::") == Some((ty, test)))?;
    (is_std || names.len() == 1).then_some(takes)
}

/// Whether the names of the test and of the default say that the test holds for that default alone: `is_false` with a plain
/// `default`, `is_true` with `default = "default_true"`.
///
/// A name is no proof. `is_empty` says it of a collection only: an enum of two collections has two empty values.
pub(crate) fn is_named_after_default(field: &Field<'_>, test: &Word) -> bool {
    let name = |word: &Word| names_of(&word.value.as_ref()?.value()).pop();
    let (Some(test), Some(default)) = (name(test), field.attrs.serde(DEFAULT)) else { return false };
    let value = test.strip_prefix("is_").unwrap_or(&test);
    match name(default) {
        None => match value {
            "empty" => COLLECTIONS.contains(&outer_name(field.ty()).as_str()),
            _ => OF_DEFAULTS.contains(&value),
        },
        Some(default) => OF_ONE_VALUE.contains(&value) && default.split('_').any(|part| part == value),
    }
}

/// The names in a path, without arguments.
fn names_of(path: &str) -> Vec<String> {
    let path: syn::Result<syn::ExprPath> = syn::parse_str(path);
    path.map(|path| path.path.segments.iter().map(|segment| segment.ident.to_string()).collect())
        .unwrap_or_default()
}

/// How the test is written, for which type, and the function of the hidden module that takes this type.
const KNOWN_TESTS: &[(&str, &str, &str)] = &[
    ("Option::is_none", "Option", "is_option"),
    ("Vec::is_empty", "Vec", "is_vec"),
    ("[]::is_empty", "Vec", "is_vec"),
    ("String::is_empty", "String", "is_string"),
    ("str::is_empty", "String", "is_string"),
    ("BTreeMap::is_empty", "BTreeMap", "is_btree_map"),
    ("HashMap::is_empty", "HashMap", "is_hash_map"),
    ("BTreeSet::is_empty", "BTreeSet", "is_btree_set"),
    ("HashSet::is_empty", "HashSet", "is_hash_set"),
    ("BinaryHeap::is_empty", "BinaryHeap", "is_binary_heap"),
    ("VecDeque::is_empty", "VecDeque", "is_vec_deque"),
    ("LinkedList::is_empty", "LinkedList", "is_linked_list"),
    ("Not::not", "bool", "is_bool"),
];

/// What tests of a default are called, behind `is_`.
const OF_DEFAULTS: &[&str] = &["default", "false", "none", "not", "null", "zero"];

/// What tests of one value are called, and functions that give it.
const OF_ONE_VALUE: &[&str] = &["default", "empty", "false", "none", "null", "one", "true", "zero"];

/// Types of which one value is empty.
const COLLECTIONS: &[&str] = &[
    "ArrayVec",
    "BTreeMap",
    "BTreeSet",
    "HashMap",
    "HashSet",
    "IndexMap",
    "IndexSet",
    "LinkedList",
    "Map",
    "SmallVec",
    "String",
    "Vec",
    "VecDeque",
];

/// Whether the type has one value, so that nothing is lost when it is skipped: `()`, `PhantomData`.
///
/// Found by its name: the caller has to make sure that `PhantomData` means the one of std.
pub fn has_one_value(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty()) || outer_name(ty) == "PhantomData"
}
