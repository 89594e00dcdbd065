//! Loop heads: the ranges that programs iterate over.
//!
//! In: the level in the nest and the ivs of the outer loops. Out: the text of the `for`, its iv with what
//! subscripts may rely on. Invariant: with `n >= min_n`, a nest runs about `n` to its degree iterations.

use super::model::{Elem, Storage};
use super::state::{Gen, Hi, Iv};

/// A loop to be opened.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) text: String,
    pub(super) iv: Iv,
    /// 1 where the trip count grows with `n`.
    pub(super) degree: usize,
}

fn usize_iv(name: &str, lo: i64, hi: Hi) -> Iv {
    Iv { name: name.to_owned(), elem: Elem::Usize, lo, hi, time: false }
}

fn head(range: &str, iv: Iv) -> Head {
    let degree = usize::from(matches!(iv.hi, Hi::N(_) | Hi::Open));
    Head { text: format!("for {} in {range}", iv.name), iv, degree }
}

impl Gen {
    /// A loop over time steps.
    pub(super) fn time_head(&mut self) -> Head {
        self.feature("time-loop");
        let range = self.pick(&["0..steps", "0..3", "1..=2"]);
        let iv = Iv { time: true, ..usize_iv("t", 0, Hi::Const(4)) };
        head(range, iv)
    }

    /// A random loop at this level; the outer ivs are in scope.
    pub(super) fn head(&mut self, level: usize) -> Head {
        let name = ["i", "j", "l"][level];
        let inner = u32::from(level > 0);
        match self.weighted(&[30, 30, 8, 10, 5 * inner, 22 * inner, 5, 5, 12]) {
            0 => head("0..n", usize_iv(name, 0, Hi::N(0))),
            1 => self.shifted_head(name),
            2 => self.len_head(name),
            3 => self.const_head(name),
            4 => {
                self.feature("bound-stride");
                head("0..s", usize_iv(name, 0, Hi::Stride))
            }
            5 => self.triangular_head(name),
            6 => {
                self.feature("rev");
                head("(0..n).rev()", usize_iv(name, 0, Hi::N(0)))
            }
            7 => {
                self.feature("step-by");
                let range = self.pick(&["(0..n).step_by(2)", "(0..n).step_by(3)", "(0..n).step_by(s)"]);
                // A step of zero panics, as it should; tame inputs have none.
                head(range, usize_iv(name, 0, Hi::N(0)))
            }
            _ => self.typed_head(name),
        }
    }

    fn shifted_head(&mut self, name: &str) -> Head {
        let (lo, cut) = (self.between(1, 2), self.between(1, 2));
        match self.weighted(&[20, 20, 20, 20, 8, 12]) {
            0 => head(&format!("{lo}..n"), usize_iv(name, lo, Hi::N(0))),
            1 => {
                self.feature("bound-n-minus");
                self.need_n(cut);
                head(&format!("{lo}..n - {cut}"), usize_iv(name, lo, Hi::N(-cut)))
            }
            2 => {
                self.feature("range-inclusive");
                self.need_n(cut);
                head(&format!("0..=n - {cut}"), usize_iv(name, 0, Hi::N(1 - cut)))
            }
            3 => {
                self.feature("bound-second");
                head("0..m", usize_iv(name, 0, Hi::N(0)))
            }
            4 => {
                self.feature("bound-call");
                head("0..n.min(m)", usize_iv(name, 0, Hi::N(0)))
            }
            _ => {
                self.feature("range-inclusive");
                head(&format!("{lo}..=n"), usize_iv(name, lo, Hi::N(1)))
            }
        }
    }

    fn len_head(&mut self, name: &str) -> Head {
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| self.arrays[a].rank == 1 && self.arrays[a].mult == 1 && !self.is_local(a))
            .collect();
        let Some(array) = self.pick_any(&fitting) else {
            return head("0..n", usize_iv(name, 0, Hi::N(0)));
        };
        self.feature("bound-len");
        let range = format!("0..{}.len()", self.arrays[array].name);
        head(&range, usize_iv(name, 0, Hi::N(self.extra)))
    }

    fn const_head(&mut self, name: &str) -> Head {
        self.feature("bound-const");
        let locals: Vec<i64> = self
            .arrays
            .iter()
            .filter_map(|a| if let Storage::Local(len) = a.storage { Some(len as i64) } else { None })
            .collect();
        let end = self.pick_any(&locals).unwrap_or(16).min(self.between(3, 20));
        let lo = self.between(0, 2);
        if self.chance(40) {
            self.feature("range-inclusive");
            return head(&format!("{lo}..={end}"), usize_iv(name, lo, Hi::Const(end + 1)));
        }
        head(&format!("{lo}..{end}"), usize_iv(name, lo, Hi::Const(end)))
    }

    fn triangular_head(&mut self, name: &str) -> Head {
        let outer: Vec<Iv> =
            self.ivs.iter().filter(|iv| iv.elem == Elem::Usize && !iv.time).cloned().collect();
        let Some(outer) = self.pick_any(&outer) else {
            return head("0..n", usize_iv(name, 0, Hi::N(0)));
        };
        self.feature("triangular");
        let (i, lo) = (&outer.name, outer.lo);
        let below = match outer.hi {
            Hi::N(off) => Hi::N(off - 1),
            Hi::Const(end) => Hi::Const(end - 1),
            other => other,
        };
        match self.weighted(&[25, 25, 25, 25]) {
            0 => head(&format!("0..{i}"), usize_iv(name, 0, below)),
            1 => {
                self.feature("range-inclusive");
                head(&format!("0..={i}"), usize_iv(name, 0, outer.hi))
            }
            2 => head(&format!("{i}..n"), usize_iv(name, lo, Hi::N(0))),
            _ => head(&format!("{i} + 1..n"), usize_iv(name, lo + 1, Hi::N(0))),
        }
    }

    /// Induction variables of other integer types, also negative.
    fn typed_head(&mut self, name: &str) -> Head {
        let low = self.between(-3, -1);
        let (range, elem, lo, hi) = match self.weighted(&[20, 15, 20, 15, 15, 15]) {
            0 => ("0..k".to_owned(), Elem::I32, 0, Hi::N(0)),
            1 => (format!("{low}..k"), Elem::I32, low, Hi::N(0)),
            2 => ("0..kl".to_owned(), Elem::I64, 0, Hi::N(0)),
            3 => (format!("{low}..kl"), Elem::I64, low, Hi::N(0)),
            4 => ("0..20u8".to_owned(), Elem::U8, 0, Hi::Const(20)),
            _ => (format!("{low}..=9i32"), Elem::I32, low, Hi::Const(10)),
        };
        self.feature(match elem {
            Elem::I32 => "iv-i32",
            Elem::I64 => "iv-i64",
            _ => "iv-u8",
        });
        if lo < 0 {
            self.feature("iv-negative");
        }
        head(&range, Iv { name: name.to_owned(), elem, lo, hi, time: false })
    }
}
