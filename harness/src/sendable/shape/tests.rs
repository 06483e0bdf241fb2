use super::accepts::accepts;
use super::{Field, Fields, Others, Part, Shape, flattened, tagged, untagged};

const U8: Shape = Shape::Integer { min: 0, max: 255 };
const I8: Shape = Shape::Integer { min: -128, max: 127 };
const NEGATIVE: Shape = Shape::Integer { min: -128, max: 0 };
const A: Shape = Shape::Fields(&Fields::new(&[Field::new(&["a"], U8)]));
const AB: Shape = Shape::Fields(&Fields::new(&[Field::new(&["a"], U8), Field::new(&["b"], Shape::Text)]));
const A_TEXT: Shape = Shape::Fields(&Fields::new(&[Field::new(&["a"], Shape::Text)]));
const A_OR_NOT: Shape = Shape::Fields(&Fields::new(&[Field::new(&["a"], U8).optional()]));
const ID: Shape = Shape::Fields(&Fields::new(&[Field::new(&["id"], U8)]));
const MAYBE_A_OR_NOT: Shape = Shape::OneOf(&[Shape::Null, Shape::Same(&A_OR_NOT)]);
const MAYBE_AB: Shape = Shape::OneOf(&[Shape::Null, Shape::Same(&AB)]);
const EMPTY: Shape = Shape::Fields(&Fields::new(&[]));
const ONLY_A: Shape = Shape::Fields(&Fields {
    own: &[Field::new(&["a"], U8)],
    flattened: &[],
    others: Others::Denied,
    from_list: true,
});
const TEXTS: [&str; 2] = ["", ""];

/// What the panic of a check says.
fn said(check: impl FnOnce() + std::panic::UnwindSafe) -> Option<String> {
    let payload = std::panic::catch_unwind(check).err()?;
    payload.downcast::<String>().ok().map(|text| *text)
}

#[test]
fn a_reader_takes_what_may_have_its_shape() {
    let taken = [
        (U8, I8),
        (NEGATIVE, U8),
        (Shape::Float, U8),
        (Shape::Text, Shape::Char),
        (Shape::Char, Shape::Text),
        (Shape::Char, Shape::Names(&["A"])),
        (Shape::Names(&["A", "B"]), Shape::Names(&["B", "C"])),
        (Shape::Names(&["A"]), Shape::Text),
        (Shape::LIST, Shape::list_of(3)),
        (Shape::list_of(2), Shape::LIST),
        (A, AB),
        (A_OR_NOT, AB),
        (A_OR_NOT, EMPTY),
        (A, Shape::LIST),
        (Shape::Map(&U8), A),
        (A, Shape::Map(&U8)),
        (Shape::Map(&U8), Shape::Map(&Shape::Text)),
        (Shape::Any, Shape::Null),
        (Shape::Null, Shape::Any),
        (Shape::Unit, A_OR_NOT),
        (Shape::Null, Shape::Unit),
        (Shape::Tuple(&[U8, Shape::Text]), Shape::Tuple(&[I8, Shape::Char])),
        (Shape::LIST, Shape::Tuple(&[U8])),
        (Shape::OneOf(&[Shape::Null, Shape::Same(&U8)]), Shape::Null),
        (Shape::Bytes, Shape::LIST),
    ];
    for (reader, written) in taken {
        assert!(accepts(&reader, &written), "{reader:?} takes {written:?}");
    }
}

#[test]
fn a_reader_leaves_what_cannot_have_its_shape() {
    let left = [
        (U8, Shape::Float),
        (U8, Shape::Text),
        (NEGATIVE, Shape::Integer { min: 1, max: 2 }),
        (Shape::Bool, U8),
        (Shape::Text, U8),
        (Shape::Names(&["A"]), Shape::Names(&["B"])),
        (Shape::Char, Shape::Names(&["several"])),
        (Shape::list_of(2), Shape::list_of(3)),
        (AB, A),
        (A, A_TEXT),
        (ONLY_A, AB),
        (AB, Shape::list_of(3)),
        (Shape::Map(&U8), A_TEXT),
        (A, Shape::Map(&Shape::Text)),
        (Shape::Unit, A),
        (Shape::Null, EMPTY),
        (Shape::Null, Shape::LIST),
        (Shape::Tuple(&[U8, Shape::Text]), Shape::Tuple(&[U8, U8])),
        (A, Shape::Null),
        (Shape::OneOf(&[Shape::Null, Shape::Same(&U8)]), Shape::Text),
    ];
    for (reader, written) in left {
        assert!(!accepts(&reader, &written), "{reader:?} leaves {written:?}");
    }
}

#[test]
fn untagged_variants_are_compared_with_earlier_ones() {
    let variants = |first, second| [Field::required("One", &[], first), Field::required("Two", &[], second)];
    assert_eq!(said(move || untagged(&variants(AB, A), TEXTS)), None);
    assert_eq!(
        said(move || untagged(&variants(A, AB), TEXTS)).as_deref(),
        Some("a `Two` may be read as a `One`")
    );
    let unknown = said(move || untagged(&variants(Shape::Any, AB), TEXTS));
    assert_eq!(unknown.as_deref(), Some("a `Two` may be read as a `One`, of which nothing is known"));
}

#[test]
fn flattened_entries_are_compared_with_all_others() {
    let part = |name, shape| Part { name, shape };
    const OWN: [Field; 1] = [Field::new(&["id"], U8)];
    assert_eq!(said(move || flattened(&OWN, &[part("rest", AB)], false, TEXTS)), None);
    let cases = [
        (part("rest", ID), "also an entry of its own"),
        (part("rest", Shape::Map(&U8)), "takes every entry"),
        (part("rest", Shape::Any), "may have any entries"),
        (part("rest", MAYBE_A_OR_NOT), "reads back as `None`"),
    ];
    for (rest, why) in cases {
        let text = said(move || flattened(&OWN, &[rest], false, TEXTS)).expect(why);
        assert!(text.contains(why), "{text}");
    }
    let optional = part("rest", MAYBE_AB);
    assert_eq!(said(move || flattened(&OWN, &[optional], false, TEXTS)), None);
    let twice = said(move || flattened(&OWN, &[part("one", AB), part("two", A)], false, TEXTS))
        .expect("`a` is in both");
    assert!(twice.contains("`a` is in `one` and in `two`"), "{twice}");
    assert_eq!(said(|| flattened(&[], &[part("all", Shape::Map(&U8))], false, TEXTS)), None);

    // Where unknown fields are denied, only what takes its entries may be flattened.
    assert_eq!(said(|| flattened(&[], &[part("rest", AB)], true, TEXTS)), None);
    for shape in [Shape::Map(&U8), Shape::FromBuffer(&AB)] {
        let text = said(move || flattened(&[], &[part("rest", shape)], true, TEXTS)).expect("it is denied");
        assert!(text.contains("leaves its entries unread"), "{text}");
    }
}

#[test]
fn a_tag_needs_entries_without_its_name() {
    assert_eq!(said(|| tagged("Run", &AB, "kind", TEXTS)), None);
    for (content, why) in [
        (AB, "has a field with the name of the tag"),
        (Shape::Map(&U8), "is a map"),
        (Shape::Text, "is not a struct"),
        (Shape::OneOf(&[Shape::Null, Shape::Same(&A)]), "may be null"),
    ] {
        let text = said(move || tagged("Run", &content, "a", TEXTS)).expect(why);
        assert!(text.contains(why), "{text}");
    }
}
