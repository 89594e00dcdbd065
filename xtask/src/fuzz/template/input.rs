//! Inputs: the sizes, lengths and values that a program is run with.
//!
//! In: the parameters of a case, the number of an input, a seed. Out: arguments. Invariant: the same three
//! give the same arguments; tame inputs fit the shapes that the generator assumed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::driver::Case;
use crate::ends::{self, Place};
use crate::helpers::{Grid, Part, State};
use crate::value::Arg;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elem {
    F64,
    F32,
    I64,
    I32,
    U8,
    Usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    Plane,
    Rows,
    Ragged,
    Cells,
    Fixed,
    Member,
}

/// A parameter, as the generated case lists it.
#[derive(Clone, Copy, Debug)]
pub enum Param {
    Array { elem: Elem, shape: Shape, mult: usize, extra: usize, index: bool, soft: bool, boxed: bool },
    State { extra: usize, soft: bool },
    N,
    M,
    Stride,
    Half,
    Steps,
    Huge,
    IntN,
    LongN,
    Double,
    Single,
    Long,
    /// An integer that may be at the end of its type.
    Int { bits: u32, signed: bool, role: Role },
}

/// What an integer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Low,
    High,
    Step,
    /// Never zero.
    Stride,
    Start,
    Offset,
}

/// Which ranges a program may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    No,
    Short,
    Any,
    Counted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shapes fit, values are ordinary.
    Tame,
    /// One array lacks its last element.
    Short,
    /// One array has half its length.
    Half,
    /// Arrays are longer than needed.
    Long,
    /// NaN, infinities, zeros of both signs, subnormals.
    Special,
    /// Integers at the ends of their types.
    Extreme,
    /// Indices that do not fit.
    WrongIndex,
    /// Extents and strides near the end of `usize`.
    Huge,
    /// The second size is above the first.
    BigM,
    /// All of it at random.
    Mixed,
    /// A range somewhere in its type.
    Edge(Place),
}

const LINE: &[usize] = &[0, 1, 2, 31, 32, 33, 64, 100, 1000, 4099];
const PLANE: &[usize] = &[0, 1, 2, 7, 31, 32, 33, 64, 100];
const CUBE: &[usize] = &[0, 1, 2, 7, 16, 31, 33];
const HOSTILE: &[(Kind, usize)] = &[
    (Kind::Short, 33),
    (Kind::Half, 32),
    (Kind::Long, 31),
    (Kind::Special, 33),
    (Kind::Extreme, 32),
    (Kind::WrongIndex, 17),
    (Kind::Huge, 9),
    (Kind::Huge, 10),
    (Kind::BigM, 32),
    (Kind::Mixed, 33),
    (Kind::Mixed, 8),
];

/// The inputs of a case: a kind and an `n` each, without repetitions.
pub fn inputs(case: &Case) -> Vec<(Kind, usize)> {
    if case.ends != Ends::No {
        return ends::inputs(case);
    }
    let is_square = |p: &Param| {
        matches!(p, Param::Array { shape: Shape::Plane | Shape::Rows | Shape::Ragged, .. })
    };
    let rank = 1 + usize::from(case.params.iter().any(is_square));
    let sizes = match case.degree.max(rank) {
        0 | 1 => LINE,
        2 => PLANE,
        _ => CUBE,
    };
    let mut all: Vec<(Kind, usize)> = sizes.iter().map(|&n| (Kind::Tame, n.max(case.min_n))).collect();
    all.dedup();
    all.extend(HOSTILE.iter().map(|&(kind, n)| (kind, n.max(case.min_n))));
    all
}

/// Fills the arguments of one input.
pub struct Filler {
    pub rng: ChaCha8Rng,
    pub kind: Kind,
    pub n: usize,
    /// How far ranges lie from the ends of their types.
    pub near: usize,
    pub ends: Ends,
    /// Which array is cut, where one is.
    victim: usize,
    tame_stride: bool,
}

impl Filler {
    pub fn new(seed: u64, case: &Case, index: usize, kind: Kind, n: usize) -> Self {
        let mut rng =
            ChaCha8Rng::seed_from_u64(seed ^ case.number.wrapping_mul(0x9E37_79B9) ^ (index as u64) << 48);
        let is_array = |p: &&Param| matches!(p, Param::Array { .. } | Param::State { .. });
        let arrays = case.params.iter().filter(is_array).count();
        let victim = rng.random_range(0..arrays.max(1));
        let near = rng.random_range(0..4);
        Filler { rng, kind, n, near, ends: case.ends, victim, tame_stride: case.tame_stride }
    }

    pub fn args(&mut self, params: &[Param]) -> Vec<Arg> {
        params.iter().enumerate().map(|(at, param)| self.arg(at, param)).collect()
    }

    fn arg(&mut self, at: usize, param: &Param) -> Arg {
        let n = self.n;
        match *param {
            Param::Array { elem, shape, mult, extra, index, boxed, .. } => {
                let len = match shape {
                    Shape::Plane => n * n,
                    _ => n * mult,
                };
                let len = self.length(at, len + extra);
                match shape {
                    Shape::Line | Shape::Plane => self.line(elem, index, len, boxed),
                    Shape::Rows | Shape::Ragged => self.rows(at, elem, len, shape == Shape::Ragged),
                    Shape::Cells | Shape::Fixed => self.cells(elem, len, shape == Shape::Fixed),
                    Shape::Member => Arg::Parts((0..len).map(|_| self.part()).collect()),
                }
            }
            Param::State { extra, .. } => self.state(at, n + extra),
            Param::N => Arg::Usize(n),
            Param::M => Arg::Usize(self.second()),
            Param::Stride => Arg::Usize(self.stride()),
            Param::Half => Arg::Usize(self.half()),
            Param::Steps => Arg::Usize(self.rng.random_range(0..4)),
            Param::Huge => Arg::Usize(self.huge()),
            Param::IntN => Arg::I32(n as i32),
            Param::LongN => Arg::I64(n as i64),
            Param::Double => Arg::F64(self.float()),
            Param::Single => Arg::F32(self.float() as f32),
            Param::Int { bits, signed, role } => Arg::Int(self.int_of(bits, signed, role)),
            Param::Long => Arg::I64(self.int(i64::MIN, i64::MAX)),
        }
    }

    fn length(&mut self, at: usize, len: usize) -> usize {
        let cut = at == self.victim;
        match self.kind {
            Kind::Short if cut => len.saturating_sub(1),
            Kind::Half if cut => len / 2,
            // Mostly as long as it must be.
            Kind::Edge(_) if cut && self.rng.random_range(0..6) == 0 => len.saturating_sub(1),
            Kind::Long => len + self.rng.random_range(0..5),
            Kind::Mixed => (len + self.rng.random_range(0..4)).saturating_sub(self.rng.random_range(0..4)),
            _ => len,
        }
    }

    fn mixed(&mut self, kind: Kind) -> bool {
        self.kind == kind || (self.kind == Kind::Mixed && self.rng.random_range(0..4) == 0)
    }

    fn second(&mut self) -> usize {
        if self.mixed(Kind::BigM) {
            return self.n + self.rng.random_range(1..6);
        }
        // At most n, and often n itself.
        self.n - if self.rng.random_bool(0.5) { 0 } else { self.rng.random_range(0..=self.n) }
    }

    fn stride(&mut self) -> usize {
        if self.tame_stride {
            return self.rng.random_range(1..=4);
        }
        if self.mixed(Kind::Huge) {
            let all = [0, usize::MAX, 1 << 63, (1 << 63) + 1, 1 << 62, usize::MAX / 3, 1 << 32];
            return all[self.rng.random_range(0..all.len())];
        }
        self.rng.random_range(1..=4)
    }

    fn half(&mut self) -> usize {
        if self.mixed(Kind::Huge) {
            let all = [0, 1, usize::MAX, 1 << 63, usize::MAX - 4];
            return all[self.rng.random_range(0..all.len())];
        }
        self.n
    }

    fn huge(&mut self) -> usize {
        if self.mixed(Kind::Huge) {
            let all = [usize::MAX, usize::MAX - 1, usize::MAX - 3, 1 << 63, (1 << 63) - 1, 1 << 32];
            return all[self.rng.random_range(0..all.len())];
        }
        if self.rng.random_bool(0.5) { self.n } else { self.n / 2 }
    }

    fn array(&mut self, elem: Elem, index: bool, len: usize) -> Arg {
        if index {
            return self.indices(elem, len);
        }
        match elem {
            Elem::F64 => Arg::F64s((0..len).map(|_| self.float()).collect()),
            Elem::F32 => Arg::F32s((0..len).map(|_| self.float() as f32).collect()),
            Elem::I64 => Arg::I64s((0..len).map(|_| self.int(i64::MIN, i64::MAX)).collect()),
            Elem::I32 => {
                Arg::I32s((0..len).map(|_| self.int(i32::MIN.into(), i32::MAX.into()) as i32).collect())
            }
            Elem::U8 => Arg::U8s((0..len).map(|_| self.rng.random()).collect()),
            Elem::Usize => Arg::Usizes((0..len).map(|_| self.rng.random_range(0..1000)).collect()),
        }
    }

    fn line(&mut self, elem: Elem, index: bool, len: usize, boxed: bool) -> Arg {
        match self.array(elem, index, len) {
            Arg::F64s(v) if boxed => Arg::BoxedF64(v.into()),
            Arg::F32s(v) if boxed => Arg::BoxedF32(v.into()),
            Arg::I64s(v) if boxed => Arg::BoxedI64(v.into()),
            Arg::I32s(v) if boxed => Arg::BoxedI32(v.into()),
            Arg::U8s(v) if boxed => Arg::BoxedU8(v.into()),
            other => other,
        }
    }

    /// Rows of `n` elements or, where they are ragged, of any number up to that; a cut array has one short row
    /// beside its missing ones.
    fn rows(&mut self, at: usize, elem: Elem, len: usize, ragged: bool) -> Arg {
        let short = self.rng.random_range(0..len.max(1));
        let lengths: Vec<usize> = (0..len)
            .map(|i| {
                let most = if ragged { self.rng.random_range(0..=self.n) } else { self.n };
                if i == short { self.length(at, most) } else { most }
            })
            .collect();
        if elem == Elem::F64 {
            let row = |len: &usize| (0..*len).map(|_| self.float()).collect();
            return Arg::RowsF64(lengths.iter().map(row).collect());
        }
        let row = |len: &usize| (0..*len).map(|_| self.int(i64::MIN, i64::MAX)).collect();
        Arg::RowsI64(lengths.iter().map(row).collect())
    }

    fn cells(&mut self, elem: Elem, len: usize, fixed: bool) -> Arg {
        match (elem, fixed) {
            (Elem::F64, false) => {
                Arg::CellsF64((0..len).map(|_| std::array::from_fn(|_| self.float())).collect())
            }
            (_, false) => {
                let one = |_| std::array::from_fn(|_| self.int(i64::MIN, i64::MAX));
                Arg::CellsI64((0..len).map(one).collect())
            }
            (Elem::F64, true) => {
                Arg::FixedF64(std::array::from_fn(|_| std::array::from_fn(|_| self.float())))
            }
            (_, true) => {
                let one = |_| std::array::from_fn(|_| self.int(i64::MIN, i64::MAX));
                Arg::FixedI64(std::array::from_fn(one))
            }
        }
    }

    fn part(&mut self) -> Part {
        Part {
            x: self.float(),
            y: self.float(),
            k: self.int(i64::MIN, i64::MAX),
            t: (self.int(i32::MIN.into(), i32::MAX.into()) as i32, self.rng.random()),
            v: std::array::from_fn(|_| self.float()),
            name: "p".to_owned(),
        }
    }

    fn state(&mut self, at: usize, len: usize) -> Arg {
        let (u, w) = (self.length(at, len), self.length(at, len));
        Arg::State(State {
            total: self.int(-1000, 1000),
            last: 17,
            sum: self.float(),
            pair: (self.int(-1000, 1000), self.float()),
            grid: Grid {
                u: (0..u).map(|_| self.float()).collect(),
                w: (0..w).map(|_| self.int(i64::MIN, i64::MAX)).collect(),
            },
        })
    }

    fn indices(&mut self, elem: Elem, len: usize) -> Arg {
        let top = self.n.max(1) as i64;
        let mut one = || {
            if self.mixed(Kind::WrongIndex) && self.rng.random_range(0..len.max(1)) < 2 {
                let all = [-1, top, top + 1, i64::MAX, i64::MIN, 2 * top, 255];
                return all[self.rng.random_range(0..all.len())];
            }
            self.rng.random_range(0..top)
        };
        match elem {
            Elem::I32 => Arg::I32s((0..len).map(|_| one() as i32).collect()),
            Elem::U8 => Arg::U8s((0..len).map(|_| one().min(255) as u8).collect()),
            Elem::Usize => Arg::Usizes((0..len).map(|_| one() as usize).collect()),
            _ => Arg::I64s((0..len).map(|_| one()).collect()),
        }
    }

    /// Magnitudes in `0.1..4`, so that tolerances can be tight.
    fn float(&mut self) -> f64 {
        if self.mixed(Kind::Special) && self.rng.random_range(0..3) == 0 {
            let all = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 5e-324, -1e-310, 1e-40, 1e300];
            return all[self.rng.random_range(0..all.len())];
        }
        let sign = if self.rng.random_bool(0.4) { -1.0 } else { 1.0 };
        sign * self.rng.random_range(0.1..4.0)
    }

    fn int(&mut self, min: i64, max: i64) -> i64 {
        if self.mixed(Kind::Extreme) && self.rng.random_range(0..3) == 0 {
            let all = [min, max, min + 1, max - 1, 0, -1, max / 2 + 1];
            return all[self.rng.random_range(0..all.len())];
        }
        self.rng.random_range(-1000..=1000)
    }
}
