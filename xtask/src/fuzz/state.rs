//! The state of the generator while it writes one program, and the small questions asked of it.
//!
//! In: a seed. Out: random choices, scopes, fresh names. Invariant: every choice comes from the one
//! seeded generator, so the same seed gives the same text.

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::model::{Array, Class, Elem, NestInfo, Shape, Shell, Storage};

/// The end of a loop's range (exclusive), as subscripts need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hi {
    /// `n` plus a constant.
    N(i64),
    /// A constant.
    Const(i64),
    /// The stride parameter `s`, at most 4 in tame inputs.
    Stride,
    /// The length of row `iv` of this array.
    Row(usize, usize),
    /// Not known (huge extents): only the statement that is sure to end the loop may rely on it.
    Open,
}

/// An induction variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Iv {
    pub(super) name: String,
    pub(super) ty: &'static str,
    /// What has to be subtracted before the cast to `usize`, where that is no small number.
    pub(super) base: Option<String>,
    pub(super) lo: i64,
    pub(super) hi: Hi,
    /// The iv of a loop over time steps: never part of a subscript.
    pub(super) time: bool,
}

impl Iv {
    /// A `usize`.
    pub(super) fn usize(name: &str, lo: i64, hi: Hi) -> Iv {
        Iv { name: name.to_owned(), ty: "usize", base: None, lo, hi, time: false }
    }
}

/// A loop that is open.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) label: Option<String>,
    /// Its own statement counts, so `continue` would not end.
    pub(super) counts: bool,
}

/// A scalar that may be read here.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub(super) name: String,
    pub(super) elem: Elem,
    pub(super) soft: bool,
}

/// In an independent nest: the only subscripts with which a written array may be accessed.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    pub(super) array: usize,
    pub(super) write: String,
    pub(super) reads: Vec<String>,
    /// How many ivs must be in scope for these subscripts to be spelled.
    pub(super) depth: usize,
    /// The text is a subrange, not an element.
    pub(super) range: bool,
    pub(super) feature: &'static str,
}

/// The generator of one program.
pub(super) struct Gen {
    rng: ChaCha8Rng,
    fresh: usize,
    pub(super) lines: Vec<String>,
    pub(super) indent: usize,
    pub(super) decls: Vec<String>,
    pub(super) shell: Shell,
    pub(super) arrays: Vec<Array>,
    pub(super) scalars: Vec<Scalar>,
    /// Accumulators of the current nest: readable once it has ended.
    pub(super) pending: Vec<Scalar>,
    /// The accumulator of the row that is being summed, if any.
    pub(super) row: Option<(String, Elem)>,
    pub(super) ivs: Vec<Iv>,
    pub(super) frames: Vec<Frame>,
    /// A kind of statement that this program has more of.
    pub(super) theme: usize,
    /// What the program has in it to be refused for, if anything; taken where it is written.
    pub(super) spice: Option<&'static str>,
    /// The program must not ask for `parallel`.
    pub(super) forbid_parallel: bool,
    /// Counters of outermost loops: they live where their loop stands.
    pub(super) counters: Vec<String>,
    /// Options that the program's text relies on.
    pub(super) marks: Vec<String>,
    pub(super) marks_on_loops: bool,
    /// `None`: any access anywhere. `Some`: iterations of the outermost loop must stay independent.
    pub(super) pins: Option<Vec<Pin>>,
    pub(super) accesses: BTreeMap<String, (usize, bool)>,
    pub(super) features: BTreeSet<&'static str>,
    pub(super) results: Vec<(String, Elem, Class)>,
    pub(super) nests: Vec<NestInfo>,
    pub(super) loops: usize,
    pub(super) degree: usize,
    pub(super) min_n: usize,
    /// Elements that every parameter array has beyond its shape.
    pub(super) extra: i64,
    /// Subscripts and arithmetic may go wrong at the edges.
    pub(super) rough: bool,
    /// The program may regroup sums and call elementary functions.
    pub(super) soft: bool,
    pub(super) float_reduction: bool,
    pub(super) elementary: bool,
    pub(super) single: bool,
}

impl Gen {
    pub(super) fn new(seed: u64) -> Self {
        Gen {
            rng: ChaCha8Rng::seed_from_u64(seed),
            fresh: 0,
            lines: Vec::new(),
            indent: 1,
            decls: Vec::new(),
            shell: Shell::Plain,
            arrays: Vec::new(),
            scalars: Vec::new(),
            pending: Vec::new(),
            row: None,
            ivs: Vec::new(),
            frames: Vec::new(),
            theme: 0,
            spice: None,
            forbid_parallel: false,
            counters: Vec::new(),
            marks: Vec::new(),
            marks_on_loops: false,
            pins: None,
            accesses: BTreeMap::new(),
            features: BTreeSet::new(),
            results: Vec::new(),
            nests: Vec::new(),
            loops: 0,
            degree: 1,
            min_n: 0,
            extra: 0,
            rough: false,
            soft: false,
            float_reduction: false,
            elementary: false,
            single: false,
        }
    }

    /// True in `percent` of the cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// A number in `low..=high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.rng.random_range(low..=high)
    }

    /// One of the choices.
    pub(super) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.rng.random_range(0..choices.len())].clone()
    }

    /// One of the choices, or none if there are none.
    pub(super) fn pick_any<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        if choices.is_empty() { None } else { Some(self.pick(choices)) }
    }

    /// The index of one of the weights, by weight.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.rng.random_range(0..weights.iter().sum::<u32>());
        for (index, &weight) in weights.iter().enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        unreachable!("the draw is below the sum of the weights")
    }

    pub(super) fn fresh(&mut self, stem: &str) -> String {
        self.fresh += 1;
        format!("{stem}{}", self.fresh)
    }

    pub(super) fn feature(&mut self, name: &'static str) {
        self.features.insert(name);
    }

    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        self.lines.push(format!("{}{}", "    ".repeat(self.indent), text.as_ref()));
    }

    pub(super) fn open(&mut self, head: impl AsRef<str>) {
        self.line(format!("{} {{", head.as_ref()));
        self.indent += 1;
    }

    pub(super) fn close(&mut self) {
        self.indent -= 1;
        self.line("}");
    }

    /// The plain program may only be run from this `n` on.
    pub(super) fn need_n(&mut self, least: i64) {
        self.min_n = self.min_n.max(usize::try_from(least).unwrap_or(0));
    }

    pub(super) fn independent(&self) -> bool {
        self.pins.is_some()
    }

    /// The innermost ivs' spelling as `usize`, with what is known of their range.
    pub(super) fn index_of(&self, iv: &Iv) -> (String, i64, Hi) {
        let name = &iv.name;
        if let Some(base) = &iv.base {
            return (format!("(({name} - {base}) as usize)"), iv.lo, iv.hi);
        }
        if iv.ty == "usize" {
            return (name.clone(), iv.lo, iv.hi);
        }
        if iv.lo >= 0 {
            return (format!("({name} as usize)"), iv.lo, iv.hi);
        }
        let shift = -iv.lo;
        let hi = match iv.hi {
            Hi::N(off) => Hi::N(off + shift),
            Hi::Const(c) => Hi::Const(c + shift),
            other => other,
        };
        (format!("(({name} + {shift}) as usize)"), 0, hi)
    }

    /// Records an access and spells it.
    pub(super) fn access(&mut self, array: usize, subscript: &str, write: bool) -> String {
        let name = self.arrays[array].name.clone();
        self.feature(match self.arrays[array].elem {
            Elem::F64 => "elem-f64",
            Elem::F32 => "elem-f32",
            Elem::I64 => "elem-i64",
            Elem::I32 => "elem-i32",
            Elem::U8 => "elem-u8",
            Elem::Usize => "elem-usize",
        });
        self.place_features(array);
        let suffix = self.arrays[array].suffix;
        let entry = self.accesses.entry(format!("{name}{suffix}")).or_default();
        entry.0 += 1;
        entry.1 |= write;
        format!("{name}[{subscript}]{suffix}")
    }

    fn place_features(&mut self, array: usize) {
        match self.arrays[array].storage {
            Storage::Vec => self.feature("array-vec"),
            Storage::Boxed => self.feature("array-box"),
            Storage::Local(_) => self.feature("array-local"),
            Storage::Field => self.feature("array-field"),
            Storage::Slice | Storage::Shared => {}
        }
        match self.arrays[array].shape {
            Shape::Line | Shape::Plane => {}
            Shape::Rows => self.feature("place-rows"),
            Shape::Ragged => self.feature("place-ragged"),
            Shape::Cells => self.feature("place-cells"),
            Shape::Fixed => self.feature("place-fixed"),
            Shape::Member => self.feature("place-member"),
            Shape::Vector => self.feature("place-member-array"),
        }
    }

    /// The pin of an array, if the nest is independent and writes it.
    pub(super) fn pin_of(&self, array: usize) -> Option<&Pin> {
        self.pins.as_ref()?.iter().find(|pin| pin.array == array)
    }
}
