//! What values look like: the shapes of the derive's model, with those of the fields' types put in.
//!
//! The functions that compare shapes are those of the library, which take constants. So shapes that are made here are leaked:
//! each type's once, which is some hundred bytes for a type of a run.

use super::known::Form;
use super::own_code::has_own_code;
use super::state::Judge;
use super::subject::{Declaration, Resolved, Subject};
use wirecheck::__private_0_1_0::comparisons::Shapes;
use wirecheck::__private_0_1_0::{Field, Fields, Others, Shape};
use wirecheck_model::ValueShape;
use wirecheck_model::container::FieldRef;
use wirecheck_model::shape::{EntryShape, FieldsShape, Presence, UnknownEntries};

/// The shape of what is not known, as opposed to that of a type which is written in any form.
pub(crate) const UNKNOWN: Shape = Shape::Same(&Shape::Any);

impl<'a> Judge<'a> {
    /// The shape of a type. Nothing is known of one that is inside itself.
    pub(crate) fn shape(&self, ty: &'a str) -> Shape {
        let kept = |shapes: &std::cell::RefCell<std::collections::HashMap<&'a str, Shape>>| {
            shapes.borrow().get(ty).copied()
        };
        if let Some(shape) = kept(&self.shapes).or_else(|| kept(&self.passing_shapes)) {
            return shape;
        }
        if self.open_shapes.borrow().contains(&ty) {
            return UNKNOWN;
        }
        self.open_shapes.borrow_mut().push(ty);
        let shape = self.make_shape(ty);
        self.open_shapes.borrow_mut().pop();
        // What was made inside another type may lack that type, so it is kept until that one is done.
        if self.open_shapes.borrow().is_empty() {
            self.passing_shapes.borrow_mut().clear();
            self.shapes.borrow_mut().insert(ty, shape);
        } else {
            self.passing_shapes.borrow_mut().insert(ty, shape);
        }
        shape
    }

    fn make_shape(&self, ty: &'a str) -> Shape {
        if let Some(known) = self.known(ty) {
            return self.of_form(&known.form);
        }
        match self.subject(ty).as_deref() {
            Some(Subject::Derived(source, resolved)) => match self.declaration(*source) {
                Ok(declaration) => self.of_declaration(&declaration, resolved),
                Err(_) => UNKNOWN,
            },
            Some(Subject::ByHand(_)) | None => UNKNOWN,
        }
    }

    fn of_declaration(&self, declaration: &Declaration<'a>, resolved: &Resolved<'a>) -> Shape {
        match declaration.model.container.proxies().as_slice() {
            [] => {}
            [proxy] => {
                return resolved.named(declaration, proxy).map_or(UNKNOWN, |name| self.shape(name));
            }
            _ => return UNKNOWN,
        }
        let of_field = |at| match declaration.model.container.field(at) {
            Some((variant, field)) if !has_own_code(variant, field) => {
                resolved.field(at).map_or(UNKNOWN, |name| self.shape(name))
            }
            _ => UNKNOWN,
        };
        with_fields(&declaration.shape.values(), &of_field)
    }

    fn of_form(&self, form: &Form<'a>) -> Shape {
        let field = |(name, ty): &(&'static str, &'a str)| Field::new(name, self.shape(ty));
        match form {
            Form::Plain(shape) => *shape,
            Form::Same(ty) => self.shape(ty),
            Form::Map(value) => Shape::Map(kept(self.shape(value))),
            Form::Tuple(items) => Shape::Tuple(all_kept(items.iter().map(|item| self.shape(item)))),
            Form::Optional(inner) => Shape::one_of(all_kept([Shape::Null, self.shape(inner)])),
            Form::Fields(fields) => Shape::Fields(Fields::strict(all_kept(fields.iter().map(field)))),
            Form::Variants(names, entries) => {
                let single = |entry| {
                    let own = all_kept([field(entry)]);
                    Shape::Fields(Fields { own, flattened: &[], others: Others::Single, from_list: false })
                };
                let names = (!names.is_empty()).then_some(Shape::Names(names));
                Shape::one_of(all_kept(names.into_iter().chain(entries.iter().map(single))))
            }
        }
    }
}

/// A shape of the model as one of the library.
pub(crate) fn with_fields(shape: &ValueShape, of_field: &dyn Fn(FieldRef) -> Shape) -> Shape {
    let all = |shapes: &[ValueShape]| all_kept(shapes.iter().map(|shape| with_fields(shape, of_field)));
    match shape {
        ValueShape::Field(field) => of_field(*field),
        ValueShape::Any => UNKNOWN,
        ValueShape::Null => Shape::Null,
        ValueShape::Unit => Shape::Unit,
        ValueShape::Bool => Shape::Bool,
        ValueShape::Integer { min, max } => Shape::Integer { min: *min, max: *max },
        ValueShape::Float => Shape::Float,
        ValueShape::Char => Shape::Char,
        ValueShape::Text => Shape::Text,
        ValueShape::Names(names) => Shape::Names(texts(names)),
        ValueShape::Bytes => Shape::Bytes,
        ValueShape::List { min, max } => Shape::List { min: *min, max: *max },
        ValueShape::Tuple(items) => Shape::Tuple(all(items)),
        ValueShape::Map(value) => Shape::Map(kept(with_fields(value, of_field))),
        ValueShape::Fields(fields) => Shape::Fields(with_entries(fields, of_field)),
        ValueShape::OneOf(shapes) => Shape::one_of(all(shapes)),
        ValueShape::FromBuffer(shape) => Shape::FromBuffer(kept(with_fields(shape, of_field))),
    }
}

fn with_entries(fields: &FieldsShape, of_field: &dyn Fn(FieldRef) -> Shape) -> Fields {
    let others = match fields.unknown {
        UnknownEntries::Ignored => Others::Ignored,
        UnknownEntries::Denied => Others::Denied,
        UnknownEntries::Single => Others::Single,
    };
    Fields {
        own: entries(&fields.own, &|shape| with_fields(shape, of_field)),
        flattened: all_kept(fields.flattened.iter().map(|shape| with_fields(shape, of_field))),
        others,
        from_list: fields.from_list,
    }
}

/// The entries of a struct.
pub(crate) fn entries(entries: &[EntryShape], of: &dyn Fn(&ValueShape) -> Shape) -> &'static [Field] {
    let one = |entry: &EntryShape| {
        let (name, shape) = (text(&entry.written), of(&entry.shape));
        let field = match entry.presence {
            Presence::Required => Field::required(name, shape),
            Presence::ByType => Field::new(name, shape),
            Presence::Optional => Field::new(name, shape).optional(),
        };
        let is_plain = entry.read == [entry.written.as_str()];
        if is_plain { field } else { field.read_by(texts(&entry.read)) }
    };
    all_kept(entries.iter().map(one))
}

/// The same, as if there were no values of what is not known.
pub(crate) fn without_unknown(shape: Shape) -> Shape {
    let all = |shapes: &[Shape]| all_kept(shapes.iter().map(|shape| without_unknown(*shape)));
    match shape {
        Shape::Same(Shape::Any) => Shape::one_of(&[]),
        Shape::Same(shape) => without_unknown(*shape),
        Shape::FromBuffer(shape) => Shape::FromBuffer(kept(without_unknown(*shape))),
        Shape::Tuple(items) => Shape::Tuple(all(items)),
        Shape::Map(value) => Shape::Map(kept(without_unknown(*value))),
        Shape::OneOf(Shapes::List(shapes)) => Shape::one_of(all(shapes)),
        Shape::Fields(fields) => Shape::Fields(Fields {
            own: all_kept(
                fields.own.iter().map(|field| Field { shape: without_unknown(field.shape), ..*field }),
            ),
            flattened: all(fields.flattened),
            ..fields
        }),
        other => other,
    }
}

fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub(crate) fn all_kept<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    Vec::leak(values.into_iter().collect())
}

pub(crate) fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn texts(all: &[String]) -> &'static [&'static str] {
    all_kept(all.iter().map(|one| text(one)))
}
