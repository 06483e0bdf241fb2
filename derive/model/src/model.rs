//! Everything that is known of a type from its source.

use crate::check::check;
use crate::claim::{self, Claim};
use crate::comparison::{self, Comparison};
use crate::container::Container;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::needs::{self, FormatNeed};
use crate::shape::{TypeShape, ValueShape};
use syn::DeriveInput;

/// A type, read: its attributes and fields, what it needs of a format, and the mistakes in it.
pub struct Model<'a> {
    /// The type with its attributes.
    pub container: Container<'a>,
    /// What it needs of the format.
    pub needs: Vec<FormatNeed>,
    /// What its opt-ins claim of formats.
    pub claims: Vec<Claim>,
    /// The rules that it breaks in every format, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Model<'a> {
    /// Reads a type and runs every check on it.
    ///
    /// Mistakes never end the reading: they are in [`diagnostics`](Self::diagnostics).
    pub fn new(input: &'a DeriveInput) -> Self {
        let diagnostics = Diagnostics::new();
        let container = Container::new(&diagnostics, input);
        let needs = needs::find(&container);
        check(&diagnostics, &container);
        let claims = claim::claims(&container);
        Self { container, needs, claims, diagnostics: diagnostics.into_vec() }
    }

    /// What the declaration says of the values on the wire.
    pub fn shape(&self) -> TypeShape {
        TypeShape::of(&self.container)
    }

    /// What the values look like in a format that writes names.
    pub fn value_shape(&self) -> ValueShape {
        self.shape().values()
    }

    /// What a reader has to tell apart, once the shapes of all types are known. `shape` is that of [`shape`](Self::shape).
    pub fn comparisons(&self, shape: &TypeShape) -> Vec<Comparison> {
        comparison::find(&self.container, shape)
    }
}
