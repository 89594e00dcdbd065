//! Statements as people write them beyond `a[i] = ..`: matches, options, tuples, arrays and closures of the
//! body, late declarations, assertions, references, searches.
//!
//! In: what is in scope. Out: lines. Invariant: every value made here is exact (never soft), and ends in
//! [`Gen::consume`], so that a wrong one is seen.

use super::model::Elem;
use super::state::{Gen, Scalar};

const VALUES: [Elem; 4] = [Elem::F64, Elem::F64, Elem::I64, Elem::F32];

impl Gen {
    /// One statement of these kinds.
    pub(super) fn body_statement(&mut self, nesting: u32) {
        let nested = u32::from(nesting < 2);
        match self.weighted(&[12, 6 * nested, 18, 8, 7, 10, 8, 6, 18, 16, 8, 13, 8, 5 * nested]) {
            0 => self.match_value(),
            1 => self.match_statement(nesting),
            2 => self.option(),
            3 => self.tuple(),
            4 => self.body_array(),
            5 => self.closure(),
            6 => self.shadow(),
            7 => self.late(),
            8 => self.compound(),
            9 => self.assertion(),
            10 => self.reference(),
            11 => self.search(),
            12 => self.list(),
            _ => self.block_scope(nesting),
        }
    }

    /// A value is stored or summed, as its type allows.
    pub(super) fn consume(&mut self, value: &str, elem: Elem, soft: bool) {
        if let Some((array, subscript)) = self.target() {
            let (to, into_soft) = (self.arrays[array].elem, self.arrays[array].soft);
            if !soft || into_soft {
                let value = if to == elem { value.to_owned() } else { format!("({value} as {})", to.name()) };
                return self.store_value(array, &subscript, &value);
            }
        }
        if soft {
            return self.sum_of(value, elem);
        }
        let name = self.accumulator("c", Elem::I64, super::model::Class::Exact, "0i64");
        self.line(format!("{name} += ({value} as i64) & 1023;"));
    }

    fn fresh_value(&mut self, elem: Elem) -> String {
        let name = self.fresh("v");
        self.scalars.push(Scalar { name: name.clone(), elem, soft: false });
        name
    }

    /// An exact expression whose type does not depend on the context.
    fn typed(&mut self, elem: Elem) -> String {
        let value = self.expr(elem, false, 1);
        if elem.is_float() {
            return format!("({value} + 0.5{})", elem.name());
        }
        format!("({value} | 0{})", elem.name())
    }

    /// `let v = match .. { .. };`
    fn match_value(&mut self) {
        let elem = self.pick(&VALUES);
        let arm = |this: &mut Gen| this.expr(elem, false, 1);
        let mut arms = Vec::new();
        let scrutinee = match self.weighted(&[30, 30, 20, 20]) {
            0 => {
                self.feature("match-guard");
                let of = self.pick(&[Elem::F64, Elem::I64]);
                let (bound, limit) = (self.fresh("u"), self.between(1, 3));
                let limit = if of.is_float() { format!("{limit}.5") } else { limit.to_string() };
                arms.push(format!("{bound} if {bound} < {limit} => {}", arm(self)));
                let condition = self.condition();
                let join = self.pick(&["&&", "||"]);
                arms.push(format!("{bound} if {bound} > {limit} {join} ({condition}) => {}", arm(self)));
                self.typed(of)
            }
            1 => {
                self.feature("match-range");
                let bound = self.fresh("u");
                arms.push(format!("0 => {}", arm(self)));
                arms.push(format!("1 | 2 => {}", arm(self)));
                arms.push(format!("{bound} @ 3..=5 => ({bound} as {}) + ({})", elem.name(), small(elem)));
                if self.chance(40) {
                    arms.push(format!("6 | 7 => {}", arm(self)));
                }
                format!("({} & 7i64)", self.expr(Elem::I64, false, 1))
            }
            2 => {
                self.feature("match-tuple");
                arms.push(format!("(true, false) => {}", arm(self)));
                arms.push(format!("(false, _) => {}", arm(self)));
                let (a, b) = (self.condition(), self.condition());
                format!("({a}, {b})")
            }
            _ => {
                self.feature("match-iv");
                arms.push(format!("0 => {}", arm(self)));
                arms.push(format!("1..=9 => {}", arm(self)));
                self.iv_name()
            }
        };
        // Not reached where the arms above cover all values.
        let covered = arms.len() == 4;
        let last = if covered { "unreachable!(\"no arm\")".to_owned() } else { arm(self) };
        arms.push(format!("_ => {last}"));
        let name = self.fresh("v");
        let (ty, arms) = (elem.name(), arms.join(", "));
        self.line(format!("let {name}: {ty} = match {scrutinee} {{ {arms} }};"));
        self.scalars.push(Scalar { name: name.clone(), elem, soft: false });
        self.consume(&name, elem, false);
    }

    fn iv_name(&mut self) -> String {
        let usable: Vec<String> = self.ivs.iter().map(|iv| iv.name.clone()).collect();
        self.pick_any(&usable).unwrap_or_else(|| "n".to_owned())
    }

    /// `match .. { 0 => { .. } .. }`
    fn match_statement(&mut self, nesting: u32) {
        self.feature("match-statement");
        let scrutinee = if self.chance(50) {
            format!("{} % 3", self.iv_name())
        } else {
            format!("({}) & 3i64", self.expr(Elem::I64, false, 1))
        };
        self.open(format!("match {scrutinee}"));
        for arm in ["0", "1 | 2"] {
            self.open(format!("{arm} =>"));
            self.block(nesting + 1, 1);
            self.close();
        }
        self.line("_ => {}");
        self.close();
    }

    /// `Option`s, which are calls of `Some`.
    fn option(&mut self) {
        let elem = self.pick(&VALUES);
        let ty = elem.name();
        let (found, value) = (self.fresh("o"), self.fresh("v"));
        let (condition, inside) = (self.condition(), self.expr(elem, false, 1));
        let scalar = Scalar { name: value.clone(), elem, soft: false };
        let kind = self.weighted(&[18, 20, 34, 20, 18]);
        if kind == 4 {
            self.feature("if-let-tuple");
            let iv = self.iv_name();
            self.open(format!("if let (0..=2, {value}) = ({iv} % 4, ({inside}) as {ty})"));
            self.consume(&value, elem, false);
            return self.close();
        }
        self.line(format!(
            "let {found}: Option<{ty}> = if {condition} {{ Some({inside}) }} else {{ None }};"
        ));
        match kind {
            0 => {
                self.feature("if-let");
                self.open(format!("if let Some({value}) = {found}"));
            }
            1 => {
                self.feature("let-chain");
                let (limit, rest) = (small(elem), self.condition());
                self.open(format!("if let Some({value}) = {found} && {value} > {limit} && ({rest})"));
            }
            2 if self.may_continue() => {
                self.feature("let-else");
                self.line(format!("let Some({value}) = {found} else {{ continue }};"));
                self.scalars.push(scalar);
                return self.consume(&value, elem, false);
            }
            _ => {
                self.feature("while-let");
                self.loops += 1;
                self.open(format!("while let Some({value}) = {found}"));
                self.consume(&value, elem, false);
                self.line("break;");
                return self.close();
            }
        }
        self.consume(&value, elem, false);
        self.close();
    }

    /// Tuples, and patterns that take them apart.
    fn tuple(&mut self) {
        let elem = self.pick(&VALUES);
        let ty = elem.name();
        let (p, q) = (self.fresh("v"), self.fresh("v"));
        let (one, two) = (self.typed(elem), self.typed(elem));
        self.feature("destructuring");
        let kind = self.weighted(&[30, 35, 35]);
        let muts = if kind == 1 { ["mut ", "mut "] } else { ["", ""] };
        let value = if self.chance(40) {
            let condition = self.condition();
            format!("if {condition} {{ ({one}, {two}) }} else {{ ({two}, {one}) }}")
        } else {
            format!("({one}, {two})")
        };
        self.line(format!("let ({}{p}, {}{q}): ({ty}, {ty}) = {value};", muts[0], muts[1]));
        match kind {
            0 => {}
            1 => {
                self.feature("destructuring-assignment");
                let next = if elem.is_float() { format!("{q} * 0.5") } else { format!("{q} >> 1") };
                self.line(format!("({p}, {q}) = ({next}, {p});"));
            }
            _ => {
                self.feature("nested-tuple");
                let (t, iv, r, k) = (self.fresh("t"), self.iv_name(), self.fresh("v"), self.fresh("v"));
                self.line(format!("let {t} = ({p}, ({q}, {iv}));"));
                self.line(format!("let (_, ({r}, {k})) = {t};"));
                let [f, l] = [self.fresh("v"), self.fresh("v")];
                self.line(format!("let [{f}, .., {l}] = [{t}.0, {r}, {t}.1.0];"));
                self.line(format!("let {f} = if {k} == {t}.1.1 {{ {f} }} else {{ {l} }};"));
                self.consume(&f, elem, false);
            }
        }
        for name in [&p, &q] {
            self.scalars.push(Scalar { name: name.clone(), elem, soft: false });
        }
        let name = self.pick(&[p, q]);
        self.consume(&name, elem, false);
    }

    /// Arrays that belong to the body.
    fn body_array(&mut self) {
        self.feature("body-array");
        let (w, grid, k) = (self.fresh("w"), self.fresh("w"), self.fresh("k"));
        let value = self.typed(Elem::F64);
        self.line(format!("let mut {w} = [0.25f64; 4];"));
        self.loops += 1;
        if self.chance(50) {
            self.open(format!("for {k} in 0..4"));
            self.line(format!("{w}[{k}] = {value} + {k} as f64;"));
            self.close();
        } else {
            self.line(format!("let mut {k} = 1;"));
            self.open(format!("while {k} < 4"));
            self.line(format!("{w}[{k}] = {w}[{k} - 1] * 0.5 + {value};"));
            self.line(format!("{k} += 1;"));
            self.close();
        }
        match self.weighted(&[25, 25, 25, 25]) {
            0 => self.line(format!("{w}.swap(0, 3);")),
            1 => self.line(format!("{w}.reverse();")),
            2 => self.line(format!("{w}[1..3].fill(1.5);")),
            _ => {}
        }
        let index = self.index_text();
        self.line(format!("let mut {grid} = [[0.0f64; 2]; 2];"));
        self.line(format!("{grid}[1][0] = {w}[2];"));
        self.line(format!("{grid}[0][{index} % 2] -= {w}[{index} % 4];"));
        self.consume(&format!("({grid}[1][0] + {grid}[0][1] * {w}[0])"), Elem::F64, false);
    }

    /// An iv as `usize`.
    fn index_text(&mut self) -> String {
        let usable: Vec<String> =
            self.ivs.iter().filter(|iv| !iv.time).map(|iv| self.index_of(iv).0).collect();
        self.pick_any(&usable).unwrap_or_else(|| "n".to_owned())
    }

    fn closure(&mut self) {
        let name = self.fresh("f");
        let (v, value) = (self.fresh("v"), self.fresh("v"));
        let argument = self.typed(Elem::F64);
        match self.weighted(&[26, 26, 20, 28]) {
            0 => {
                self.feature("closure-captures");
                self.scalars.push(Scalar { name: v.clone(), elem: Elem::F64, soft: false });
                let body = self.expr(Elem::F64, false, 2);
                self.scalars.pop();
                self.line(format!("let {name} = |{v}: f64| {body} + {v};"));
                self.line(format!("let {value}: f64 = {name}({argument}) + {name}(0.5);"));
            }
            1 => {
                self.feature("closure-changes");
                let steps = self.fresh("k");
                self.line(format!("let mut {steps} = 0u32;"));
                self.line(format!(
                    "let mut {name} = |{v}: f64| {{ {steps} += 1; if {v} > 1.0 {{ return {v}; }} -{v} }};"
                ));
                self.line(format!("let {value}: f64 = {name}({argument}) + {name}(0.5);"));
                self.line(format!("let {value}: f64 = {value} + {steps} as f64;"));
            }
            2 => {
                self.feature("closure-at-once");
                let body = self.expr(Elem::F64, false, 1);
                self.line(format!("let {value}: f64 = (|| {body})();"));
            }
            _ => {
                self.feature("closure-indexes");
                let k = self.fresh("k");
                let shared: Vec<usize> = (0..self.arrays.len())
                    .filter(|&a| {
                        let array = &self.arrays[a];
                        let exact = array.elem == Elem::F64 && !array.soft && !array.index;
                        exact && array.is_line() && self.pin_of(a).is_none()
                    })
                    .collect();
                let Some(array) = self.pick_any(&shared) else { return self.tuple() };
                let Some(subscript) = self.subscript(array) else { return self.tuple() };
                let place = self.access(array, &k, false);
                self.line(format!("let {name} = |{k}: usize| {place};"));
                self.line(format!("let {value}: f64 = {name}({subscript});"));
            }
        }
        self.scalars.push(Scalar { name: value.clone(), elem: Elem::F64, soft: false });
        self.consume(&value, Elem::F64, false);
    }

    /// One name, several variables.
    fn shadow(&mut self) {
        self.feature("shadowing");
        let elem = self.pick(&VALUES);
        let (name, ty) = (self.fresh("v"), elem.name());
        let value = self.typed(elem);
        self.line(format!("let {name}: {ty} = {value};"));
        match self.weighted(&[40, 30, 30]) {
            0 => {
                let inner = self.fresh("v");
                let next = if elem.is_float() { format!("{inner} * 2.0") } else { format!("{inner} ^ 5") };
                self.line(format!("let {name} = {{ let {inner} = {name}; {next} }};"));
                self.scalars.push(Scalar { name: name.clone(), elem, soft: false });
                self.consume(&name, elem, false);
            }
            1 => {
                // An array's name for one of its elements.
                let fitting: Vec<usize> = (0..self.arrays.len())
                    .filter(|&a| {
                        let array = &self.arrays[a];
                        array.is_line() && array.elem == elem && !array.soft && !array.name.contains('.')
                    })
                    .collect();
                let read = self.pick_any(&fitting).and_then(|a| Some((a, self.read_of(a)?)));
                let Some((array, read)) = read else { return self.consume(&name, elem, false) };
                let own = self.arrays[array].name.clone();
                let join = if elem.is_float() { "+" } else { "^" };
                let v = self.fresh("v");
                self.line(format!("let {v}: {ty} = {{ let {own} = {read}; {own} {join} {name} }};"));
                self.consume(&v, elem, false);
            }
            _ => {
                // The induction variable's own name.
                self.feature("shadowed-iv");
                let iv = self.iv_name();
                self.line("{");
                self.indent += 1;
                let same = if self.chance(50) { format!("{iv} + 0") } else { iv.clone() };
                self.line(format!("let {iv} = {same};"));
                self.consume(&name, elem, false);
                self.close();
            }
        }
    }

    /// `let v; if .. { v = .. } else { v = .. }`
    fn late(&mut self) {
        self.feature("late-let");
        let elem = self.pick(&VALUES);
        let (name, condition) = (self.fresh("v"), self.condition());
        let (one, two) = (self.expr(elem, false, 1), self.expr(elem, false, 1));
        self.line(format!("let {name}: {};", elem.name()));
        self.line(format!("if {condition} {{ {name} = {one} }} else {{ {name} = {two} }}"));
        self.scalars.push(Scalar { name: name.clone(), elem, soft: false });
        self.consume(&name, elem, false);
    }

    /// Every operator with `=`.
    fn compound(&mut self) {
        if self.chance(70)
            && let Some((array, subscript)) = self.target()
            && !self.arrays[array].soft
        {
            let elem = self.arrays[array].elem;
            let op = if elem.is_float() {
                self.feature("op-float");
                self.pick(&["/= 3.0", "%= 5.0", "-= 0.5"])
            } else {
                self.feature("op-int");
                self.pick(&["/= 3", "%= 7", "&= 63", "|= 1", "^= 5", ">>= 1", "<<= 1"])
            };
            let place = self.access(array, &subscript, true);
            return self.line(format!("{place} {op};"));
        }
        self.feature("op-chain");
        let (name, iv) = (self.fresh("k"), self.iv_name());
        self.line(format!("let mut {name} = (({iv} as u32) & 0xffff);"));
        for _ in 0..4 {
            let op = self
                .pick(&["+= 3", "*= 5", "/= 2", "%= 1000", "&= 0xfff", "|= 1", "^= 0x55", "<<= 2", ">>= 1"]);
            self.line(format!("{name} {op};"));
        }
        self.consume(&format!("({name} as i64)"), Elem::I64, false);
    }

    /// `assert!` and its relatives: most inputs keep them, some do not.
    fn assertion(&mut self) {
        let read = match self.read(Elem::F64, false) {
            Some(read) => read,
            None => "(x + 0.5)".to_owned(),
        };
        let iv = self.iv_name();
        match self.weighted(&[20, 14, 11, 10, 14, 16, 15]) {
            0 => {
                self.feature("assert");
                let condition = self.pick(&[
                    format!("{read} < 1000.5"),
                    format!("!({read} > 1000.5)"),
                    format!("{read} < 1000.5 && {iv} as i64 >= -9"),
                    format!("{read}.abs() < 1000.5"),
                    format!("-{read} < 1000.5"),
                ]);
                self.line(format!("assert!({condition});"));
            }
            1 => {
                self.feature("assert-text");
                self.line(format!("assert!({read} < 1000.5, \"element {{}} is {{}}\", {iv}, {read});"));
            }
            2 => {
                self.feature("assert-eq");
                self.line(format!("assert_eq!({read}, {read}, \"at {{}}\", {iv});"));
            }
            3 => {
                self.feature("assert-eq");
                let other = self.pick(&["assert_ne", "debug_assert_ne"]);
                self.line(format!("{other}!({read}, 1e300);"));
            }
            4 => {
                self.feature("debug-assert");
                self.line(format!("debug_assert!({read} < 1000.5);"));
            }
            5 => {
                self.feature("panic-macro");
                self.line(format!("if {read} > 1000.5 {{ panic!(\"too far: {{}}\", {iv}); }}"));
            }
            _ => {
                self.feature("matches");
                let v = self.fresh_value(Elem::I64);
                self.line(format!("let {v} = matches!({iv} % 4, 1 | 3 if {read} > 0.0) as i64;"));
                return self.consume(&v, Elem::I64, false);
            }
        }
        self.consume(&read, Elem::F64, false);
    }

    /// References to elements and to variables of the body.
    fn reference(&mut self) {
        let elem = self.pick(&[Elem::F64, Elem::I64, Elem::F64, Elem::I32]);
        let value = self.typed(elem);
        let name = self.fresh_value(elem);
        if self.chance(50)
            && let Some(read) = self.read(elem, false)
        {
            self.feature("reference");
            let r = self.fresh("r");
            self.line(format!("let {r} = &{read};"));
            self.line(format!("let {name}: {} = *{r};", elem.name()));
            return self.consume(&name, elem, false);
        }
        self.line(format!("let mut {name}: {} = {value};", elem.name()));
        let (r, next) = (self.fresh("r"), if elem.is_float() { "+= 1.0" } else { "^= 3" });
        self.line(format!("let {r} = &mut {name};"));
        self.line(format!("*{r} {next};"));
        if let Some((array, subscript)) = self.target() {
            let (to, soft) = (self.arrays[array].elem, self.arrays[array].soft);
            self.feature("reference-mut");
            let place = self.access(array, &subscript, true);
            let cell = self.fresh("r");
            self.line(format!("let {cell} = &mut {place};"));
            if to.is_float() {
                self.single |= soft && to == Elem::F32;
                return self.line(format!("*{cell} += {name} as {};", to.name()));
            }
            return self.line(format!("*{cell} ^= {name} as {};", to.name()));
        }
        self.consume(&name, elem, false);
    }

    /// Loops whose end depends on the data, and blocks that are left with a value.
    fn search(&mut self) {
        let start = self.typed(Elem::F64);
        let (v, k) = (self.fresh_value(Elem::F64), self.fresh("k"));
        match self.weighted(&[28, 27, 24, 21]) {
            0 => {
                self.feature("inner-while");
                self.loops += 1;
                self.line(format!("let (mut {v}, mut {k}) = ({start}.abs(), 0usize);"));
                self.open(format!("while {v} > 1.0 && {k} < 20"));
                self.line(format!("{v} *= 0.5;"));
                if self.chance(40) {
                    self.line(format!("if {v} == 1.25 {{ break; }}"));
                }
                self.line(format!("{k} += 1;"));
                self.close();
                self.consume(&format!("({v} + {k} as f64)"), Elem::F64, false);
            }
            1 => {
                self.feature("loop-value");
                self.loops += 1;
                self.line(format!("let mut {k} = 0usize;"));
                self.open(format!("let {v}: f64 = loop"));
                self.line(format!("if {start} + {k} as f64 > 2.0 || {k} > 8 {{ break {k} as f64; }}"));
                if self.chance(40) {
                    self.line(format!("if {k} == 1 {{ {k} += 2; continue; }}"));
                }
                self.line(format!("{k} += 1;"));
                self.indent -= 1;
                self.line("};");
                self.consume(&v, Elem::F64, false);
            }
            2 => {
                self.feature("labeled-block");
                self.loops += 1;
                let label = self.fresh("'found");
                let found = self.fresh_value(Elem::I64);
                self.open(format!("let {found}: i64 = {label}:"));
                self.line(format!("let {v}: f64 = {start};"));
                self.open(format!("for {k} in 0..4"));
                self.line(format!("if {v} > {k} as f64 {{ break {label} {k} as i64; }}"));
                self.close();
                self.line("9");
                self.indent -= 1;
                self.line("};");
                self.scalars.retain(|scalar| scalar.name != v);
                self.consume(&found, Elem::I64, false);
            }
            _ => {
                self.feature("counter-back");
                self.loops += 1;
                self.line(format!("let (mut {v}, mut {k}) = ({start}, 3usize);"));
                self.open(format!("while {k} > 0"));
                self.line(format!("{k} -= 1;"));
                self.line(format!("{v} = {v} * 0.5 + {k} as f64;"));
                self.close();
                self.consume(&v, Elem::F64, false);
            }
        }
    }

    /// `vec!` and `format!`
    fn list(&mut self) {
        let (a, b) = (self.typed(Elem::F64), self.typed(Elem::F64));
        let v = self.fresh_value(Elem::F64);
        let index = self.index_text();
        if self.chance(55) {
            self.feature("vec-macro");
            let list = self.fresh("list");
            let value =
                if self.chance(70) { format!("vec![{a}, {b}, 0.5]") } else { format!("vec![{a}; 3]") };
            self.line(format!("let {list} = {value};"));
            self.line(format!("let {v}: f64 = {list}[{index} % 3] + {list}[1];"));
        } else {
            self.feature("format-macro");
            let text = self.fresh("text");
            self.line(format!("let {text} = format!(\"{{}}:{{}}\", {index}, n);"));
            self.line(format!("let {v}: f64 = {text}.len() as f64;"));
        }
        self.consume(&v, Elem::F64, false);
    }

    fn block_scope(&mut self, nesting: u32) {
        self.feature("block");
        self.line("{");
        self.indent += 1;
        self.block(nesting + 1, 2);
        self.close();
    }
}

fn small(elem: Elem) -> &'static str {
    if elem.is_float() { "0.5" } else { "1" }
}
