//! A hint that makes LLVM interleave the iterations of a vector loop.
//!
//! An elementary function is some thirty operations of which each waits for one before it. A processor begins the next
//! iterations meanwhile, but no more of them than its schedulers have room for: one or two. A loop whose code has the
//! operations of four iterations side by side gives it four that do not wait for each other, and takes up to a third less
//! time. LLVM interleaves so where loops are small, or have a reduction; Rust has no word to ask for it. So the loop gets a
//! reduction: the exclusive or of a value that LLVM does not know, one operation on eight bytes.
//!
//! In: nothing. Out: nothing. Invariant: the hint changes no value.
//!
//! Only where there are registers for it: with 16 of them (all levels but x86-64-v4) four iterations at once do not fit.

use std::hint::black_box;

use crate::typed::Ex;

/// Does a loop around this elementary function gain? Some are bound by divisions and square roots; the operations of
/// others wait little for each other.
pub const fn gains(function: &str) -> bool {
    !matches!(function.as_bytes(), b"asin" | b"acos" | b"sqrt" | b"recip")
}

/// The hint for the loops of a level; `ON` where it has registers for it.
#[derive(Clone, Copy)]
pub struct Interleave<const ON: bool>(u8);

impl<const ON: bool> Interleave<ON> {
    /// Once in front of the loops.
    #[inline(always)]
    #[expect(clippy::new_without_default, reason = "generated code makes it, in one way")]
    pub fn new() -> Interleave<ON> {
        Interleave(if ON { black_box(0) } else { 0 })
    }

    /// In front of a loop that gains.
    #[inline(always)]
    pub fn begin(self) -> Interleaved<ON> {
        Interleaved { unknown: self.0, seen: 0, wanted: true }
    }

    /// In front of a loop around a function with results of this type, that gains if `gains`. With 16 floats of a vector
    /// four of them are 64 iterations, and many loops have no more: those of `f32` would lose.
    #[inline(always)]
    pub fn around<T>(self, _: Ex<T>, gains: bool) -> Interleaved<ON> {
        Interleaved { unknown: self.0, seen: 0, wanted: gains && size_of::<T>() >= size_of::<f64>() }
    }
}

/// The reduction of a loop.
pub struct Interleaved<const ON: bool> {
    unknown: u8,
    seen: u8,
    wanted: bool,
}

impl<const ON: bool> Interleaved<ON> {
    /// In each iteration.
    #[inline(always)]
    pub fn step(&mut self) {
        if ON && self.wanted {
            self.seen ^= self.unknown;
        }
    }

    /// Behind the loop.
    #[inline(always)]
    pub fn end(self) {
        if ON && self.wanted {
            black_box(self.seen);
        }
    }
}
