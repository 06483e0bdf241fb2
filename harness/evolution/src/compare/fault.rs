//! What about a change is not the same, and what to do.

use super::verdict::Verdict;

/// A change that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of change.
    pub code: Code,
    /// Where: `Session.role.Admin.since`.
    pub path: String,
    /// What was there, and what is.
    pub detail: String,
    /// What it does on its own.
    pub verdict: Verdict,
}

macro_rules! codes {
    ($($Name:ident $code:literal $slug:literal $what:literal $why:literal $fix:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($Name),* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$Name),*];

            /// Its number: `WE0001`.
            pub const fn number(self) -> &'static str {
                match self { $(Self::$Name => $code),* }
            }

            /// Its name.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$Name => $slug),* }
            }

            /// What it is, in a sentence.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$Name => $what),* }
            }

            /// Why it matters.
            pub const fn why(self) -> &'static str {
                match self { $(Self::$Name => $why),* }
            }

            /// What to do instead.
            pub const fn fix(self) -> &'static str {
                match self { $(Self::$Name => $fix),* }
            }
        }
    };
}

codes! {
    VariantMoved "WE0001" "variant_moved" "another variant has the number of this one"
        "formats without names write the number of a variant: its place in the enum, which moves when one is inserted, removed or behind a `cfg`"
        "add variants at the end, and keep a variant that is not used any more in its place"
    VariantUnknown "WE0002" "variant_unknown" "this variant is not known to the reader"
        "a reader that does not find the variant gives an error for each value that has it"
        "keep the variant and its name; a renamed one needs `#[serde(alias = \"..\")]`; readers of new variants need `#[serde(other)]`, or a release before"
    FieldMoved "WE0003" "field_moved" "another field has the place of this one"
        "formats without names know a field by its place"
        "keep the order of fields, and put new ones at the end of a new type"
    FieldAdded "WE0004" "field_added" "the reader has a field that was not written"
        "formats with names take the default if there is one; formats without names read the bytes that come next"
        "give it `#[serde(default)]`; for formats without names make a new root, or an enum of versions"
    FieldRemoved "WE0005" "field_removed" "the reader does not know this field"
        "formats with names drop what is not known, unless `deny_unknown_fields` makes it an error; formats without names go on to read it as what comes next"
        "keep the field; where names are written, it may go when nobody needs it any more"
    TypeChanged "WE0006" "type_changed" "the value is of another type"
        "some formats read one type as another, and others take the bytes for another value"
        "keep the type, or add a field with the new one"
    Renamed "WE0007" "renamed" "the name is another one"
        "formats with names look for a name"
        "give it `#[serde(alias = \"..\")]` with the old name"
    ReprChanged "WE0008" "representation_changed" "the enum or struct is written in another way"
        "`tag`, `content`, `untagged`, `transparent` and `flatten` decide what is written around a value"
        "keep the attributes of serde, or make a new root"
    OptionChanged "WE0009" "option_changed" "a value became optional, or is not optional any more"
        "some formats write a byte in front of an optional value, and others `null` for one that is not there"
        "formats with names take `Option` where there was none; for the others add a field"
    SkipNeedsDefault "WE0010" "skip_needs_default" "a field that may be left out has no default where it is read"
        "`skip_serializing_if` leaves it out, and the reader asks for it"
        "give it `#[serde(default)]`"
    NotLookedInto "WE0011" "not_looked_into" "the value is written by code that is not known"
        "hand-written impls and `with` write what they like, and may do so in another way from one version to the next"
        "hold old bytes against the new type in a test"
    ContentChanged "WE0012" "content_changed" "the variant has other content"
        "a variant without fields, with one, with several and with names are written in different ways"
        "add a variant, and keep this one"
}

impl Code {
    /// The code of a number or name.
    pub fn find(text: &str) -> Option<Self> {
        let is_it = |code: &&Self| code.number().eq_ignore_ascii_case(text) || code.slug() == text;
        Self::ALL.iter().find(is_it).copied()
    }

    /// Its line in a list.
    pub fn line(self) -> String {
        format!("{}  {}: {}\n", self.number(), self.slug(), self.what())
    }

    /// Its page, as Markdown.
    pub fn page(self) -> String {
        format!(
            "# {} {}\n\n{}.\n\n**Why it matters.** {}.\n\n**What to do.** {}.\n",
            self.number(),
            self.slug(),
            sentence(self.what()),
            sentence(self.why()),
            sentence(self.fix())
        )
    }
}

/// With a capital letter, if it begins with one of the alphabet.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
