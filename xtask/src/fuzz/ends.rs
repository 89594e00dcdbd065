//! Programs at the ends of integer types: one root loop over any integer type, whose bounds, steps, offsets and counters
//! may be the least and the greatest numbers of their types.
//!
//! In: a seed. Out: a program. Invariant: whatever its arguments are, the plain program ends soon: the first access of
//! each iteration is at another element than those before ([`Ends::Any`]), or the range is short ([`Ends::Short`]).

use super::generate::{mentions, spell};
use super::model::{
    Array, Class, Elem, Ends, Int, NestInfo, Param, Program, Role, SCALARS, Shape, Shell, Storage,
};
use super::state::Gen;

/// Types of induction variables and counters, with the feature that says so.
const TYPES: [(&str, &str); 12] = [
    ("u8", "end-u8"),
    ("i8", "end-i8"),
    ("u16", "end-u16"),
    ("i16", "end-i16"),
    ("u32", "end-u32"),
    ("i32", "end-i32"),
    ("u64", "end-u64"),
    ("i64", "end-i64"),
    ("usize", "end-usize"),
    ("isize", "end-isize"),
    ("u128", "end-u128"),
    ("i128", "end-i128"),
];
const WEIGHTS: [u32; 12] = [14, 12, 7, 7, 11, 11, 8, 9, 16, 8, 4, 4];
/// The forms of the loop: what it is counted as, and what a counter beside it is.
const FORMS: [(&str, &str); 8] = [
    ("end-for", "end-counter-for"),
    ("end-rev", "end-counter-rev"),
    ("end-step", "end-counter-step"),
    ("end-rev-step", "end-counter-rev-step"),
    ("end-step-rev", "end-counter-step-rev"),
    ("end-while", "end-counter-while"),
    ("end-while-down", "end-counter-while"),
    ("end-step-step", "end-counter-step"),
];

/// What the loop runs over.
pub(super) struct Over {
    /// The type of its induction variable.
    pub(super) ty: &'static str,
    /// The first number, as an expression.
    pub(super) lo: String,
    /// The end.
    pub(super) hi: String,
}

/// A counter beside the loop.
pub(super) struct Counter {
    name: String,
    ty: &'static str,
    step: String,
    /// It is counted before it is used.
    early: bool,
}

impl Over {
    /// The text with the ends in the places of `LO` and `HI`.
    pub(super) fn spell(&self, text: &str) -> String {
        // A literal has no methods of its own type.
        let end = |text: &str| if text == "0" { format!("(0 as {})", self.ty) } else { text.to_owned() };
        text.replace('T', self.ty).replace("LO", &end(&self.lo)).replace("HI", &end(&self.hi))
    }
}

impl Counter {
    /// The statement that counts.
    pub(super) fn step(&self) -> &str {
        &self.step
    }
}

impl Gen {
    /// The whole program.
    pub(super) fn ends(mut self, name: &str) -> Program {
        let chain = self.chance(24);
        // A chain with a value mostly stays as written where its parts may not run in any order.
        let weights = if chain { [4, 12, 20, 64] } else { [12, 38, 10, 40] };
        let base: &[&str] =
            [&[][..], &["nogil"], &["parallel"], &["parallel", "nogil"]][self.weighted(&weights)];
        let options: Vec<String> = base.iter().map(|&option| option.to_owned()).collect();
        self.extra = self.pick(&[0, 1, 2, 4, 9]);
        self.end_arrays();
        let (ty, feature) = TYPES[self.weighted(&WEIGHTS)];
        self.feature(feature);
        let over = self.end_bounds(ty);
        let counters: Vec<Counter> =
            (0..self.weighted(&[35, 50, 15])).map(|at| self.end_counter(at, ty)).collect();
        let before = self.chance(12);
        if before {
            self.feature("end-inside");
            self.loops += 1;
            self.open("for t in 0..2");
        }
        let ends = if chain {
            self.loops += 1;
            self.end_chain(&over, &counters);
            Ends::Any
        } else {
            self.end_loop(&over, &counters)
        };
        if before {
            self.close();
            self.counters.clear();
        }
        let loops = self.loops;
        self.nests.push(NestInfo { first_loop: 0, loops, reuses_written: false, independent: false });
        self.end_program(name, options, &counters, (over.ty, ends))
    }

    fn end_arrays(&mut self) {
        for (name, storage) in [("a", Storage::Slice), ("b", Storage::Shared), ("c", Storage::Slice)] {
            let elem = self.pick(&[Elem::I64, Elem::F64, Elem::U8, Elem::I32]);
            let storage = if name == "c" && self.chance(40) { Storage::Vec } else { storage };
            let (name, shape) = (name.to_owned(), Shape::Line);
            let array = Array { name, suffix: "", elem, storage, shape, mult: 1, index: false, soft: false };
            self.arrays.push(array);
        }
    }

    fn end_bounds(&mut self, ty: &'static str) -> Over {
        let (lo, hi) = self.pick(&[
            ("lo", "hi"),
            ("lo", "hi"),
            ("lo", "hi"),
            ("lo", "hi"),
            ("lo", "T::MAX"),
            ("T::MIN", "hi"),
            ("(T::MAX - 9)", "hi"),
            ("lo", "(hi - 1)"),
            ("lo", "hi.wrapping_add(1)"),
            ("(lo + 1)", "hi"),
            ("(lo - 1)", "hi"),
            ("lo.wrapping_sub(2)", "hi"),
            ("0", "hi"),
            ("0", "(n as T)"),
            ("0", "(a.len() as T)"),
            ("lo", "(lo + c0)"),
            ("lo", "lo.wrapping_add(c0)"),
            ("(lo / 2)", "(hi / 2)"),
        ]);
        if (lo, hi) != ("lo", "hi") {
            self.feature("end-bound-computed");
        }
        if hi == "T::MAX" {
            self.feature("end-bound-max");
        }
        Over { ty, lo: lo.replace('T', ty), hi: hi.replace('T', ty) }
    }

    fn end_counter(&mut self, at: usize, iv: &'static str) -> Counter {
        let ty = match self.weighted(&[45, 25, 30]) {
            0 => "usize",
            1 => iv,
            _ => TYPES[self.weighted(&WEIGHTS)].0,
        };
        self.feature("end-counter");
        if ty != "usize" {
            self.feature("end-counter-narrow");
        }
        let name = ["k", "w"][at].to_owned();
        let start = self.pick(&["k0", "k0", "k0", "0", "T::MAX", "(n as T)", "(T::MAX - n as T)"]);
        // Each counter has a first value of its own.
        let start = start.replace("k0", &format!("{name}0")).replace('T', ty);
        self.decls.push(format!("let mut {name}: {ty} = {start};"));
        let by = self.pick(&["1", "1", "1", "2", "3", "by"]).replace("by", &format!("{name}1"));
        let step = match self.weighted(&[50, 22, 14, 7, 7]) {
            0 => format!("{name} += {by};"),
            1 => {
                self.feature("end-counter-down");
                format!("{name} -= {by};")
            }
            2 => format!("{name} = {name}.wrapping_add({by});"),
            3 => format!("{name} = {name} + {by};"),
            _ => format!("{name} = {name}.wrapping_sub({by});"),
        };
        Counter { name, ty, step, early: self.chance(25) }
    }

    /// The loop, and how far its range may reach.
    fn end_loop(&mut self, over: &Over, counters: &[Counter]) -> Ends {
        self.loops += 1;
        let exact = !matches!(over.ty, "u64" | "i64" | "u128" | "i128");
        let narrow = matches!(over.ty, "u8" | "i8" | "u16" | "i16");
        let inclusive = self.chance(30);
        let dots = if inclusive { "..=" } else { ".." };
        let range = format!("({}{dots}{})", over.lo, over.hi);
        let by = self.pick(&["1", "2", "2", "3", "7", "by", "by"]);
        let back = if (exact && !inclusive) || narrow { 20 } else { 0 };
        // Steps of steps of 128 bits could be so far apart that a cast leaves nothing of them.
        let twice = if over.ty.ends_with("128") { 0 } else { 8 };
        let form = self.weighted(&[24, 14, 12, 12, back, 16, 7, twice]);
        let (plain, counted) = FORMS[form];
        self.feature(plain);
        if !counters.is_empty() {
            self.feature(counted);
        }
        if inclusive && form != 6 {
            self.feature("end-inclusive");
        }
        let text = match form {
            0 => format!("{}{dots}{}", over.lo, over.hi),
            1 => format!("{range}.rev()"),
            2 => format!("{range}.step_by({by})"),
            3 => format!("{range}.rev().step_by({by})"),
            4 => format!("{range}.step_by({by}).rev()"),
            // std walks a range of steps one by one: no step of such may be long.
            7 => format!("{range}.step_by(2).step_by({})", self.pick(&["1", "2", "3", "7"])),
            _ => return self.end_while(over, counters, form == 6, inclusive),
        };
        self.open(format!("for i in {text}"));
        // Only where both ends are arguments are there inputs that keep them together.
        let touches = over.lo != "lo" || over.hi != "hi" || self.chance(75);
        self.end_body(over, counters, touches);
        self.close();
        if touches { Ends::Any } else { Ends::Short }
    }

    fn end_while(&mut self, over: &Over, counters: &[Counter], down: bool, inclusive: bool) -> Ends {
        let ty = over.ty;
        let step = self.pick(&["1", "1", "1", "2", "2", "3", "7", "e"]);
        if down {
            self.line(format!("let mut i: {ty} = {};", over.hi));
            self.open(format!("while i > {}", over.lo));
            self.line(format!("i -= {step};"));
        } else {
            self.line(format!("let mut i: {ty} = {};", over.lo));
            self.open(format!("while i {} {}", if inclusive { "<=" } else { "<" }, over.hi));
        }
        self.end_body(over, counters, true);
        if !down {
            let text = match self.weighted(&[80, 15, 5]) {
                0 => "i += {};",
                1 => "i = i + {};",
                _ => "i = i.wrapping_add({});",
            };
            self.line(text.replace("{}", step));
        }
        self.close();
        self.counters.push("i".to_owned());
        if matches!(ty, "u8" | "i8") { Ends::Counted } else { Ends::Any }
    }

    fn end_body(&mut self, over: &Over, counters: &[Counter], touches: bool) {
        for counter in counters.iter().filter(|counter| counter.early) {
            self.line(&counter.step);
        }
        let pinned = self.chance(65);
        let own = self.end_touch(over);
        if touches {
            let array = self.weighted(&[55, 45]);
            self.end_access(array, &own, over);
        }
        for _ in 0..self.between(1, 3) {
            let array = self.weighted(&[35, 45, 20]);
            let subscript = match (pinned && array != 1, counters.is_empty()) {
                (true, _) => own.clone(),
                (false, true) if self.chance(35) => own.clone(),
                (false, false) if self.chance(60) => {
                    let counter = &counters[self.between(0, counters.len() as i64 - 1) as usize];
                    self.end_counted(counter)
                }
                _ => self.end_subscript(over),
            };
            self.end_access(array, &subscript, over);
        }
        if self.chance(7) {
            self.feature("end-break");
            self.line("if i as i64 & 63 == 61 { break; }");
        }
        if self.chance(14) {
            self.feature("end-around");
            self.loops += 1;
            self.open("for j in 0..3usize");
            let subscript = self.end_subscript(over);
            self.end_access(1, &format!("{subscript} + j"), over);
            self.close();
        }
        for counter in counters.iter().filter(|counter| !counter.early) {
            self.line(&counter.step);
        }
    }

    /// A store, a sum or another reduction with this element.
    pub(super) fn end_access(&mut self, array: usize, subscript: &str, over: &Over) {
        let place = self.access(array, subscript, array != 1);
        if array == 1 {
            let value = self.pick(&[
                "sum = sum.wrapping_add({} as i64);",
                "sum += {} as i64 & 1023;",
                "sum ^= {} as i64;",
                "sum = sum.max({} as i64);",
                "if {} as i64 == 999 { sum += 1; }",
            ]);
            return self.line(value.replace("{}", &place));
        }
        let elem = self.arrays[array].elem.name();
        let value = match self.weighted(&[30, 20, 20, 30]) {
            0 => format!("{place} = i as {elem};"),
            1 => format!("{place} = {place} / 2 as {elem};"),
            2 => {
                // Too many different subscripts would leave no range on which all of them fit.
                let other = if self.chance(60) { subscript.to_owned() } else { self.end_touch(over) };
                let other = self.access(1, &other, false);
                format!("{place} = {other} as {elem};")
            }
            _ if self.arrays[array].elem.is_float() => format!("{place} += 1.5;"),
            _ => format!("{place} = {place}.wrapping_add(7);"),
        };
        self.line(value);
    }

    /// `(k - k0) as usize` and what else a counter is written as.
    fn end_counted(&mut self, counter: &Counter) -> String {
        let text = self.pick(&[
            "k as usize",
            "k as usize",
            "k as usize",
            "(k - k0) as usize",
            "k.wrapping_sub(k0) as usize",
            "(k0 - k) as usize",
            "k0.wrapping_sub(k) as usize",
            "(k as usize) + 1",
            "(k as usize).wrapping_sub(k0 as usize)",
            "(k / 2) as usize",
            "(k % 8) as usize",
            "(k & 15) as usize",
            "(T::MAX - k) as usize",
        ]);
        let text = text.replace('k', &counter.name).replace('T', counter.ty);
        if counter.ty == "usize" { text.replace(" as usize", "") } else { text }
    }

    fn end_program(
        mut self,
        name: &str,
        options: Vec<String>,
        counters: &[Counter],
        (ty, ends): (&'static str, Ends),
    ) -> Program {
        let (body, decls) = (self.lines.join("\n"), self.decls.join("\n    "));
        let params = self.end_params(&format!("{decls}\n{body}"), ty, counters);
        let list: Vec<String> = params.iter().map(spell).collect();
        let mut results: Vec<(&str, &str)> = vec![("sum", "i64")];
        results.extend(counters.iter().map(|counter| (counter.name.as_str(), counter.ty)));
        // Where the loop's own counter stands afterwards.
        results.extend(self.counters.iter().map(|name| (name.as_str(), ty)));
        let (values, types): (Vec<&str>, Vec<&str>) = results.iter().copied().unzip();
        let tuple =
            |all: &[&str]| if all.len() == 1 { all[0].to_owned() } else { format!("({})", all.join(", ")) };
        let text = format!(
            "pub fn {name}({}) -> {} {{\n    let mut sum = 0i64;\n    {decls}\n{body}\n    {}\n}}\n",
            list.join(", "),
            tuple(&types),
            tuple(&values),
        );
        Program {
            name: name.to_owned(),
            options,
            wishes: Vec::new(),
            marks_on_loops: false,
            annotated: true,
            text,
            shell: Shell::Plain,
            params,
            results: vec![Class::Exact; values.len()],
            nests: std::mem::take(&mut self.nests),
            features: std::mem::take(&mut self.features),
            min_n: 0,
            degree: 1,
            extra: self.extra as usize,
            float_reduction: false,
            elementary: false,
            single: false,
            ends,
        }
    }

    /// What the text names.
    fn end_params(&self, text: &str, ty: &'static str, counters: &[Counter]) -> Vec<Param> {
        let arrays = self.arrays.iter().filter(|array| mentions(text, &array.name));
        let mut params: Vec<Param> =
            arrays.map(|array| Param::Array(array.clone(), self.extra as usize)).collect();
        let int = |name: &str, ty, role| Int { name: name.to_owned(), ty, role };
        let mut ints = vec![
            int("lo", ty, Role::Low),
            int("hi", ty, Role::High),
            int("c0", ty, Role::Offset),
            int("e", ty, Role::Stride),
            int("by", "usize", Role::Step),
            int("g", "usize", Role::Offset),
        ];
        for counter in counters {
            ints.push(int(&format!("{}0", counter.name), counter.ty, Role::Start));
            ints.push(int(&format!("{}1", counter.name), counter.ty, Role::Stride));
        }
        params.extend(ints.into_iter().filter(|int| mentions(text, &int.name)).map(Param::Int));
        if mentions(text, "n") {
            params.extend(SCALARS.iter().position(|scalar| scalar.0 == "n").map(Param::Scalar));
        }
        params
    }
}
