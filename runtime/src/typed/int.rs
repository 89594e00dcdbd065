//! Guard arithmetic: exact integers that remember an overflow, and the few tests that guards are made of.

use super::ex::{Ex, Prim};
use std::ops::{Add, BitAnd, Mul, Sub};

/// Primitive integers whose values guards can read.
pub trait Int: Prim + PartialOrd {
    /// The value, if it fits guard arithmetic.
    fn exact(self) -> I;
    /// `self + k`, modulo the width.
    fn offset(self, k: u64) -> Self;
    /// How many values a range from here to `last` has, at most `u64::MAX`.
    fn steps(self, last: Self, inclusive: bool) -> u64;
    /// Is it a value of the type?
    fn holds(v: i64) -> bool;
    /// The value modulo 2^64.
    fn word(self) -> usize;
    /// `self + k * step`, modulo the width.
    fn along(self, k: u64, step: i64) -> Self;
}

macro_rules! ints {
    ($($t:ty)*) => {$(
        impl Int for $t {
            #[inline(always)]
            fn exact(self) -> I {
                match i64::try_from(self) {
                    Ok(v) => I { v, ok: fits(v) },
                    Err(_) => I { v: 0, ok: false },
                }
            }
            #[inline(always)]
            fn offset(self, k: u64) -> Self {
                self.wrapping_add(k as $t)
            }
            #[inline(always)]
            fn steps(self, last: Self, inclusive: bool) -> u64 {
                if self > last {
                    return 0;
                }
                let span = last.abs_diff(self);
                let span = if u64::BITS < <$t>::BITS {
                    span.min(u64::MAX as _) as u64
                } else {
                    span as u64
                };
                span.saturating_add(u64::from(inclusive))
            }
            #[inline(always)]
            fn holds(v: i64) -> bool {
                <$t>::try_from(v).is_ok()
            }
            #[inline(always)]
            fn word(self) -> usize {
                self as usize
            }
            #[inline(always)]
            fn along(self, k: u64, step: i64) -> Self {
                // In the type itself: of 128 bits the product may pass 64 and the value still be one of the type.
                self.wrapping_add((k as $t).wrapping_mul(step as $t))
            }
        }
    )*};
}
ints!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize u128 i128);

/// Is the value less than half of what a subscript can be? What is a little greater then does not wrap around in the
/// program either, which conditions count on; on machines of 64 bits that is all of guard arithmetic.
#[inline(always)]
fn fits(v: i64) -> bool {
    isize::try_from(v).is_ok()
}

/// An exact integer, or the knowledge that it did not fit. A guard over a value that did not fit fails.
#[derive(Clone, Copy, Debug)]
pub struct I {
    v: i64,
    ok: bool,
}

impl I {
    /// A constant.
    #[inline(always)]
    pub const fn of(v: i64) -> I {
        I { v, ok: true }
    }
    /// A value that is not known: a guard over it fails.
    #[inline(always)]
    pub const fn unknown() -> I {
        I { v: 0, ok: false }
    }
    /// `low..=high` as a range within `0..len`; all of it where an end is not known.
    #[inline(always)]
    pub(super) fn clamp(low: I, high: I, len: usize) -> (usize, usize) {
        if !(low.ok & high.ok) {
            return (0, len);
        }
        let first = usize::try_from(low.v).unwrap_or(0).min(len);
        let end = usize::try_from(high.v.saturating_add(1)).unwrap_or(0).min(len);
        (first, end.max(first))
    }
    /// One past the last of `lo, lo + step, ..` before `end`; `lo` where there is none.
    #[inline(always)]
    pub fn past_last(lo: I, end: I, step: I) -> I {
        if !(lo.ok & end.ok & step.ok) || step.v < 1 {
            return I::unknown();
        }
        if end.v <= lo.v {
            return lo;
        }
        match end.v.checked_sub(1).and_then(|last| last.checked_sub(lo.v)) {
            Some(room) => I::of(lo.v + room / step.v * step.v + 1),
            None => I::unknown(),
        }
    }
    /// The quotient by a positive number, rounded as the program does.
    #[inline(always)]
    pub fn quotient(self, by: i64) -> I {
        I { v: if by > 0 { self.v / by } else { 0 }, ok: self.ok & (by > 0) }
    }
    /// The length of a view.
    #[inline(always)]
    pub fn len(n: usize) -> I {
        n.exact()
    }
    /// `self < other`, both known.
    #[inline(always)]
    pub fn lt(self, other: I) -> bool {
        self.ok & other.ok & (self.v < other.v)
    }
    /// `self <= other`, both known.
    #[inline(always)]
    pub fn le(self, other: I) -> bool {
        self.ok & other.ok & (self.v <= other.v)
    }
    /// `self == other`, both known.
    #[inline(always)]
    pub fn same(self, other: I) -> bool {
        self.ok & other.ok & (self.v == other.v)
    }
    /// At least 0?
    #[inline(always)]
    pub fn natural(self) -> bool {
        self.ok & (self.v >= 0)
    }
    /// Did it fit?
    #[inline(always)]
    pub(super) fn is_known(self) -> bool {
        self.ok
    }
    /// Not 0?
    #[inline(always)]
    pub fn nonzero(self) -> bool {
        self.ok & (self.v != 0)
    }
    /// The lesser.
    #[inline(always)]
    pub fn min(self, other: I) -> I {
        I { v: self.v.min(other.v), ok: self.ok & other.ok }
    }
    /// The greater.
    #[inline(always)]
    pub fn max(self, other: I) -> I {
        I { v: self.v.max(other.v), ok: self.ok & other.ok }
    }
    /// `start + iterations * self`, modulo the width.
    #[inline(always)]
    pub(super) fn along<T: Int>(self, start: T, iterations: u64) -> T {
        start.along(iterations, self.v)
    }
    /// The value as a count for cost estimates (0 where it is not known).
    #[inline(always)]
    pub fn count(self) -> u64 {
        if self.ok && self.v > 0 { self.v as u64 } else { 0 }
    }
    #[cfg(test)]
    fn get(self) -> Option<i64> {
        self.ok.then_some(self.v)
    }
}

macro_rules! op {
    ($($trait:ident $f:ident $over:ident)*) => {$(
        impl $trait for I {
            type Output = I;
            #[inline(always)]
            fn $f(self, other: I) -> I {
                let (v, lost) = self.v.$over(other.v);
                I { v, ok: self.ok & other.ok & !lost & fits(v) }
            }
        }
    )*};
}
op!(Add add overflowing_add Sub sub overflowing_sub Mul mul overflowing_mul);

/// No two of `trip` iterations, at stride `c`, meet, when the rest of the two subscripts differs by an
/// amount in `[low, high]`: `c * d` is outside of `[low, high]` for each `0 < |d| < trip`.
#[inline(always)]
pub fn independent(c: I, low: I, high: I, trip: I) -> bool {
    let known = c.ok & low.ok & high.ok & trip.ok;
    // A constant difference of zero needs only a stride; the common case stays cheap.
    if known & (low.v == 0) & (high.v == 0) {
        return (c.v != 0) | (trip.v <= 1);
    }
    known && independent_slow(c.v, low.v, high.v, trip.v)
}

fn independent_slow(c: i64, low: i64, high: i64, trip: i64) -> bool {
    let stride = c.unsigned_abs();
    let reach = low.unsigned_abs().max(high.unsigned_abs());
    if stride > reach {
        return true;
    }
    if low > 0 || high < 0 {
        // 0 is not in the interval: it is enough to be nearer than it, or never to land on a point of it.
        let near = if low > 0 { low.unsigned_abs() } else { high.unsigned_abs() };
        let last = u128::from(stride) * u128::from(trip.max(1).unsigned_abs() - 1);
        let off_grid = low == high && stride != 0 && near % stride != 0;
        return last < u128::from(near) || off_grid;
    }
    trip <= 1
}

/// The ranges `[low_a, high_a]` and `[low_b, high_b]` have no value in common.
#[inline(always)]
pub fn disjoint(a: (I, I), b: (I, I)) -> bool {
    a.1.lt(b.0) | b.1.lt(a.0)
}

/// No value of `[low_a, high_a]` and no value of `[low_b, high_b]` are as far apart as a row is long.
#[inline(always)]
pub fn within_row(a: (I, I), b: (I, I), row: I) -> bool {
    (a.1 - b.0).lt(row) & (b.1 - a.0).lt(row)
}

/// Two address ranges have no byte in common.
#[inline(always)]
pub fn far(a: (usize, usize), b: (usize, usize)) -> bool {
    (a.1 <= b.0) | (b.1 <= a.0)
}

/// Two places have no byte in common. (Fields of a union have.)
#[inline(always)]
pub fn apart<T, U>(a: *const T, b: *const U) -> bool {
    let (at, other) = (a.addr(), b.addr());
    far((at, at + size_of::<T>()), (other, other + size_of::<U>()))
}

/// The number of the first condition that does not hold.
#[cold]
pub fn first_false(conditions: &[bool]) -> u32 {
    conditions.iter().position(|&c| !c).unwrap_or(conditions.len()) as u32
}

impl<T: Int> Ex<T> {
    /// Can `up` be added to the place and `down` taken away, in parts and in any order, without an overflow?
    #[inline(always)]
    pub fn has_room(self, place: &T, up: I, down: I) -> bool {
        let (top, bottom) = (place.exact() + up, place.exact() - down);
        top.ok & bottom.ok && T::holds(top.v) && T::holds(bottom.v)
    }
    /// Is this a value of the type?
    #[inline(always)]
    pub fn has(self, value: I) -> bool {
        value.ok && T::holds(value.v)
    }
    /// The exact value of an integer place.
    #[inline(always)]
    pub fn exact(self, place: &T) -> I {
        place.exact()
    }
}

impl<T: Int> Ex<T> {
    /// An inclusive range that LLVM understands as well as a half-open one. For all integers alike: asked of
    /// `usize` alone, the question itself would make a literal a `usize`.
    #[inline(always)]
    pub fn half_open(self, r: std::ops::RangeInclusive<T>) -> HalfOpen<T> {
        HalfOpen { next: *r.start(), end: r.end().offset(1), whole: r }
    }
}

/// The values of an inclusive range. Of `usize` the guard has shown that its end is below `i64::MAX`.
pub struct HalfOpen<T> {
    next: T,
    end: T,
    whole: std::ops::RangeInclusive<T>,
}

impl<T: Int> Iterator for HalfOpen<T>
where
    std::ops::RangeInclusive<T>: Iterator<Item = T>,
{
    type Item = T;
    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        if !T::USIZE {
            return self.whole.next();
        }
        let value = self.next;
        (value < self.end).then(|| {
            self.next = value.offset(1);
            value
        })
    }
}

/// What other types answer.
pub trait NotInt<T>: Sized {
    /// No.
    #[inline(always)]
    fn has_room(self, _: &T, _: I, _: I) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn has(self, _: I) -> bool {
        false
    }
    /// Unknown.
    #[inline(always)]
    fn exact(self, _: &T) -> I {
        I { v: 0, ok: false }
    }
    /// The range itself: a guard knows nothing of the end of another type.
    #[inline(always)]
    fn half_open(self, r: std::ops::RangeInclusive<T>) -> std::ops::RangeInclusive<T> {
        r
    }
}
impl<T> NotInt<T> for Ex<T> {}

/// A value whose type decides which method runs.
pub struct W<T>(pub T);

impl W<std::ops::Range<usize>> {
    /// Start and end of a subrange.
    #[inline(always)]
    pub fn ends(self, _: usize) -> (usize, usize) {
        (self.0.start, self.0.end)
    }
}

impl W<std::ops::RangeTo<usize>> {
    /// Start and end of a subrange.
    #[inline(always)]
    pub fn ends(self, _: usize) -> (usize, usize) {
        (0, self.0.end)
    }
}

impl W<std::ops::RangeFrom<usize>> {
    /// Start and end of a subrange.
    #[inline(always)]
    pub fn ends(self, len: usize) -> (usize, usize) {
        (self.0.start, len)
    }
}

impl W<std::ops::RangeFull> {
    /// Start and end of a subrange.
    #[inline(always)]
    pub fn ends(self, len: usize) -> (usize, usize) {
        (0, len)
    }
}

impl W<std::ops::RangeToInclusive<usize>> {
    /// Start and end of a subrange. See the next one.
    #[inline(always)]
    #[track_caller]
    pub fn ends(self, len: usize) -> (usize, usize) {
        W(0..=self.0.end).ends(len)
    }
}

impl W<std::ops::RangeInclusive<usize>> {
    /// Start and end of a subrange. Where core would panic it does, in core's words: they name the last element,
    /// and the end after it may not be a number.
    #[inline(always)]
    #[track_caller]
    pub fn ends(self, len: usize) -> (usize, usize) {
        let (lo, hi) = self.0.into_inner();
        if hi >= len {
            let all = vec![(); len];
            let _: &[()] = &all[lo..=hi];
        }
        (lo, hi + 1)
    }
}

impl W<&'static str> {
    /// The panic of an assertion with this message.
    ///
    /// # Panics
    /// Always.
    #[cold]
    #[track_caller]
    pub fn fails(self) -> ! {
        std::panic::panic_any(self.0)
    }
}

impl W<usize> {
    /// A length.
    #[inline(always)]
    pub fn size(self) -> usize {
        self.0
    }
    /// A subscript.
    #[inline(always)]
    pub fn ix(self) -> usize {
        self.0
    }
}

impl<T: Int> W<T> {
    /// Is this a value of the type?
    #[inline(always)]
    pub fn holds(self, value: I) -> bool {
        value.ok && T::holds(value.v)
    }
    /// The value modulo 2^64.
    #[inline(always)]
    pub fn word(self) -> usize {
        self.0.word()
    }
}

/// Subscripts of other types.
pub trait NoIx: Sized {
    /// No.
    #[inline(always)]
    fn holds(self, _: I) -> bool {
        false
    }
    /// Never run.
    fn word(self) -> usize {
        super::ex::diverge()
    }
    /// No length.
    #[inline(always)]
    fn size(self) -> usize {
        usize::MAX
    }
    /// Never run.
    fn ix(self) -> usize {
        super::ex::diverge()
    }
    /// Never run.
    fn ends(self, _: usize) -> (usize, usize) {
        super::ex::diverge()
    }
}
impl<T> NoIx for W<T> {}

impl BitAnd for I {
    type Output = bool;
    fn bitand(self, other: I) -> bool {
        self.ok & other.ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_is_never_too_kind() {
        // Against enumeration of iterations and of differences.
        for c in -4..=4i64 {
            for low in -9..=9i64 {
                for high in low..=9 {
                    for trip in 1..=6i64 {
                        let meet = (-(trip - 1)..trip).any(|d| d != 0 && (low..=high).contains(&(c * d)));
                        let said = independent(I::of(c), I::of(low), I::of(high), I::of(trip));
                        assert!(!(said && meet), "c={c} [{low},{high}] trip={trip}");
                        // Where it says no though nothing meets, the reason must be a stride within a
                        // wide interval; the cases that loops are made of must be exact.
                        if low == high || low == -high {
                            let exact_enough = said || meet || (low != high && c != 0);
                            assert!(exact_enough, "c={c} [{low},{high}] trip={trip}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn an_overflow_is_remembered() {
        let most = isize::MAX as i64;
        let big = I::of(most);
        assert!(!(big + I::of(1)).natural());
        assert!(!(big * I::of(2)).lt(big));
        assert!(!u64::MAX.exact().natural());
        // On a machine of 32 bits as well: what is greater might be less in the program.
        assert!(!usize::MAX.exact().natural());
        assert!(!isize::MAX.abs_diff(-1).exact().natural());
        assert_eq!((big - I::of(1)).get(), Some(most - 1));
    }
}
