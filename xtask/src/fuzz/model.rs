//! The values of a generated program: what the generator decides and everyone else reads.
//!
//! In: nothing. Out: plain data types. Invariant: a [`Program`] is complete in itself; its text, the way to
//! fill its arguments and the way to compare its results do not depend on any other program.

use std::collections::BTreeSet;

/// The element types that programs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Elem {
    /// `f64`
    F64,
    /// `f32`
    F32,
    /// `i64`
    I64,
    /// `i32`
    I32,
    /// `u8`
    U8,
    /// `usize`
    Usize,
}

impl Elem {
    /// The Rust name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Elem::F64 => "f64",
            Elem::F32 => "f32",
            Elem::I64 => "i64",
            Elem::I32 => "i32",
            Elem::U8 => "u8",
            Elem::Usize => "usize",
        }
    }

    /// The variant's name, as the harness spells it.
    pub fn variant(self) -> &'static str {
        match self {
            Elem::F64 => "F64",
            Elem::F32 => "F32",
            Elem::I64 => "I64",
            Elem::I32 => "I32",
            Elem::U8 => "U8",
            Elem::Usize => "Usize",
        }
    }

    /// Whether the type is a float.
    pub fn is_float(self) -> bool {
        matches!(self, Elem::F64 | Elem::F32)
    }
}

/// How an array reaches the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// `&[T]`
    Shared,
    /// `&mut [T]`
    Slice,
    /// `&mut Vec<T>`
    Vec,
    /// `let mut a = [v; N];`
    Local(usize),
}

/// How two results of one program are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// To the bit; any NaN equals any NaN.
    Exact,
    /// Within a tolerance of plain where something was regrouped; to the bit among the fast runs.
    Soft,
    /// To the bit, but std leaves the sign of a zero open here (`f64::max` of zeros of both signs).
    ZeroSignFree,
}

/// An array of a program.
#[derive(Clone, Debug)]
pub struct Array {
    /// Its name.
    pub name: String,
    /// Its element type.
    pub elem: Elem,
    /// How it reaches the function.
    pub storage: Storage,
    /// 1: about `mult * n` elements; 2: `n * n` elements.
    pub rank: u32,
    /// The factor on `n` for rank 1.
    pub mult: usize,
    /// Elements are indices into other arrays (`0..n` in tame inputs).
    pub index: bool,
    /// May hold values that regrouping or elementary functions have changed in their last bits. Such values
    /// never reach a condition, a subscript or an integer, or programs could not be compared at all.
    pub soft: bool,
}

impl Array {
    /// Whether the program may write it.
    pub fn writable(&self) -> bool {
        !self.index && self.storage != Storage::Shared
    }
}

/// The scalar parameters that a program may have: name, type, and the harness's word for it.
pub(super) const SCALARS: [(&str, &str, &str); 11] = [
    ("n", "usize", "N"),
    ("m", "usize", "M"),
    ("s", "usize", "Stride"),
    ("h", "usize", "Half"),
    ("steps", "usize", "Steps"),
    ("huge", "usize", "Huge"),
    ("k", "i32", "IntN"),
    ("kl", "i64", "LongN"),
    ("x", "f64", "Double"),
    ("y", "f32", "Single"),
    ("q", "i64", "Long"),
];

/// A parameter of a program, in order.
#[derive(Clone, Debug)]
pub enum Param {
    /// An array, with the number of elements it has beyond its shape.
    Array(Array, usize),
    /// A scalar: an index into [`SCALARS`].
    Scalar(usize),
}

/// A loop nest, as the statistics see it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NestInfo {
    /// The first of its loops, in source order over the function.
    pub first_loop: usize,
    /// How many loops it has.
    pub loops: usize,
    /// It accesses a base that it writes at two or more places.
    pub reuses_written: bool,
    /// The generator kept the array accesses of different outer iterations apart.
    pub independent: bool,
}

/// A generated program.
#[derive(Clone, Debug)]
pub struct Program {
    /// `p17`
    pub name: String,
    /// The options of the attribute: `""`, `"nogil"`, `"parallel"` or `"parallel, nogil"`.
    pub options: &'static str,
    /// The function, without the attribute.
    pub text: String,
    /// Its parameters, in order.
    pub params: Vec<Param>,
    /// How each result is compared.
    pub results: Vec<Class>,
    /// The nests, in source order.
    pub nests: Vec<NestInfo>,
    /// What it exercises.
    pub features: BTreeSet<&'static str>,
    /// The smallest `n` at which the plain program is sure to end quickly.
    pub min_n: usize,
    /// The trip count is at most about `n` to this power.
    pub degree: usize,
    /// It has a float sum that `parallel` may regroup.
    pub float_reduction: bool,
    /// It calls elementary functions.
    pub elementary: bool,
    /// Single precision reaches soft values, so tolerances must be its.
    pub single: bool,
}

impl Program {
    /// Whether the attribute asks for `parallel`.
    pub fn parallel(&self) -> bool {
        self.options.contains("parallel")
    }

    /// Whether soft results may differ from plain's in their last bits.
    pub fn tolerant(&self) -> bool {
        self.elementary || (self.parallel() && self.float_reduction)
    }

    /// The attribute as written above the function.
    pub fn attribute(&self) -> String {
        match self.options {
            "" => "#[hotloop::accel]".to_owned(),
            options => format!("#[hotloop::accel({options})]"),
        }
    }
}
