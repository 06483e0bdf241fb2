//! Where the bytes of a call go, or come from: by the type of its writer or reader, else by the function that it stands in.

mod around;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use around::Around;
pub(crate) use words::of_types;
