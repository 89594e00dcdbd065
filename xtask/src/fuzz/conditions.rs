//! Conditions that keep subscripts in range, and jumps.
//!
//! In: the ivs in scope. Out: lines. Invariant: inside the branch an iv's range is the narrowed one, so the
//! subscripts chosen there rely on the condition; outside it is restored.

use super::model::Elem;
use super::state::{Gen, Hi, Iv};

/// A condition on an iv, its negation, and what it leaves of the range.
struct Narrowed {
    at: usize,
    text: String,
    negated: String,
    iv: Iv,
}

impl Gen {
    /// One statement of these kinds.
    pub(super) fn narrowing(&mut self, nesting: u32) {
        if self.chance(14) {
            return self.unequal(nesting);
        }
        let Some(narrowed) = self.narrow() else { return self.store() };
        let at = narrowed.at;
        let before = self.ivs[at].clone();
        match self.weighted(&[34, 20, 18, 14, 14]) {
            0 => {
                self.feature("narrow-if");
                self.open(format!("if {}", narrowed.text));
                self.ivs[at] = narrowed.iv;
                self.block(nesting + 1, 2);
                self.ivs[at] = before;
                self.indent -= 1;
                if self.chance(40) {
                    self.line("} else {");
                    self.indent += 1;
                    self.block(nesting + 1, 1);
                    self.indent -= 1;
                }
                self.line("}");
            }
            1 => {
                self.feature("narrow-and");
                self.ivs[at] = narrowed.iv;
                let second = self.condition();
                self.open(format!("if {} && ({second})", narrowed.text));
                self.block(nesting + 1, 1);
                self.ivs[at] = before;
                self.close();
            }
            2 if self.may_continue() => {
                self.feature("narrow-continue");
                self.line(format!("if {} {{ continue; }}", narrowed.negated));
                self.ivs[at] = narrowed.iv;
                self.store();
                self.store();
                self.ivs[at] = before;
            }
            3 => {
                self.feature("narrow-or");
                self.ivs[at] = narrowed.iv;
                let second = self.condition();
                self.ivs[at] = before;
                self.open(format!("if {} || ({second})", narrowed.negated));
                self.block(nesting + 1, 1);
                self.close();
            }
            _ => {
                self.feature("narrow-value");
                self.ivs[at] = narrowed.iv;
                let inside = self.expr(Elem::F64, false, 2);
                self.ivs[at] = before;
                let outside = self.expr(Elem::F64, false, 0);
                let v = self.fresh("v");
                self.line(format!(
                    "let {v}: f64 = if {} {{ {inside} }} else {{ {outside} }};",
                    narrowed.text
                ));
                self.consume(&v, Elem::F64, false);
            }
        }
    }

    /// `if i != j { .. }`
    fn unequal(&mut self, nesting: u32) {
        let plain: Vec<String> =
            self.ivs.iter().filter(|iv| iv.ty == "usize" && !iv.time).map(|iv| iv.name.clone()).collect();
        let (Some(i), Some(j)) = (self.pick_any(&plain), self.pick_any(&plain)) else { return self.store() };
        let j = if i == j { "h".to_owned() } else { j };
        self.feature("narrow-unequal");
        self.open(format!("if {i} != {j}"));
        self.block(nesting + 1, 1);
        self.close();
    }

    fn narrow(&mut self) -> Option<Narrowed> {
        let usable: Vec<usize> =
            (0..self.ivs.len()).filter(|&i| !self.ivs[i].time && self.ivs[i].base.is_none()).collect();
        let at = self.pick_any(&usable)?;
        let mut iv = self.ivs[at].clone();
        let i = iv.name.clone();
        let least = iv.lo.max(0) + self.between(1, 2);
        let high = iv.ty == "usize" && matches!(iv.hi, Hi::N(_) | Hi::Const(_));
        let (text, negated) = if high && self.chance(50) {
            match iv.hi {
                Hi::N(_) => {
                    let k = self.between(1, 2);
                    iv.hi = Hi::N(-k);
                    self.pick(&[
                        (format!("{i} + {k} < n"), format!("{i} + {k} >= n")),
                        (format!("{i} + {} <= n", k + 1), format!("n < {i} + {}", k + 1)),
                        (format!("n > {i} + {k}"), format!("!({i} + {k} < n)")),
                    ])
                }
                _ => {
                    let end = self.between(2, 6);
                    iv.hi = Hi::Const(end);
                    (format!("{i} < {end}"), format!("{i} >= {end}"))
                }
            }
        } else {
            iv.lo = least;
            let below = least - 1;
            let mut all = vec![
                (format!("{i} > {below}"), format!("{i} <= {below}")),
                (format!("{i} >= {least}"), format!("{i} < {least}")),
                (format!("{below} < {i}"), format!("!({i} > {below})")),
            ];
            if least == 1 && self.ivs[at].lo >= 0 {
                all.push((format!("{i} != 0"), format!("{i} == 0")));
                all.push((format!("!({i} == 0)"), format!("0 == {i}")));
            }
            self.pick(&all)
        };
        // A second condition on the other end.
        if iv.lo == least && high && matches!(iv.hi, Hi::N(_)) && self.chance(30) {
            iv.hi = Hi::N(-1);
            let both = format!("{text} && {i} + 1 < n");
            return Some(Narrowed { at, text: both, negated: format!("{negated} || {i} + 1 >= n"), iv });
        }
        Some(Narrowed { at, text, negated, iv })
    }

    /// Whether `continue` here ends the iteration, and the loop comes to its step.
    pub(super) fn may_continue(&self) -> bool {
        self.frames.last().is_none_or(|frame| !frame.counts)
    }

    /// `continue` or `break`, perhaps of an outer loop.
    pub(super) fn leave(&mut self) {
        let mut ways: Vec<(String, &'static str)> = Vec::new();
        let depth = self.frames.len();
        if self.may_continue() {
            ways.push(("continue".to_owned(), "continue"));
            ways.push(("continue".to_owned(), "continue"));
        }
        if depth >= 2 {
            ways.push(("break".to_owned(), "break-inner"));
        }
        if !self.independent() {
            ways.push(("break".to_owned(), "break"));
        }
        for (at, frame) in self.frames.iter().enumerate() {
            let Some(label) = &frame.label else { continue };
            let inner = at + 1 == depth;
            if !frame.counts && !inner {
                ways.extend(vec![(format!("continue {label}"), "continue-label"); 4]);
            }
            // Of the root only where nothing else is promised.
            if at > 0 || !self.independent() {
                ways.extend(vec![(format!("break {label}"), "break-label"); 2]);
            }
        }
        let Some((how, feature)) = self.pick_any(&ways) else { return self.store() };
        let condition = self.condition();
        self.feature(feature);
        self.line(format!("if {condition} {{ {how}; }}"));
    }
}
