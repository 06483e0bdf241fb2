//! Shapes of the types that a survey of a program found.

use super::def::{self, Body, Code, Def, EnumBody, Field, Repr, StructBody, Style, Variant};
use super::group::Graph;
use super::store::Store;
use super::survey_std::{Leaf, Std, primitive, std_type};
use super::ty::{Scalar, Ty};
use std::collections::HashMap;
use wirecheck_lint::Survey;
use wirecheck_lint::judge::TypeName;
use wirecheck_lint::survey::{Kind, Side, TypeNote};
use wirecheck_model::container::Style as ModelStyle;
use wirecheck_model::shape::{
    DefaultValue, FieldShape, Representation, Skip, TypeBody, VariantShape, WireName,
};
use wirecheck_model::{Model, TypeShape};

/// The shapes of a survey's types, made when they are asked for.
pub struct Found<'a> {
    survey: &'a Survey,
    sources: Vec<Option<TypeShape>>,
    graph: Graph,
    known: HashMap<String, usize>,
    versions: HashMap<String, String>,
}

impl<'a> Found<'a> {
    /// Reads the sources of a survey. `versions` are those of the crates of the program, by the names that code has for them.
    pub fn new(survey: &'a Survey, versions: HashMap<String, String>) -> Self {
        let shape = |text: &str| {
            let mut input: syn::DeriveInput = syn::parse_str(text).ok()?;
            // It is serde's derive that noted the source, and that writes no numbers.
            input.attrs.retain(|attribute| !attribute.path().is_ident("repr"));
            Some(Model::new(&input).shape())
        };
        let sources = survey.sources.iter().map(|source| shape(&source.text)).collect();
        Self { survey, sources, graph: Graph::default(), known: HashMap::new(), versions }
    }

    /// Puts the shapes of these types into a store.
    pub fn shapes(mut self, names: &[String], store: &mut Store) -> Vec<Option<Ty>> {
        let types: Vec<Ty<usize>> = names.iter().map(|name| self.ty(name)).collect();
        let ids = self.graph.into_store(store);
        types.iter().map(|ty| Graph::resolve(ty, &ids)).collect()
    }

    /// A type by its name.
    fn ty(&mut self, name: &str) -> Ty<usize> {
        match TypeName::parse(name) {
            TypeName::Reference(inner) => self.ty(inner),
            TypeName::Slice(item) => Ty::Seq(Box::new(self.ty(item))),
            TypeName::Tuple(items) if items.is_empty() => Ty::Scalar(Scalar::Unit),
            TypeName::Tuple(items) => Ty::Tuple(items.into_iter().map(|item| self.ty(item)).collect()),
            TypeName::Array(item, len) => match u32::try_from(len) {
                Ok(len) => Ty::Array(Box::new(self.ty(item)), len),
                Err(_) => self.opaque(name, "an array whose length is not known"),
            },
            TypeName::Path(path) if path.krate().is_none() && path.arguments.is_empty() => {
                match primitive(path.path) {
                    Some(scalar) => Ty::Scalar(scalar),
                    None => self.declared(name),
                }
            }
            TypeName::Path(path) if path.is_std() => match std_type(&path) {
                Some(known) => self.of_std(name, known),
                None => self.opaque(name, "of std, and not looked into"),
            },
            TypeName::Path(_) => self.declared(name),
            TypeName::Object(_) => self.opaque(name, "a trait object"),
            TypeName::Pointer | TypeName::Function | TypeName::Other => {
                self.opaque(name, "no type that serde knows")
            }
        }
    }

    fn of_std(&mut self, name: &str, known: Std<'_>) -> Ty<usize> {
        match known {
            Std::Scalar(scalar) => Ty::Scalar(scalar),
            Std::As(inner) => self.ty(inner),
            Std::Seq(item) => Ty::Seq(Box::new(self.ty(item))),
            Std::Map(key, value) => Ty::Map(Box::new(self.ty(key)), Box::new(self.ty(value))),
            Std::Option(inner) => Ty::Option(Box::new(self.ty(inner))),
            Std::Marker(wire) => self.add(name, |_| Def {
                name: name.to_owned(),
                wire_name: Some(wire.to_owned()),
                body: plain_struct(Style::Unit, Vec::new()),
            }),
            Std::Struct(wire, fields) => self.add(name, |this| {
                let mut of = |(name, leaf): (&str, Leaf<'_>)| match leaf {
                    Leaf::Scalar(scalar) => Field::plain(name, Ty::Scalar(scalar)),
                    Leaf::Type(ty) => Field::plain(name, this.ty(ty)),
                };
                let fields = fields.into_iter().map(&mut of).collect();
                Def {
                    name: name.to_owned(),
                    wire_name: wire_name(name, wire),
                    body: plain_struct(Style::Named, fields),
                }
            }),
            Std::Enum(wire, variants) => self.add(name, |this| {
                let of = |(at, (name, ty)): (u32, (&str, &str))| Variant {
                    fields: vec![Field::plain("0", this.ty(ty))],
                    ..Variant::plain(at, name, Style::Newtype)
                };
                let variants = (0..).zip(variants).map(of).collect();
                let body = EnumBody { repr: Repr::External, denies_unknown: false, variants };
                Def { name: name.to_owned(), wire_name: wire_name(name, wire), body: Body::Enum(body) }
            }),
        }
    }

    /// A type of the program or of a crate that it uses.
    fn declared(&mut self, name: &str) -> Ty<usize> {
        let survey = self.survey;
        let notes: Vec<&TypeNote> = survey.notes(name).collect();
        let source = |note: &&&TypeNote| match note.kind {
            Kind::Derived(source) => Some(source),
            Kind::ByHand | Kind::Std => None,
        };
        let sources: Vec<usize> = notes.iter().filter_map(|note| source(&note)).collect();
        let why = match (sources.as_slice(), notes.len()) {
            ([], _) => "written by hand",
            ([first, rest @ ..], _) if rest.iter().any(|other| other != first) => {
                "two declarations have this name"
            }
            (all, notes) if all.len() < notes => "one of its impls is derived, and the other written by hand",
            ([source, ..], _) => match self.sources.get(*source).cloned().flatten() {
                Some(shape) => return self.add(name, |this| this.derived(name, &shape, &notes)),
                None => "its declaration is not read",
            },
        };
        self.opaque(name, why)
    }

    /// What is not looked into keeps its version: with another one it may write other bytes.
    fn opaque(&mut self, name: &str, why: &str) -> Ty<usize> {
        let krate = name.trim_start_matches('&').split("::").next().unwrap_or_default();
        let why = match self.versions.get(krate) {
            Some(version) => format!("{why}, in {krate} {version}"),
            None => why.to_owned(),
        };
        self.add(name, |_| Def { name: name.to_owned(), wire_name: None, body: Body::Opaque(why) })
    }

    /// A declared type, made once.
    fn add(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Def<usize>) -> Ty<usize> {
        if let Some(at) = self.known.get(name) {
            return Ty::Named(*at);
        }
        let at = self.graph.defs.len();
        self.known.insert(name.to_owned(), at);
        // Its place is taken before its fields are made: they may lead back.
        self.graph.defs.push(Def {
            name: name.to_owned(),
            wire_name: None,
            body: Body::Opaque(String::new()),
        });
        let def = make(self);
        self.graph.defs[at] = def;
        Ty::Named(at)
    }

    fn derived(&mut self, name: &str, shape: &TypeShape, notes: &[&TypeNote]) -> Def<usize> {
        let body = match &shape.body {
            TypeBody::Union => Body::Opaque("a union".to_owned()),
            TypeBody::Converted(_) => {
                let find = |of: &dyn Fn(&TypeNote) -> Option<String>| notes.iter().find_map(|note| of(note));
                let write = find(&|note| note.converted.into.clone());
                let read =
                    find(&|note| note.converted.from.clone().or_else(|| note.converted.try_from.clone()));
                let has = |side: Side| notes.iter().any(|note| note.side == side);
                if (write.is_some() != read.is_some()) && has(Side::Serialize) && has(Side::Deserialize) {
                    let why = "converted in one direction, and written as declared in the other";
                    return Def {
                        name: name.to_owned(),
                        wire_name: None,
                        body: Body::Opaque(why.to_owned()),
                    };
                }
                match (write.clone().or_else(|| read.clone()), read.or(write)) {
                    (Some(write), Some(read)) => {
                        Body::Converted { write: self.ty(&write), read: self.ty(&read) }
                    }
                    _ => Body::Opaque("converted to a type that was not seen".to_owned()),
                }
            }
            TypeBody::Struct(body) => Body::Struct(StructBody {
                style: style(body.style),
                is_transparent: body.is_transparent,
                tag: body.tag.clone(),
                denies_unknown: body.denies_unknown,
                has_default: !matches!(body.default, DefaultValue::None),
                fields: self.fields(&body.fields, None, notes),
            }),
            TypeBody::Enum(body) => Body::Enum(EnumBody {
                repr: match &body.representation {
                    Representation::External => Repr::External,
                    Representation::Internal { tag } => Repr::Internal(tag.clone()),
                    Representation::Adjacent { tag, content } => Repr::Adjacent(tag.clone(), content.clone()),
                    Representation::Untagged => Repr::Untagged,
                },
                denies_unknown: body.denies_unknown,
                variants: (0..)
                    .zip(&body.variants)
                    .map(|(at, variant)| self.variant(at, variant, notes))
                    .collect(),
            }),
        };
        let short =
            Def::<usize> { name: name.to_owned(), wire_name: None, body: Body::Opaque(String::new()) };
        let wire = &shape.name.written;
        Def { wire_name: (wire != short.short()).then(|| wire.clone()), body, ..short }
    }

    fn variant(&mut self, at: u32, shape: &VariantShape, notes: &[&TypeNote]) -> Variant<usize> {
        let skips = |by: Skip| shape.skip == by || shape.skip == Skip::Both;
        Variant {
            ident: shape.ident.clone(),
            written: shape.name.written.clone(),
            reads: shape.name.reads(),
            write_index: if skips(Skip::Writing) { None } else { shape.write_index.or(Some(at)) },
            read_index: if skips(Skip::Reading) { None } else { shape.read_index.or(Some(at)) },
            style: style(shape.style),
            is_untagged: shape.is_untagged,
            is_other: shape.is_other,
            code: code(&shape.code),
            fields: self.fields(&shape.fields, Some(at), notes),
        }
    }

    fn fields(&mut self, all: &[FieldShape], variant: Option<u32>, notes: &[&TypeNote]) -> Vec<Field<usize>> {
        (0..).zip(all).map(|(at, shape)| self.field(at, shape, variant, notes)).collect()
    }

    fn field(
        &mut self,
        at: u32,
        shape: &FieldShape,
        variant: Option<u32>,
        notes: &[&TypeNote],
    ) -> Field<usize> {
        let of = |note: &&TypeNote| {
            let is_here =
                |field: &&wirecheck_lint::survey::FieldNote| field.variant == variant && field.field == at;
            note.fields.iter().find(is_here).map(|field| field.type_name.clone())
        };
        let name = notes.iter().find_map(of);
        let skips = |by: Skip| shape.skip == by || shape.skip == Skip::Both;
        let ty = match name {
            // Nothing of it is on the wire.
            _ if shape.skip == Skip::Both => Ty::Scalar(Scalar::Unit),
            Some(name) => self.ty(&name),
            None => self.opaque(&shape.ty, "its type was not seen"),
        };
        let own = |name: &WireName| (name.written.clone(), name.reads());
        let (written, reads) = match &shape.name {
            Some(name) => own(name),
            None => (shape.ident.clone(), vec![shape.ident.clone()]),
        };
        Field {
            ident: shape.ident.clone(),
            written,
            reads,
            ty,
            default: match &shape.default {
                DefaultValue::None => def::Default::None,
                DefaultValue::Standard => def::Default::Standard,
                DefaultValue::Path(path) => def::Default::Path(path.clone()),
            },
            skips_write: skips(Skip::Writing),
            skips_read: skips(Skip::Reading),
            skip_if: shape.skip_if.clone(),
            is_flat: shape.is_flattened,
            code: code(&shape.code),
        }
    }
}

fn plain_struct(style: Style, fields: Vec<Field<usize>>) -> Body<usize> {
    Body::Struct(StructBody {
        style,
        is_transparent: false,
        tag: None,
        denies_unknown: false,
        has_default: false,
        fields,
    })
}

fn wire_name(name: &str, wire: &str) -> Option<String> {
    let path = name.split('<').next().unwrap_or(name);
    (path.rsplit("::").next() != Some(wire)).then(|| wire.to_owned())
}

fn code(code: &wirecheck_model::shape::CustomCode) -> Code {
    Code { write: code.write.clone(), read: code.read.clone() }
}

fn style(style: ModelStyle) -> Style {
    match style {
        ModelStyle::Named => Style::Named,
        ModelStyle::Tuple => Style::Tuple,
        ModelStyle::Newtype => Style::Newtype,
        ModelStyle::Unit => Style::Unit,
    }
}
