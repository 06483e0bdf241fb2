//! `#[sendable(shape = "..")]`: what the author says that a type is written as.
//!
//! For a `Serialize` that is not serde's derive: by hand, or by another macro. The declared form takes the place of what
//! the attributes would tell, as the type of `#[serde(from = "..", into = "..")]` does.

use quote::{ToTokens, quote_spanned};
use syn::{LitStr, Path, Type};

/// A declared form.
#[derive(Clone)]
pub struct DeclaredShape {
    value: LitStr,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// The name of a type of `wirecheck::sendable::declared`.
    Word(&'static str),
    /// A type that is written alike.
    Type(Box<Type>),
}

impl DeclaredShape {
    /// Reads the value of the attribute.
    ///
    /// # Errors
    /// What is wrong with it, if it is neither a word nor a type.
    pub(crate) fn new(value: &LitStr) -> Result<Self, String> {
        let form = match value.value().as_str() {
            "text" => Form::Word("Text"),
            "bytes" => Form::Word("Bytes"),
            "any" => Form::Word("AnyForm"),
            other => match value.parse::<Type>() {
                Ok(ty) => Form::Type(Box::new(ty)),
                Err(_) => {
                    return Err(format!(
                        "`{other}` is not a type, nor one of `\"text\"`, `\"bytes\"`, `\"any\"`"
                    ));
                }
            },
        };
        Ok(Self { value: value.clone(), form })
    }

    /// The text of the attribute.
    pub fn text(&self) -> String {
        self.value.value()
    }

    /// A type that is written alike. `krate` is the path to `wirecheck`.
    pub(crate) fn ty(&self, krate: Option<&Path>) -> Type {
        match &self.form {
            Form::Type(ty) => (**ty).clone(),
            Form::Word(name) => {
                let span = self.value.span();
                let name = syn::Ident::new(name, span);
                let krate = krate.map_or_else(|| quote_spanned!(span=> ::wirecheck), Path::to_token_stream);
                Type::Verbatim(quote_spanned!(span=> #krate::sendable::declared::#name))
            }
        }
    }
}
