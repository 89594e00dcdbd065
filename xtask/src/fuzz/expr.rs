//! Expressions: typed random right sides and conditions.
//!
//! In: a type, whether soft values may flow in, a depth. Out: text. Invariant: where `soft` is false, no
//! value that regrouping or an elementary function may have changed is read, directly or through a call.

use super::model::{Elem, Shell};
use super::state::Gen;

impl Gen {
    /// An expression of the type.
    pub(super) fn expr(&mut self, elem: Elem, soft: bool, depth: u32) -> String {
        if elem.is_float() { self.float(elem, soft, depth) } else { self.int(elem, depth) }
    }

    fn float(&mut self, elem: Elem, soft: bool, depth: u32) -> String {
        if depth == 0 || self.chance(20) {
            return self.float_leaf(elem, soft);
        }
        let call = match (elem, self.shell) {
            (Elem::F64, Shell::Function) => 20,
            (Elem::F64, _) => 5,
            _ => 0,
        };
        match self.weighted(&[55, 5, 14, 4, 5, call, if soft { 14 } else { 0 }]) {
            0 => {
                let op = self.pick(&["+", "+", "-", "*"]);
                let (a, b) = (self.float(elem, soft, depth - 1), self.float(elem, soft, depth - 1));
                format!("({a} {op} {b})")
            }
            1 => self.float_division(elem, soft, depth),
            2 => self.float_method(elem, soft, depth),
            3 => {
                let (a, b) = (self.float_typed(elem, soft), self.float_leaf(elem, soft));
                let c = self.float_leaf(elem, soft);
                self.feature("mul-add");
                format!("{a}.mul_add({b}, {c})")
            }
            4 => {
                let condition = self.condition();
                let (a, b) = (self.float(elem, soft, depth - 1), self.float_leaf(elem, soft));
                self.feature("if-expression");
                format!("(if {condition} {{ {a} }} else {{ {b} }})")
            }
            5 => self.helper(depth),
            _ => self.elementary(elem),
        }
    }

    fn float_division(&mut self, elem: Elem, soft: bool, depth: u32) -> String {
        let a = self.float(elem, soft, depth - 1);
        self.feature("float-division");
        // A soft divisor near zero would amplify the last bits beyond any tolerance.
        if soft {
            let b = self.float_typed(elem, soft);
            return format!("({a} / ({b}.abs() + 1.0))");
        }
        let b = self.float_leaf(elem, false);
        format!("({a} / {b})")
    }

    fn float_method(&mut self, elem: Elem, soft: bool, depth: u32) -> String {
        self.feature("method");
        let suffix = elem.name();
        match self.weighted(&[30, 25, 25, 20]) {
            0 => format!("({} + 0.0{suffix}).abs()", self.float(elem, soft, depth - 1)),
            // The constant is not zero: std leaves open which of two zeros `max` gives.
            1 => format!("{}.max(0.25{suffix})", self.float_typed(elem, soft)),
            2 => format!("{}.min(1.5{suffix})", self.float_typed(elem, soft)),
            // Near zero a root amplifies the last bits, so its argument is never soft.
            _ => format!("{}.abs().sqrt()", self.float_typed(elem, false)),
        }
    }

    fn helper(&mut self, depth: u32) -> String {
        let argument = self.float(Elem::F64, false, depth.min(1));
        if self.rough && self.chance(80) {
            self.feature("helper-panics");
            return format!("choosy({argument})");
        }
        if self.shell == Shell::Function && self.chance(70) {
            self.feature("argument-called");
            return format!("z({argument})");
        }
        self.feature("helper");
        format!("smooth({argument})")
    }

    fn elementary(&mut self, elem: Elem) -> String {
        self.feature("elementary");
        self.elementary = true;
        self.single |= elem == Elem::F32;
        let argument = self.float_typed(elem, false);
        match self.weighted(&[40, 20, 20, 20]) {
            0 => format!("{argument}.min(5.5{}).exp()", elem.name()),
            1 => format!("({argument}.abs() + 0.125).ln()"),
            2 => format!("{argument}.sin()"),
            _ => format!("{argument}.cos()"),
        }
    }

    fn float_leaf(&mut self, elem: Elem, soft: bool) -> String {
        match self.weighted(&[50, 18, 14, 10, 8]) {
            0 => self.read(elem, soft).unwrap_or_else(|| self.float_literal(elem)),
            1 => self.scalar(elem, soft).unwrap_or_else(|| self.float_literal(elem)),
            2 => self.float_literal(elem),
            3 => self.iv_as(elem).unwrap_or_else(|| self.float_literal(elem)),
            _ => self.float_from_other(elem, soft),
        }
    }

    /// A float whose type does not depend on the context, so that a method can be called on it.
    fn float_typed(&mut self, elem: Elem, soft: bool) -> String {
        if self.chance(70)
            && let Some(read) = self.read(elem, soft)
        {
            return read;
        }
        format!("({} + 0.5{})", self.float_leaf(elem, soft), elem.name())
    }

    fn float_literal(&mut self, elem: Elem) -> String {
        let value = self.pick(&["0.5", "1.0", "2.0", "0.25", "1.5", "3.0", "0.125", "-1.0"]);
        if elem == Elem::F32 || self.chance(30) {
            format!("{value}{}", elem.name())
        } else {
            value.to_owned()
        }
    }

    fn float_from_other(&mut self, elem: Elem, soft: bool) -> String {
        self.feature("cast");
        let others = [Elem::F64, Elem::F32, Elem::I64, Elem::I32, Elem::U8];
        let from = self.pick(&others);
        match self.read(from, soft && from.is_float()) {
            Some(read) => {
                self.single |= soft && from == Elem::F32;
                format!("({read} as {})", elem.name())
            }
            None => self.float_literal(elem),
        }
    }

    fn int(&mut self, elem: Elem, depth: u32) -> String {
        if depth == 0 || self.chance(25) {
            return self.int_leaf(elem);
        }
        let rough = if self.rough { 25 } else { 0 };
        let (a, b) = (self.int(elem, depth - 1), self.int_leaf(elem));
        let ty = elem.name();
        match self.weighted(&[40, 18, 10, 8, 8, rough, 5]) {
            0 => {
                let op = self.pick(&["wrapping_add", "wrapping_sub", "wrapping_mul"]);
                self.feature("wrapping");
                format!("({a} | 0{ty}).{op}({b})")
            }
            1 => {
                let op = self.pick(&["&", "|", "^"]);
                self.feature("bit-operation");
                format!("({a} {op} {b})")
            }
            2 => format!("(({a} & 63) + ({b} & 63))"),
            3 => {
                let op = self.pick(&["max", "min"]);
                self.feature("method");
                format!("({a} | 0{ty}).{op}({b})")
            }
            4 => {
                let op = self.pick(&["/", "%"]);
                format!("({a} {op} {})", self.between(2, 9))
            }
            5 => {
                let op = self.pick(&["+", "-", "*", "/", "%"]);
                self.feature(if matches!(op, "/" | "%") { "int-division" } else { "int-overflow" });
                format!("({a} {op} {b})")
            }
            _ => format!("(({a} & 63) >> 2)"),
        }
    }

    fn int_leaf(&mut self, elem: Elem) -> String {
        match self.weighted(&[55, 10, 15, 10, 10]) {
            0 => self.read(elem, false).unwrap_or_else(|| self.int_literal(elem)),
            1 => self.scalar(elem, false).unwrap_or_else(|| self.int_literal(elem)),
            2 => self.iv_as(elem).unwrap_or_else(|| self.int_literal(elem)),
            3 => self.int_literal(elem),
            _ => {
                let from = self.pick(&[Elem::I64, Elem::I32, Elem::U8, Elem::F64]);
                self.feature("cast");
                match self.read(from, false) {
                    Some(read) => format!("({read} as {})", elem.name()),
                    None => self.int_literal(elem),
                }
            }
        }
    }

    fn int_literal(&mut self, elem: Elem) -> String {
        let value = self.between(1, 7);
        if self.chance(50) { format!("{value}{}", elem.name()) } else { value.to_string() }
    }

    pub(super) fn iv_as(&mut self, elem: Elem) -> Option<String> {
        let ivs = self.ivs.clone();
        let iv = self.pick_any(&ivs)?;
        self.feature("iv-as-value");
        Some(if iv.ty == elem.name() { iv.name } else { format!("({} as {})", iv.name, elem.name()) })
    }

    fn scalar(&mut self, elem: Elem, soft: bool) -> Option<String> {
        let fitting: Vec<_> =
            self.scalars.iter().filter(|s| s.elem == elem && (soft || !s.soft)).cloned().collect();
        let scalar = self.pick_any(&fitting)?;
        if scalar.name == "(*rd)" {
            self.feature("reference-read");
        }
        if matches!(scalar.name.as_str(), "x" | "y" | "q") {
            self.feature("scalar-param");
        }
        Some(scalar.name)
    }

    /// A read of some array of the type that may be read here.
    pub(super) fn read(&mut self, elem: Elem, soft: bool) -> Option<String> {
        let fitting: Vec<usize> = (0..self.arrays.len())
            .filter(|&a| {
                let array = &self.arrays[a];
                array.elem == elem && !array.index && (soft || !array.soft)
            })
            .collect();
        let array = self.pick_any(&fitting)?;
        self.read_of(array)
    }

    /// A read of this array, if it may be read here.
    pub(super) fn read_of(&mut self, array: usize) -> Option<String> {
        let subscript = self.read_subscript(array)?;
        Some(self.access(array, &subscript, false))
    }

    fn read_subscript(&mut self, array: usize) -> Option<String> {
        if !self.independent() {
            return self.subscript(array);
        }
        let Some(pin) = self.pin_of(array) else {
            return self.subscript(array);
        };
        if pin.depth > self.ivs.len() {
            return None;
        }
        // What follows the write's own text is an element also where that is a subrange.
        let reads = if pin.range { pin.reads[1..].to_vec() } else { pin.reads.clone() };
        self.pick_any(&reads)
    }

    /// A condition on values that are never soft.
    pub(super) fn condition(&mut self) -> String {
        let op = self.pick(&["<", ">", "<=", ">=", "!="]);
        match self.weighted(&[40, 15, 20, 15, 10]) {
            0 => self.compare(Elem::F64, op),
            1 => self.compare(Elem::I64, op),
            2 => {
                let array = self.pick(&[Elem::F32, Elem::I32, Elem::U8]);
                self.compare(array, op)
            }
            3 => match self.iv_as(Elem::I64) {
                Some(iv) => format!("({iv} & 1) == {}", self.between(0, 1)),
                None => self.compare(Elem::F64, op),
            },
            _ => {
                let (a, b) = (self.compare(Elem::F64, op), self.compare(Elem::I64, "<"));
                let join = self.pick(&["&&", "||"]);
                self.feature("logic");
                format!("{a} {join} {b}")
            }
        }
    }

    fn compare(&mut self, elem: Elem, op: &str) -> String {
        let left = match self.read(elem, false) {
            Some(read) => read,
            None => return "x > 0.5".to_owned(),
        };
        let right = if elem.is_float() { self.float_leaf(elem, false) } else { self.int_leaf(elem) };
        format!("({left} {op} {right})")
    }

    /// A float or integer literal to start a variable with.
    pub(super) fn start_value(&mut self, elem: Elem) -> String {
        match (elem.is_float(), self.chance(50)) {
            (true, true) => format!("0.0{}", elem.name()),
            (true, false) => "0.0".to_owned(),
            (false, true) => format!("0{}", elem.name()),
            (false, false) => "0".to_owned(),
        }
    }

    /// Whether an array lives in the function itself.
    pub(super) fn is_local(&self, array: usize) -> bool {
        self.arrays[array].is_local()
    }
}
