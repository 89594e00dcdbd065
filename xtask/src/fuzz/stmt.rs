//! Statements of loop bodies: stores, private scalars, reductions, recurrences, conditionals.
//!
//! In: the ivs, arrays and scalars in scope. Out: lines. Invariant: in an independent nest every access to a
//! written array uses one of its pinned subscripts, and no scalar carries a value except as a reduction.

use super::model::{Class, Elem};
use super::state::{Gen, Scalar};

impl Gen {
    /// One random statement (it may span several lines).
    pub(super) fn statement(&mut self, nesting: u32) {
        let soft = if self.soft { 9 } else { 0 };
        let free = u32::from(!self.independent());
        let nested = u32::from(nesting < 2);
        let mut kinds = [
            36,
            7,
            7,
            soft,
            6,
            14,
            8 * nested,
            5 * free,
            7 * free,
            2 * soft * free,
            7 * free,
            8 * free,
            8,
            28,
            9 * nested,
            14,
            6,
            7,
        ];
        // 12 to 16 are the kinds with many forms of their own.
        let theme = [None, Some(13), Some(15), Some(14), Some(12), Some(5), Some(16)][self.theme];
        if let Some(theme) = theme {
            kinds[theme] *= if theme == 5 { 3 } else { 6 };
        }
        match self.weighted(&kinds) {
            0 => self.store(),
            1 => self.private_outside(),
            2 => self.private_inside(),
            3 => self.float_reduction(),
            4 => self.int_reduction(),
            5 => self.other_reduction(),
            6 => self.conditional(nesting),
            7 => self.carried(),
            8 => self.recurrence(),
            9 => self.prefix_sum(),
            10 => self.histogram(),
            11 => self.induction(),
            12 => self.leave(),
            13 => self.body_statement(nesting),
            14 => self.narrowing(nesting),
            15 => self.place_statement(),
            17 => self.chain(),
            _ => self.odd_reduction(),
        }
    }

    /// An array that may be written here, and where.
    pub(super) fn target(&mut self) -> Option<(usize, String)> {
        if let Some(pins) = &self.pins {
            let depth = self.ivs.len();
            let fitting: Vec<_> =
                pins.iter().filter(|pin| !pin.range && pin.depth <= depth).cloned().collect();
            return self.pick_any(&fitting).map(|pin| (pin.array, pin.write));
        }
        let fitting: Vec<usize> = (0..self.arrays.len()).filter(|&a| self.arrays[a].writable()).collect();
        let array = self.pick_any(&fitting)?;
        self.subscript(array).map(|subscript| (array, subscript))
    }

    /// `a[..] = ..;`
    pub(super) fn store(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let depth = self.between(1, 2) as u32;
        let value = self.expr(elem, soft, depth);
        self.store_value(array, &subscript, &value);
    }

    pub(super) fn store_value(&mut self, array: usize, subscript: &str, value: &str) {
        let elem = self.arrays[array].elem;
        self.single |= self.arrays[array].soft && elem == Elem::F32;
        let place = self.access(array, subscript, true);
        let value = if self.chance(80) { bare(value) } else { value };
        let choice = self.weighted(&[60, 20, 10, 10]);
        if choice == 0 || !(elem.is_float() || self.rough) {
            return self.line(format!("{place} = {value};"));
        }
        self.feature("compound-assignment");
        let op = ["", "+=", "-=", "*="][choice];
        self.line(format!("{place} {op} {value};"));
    }

    /// `t = ..; a[..] = ..t..;` with `t` declared before the nest.
    fn private_outside(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        if elem == Elem::U8 {
            return self.store();
        }
        let class = if soft { Class::Soft } else { Class::Exact };
        let start = self.start_value(elem);
        let name = self.accumulator("t", elem, class, &start);
        let value = self.expr(elem, soft, 2);
        self.line(format!("{name} = {};", bare(&value)));
        self.feature("private-outside");
        self.scalars.push(Scalar { name: name.clone(), elem, soft });
        let rest = self.expr(elem, soft, 1);
        let op = if elem.is_float() { "+" } else { "^" };
        self.store_value(array, &subscript, &format!("{name} {op} {rest}"));
    }

    /// `let t = ..; a[..] = ..t..;`
    fn private_inside(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let name = self.fresh("v");
        let value = self.expr(elem, soft, 2);
        let ty = elem.name();
        self.line(format!("let {name}: {ty} = {};", bare(&value)));
        self.feature("private-inside");
        self.scalars.push(Scalar { name: name.clone(), elem, soft });
        let rest = self.expr(elem, soft, 1);
        let op = if elem.is_float() { "*" } else { "^" };
        self.store_value(array, &subscript, &format!("{name} {op} {rest}"));
    }

    /// A variable declared before the nest, whose last value is a result.
    pub(super) fn accumulator(&mut self, stem: &str, elem: Elem, class: Class, start: &str) -> String {
        let name = self.fresh(stem);
        self.decls.push(format!("let mut {name} = {start};"));
        self.results.push((name.clone(), elem, class));
        // The sign of a zero must not travel on, or it would decide the sign of an infinity.
        if class != Class::ZeroSignFree {
            self.pending.push(Scalar { name: name.clone(), elem, soft: class == Class::Soft });
        }
        self.feature("scalar-result");
        name
    }

    fn conditional(&mut self, nesting: u32) {
        let condition = self.condition();
        self.feature("conditional");
        self.open(format!("if {condition}"));
        self.block(nesting + 1, 2);
        self.indent -= 1;
        if self.chance(50) {
            self.line("} else {");
            self.indent += 1;
            self.block(nesting + 1, 1);
            self.indent -= 1;
        }
        self.line("}");
    }

    /// Up to `most` statements in a scope of their own.
    pub(super) fn block(&mut self, nesting: u32, most: i64) {
        let scope = self.scalars.len();
        for _ in 0..self.between(1, most) {
            self.statement(nesting);
        }
        self.scalars.truncate(scope);
    }

    /// `p = p * 0.5 + ..; a[..] = p;`: the value of one iteration is used in the next.
    fn carried(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let class = if soft { Class::Soft } else { Class::Exact };
        let start = if elem.is_float() { format!("1.0{}", elem.name()) } else { format!("1{}", elem.name()) };
        let name = self.accumulator("p", elem, class, &start);
        let value = self.expr(elem, soft, 1);
        self.feature("carried");
        if elem.is_float() {
            self.line(format!("{name} = {name} * 0.5 + {value};"));
        } else {
            self.line(format!("{name} = {name}.wrapping_mul(3).wrapping_add({value});"));
        }
        self.store_value(array, &subscript, &name);
    }

    /// `a[i] = a[i - 1] .. a[i + 1]`: an array that feeds itself.
    fn recurrence(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        let (Some(left), Some(right)) = (self.subscript(array), self.subscript(array)) else {
            return self.int_reduction();
        };
        let (left, right) = (self.access(array, &left, false), self.access(array, &right, false));
        let value = if self.arrays[array].elem.is_float() {
            self.feature("recurrence-float");
            format!("({left} + {right}) * 0.5")
        } else {
            self.feature("recurrence-int");
            format!("{left}.wrapping_add({right}) >> 1")
        };
        let place = self.access(array, &subscript, true);
        self.line(format!("{place} = {value};"));
    }

    /// `s += ..; a[..] = s;`
    fn prefix_sum(&mut self) {
        let Some((array, subscript)) = self.target() else {
            return self.int_reduction();
        };
        if !self.arrays[array].soft {
            return self.recurrence();
        }
        let elem = self.arrays[array].elem;
        self.float_reduction = true;
        let start = format!("0.0{}", elem.name());
        let name = self.accumulator("s", elem, Class::Soft, &start);
        let value = self.expr(elem, true, 1);
        self.feature("prefix-sum");
        self.line(format!("{name} += {value};"));
        self.store_value(array, &subscript, &name);
    }

    /// `a[idx[i] as usize] += 1;`
    fn histogram(&mut self) {
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| self.arrays[a].writable() && self.arrays[a].is_line())
            .collect();
        let Some(array) = self.pick_any(&fitting) else {
            return self.store();
        };
        let Some(subscript) = self.indirect() else {
            return self.store();
        };
        let elem = self.arrays[array].elem;
        let place = self.access(array, &subscript, true);
        self.feature("histogram");
        if elem.is_float() {
            return self.line(format!("{place} += 1.0;"));
        }
        self.line(format!("{place} = {place}.wrapping_add(1);"));
    }

    /// `k += 1; a[k] ..`: a second induction variable.
    fn induction(&mut self) {
        let whole = matches!(self.ivs.as_slice(), [iv] if iv.ty == "usize" && !iv.time);
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| self.arrays[a].writable() && self.arrays[a].is_line())
            .collect();
        let (true, Some(array)) = (whole, self.pick_any(&fitting)) else {
            return self.store();
        };
        let name = self.accumulator("w", Elem::Usize, Class::Exact, "0usize");
        let (elem, soft) = (self.arrays[array].elem, self.arrays[array].soft);
        let value = self.expr(elem, soft, 1);
        let step = if self.arrays[array].mult >= 2 { self.between(1, 2) } else { 1 };
        self.feature("induction");
        let place = self.access(array, &name, true);
        self.line(format!("{place} = {value};"));
        self.line(format!("{name} += {step};"));
    }
}

/// The expression without the parentheses around the whole of it.
fn bare(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text };
    let mut depth = 0;
    for c in inner.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        // The first parenthesis is not the last one's partner.
        if depth < 0 {
            return text;
        }
    }
    inner
}
