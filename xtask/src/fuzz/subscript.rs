//! Subscripts: which element an access names.
//!
//! In: an array and the ivs in scope. Out: text. Invariant: unless the program is rough, a subscript lies
//! inside the array for tame inputs with `n >= min_n`, so that most runs reach the fast form.

use std::collections::BTreeSet;

use super::model::{Array, CELL, Elem, FIXED, Shape, Storage, VECTOR};
use super::state::{Gen, Hi, Iv, Pin};

/// A possible subscript, the least `n` that it needs, and what it exercises.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) text: String,
    need_n: i64,
    feature: &'static str,
}

fn candidate(text: String, feature: &'static str) -> Candidate {
    Candidate { text, need_n: 0, feature }
}

/// `iv + k`, written as a person would.
fn offset(iv: &str, k: i64) -> String {
    match k {
        0 => iv.to_owned(),
        k if k > 0 => format!("{iv} + {k}"),
        k => format!("{iv} - {}", -k),
    }
}

impl Gen {
    /// A subscript for a read or a free write of the array; `None` if none can be known to fit.
    pub(super) fn subscript(&mut self, array: usize) -> Option<String> {
        let shape = self.arrays[array].shape;
        if self.rough && self.chance(20) {
            return self.rough_subscript(array);
        }
        if matches!(shape, Shape::Line | Shape::Member)
            && !self.is_local(array)
            && self.chance(8)
            && let Some(text) = self.indirect()
        {
            return Some(text);
        }
        let all = self.candidates(array);
        let chosen = self.pick_candidate(&all)?;
        Some(self.settle(chosen))
    }

    /// One of them, half of the time by kind first: otherwise the many plain ones would hide the others.
    fn pick_candidate(&mut self, all: &[Candidate]) -> Option<Candidate> {
        let first = self.pick_any(all)?;
        // Two subscripts have many plain forms.
        let plain = if first.text.contains("][") { 20 } else { 50 };
        if self.chance(plain) {
            return Some(first);
        }
        let kinds: BTreeSet<&'static str> = all.iter().map(|one| one.feature).collect();
        let kinds: Vec<&'static str> = kinds.into_iter().collect();
        let kind = self.pick(&kinds);
        let of_kind: Vec<Candidate> = all.iter().filter(|one| one.feature == kind).cloned().collect();
        self.pick_any(&of_kind)
    }

    fn settle(&mut self, chosen: Candidate) -> String {
        self.need_n(chosen.need_n);
        self.feature(chosen.feature);
        chosen.text
    }

    /// Every subscript known to fit.
    fn candidates(&self, array: usize) -> Vec<Candidate> {
        let arr = &self.arrays[array];
        let mut all = Vec::new();
        for iv in self.ivs.iter().filter(|iv| !iv.time) {
            match (arr.storage, arr.shape) {
                (Storage::Local(len), _) => self.local_candidates(iv, len as i64, &mut all),
                (_, Shape::Line | Shape::Member) => self.line_candidates(arr, iv, &mut all),
                (_, Shape::Plane) => self.diagonal_candidates(iv, &mut all),
                (_, shape) => self.row_candidates(shape, iv, &mut all),
            }
        }
        if !arr.is_local() {
            for outer in 0..self.ivs.len() {
                for inner in 0..self.ivs.len() {
                    self.pair_candidates(array, outer, inner, &mut all);
                }
            }
        }
        all
    }

    /// Two subscripts from one iv.
    fn row_candidates(&self, shape: Shape, iv: &Iv, all: &mut Vec<Candidate>) {
        let (text, lo, hi) = self.index_of(iv);
        let joint = shape.joint().expect("rows have two subscripts");
        let mut two = |i: &str, j: &str, need_n: i64, feature| {
            all.push(Candidate { text: format!("{i}{joint}{j}"), need_n, feature });
        };
        match (shape, hi) {
            (Shape::Rows, Hi::N(off)) if off <= 0 => {
                two(&text, &text, 0, "rows-diagonal");
                two(&text, "0", 0, "rows-column");
                two("0", &text, 0, "rows-fixed");
                two("n - 1", &text, 0, "rows-fixed");
                if lo >= 1 {
                    two(&format!("{text} - 1"), &text, 0, "rows-diagonal");
                }
            }
            (Shape::Cells | Shape::Vector, Hi::N(off)) if off <= self.extra => {
                let len = if shape == Shape::Cells { CELL } else { VECTOR };
                for k in 0..len {
                    two(&text, &k.to_string(), 0, "cells-constant");
                }
                two(&text, &format!("{text} % {len}"), 0, "cells-modulo");
                if shape == Shape::Cells {
                    two(&text, &format!("({text} & {})", len - 1), 0, "cells-modulo");
                }
            }
            (Shape::Fixed, Hi::N(_) | Hi::Const(_) | Hi::Stride) => {
                let (rows, columns) = FIXED;
                two(&format!("{text} % {rows}"), &format!("{text} & {}", columns - 1), 0, "fixed-modulo");
                if matches!(hi, Hi::Const(end) if end <= columns) || hi == Hi::Stride {
                    for _ in 0..2 {
                        two("2", &text, 0, "fixed-row");
                        two("0", &text, 0, "fixed-row");
                    }
                }
                if matches!(hi, Hi::Const(end) if end <= rows) || hi == Hi::Stride {
                    two(&text, "7", 0, "fixed-row");
                }
            }
            _ => {}
        }
    }

    fn local_candidates(&self, iv: &Iv, len: i64, all: &mut Vec<Candidate>) {
        let (text, lo, hi) = self.index_of(iv);
        let end = match hi {
            Hi::Const(end) => end,
            Hi::Stride => 4,
            Hi::N(_) => {
                all.push(candidate(format!("{text} % {len}"), "sub-modulo"));
                all.push(candidate(format!("{text} & {}", len.next_power_of_two_below() - 1), "sub-modulo"));
                return;
            }
            Hi::Row(..) | Hi::Open => return,
        };
        for k in [-2, -1, 0, 0, 0, 1, 2] {
            if lo + k >= 0 && end + k <= len {
                all.push(candidate(offset(&text, k), if k == 0 { "sub-plain" } else { "sub-offset" }));
            }
        }
        if end <= len {
            all.push(candidate(format!("{} - {text}", len - 1), "sub-reversed"));
        }
    }

    fn line_candidates(&self, arr: &Array, iv: &Iv, all: &mut Vec<Candidate>) {
        let (text, lo, hi) = self.index_of(iv);
        let (off, need) = match hi {
            Hi::N(off) => (off, 0),
            Hi::Const(end) => (self.extra, end - self.extra),
            Hi::Stride => (self.extra, 4 - self.extra),
            Hi::Row(..) | Hi::Open => return,
        };
        for k in [-2, -1, 0, 0, 0, 1, 2] {
            if lo + k >= 0 && (off + k <= self.extra || need > 0) {
                let feature = if k == 0 { "sub-plain" } else { "sub-offset" };
                let need_n = if need > 0 { need + k.max(0) } else { 0 };
                all.push(Candidate { text: offset(&text, k), need_n, feature });
            }
        }
        if off <= 0 && need <= 0 {
            all.push(candidate(format!("n - 1 - {text}"), "sub-reversed"));
        }
        if arr.mult >= 2 && off <= 0 && need <= 0 {
            all.push(candidate(format!("2 * {text}"), "sub-affine"));
            all.push(candidate(format!("2 * {text} + 1"), "sub-affine"));
            all.push(candidate(format!("{text} + h"), "sub-half"));
        }
        if arr.mult >= 4 && off <= 0 && need <= 0 {
            all.push(candidate(format!("{text} * s"), "sub-symbolic-stride"));
            all.push(candidate(format!("3 * {text} + 2"), "sub-affine"));
        }
    }

    fn diagonal_candidates(&self, iv: &Iv, all: &mut Vec<Candidate>) {
        let (text, _, hi) = self.index_of(iv);
        if matches!(hi, Hi::N(off) if off <= 0) {
            all.push(candidate(format!("{text} * n"), "sub-symbolic-stride"));
            all.push(candidate(format!("{text} * (n + 1)"), "sub-symbolic-stride"));
            all.push(candidate(text, "sub-plain"));
        }
    }

    /// Subscripts of two ivs: rows and columns, or `i * s + j`.
    fn pair_candidates(&self, array: usize, outer: usize, inner: usize, all: &mut Vec<Candidate>) {
        let arr = &self.arrays[array];
        let (i, j) = (&self.ivs[outer], &self.ivs[inner]);
        if outer == inner || i.time || j.time {
            return;
        }
        let ((i, ilo, ihi), (j, jlo, jhi)) = (self.index_of(i), self.index_of(j));
        if arr.shape == Shape::Line {
            if arr.mult >= 4 && jhi == Hi::Stride && matches!(ihi, Hi::N(off) if off <= 0) {
                all.push(candidate(format!("{i} * s + {j}"), "sub-symbolic-stride"));
            }
            if arr.mult >= 2 && matches!((ihi, jhi), (Hi::N(a), Hi::N(b)) if a + b <= 1) {
                all.push(candidate(format!("{i} + {j}"), "sub-coupled"));
            }
            return;
        }
        if let Some(joint) = arr.shape.joint() {
            return self.two_candidates(array, outer, inner, joint, all);
        }
        if arr.shape != Shape::Plane {
            return;
        }
        let (Hi::N(ioff), Hi::N(joff)) = (ihi, jhi) else { return };
        if ioff > 0 || joff > 0 {
            return;
        }
        all.push(candidate(format!("{i} * n + {j}"), "sub-row-major"));
        all.push(candidate(format!("{i} * n + {j}"), "sub-row-major"));
        all.push(candidate(format!("({i} + 1) * n - 1 - {j}"), "sub-row-reversed"));
        all.push(candidate(format!("{i} * n + (n - 1 - {j})"), "sub-row-reversed"));
        let above = (jlo >= 1).then(|| format!("{i} * n + {j} - 1"));
        let below = (joff <= -1).then(|| format!("{i} * n + {j} + 1"));
        let left = (ilo >= 1).then(|| format!("({i} - 1) * n + {j}"));
        let right = (ioff <= -1).then(|| format!("({i} + 1) * n + {j}"));
        // Twice each: they are the neighbors that stencils read.
        let near: Vec<String> = [above, below, left, right].into_iter().flatten().collect();
        all.extend(near.iter().chain(&near).map(|text| candidate(text.clone(), "sub-row-offset")));
    }

    /// `a[i][j]` and what is near it.
    fn two_candidates(
        &self,
        array: usize,
        outer: usize,
        inner: usize,
        joint: &str,
        all: &mut Vec<Candidate>,
    ) {
        let shape = self.arrays[array].shape;
        let (i, ilo, ihi) = self.index_of(&self.ivs[outer]);
        let (j, jlo, jhi) = self.index_of(&self.ivs[inner]);
        let two = |i: &str, j: &str, feature| candidate(format!("{i}{joint}{j}"), feature);
        if jhi == Hi::Row(array, outer) {
            all.extend([two(&i, &j, "rows-own-length"), two(&i, &j, "rows-own-length")]);
            if jlo >= 1 {
                all.push(two(&i, &format!("{j} - 1"), "rows-own-length"));
            }
            return;
        }
        let rows = match shape {
            Shape::Rows => matches!(ihi, Hi::N(off) if off <= 0),
            Shape::Cells | Shape::Vector => matches!(ihi, Hi::N(off) if off <= self.extra),
            Shape::Fixed => matches!(ihi, Hi::Const(end) if end <= FIXED.0) || ihi == Hi::Stride,
            _ => false,
        };
        let length = match shape {
            Shape::Cells => CELL,
            Shape::Vector => VECTOR,
            _ => FIXED.1,
        };
        let columns = match shape {
            Shape::Rows => matches!(jhi, Hi::N(off) if off <= 0),
            // A stride is at most 4.
            _ => matches!(jhi, Hi::Const(end) if end <= length) || (jhi == Hi::Stride && length >= 4),
        };
        if !rows || !columns {
            return;
        }
        all.extend([two(&i, &j, "rows-plain"), two(&i, &j, "rows-plain")]);
        let reversed = if shape == Shape::Rows { "n".to_owned() } else { length.to_string() };
        if jlo >= 1 {
            all.push(two(&i, &format!("{j} - 1"), "rows-offset"));
        }
        if !matches!(jhi, Hi::Stride) {
            all.push(two(&i, &format!("{reversed} - 1 - {j}"), "rows-reversed"));
        }
        if ilo >= 1 {
            let above = two(&format!("{i} - 1"), &j, "rows-offset");
            all.extend([above.clone(), above]);
        }
        if shape == Shape::Rows {
            all.extend([two(&j, &i, "rows-transposed"), two(&j, &i, "rows-transposed")]);
            if matches!(ihi, Hi::N(off) if off < 0) {
                all.push(two(&format!("{i} + 1"), &j, "rows-offset"));
            }
            if matches!(jhi, Hi::N(off) if off < 0) {
                all.push(two(&i, &format!("{j} + 1"), "rows-offset"));
            }
        }
    }

    /// `idx[i] as usize`
    pub(super) fn indirect(&mut self) -> Option<String> {
        let index: Vec<usize> = (0..self.arrays.len()).filter(|&a| self.arrays[a].index).collect();
        let array = self.pick_any(&index)?;
        let all = self.candidates(array);
        let chosen = self.pick_any(&all)?;
        let inner = self.settle(chosen);
        self.feature("sub-indirect");
        let access = self.access(array, &inner, false);
        Some(if self.arrays[array].elem == Elem::Usize { access } else { format!("{access} as usize") })
    }

    /// Anything affine in the ivs, right or wrong.
    fn rough_subscript(&mut self, array: usize) -> Option<String> {
        let first = self.rough_form()?;
        let Some(joint) = self.arrays[array].shape.joint() else { return Some(first) };
        // Arrays of a known length would be refused by rustc for a constant that does not fit.
        let second = self.rough_form()?;
        Some(format!("{first}{joint}{second}"))
    }

    fn rough_form(&mut self) -> Option<String> {
        let usable: Vec<Iv> = self.ivs.iter().filter(|iv| !iv.time).cloned().collect();
        let first = self.pick_any(&usable)?;
        let second = self.pick(&usable);
        let raw =
            |iv: &Iv| if iv.ty == "usize" { iv.name.clone() } else { format!("({} as usize)", iv.name) };
        let (i, j) = (raw(&first), raw(&second));
        let (c0, c1, k) = (self.between(1, 3), self.between(1, 2), self.between(-3, 4));
        let text = match self.weighted(&[30, 20, 15, 10, 10, 15]) {
            0 => offset(&i, k),
            1 => offset(&format!("{c0} * {i} + {c1} * {j}"), k),
            2 => format!("n - {i}"),
            3 => format!("{i} * s + {j}"),
            4 => format!("{j} * n - {i}"),
            _ => offset(&format!("{c0} * {i}"), k),
        };
        self.feature("sub-rough");
        Some(text)
    }

    /// The ways to write the array so that different iterations of the parallel iv touch different elements.
    pub(super) fn pin_candidates(&self, array: usize, parallel: usize) -> Vec<Pin> {
        let arr = &self.arrays[array];
        let (i, _, hi) = self.index_of(&self.ivs[parallel]);
        let mut pins = Vec::new();
        let mut pin = |write: String, reads: Vec<String>, depth: usize| {
            let reads = [vec![write.clone()], reads].concat();
            pins.push(Pin { array, write, reads, depth, range: false, feature: "sub-plain" });
        };
        let level = parallel + 1;
        match (arr.storage, arr.shape, hi) {
            (Storage::Local(len), _, Hi::Const(end)) if end <= len as i64 => pin(i.clone(), vec![], level),
            (Storage::Local(_), ..) => {}
            (_, Shape::Line | Shape::Member, Hi::N(off)) if off <= self.extra => {
                pin(i.clone(), vec![], level);
                pin(i.clone(), vec![], level);
                if off < self.extra {
                    pin(format!("{i} + 1"), vec![], level);
                }
                if off <= 0 {
                    pin(format!("n - 1 - {i}"), vec![], level);
                }
                if off <= 0 && arr.mult >= 2 {
                    pin(i.clone(), vec![format!("{i} + h"), format!("{i} + h")], level);
                    pin(format!("2 * {i}"), vec![format!("2 * {i} + 1"), format!("2 * {i} + 1")], level);
                }
            }
            (_, Shape::Plane, Hi::N(off)) if off <= 0 && level == self.ivs.len() => {
                pin(format!("{i} * n"), vec![], level);
                pin(format!("{i} * (n + 1)"), vec![], level);
            }
            (_, Shape::Rows, Hi::N(off)) if off <= 0 => {
                pin(format!("{i}][0"), vec![format!("{i}][n - 1"), format!("{i}][{i}")], level);
                pin(format!("{i}][{i}"), vec![], level);
            }
            (_, Shape::Cells, Hi::N(off)) if off <= self.extra => {
                pin(format!("{i}][1"), vec![format!("{i}][0"), format!("{i}][3")], level);
                pin(format!("{i}][{i} % 4"), vec![format!("{i}][2")], level);
            }
            (_, Shape::Vector, Hi::N(off)) if off <= self.extra => {
                pin(format!("{i}].v[2"), vec![format!("{i}].v[0")], level);
            }
            (_, Shape::Fixed, Hi::Const(end)) if end <= FIXED.0 => {
                pin(format!("{i}][3"), vec![format!("{i}][0")], level);
            }
            _ => {}
        }
        if let (Shape::Plane, Hi::N(off), true) = (arr.shape, hi, !arr.is_local())
            && off <= 0
        {
            for write in [format!("{i} * n..({i} + 1) * n"), format!("{i} * n..{i} * n + n")] {
                let reads = vec![write.clone(), format!("{i} * n"), format!("{i} * n + n - 1")];
                let feature = "subrange-row";
                pins.push(Pin { array, write, reads, depth: level, range: true, feature });
            }
        }
        if let (true, Hi::N(off)) = (arr.is_line() && arr.mult == 1, hi)
            && off <= self.extra
        {
            for write in [format!("{i}..{i} + 1"), format!("{i}..={i}")] {
                let reads = vec![write.clone(), i.clone()];
                let feature = "subrange-one";
                pins.push(Pin { array, write, reads, depth: level, range: true, feature });
            }
        }
        for inner in level..self.ivs.len() {
            self.pair_pins(array, parallel, inner, &mut pins);
        }
        pins
    }

    fn pair_pins(&self, array: usize, outer: usize, inner: usize, pins: &mut Vec<Pin>) {
        let mut all = Vec::new();
        self.pair_candidates(array, outer, inner, &mut all);
        let (i, j) = (self.index_of(&self.ivs[outer]), self.index_of(&self.ivs[inner]));
        let apart = |c: &&Candidate| !matches!(c.feature, "sub-coupled" | "sub-row-offset" | "rows-offset");
        for write in all.iter().filter(apart) {
            let mut reads = vec![write.text.clone()];
            if matches!(write.feature, "rows-plain" | "rows-own-length") && j.1 >= 1 {
                let joint = self.arrays[array].shape.joint().unwrap_or("][");
                reads.push(format!("{}{joint}{} - 1", i.0, j.0));
            }
            if write.feature == "sub-row-major" && j.1 >= 1 {
                reads.push(format!("{} * n + {} - 1", i.0, j.0));
            }
            pins.push(Pin {
                array,
                write: write.text.clone(),
                reads,
                depth: inner + 1,
                range: false,
                feature: write.feature,
            });
        }
        let square = matches!((i.2, j.2), (Hi::N(a), Hi::N(b)) if a <= 0 && b <= 0);
        if self.arrays[array].shape == Shape::Plane && square && !self.is_local(array) {
            let write = format!("{} * n + {}", j.0, i.0);
            let reads = vec![write.clone()];
            let pin =
                Pin { array, write, reads, depth: inner + 1, range: false, feature: "sub-column-major" };
            pins.extend(vec![pin; 9]);
        }
    }
}

/// The greatest power of two that is not above the number.
trait PowerBelow {
    fn next_power_of_two_below(self) -> i64;
}

impl PowerBelow for i64 {
    fn next_power_of_two_below(self) -> i64 {
        1 << self.ilog2()
    }
}
