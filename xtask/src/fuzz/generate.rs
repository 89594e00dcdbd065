//! One program from one seed.
//!
//! In: a seed and a number. Out: a [`Program`]. Invariant: the text depends on the two numbers alone.

use super::model::{Class, Elem, Ends, Param, Program, SCALARS, Shape, Shell, Storage};
use super::state::{Gen, Scalar};

/// Options beside `parallel` and `nogil`: asked for where the compiler knows them.
const WISHES: [&str; 19] = [
    "boundscheck",
    "boundscheck",
    "threads = 2",
    "threads = 3",
    "grain = 7",
    "grain = 1000",
    "isa(\"x86-64-v3\")",
    "isa(\"x86-64-v4\")",
    "isa(\"x86-64-v3\", \"x86-64-v4\")",
    "isa(\"baseline\")",
    "warn",
    "warn",
    "math = \"std\"",
    "math = \"std\"",
    "fastmath(reassoc)",
    "fastmath(reassoc, afn)",
    "fastmath(contract)",
    "fastmath(arcp, nnan, ninf, nsz)",
    "fastmath",
];

/// Features that chance alone would give to less than one program of a hundred: each is the duty of one program
/// of a hundred.
const RARE: [&str; 52] = [
    "argument-called",
    "cell",
    "chain-collect",
    "chain-extreme",
    "chain-loop",
    "chain-pieces",
    "chain-range",
    "chain-search",
    "chain-sum",
    "chain-zip",
    "closure-at-once",
    "const-fn",
    "continue-label",
    "copy-from-slice",
    "debug-assert",
    "element-not-copied",
    "elem-usize",
    "field-float-sum",
    "fixed-row",
    "foreign",
    "helper-panics",
    "histogram",
    "if-let",
    "if-let-tuple",
    "induction",
    "item",
    "iterator",
    "loop-in-closure",
    "let-chain",
    "let-else",
    "mark-by-label",
    "mark-on-loop",
    "op-int",
    "panic-macro",
    "place-ragged",
    "prefix-sum",
    "reduction-position",
    "reference",
    "return-in-loop",
    "reverse",
    "row-as-whole",
    "row-as-whole-changed",
    "rows-offset",
    "rows-own-length",
    "rows-plain",
    "rows-reversed",
    "rows-transposed",
    "sub-column-major",
    "subrange-from",
    "subrange-method",
    "swap",
    "uncounted",
];
/// How often a program with a duty is tried.
const MOST_TRIES: u64 = 400;

/// Whether the program with this number is one at the ends of integer types.
pub(super) fn is_at_ends(number: usize) -> bool {
    number % 4 == 3
}

/// The program with this number under this seed.
pub fn program(seed: u64, number: usize) -> Program {
    // Odd multipliers keep the streams of neighboring numbers, seeds and tries apart.
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number as u64);
    let one = |attempt: u64| {
        Gen::new(mixed.wrapping_add(attempt.wrapping_mul(0xBF58_476D_1CE4_E5B9)))
            .program(&format!("p{number}"))
    };
    if is_at_ends(number) {
        return Gen::new(mixed).ends(&format!("p{number}"));
    }
    if number % 2 == 1 {
        return one(0);
    }
    let duty = RARE[number / 2 % RARE.len()];
    (0..MOST_TRIES).map(one).find(|program| program.features.contains(duty)).unwrap_or_else(|| one(0))
}

impl Gen {
    fn program(mut self, name: &str) -> Program {
        self.rough = self.chance(20);
        self.soft = self.chance(55);
        self.extra = self.pick(&[0, 0, 1, 2, 4]);
        let base: &[&str] =
            [&[][..], &["nogil"], &["parallel"], &["parallel", "nogil"]][self.weighted(&[12, 13, 20, 55])];
        let mut options: Vec<String> = base.iter().map(|&option| option.to_owned()).collect();
        self.theme = self.weighted(&[30, 19, 25, 10, 8, 4, 4]);
        self.choose_shell();
        self.choose_arrays();
        self.choose_spice();
        options.retain(|option| !self.forbid_parallel || option != "parallel");
        for (name, elem) in [("x", Elem::F64), ("y", Elem::F32), ("q", Elem::I64)] {
            self.scalars.push(Scalar { name: name.to_owned(), elem, soft: false });
        }
        if self.chance(18) {
            self.scalars.push(Scalar { name: "(*rd)".to_owned(), elem: Elem::F64, soft: false });
        }
        if self.shell == Shell::Generic {
            self.line("let gx: f64 = z.into();");
            self.scalars.push(Scalar { name: "gx".to_owned(), elem: Elem::F64, soft: false });
        }
        if self.spice == Some("const-fn") {
            return self.constant_function(name, options);
        }
        let nests = self.weighted(&[70, 26, 4]) + 1;
        if nests > 1 {
            self.feature("two-nests");
        }
        for _ in 0..nests {
            self.nest();
        }
        if self.chance(20) {
            self.values();
        }
        self.assemble(name, options)
    }

    fn choose_shell(&mut self) {
        let shells = [
            (70, Shell::Plain, ""),
            (4, Shell::Associated, "shell-associated"),
            (5, Shell::Method, "shell-method"),
            (4, Shell::Block, "shell-block"),
            (3, Shell::BlockWithMacro, "shell-block-with-macro"),
            (4, Shell::Trait, "shell-trait"),
            (4, Shell::Macro, "shell-macro"),
            (3, Shell::Extern, "shell-extern"),
            (3, Shell::TrackCaller, "shell-track-caller"),
            (4, Shell::Lifetimes, "shell-lifetimes"),
            (5, Shell::ConstGeneric, "shell-const-generic"),
            (4, Shell::Generic, "shell-generic"),
            (4, Shell::Function, "shell-impl-fn"),
        ];
        let weights: Vec<u32> = shells.iter().map(|shell| shell.0).collect();
        let (_, shell, feature) = shells[self.weighted(&weights)];
        self.shell = shell;
        if shell != Shell::Plain {
            self.feature(feature);
        }
    }

    pub(super) fn wishes(&mut self, options: &[String]) -> Vec<&'static str> {
        if !self.chance(42) {
            return Vec::new();
        }
        let wish = self.pick(&WISHES);
        let needs_parallel = wish.starts_with("threads") || wish.starts_with("grain");
        let is_parallel = options.iter().any(|option| option == "parallel");
        if needs_parallel && !is_parallel { Vec::new() } else { vec![wish] }
    }

    fn assemble(mut self, name: &str, mut options: Vec<String>) -> Program {
        let body = self.lines.join("\n");
        let mut results = Vec::new();
        let mut values = Vec::new();
        let mut types = Vec::new();
        for (value, elem, class) in self.final_values(&body) {
            values.push(value);
            types.push(elem.name());
            results.push(class);
        }
        let params = self.params(&body);
        let text = self.text(name, &params, &body, &values, &types);
        options.append(&mut self.marks);
        let wishes = self.wishes(&options);
        Program {
            name: name.to_owned(),
            options,
            wishes,
            marks_on_loops: self.marks_on_loops,
            annotated: true,
            text,
            shell: self.shell,
            params,
            results,
            nests: self.nests,
            features: self.features,
            min_n: self.min_n,
            degree: self.degree,
            extra: self.extra as usize,
            float_reduction: self.float_reduction,
            elementary: self.elementary,
            single: self.single,
            ends: Ends::No,
        }
    }

    /// The accumulators, and two elements of each local array.
    fn final_values(&self, body: &str) -> Vec<(String, Elem, Class)> {
        let mut all = self.results.clone();
        for array in self.arrays.iter().filter(|a| mentions(body, &a.name)) {
            if let Storage::Local(len) = array.storage {
                let class = if array.soft { Class::Soft } else { Class::Exact };
                all.push((format!("{}[1]", array.name), array.elem, class));
                all.push((format!("{}[{}]", array.name, len - 1), array.elem, class));
            }
        }
        all.truncate(12);
        all
    }

    fn params(&mut self, body: &str) -> Vec<Param> {
        let mut params = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        for array in &self.arrays {
            let outside = !matches!(array.storage, Storage::Local(_) | Storage::Field);
            if outside && mentions(body, &array.name) && !known.contains(&array.name.as_str()) {
                known.push(&array.name);
                params.push(Param::Array(array.clone(), self.extra as usize));
            }
        }
        for (index, (name, ..)) in SCALARS.iter().enumerate() {
            if mentions(body, name) {
                params.push(Param::Scalar(index));
            }
        }
        params
    }

    fn text(&self, name: &str, params: &[Param], body: &str, values: &[String], types: &[&str]) -> String {
        let mut list: Vec<String> = params.iter().map(spell).collect();
        if self.shell == Shell::Lifetimes {
            list = list.iter().map(|param| param.replacen('&', "&'z ", 1)).collect();
        }
        if self.shell.is_method() {
            list.insert(0, "&self".to_owned());
        }
        if self.shell == Shell::Generic {
            list.push("z: G".to_owned());
        }
        if self.shell == Shell::Function {
            list.push("z: impl Fn(f64) -> f64 + Send + Sync".to_owned());
        }
        let (before, generics, after) = match self.shell {
            Shell::Extern => ("extern \"C-unwind\" ", "", ""),
            Shell::Lifetimes => ("", "<'z>", " where 'z: 'z"),
            Shell::ConstGeneric => ("", "<const K: usize>", ""),
            Shell::Generic => ("", "<G: Copy + Into<f64> + Send + Sync>", ""),
            _ => ("", "", ""),
        };
        let result = match types {
            [] => String::new(),
            [one] => format!(" -> {one}"),
            many => format!(" -> ({})", many.join(", ")),
        };
        let attribute = if self.shell == Shell::TrackCaller { "#[track_caller]\n" } else { "" };
        let list = list.join(", ");
        let public = if self.shell == Shell::Trait { "" } else { "pub " };
        let mut text = format!("{attribute}{public}{before}fn {name}{generics}({list}){result}{after} {{\n");
        for array in self.arrays.iter().filter(|a| mentions(body, &a.name)) {
            if let Storage::Local(len) = array.storage {
                let value = if array.elem.is_float() { "0.5" } else { "3" };
                let (name, elem) = (&array.name, array.elem.name());
                text.push_str(&format!("    let mut {name} = [{value}{elem}; {len}];\n"));
            }
        }
        text.push_str(body);
        text.push('\n');
        match values {
            [] => {}
            [one] => text.push_str(&format!("    {one}\n")),
            many => text.push_str(&format!("    ({})\n", many.join(", "))),
        }
        text.push_str("}\n");
        text
    }
}

pub(super) fn spell(param: &Param) -> String {
    match param {
        Param::Array(array, _) => {
            let elem = array.elem.name();
            let element = match array.shape {
                Shape::Rows | Shape::Ragged => format!("Vec<{elem}>"),
                Shape::Cells => format!("[{elem}; 4]"),
                Shape::Fixed => format!("[{elem}; 8]"),
                Shape::Member | Shape::Vector => "Part".to_owned(),
                Shape::Line | Shape::Plane => elem.to_owned(),
            };
            let ty = match (array.storage, array.shape) {
                (Storage::Shared, Shape::Fixed) => format!("&[{element}; 5]"),
                (_, Shape::Fixed) => format!("&mut [{element}; 5]"),
                (Storage::Shared, _) => format!("&[{element}]"),
                (Storage::Slice, _) => format!("&mut [{element}]"),
                (Storage::Vec, _) => format!("&mut Vec<{element}>"),
                (Storage::Boxed, _) => format!("&mut Box<[{element}]>"),
                (Storage::Local(_) | Storage::Field, _) => unreachable!("they are not parameters"),
            };
            format!("{}: {ty}", array.name)
        }
        Param::Scalar(index) => format!("{}: {}", SCALARS[*index].0, SCALARS[*index].1),
        Param::Int(int) => format!("{}: {}", int.name, int.ty),
    }
}

/// Whether the name occurs in the text as a whole word, not as a member.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(|c| is_part(c) || c == '\'') && !after.is_some_and(is_part)
    })
}
