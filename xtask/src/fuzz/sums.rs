//! Sums, and reductions that are none: values carried from one iteration to the next.
//!
//! In: what is in scope. Out: lines. Invariant: a variable made here is used by its own statements alone.

use super::model::{Class, Elem};
use super::state::Gen;

const FLOATS: [Elem; 3] = [Elem::F64, Elem::F64, Elem::F32];
const INTS: [Elem; 3] = [Elem::I64, Elem::I64, Elem::I32];

impl Gen {
    /// `s += ..;`
    pub(super) fn float_reduction(&mut self) {
        let elem = self.pick(&FLOATS);
        let value = self.expr(elem, true, 2);
        self.sum_of(&value, elem);
    }

    /// A float sum of this value.
    pub(super) fn sum_of(&mut self, value: &str, elem: Elem) {
        self.single |= elem == Elem::F32;
        self.float_reduction = true;
        let start = self.start_value(elem);
        let name = self.accumulator("s", elem, Class::Soft, &start);
        // Typed even where the value is a bare literal and the start carries no suffix.
        let value = format!("({value} + 0.0{})", elem.name());
        match self.weighted(&[60, 20, 20]) {
            0 => {
                self.feature("reduction-float-add");
                self.line(format!("{name} += {value};"));
            }
            1 => {
                self.feature("reduction-float-sub");
                self.line(format!("{name} -= {value};"));
            }
            _ => {
                self.feature("reduction-float-add");
                self.line(format!("{name} = {name} + {value};"));
            }
        }
    }

    /// `c += ..;` on integers: sums of what is stored may overflow in inputs near the extremes.
    pub(super) fn int_reduction(&mut self) {
        let elem = self.pick(&INTS);
        let start = self.start_value(elem);
        let name = self.accumulator("c", elem, Class::Exact, &start);
        let value = match self.read(elem, false) {
            Some(read) if self.chance(60) => read,
            _ => format!("({} & 1023{})", self.expr(elem, false, 2), elem.name()),
        };
        self.feature("reduction-int");
        self.line(format!("{name} += {value};"));
    }

    /// Reductions that no regrouping can keep, or hardly: two operators on one variable, comparisons that take
    /// NaN, truth values by assignment.
    pub(super) fn odd_reduction(&mut self) {
        let elem = self.pick(&[Elem::I64, Elem::I64, Elem::I32, Elem::U8]);
        let ty = elem.name();
        let value = self.expr(elem, false, 1);
        match self.weighted(&[30, 30, 20, 20, 20]) {
            0 => self.nan(),
            4 => {
                // The right side may panic, so an order is told by where it is not computed.
                self.feature("reduction-lazy");
                let name = self.fresh("f");
                self.decls.push(format!("let mut {name} = true;"));
                self.results.push((format!("i32::from({name})"), Elem::I32, Class::Exact));
                self.line(format!("{name} = {name} && (7{ty} / ({value})) != 3;"));
            }
            1 => {
                self.feature("reduction-by-assignment");
                let (name, condition) = (self.fresh("f"), self.condition());
                let set = self.chance(50);
                self.decls.push(format!("let mut {name} = {};", !set));
                self.results.push((format!("i32::from({name})"), Elem::I32, Class::Exact));
                self.line(format!("if {condition} {{ {name} = {set}; }}"));
            }
            2 => {
                self.feature("reduction-int-sub");
                let name = self.accumulator("c", elem, Class::Exact, &format!("100{ty}"));
                self.line(format!("{name} -= ({value}) & 1{ty};"));
            }
            _ => {
                self.feature("reduction-mixed");
                let name = self.accumulator("c", elem, Class::Exact, &format!("1{ty}"));
                self.line(format!("{name} ^= {value};"));
                self.line(format!("{name} |= 1{ty};"));
            }
        }
    }

    /// Where nothing is greater than NaN, these take it.
    fn nan(&mut self) {
        let elem = self.pick(&[Elem::F64, Elem::F64, Elem::F32, Elem::I64]);
        let Some(read) = self.read(elem, false) else { return self.int_reduction() };
        self.feature("reduction-nan");
        let (sign, other, end) = self.pick(&[(">", "<=", "MIN"), ("<", ">=", "MAX")]);
        let name = self.accumulator("b", elem, Class::Exact, &format!("{}::{end}", elem.name()));
        if self.chance(50) {
            return self.line(format!("if !({read} {other} {name}) {{ {name} = {read}; }}"));
        }
        self.line(format!("{name} = if {name} {sign} {read} {{ {name} }} else {{ {read} }};"));
    }
}
