//! Reductions in a fixed number of lanes, combined in a fixed tree.
//!
//! Shape, version 1: lane = ordinal modulo [`LANES`] within a chunk; lanes are combined by halving
//! (`lane l += lane l + half`); chunks by the tree of `reduce_range`; the variable's value from before the
//! loop comes last. In loops that call functions neighbors are joined instead (`pairs.rs`). An empty lane holds the identity of its operator, which for float sums is -0.0: it
//! changes no bit of what it is added to. A loop of fewer than [`short`] iterations is not regrouped.
//!
//! Here are the operators that join two values into a new one: `+ * & | ^`. Least and greatest values are in
//! `extreme.rs`.

use super::dead::DeadAcc;
use super::ex::{Ex, Prim, diverge};
use super::lanes::{LANES, Lanes, Unwatched, Watch, Watched};
use std::marker::PhantomData;

/// The operators, as types.
macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
    )*};
}
operators! {
    /// `+` and `-`
    Sum
    /// `*`
    Product
    /// `&`, and `&&` of values that were computed in any case
    And
    /// `|`, and `||` of values that were computed in any case
    Or
    /// `^`
    Xor
    /// `wrapping_add` and `wrapping_sub`
    Wrap
    /// `wrapping_mul`
    WrapProduct
}

/// Types whose values an operator `O` may join in another order than the program's: floats by the user's
/// leave, integers because a bound on their magnitudes shows that no order overflows, bits because there is
/// no difference.
pub trait Reduce<O>: Prim {
    /// What an empty lane holds.
    const EMPTY: Self;
    /// What is remembered of the terms: nothing, or their magnitudes where the operator may overflow.
    type Watch: Watch<Self>;
    /// The value of both, modulo the width for integers.
    fn join(self, other: Self) -> Self;
    /// The difference, modulo the width for integers. Sums alone have one.
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.join(other)
    }
    /// What is remembered of a term: a value of the same type that is not negative, so that it costs little
    /// beside the operator.
    #[inline(always)]
    fn fold(self) -> Self {
        self
    }
    /// How far one term of those whose folded values have this union may lead at most.
    #[inline(always)]
    fn step(self) -> u64 {
        0
    }
    /// May terms that lead so far together meet `start` in any order without an overflow? `minus` says
    /// whether some of them are subtracted.
    #[inline(always)]
    fn fits(_start: Self, _reach: u64, _minus: bool) -> bool {
        true
    }
}

macro_rules! floats {
    ($($t:ty)*) => {$(
        impl Reduce<Sum> for $t {
            const EMPTY: Self = -0.0;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
        }
        impl Reduce<Product> for $t {
            const EMPTY: Self = 1.0;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self * other }
        }
    )*};
}
floats!(f64 f32);

macro_rules! integers {
    ($($t:ty)*) => {$(
        // `reach` bounds the sum of all magnitudes.
        impl Reduce<Sum> for $t {
            const EMPTY: Self = 0;
            type Watch = Watched<Self>;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            #[inline(always)]
            fn fold(self) -> Self {
                // For negative values the complement, which is one less than the magnitude.
                if <$t>::MIN == 0 { self } else { self ^ (self >> (<$t>::BITS - 1)) }
            }
            #[inline(always)]
            fn step(self) -> u64 { (self as u64).saturating_add(u64::from(<$t>::MIN != 0)) }
            fn fits(start: Self, reach: u64, minus: bool) -> bool {
                let (start, reach) = (start as i128, i128::from(reach));
                let falls = minus | (<$t>::MIN != 0);
                (!falls | (start - reach >= <$t>::MIN as i128)) & (start + reach <= <$t>::MAX as i128)
            }
        }
        // `reach` bounds the base-2 logarithm of the product of all magnitudes, those of 0 taken as 1: every
        // product of some of the terms is at most that great.
        impl Reduce<Product> for $t {
            const EMPTY: Self = 1;
            type Watch = Watched<Self>;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_mul(other) }
            #[inline(always)]
            fn fold(self) -> Self {
                // One less than the magnitude; 0 for 0, and for the least value the greatest.
                #[allow(unused_comparisons, reason = "one text for signed and unsigned types")]
                let magnitude = if self < 0 { self.wrapping_neg() } else { self };
                magnitude.wrapping_sub(<$t>::from(magnitude != 0))
            }
            #[inline(always)]
            fn step(self) -> u64 { u64::from(<$t>::BITS - self.leading_zeros()) }
            fn fits(start: Self, reach: u64, _: bool) -> bool {
                // Factors of magnitude 1 overflow from the least signed value alone.
                if reach == 0 {
                    return <$t>::MIN == 0 || start != <$t>::MIN;
                }
                let most = u64::from(<$t>::BITS) - if <$t>::MIN == 0 { 1 } else { 2 };
                <Self as Reduce<Product>>::step(<Self as Reduce<Product>>::fold(start)).saturating_add(reach) <= most
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

// A literal's type may be known after the loop only; until then it may be any integer, so all must have sums.
// Those of 128 bits are never regrouped: nothing fits.
macro_rules! wide {
    ($($t:ty)*) => {$(
        impl Reduce<Sum> for $t {
            const EMPTY: Self = 0;
            type Watch = Watched<Self>;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            fn fits(_: Self, _: u64, _: bool) -> bool { false }
        }
        impl Reduce<Product> for $t {
            const EMPTY: Self = 1;
            type Watch = Watched<Self>;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_mul(other) }
            fn fits(_: Self, _: u64, _: bool) -> bool { false }
        }
    )*};
}
wide!(i128 u128);

macro_rules! bits {
    ($($t:ty, $none:expr, $all:expr;)*) => {$(
        impl Reduce<And> for $t {
            const EMPTY: Self = $all;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self & other }
        }
        impl Reduce<Or> for $t {
            const EMPTY: Self = $none;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self | other }
        }
        impl Reduce<Xor> for $t {
            const EMPTY: Self = $none;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self ^ other }
        }
    )*};
}
bits! {
    bool, false, true;
    i8, 0, -1; i16, 0, -1; i32, 0, -1; i64, 0, -1; i128, 0, -1; isize, 0, -1;
    u8, 0, u8::MAX; u16, 0, u16::MAX; u32, 0, u32::MAX; u64, 0, u64::MAX; u128, 0, u128::MAX;
    usize, 0, usize::MAX;
}

// Sums and products modulo the width do not depend on the order.
macro_rules! wrapping {
    ($($t:ty)*) => {$(
        impl Reduce<Wrap> for $t {
            const EMPTY: Self = 0;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
        }
        impl Reduce<WrapProduct> for $t {
            const EMPTY: Self = 1;
            type Watch = Unwatched;
            #[inline(always)]
            fn join(self, other: Self) -> Self { self.wrapping_mul(other) }
        }
    )*};
}
wrapping!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// A term beside the exemplar of the variable that it is joined to.
pub struct Of<T, U>(pub Ex<T>, pub U);

impl<T: Prim> Of<T, Ex<T>> {
    /// Is the term a value of the variable's type, or a reference to one?
    #[inline(always)]
    pub const fn is_term(&self) -> bool {
        true
    }
}
impl<T: Prim> Of<T, Ex<&T>> {
    /// Is the term a value of the variable's type, or a reference to one?
    #[inline(always)]
    pub const fn is_term(&self) -> bool {
        true
    }
}

/// The two ways to write a term: a value, or a reference to one.
pub trait Term<T> {
    /// The value.
    fn value(self) -> T;
}
impl<T: Prim> Term<T> for Of<T, T> {
    #[inline(always)]
    fn value(self) -> T {
        self.1
    }
}
impl<T: Prim> Term<T> for Of<T, &T> {
    #[inline(always)]
    fn value(self) -> T {
        *self.1
    }
}

impl<T: super::fast::Arith> Of<T, T> {
    /// What a sum makes of the term.
    #[inline(always)]
    pub fn plus_held(self, held: T) -> T {
        held.plus(self.1)
    }
    /// What a product makes of it.
    #[inline(always)]
    pub fn times_held(self, held: T) -> T {
        held.times(self.1)
    }
}
impl<T: super::fast::Arith> Of<T, &T> {
    /// What a sum makes of the term.
    #[inline(always)]
    pub fn plus_held(self, held: T) -> T {
        held.plus(*self.1)
    }
    /// What a product makes of it.
    #[inline(always)]
    pub fn times_held(self, held: T) -> T {
        held.times(*self.1)
    }
}

impl<T: Reduce<Sum>> Ex<T> {
    /// What core's `sum` begins with.
    #[inline(always)]
    pub fn sum_start(self) -> T {
        T::EMPTY
    }
}
impl<T: Reduce<Product>> Ex<T> {
    /// What core's `product` begins with.
    #[inline(always)]
    pub fn product_start(self) -> T {
        T::EMPTY
    }
}
impl<T: Prim> Ex<T> {
    /// What `fold` begins with.
    #[inline(always)]
    pub fn start_of(self, first: &T) -> T {
        *first
    }
}

/// What other types answer. Never run.
pub trait NotStarted<T>: Sized {
    /// Never run.
    fn sum_start(self) -> T {
        diverge()
    }
    /// Never run.
    fn product_start(self) -> T {
        diverge()
    }
    /// Never run.
    fn start_of(self, _: &T) -> T {
        diverge()
    }
}
impl<T> NotStarted<T> for Ex<T> {}

/// What other types answer: `impl Add<Off> for usize` is legal Rust.
pub trait DeadTerm<T> {
    /// No.
    #[inline(always)]
    fn is_term(&self) -> bool {
        false
    }
    /// Never run.
    fn value(&self) -> T {
        diverge()
    }
    /// Never run.
    fn plus_held(&self, _: T) -> T {
        diverge()
    }
    /// Never run.
    fn times_held(&self, _: T) -> T {
        diverge()
    }
}
impl<T, U> DeadTerm<T> for Of<T, U> {}

/// The lanes of one reduction within a chunk.
#[derive(Clone, Copy)]
pub struct Acc<T: Reduce<O>, O> {
    lanes: Lanes<T>,
    watch: T::Watch,
    minus: bool,
}

/// One chunk's result.
#[derive(Clone, Copy, Debug)]
pub struct Part<T, O> {
    value: T,
    /// How far all terms lead at most, saturating.
    reach: u64,
    minus: bool,
    operator: PhantomData<O>,
}

impl<T: Reduce<O>, O> Acc<T, O> {
    #[inline(always)]
    fn empty() -> Self {
        Acc { lanes: Lanes([T::EMPTY; LANES]), watch: T::Watch::new(), minus: false }
    }
    /// One lane, for float operations that read it too.
    #[inline(always)]
    pub(super) fn lane(&mut self, lane: usize) -> &mut T {
        &mut self.lanes[lane]
    }
    #[inline(always)]
    fn join(&mut self, lane: usize, term: T) {
        self.lanes[lane] = self.lanes[lane].join(term);
        self.watch.note(lane, term.fold());
    }
    /// Says that at most so many terms follow. Apart from the operator, so that a block counts once.
    #[inline(always)]
    pub fn count(&mut self, terms: u64) {
        self.watch.count(terms);
    }
    /// The end of a block of `n` iterations in a serial loop: its terms are joined to the variable in their order,
    /// and its lanes are empty again. One term in each lane, or none.
    #[inline(always)]
    pub fn in_order(&mut self, place: &mut T, n: usize) {
        for lane in 0..n.min(LANES) {
            *place = place.join(self.lanes[lane]);
        }
        self.lanes = Lanes([T::EMPTY; LANES]);
    }
    /// All lanes.
    #[inline(always)]
    pub(super) fn all(&mut self) -> &mut [T; LANES] {
        &mut self.lanes.0
    }
    /// The result, where its value is already known.
    #[inline(always)]
    pub(super) fn with_value(self, value: T) -> Part<T, O> {
        Part { value, reach: self.reach(), minus: self.minus, operator: PhantomData }
    }
    #[inline(always)]
    fn reach(&self) -> u64 {
        let (most, terms) = self.watch.most();
        if terms == 0 { 0 } else { most.step().saturating_mul(terms) }
    }
    /// All lanes, joined by halving. Lanes that were never used hold the identity.
    #[inline(always)]
    pub fn part(mut self) -> Part<T, O> {
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                self.lanes[lane] = self.lanes[lane].join(self.lanes[lane + half]);
            }
            half /= 2;
        }
        let value = self.lanes[0];
        self.with_value(value)
    }
}

impl<T: Reduce<Sum>> Acc<T, Sum> {
    /// Adds a term to a lane.
    #[inline(always)]
    pub fn add(&mut self, lane: usize, term: T) {
        self.join(lane, term);
    }
    /// Subtracts a term from a lane.
    #[inline(always)]
    pub fn sub(&mut self, lane: usize, term: T) {
        self.lanes[lane] = self.lanes[lane].minus(term);
        self.watch.note(lane, term.fold());
        self.minus = true;
    }
}

impl<T: Reduce<Wrap>> Acc<T, Wrap> {
    /// Subtracts a term from a lane.
    #[inline(always)]
    pub fn wrap_sub(&mut self, lane: usize, term: T) {
        self.lanes[lane] = self.lanes[lane].minus(term);
    }
}

/// The method of each other operator.
macro_rules! methods {
    ($($operator:ident, $method:ident;)*) => {
        $(impl<T: Reduce<$operator>> Acc<T, $operator> {
            /// Joins a term to a lane.
            #[inline(always)]
            pub fn $method(&mut self, lane: usize, term: T) {
                self.join(lane, term);
            }
        })*
    };
}
methods! {
    Product, mul;
    And, and;
    Or, or;
    Xor, xor;
    Wrap, wrap_add;
    WrapProduct, wrap_mul;
}

macro_rules! exemplars {
    ($($operator:ident, $acc:ident, $is:ident;)*) => {
        $(impl<T: Reduce<$operator>> Ex<T> {
            /// Can values of this type be regrouped under the operator?
            #[inline(always)]
            pub const fn $is(self) -> bool {
                true
            }
            /// Empty lanes.
            #[inline(always)]
            pub fn $acc(self) -> Acc<T, $operator> {
                Acc::empty()
            }
        })*
        /// What other types answer.
        pub trait DeadAccOf<T>: Copy {
            $(
                /// No.
                #[inline(always)]
                fn $is(self) -> bool {
                    false
                }
                /// Never used.
                #[inline(always)]
                fn $acc(self) -> DeadAcc<T> {
                    DeadAcc::new()
                }
            )*
        }
    };
}
exemplars! {
    Sum, acc, is_summable;
    Product, acc_mul, is_multipliable;
    And, acc_and, has_and;
    Or, acc_or, has_or;
    Xor, acc_xor, has_xor;
    Wrap, acc_wrap, has_wrap;
    WrapProduct, acc_wrap_mul, has_wrap_mul;
}
impl<T> DeadAccOf<T> for Ex<T> {}

impl<T: Reduce<O>, O> Part<T, O> {
    /// Two parts, the earlier first.
    #[inline(always)]
    pub fn join(self, later: Self) -> Self {
        Part {
            value: self.value.join(later.value),
            reach: self.reach.saturating_add(later.reach),
            minus: self.minus | later.minus,
            operator: PhantomData,
        }
    }
    /// Can the terms be joined to `start` without an overflow on the way, in any order? A program that
    /// checks for overflow then finds none, so regrouping shows nothing.
    #[inline(always)]
    pub fn fits(&self, start: &T) -> bool {
        T::fits(*start, self.reach, self.minus)
    }
    /// Joins the result to the variable.
    #[inline(always)]
    pub fn put(self, place: &mut T) {
        *place = place.join(self.value);
    }
}
