//! Chains at the ends of types: ranges, ranges without an end beside slices, pieces and steps of any size.
//!
//! In: what the range is. Out: lines. Invariant: every chain is as short as an array, or its closure touches another
//! element for each item.

use super::ends::{Counter, Over};
use super::state::Gen;

/// What a chain of `i64` ends in.
const ENDS: [&str; 11] = [
    "sum::<i64>()",
    "sum::<i64>()",
    "fold(7i64, |s, v| (s ^ v).rotate_left(5))",
    "fold(0i64, |s, v| s.wrapping_mul(3) + v)",
    "max().unwrap_or(-1)",
    "min().unwrap_or(-1)",
    "any(|v| v == 77) as i64",
    "all(|v| v < 1000) as i64",
    "position(|v| v == 3).map_or(-1, |p| p as i64)",
    "filter(|v| *v & 1 == 0).sum::<i64>()",
    "filter(|v| *v & 3 == 1).count() as i64",
];
/// Heads that end with the array beside the range.
const BESIDE: [(&str, &str); 10] = [
    ("(LO..HI).zip(b.iter())", "(i, v)"),
    ("(LO..HI).step_by(by).zip(b.iter())", "(i, v)"),
    ("b.iter().step_by(by).zip(LO..HI)", "(v, i)"),
    ("(LO..).zip(b.iter())", "(i, v)"),
    ("b.iter().zip((LO..=HI).rev())", "(v, i)"),
    ("b.iter().zip(LO..HI)", "(v, i)"),
    ("b.iter().zip(LO..=HI)", "(v, i)"),
    ("(LO..).step_by(by).zip(b.iter())", "(i, v)"),
    ("(LO..HI).rev().zip(b.iter())", "(i, v)"),
    ("b.iter().rev().zip((LO..HI).step_by(by))", "(v, i)"),
];
/// Pieces, and steps over items: the chain and an item's value.
const PIECES: [(&str, &str, &str); 12] = [
    ("b.chunks(by)", "c", "c[0] as i64 & 15"),
    ("b.chunks(by).rev()", "c", "c.len() as i64"),
    ("b.chunks_exact(by)", "c", "c[0] as i64 & 15"),
    ("b.rchunks(by)", "c", "c[0] as i64 & 15"),
    ("b.windows(by)", "c", "c[0] as i64 & 15"),
    ("b.iter().step_by(by)", "v", "*v as i64 & 63"),
    ("b.iter().rev().step_by(by)", "v", "*v as i64 & 63"),
    ("b.iter().step_by(by).rev()", "v", "*v as i64 & 63"),
    ("b.iter().skip(g).step_by(by)", "v", "*v as i64 & 63"),
    ("b.iter().skip(g).take(by)", "v", "*v as i64 & 63"),
    ("b.iter().take(g).rev().skip(by)", "v", "*v as i64 & 63"),
    ("b.iter().enumerate().skip(g).step_by(by)", "(k, v)", "(*v as i64 & 63) + k as i64"),
];

impl Gen {
    /// A chain in place of a loop.
    pub(super) fn end_chain(&mut self, over: &Over, counters: &[Counter]) {
        match self.weighted(&[30, 25, 25, 20]) {
            0 => {
                self.feature("end-chain-range");
                let (range, touch) = (self.end_chain_range(over), self.end_touch(over));
                let place = self.access(1, &touch, false);
                self.end_value(&format!("{range}.map(|i| {place} as i64 & 1023)"));
            }
            1 => {
                self.feature("end-chain-each");
                let (range, touch) = (self.end_chain_range(over), self.end_touch(over));
                self.open(format!("{range}.for_each(|i|"));
                self.end_access(0, &touch, over);
                for counter in counters {
                    self.line(counter.step());
                }
                self.indent -= 1;
                self.line("});");
            }
            2 => {
                self.feature("end-chain-beside");
                let (text, pat) = self.pick(&BESIDE);
                let text = over.spell(text);
                if self.chance(40) {
                    self.open(format!("for {pat} in {text}"));
                    self.line("sum = sum.wrapping_mul(3) ^ (*v as i64) ^ (i as i64);");
                    return self.close();
                }
                self.end_value(&format!("{text}.map(|{pat}| (*v as i64 & 511) ^ (i as i64 & 255))"));
            }
            _ => {
                self.feature("end-chain-pieces");
                let (text, pat, value) = self.pick(&PIECES);
                self.end_value(&format!("{text}.map(|{pat}| {value})"));
            }
        }
    }

    fn end_chain_range(&mut self, over: &Over) -> String {
        let steps = !matches!(over.ty, "u64" | "i64" | "u128" | "i128");
        let forms = [
            "(LO..HI)",
            "(LO..HI)",
            "(LO..=HI)",
            "(LO..HI).rev()",
            "(LO..=HI).rev()",
            "(LO..HI).step_by(by)",
            "(LO..HI).rev().step_by(by)",
            "(LO..=HI).step_by(by)",
            "(LO..HI).skip(1)",
            "(LO..HI).step_by(by).rev()",
        ];
        let form = self.pick(if steps { &forms } else { &forms[..9] });
        over.spell(form)
    }

    /// The chain's value is part of the result.
    fn end_value(&mut self, chain: &str) {
        let end = self.pick(&ENDS);
        let text = self.pick(&["sum ^= {};", "sum = sum.wrapping_add({});", "sum = {};"]);
        self.line(text.replace("{}", &format!("{chain}.{end}")));
    }
}
