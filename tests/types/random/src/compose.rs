//! Composes a case from a seed.
//!
//! Each case has a taste: the leaves and attributes that it uses, and how often. With all of them everywhere, two would
//! seldom meet in the same place.

mod attributes;
mod enums;
mod field_types;
mod structs;
mod taste;

use self::taste::Taste;
use crate::item::{Body, Case, Item, names};
use crate::random::Random;
use crate::types::Ty;

/// The name of the last type of each case, which cycles go back to.
const LAST: &str = "T";

/// What a case is made with.
struct Composer {
    random: Random,
    taste: Taste,
    items: Vec<Item>,
    /// How each item is written in a field; `X` stands for the argument of one that is generic.
    made: Vec<Ty>,
    /// The name of the item that is being made.
    own: String,
    /// Whether the item that is being made has a parameter.
    has_param: bool,
    /// Whether the next field is of the item before.
    wants_last: bool,
    /// The items that are among the entries of this one.
    flattened: Vec<usize>,
    /// The number of fields so far.
    fields: usize,
    /// Whether it has a variant without anything inside, so that it may hold itself in a `Box`.
    has_end: bool,
}

/// The case of a seed.
pub fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let taste = Taste::new(&mut random);
    let mut composer = Composer {
        random,
        taste,
        items: Vec::new(),
        made: Vec::new(),
        own: String::new(),
        has_param: false,
        wants_last: false,
        flattened: Vec::new(),
        fields: 0,
        has_end: false,
    };
    let count = 1 + composer.random.below(composer.taste.items);
    for at in 0..count {
        composer.item(at, at + 1 == count);
    }
    let root = composer.random.weighted(&[(6, "T"), (2, "Vec<T>"), (2, "(T, u64)"), (1, "Option<T>")]);
    Case { seed, items: composer.items, root: root.to_owned() }
}

impl Composer {
    fn item(&mut self, at: usize, is_last: bool) {
        self.own = if is_last { LAST.to_owned() } else { format!("T{at}") };
        self.has_param = !is_last && self.random.chance(self.taste.generic);
        self.has_end = false;
        self.flattened.clear();
        let chains = if is_last { 95 } else { self.taste.chains };
        self.wants_last = !self.items.is_empty() && self.random.chance(chains);
        let [external, internal, adjacent, untagged] = self.taste.tagging;
        let kinds = if self.wants_last {
            // What is read from a buffer, in what is read from a buffer.
            [
                (self.taste.flattening, Kind::Flattening),
                (3 + (internal + adjacent + untagged) / 3, Kind::Enum),
                (1 + external / 3, Kind::Struct),
                (0, Kind::Proxy),
            ]
        } else {
            let proxies = usize::from(self.taste.proxies);
            [(1, Kind::Flattening), (4, Kind::Enum), (6, Kind::Struct), (proxies, Kind::Proxy)]
        };
        let (mut item, mut ty) = match self.random.weighted(&kinds) {
            Kind::Flattening => self.structure(true),
            Kind::Struct => self.structure(false),
            Kind::Enum => self.enumeration(),
            Kind::Proxy => self.proxy(),
        };
        if item.has_param && !item.fields().iter().any(|field| names(&field.ty, "X")) {
            // rustc refuses a parameter that nothing uses.
            item.has_param = false;
            item.attrs.retain(|attr| !attr.contains('X'));
            ty.text.clone_from(&item.name);
        }
        let is_in_cycle =
            item.fields().iter().any(|field| names(&field.ty, &item.name) || names(&field.ty, LAST))
                || is_last && self.taste.cycles > 0;
        if is_in_cycle && self.random.chance(40) {
            item.attrs.push("sendable(recursive)".to_owned());
        }
        self.items.push(item);
        self.made.push(ty);
    }

    /// A new item without attributes.
    fn empty(&self, body: Body) -> Item {
        Item {
            name: self.own.clone(),
            has_param: self.has_param,
            derives: Vec::new(),
            attrs: Vec::new(),
            body,
            more: String::new(),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Flattening,
    Struct,
    Enum,
    Proxy,
}
