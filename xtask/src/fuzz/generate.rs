//! One program from one seed.
//!
//! In: a seed and a number. Out: a [`Program`]. Invariant: the text depends on the two numbers alone.

use super::model::{Array, Class, Elem, Param, Program, SCALARS, Storage};
use super::state::{Gen, Scalar};

/// The program with this number under this seed.
pub fn program(seed: u64, number: usize) -> Program {
    // An odd multiplier keeps the streams of neighboring numbers and seeds apart.
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number as u64);
    Gen::new(mixed).program(&format!("p{number}"))
}

impl Gen {
    fn program(mut self, name: &str) -> Program {
        self.rough = self.chance(22);
        self.soft = self.chance(55);
        self.extra = self.pick(&[0, 0, 1, 2, 4]);
        let options = ["", "nogil", "parallel", "parallel, nogil"][self.weighted(&[12, 13, 20, 55])];
        self.choose_arrays();
        for (name, elem) in [("x", Elem::F64), ("y", Elem::F32), ("q", Elem::I64)] {
            self.scalars.push(Scalar { name: name.to_owned(), elem, soft: false });
        }
        let nests = self.weighted(&[68, 27, 5]) + 1;
        if nests > 1 {
            self.feature("two-nests");
        }
        for _ in 0..nests {
            self.nest();
        }
        self.assemble(name, options)
    }

    fn choose_arrays(&mut self) {
        let planar = self.chance(52);
        let count = self.between(2, 4) as usize;
        for number in 0..count {
            let array = self.array(number, planar);
            self.arrays.push(array);
        }
        if self.chance(28) {
            let elem = self.pick(&[Elem::I64, Elem::I32, Elem::Usize, Elem::U8]);
            self.arrays.push(Array {
                name: "idx".to_owned(),
                elem,
                storage: Storage::Shared,
                rank: 1,
                mult: 1,
                index: true,
                soft: false,
            });
        }
    }

    fn array(&mut self, number: usize, planar: bool) -> Array {
        let elems = [Elem::F64, Elem::F32, Elem::I64, Elem::I32, Elem::U8];
        let elem = elems[self.weighted(&[48, 13, 15, 14, 10])];
        let storages = [Storage::Shared, Storage::Slice, Storage::Vec, Storage::Local(16)];
        // The first array is a writable line in every program, so that there is something to compare.
        let (storage, rank) = if number == 0 {
            (storages[self.weighted(&[0, 70, 30])], 1)
        } else {
            let storage = storages[self.weighted(&[38, 38, 14, 10])];
            (storage, if planar && self.chance(75) { 2 } else { 1 })
        };
        let local = matches!(storage, Storage::Local(_));
        let writable = storage != Storage::Shared;
        Array {
            name: ["a", "b", "c", "d"][number].to_owned(),
            elem,
            storage,
            rank: if local { 1 } else { rank },
            mult: self.pick(&[1, 1, 2, 4]),
            index: false,
            soft: self.soft && writable && elem.is_float() && self.chance(60),
        }
    }

    fn assemble(mut self, name: &str, options: &'static str) -> Program {
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
        Program {
            name: name.to_owned(),
            options,
            text,
            params,
            results,
            nests: self.nests,
            features: self.features,
            min_n: self.min_n,
            degree: self.degree,
            float_reduction: self.float_reduction,
            elementary: self.elementary,
            single: self.single,
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
        for array in &self.arrays {
            if mentions(body, &array.name) && !matches!(array.storage, Storage::Local(_)) {
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
        let list: Vec<String> = params.iter().map(spell).collect();
        let result = match types {
            [] => String::new(),
            [one] => format!(" -> {one}"),
            many => format!(" -> ({})", many.join(", ")),
        };
        let mut text = format!("pub fn {name}({}){result} {{\n", list.join(", "));
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

fn spell(param: &Param) -> String {
    match param {
        Param::Array(array, _) => {
            let elem = array.elem.name();
            let ty = match array.storage {
                Storage::Shared => format!("&[{elem}]"),
                Storage::Slice => format!("&mut [{elem}]"),
                Storage::Vec => format!("&mut Vec<{elem}>"),
                Storage::Local(_) => unreachable!("locals are not parameters"),
            };
            format!("{}: {ty}", array.name)
        }
        Param::Scalar(index) => format!("{}: {}", SCALARS[*index].0, SCALARS[*index].1),
    }
}

/// Whether the name occurs in the text as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}
