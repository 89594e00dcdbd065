//! What a compiler of loops must refuse: one reason for each blocker that ordinary programs do not have.
//!
//! In: the program's taste. Out: a statement, or a nest. Invariant: the plain program is right; it is only
//! that the loop cannot have a fast form, or none in parallel.

use super::model::{Class, Elem, Ends, Param, Program, Shell};
use super::state::Gen;

/// Reasons that are a statement in the innermost body.
const STATEMENTS: [&str; 12] = [
    "whole-use",
    "unset",
    "attribute",
    "macro",
    "atomic",
    "cell",
    "unsafe",
    "foreign",
    "base",
    "item",
    "hygiene",
    "iterator-inside",
];
/// Reasons that are a nest of their own.
const NESTS: [&str; 4] = ["iterator", "uncounted", "loop-in-closure", "return-in-loop"];
/// Reasons that lie in the options or the signature.
const OTHERS: [&str; 3] = ["serial-mark", "parallel-mark", "const-fn"];

impl Gen {
    pub(super) fn choose_spice(&mut self) {
        if !self.chance(34) {
            return;
        }
        let all = [&STATEMENTS[..], &NESTS, &OTHERS].concat();
        let spice = self.pick(&all);
        if spice == "hygiene" {
            self.shell = Shell::Macro;
            // Only rustc sees it, so nothing could take `parallel` back where no other loop can keep it.
            self.forbid_parallel = true;
        }
        if spice == "const-fn" {
            self.shell = Shell::Plain;
        }
        self.spice = Some(spice);
    }

    /// The reason, where it is a statement.
    pub(super) fn refused_statement(&mut self) {
        let Some(spice) = self.spice.filter(|spice| STATEMENTS.contains(spice)) else { return };
        self.spice = None;
        self.feature(spice);
        let v = self.fresh("v");
        match spice {
            "whole-use" => {
                self.line(format!("let {v}: i64 = extent(&a) as i64;"));
                self.store_to_first();
            }
            "unset" => {
                let z = self.fresh("z");
                let value = self.expr(Elem::I64, false, 1);
                self.decls.push(format!("let mut {z}: i64;"));
                self.line(format!("{z} = {value};"));
                self.line(format!("let {v} = {z};"));
            }
            "attribute" => {
                let value = self.expr(Elem::I64, false, 1);
                self.line("#[cfg(all())]");
                self.line(format!("let {v}: i64 = {value};"));
            }
            "macro" => {
                let value = self.expr(Elem::I64, false, 1);
                self.line(format!("let {v}: i64 = twice!(({value} | 0i64));"));
            }
            "atomic" => {
                self.line("hits.fetch_add(1, std::sync::atomic::Ordering::Relaxed);");
                let load = "hits.load(std::sync::atomic::Ordering::Relaxed)".to_owned();
                self.results.push((load, Elem::I64, Class::Exact));
                return;
            }
            "cell" => {
                let cell = self.fresh("cell");
                self.decls.push(format!("let {cell} = std::cell::Cell::new(0i64);"));
                self.line(format!("{cell}.set({cell}.get() * 3 % 1001 + 1);"));
                self.results.push((format!("{cell}.get()"), Elem::I64, Class::Exact));
                return;
            }
            "unsafe" => {
                let value = self.expr(Elem::I64, false, 1);
                let value = format!("std::mem::transmute::<i64, u64>({value})");
                self.line(format!("let {v}: i64 = unsafe {{ {value} }} as i64;"));
            }
            "foreign" => {
                self.line("TABLE[3] = 1.5;");
                self.line(format!("let {v}: i64 = TABLE[2] as i64;"));
            }
            "base" => {
                let [own, z, rest] = [self.fresh("z"), self.fresh("z"), self.fresh("z")];
                self.decls.push(format!("let mut {own} = Grid {{ u: vec![0.5; 8], w: Box::new([]) }};"));
                self.decls.push(format!("let ({z}, {rest}) = (&mut {own}, 3i64);"));
                let value = self.expr(Elem::I64, false, 1);
                self.line(format!("{z}.u[(({rest} ^ ({value})) & 7) as usize] += 0.5;"));
                self.results.push((format!("{own}.u[1]"), Elem::F64, Class::Exact));
                self.line(format!("let {v}: i64 = {rest};"));
            }
            "item" => {
                self.line("const STEP: i64 = 3;");
                self.line(format!("let {v}: i64 = STEP + 1;"));
            }
            "hygiene" => {
                self.line("let z0: i64 = 1;");
                self.line("let hyg_z0: i64 = 20;");
                self.line(format!("let {v}: i64 = z0 * 3 + hyg_z0;"));
            }
            _ => {
                let u = self.fresh("u");
                self.loops += 1;
                self.line(format!("let mut {v} = 0i64;"));
                self.open(format!("for {u} in [3i64, 1, 4].iter().rev()"));
                self.line(format!("{v} = {v} * 5 + *{u};"));
                self.close();
            }
        }
        self.consume(&v, Elem::I64, false);
    }

    /// A write of the first array, where this is allowed.
    fn store_to_first(&mut self) {
        let fitting = self.pins.as_ref().and_then(|pins| {
            pins.iter().find(|pin| pin.array == 0 && pin.depth <= self.ivs.len() && !pin.range).cloned()
        });
        let subscript = match (fitting, self.independent()) {
            (Some(pin), _) => Some(pin.write),
            (None, true) => None,
            (None, false) => self.subscript(0),
        };
        let Some(subscript) = subscript else { return };
        let value = self.expr(self.arrays[0].elem, self.arrays[0].soft, 1);
        self.store_value(0, &subscript, &value);
    }

    /// The reason, where it is a nest; says whether it wrote one.
    pub(super) fn refused_nest(&mut self) -> bool {
        let Some(spice) = self.spice.filter(|spice| NESTS.contains(spice)) else { return false };
        self.spice = None;
        self.feature(spice);
        self.loops += 1;
        let (elem, name) = (self.arrays[0].elem, self.arrays[0].name.clone());
        let change = if elem.is_float() { "*= 0.5" } else { "^= 3" };
        let (u, w) = (self.fresh("u"), self.fresh("w"));
        self.touch_features(0);
        match spice {
            "iterator" => {
                self.open(format!("for {u} in {name}.iter_mut()"));
                self.line(format!("*{u} {change};"));
                self.close();
            }
            "uncounted" => {
                self.line(format!("let mut {w} = 1usize;"));
                self.open(format!("while {w} < n"));
                self.line(format!("{name}[{w}] {change};"));
                self.line(format!("{w} *= 2;"));
                self.close();
            }
            "loop-in-closure" => {
                let f = self.fresh("f");
                self.open(format!("let mut {f} = |{w}: usize|"));
                self.open(format!("for {u} in 0..{w}"));
                self.line(format!("{name}[{u}] {change};"));
                self.close();
                self.indent -= 1;
                self.line("};");
                self.line(format!("{f}(n);"));
            }
            _ => {
                let value = self.fresh("v");
                let place = format!("{name}[{u}]");
                self.open(format!("let {value}: i64 = (||"));
                self.open(format!("for {u} in 0..n"));
                self.line(format!("if {place} as i64 > 2 {{ return {u} as i64; }}"));
                self.close();
                self.line("-1");
                self.indent -= 1;
                self.line("})();");
                // A soft array's values may differ in their last bits.
                if !self.arrays[0].soft {
                    self.counters.push(value.clone());
                    self.results.push((value, Elem::I64, Class::Exact));
                }
            }
        }
        true
    }

    fn touch_features(&mut self, array: usize) {
        // The access is spelled elsewhere; only the count of accesses must know it.
        let _ = self.access(array, "0", true);
    }

    /// Marks by label, for the outermost loop of the nest.
    pub(super) fn mark_of_root(&mut self) -> Option<String> {
        let spice = self.spice.filter(|spice| matches!(*spice, "serial-mark" | "parallel-mark"))?;
        self.spice = None;
        self.feature(spice);
        let word = spice.trim_end_matches("-mark");
        self.marks.push(format!("{word}('solo)"));
        self.marks_on_loops = self.chance(50);
        self.feature(if self.marks_on_loops { "mark-on-loop" } else { "mark-by-label" });
        Some("'solo".to_owned())
    }

    /// `const fn`: the attribute refuses the function as a whole.
    pub(super) fn constant_function(mut self, name: &str, options: Vec<String>) -> Program {
        self.feature("const-fn");
        let factor = self.between(3, 9);
        let text = format!(
            "pub const fn {name}(n: usize, q: i64) -> i64 {{\n    let mut c1 = q;\n    let mut i = 0;\n    \
             while i < n {{\n        c1 = (c1 ^ {factor}).wrapping_mul(i as i64 + {factor});\n        \
             i += 1;\n    }}\n    c1\n}}\n"
        );
        let index = |wanted: &str| {
            super::model::SCALARS.iter().position(|(name, ..)| *name == wanted).expect("it is in the table")
        };
        Program {
            name: name.to_owned(),
            options,
            wishes: Vec::new(),
            marks_on_loops: false,
            annotated: true,
            text,
            shell: Shell::Plain,
            params: vec![Param::Scalar(index("n")), Param::Scalar(index("q"))],
            results: vec![Class::Exact],
            nests: Vec::new(),
            features: self.features,
            min_n: 0,
            degree: 1,
            extra: 0,
            float_reduction: false,
            elementary: false,
            single: false,
            ends: Ends::No,
        }
    }
}
