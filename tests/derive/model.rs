//! The model that reads a type from its source, and the constant that the derive writes, say the same.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use wirecheck::sendable::{ShapeDescription, describe};
use wirecheck::{Bincode, Json, Sendable};
use wirecheck_model::{Model, ValueShape};

/// Defines types, and keeps the source of each.
macro_rules! types {
    ($($(#[$attribute:meta])* $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(Serialize, Deserialize, Sendable)]
            #[allow(dead_code)]
            $(#[$attribute])*
            $kind $name $body
        )*
        const SOURCES: &[(&str, &str)] =
            &[$((stringify!($name), stringify!($(#[$attribute])* $kind $name $body))),*];
    };
}

types! {
    struct Job {
        name: String,
        #[serde(rename = "n", alias = "count")]
        size: u32,
        ratio: Option<f64>,
        #[serde(default)]
        at: (i8, char),
        #[serde(skip)]
        #[sendable(accept("skip", AnyFormat))]
        cache: bool,
        #[sendable(trust(AnyFormat))]
        trusted: u8,
    }
    struct Holder {
        job: Job,
        others: HashMap<String, Box<[bool; 3]>>,
        list: Vec<Job>,
    }
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Strict {
        first_name: String,
        last_name: String,
    }
    enum Event {
        Stopped,
        Paused,
        Moved { by: i64 },
        At(u8, u16),
        Is(Strict),
    }
    enum Figure {
        Point { x: i64, y: i64 },
        Empty {},
        Sized(u8),
        Named { name: String },
        Strict(Strict),
        Renamed {
            #[serde(rename = "b")]
            a: bool,
        },
        Nothing,
        Last { first: Vec<u8>, second: Option<char> },
    }
    enum Reply {
        #[serde(alias = "ok", alias = "yes")]
        Done(u8),
        Failed { code: u16 },
        Nothing(()),
    }
    enum Switch {
        Off,
        On(bool),
    }
    enum Single {
        Only(String),
    }
    #[serde(rename_all = "kebab-case")]
    enum Color {
        DarkRed,
        #[serde(alias = "blue")]
        LightBlue,
    }
}

fn source_of(name: &str) -> &'static str {
    SOURCES.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no source of {name}")).1
}

/// What the model knows of a type, with the types that it names.
fn shape_of(name: &str) -> ValueShape {
    let input = syn::parse_str(source_of(name)).unwrap();
    let model = Model::new(&input);
    assert!(model.diagnostics.is_empty(), "{name}: {:?}", model.diagnostics);
    model.value_shape().resolve(&mut |at| {
        let (_, field) = model.container.field(at).unwrap();
        ValueShape::of_std(field.ty(), &mut |ty| match ty {
            syn::Type::Path(path) => shape_of(&path.path.require_ident().unwrap().to_string()),
            _ => ValueShape::Any,
        })
    })
}

#[test]
fn the_model_says_what_the_constant_says() {
    fn both<T: Sendable<Bincode> + Sendable<Json>>() -> [String; 2] {
        [describe::<T, Bincode>().to_string(), describe::<T, Json>().to_string()]
    }
    let constants = BTreeMap::from([
        ("Job", both::<Job>()),
        ("Holder", both::<Holder>()),
        ("Strict", both::<Strict>()),
        ("Event", both::<Event>()),
        ("Figure", both::<Figure>()),
        ("Reply", both::<Reply>()),
        ("Switch", both::<Switch>()),
        ("Single", both::<Single>()),
        ("Color", both::<Color>()),
    ]);
    assert_eq!(constants.len(), SOURCES.len());
    for (name, constants) in constants {
        let model = shape_of(name).to_string();
        assert!(model.lines().count() > 1, "{model}");
        for constant in constants {
            assert_eq!(model, constant, "{name}");
        }
    }
}

#[test]
fn a_tagged_enum_is_read_from_a_buffer() {
    #[derive(Serialize, Deserialize, Sendable)]
    #[serde(tag = "kind")]
    #[allow(dead_code)]
    enum Tagged {
        Stopped,
        Moved { by: u8 },
    }
    let source = "#[serde(tag = \"kind\")] enum Tagged { Stopped, Moved { by: u8 } }";
    let input = syn::parse_str(source).unwrap();
    let model = Model::new(&input);
    let model = model.value_shape().resolve(&mut |_| ValueShape::Integer { min: 0, max: 255 }).to_string();
    assert_eq!(model, describe::<Tagged, Json>().to_string());
    assert!(model.starts_with("$: read from a buffer\n"), "{model}");
}

#[test]
fn variants_with_and_without_a_name_are_listed_in_order() {
    #[derive(Serialize, Deserialize, Sendable)]
    #[allow(dead_code)]
    enum Mixed {
        Stopped,
        Moved(u8),
        Turned {
            by: u8,
        },
        #[serde(untagged)]
        Number(u8),
    }
    let source = "enum Mixed { Stopped, Moved(u8), Turned { by: u8 }, #[serde(untagged)] Number(u8) }";
    let input = syn::parse_str(source).unwrap();
    let model = Model::new(&input);
    let model = model.value_shape().resolve(&mut |_| ValueShape::Integer { min: 0, max: 255 }).to_string();
    assert_eq!(model, describe::<Mixed, Json>().to_string());
    assert!(model.contains("$: one of 4 shapes\n"), "{model}");
}

#[test]
fn facts_can_be_written_and_read_back() {
    let facts = describe::<Event, Json>();
    let text = serde_json::to_string(&facts).unwrap();
    let back: ShapeDescription = serde_json::from_str(&text).unwrap();
    assert_eq!(back, facts);
    assert!(
        text.contains(
            r#"{"path":"$|1.Moved.by","what":"integer -9223372036854775808..=9223372036854775807"}"#
        ),
        "{text}"
    );
}
