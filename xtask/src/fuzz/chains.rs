//! Chains of core's iterators in bodies.
//!
//! In: the arrays and scalars in scope. Out: lines. Invariant: an independent nest runs over no array that it writes,
//! every value is exact (sums are of small integers), and every chain is short.

use super::model::{Elem, Shape};
use super::state::Gen;

/// Items that a chain has at most.
const MOST: &str = "6";

impl Gen {
    /// A value that a chain ends in, or a loop over one.
    pub(super) fn chain(&mut self) {
        let Some(a) = self.listed() else { return self.int_reduction() };
        let value = match self.weighted(&[14, 14, 14, 12, 12, 12, 12, 10]) {
            0 => self.chain_of_range(),
            1 => {
                self.feature("chain-sum");
                self.loops += 1;
                let filter = if self.chance(40) { ".filter(|v| **v as i64 & 1 == 0)" } else { "" };
                let end = self.pick(&["sum::<i64>()", "fold(3i64, |s, w| (s ^ w).rotate_left(3))"]);
                format!("{a}.iter().take({MOST}){filter}.map(|v| *v as i64 & 1023).{end}")
            }
            2 => {
                let Some(b) = self.listed() else { return self.int_reduction() };
                self.feature("chain-zip");
                self.loops += 1;
                let other = self.pick(&[".iter()", ".iter().rev()", ".iter().skip(1)", ".iter().step_by(2)"]);
                format!(
                    "{a}.iter().zip({b}{other}).take({MOST}).filter(|(p, q)| (**p as f64) < (**q as f64)).count() as i64"
                )
            }
            3 => {
                self.feature("chain-search");
                self.loops += 1;
                let test = self.pick(&["> 1", "< 0", "== 3"]);
                let what = self.pick(&["any", "all"]);
                if self.chance(50) {
                    format!("{a}.iter().take({MOST}).{what}(|&v| (v as i64) {test}) as i64")
                } else {
                    format!("{a}.iter().take({MOST}).position(|&v| (v as i64) {test}).unwrap_or(9) as i64")
                }
            }
            4 => {
                self.feature("chain-extreme");
                self.loops += 1;
                let end = self.pick(&[
                    "max().unwrap_or(-1)",
                    "min().unwrap_or(-1)",
                    "max_by_key(|v| v & 7).unwrap_or(-1)",
                    "min_by(|p, q| p.cmp(q)).unwrap_or(-1)",
                    "last().unwrap_or(-1)",
                ]);
                format!("{a}.iter().take({MOST}).map(|v| *v as i64).{end}")
            }
            5 => {
                self.feature("chain-pieces");
                self.loops += 1;
                let pieces = self.pick(&["chunks(3)", "windows(2)", "chunks_exact(2)"]);
                format!("{a}.{pieces}.take({MOST}).map(|c| c.len() as i64 + (c[0] as i64 & 15)).sum::<i64>()")
            }
            6 => return self.loop_over_chain(&a),
            _ => {
                self.feature("chain-collect");
                self.loops += 2;
                format!(
                    "{a}.iter().take({MOST}).map(|v| *v as i64 & 63).collect::<Vec<i64>>().iter().sum::<i64>()"
                )
            }
        };
        let name = self.fresh("v");
        self.line(format!("let {name}: i64 = {value};"));
        self.consume(&name, Elem::I64, false);
    }

    /// `(0..6).map(|j| ..).sum::<i64>()`
    fn chain_of_range(&mut self) -> String {
        self.feature("chain-range");
        self.loops += 1;
        let end = self.pick(&["n.min(6)", "5usize", "3usize"]);
        let adapter = self.pick(&["", ".rev()", ".step_by(2)"]);
        let name = self.fresh("j");
        let value = self.expr(Elem::I64, false, 1);
        format!("(0..{end}){adapter}.map(|{name}| (({value}) & 511i64) + {name} as i64).sum::<i64>()")
    }

    /// `for (j, v) in a.iter().enumerate()`
    fn loop_over_chain(&mut self, a: &str) {
        self.feature("chain-loop");
        self.loops += 1;
        let (t, j, v) = (self.fresh("t"), self.fresh("j"), self.fresh("v"));
        self.line(format!("let mut {t} = 1i64;"));
        let head = match self.between(0, 2) {
            0 => format!("({j}, {v}) in {a}.iter().enumerate().take({MOST})"),
            1 => format!("({j}, {v}) in (0..5usize).zip({a}.iter())"),
            _ => format!(
                "({v}, {j}) in {a}.iter().take({MOST}).zip({a}.iter().rev()).map(|(p, _)| (p, 2usize))"
            ),
        };
        self.open(format!("for {head}"));
        self.line(format!("{t} = ({t} ^ (*{v} as i64)).wrapping_mul({j} as i64 + 3);"));
        self.close();
        self.consume(&t, Elem::I64, false);
    }

    /// An array that a chain may run over here.
    fn listed(&mut self) -> Option<String> {
        let fits = |a: &usize| {
            let array = &self.arrays[*a];
            array.shape == Shape::Line && !array.index && !array.soft && self.pin_of(*a).is_none()
        };
        let fitting: Vec<usize> = (0..self.arrays.len()).filter(fits).collect();
        let array = self.pick_any(&fitting)?;
        Some(self.arrays[array].name.clone())
    }
}
