//! Subscripts: which element an access names.
//!
//! In: an array and the ivs in scope. Out: text. Invariant: unless the program is rough, a subscript lies
//! inside the array for tame inputs with `n >= min_n`, so that most runs reach the fast form.

use super::model::{Array, Elem, Storage};
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
        let rank = self.arrays[array].rank;
        if self.rough && self.chance(20) {
            return self.rough_subscript();
        }
        if rank == 1
            && self.chance(8)
            && let Some(text) = self.indirect()
        {
            return Some(text);
        }
        let all = self.candidates(array);
        let chosen = self.pick_any(&all)?;
        Some(self.settle(chosen))
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
            match (arr.storage, arr.rank) {
                (Storage::Local(len), _) => self.local_candidates(iv, len as i64, &mut all),
                (_, 1) => self.line_candidates(arr, iv, &mut all),
                _ => self.diagonal_candidates(iv, &mut all),
            }
        }
        if arr.storage_is_param() {
            for outer in 0..self.ivs.len() {
                for inner in 0..self.ivs.len() {
                    self.pair_candidates(arr, outer, inner, &mut all);
                }
            }
        }
        all
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
            Hi::Open => return,
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
            Hi::Open => return,
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

    /// Subscripts of two ivs: rows and columns of an `n * n` array, or `i * s + j`.
    fn pair_candidates(&self, arr: &Array, outer: usize, inner: usize, all: &mut Vec<Candidate>) {
        let (i, j) = (&self.ivs[outer], &self.ivs[inner]);
        if outer == inner || i.time || j.time {
            return;
        }
        let ((i, ilo, ihi), (j, jlo, jhi)) = (self.index_of(i), self.index_of(j));
        if arr.rank == 1 {
            if arr.mult >= 4 && jhi == Hi::Stride && matches!(ihi, Hi::N(off) if off <= 0) {
                all.push(candidate(format!("{i} * s + {j}"), "sub-symbolic-stride"));
            }
            if arr.mult >= 2 && matches!((ihi, jhi), (Hi::N(a), Hi::N(b)) if a + b <= 1) {
                all.push(candidate(format!("{i} + {j}"), "sub-coupled"));
            }
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
    fn rough_subscript(&mut self) -> Option<String> {
        let usable: Vec<Iv> = self.ivs.iter().filter(|iv| !iv.time).cloned().collect();
        let first = self.pick_any(&usable)?;
        let second = self.pick(&usable);
        let raw = |iv: &Iv| {
            if iv.elem == Elem::Usize { iv.name.clone() } else { format!("({} as usize)", iv.name) }
        };
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
            pins.push(Pin { array, write, reads, depth, feature: "sub-plain" });
        };
        let level = parallel + 1;
        match (arr.storage, arr.rank, hi) {
            (Storage::Local(len), _, Hi::Const(end)) if end <= len as i64 => pin(i, vec![], level),
            (Storage::Local(_), ..) => {}
            (_, 1, Hi::N(off)) if off <= self.extra => {
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
            (_, 2, Hi::N(off)) if off <= 0 && level == self.ivs.len() => {
                pin(format!("{i} * n"), vec![], level);
                pin(format!("{i} * (n + 1)"), vec![], level);
            }
            _ => {}
        }
        for inner in level..self.ivs.len() {
            self.pair_pins(array, parallel, inner, &mut pins);
        }
        pins
    }

    fn pair_pins(&self, array: usize, outer: usize, inner: usize, pins: &mut Vec<Pin>) {
        let mut all = Vec::new();
        self.pair_candidates(&self.arrays[array], outer, inner, &mut all);
        let (i, j) = (self.index_of(&self.ivs[outer]), self.index_of(&self.ivs[inner]));
        for write in all.iter().filter(|c| !matches!(c.feature, "sub-coupled" | "sub-row-offset")) {
            let mut reads = vec![write.text.clone()];
            if write.feature == "sub-row-major" && j.1 >= 1 {
                reads.push(format!("{} * n + {} - 1", i.0, j.0));
            }
            pins.push(Pin {
                array,
                write: write.text.clone(),
                reads,
                depth: inner + 1,
                feature: write.feature,
            });
        }
        let square = matches!((i.2, j.2), (Hi::N(a), Hi::N(b)) if a <= 0 && b <= 0);
        if self.arrays[array].rank == 2 && square && self.arrays[array].storage_is_param() {
            let write = format!("{} * n + {}", j.0, i.0);
            let reads = vec![write.clone()];
            let pin = Pin { array, write, reads, depth: inner + 1, feature: "sub-column-major" };
            pins.extend([pin.clone(), pin]);
        }
    }
}

impl Array {
    fn storage_is_param(&self) -> bool {
        !matches!(self.storage, Storage::Local(_))
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
