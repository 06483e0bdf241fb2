//! The types of fields.

use super::{Composer, LAST};
use crate::types::{MAPS, OF_KEY, OF_ONE, OF_TWO, Ty, container};

/// The deepest type.
const DEEP: usize = 3;

impl Composer {
    /// Any type.
    pub(super) fn ty(&mut self) -> Ty {
        if std::mem::take(&mut self.wants_last) {
            let ty = self.filled(self.made.len() - 1);
            return if self.random.chance(75) { ty } else { container(self.random.weighted(OF_ONE), &[ty]) };
        }
        if self.has_param && self.random.chance(30) {
            return self.behind("X");
        }
        if !self.has_param && self.random.chance(self.taste.recursion) {
            return self.own_type();
        }
        self.within(0)
    }

    fn within(&mut self, depth: usize) -> Ty {
        let is_deep = depth >= DEEP;
        match self.random.below(100) {
            0..45 => self.leaf(),
            45..70 if !self.made.is_empty() => self.made_before(),
            _ if is_deep => self.leaf(),
            45..82 => {
                let around = self.random.weighted(OF_ONE);
                container(around, &[self.within(depth + 1)])
            }
            82..87 => {
                let around = self.random.weighted(OF_KEY);
                container(around, &[self.key(depth + 1)])
            }
            87..94 => {
                let around = self.random.weighted(OF_TWO);
                container(around, &[self.within(depth + 1), self.within(depth + 1)])
            }
            _ => {
                let around = self.random.weighted(MAPS);
                container(around, &[self.key(depth + 1), self.within(depth + 1)])
            }
        }
    }

    fn leaf(&mut self) -> Ty {
        self.random.one_of(&self.taste.leaves).clone()
    }

    /// A type of the case, most often the one before.
    fn made_before(&mut self) -> Ty {
        let at =
            if self.random.chance(60) { self.made.len() - 1 } else { self.random.below(self.made.len()) };
        self.filled(at)
    }

    /// An item with an argument, if it takes one.
    fn filled(&mut self, at: usize) -> Ty {
        let ty = self.made[at].clone();
        if !self.items[at].has_param {
            return ty;
        }
        let argument = match self.random.below(3) {
            0 if self.has_param => "X".to_owned(),
            0 | 1 => self.leaf().text,
            // Only a leaf or the type before: a chain of arguments does not end.
            _ => match at.checked_sub(1).filter(|before| !self.items[*before].has_param) {
                Some(before) => self.made[before].text.clone(),
                None => self.leaf().text,
            },
        };
        ty.around(ty.text.replace("<X>", &format!("<{argument}>")))
    }

    /// The key of a map or set.
    fn key(&mut self, depth: usize) -> Ty {
        let items: Vec<usize> =
            (0..self.made.len()).filter(|at| self.made[*at].is_key && !self.items[*at].has_param).collect();
        if !items.is_empty() && self.random.chance(40) {
            return self.made[*self.random.one_of(&items)].clone();
        }
        if depth < DEEP && self.random.chance(15) {
            let around = self.random.weighted(&[
                (1, ("Option<_>", "kd")),
                (1, ("(_, u8)", "kd")),
                (1, ("Vec<_>", "kd")),
            ]);
            return container(around, &[self.key(depth + 1)]);
        }
        self.random.one_of(&self.taste.keys).clone()
    }

    /// A type that may be written as entries: for `flatten`, and for a variant with a tag inside.
    pub(super) fn entries(&mut self) -> Ty {
        let mut items: Vec<usize> = (0..self.made.len()).filter(|at| self.made[*at].has_entries).collect();
        let wants_last = std::mem::take(&mut self.wants_last) && items.last() == Some(&(self.made.len() - 1));
        if self.random.chance(90) {
            // Twice in one place they have the same names.
            items.retain(|at| !self.flattened.contains(at));
        }
        match if wants_last { 0 } else { self.random.below(100) } {
            0..88 if !items.is_empty() => {
                let at = if wants_last || self.random.chance(60) {
                    items[items.len() - 1]
                } else {
                    *self.random.one_of(&items)
                };
                self.flattened.push(at);
                let ty = self.filled(at);
                let around =
                    self.random.weighted(&[(7, "_"), (3, "Option<_>"), (1, "Box<_>"), (1, "RefCell<_>")]);
                container((around, "d"), &[ty])
            }
            0..94 => {
                let around = self.random.weighted(&[
                    (2, "Range<_>"),
                    (1, "RangeFrom<_>"),
                    (1, "Bound<_>"),
                    (1, "Result<_, u8>"),
                ]);
                container((around, ""), &[self.within(DEEP - 1)])
            }
            94..96 => Ty::new(self.random.weighted(&[
                (1, "Duration"),
                (1, "SystemTime"),
                (1, "()"),
                (1, "PhantomData<u8>"),
            ])),
            96 => Ty { has_default: true, ..Ty::new("Map<String, Value>") },
            97 => self.leaf(),
            _ => {
                let around = self.random.weighted(MAPS);
                let key = if self.random.chance(80) { Ty::new("String") } else { self.key(DEEP) };
                container(around, &[key, self.within(DEEP - 1)])
            }
        }
    }

    /// A field that leads back to the type itself.
    fn own_type(&mut self) -> Ty {
        let own = self.own.clone();
        let generic: Vec<usize> = (0..self.items.len()).filter(|at| self.items[*at].has_param).collect();
        if !generic.is_empty() && self.random.chance(50) {
            // Its parameter stands behind something that may be empty.
            let ty = self.made[*self.random.one_of(&generic)].clone();
            return Ty::new(ty.text.replace("<X>", &format!("<{own}>")));
        }
        if self.has_end && self.random.chance(50) {
            return Ty::new(format!("Box<{own}>"));
        }
        self.behind(&own)
    }

    /// A cycle: an earlier type that holds the last.
    pub(super) fn last_type(&mut self) -> Option<Ty> {
        let is_earlier = self.own != LAST && !self.has_param;
        (is_earlier && self.random.chance(self.taste.cycles)).then(|| self.behind(LAST))
    }

    /// A name behind something that may be empty.
    fn behind(&mut self, name: &str) -> Ty {
        let around = self.random.weighted(&[
            (6, "Vec<_>"),
            (5, "Option<Box<_>>"),
            (3, "BTreeMap<String, _>"),
            (1, "HashMap<String, _>"),
            (1, "BTreeMap<u32, _>"),
            (1, "Vec<Option<_>>"),
            (1, "VecDeque<_>"),
            (1, "Option<Vec<_>>"),
            (1, "Vec<(u8, _)>"),
            (1, "SmallVec<[Box<_>; 2]>"),
        ]);
        Ty { has_default: true, ..container((around, "d"), &[Ty::new(name)]) }
    }
}
