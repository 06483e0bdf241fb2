use super::accepts::accepts;
use super::list::Structs;
use super::{
    Field, Fields, Others, Part, Shape, Shapes, apart_as_lists, flatten_denied, flattened, tagged, untagged,
    variants,
};

const U8: Shape = Shape::Integer { min: 0, max: 255 };
const I8: Shape = Shape::Integer { min: -128, max: 127 };
const NEGATIVE: Shape = Shape::Integer { min: -128, max: 0 };
const A: Shape = Shape::Fields(Fields::new(&[Field::new("a", U8)]));
const AB: Shape = Shape::Fields(Fields::new(&[Field::new("a", U8), Field::new("b", Shape::Text)]));
const A_TEXT: Shape = Shape::Fields(Fields::new(&[Field::new("a", Shape::Text)]));
const A_OR_NOT: Shape = Shape::Fields(Fields::new(&[Field::new("a", U8).optional()]));
const ID: Shape = Shape::Fields(Fields::new(&[Field::new("id", U8)]));
const MAYBE_A_OR_NOT: Shape = Shape::one_of(&[Shape::Null, Shape::Same(&A_OR_NOT)]);
const MAYBE_AB: Shape = Shape::one_of(&[Shape::Null, Shape::Same(&AB)]);
const EMPTY: Shape = Shape::Fields(Fields::new(&[]));
const ONLY_A: Shape = Shape::Fields(Fields {
    own: &[Field::new("a", U8)],
    flattened: &[],
    others: Others::Denied,
    from_list: true,
});
const TEXTS: [&str; 2] = ["", ""];

fn part(name: &'static str, shape: Shape) -> Part {
    Part { name, shape }
}

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
        (Shape::one_of(&[Shape::Null, Shape::Same(&U8)]), Shape::Null),
        (Shape::Bytes, Shape::LIST),
    ];
    for (reader, written) in taken {
        assert!(accepts(&reader, &written, Structs::Named), "{reader:?} takes {written:?}");
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
        (Shape::one_of(&[Shape::Null, Shape::Same(&U8)]), Shape::Text),
    ];
    for (reader, written) in left {
        assert!(!accepts(&reader, &written, Structs::Named), "{reader:?} leaves {written:?}");
    }
}

#[test]
fn untagged_variants_are_compared_with_earlier_ones() {
    let variants = |first, second| [part("One", first), part("Two", second)];
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
    const OWN: [Field; 1] = [Field::new("id", U8)];
    assert_eq!(said(move || flattened(&OWN, &[part("rest", AB)], TEXTS)), None);
    let cases = [
        (part("rest", ID), "also an entry of its own"),
        (part("rest", Shape::Map(&U8)), "takes every entry"),
        (part("rest", Shape::Any), "may have any entries"),
        (part("rest", MAYBE_A_OR_NOT), "reads back as `None`"),
    ];
    for (rest, why) in cases {
        let text = said(move || flattened(&OWN, &[rest], TEXTS)).expect(why);
        assert!(text.contains(why), "{text}");
    }
    let optional = part("rest", MAYBE_AB);
    assert_eq!(said(move || flattened(&OWN, &[optional], TEXTS)), None);
    let twice =
        said(move || flattened(&OWN, &[part("one", AB), part("two", A)], TEXTS)).expect("`a` is in both");
    assert!(twice.contains("`a` is in `one` and in `two`"), "{twice}");
    assert_eq!(said(|| flattened(&[], &[part("all", Shape::Map(&U8))], TEXTS)), None);
}

#[test]
fn where_unknown_fields_are_denied_every_entry_is_taken() {
    const OWN: [Field; 1] = [Field::new("id", U8)];
    const TAG: [Field; 1] = [Field::new("tag", Shape::Text).read_by(&[])];
    // Read as a map, because it has a flattened field itself.
    const MERGED: Shape = Shape::Fields(Fields {
        own: &[Field::new("x", U8)],
        flattened: &[AB],
        others: Others::Ignored,
        from_list: false,
    });
    const STRICT: Shape = Shape::Fields(Fields {
        own: &[Field::new("x", U8)],
        flattened: &[AB],
        others: Others::Denied,
        from_list: false,
    });
    const TAGGED: Shape =
        Shape::Fields(Fields::new(&[Field::new("tag", Shape::Text).read_by(&[]), Field::new("x", U8)]));
    let taken: [(&'static [Field], &[Shape], bool); 7] = [
        (&OWN, &[AB], true),
        (&OWN, &[MERGED], false),
        (&OWN, &[TAGGED, ONLY_A], false),
        (&OWN, &[STRICT], false),
        // It is read after the entries of the other have been taken.
        (&OWN, &[ID, STRICT], false),
        (&OWN, &[STRICT, Shape::Unit], false),
        (&[], &[Shape::one_of(&[Shape::Null, ONLY_A]), Shape::Names(&["N"])], true),
    ];
    let say = |own, shapes: &[Shape], is_strict| {
        let parts: Vec<Part> = shapes.iter().map(|shape| part("rest", *shape)).collect();
        said(move || flatten_denied(own, &parts, is_strict, TEXTS))
    };
    for (own, shapes, is_strict) in taken {
        assert_eq!(say(own, shapes, is_strict), None, "{shapes:?}");
    }
    let denied: [(&'static [Field], &[Shape], bool, &str); 9] = [
        (&TAG, &[AB], true, "`tag` is written and never read"),
        (&[], &[Shape::Map(&U8)], true, "leaves entries"),
        (&[], &[Shape::FromBuffer(&AB)], true, "leaves entries"),
        (&[], &[MERGED], true, "leaves entries"),
        (&[], &[TAGGED], true, "leaves entries"),
        (&[], &[STRICT, ID], false, "finds the entries of others"),
        (&TAG, &[STRICT], false, "finds the entries of others"),
        (&[], &[TAGGED, Shape::one_of(&[Shape::Null, STRICT])], false, "finds the entries of others"),
        (&[], &[Shape::FromBuffer(&ONLY_A), ID], false, "finds the entries of others"),
    ];
    for (own, shapes, is_strict, why) in denied {
        let text = say(own, shapes, is_strict).expect(why);
        assert!(text.contains(why), "{text}");
    }
}

#[test]
fn where_structs_are_lists_they_look_like_lists() {
    const PAIR: Shape = Shape::Tuple(&[Shape::list_of(2), Shape::Bool]);
    const AT: Shape = Shape::Tuple(&[Shape::Same(&AB), Shape::Bool]);
    let apart = |first, second| apart_as_lists(&[part("One", first), part("Two", second)], false);
    assert!(!accepts(&PAIR, &AT, Structs::Named) && !apart(PAIR, AT));
    assert!(!apart(A, ID), "one number each");
    assert!(!apart(Shape::LIST, AB));
    assert!(apart(AB, A), "a list of two is no list of one");
    assert!(apart(A, A_TEXT));
    assert!(apart(U8, A));
    assert!(!accepts(&Shape::Map(&U8), &A, Structs::Lists), "a list is no map");
    // Flattened, the outermost has names and the inner ones have none.
    const OF_A: Shape = Shape::Fields(Fields::new(&[Field::new("in", A)]));
    const OF_ID: Shape = Shape::Fields(Fields::new(&[Field::new("in", ID), Field::new("more", U8)]));
    assert!(!accepts(&OF_A, &OF_ID, Structs::Named) && !accepts(&OF_A, &OF_ID, Structs::Lists));
    assert!(!apart(OF_A, OF_ID));
}

#[test]
fn an_accept_covers_what_is_confused_with_names_too() {
    let apart = |first, second| apart_as_lists(&[part("One", first), part("Two", second)], true);
    assert!(apart(A, AB));
    assert!(!apart(A, ID), "only lists are confused");
    assert!(!apart(Shape::Any, Shape::LIST), "it may be a struct");
}

#[test]
fn a_tag_needs_entries_without_its_name() {
    for content in [AB, Shape::Unit, Shape::FromBuffer(&AB)] {
        assert_eq!(said(move || tagged("Run", &content, "kind", TEXTS)), None);
    }
    const AB_OR_UNIT: Shape = Shape::one_of(&[Shape::Same(&AB), Shape::Unit]);
    for (content, why) in [
        (AB, "has a field with the name of the tag"),
        (Shape::Map(&U8), "is a map"),
        (Shape::Text, "is not a struct"),
        (Shape::one_of(&[Shape::Null, Shape::Same(&A)]), "may be null"),
        (Shape::FromBuffer(&Shape::Unit), "no entry at all"),
        (Shape::FromBuffer(&AB_OR_UNIT), "no entry at all"),
    ] {
        let text = said(move || tagged("Run", &content, "a", TEXTS)).expect(why);
        assert!(text.contains(why), "{text}");
    }
}

#[test]
fn variants_in_one_list_are_the_shapes_they_stand_for() {
    fn listed(shape: Shape) -> Vec<String> {
        let Shape::OneOf(shapes) = shape else { return Vec::new() };
        let all: Vec<_> = shapes.iter().map(|shape| format!("{shape:?}")).collect();
        assert_eq!(all.len(), shapes.len());
        all
    }
    const IN: Shape = Shape::Fields(Fields::single(&[Field::required("In", A)]));
    const MAYBE: Shape = Shape::Fields(Fields::single(&[Field::required("Maybe", Shape::Null)]));
    const NAMES: Shape = Shape::Names(&["N", "M"]);
    const ENTRIES: &[Field] = &variants(["In", "Maybe"], [A, Shape::Null]);

    assert_eq!(listed(Shape::variants(&[], ENTRIES)), listed(Shape::one_of(&[IN, MAYBE])));
    assert_eq!(listed(Shape::variants(&["N", "M"], ENTRIES)), listed(Shape::one_of(&[NAMES, IN, MAYBE])));
    assert_eq!(listed(Shape::variants(&["N", "M"], &[])), listed(Shape::one_of(&[NAMES])));
    assert_eq!(Shapes::Variants { names: &[], entries: &[] }.len(), 0);
}
