//! Loop nests: heads, what they may touch, and their bodies.
//!
//! In: the arrays of the program. Out: lines, and what the statistics need. Invariant: a nest leaves no iv in
//! scope, and its accumulators are declared before it and readable after it.

use std::collections::BTreeSet;

use super::heads::{Form, Head};
use super::model::{Class, Elem, NestInfo};
use super::state::{Frame, Gen, Hi, Iv, Pin};

impl Gen {
    /// One nest.
    pub(super) fn nest(&mut self) {
        self.accesses.clear();
        self.counters.clear();
        let first_loop = self.loops;
        let before = std::mem::take(&mut self.lines);
        if self.refused_nest() {
        } else if self.chance(7) {
            self.edge_nest();
        } else {
            self.ordinary_nest();
        }
        let body = std::mem::replace(&mut self.lines, before);
        for decl in std::mem::take(&mut self.decls) {
            self.line(decl);
        }
        self.place(body);
        let pending = std::mem::take(&mut self.pending);
        self.scalars.extend(pending);
        self.ivs.clear();
        let independent = self.pins.take().is_some();
        let reuses_written = self.accesses.values().any(|&(count, written)| written && count >= 2);
        let loops = self.loops - first_loop;
        self.nests.push(NestInfo { first_loop, loops, reuses_written, independent });
    }

    /// The lines of a nest, perhaps inside a block, a branch or an arm.
    fn place(&mut self, body: Vec<String>) {
        let around: &[&str] = match self.weighted(&[84, 4, 4, 4, 4]) {
            0 => return self.lines.extend(body),
            1 => &["if n > 0 {", "}"],
            2 => &["match n % 2 {", "    0 | 1 => {", "    }", "    _ => {}", "}"],
            3 => &["{", "}"],
            _ => &["let unit = {", "};"],
        };
        self.feature("nest-inside-block");
        let opened = around.iter().position(|line| line.starts_with('}') || line.starts_with("    }"));
        let (before, after) = around.split_at(opened.unwrap_or(1));
        before.iter().for_each(|line| self.line(line));
        self.lines.extend(body);
        after.iter().for_each(|line| self.line(line));
        // What is declared inside is not seen outside.
        self.results.retain(|(name, ..)| !self.counters.contains(name));
    }

    fn ordinary_nest(&mut self) {
        let time = self.chance(10);
        let depth = if time { self.weighted(&[60, 40]) } else { self.weighted(&[45, 40, 15]) } + 1;
        self.feature(["depth-1", "depth-2", "depth-3"][depth - 1]);
        let mut heads = Vec::new();
        if time {
            heads.push(self.time_head());
            self.ivs.push(heads[0].iv.clone());
        }
        for level in 0..depth {
            let head = self.head(level);
            self.ivs.push(head.iv.clone());
            heads.push(head);
        }
        if let Some(label) = self.mark_of_root() {
            heads[0].label = Some(label);
        }
        self.degree = self.degree.max(heads.iter().map(|head| head.degree).sum());
        if self.chance(80) {
            self.feature("nest-independent");
            self.pins = Some(self.choose_pins(usize::from(time)));
        }
        self.ivs.clear();
        self.level(&heads);
    }

    /// Which arrays an independent nest writes, and where.
    fn choose_pins(&mut self, parallel: usize) -> Vec<Pin> {
        let mut writable: Vec<usize> =
            (0..self.arrays.len()).filter(|&a| self.arrays[a].writable()).collect();
        let mut pins: Vec<Pin> = Vec::new();
        for _ in 0..self.between(1, 2) {
            let Some(array) = self.pick_any(&writable) else { break };
            writable.retain(|&other| other != array);
            let all = self.pin_candidates(array, parallel);
            let ranges: Vec<Pin> = all.iter().filter(|pin| pin.range).cloned().collect();
            let wanted = if self.theme == 2 { 70 } else { 20 };
            if let (true, Some(pin)) = (self.chance(wanted), self.pick_any(&ranges)) {
                self.feature(pin.feature);
                pins.push(pin);
                continue;
            }
            // Where the inner ivs can take part, they mostly should: otherwise few nests walk a matrix.
            let deep: Vec<Pin> = all.iter().filter(|pin| pin.depth > parallel + 1).cloned().collect();
            let mut from = if !deep.is_empty() && self.chance(70) { deep } else { all };
            if self.chance(50) {
                // By kind first: the plain ones are many.
                let kinds: Vec<&'static str> = from.iter().map(|pin| pin.feature).collect();
                let kind = self
                    .pick_any(&kinds.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
                from.retain(|pin| Some(pin.feature) == kind);
            }
            if let Some(pin) = self.pick_any(&from) {
                self.feature(pin.feature);
                pins.push(pin);
            }
        }
        pins
    }

    /// The loop of the first head with everything inside it.
    fn level(&mut self, heads: &[Head]) {
        let (head, inner) = heads.split_first().expect("a nest has a loop");
        self.loops += 1;
        let scope = self.scalars.len();
        let outermost = self.frames.is_empty();
        self.open_loop(head);
        self.ivs.push(head.iv.clone());
        if inner.is_empty() {
            self.row_sum();
            self.refused_statement();
            self.block(0, 4);
        } else if head.iv.time {
            self.level(inner);
        } else {
            self.outer_level(inner);
        }
        self.ivs.pop();
        self.close_loop(head);
        self.scalars.truncate(scope);
        if outermost && !matches!(head.form, Form::For(_)) && head.iv.ty == "usize" {
            // Where the counter stands afterwards.
            let name = head.iv.name.clone();
            self.counters.push(name.clone());
            self.results.push((name, Elem::Usize, Class::Exact));
        }
    }

    /// An inner loop, perhaps between statements of the outer one.
    fn outer_level(&mut self, inner: &[Head]) {
        if self.chance(25) {
            self.feature("imperfect-nest");
            self.statement(1);
        }
        let own_row = self.row.is_none() && self.chance(22);
        if own_row {
            self.open_row();
        }
        self.level(inner);
        if own_row {
            self.close_row();
        }
        if self.chance(15) {
            self.feature("imperfect-nest");
            self.statement(1);
        }
    }

    /// `let mut acc = 0.0;` before the inner loop.
    fn open_row(&mut self) {
        let elem = if self.soft { Elem::F64 } else { Elem::I64 };
        let name = self.fresh("acc");
        self.line(format!("let mut {name} = 0 as {};", elem.name()));
        self.float_reduction |= elem.is_float();
        self.feature("row-sum");
        self.row = Some((name, elem));
    }

    /// `acc += ..` in the innermost loop.
    fn row_sum(&mut self) {
        let Some((name, elem)) = self.row.clone() else { return };
        let value = self.expr(elem, elem.is_float(), 2);
        if elem.is_float() {
            self.line(format!("{name} += {value};"));
        } else {
            self.line(format!("{name} = {name}.wrapping_add({value});"));
        }
    }

    /// `a[i] = acc;` after the inner loop, or a sum over the rows.
    fn close_row(&mut self) {
        let Some((name, elem)) = self.row.take() else { return };
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| {
                let array = &self.arrays[a];
                array.writable() && array.elem == elem && array.soft == elem.is_float()
            })
            .collect();
        let place = self.pick_any(&fitting).and_then(|array| {
            let subscript = match (self.independent(), self.pin_of(array)) {
                (true, Some(pin)) if pin.depth <= self.ivs.len() && !pin.range => Some(pin.write.clone()),
                (true, _) => None,
                (false, _) => self.subscript(array),
            }?;
            Some(self.access(array, &subscript, true))
        });
        if let Some(place) = place {
            return self.line(format!("{place} = {name};"));
        }
        let class = if elem.is_float() { Class::Soft } else { Class::Exact };
        let total = self.accumulator("s", elem, class, &format!("0 as {}", elem.name()));
        if elem.is_float() {
            self.line(format!("{total} += {name};"));
        } else {
            self.line(format!("{total} = {total}.wrapping_add({name});"));
        }
    }

    /// Ranges at the edges of `usize`. The first statement touches an element whose index grows with the
    /// iteration, so that the plain program soon ends with a panic where the range is huge.
    fn edge_nest(&mut self) {
        self.feature("huge-extent");
        let array = self.edge_array();
        let cut = self.between(1, 2);
        let (range, index, hi) = match self.weighted(&[25, 15, 15, 15, 15, 15]) {
            0 => ("0..huge".to_owned(), "i".to_owned(), Hi::Open),
            1 => (format!("{cut}..=huge"), format!("i - {cut}"), Hi::Open),
            2 => (format!("0..n - {cut}"), "i".to_owned(), Hi::N(-cut)),
            3 => ("huge..n".to_owned(), "i".to_owned(), Hi::N(0)),
            4 => {
                self.need_n(1);
                ("usize::MAX - n + 1..=usize::MAX".to_owned(), "usize::MAX - i".to_owned(), Hi::Open)
            }
            _ => {
                self.loops += 1;
                self.degree = self.degree.max(2);
                self.open("for t in 0..m");
                self.frames.push(Frame { label: None, counts: false });
                ("0..huge".to_owned(), "i".to_owned(), Hi::Open)
            }
        };
        let nested = !self.frames.is_empty();
        self.loops += 1;
        self.open(format!("for i in {range}"));
        self.frames.push(Frame { label: None, counts: false });
        self.ivs.push(Iv::usize("i", 0, hi));
        self.touch(array, &index);
        self.block(1, 2);
        self.close();
        if nested {
            self.close();
        }
        self.frames.clear();
    }

    /// The first array: a line and a parameter in every program.
    fn edge_array(&self) -> usize {
        (0..self.arrays.len())
            .find(|&a| self.arrays[a].writable() && self.arrays[a].is_line())
            .expect("every program has a writable line")
    }

    fn touch(&mut self, array: usize, index: &str) {
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        self.pins = self.chance(50).then(|| {
            let reads = vec![index.to_owned()];
            let (write, depth) = (index.to_owned(), self.ivs.len());
            vec![Pin { array, write, reads, depth, range: false, feature: "sub-plain" }]
        });
        let value = self.expr(elem, soft, 1);
        let place = self.access(array, index, true);
        self.line(format!("{place} = {value};"));
    }
}
