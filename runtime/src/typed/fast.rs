//! `fastmath` on operators: what generated code may do with the operands of an expression that turn out to be
//! floats.
//!
//! An operand is *lifted* through its exemplar: a primitive becomes an [`F`], anything else a [`DeadF`],
//! which type-checks like it and stands behind the constant answer that it is no float. The operations on `F`
//! are those of the source, and the ones that a flag allows beside them.
//!
//! None of it can make undefined behavior: where what a flag assumes does not hold, a value is unspecified.

use super::acc::{Acc, Reduce, Sum};
use super::dead::DeadAcc;
use super::ex::{Ex, Prim, diverge};

/// Whether code at a level may use fused multiply-add.
pub trait Fuse: Copy {
    /// Has the level the instruction? Without it a fused operation would be a call into a library.
    const FUSED: bool;
}

/// A level without fused multiply-add.
#[derive(Clone, Copy, Debug)]
pub struct Unfused;
impl Fuse for Unfused {
    const FUSED: bool = false;
}

/// A level with fused multiply-add: x86-64-v3 and v4.
#[derive(Clone, Copy, Debug)]
pub struct Fused;
impl Fuse for Fused {
    const FUSED: bool = true;
}

/// The level that the build itself has.
#[derive(Clone, Copy, Debug)]
pub struct Baseline;
impl Fuse for Baseline {
    const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
}

/// Arithmetic of floats on a type that may be one. Other types have it because the question is never an
/// error; there it is never run.
pub trait Arith: Prim + PartialOrd {
    /// `self + other`
    fn plus(self, _: Self) -> Self {
        diverge()
    }
    /// `self - other`
    fn minus(self, _: Self) -> Self {
        diverge()
    }
    /// `self * other`
    fn times(self, _: Self) -> Self {
        diverge()
    }
    /// `self / other`
    fn over(self, _: Self) -> Self {
        diverge()
    }
    /// `-self`
    fn negative(self) -> Self {
        diverge()
    }
    /// `self * factor + term` with one rounding.
    fn fused(self, _factor: Self, _term: Self) -> Self {
        diverge()
    }
    /// `1 / self`; of another number, itself: it is not used.
    fn reciprocal(self) -> Self {
        self
    }
    /// The type's own `clamp`, with its panics.
    fn checked_clamp(self, _low: Self, _high: Self) -> Self {
        diverge()
    }
}

macro_rules! floats {
    ($($t:ty)*) => {$(
        impl Arith for $t {
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self * other }
            #[inline(always)]
            fn over(self, other: Self) -> Self { self / other }
            #[inline(always)]
            fn negative(self) -> Self { -self }
            #[inline(always)]
            fn fused(self, factor: Self, term: Self) -> Self { self.mul_add(factor, term) }
            #[inline(always)]
            fn reciprocal(self) -> Self { 1.0 / self }
            #[cold]
            #[inline(never)]
            #[track_caller]
            fn checked_clamp(self, low: Self, high: Self) -> Self { self.clamp(low, high) }
        }
    )*};
}
floats!(f64 f32);

macro_rules! integers {
    ($($t:ty)*) => {$(
        impl Arith for $t {
            #[cold]
            #[inline(never)]
            #[track_caller]
            fn checked_clamp(self, low: Self, high: Self) -> Self { self.clamp(low, high) }
        }
    )*};
}
integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
impl Arith for bool {}
impl Arith for char {}

/// A lifted primitive.
#[derive(Clone, Copy, Debug)]
pub struct F<T>(T);

/// Stands for a lifted value of another type.
#[derive(Clone, Copy, Debug)]
pub struct DeadF;

/// The two kinds of lifted values.
pub trait Lifted<T> {
    /// The value.
    fn value(self) -> T;
}
impl<T> Lifted<T> for F<T> {
    #[inline(always)]
    fn value(self) -> T {
        self.0
    }
}
impl<T> Lifted<T> for DeadF {
    fn value(self) -> T {
        diverge()
    }
}

impl<T: Arith> F<T> {
    /// The plain value.
    #[inline(always)]
    pub fn get(self) -> T {
        self.0
    }
    /// `self + other`
    #[inline(always)]
    pub fn plus(self, other: impl Lifted<T>) -> F<T> {
        F(self.0.plus(other.value()))
    }
    /// `self - other`
    #[inline(always)]
    pub fn minus(self, other: impl Lifted<T>) -> F<T> {
        F(self.0.minus(other.value()))
    }
    /// `self * other`
    #[inline(always)]
    pub fn times(self, other: impl Lifted<T>) -> F<T> {
        F(self.0.times(other.value()))
    }
    /// `self / other`
    #[inline(always)]
    pub fn over(self, other: impl Lifted<T>) -> F<T> {
        F(self.0.over(other.value()))
    }
    /// `-self`
    #[inline(always)]
    pub fn negative(self) -> F<T> {
        F(self.0.negative())
    }
    /// `1 / self`
    #[inline(always)]
    pub fn reciprocal(self) -> F<T> {
        F(self.0.reciprocal())
    }
    /// `self * factor + term`, fused where the level has it.
    #[inline(always)]
    pub fn product_plus<L: Fuse>(self, factor: impl Lifted<T>, term: impl Lifted<T>, _: L) -> F<T> {
        F(contract::<T, L>(self.0, factor.value(), term.value()))
    }
    /// `self * factor - term`, fused where the level has it.
    #[inline(always)]
    pub fn product_minus<L: Fuse>(self, factor: impl Lifted<T>, term: impl Lifted<T>, _: L) -> F<T> {
        F(contract::<T, L>(self.0, factor.value(), term.value().negative()))
    }
    /// `term - self * factor`, fused where the level has it.
    #[inline(always)]
    pub fn product_from<L: Fuse>(self, factor: impl Lifted<T>, term: impl Lifted<T>, _: L) -> F<T> {
        F(contract::<T, L>(self.0.negative(), factor.value(), term.value()))
    }
}

/// `a * b + c`, with one rounding where the level has the instruction.
#[inline(always)]
fn contract<T: Arith, L: Fuse>(a: T, b: T, c: T) -> T {
    if L::FUSED { a.fused(b, c) } else { a.times(b).plus(c) }
}

macro_rules! dead {
    ($($f:ident($($arg:ident),*))*) => {
        impl DeadF {
            /// Never run.
            pub fn get<R>(self) -> R {
                diverge()
            }
            $(
                /// Never run.
                #[allow(clippy::extra_unused_type_parameters, reason = "they stand for the other operands")]
                pub fn $f<$($arg),*>(self $(, _: $arg)*) -> DeadF {
                    diverge()
                }
            )*
        }
    };
}
dead!(plus(A) minus(A) times(A) over(A) negative() reciprocal() product_plus(A, B, L) product_minus(A, B, L) product_from(A, B, L));

impl<T: Arith> Ex<T> {
    /// An operand, for the operations of a flag.
    #[inline(always)]
    pub fn lift(self, value: T) -> F<T> {
        F(value)
    }
    /// The reciprocal of a place that does not change in the loop.
    #[inline(always)]
    pub fn reciprocal(self, place: &T) -> F<T> {
        F(place.reciprocal())
    }
    /// `place += a * b`, fused where the level has it.
    #[inline(always)]
    pub fn add_product<L: Fuse>(self, place: &mut T, a: impl Lifted<T>, b: impl Lifted<T>, _: L) {
        *place = contract::<T, L>(a.value(), b.value(), *place);
    }
    /// `place -= a * b`, fused where the level has it.
    #[inline(always)]
    pub fn sub_product<L: Fuse>(self, place: &mut T, a: impl Lifted<T>, b: impl Lifted<T>, _: L) {
        *place = contract::<T, L>(a.value().negative(), b.value(), *place);
    }
    /// The lesser, by one comparison: with a NaN, either.
    #[inline(always)]
    pub fn min_of(self, a: T, b: T) -> T {
        if a < b { a } else { b }
    }
    /// The greater, by one comparison: with a NaN, either.
    #[inline(always)]
    pub fn max_of(self, a: T, b: T) -> T {
        if a > b { a } else { b }
    }
    /// `a` between two bounds, by comparisons: with a NaN, any of them.
    ///
    /// # Panics
    /// As the type's own `clamp`, if `low` is greater than `high`.
    #[inline(always)]
    #[track_caller]
    pub fn clamp_of(self, a: T, low: T, high: T) -> T {
        if low > high {
            return a.checked_clamp(low, high);
        }
        let a = if a < low { low } else { a };
        if a > high { high } else { a }
    }
}

/// What other types answer.
pub trait LiftDead<T>: Copy {
    /// Never used.
    #[inline(always)]
    fn lift(self, _: T) -> DeadF {
        DeadF
    }
    /// Never used.
    #[inline(always)]
    fn reciprocal(self, _: &T) -> DeadF {
        DeadF
    }
    /// Never run.
    fn add_product<A, B, L>(self, _: &mut T, _: A, _: B, _: L) {
        diverge()
    }
    /// Never run.
    fn sub_product<A, B, L>(self, _: &mut T, _: A, _: B, _: L) {
        diverge()
    }
    /// Never run.
    fn min_of<X, A, R>(self, _: X, _: A) -> R {
        diverge()
    }
    /// Never run.
    fn max_of<X, A, R>(self, _: X, _: A) -> R {
        diverge()
    }
    /// Never run.
    fn clamp_of<X, A, B, R>(self, _: X, _: A, _: B) -> R {
        diverge()
    }
}
impl<T> LiftDead<T> for Ex<T> {}

impl<T: Reduce<Sum> + Arith> Acc<T, Sum> {
    /// Adds a product to a lane, fused where the level has it.
    #[inline(always)]
    pub fn add_product<L: Fuse>(&mut self, lane: usize, a: impl Lifted<T>, b: impl Lifted<T>, _: L) {
        let lane = self.lane(lane);
        *lane = contract::<T, L>(a.value(), b.value(), *lane);
    }
    /// Subtracts a product from a lane, fused where the level has it.
    #[inline(always)]
    pub fn sub_product<L: Fuse>(&mut self, lane: usize, a: impl Lifted<T>, b: impl Lifted<T>, _: L) {
        let lane = self.lane(lane);
        *lane = contract::<T, L>(a.value().negative(), b.value(), *lane);
    }
}

impl<T> DeadAcc<T> {
    /// Never run.
    pub fn add_product<A, B, L>(&mut self, _: usize, _: A, _: B, _: L) {
        diverge()
    }
    /// Never run.
    pub fn sub_product<A, B, L>(&mut self, _: usize, _: A, _: B, _: L) {
        diverge()
    }
}
