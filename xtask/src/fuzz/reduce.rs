//! Reductions other than sums: products, minima, maxima, where they are, bits, all and any.
//!
//! In: the ivs, arrays and scalars in scope. Out: lines. Invariant: what a float minimum or maximum leaves does
//! not depend on the order, but for the sign of a zero where std leaves it open.

use super::model::{Class, Elem};
use super::state::Gen;

/// Spellings of a comparison of a term with a minimum or maximum.
const COMPARISONS: [(&str, bool); 4] = [(">", true), (">=", true), ("<", false), ("<=", false)];

impl Gen {
    /// One of them.
    pub(super) fn other_reduction(&mut self) {
        match self.weighted(&[20, 25, 20, 20, 15]) {
            0 => self.product(),
            1 => self.extreme_by_function(),
            2 => self.extreme_by_comparison(),
            3 => self.bits(),
            _ => self.all_or_any(),
        }
    }

    /// `p *= ..;` Float factors are near 1, so that no order leaves the range.
    fn product(&mut self) {
        if !self.soft || self.chance(40) {
            let elem = self.pick(&[Elem::I64, Elem::I32]);
            let name = self.accumulator("g", elem, Class::Exact, &format!("1{}", elem.name()));
            let value = self.expr(elem, false, 1);
            // Mostly 1, so that most products stay in range.
            let factor = if self.chance(70) { format!("(({value} & 63) / 63 + 1)") } else { value };
            self.feature("reduction-product-int");
            return self.joined(&name, "*", &factor);
        }
        self.float_reduction = true;
        let name = self.accumulator("g", Elem::F64, Class::Soft, "1.5f64");
        let value = self.expr(Elem::F64, true, 1);
        self.feature("reduction-product-float");
        self.joined(&name, "*", &format!("(1.0 + 0.000001 / (1.0 + {value} * {value}))"));
    }

    /// `name op= value;` and its long forms.
    fn joined(&mut self, name: &str, op: &str, value: &str) {
        let line = match self.between(0, 3) {
            0 | 1 => format!("{name} {op}= {value};"),
            2 => format!("{name} = {name} {op} {value};"),
            _ => format!("{name} = {value} {op} {name};"),
        };
        self.line(line);
    }

    /// `m = m.max(..);` and `m = f64::max(.., m);`
    fn extreme_by_function(&mut self) {
        let elem = self.pick(&[Elem::F64, Elem::I64, Elem::F32, Elem::I32, Elem::U8]);
        let Some(read) = self.read(elem, false) else { return self.int_reduction() };
        self.feature("reduction-max");
        let class = if elem.is_float() { Class::ZeroSignFree } else { Class::Exact };
        let ty = elem.name();
        let (function, end) = self.pick(&[("max", "MIN"), ("min", "MAX")]);
        let start = self.pick(&[format!("{ty}::{end}"), format!("0 as {ty}")]);
        let name = self.accumulator("b", elem, class, &start);
        let path = if elem.is_float() || self.chance(50) { ty } else { "std::cmp" };
        let line = match self.between(0, 4) {
            0 | 1 => format!("{name} = {name}.{function}({read});"),
            2 => format!("{name} = {read}.{function}({name});"),
            3 => format!("{name} = {path}::{function}({name}, {read});"),
            _ => format!("{name} = {path}::{function}({read}, {name});"),
        };
        self.line(line);
    }

    /// `if .. > m { m = ..; at = i; }`
    fn extreme_by_comparison(&mut self) {
        let elem = self.pick(&[Elem::F64, Elem::I64, Elem::F32, Elem::I32]);
        let Some(read) = self.read(elem, false) else { return self.int_reduction() };
        let (op, max) = self.pick(&COMPARISONS);
        let ty = elem.name();
        let end = if max { "MIN" } else { "MAX" };
        let start = self.pick(&[format!("{ty}::{end}"), format!("1 as {ty}")]);
        let name = self.accumulator("b", elem, Class::Exact, &start);
        self.feature("reduction-comparison");
        if self.chance(25) {
            return self.line(format!("{name} = if {read} {op} {name} {{ {read} }} else {{ {name} }};"));
        }
        let turned = op.replace('<', "_").replace('>', "<").replace('_', ">");
        let head =
            if self.chance(60) { format!("{read} {op} {name}") } else { format!("{name} {turned} {read}") };
        let head = if self.chance(20) { format!("{} && {head}", self.first_condition()) } else { head };
        let at = self.iv_as(Elem::Usize).filter(|_| self.chance(60));
        let place = at.map(|at| (self.accumulator("w", Elem::Usize, Class::Exact, "9usize"), at));
        self.open(format!("if {head}"));
        self.line(format!("{name} = {read};"));
        if let Some((place, at)) = place {
            self.feature("reduction-position");
            self.line(format!("{place} = {at};"));
        }
        self.close();
    }

    /// A condition that may stand on the left of `&&`.
    fn first_condition(&mut self) -> String {
        format!("({})", self.condition())
    }

    /// `b &= ..;`, `b |= ..;`, `b ^= ..;`
    fn bits(&mut self) {
        let elem = self.pick(&[Elem::I64, Elem::I32, Elem::U8]);
        let Some(read) = self.read(elem, false) else { return self.int_reduction() };
        let op = self.pick(&["&", "|", "^"]);
        let start = if op == "&" { format!("!0{}", elem.name()) } else { format!("0{}", elem.name()) };
        let name = self.accumulator("d", elem, Class::Exact, &start);
        self.feature("reduction-bits");
        self.joined(&name, op, &read);
    }

    /// `f = f && ..;`, `f |= ..;`
    fn all_or_any(&mut self) {
        let condition = self.first_condition();
        let name = self.fresh("f");
        let (start, lazy, strict) = self.pick(&[("true", "&&", "&"), ("false", "||", "|")]);
        self.decls.push(format!("let mut {name} = {start};"));
        self.results.push((format!("i32::from({name})"), Elem::I32, Class::Exact));
        self.feature("reduction-bool");
        let line = match self.between(0, 2) {
            0 => format!("{name} = {name} {lazy} {condition};"),
            1 => format!("{name} = {condition} {lazy} {name};"),
            _ => format!("{name} {strict}= {condition};"),
        };
        self.line(line);
    }
}
