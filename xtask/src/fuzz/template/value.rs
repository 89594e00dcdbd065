//! Arguments and results of programs, and how they are compared.
//!
//! In: two of them. Out: the first difference in words. Invariant: any NaN equals any NaN, and nothing else
//! that differs in a bit is equal unless its class says so.

use crate::helpers::{Part, State};

/// One argument of a program.
#[derive(Clone, Debug)]
pub enum Arg {
    F64s(Vec<f64>),
    F32s(Vec<f32>),
    I64s(Vec<i64>),
    I32s(Vec<i32>),
    U8s(Vec<u8>),
    Usizes(Vec<usize>),
    BoxedF64(Box<[f64]>),
    BoxedF32(Box<[f32]>),
    BoxedI64(Box<[i64]>),
    BoxedI32(Box<[i32]>),
    BoxedU8(Box<[u8]>),
    RowsF64(Vec<Vec<f64>>),
    RowsI64(Vec<Vec<i64>>),
    CellsF64(Vec<[f64; 4]>),
    CellsI64(Vec<[i64; 4]>),
    FixedF64([[f64; 8]; 5]),
    FixedI64([[i64; 8]; 5]),
    Parts(Vec<Part>),
    State(State),
    Usize(usize),
    /// Of any type: the harness casts it.
    Int(i128),
    I32(i32),
    I64(i64),
    F64(f64),
    F32(f32),
}

macro_rules! accessors {
    ($($name:ident $variant:ident $ty:ty;)*) => {
        impl Arg {
            $(pub fn $name(&mut self) -> &mut $ty {
                let Arg::$variant(value) = self else { unreachable!("the case knows its types") };
                value
            })*
        }
    };
}

accessors! {
    f64s F64s Vec<f64>; f32s F32s Vec<f32>; i64s I64s Vec<i64>; i32s I32s Vec<i32>; u8s U8s Vec<u8>;
    boxed_f64 BoxedF64 Box<[f64]>; boxed_f32 BoxedF32 Box<[f32]>; boxed_i64 BoxedI64 Box<[i64]>;
    boxed_i32 BoxedI32 Box<[i32]>; boxed_u8 BoxedU8 Box<[u8]>;
    rows_f64 RowsF64 Vec<Vec<f64>>; rows_i64 RowsI64 Vec<Vec<i64>>;
    cells_f64 CellsF64 Vec<[f64; 4]>; cells_i64 CellsI64 Vec<[i64; 4]>;
    fixed_f64 FixedF64 [[f64; 8]; 5]; fixed_i64 FixedI64 [[i64; 8]; 5];
    parts Parts Vec<Part>; state State State;
    usizes Usizes Vec<usize>; usize Usize usize; int Int i128; i32 I32 i32; i64 I64 i64; f64 F64 f64; f32 F32 f32;
}

/// One number of a result or a buffer.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    F64(f64),
    F32(f32),
    Int(i128),
}

macro_rules! from_int {
    ($($ty:ty)*) => { $(impl From<$ty> for Value { fn from(v: $ty) -> Self { Value::Int(v as i128) } })* };
}

from_int!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool);

impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Value::F64(v)
    }
}

impl From<f32> for Value {
    fn from(v: f32) -> Self {
        Value::F32(v)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Exact,
    Soft,
    ZeroSignFree,
}

/// How far soft values may lie apart: relative to themselves, and to the greatest magnitude in sight.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    pub relative: f64,
    pub scale: f64,
}

impl Value {
    fn float(self) -> Option<f64> {
        match self {
            Value::F64(v) => Some(v),
            Value::F32(v) => Some(f64::from(v)),
            Value::Int(_) => None,
        }
    }

    fn bits(self) -> u64 {
        match self {
            Value::F64(v) => v.to_bits(),
            Value::F32(v) => u64::from(v.to_bits()),
            Value::Int(v) => v as u64,
        }
    }

    /// Equal to the bit, up to NaNs.
    fn same(self, other: Self) -> bool {
        match (self.float(), other.float()) {
            (Some(a), Some(b)) if a.is_nan() && b.is_nan() => true,
            _ => match (self, other) {
                (Value::Int(a), Value::Int(b)) => a == b,
                _ => self.bits() == other.bits(),
            },
        }
    }

    fn agrees(self, other: Self, class: Class, tolerance: Option<Tolerance>) -> bool {
        let (Some(a), Some(b)) = (self.float(), other.float()) else { return self.same(other) };
        if self.same(other) || (class == Class::ZeroSignFree && a == 0.0 && b == 0.0) {
            return true;
        }
        let (Class::Soft, Some(tolerance)) = (class, tolerance) else { return false };
        // An overflow may come earlier or later when a sum is regrouped.
        if !a.is_finite() || !b.is_finite() {
            return true;
        }
        (a - b).abs() <= tolerance.relative * (a.abs().max(b.abs()) + tolerance.scale)
    }
}

impl Arg {
    pub fn values(&self) -> Vec<Value> {
        fn all<T: Copy + Into<Value>>(v: &[T]) -> Vec<Value> {
            v.iter().map(|&v| v.into()).collect()
        }
        fn rows<R: AsRef<[T]>, T: Copy + Into<Value>>(v: &[R]) -> Vec<Value> {
            // The lengths too: no program may change one.
            v.iter().flat_map(|row| [vec![row.as_ref().len().into()], all(row.as_ref())].concat()).collect()
        }
        match self {
            Arg::F64s(v) => all(v),
            Arg::F32s(v) => all(v),
            Arg::I64s(v) => all(v),
            Arg::I32s(v) => all(v),
            Arg::U8s(v) => all(v),
            Arg::Usizes(v) => all(v),
            Arg::BoxedF64(v) => all(v),
            Arg::BoxedF32(v) => all(v),
            Arg::BoxedI64(v) => all(v),
            Arg::BoxedI32(v) => all(v),
            Arg::BoxedU8(v) => all(v),
            Arg::RowsF64(v) => rows(v),
            Arg::RowsI64(v) => rows(v),
            Arg::CellsF64(v) => rows(v),
            Arg::CellsI64(v) => rows(v),
            Arg::FixedF64(v) => rows(v),
            Arg::FixedI64(v) => rows(v),
            Arg::Parts(v) => v.iter().flat_map(part).collect(),
            Arg::State(v) => state(v),
            Arg::Usize(v) => vec![(*v).into()],
            Arg::Int(v) => vec![(*v).into()],
            Arg::I32(v) => vec![(*v).into()],
            Arg::I64(v) => vec![(*v).into()],
            Arg::F64(v) => vec![(*v).into()],
            Arg::F32(v) => vec![(*v).into()],
        }
    }

    /// One line for a report.
    pub fn describe(&self) -> String {
        let (count, mut text) = (self.values().len(), format!("{self:?}"));
        if text.len() > 400 {
            let cut = (0..=400).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.truncate(cut);
            text.push_str(" ..");
        }
        format!("{text} ({count})")
    }
}

fn part(part: &Part) -> Vec<Value> {
    let text = part.name.bytes().fold(7u64, |all, byte| all.wrapping_mul(31).wrapping_add(byte.into()));
    let mut all: Vec<Value> = part.v.iter().map(|&v| v.into()).collect();
    all.extend([Value::from(part.x), part.y.into(), part.k.into(), part.t.0.into(), part.t.1.into()]);
    all.push(Value::Int(text.into()));
    all
}

fn state(state: &State) -> Vec<Value> {
    let mut all: Vec<Value> = state.grid.u.iter().map(|&v| v.into()).collect();
    all.extend(state.grid.w.iter().map(|&v| Value::from(v)));
    all.extend([Value::from(state.total), state.last.into(), state.sum.into()]);
    all.extend([Value::from(state.pair.0), state.pair.1.into()]);
    all
}

/// What a run left behind.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub result: Result<Vec<Value>, String>,
    pub args: Vec<Arg>,
}

impl Outcome {
    /// The greatest finite magnitude of a number in it, extents apart.
    pub fn magnitude(&self) -> f64 {
        let results = self.result.iter().flatten().copied();
        let args = self.args.iter().filter(|arg| !matches!(arg, Arg::Usize(_) | Arg::Int(_)));
        let all = args.flat_map(Arg::values).chain(results);
        // Integers too: sums of floats take them in.
        let size = |v: Value| v.float().unwrap_or_else(|| v.bits() as i64 as f64);
        all.map(size).filter(|v| v.is_finite()).fold(1.0, |m, v| v.abs().max(m))
    }
}

/// The first difference between two sequences.
pub fn first_difference(
    what: &str,
    (left, right): (&[Value], &[Value]),
    class: impl Fn(usize) -> Class,
    tolerance: Option<Tolerance>,
) -> Option<String> {
    if left.len() != right.len() {
        return Some(format!("{what}: {} elements against {}", left.len(), right.len()));
    }
    let at = (0..left.len()).find(|&at| !left[at].agrees(right[at], class(at), tolerance))?;
    let (a, b) = (left[at], right[at]);
    Some(format!("{what} [{at}]: expected {a:?} (bits {:#x}), got {b:?} (bits {:#x})", a.bits(), b.bits()))
}
