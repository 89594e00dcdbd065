//! Statements about places that are more than an element: subranges, whole rows, what references refer to,
//! fields.
//!
//! In: the ivs and arrays in scope. Out: lines. Invariant: in an independent nest a subrange of a written
//! array is the one that its pin names, and rows are those of the parallel iv.

use super::model::{Class, Elem, Shape, Storage};
use super::state::{Gen, Hi};

impl Gen {
    /// One statement of these kinds.
    pub(super) fn place_statement(&mut self) {
        match self.weighted(&[46, 18, 32, 18, 8, 20]) {
            0 => self.change_subrange(),
            1 => self.read_subrange(),
            2 => self.whole_row(),
            3 => self.field(),
            4 => self.through_reference(),
            _ => self.string(),
        }
    }

    /// A subrange that may be written here.
    fn range_target(&mut self) -> Option<(usize, String)> {
        if let Some(pins) = &self.pins {
            let depth = self.ivs.len();
            let fitting: Vec<_> =
                pins.iter().filter(|pin| pin.range && pin.depth <= depth).cloned().collect();
            return self.pick_any(&fitting).map(|pin| (pin.array, pin.write));
        }
        let fitting: Vec<usize> =
            (0..self.arrays.len()).filter(|&a| self.arrays[a].writable() && self.has_subranges(a)).collect();
        let array = self.pick_any(&fitting)?;
        self.subrange(array).map(|range| (array, range))
    }

    fn has_subranges(&self, array: usize) -> bool {
        let array = &self.arrays[array];
        !array.index && !array.is_local() && matches!(array.shape, Shape::Line | Shape::Plane)
    }

    /// `lo..hi` in the array, known to fit.
    fn subrange(&mut self, array: usize) -> Option<String> {
        let ivs: Vec<(String, i64, Hi)> =
            self.ivs.iter().filter(|iv| !iv.time).map(|iv| self.index_of(iv)).collect();
        let (i, lo, hi) = self.pick_any(&ivs)?;
        let Hi::N(off) = hi else { return None };
        if off > 0 {
            return None;
        }
        self.feature("subrange");
        if self.arrays[array].shape == Shape::Plane {
            let mut all = vec![
                (format!("{i} * n..({i} + 1) * n"), "subrange-row"),
                (format!("{i} * n..{i} * n + n"), "subrange-row"),
                (format!("..{i} * n"), "subrange-to"),
                (format!("{i} * n.."), "subrange-from"),
                (format!("{i}.."), "subrange-from"),
            ];
            if lo >= 1 {
                all.push((format!("({i} - 1) * n..{i} * n"), "subrange-row"));
            }
            let (text, feature) = self.pick(&all);
            self.feature(feature);
            return Some(text);
        }
        let (text, feature) = self.pick(&[
            (format!("{i}..n"), "subrange-tail"),
            (format!("{i}.."), "subrange-from"),
            (format!("{i}.."), "subrange-from"),
            (format!("..{i}"), "subrange-to"),
            (format!("..{i} + 1"), "subrange-to"),
            (format!("..={i}"), "subrange-inclusive"),
            (format!("{i}..={i}"), "subrange-inclusive"),
            (format!("{i}..{i} + 1"), "subrange-tail"),
        ]);
        self.feature(feature);
        Some(text)
    }

    /// `a[lo..hi].fill(..)` and its like.
    fn change_subrange(&mut self) {
        let Some((array, range)) = self.range_target() else {
            return if self.chance(50) { self.whole_row() } else { self.read_subrange() };
        };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        // The value first: it may read the array.
        let v = self.fresh("v");
        let value = self.expr(elem, soft, 1);
        self.line(format!("let {v}: {} = {value};", elem.name()));
        self.single |= soft && elem == Elem::F32;
        let length = length_of(&range);
        let copy = self.copy_source(array, &range);
        let kind = self.weighted(&[
            22,
            18,
            if length.is_some() { 30 } else { 0 },
            if copy.is_some() || length.is_some() { 40 } else { 0 },
            if elem == Elem::F64 { 20 } else { 0 },
        ]);
        let place = self.access(array, &range, true);
        match (kind, copy) {
            (0, _) => {
                self.feature("fill");
                self.line(format!("{place}.fill({v});"));
            }
            (1, _) => {
                self.feature("reverse");
                self.line(format!("{place}.reverse();"));
            }
            (2, _) => {
                self.feature("swap");
                let last = if range.contains("* n") { "n - 1" } else { "0" };
                self.line(format!("{place}.swap(0, {last});"));
            }
            (3, source) => {
                self.feature("copy-from-slice");
                let length = length.unwrap_or_default();
                let source = source.filter(|_| length.is_empty() || self.chance(60));
                let source = source.unwrap_or_else(|| format!("vec![{v}; {length}]"));
                self.line(format!("{place}.copy_from_slice(&{source});"));
            }
            _ => {
                self.feature("row-to-function");
                // The function is one more loop over the elements.
                self.degree = self.degree.max(2);
                self.line(format!("lift(&mut {place}, {v});"));
            }
        }
    }

    /// A subrange of the same length of another array.
    fn copy_source(&mut self, array: usize, range: &str) -> Option<String> {
        let (elem, soft, shape) = {
            let array = &self.arrays[array];
            (array.elem, array.soft, array.shape)
        };
        // Open ends depend on the length.
        if range.ends_with("..") {
            return None;
        }
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&b| {
                let other = &self.arrays[b];
                let apart = b != array && self.has_subranges(b) && other.shape == shape;
                apart && other.elem == elem && (soft || !other.soft) && self.pin_of(b).is_none()
            })
            .collect();
        let other = self.pick_any(&fitting)?;
        Some(self.access(other, range, false))
    }

    /// `total(&a[lo..hi])`
    fn read_subrange(&mut self) {
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| self.has_subranges(a) && matches!(self.arrays[a].elem, Elem::F64 | Elem::I64))
            .collect();
        let Some(array) = self.pick_any(&fitting) else { return self.through_reference() };
        let range = match self.pin_of(array) {
            Some(pin) if pin.range && pin.depth <= self.ivs.len() => Some(pin.write.clone()),
            Some(_) => None,
            None => self.subrange(array),
        };
        let Some(range) = range else { return self.through_reference() };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let place = self.access(array, &range, false);
        let v = self.fresh("v");
        if self.chance(25) {
            self.feature("subrange-method");
            let text = self.pick(&["{p}.len() as i64", "{p}.is_empty() as i64"]);
            self.line(format!("let {v}: i64 = {};", text.replace("{p}", &place)));
            return self.consume(&v, Elem::I64, false);
        }
        self.feature("row-to-function");
        // The function is one more loop over the elements.
        self.degree = self.degree.max(2);
        let function = if elem == Elem::F64 { "total" } else { "mixed" };
        self.line(format!("let {v}: {} = {function}(&{place});", elem.name()));
        self.consume(&v, elem, soft);
    }

    /// `g[i]` as a whole.
    fn whole_row(&mut self) {
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| matches!(self.arrays[a].shape, Shape::Rows | Shape::Ragged | Shape::Cells))
            .filter(|&a| self.pin_of(a).is_none())
            .collect();
        let ivs: Vec<(String, i64, Hi)> =
            self.ivs.iter().filter(|iv| !iv.time).map(|iv| self.index_of(iv)).collect();
        let (Some(array), Some((i, _, Hi::N(off)))) = (self.pick_any(&fitting), self.pick_any(&ivs)) else {
            return self.through_reference();
        };
        if off > self.extra {
            return self.through_reference();
        }
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let writable = self.arrays[array].writable() && !self.independent();
        let v = self.fresh("v");
        if writable && self.chance(80) {
            self.feature("row-as-whole-changed");
            let value = self.expr(elem, false, 1);
            self.line(format!("let {v}: {} = {value};", elem.name()));
            let place = self.access(array, &i, true);
            let text = self.pick(&["{p}.fill({v});", "{p}.reverse();"]);
            return self.line(text.replace("{p}", &place).replace("{v}", &v));
        }
        self.feature("row-as-whole");
        let place = self.access(array, &i, false);
        if self.chance(30) {
            self.line(format!("let {v}: i64 = {place}.len() as i64;"));
            return self.consume(&v, Elem::I64, false);
        }
        let function = if elem == Elem::F64 { "total" } else { "mixed" };
        self.line(format!("let {v}: {} = {function}(&{place});", elem.name()));
        self.consume(&v, elem, soft);
    }

    /// `st.total += ..;`
    fn field(&mut self) {
        let iv = self.ivs.last().map_or("n".to_owned(), |iv| iv.name.clone());
        match self.weighted(&[40, 20, 20, if self.soft { 40 } else { 0 }]) {
            0 => {
                self.feature("field-sum");
                let value = self.expr(Elem::I64, false, 1);
                self.line(format!("st.total += ({value}) & 1023;"));
            }
            1 => {
                self.feature("field-last");
                self.line(format!("st.last = {iv} as usize;"));
            }
            2 => {
                self.feature("field-nested");
                let value = self.expr(Elem::I64, false, 1);
                let text = self.pick(&[
                    "st.pair.0 ^= {v};",
                    "st.pair.0 = st.pair.0.max({v});",
                    "st.pair.0 += ({v}) & 7;",
                ]);
                self.line(text.replace("{v}", &value));
            }
            _ => {
                self.feature("field-float-sum");
                self.float_reduction = true;
                let value = self.expr(Elem::F64, true, 1);
                self.line(format!("st.sum += {value};"));
            }
        }
    }

    /// `*rm += ..;`
    fn through_reference(&mut self) {
        let value = self.expr(Elem::I64, false, 1);
        self.feature("reference-param");
        if self.chance(70) {
            return self.line(format!("*rm += ({value}) & 1023;"));
        }
        if self.independent() {
            let name = self.accumulator("c", Elem::I64, Class::Exact, "0i64");
            return self.line(format!("{name} += ((*rd) * 4.0) as i64 & 63;"));
        }
        self.line(format!("*rm = *rm ^ ({value});"));
    }

    /// An element that is not copied.
    fn string(&mut self) {
        let members = (0..self.arrays.len()).find(|&a| {
            let array = &self.arrays[a];
            array.shape == Shape::Member && array.storage != Storage::Shared
        });
        let parallel = self.ivs.iter().find(|iv| !iv.time).map(|iv| self.index_of(iv));
        let (Some(_), Some((i, _, Hi::N(off)))) = (members, parallel) else { return self.field() };
        if off > self.extra {
            return self.field();
        }
        self.feature("element-not-copied");
        self.accesses.entry("p.name".to_owned()).or_default().1 = true;
        let text = self.pick(&[
            "p[{i}].name = format!(\"{}:{}\", {i}, n);",
            "p[{i}].name.push('x');",
            "p[{i}].name = p[{i}].name.clone() + \"!\";",
        ]);
        self.line(text.replace("{i}", &i));
    }
}

/// How many elements a subrange has, where that is more than none and easily said.
fn length_of(range: &str) -> Option<String> {
    if let Some((lo, hi)) = range.split_once("..") {
        let row = lo.ends_with("* n") && !hi.is_empty();
        let one = hi == format!("{lo} + 1") || (!lo.is_empty() && hi == format!("={lo}"));
        return match (row, one, lo, hi) {
            (true, ..) => Some("n".to_owned()),
            (_, true, ..) => Some("1".to_owned()),
            (_, _, lo, "n") if !lo.is_empty() => Some(format!("n - {lo}")),
            (_, _, "", hi) if hi.ends_with("+ 1") => Some(hi.to_owned()),
            _ => None,
        };
    }
    None
}
