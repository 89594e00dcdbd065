//! Subscripts of programs at the ends of types: differences, casts, quotients, shifts, remainders, complements.
//!
//! In: what the loop runs over. Out: text. Invariant: those of [`Gen::end_touch`] name another element in each iteration,
//! so that a range of any length ends in a panic.

use super::ends::Over;
use super::state::Gen;

/// Where each iteration has an element of its own.
const TOUCHES: [(u32, &str, &str); 14] = [
    (26, "end-sub-difference", "(i - LO) as usize"),
    (14, "end-sub-wrapping", "i.wrapping_sub(LO) as usize"),
    (14, "end-sub-plain", "i as usize"),
    (6, "end-sub-cast-first", "i as usize - LO as usize"),
    (6, "end-sub-cast-first", "(i as usize).wrapping_sub(LO as usize)"),
    (8, "end-sub-from-end", "(HI - i) as usize"),
    (5, "end-sub-from-end", "(HI - 1 - i) as usize"),
    (4, "end-sub-from-end", "HI.wrapping_sub(i) as usize"),
    (4, "end-sub-distance", "i.abs_diff(LO) as usize"),
    (5, "end-sub-difference", "(i - LO) as usize + 1"),
    (5, "end-sub-difference", "(i - LO + 1) as usize"),
    (4, "end-sub-from-end", "n - 1 - (i - LO) as usize"),
    (4, "end-sub-complement", "(T::MAX - i) as usize"),
    (3, "end-sub-complement", "(!i) as usize"),
];
/// Where they need not have.
const OTHERS: [(u32, &str, &str); 28] = [
    (8, "end-sub-quotient", "((i - LO) / 2) as usize"),
    (4, "end-sub-quotient", "(i / 2) as usize"),
    (4, "end-sub-quotient", "(i - LO) as usize / 3"),
    (3, "end-sub-quotient", "(i - LO) as usize / g"),
    (8, "end-sub-shift", "((i - LO) >> 1) as usize"),
    (4, "end-sub-shift", "(i >> 2) as usize"),
    (4, "end-sub-shift", "((i - LO) << 1) as usize"),
    (4, "end-sub-remainder", "((i - LO) % 4) as usize"),
    (4, "end-sub-remainder", "(i % 5) as usize"),
    (3, "end-sub-remainder", "(i as usize % n)"),
    (3, "end-sub-remainder", "((i - LO) as usize % g)"),
    (8, "end-sub-mask", "(i & 7) as usize"),
    (6, "end-sub-mask", "((i as usize) & 15)"),
    (4, "end-sub-offset", "(i + c0) as usize"),
    (4, "end-sub-offset", "i.wrapping_add(c0) as usize"),
    (4, "end-sub-offset", "(c0 - i) as usize"),
    (4, "end-sub-offset", "(i - c0) as usize"),
    (3, "end-sub-offset", "(i - LO) as usize + g"),
    (3, "end-sub-offset", "((i - LO) as usize).wrapping_add(g)"),
    (4, "end-sub-product", "((i - LO) * 2) as usize"),
    (3, "end-sub-product", "(i - LO) as usize * g"),
    (3, "end-sub-product", "i.wrapping_mul(2) as usize"),
    (3, "end-sub-product", "i.wrapping_mul(c0) as usize"),
    (5, "end-sub-narrow", "i as u8 as usize"),
    (3, "end-sub-narrow", "(i as u16).wrapping_sub(LO as u16) as usize"),
    (4, "end-sub-narrow", "(i as i64 - LO as i64) as usize"),
    (3, "end-sub-narrow", "(i as i32 + 1) as usize"),
    (12, "end-sub-saturating", "(i as usize).saturating_sub(LO as usize)"),
];

impl Gen {
    /// A subscript that is another one in each iteration.
    pub(super) fn end_touch(&mut self, over: &Over) -> String {
        self.end_place(&TOUCHES, over)
    }

    /// Any subscript.
    pub(super) fn end_subscript(&mut self, over: &Over) -> String {
        if self.chance(40) { self.end_touch(over) } else { self.end_place(&OTHERS, over) }
    }

    fn end_place(&mut self, all: &[(u32, &'static str, &'static str)], over: &Over) -> String {
        let weights: Vec<u32> = all.iter().map(|place| place.0).collect();
        let (_, feature, text) = all[self.weighted(&weights)];
        self.feature(feature);
        let text = over.spell(text);
        // A cast that does nothing is as common as none.
        let narrows = ["as u8", "as u16", "as i32", "as i64"].iter().any(|cast| text.contains(cast));
        if over.ty == "usize" && !narrows && self.chance(70) { text.replace(" as usize", "") } else { text }
    }
}
