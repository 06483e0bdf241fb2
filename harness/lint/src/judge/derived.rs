//! A type with serde's derive: what the derive of `Sendable` would ask, in the order in which it asks.

use super::claims;
use super::copies::Copied;
use super::known::is_known_code;
use super::node::{At, Edge, Node, Stage, Wrong, rule_of};
use super::own_code::has_own_code;
use super::role::Role;
use super::state::Judge;
use super::subject::{Declaration, Resolved};
use super::type_name::TypeName;
use super::way::Way;
use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use wirecheck_model::container::{Field, FieldRef, ReadFrom, Requirement, Variant};
use wirecheck_model::symbol::{SERIALIZE_WITH, SKIP, SKIP_SERIALIZING_IF, WITH};
use wirecheck_model::{has_one_value, known_test};
use wirecheck_rules::rules::{endless_entries, hand_written_with, skip, skip_if_default};

/// What is wrong with a type in a way, and what its fields are asked.
pub(crate) fn node<'a>(
    judge: &Judge<'a>,
    ty: &'a str,
    declaration: &Declaration<'a>,
    resolved: &Resolved<'a>,
    way: Way,
) -> Node<'a> {
    let mut asked = Asked {
        judge,
        ty,
        declaration,
        resolved,
        way,
        node: Node { is_one_sided: resolved.is_one_sided, ..Node::default() },
    };
    asked.diagnostics();
    if declaration.model.container.proxies().is_empty() {
        asked.fields();
        asked.tests_of_std();
        let alike = judge.alike(ty, declaration, resolved);
        asked.node.wrong.extend(alike.everywhere.iter().cloned());
        if !way.can("NamedFields") {
            // What looks alike in every format needs no second reason.
            let is_said = |wrong: &Wrong| {
                let mut everywhere = alike.everywhere.iter();
                everywhere.any(|said| said.at == wrong.at && (wrong.is_unknown || !said.is_unknown))
            };
            asked.node.wrong.extend(alike.as_lists.iter().filter(|wrong| !is_said(wrong)).cloned());
        }
    } else {
        asked.proxies();
    }
    asked.needs();
    asked.node
}

struct Asked<'j, 'a> {
    judge: &'j Judge<'a>,
    ty: &'a str,
    declaration: &'j Declaration<'a>,
    resolved: &'j Resolved<'a>,
    way: Way,
    node: Node<'a>,
}

impl<'a> Asked<'_, 'a> {
    fn at(&self, span: Span) -> Option<At> {
        Some(At::new(self.declaration.source, span))
    }

    /// What is wrong in every format.
    fn diagnostics(&mut self) {
        let known = self.known_code();
        for found in &self.declaration.model.diagnostics {
            let at = self.at(found.to_error().span());
            if found.rule.code == hand_written_with::RULE.code && known.contains(&at) {
                self.node.is_foreign = true;
                continue;
            }
            if found.rule.code == endless_entries::RULE.code && at.is_some_and(|at| self.is_of_another(at)) {
                continue;
            }
            let wrong = Wrong::new(found.rule, found.detail.clone(), at);
            self.node.wrong.push(Wrong { stage: Stage::Read, ..wrong });
        }
    }

    /// Whether a type that is named here is another one with the name of this: the model takes a type by its last name.
    fn is_of_another(&self, named: At) -> bool {
        let own = without_arguments(self.ty);
        let container = &self.declaration.model.container;
        let mut groups = container.groups().into_iter().enumerate();
        groups.any(|(index, (variant, fields))| {
            fields.iter().any(|field| {
                let at = FieldRef { variant: variant.map(|_| index), field: field.index };
                let place = At::new(self.declaration.source, field.ty().span());
                let is_there = place.start <= named.start && named.end <= place.end;
                let names_own =
                    |ty: &str| ty.split(['<', '>', ',', ' ', '&', '(', ')']).any(|path| path == own);
                is_there && self.resolved.field(at).is_some_and(|ty| !names_own(ty))
            })
        })
    }

    /// Where attributes name code that is known, for fields that are read from the format itself.
    fn known_code(&self) -> Vec<Option<At>> {
        let container = &self.declaration.model.container;
        let mut found = Vec::new();
        for (index, (variant, fields)) in container.groups().into_iter().enumerate() {
            for field in fields {
                let at = FieldRef { variant: variant.map(|_| index), field: field.index };
                let is_known = self.resolved.field(at).is_some_and(|ty| is_known_code(&field.attrs, ty));
                let is_direct = !self.way.is_buffered()
                    && matches!(field.read_from(container, variant), ReadFrom::Format);
                if is_known && is_direct {
                    let words = [WITH, SERIALIZE_WITH].iter().filter_map(|word| field.attrs.serde(word));
                    found.extend(words.map(|word| self.at(word.name.span())));
                }
            }
        }
        found
    }

    /// What attributes need of the format, and the formats in which opt-ins hold.
    fn needs(&mut self) {
        let mut seen = BTreeSet::new();
        for need in &self.declaration.model.needs {
            let way = if need.is_buffered { self.way.in_buffer() } else { self.way };
            for capability in need.need.asks {
                if !way.has(*capability) && seen.insert((*capability, need.is_buffered)) {
                    let wrong = Wrong::new(rule_of(capability.trait_name()), String::new(), self.at(need.at));
                    self.node.wrong.push(Wrong { need: Some(need.need), ..wrong });
                }
            }
        }
        for claim in &self.declaration.model.claims {
            if let Some(rule) = claims::broken(claim, self.way) {
                self.node.wrong.push(Wrong::new(rule, claim.word.clone(), self.at(claim.at)));
            }
        }
    }

    /// What is written in the place of the type.
    fn proxies(&mut self) {
        let container = &self.declaration.model.container;
        let at = self.at(container.input.ident.span());
        for proxy in container.proxies() {
            match self.resolved.named(self.declaration, &proxy) {
                Some(to) => self.node.edges.push(Edge { field: None, to, way: self.way, at }),
                None => {
                    let reason = "the type that is written in its place is not known by name";
                    self.node.unproven = Some(reason.to_owned());
                }
            }
        }
    }

    fn fields(&mut self) {
        let container = &self.declaration.model.container;
        for (index, (variant, fields)) in container.groups().into_iter().enumerate() {
            for field in fields {
                let at = FieldRef { variant: variant.map(|_| index), field: field.index };
                self.field(variant, field, self.resolved.field(at));
            }
        }
    }

    fn field(&mut self, variant: Option<&Variant<'_>>, field: &Field<'_>, ty: Option<&'a str>) {
        let requirement = field.requirement(variant);
        let name = match variant {
            Some(variant) => format!("{}.{}", variant.original.ident, field.name()),
            None => field.name(),
        };
        // What the author's own code writes is not what the type's impl writes, and the code is refused already.
        if !requirement.asks_the_format() || has_own_code(variant, field) {
            return;
        }
        let Some(ty) = ty else {
            self.node.unproven = Some(format!("the type of its field `{name}` is not in the survey"));
            return;
        };
        let container = &self.declaration.model.container;
        // The lifetime is reported already.
        let ty = match TypeName::parse(ty) {
            TypeName::Reference(of) if container.input.generics.lifetimes().next().is_some() => of,
            _ => ty,
        };
        let at = self.at(field.ty().span());
        let way = match field.read_from(container, variant) {
            ReadFrom::Format => self.way,
            // One that is read in both is met in the other way where it is.
            ReadFrom::Buffer | ReadFrom::Both => self.way.in_buffer(),
        };
        let copied = match requirement {
            Requirement::Snapshot => Some(Copied::Snapshot),
            Requirement::Duplicate => Some(Copied::Duplicate),
            _ => None,
        };
        let sent = match copied.map(|copied| self.judge.copy_of(copied, ty, way)) {
            None => Some(ty),
            Some(Ok(sent)) => sent,
            Some(Err(lacks)) => {
                self.node.wrong.push(Wrong::lacks(lacks, at));
                None
            }
        };
        self.node.edges.extend(sent.map(|to| Edge { field: Some(name), to, way, at }));
        // It is flattened in the format itself.
        if copied.is_none()
            && field.is_among_entries(container, variant)
            && let Err(lacks) = self.judge.role(Role::Flatten, ty, self.way)
        {
            // What depends on a parameter is found where the type is used.
            let depends = self.declaration.parameters.are_in(field.ty());
            let stage = if depends { Stage::Used } else { Stage::Checked };
            let wrong = Wrong::of_type(lacks, ty, at);
            self.node.wrong.push(Wrong { stage, ..wrong });
        }
    }

    /// Names of std that are not std's: the model takes a type by its last name.
    fn tests_of_std(&mut self) {
        let container = &self.declaration.model.container;
        for (index, (variant, fields)) in container.groups().into_iter().enumerate() {
            for field in fields {
                let at = FieldRef { variant: variant.map(|_| index), field: field.index };
                let is_std = self.resolved.field(at).is_none_or(super::known::is_std);
                let skipped = field.attrs.serde(SKIP).filter(|_| has_one_value(field.ty()));
                let tested =
                    field.attrs.serde(SKIP_SERIALIZING_IF).filter(|word| known_test(field, word).is_some());
                let words = [(skipped, &skip::RULE), (tested, &skip_if_default::RULE)];
                for (word, rule) in words.into_iter().filter(|_| !is_std) {
                    if let Some(word) = word {
                        let detail = format!("`{}` is of another type of this name", field.name());
                        self.node.wrong.push(Wrong::new(rule, detail, self.at(word.name.span())));
                    }
                }
            }
        }
    }
}

fn without_arguments(ty: &str) -> &str {
    ty.split('<').next().unwrap_or(ty)
}
