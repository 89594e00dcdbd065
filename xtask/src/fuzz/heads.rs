//! Loop heads: the ranges that programs iterate over.
//!
//! In: the level in the nest and the ivs of the outer loops. Out: the text of the `for`, its iv with what
//! subscripts may rely on. Invariant: with `n >= min_n`, a nest runs about `n` to its degree iterations.

use super::model::{CONST, Shape, Shell, Storage};
use super::state::{Frame, Gen, Hi, Iv};

/// How a loop is spelled.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// `for i in range`
    For(String),
    /// `let mut i = lo; while i < end { ..; i += step; }`
    While { lo: String, condition: String, step: String },
    /// `let mut i = lo; loop { if i >= end { break; } ..; i += step; }`
    Endless { lo: String, condition: String, step: String },
}

/// A loop to be opened.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) form: Form,
    pub(super) label: Option<String>,
    pub(super) iv: Iv,
    /// 1 where the trip count grows with `n`.
    pub(super) degree: usize,
}

fn head(range: &str, iv: Iv) -> Head {
    let degree = usize::from(matches!(iv.hi, Hi::N(_) | Hi::Row(..) | Hi::Open));
    Head { form: Form::For(range.to_owned()), label: None, iv, degree }
}

/// Types whose half-open ranges know their length, so that `step_by` can be reversed.
const EXACT: [&str; 8] = ["usize", "u8", "i8", "u16", "i16", "u32", "i32", "isize"];

impl Gen {
    /// A loop over time steps.
    pub(super) fn time_head(&mut self) -> Head {
        self.feature("time-loop");
        let range = self.pick(&["0..steps", "0..3", "1..=2"]);
        let iv = Iv { time: true, ..Iv::usize("t", 0, Hi::Const(4)) };
        head(range, iv)
    }

    /// A random loop at this level; the outer ivs are in scope.
    pub(super) fn head(&mut self, level: usize) -> Head {
        let name = ["i", "j", "l"][level];
        let inner = u32::from(level > 0);
        let generic = if self.shell == Shell::ConstGeneric { 40 } else { 0 };
        let ragged = self.arrays.iter().any(|array| array.shape == Shape::Ragged);
        let rows = if ragged { 60 } else { 14 };
        let mut head =
            match self.weighted(&[30, 26, 8, 12 + generic, 5 * inner, 20 * inner, 16, rows * inner]) {
                0 => head("0..n", Iv::usize(name, 0, Hi::N(0))),
                1 => self.shifted_head(name),
                2 => self.len_head(name),
                3 => self.const_head(name),
                4 => {
                    self.feature("bound-stride");
                    head("0..s", Iv::usize(name, 0, Hi::Stride))
                }
                5 => self.triangular_head(name),
                6 => self.typed_head(name),
                _ => self.row_head(name),
            };
        match self.weighted(&[62, 20, 18]) {
            0 => {}
            1 => self.adapt(&mut head),
            _ => self.count(&mut head),
        }
        if self.chance(30) {
            head.label = Some(format!("'{}", ["rows", "columns", "deep"][level]));
        }
        head
    }

    /// `.rev()` and `.step_by(..)` in any order.
    fn adapt(&mut self, head: &mut Head) {
        let Form::For(range) = &head.form else { return };
        let inclusive = range.contains("..=");
        let exact = if inclusive { matches!(head.iv.ty, "u8" | "i8" | "u16" | "i16") } else { true };
        let exact = exact && EXACT.contains(&head.iv.ty);
        let step = self.pick(&["2", "3", "s", "1", "7", "h / 2 + 1"]);
        let chosen = self.weighted(&[35, 30, 18, if exact { 12 } else { 0 }, 6, 2]);
        if matches!(chosen, 1..=3) {
            // A step of zero panics, as it should; tame inputs have none.
            self.feature(if step.contains(['s', 'h']) { "step-by-runtime" } else { "step-by" });
        }
        let text = match chosen {
            0 => {
                self.feature("rev");
                format!("({range}).rev()")
            }
            1 => format!("({range}).step_by({step})"),
            2 => {
                self.feature("rev-step");
                format!("({range}).rev().step_by({step})")
            }
            3 => {
                self.feature("step-rev");
                format!("({range}).step_by({step}).rev()")
            }
            4 => {
                self.feature("step-step");
                format!("({range}).step_by(2).step_by({step})")
            }
            _ => {
                self.feature("rev");
                format!("({range}).rev().rev()")
            }
        };
        head.form = Form::For(text);
    }

    /// A counter of its own instead of a range.
    fn count(&mut self, head: &mut Head) {
        let Form::For(range) = &head.form else { return };
        let Some((lo, hi)) = range.split_once("..") else { return };
        // An inclusive end at the top of its type would overflow the counter.
        if head.iv.base.is_some() || range.contains("MAX") || range.contains("huge") {
            return;
        }
        let ty = head.iv.ty;
        let step = self.pick(&["1", "1", "1", "2", "3"]);
        let (end, inclusive) = hi.strip_prefix('=').map_or((hi, false), |end| (end, true));
        let name = self.fresh("w");
        let lo = if self.chance(50) && !lo.contains(char::is_alphabetic) {
            format!("{}{ty}", lo.trim_end_matches(ty))
        } else {
            lo.to_owned()
        };
        let step =
            if self.chance(80) { format!("{name} += {step}") } else { format!("{name} = {name} + {step}") };
        let endless = self.chance(30);
        let op = match (endless, inclusive) {
            (false, false) => "<",
            (false, true) => "<=",
            (true, false) => ">=",
            (true, true) => ">",
        };
        let condition = format!("{name} {op} {end}");
        head.iv.name = name;
        if endless {
            self.feature("counter-loop");
            head.form = Form::Endless { lo, condition, step };
        } else {
            self.feature("counter-while");
            head.form = Form::While { lo, condition, step };
        }
    }

    /// Writes the head; everything up to [`Gen::close_loop`] is the body.
    pub(super) fn open_loop(&mut self, head: &Head) {
        let label = head.label.as_ref().map_or(String::new(), |label| format!("{label}: "));
        if head.label.is_some() {
            self.feature("label");
        }
        let counter = |lo: &String| format!("let mut {}: {} = {lo};", head.iv.name, head.iv.ty);
        match &head.form {
            Form::For(range) => self.open(format!("{label}for {} in {range}", head.iv.name)),
            Form::While { lo, condition, .. } => {
                let plain = head.iv.ty == "usize" && self.chance(50);
                self.line(if plain { format!("let mut {} = {lo};", head.iv.name) } else { counter(lo) });
                self.open(format!("{label}while {condition}"));
            }
            Form::Endless { lo, condition, .. } => {
                self.line(counter(lo));
                self.open(format!("{label}loop"));
                self.line(format!("if {condition} {{ break; }}"));
            }
        }
        let counts = !matches!(head.form, Form::For(_));
        if counts && !self.frames.is_empty() {
            self.feature("counter-inner");
        }
        self.frames.push(Frame { label: head.label.clone(), counts });
    }

    /// The end of the body, and the step of a counter.
    pub(super) fn close_loop(&mut self, head: &Head) {
        self.frames.pop();
        match &head.form {
            Form::For(_) => {}
            Form::While { step, .. } | Form::Endless { step, .. } => self.line(format!("{step};")),
        }
        self.close();
    }

    fn shifted_head(&mut self, name: &str) -> Head {
        let (lo, cut) = (self.between(1, 2), self.between(1, 2));
        match self.weighted(&[20, 20, 20, 20, 8, 12]) {
            0 => head(&format!("{lo}..n"), Iv::usize(name, lo, Hi::N(0))),
            1 => {
                self.feature("bound-n-minus");
                self.need_n(cut);
                head(&format!("{lo}..n - {cut}"), Iv::usize(name, lo, Hi::N(-cut)))
            }
            2 => {
                self.feature("range-inclusive");
                self.need_n(cut);
                head(&format!("0..=n - {cut}"), Iv::usize(name, 0, Hi::N(1 - cut)))
            }
            3 => {
                self.feature("bound-second");
                head("0..m", Iv::usize(name, 0, Hi::N(0)))
            }
            4 => {
                self.feature("bound-call");
                head("0..n.min(m)", Iv::usize(name, 0, Hi::N(0)))
            }
            _ => {
                self.feature("range-inclusive");
                head(&format!("{lo}..=n"), Iv::usize(name, lo, Hi::N(1)))
            }
        }
    }

    fn len_head(&mut self, name: &str) -> Head {
        let is_fitting =
            |shape: Shape| matches!(shape, Shape::Line | Shape::Rows | Shape::Ragged | Shape::Cells);
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| {
                let array = &self.arrays[a];
                array.mult == 1 && !array.is_local() && (is_fitting(array.shape) || array.shape.is_struct())
            })
            .collect();
        let Some(array) = self.pick_any(&fitting) else {
            return head("0..n", Iv::usize(name, 0, Hi::N(0)));
        };
        self.feature("bound-len");
        let range = format!("0..{}.len()", self.arrays[array].name);
        head(&range, Iv::usize(name, 0, Hi::N(self.extra)))
    }

    /// `0..a[i].len()`
    fn row_head(&mut self, name: &str) -> Head {
        let rows: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| matches!(self.arrays[a].shape, Shape::Rows | Shape::Ragged))
            .collect();
        let outer: Vec<usize> = (0..self.ivs.len())
            .filter(|&i| {
                let iv = &self.ivs[i];
                !iv.time && matches!(self.index_of(iv).2, Hi::N(off) if off <= self.extra)
            })
            .collect();
        let (Some(array), Some(outer)) = (self.pick_any(&rows), self.pick_any(&outer)) else {
            return self.triangular_head(name);
        };
        self.feature("bound-row-len");
        let (i, ..) = self.index_of(&self.ivs[outer]);
        let array_name = self.arrays[array].name.clone();
        let lo = self.weighted(&[70, 30]) as i64;
        head(&format!("{lo}..{array_name}[{i}].len()"), Iv::usize(name, lo, Hi::Row(array, outer)))
    }

    fn const_head(&mut self, name: &str) -> Head {
        self.feature("bound-const");
        if self.shell == Shell::ConstGeneric && self.chance(85) {
            self.feature("bound-const-generic");
            return head("0..K", Iv::usize(name, 0, Hi::Const(CONST)));
        }
        let locals: Vec<i64> = self
            .arrays
            .iter()
            .filter_map(|a| if let Storage::Local(len) = a.storage { Some(len as i64) } else { None })
            .collect();
        let small = self.arrays.iter().any(|a| a.shape == Shape::Vector || a.shape == Shape::Cells);
        let end = match self.pick_any(&locals) {
            Some(len) if self.chance(60) => len.min(self.between(3, 20)),
            _ if small && self.chance(70) => self.between(3, 4),
            _ => self.between(3, 16),
        };
        let lo = self.between(0, 2);
        if self.chance(40) {
            self.feature("range-inclusive");
            let last = end - 1;
            return head(&format!("{lo}..={last}"), Iv::usize(name, lo, Hi::Const(end)));
        }
        head(&format!("{lo}..{end}"), Iv::usize(name, lo, Hi::Const(end)))
    }

    fn triangular_head(&mut self, name: &str) -> Head {
        let is_plain = |iv: &&Iv| iv.ty == "usize" && !iv.time && iv.base.is_none();
        let outer: Vec<Iv> = self.ivs.iter().filter(is_plain).cloned().collect();
        let Some(outer) = self.pick_any(&outer) else {
            return head("0..n", Iv::usize(name, 0, Hi::N(0)));
        };
        self.feature("triangular");
        let (i, lo) = (&outer.name, outer.lo);
        let below = match outer.hi {
            Hi::N(off) => Hi::N(off - 1),
            Hi::Const(end) => Hi::Const(end - 1),
            other => other,
        };
        match self.weighted(&[25, 25, 25, 25]) {
            0 => head(&format!("0..{i}"), Iv::usize(name, 0, below)),
            1 => {
                self.feature("range-inclusive");
                head(&format!("0..={i}"), Iv::usize(name, 0, outer.hi))
            }
            2 => head(&format!("{i}..n"), Iv::usize(name, lo, Hi::N(0))),
            _ => head(&format!("{i} + 1..n"), Iv::usize(name, lo + 1, Hi::N(0))),
        }
    }

    /// Induction variables of other integer types, also negative, also up to the greatest value.
    fn typed_head(&mut self, name: &str) -> Head {
        let low = self.between(-3, -1);
        let small = |ty: &'static str, lo: i64, hi: Hi| Iv { ty, ..Iv::usize(name, lo, hi) };
        let (range, iv) = match self.weighted(&[14, 10, 12, 10, 8, 8, 20, 18]) {
            0 => ("0..k".to_owned(), small("i32", 0, Hi::N(0))),
            1 => (format!("{low}..k"), small("i32", low, Hi::N(0))),
            2 => ("0..kl".to_owned(), small("i64", 0, Hi::N(0))),
            3 => (format!("{low}..kl"), small("i64", low, Hi::N(0))),
            4 => ("0..20u8".to_owned(), small("u8", 0, Hi::Const(20))),
            5 => (format!("{low}..=9i32"), small("i32", low, Hi::Const(10))),
            6 => {
                let ty = self.pick(&["u8", "u16", "u32", "u64", "u128", "i8", "i16", "i64", "i128", "isize"]);
                self.feature("iv-cast-bound");
                (format!("0..n as {ty}"), small(ty, 0, Hi::N(0)))
            }
            _ => return self.greatest_head(name),
        };
        self.feature(match iv.ty {
            "i32" => "iv-i32",
            "i64" => "iv-i64",
            "u8" => "iv-u8",
            _ => "iv-other",
        });
        if iv.lo < 0 {
            self.feature("iv-negative");
        }
        head(&range, iv)
    }

    /// Up to the greatest value of a type.
    fn greatest_head(&mut self, name: &str) -> Head {
        self.feature("range-to-max");
        let ty = self
            .pick(&["u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128", "usize", "isize"]);
        let iv = |base: String, end| Iv { ty, base: Some(base), ..Iv::usize(name, 0, end) };
        if ty == "u8" && self.chance(60) {
            return head("0..=u8::MAX", Iv { ty, ..Iv::usize(name, 0, Hi::Const(256)) });
        }
        let back = self.between(3, 15);
        head(
            &format!("{ty}::MAX - {back}..={ty}::MAX"),
            iv(format!("({ty}::MAX - {back})"), Hi::Const(back + 1)),
        )
    }
}
