use super::{Id, Store, Ty, of_source, type_text};

fn group(ty: &Ty) -> u64 {
    match ty {
        Ty::Named(Id { group, .. }) => *group,
        other => panic!("{other:?} is not declared"),
    }
}

#[test]
fn a_shape_is_one_fact_a_line() {
    let mut store = Store::default();
    let text = "
        #[serde(deny_unknown_fields)]
        struct Job { name: String, #[serde(default, alias = \"len\")] size: Option<u32>, kind: Kind }
        #[serde(tag = \"t\", rename_all = \"snake_case\")]
        enum Kind { FirstOne, #[serde(other)] Rest }";
    let shapes = of_source(text, &mut store).unwrap();
    let kind = format!("{:016x}", group(&shapes["Kind"]));
    assert_eq!(
        store.group_text(group(&shapes["Job"])),
        format!(
            "type app::Job struct deny_unknown
  0 name text
  1 size option<u32> alias len default
  2 kind Kind@{kind}
"
        )
    );
    assert_eq!(
        store.group_text(group(&shapes["Kind"])),
        "type app::Kind enum tag t
  0 first_one unit ident FirstOne
  1 rest unit ident Rest other
"
    );
}

#[test]
fn types_that_lead_to_each_other_are_one_group() {
    let text = "struct Tree { nodes: Vec<Node> } struct Node { leaf: u8, tree: Option<Box<Tree>> } struct Top { tree: Tree }";
    let mut store = Store::default();
    let shapes = of_source(text, &mut store).unwrap();
    assert_eq!(group(&shapes["Tree"]), group(&shapes["Node"]));
    assert_ne!(group(&shapes["Tree"]), group(&shapes["Top"]));
    assert_eq!(store.groups().count(), 2);
    let text = store.group_text(group(&shapes["Tree"]));
    assert!(text.contains("1 tree option<Tree@.1>"), "{text}");
    // What does not change keeps its hash, wherever else it is used.
    let mut other = Store::default();
    let again = of_source(
        "struct Node { leaf: u8, tree: Option<Box<Tree>> } struct Tree { nodes: Vec<Node> }",
        &mut other,
    );
    assert_eq!(group(&again.unwrap()["Tree"]), group(&shapes["Tree"]));
}

#[test]
fn types_are_read_from_their_text() {
    for text in ["u8", "option<seq<map<text,tuple<u8,unit>>>>", "array<f64,3>", "tuple<>"] {
        let ty = type_text(text, 0).unwrap();
        assert_eq!(Store::default().show(&ty), text);
    }
    for (text, error) in [
        ("u9", "there is no type `u9`"),
        ("seq<u8", "`>` is missing in a type `seq`"),
        ("seq<u8>>", "`>` is left of the type `seq<u8>>`"),
        ("Role@12", "`Role@12` is no reference to a type"),
    ] {
        assert_eq!(type_text(text, 0).unwrap_err(), error);
    }
    assert!(type_text(&"seq<".repeat(10_000), 0).unwrap_err().contains("deep"));
}
