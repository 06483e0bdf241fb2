//! Declarations, at random.

/// Random numbers by a seed.
#[derive(Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    pub(crate) fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Unit,
    Newtype,
    Tuple,
    Named,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    pub(crate) attrs: Vec<String>,
    pub(crate) name: String,
    pub(crate) ty: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Variant {
    pub(crate) attrs: Vec<String>,
    pub(crate) name: String,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Body {
    Struct(Style, Vec<Field>),
    Enum(Vec<Variant>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Decl {
    pub(crate) attrs: Vec<String>,
    pub(crate) name: String,
    pub(crate) body: Body,
}

pub(crate) const SCALARS: &[&str] =
    &["u8", "u16", "u32", "u64", "i8", "i32", "i64", "u128", "bool", "f32", "f64", "char", "String", "()"];

/// A type; `deep` says how much may be around it.
fn ty(dice: &mut Dice, deep: usize, others: &[&str]) -> String {
    match dice.below(if deep == 0 { 6 } else { 14 }) {
        0..=5 => dice.of(SCALARS).to_owned(),
        6 | 7 => format!("Option<{}>", ty(dice, 0, others)),
        8 | 9 => format!("Vec<{}>", ty(dice, deep - 1, others)),
        10 => format!("({}, {})", ty(dice, 0, others), ty(dice, 0, others)),
        11 => format!("BTreeMap<String, {}>", ty(dice, 0, others)),
        12 if !others.is_empty() => dice.of(others).to_owned(),
        13 if !others.is_empty() => dice.of(others).to_owned(),
        _ => format!("[{}; 2]", dice.of(&["u8", "u32", "String"])),
    }
}

pub(crate) fn field(dice: &mut Dice, name: &str, others: &[&str]) -> Field {
    Field { attrs: Vec::new(), name: name.to_owned(), ty: ty(dice, 1, others) }
}

fn fields(dice: &mut Dice, len: usize, others: &[&str]) -> Vec<Field> {
    (0..len).map(|at| field(dice, &format!("f{at}"), others)).collect()
}

pub(crate) fn variant(dice: &mut Dice, name: &str, others: &[&str]) -> Variant {
    let style = [Style::Unit, Style::Newtype, Style::Tuple, Style::Named][dice.below(4)];
    let len = match style {
        Style::Unit => 0,
        Style::Newtype => 1,
        Style::Tuple | Style::Named => 2,
    };
    Variant { attrs: Vec::new(), name: name.to_owned(), style, fields: fields(dice, len, others) }
}

/// A struct or enum.
fn decl(dice: &mut Dice, name: &str, is_enum: bool, others: &[&str]) -> Decl {
    let body = if is_enum {
        let len = 2 + dice.below(3);
        Body::Enum((0..len).map(|at| variant(dice, &format!("V{at}"), others)).collect())
    } else {
        let style = [Style::Named, Style::Named, Style::Named, Style::Tuple, Style::Newtype][dice.below(5)];
        let len = if style == Style::Newtype { 1 } else { 2 + dice.below(3) };
        Body::Struct(style, fields(dice, len, others))
    };
    Decl { attrs: Vec::new(), name: name.to_owned(), body }
}

/// `Root`, and what it may be made of.
pub(crate) fn program(dice: &mut Dice) -> Vec<Decl> {
    let inner = decl(dice, "Inner", false, &[]);
    let kind = decl(dice, "Kind", true, &["Inner"]);
    let is_enum = dice.below(3) == 0;
    let mut root = decl(dice, "Root", is_enum, &["Inner", "Kind"]);
    // The others are to be in it.
    if let Body::Struct(_, fields) = &mut root.body {
        let all = ["Inner", "Kind", "Vec<Kind>", "Vec<Inner>", "Option<Inner>"];
        let at = dice.below(fields.len());
        fields[at].ty = dice.of(&all).to_owned();
    }
    vec![inner, kind, root]
}

/// Whether a list of values that take no bytes is in it: a wrong length makes `Vec<()>` of serde go on for ever.
pub(crate) fn lists_nothing(all: &[Decl]) -> bool {
    let lists = |field: &Field| {
        field.ty.match_indices("Vec<").any(|(at, start)| takes_nothing(&field.ty[at + start.len()..], all))
    };
    all.iter().any(|decl| match &decl.body {
        Body::Struct(_, fields) => fields.iter().any(lists),
        Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields).any(lists),
    })
}

/// Whether the type at the start of this text takes no bytes.
fn takes_nothing(text: &str, all: &[Decl]) -> bool {
    let name = text.split([',', '>', ')']).next().unwrap_or_default();
    if text.starts_with("()") {
        return true;
    }
    if text.starts_with("((), ())") {
        return true;
    }
    all.iter().filter(|decl| decl.name == name).any(|decl| match &decl.body {
        Body::Struct(_, fields) => fields
            .iter()
            .all(|field| field.attrs.iter().any(|attr| attr == "skip") || takes_nothing(&field.ty, all)),
        Body::Enum(_) => false,
    })
}

/// The text of declarations, each line with the derives of the compiled one in front if they are asked for.
pub(crate) fn text(all: &[Decl], derive: &str) -> String {
    all.iter().map(|decl| decl_text(decl, derive)).collect()
}

fn attrs(all: &[String]) -> String {
    all.iter().map(|attr| format!("#[serde({attr})] ")).collect()
}

fn list(style: Style, fields: &[Field]) -> String {
    let one = |field: &Field| match style {
        Style::Named => format!("{}{}: {}", attrs(&field.attrs), field.name, field.ty),
        _ => format!("{}{}", attrs(&field.attrs), field.ty),
    };
    let all: Vec<String> = fields.iter().map(one).collect();
    match style {
        Style::Unit => String::new(),
        Style::Named => format!(" {{ {} }}", all.join(", ")),
        Style::Newtype | Style::Tuple => format!("({})", all.join(", ")),
    }
}

fn decl_text(decl: &Decl, derive: &str) -> String {
    let head = format!("{derive}{}", attrs(&decl.attrs));
    match &decl.body {
        Body::Struct(style, fields) => {
            let end = if *style == Style::Named { "" } else { ";" };
            format!("{head}struct {}{}{end}\n", decl.name, list(*style, fields))
        }
        Body::Enum(variants) => {
            let one = |variant: &Variant| {
                format!("{}{}{}", attrs(&variant.attrs), variant.name, list(variant.style, &variant.fields))
            };
            let all: Vec<String> = variants.iter().map(one).collect();
            format!("{head}enum {} {{ {} }}\n", decl.name, all.join(", "))
        }
    }
}
