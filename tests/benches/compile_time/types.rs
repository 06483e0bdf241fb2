//! A thousand types of std and of one another.

use std::fmt::Write as _;

const OF_STD: &[&str] = &[
    "u32",
    "String",
    "Vec<u8>",
    "Option<u64>",
    "std::collections::BTreeMap<String, u32>",
    "(u8, u16)",
    "f64",
    "Box<str>",
    "bool",
    "i64",
];

/// Structs of six fields, and every fifth an enum. Three fields in ten are of another of these types.
pub(super) fn source(count: usize, derives: &str) -> String {
    let mut text = "#![allow(dead_code)]\n\nuse serde::{Deserialize, Serialize};\n".to_owned();
    if derives.contains("Sendable") {
        text.push_str("use wirecheck::Sendable;\n");
    }
    let mut random = Random(1);
    for at in 0..count {
        write!(text, "\n#[derive({derives})]\n").unwrap();
        if at % 5 == 4 {
            writeln!(text, "pub enum S{at} {{\n    A,\n    B(u32),\n    C {{ x: String, y: Vec<u8> }},\n}}")
                .unwrap();
            continue;
        }
        writeln!(text, "pub struct S{at} {{").unwrap();
        for field in 0..6 {
            if at == 0 || random.below(10) < 7 {
                writeln!(text, "    pub f{field}: {},", OF_STD[random.below(OF_STD.len())]).unwrap();
            } else {
                writeln!(text, "    pub f{field}: Vec<S{}>,", random.below(at)).unwrap();
            }
        }
        text.push_str("}\n");
    }
    text
}

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
