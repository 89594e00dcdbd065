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
    /// `&mut Box<[T]>`
    Boxed,
    /// `let mut a = [v; N];`
    Local(usize),
    /// A field of the parameter `st`.
    Field,
}

impl Storage {
    /// Whether the program may write through it.
    pub fn is_mutable(self) -> bool {
        self != Storage::Shared
    }
}

/// What a place of an array looks like, and how many elements there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `a[i]`, about `mult * n` of them.
    Line,
    /// `a[i * n + j]`, `n * n` of them.
    Plane,
    /// `a[i][j]`, `n` rows of `n` elements.
    Rows,
    /// `a[i][j]`, `n` rows of any length.
    Ragged,
    /// `a[i][k]`, `n` rows of [`CELL`] elements that lie in the array itself.
    Cells,
    /// `a[i][j]`, [`FIXED`] rows and columns.
    Fixed,
    /// `a[i].x`, `n` of them.
    Member,
    /// `a[i].v[k]`, `n` structs with [`VECTOR`] elements each.
    Vector,
}

/// The label of a loop that carries a mark.
const SOLO: &str = "'solo: ";
/// How a mark by this label ends.
const MARKED: &str = "('solo)";

/// The length of an inner array.
pub const CELL: i64 = 4;
/// Rows and columns of an array of arrays.
pub const FIXED: (i64, i64) = (5, 8);
/// The length of an array in a struct.
pub const VECTOR: i64 = 3;

/// The const argument of a generic function.
pub const CONST: i64 = 7;

impl Shape {
    /// The subscripts' text between the first and the second.
    pub fn joint(self) -> Option<&'static str> {
        match self {
            Shape::Rows | Shape::Ragged | Shape::Cells | Shape::Fixed => Some("]["),
            Shape::Vector => Some("].v["),
            Shape::Line | Shape::Plane | Shape::Member => None,
        }
    }

    /// Whether elements are members of structs.
    pub fn is_struct(self) -> bool {
        matches!(self, Shape::Member | Shape::Vector)
    }
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
    /// Its name, or its path from a parameter.
    pub name: String,
    /// What follows the subscripts: `.x`, or nothing.
    pub suffix: &'static str,
    /// Its element type.
    pub elem: Elem,
    /// How it reaches the function.
    pub storage: Storage,
    /// What its places look like.
    pub shape: Shape,
    /// The factor on `n` for a line.
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
        !self.index && self.storage.is_mutable()
    }

    /// The parameter or variable that it belongs to.
    pub fn root(&self) -> &str {
        self.name.split('.').next().unwrap_or(&self.name)
    }

    /// Whether it is declared in the function itself.
    pub fn is_local(&self) -> bool {
        matches!(self.storage, Storage::Local(_))
    }

    /// Whether `name[i]` is one number and the array is as long as asked for: a plain line.
    pub fn is_line(&self) -> bool {
        self.shape == Shape::Line && !self.is_local()
    }
}

/// The scalar parameters that a program may have: name, type, and the harness's word for it.
pub(super) const SCALARS: [(&str, &str, &str); 15] = [
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
    ("rd", "&f64", "Double"),
    ("rm", "&mut i64", "Long"),
    ("st", "&mut State", "State"),
    ("hits", "&std::sync::atomic::AtomicI64", "Long"),
];

/// A parameter of a program, in order.
#[derive(Clone, Debug)]
pub enum Param {
    /// An array, with the number of elements it has beyond its shape.
    Array(Array, usize),
    /// A scalar: an index into [`SCALARS`].
    Scalar(usize),
    /// An integer that may be at the end of its type.
    Int(Int),
}

/// An integer parameter of any type.
#[derive(Clone, Debug)]
pub struct Int {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: &'static str,
    /// What it is for.
    pub role: Role,
}

/// What an integer parameter is for: decides which values it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first number of a range.
    Low,
    /// The end of a range.
    High,
    /// The argument of `step_by`.
    Step,
    /// What a counter grows by, never zero.
    Stride,
    /// The first value of a counter.
    Start,
    /// Anything.
    Offset,
}

/// Which ranges a program may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It has no ends of its own: sizes alone.
    No,
    /// Short ones, anywhere in the type.
    Short,
    /// Any: an access ends the long ones.
    Any,
    /// The same, of a loop that counts by itself and may count past the end of a byte: arrays stay short.
    Counted,
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

/// What stands around a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// Nothing.
    Plain,
    /// An `impl` block: an associated function.
    Associated,
    /// An `impl` block: a method of `&self`.
    Method,
    /// An `impl` block that carries the attribute.
    Block,
    /// An `impl` block that carries the attribute, beside a macro that writes items.
    BlockWithMacro,
    /// A default method of a trait that carries the attribute.
    Trait,
    /// `macro_rules!` writes the function.
    Macro,
    /// `extern "C"`
    Extern,
    /// `#[track_caller]`
    TrackCaller,
    /// Named lifetimes and a where clause.
    Lifetimes,
    /// A const parameter.
    ConstGeneric,
    /// A type parameter.
    Generic,
    /// A function as an argument, by `impl Fn`.
    Function,
}

impl Shell {
    /// Whether the function has `&self`.
    pub fn is_method(self) -> bool {
        matches!(self, Shell::Method | Shell::Block | Shell::BlockWithMacro | Shell::Trait)
    }
}

/// A generated program.
#[derive(Clone, Debug)]
pub struct Program {
    /// `p17`
    pub name: String,
    /// The options of the attribute.
    pub options: Vec<String>,
    /// Options that it would have if the compiler knows them.
    pub wishes: Vec<&'static str>,
    /// Marks stand on the loops, as attributes, not in the attribute's arguments.
    pub marks_on_loops: bool,
    /// Whether it carries the attribute at all.
    pub annotated: bool,
    /// The function, without the attribute.
    pub text: String,
    /// What stands around it.
    pub shell: Shell,
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
    /// Elements that every array has beyond its shape.
    pub extra: usize,
    /// It has a float sum that `parallel` may regroup.
    pub float_reduction: bool,
    /// It calls elementary functions.
    pub elementary: bool,
    /// Single precision reaches soft values, so tolerances must be its.
    pub single: bool,
    /// Which ranges it may be given.
    pub ends: Ends,
}

impl Program {
    /// Whether the attribute asks for `parallel`.
    pub fn parallel(&self) -> bool {
        self.options.iter().any(|option| option.starts_with("parallel"))
    }

    /// Whether soft results may differ from plain's in their last bits.
    pub fn tolerant(&self) -> bool {
        let regroups = self.parallel() || self.options.iter().any(|option| option.starts_with("fastmath"));
        self.elementary || (regroups && self.float_reduction)
    }

    /// The attribute as written above the function.
    pub fn attribute(&self) -> String {
        match self.arguments() {
            options if options.is_empty() => "#[hotloop::accel]".to_owned(),
            options => format!("#[hotloop::accel({options})]"),
        }
    }

    /// The attribute's arguments.
    pub fn arguments(&self) -> String {
        let marks_by_label = |option: &&String| !(self.marks_on_loops && option.ends_with(MARKED));
        self.options.iter().filter(marks_by_label).cloned().collect::<Vec<_>>().join(", ")
    }

    /// The function as the attribute sees it: with the marks on its loops.
    pub fn marked(&self) -> String {
        let marks = self.options.iter().filter_map(|option| option.strip_suffix(MARKED));
        let mut text = self.text.clone();
        for mark in marks.filter(|_| self.marks_on_loops) {
            text = text.replacen(SOLO, &format!("#[{mark}]\n    {SOLO}"), 1);
        }
        text
    }

    /// Whether what the program computes on floats may be anything that its flags allow: only runs at one level
    /// are compared.
    pub fn is_loose(&self) -> bool {
        let flags = |option: &&String| option.starts_with("fastmath");
        self.options.iter().find(flags).is_some_and(|flags| !flags.starts_with("fastmath(reassoc"))
    }
}
