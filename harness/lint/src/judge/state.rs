//! What a judge knows, and keeps.

use super::known::{self, Known};
use super::node::{Alike, Node};
use super::role::Role;
use super::subject::{Declaration, Inputs, Subject};
use super::type_name::TypeName;
use super::way::Way;
use crate::survey::{Side, Survey, TypeNote};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use wirecheck::__private_0_1_0::Shape;

/// Says of the types of a survey which formats they survive.
///
/// ```
/// use wirecheck_lint::Survey;
/// use wirecheck_lint::judge::{Inputs, Judge, Outcome};
///
/// let survey = Survey::default();
/// let inputs = Inputs::read(&survey);
/// let judge = Judge::new(&survey, &inputs);
/// // Types of std are known without a survey.
/// let name = std::any::type_name::<Option<Option<u8>>>();
/// assert!(matches!(judge.verdict(name, "bincode").outcome, Outcome::Accepted));
/// assert!(matches!(judge.verdict(name, "json").outcome, Outcome::Refused(found) if found.rule.code == "WC0048"));
/// ```
pub struct Judge<'a> {
    pub(crate) survey: &'a Survey,
    inputs: &'a Inputs,
    notes: BTreeMap<&'a str, Vec<&'a TypeNote>>,
    subjects: RefCell<HashMap<&'a str, Option<Rc<Subject<'a>>>>>,
    declarations: RefCell<HashMap<usize, Result<Rc<Declaration<'a>>, String>>>,
    pub(crate) nodes: RefCell<HashMap<(&'a str, Way), Rc<Node<'a>>>>,
    pub(crate) alike: RefCell<HashMap<&'a str, Rc<Alike>>>,
    pub(crate) shapes: RefCell<HashMap<&'a str, Shape>>,
    pub(crate) passing_shapes: RefCell<HashMap<&'a str, Shape>>,
    pub(crate) open_shapes: RefCell<Vec<&'a str>>,
    pub(crate) open_roles: RefCell<Vec<(Role, &'a str, Way)>>,
}

impl<'a> Judge<'a> {
    /// A judge of this survey. `inputs` are its sources, parsed.
    pub fn new(survey: &'a Survey, inputs: &'a Inputs) -> Self {
        let mut notes: BTreeMap<&str, Vec<&TypeNote>> = BTreeMap::new();
        for note in &survey.types {
            notes.entry(&note.name).or_default().push(note);
        }
        Self {
            survey,
            inputs,
            notes,
            subjects: RefCell::default(),
            declarations: RefCell::default(),
            nodes: RefCell::default(),
            alike: RefCell::default(),
            shapes: RefCell::default(),
            passing_shapes: RefCell::default(),
            open_shapes: RefCell::default(),
            open_roles: RefCell::default(),
        }
    }

    /// What is known of a type from the tables. A crate of the user's with the name of a known one is not taken for it.
    pub(crate) fn known(&self, ty: &'a str) -> Option<Known<'a>> {
        let known = known::look_up(&TypeName::parse(ty))?;
        if known.is_foreign
            && let Some(Subject::Derived(source, _)) = self.subject(ty).as_deref()
            && self.survey.sources.get(*source).is_some_and(|source| source.package.is_member)
        {
            return None;
        }
        Some(known)
    }

    /// Who wrote the impls of a type.
    pub(crate) fn subject(&self, ty: &'a str) -> Option<Rc<Subject<'a>>> {
        let subject = || self.notes.get(ty).and_then(|notes| Subject::new(notes)).map(Rc::new);
        self.subjects.borrow_mut().entry(ty).or_insert_with(subject).clone()
    }

    /// Whether a type of the survey is written, and nothing reads it.
    pub(crate) fn is_only_written(&self, ty: &str) -> bool {
        self.notes.get(ty).is_some_and(|notes| notes.iter().all(|note| note.side == Side::Serialize))
    }

    /// What a source declares, or why it cannot be read.
    pub(crate) fn declaration(&self, source: usize) -> Result<Rc<Declaration<'a>>, String> {
        let read = || self.inputs.get(source).map(|input| Rc::new(Declaration::new(source, input)));
        self.declarations.borrow_mut().entry(source).or_insert_with(read).clone()
    }
}
