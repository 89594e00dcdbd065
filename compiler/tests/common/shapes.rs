//! Random nests with steps, reversed heads, conditions that narrow subscripts, two subscripts and subranges, as
//! source text, and what they touch when they run. The oracle shares nothing with the compiler; arithmetic is
//! that of `usize` in a release build: modulo 2^64.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::collections::BTreeMap;

/// Values of the names.
pub type Env = BTreeMap<&'static str, u64>;

/// Names of `usize` parameters.
const SYMBOLS: [&str; 3] = ["n", "m", "s"];

/// `c * iv + .. + symbol + constant`
#[derive(Clone, Debug)]
pub struct Form {
    ivs: Vec<(usize, i64)>,
    symbol: Option<(&'static str, i64)>,
    constant: i64,
}

/// A head: `(lo..hi)`, what is done with it, in order.
#[derive(Clone, Debug)]
pub struct Head {
    lo: Form,
    hi: Form,
    inclusive: bool,
    adapters: Vec<Adapter>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Adapter {
    Rev,
    Step(u64),
    StepBy(&'static str),
}

#[derive(Clone, Debug)]
enum Cond {
    Compare(Form, &'static str, Form),
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
}

/// What an access names.
#[derive(Clone, Debug)]
pub enum At {
    /// `a[form]`
    One(Form),
    /// `g[form][form]`
    Two(Form, Form),
    /// `a[lo..hi]`, one past its last element.
    Range(Form, Form, bool),
}

/// An access of the text, in its order.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its array.
    pub base: &'static str,
    /// What it names.
    pub at: At,
    /// Does it write?
    pub writes: bool,
}

#[derive(Clone, Debug)]
enum Item {
    Loop(usize, Head, Vec<Item>),
    If(Cond, Vec<Item>, Vec<Item>),
    /// `if cond { continue; }`
    Continue(Cond),
    /// `let _x = cond && a[..] > 0.0;`
    Lazy(Cond, bool, Access),
    Access(Access),
}

/// A function of one nest.
#[derive(Clone, Debug)]
pub struct Program {
    head: Head,
    body: Vec<Item>,
    /// All accesses.
    pub accesses: Vec<Access>,
}

struct Maker<'a> {
    rng: &'a mut StdRng,
    loops: usize,
    accesses: usize,
    /// All accesses to one array.
    close: bool,
}

/// A random program; a close one has two accesses to one array.
pub fn program(rng: &mut StdRng, close: bool) -> Program {
    let mut maker = Maker { rng, loops: 1, accesses: 0, close };
    let head = maker.head(&[]);
    let mut body = maker.block(&[0], 2);
    while maker.accesses < 2 {
        body.push(Item::Access(maker.access(&[0])));
    }
    let mut accesses = Vec::new();
    collect(&body, &mut accesses);
    Program { head, body, accesses }
}

fn collect(items: &[Item], out: &mut Vec<Access>) {
    for item in items {
        match item {
            Item::Loop(_, _, body) => collect(body, out),
            Item::If(_, then, other) => {
                collect(then, out);
                collect(other, out);
            }
            Item::Continue(_) => {}
            Item::Lazy(_, _, a) | Item::Access(a) => out.push(a.clone()),
        }
    }
}

impl Maker<'_> {
    fn chance(&mut self, p: f64) -> bool {
        self.rng.random_bool(p)
    }

    fn symbol(&mut self) -> &'static str {
        SYMBOLS.choose(self.rng).unwrap()
    }

    fn invariant(&mut self) -> Form {
        let symbol = self.chance(0.75).then(|| (self.symbol(), 1));
        let least = if symbol.is_some() { -2 } else { 0 };
        let constant = if self.chance(0.5) { self.rng.random_range(least..=3) } else { 0 };
        Form { ivs: Vec::new(), symbol, constant }
    }

    fn head(&mut self, ivs: &[usize]) -> Head {
        let constant = |c| Form { ivs: Vec::new(), symbol: None, constant: c };
        let mut lo = constant(self.rng.random_range(0..=2));
        let mut hi = self.invariant();
        if let Some(&outer) = ivs.choose(self.rng)
            && self.chance(0.35)
        {
            let of = Form { ivs: vec![(outer, 1)], symbol: None, constant: self.rng.random_range(0..=1) };
            if self.chance(0.5) { lo = of } else { hi = of }
        }
        let step = |this: &mut Self| match this.rng.random_range(0..4) {
            0 => Adapter::StepBy("k"),
            step => Adapter::Step(step as u64 + u64::from(step == 1)),
        };
        let adapters = match self.rng.random_range(0..12) {
            0..=4 => vec![],
            5 | 6 => vec![Adapter::Rev],
            7 | 8 => vec![step(self)],
            9 => vec![Adapter::Rev, step(self)],
            10 => vec![step(self), Adapter::Rev],
            _ => vec![step(self), step(self)],
        };
        // A reversed step needs a length, which an inclusive range of `usize` has not.
        let reversed = matches!(adapters.as_slice(), [Adapter::Step(_) | Adapter::StepBy(_), Adapter::Rev]);
        Head { lo, hi, inclusive: !reversed && self.chance(0.2), adapters }
    }

    fn block(&mut self, ivs: &[usize], depth: usize) -> Vec<Item> {
        let items = self.rng.random_range(1..=3);
        (0..items).map(|_| self.item(ivs, depth)).collect()
    }

    fn item(&mut self, ivs: &[usize], depth: usize) -> Item {
        let kinds = if depth == 0 { 6 } else { 12 };
        match self.rng.random_range(0..kinds) {
            0..=3 => Item::Access(self.access(ivs)),
            4 => {
                let (cond, and) = (self.cond(ivs), self.chance(0.6));
                let access = Access { writes: false, ..self.access(ivs) };
                match access.at {
                    At::Range(..) => Item::Access(access),
                    _ => Item::Lazy(cond, and, access),
                }
            }
            5 => Item::Continue(self.cond(ivs)),
            6..=9 => {
                let cond = self.cond(ivs);
                let then = self.block(ivs, depth - 1);
                let other = if self.chance(0.4) { self.block(ivs, depth - 1) } else { Vec::new() };
                Item::If(cond, then, other)
            }
            _ => {
                let head = self.head(ivs);
                let number = self.loops;
                self.loops += 1;
                let inner: Vec<usize> = ivs.iter().copied().chain([number]).collect();
                Item::Loop(number, head, self.block(&inner, depth - 1))
            }
        }
    }

    fn cond(&mut self, ivs: &[usize]) -> Cond {
        let op = ["<", "<=", ">", ">=", "!=", "=="].choose(self.rng).unwrap();
        let l = *ivs.choose(self.rng).unwrap();
        let constant = if self.chance(0.5) { self.rng.random_range(-1..=2) } else { 0 };
        let left = Form { ivs: vec![(l, 1)], symbol: None, constant };
        let right = match self.rng.random_range(0..4) {
            0 => Form { ivs: Vec::new(), symbol: None, constant: self.rng.random_range(0..=3) },
            1 => {
                let other = *ivs.choose(self.rng).unwrap();
                Form { ivs: vec![(other, 1)], symbol: None, constant: self.rng.random_range(-1..=1) }
            }
            _ => self.invariant(),
        };
        let one =
            if self.chance(0.75) { Cond::Compare(left, op, right) } else { Cond::Compare(right, op, left) };
        match self.rng.random_range(0..8) {
            0 => Cond::Not(Box::new(one)),
            1 => Cond::And(Box::new(one), Box::new(self.cond(ivs))),
            2 => Cond::Or(Box::new(one), Box::new(self.cond(ivs))),
            _ => one,
        }
    }

    fn form(&mut self, ivs: &[usize]) -> Form {
        let mut terms = Vec::new();
        for &l in ivs {
            if self.chance(0.6) {
                terms.push((l, *[1, 1, 1, 1, 2, -1].choose(self.rng).unwrap()));
            }
        }
        let symbol = self.chance(0.25).then(|| (self.symbol(), 1));
        let constant = if self.chance(0.6) { self.rng.random_range(-2..=2) } else { 0 };
        Form { ivs: terms, symbol, constant }
    }

    fn access(&mut self, ivs: &[usize]) -> Access {
        self.accesses += 1;
        let writes = self.accesses == 1 || self.chance(0.5);
        match self.rng.random_range(0..10) {
            0..=3 => {
                let base = if self.close || self.chance(0.5) { "a" } else { "b" };
                Access { base, at: At::One(self.form(ivs)), writes }
            }
            4..=6 => Access { base: "g", at: At::Two(self.form(ivs), self.form(ivs)), writes },
            _ => {
                let lo = self.form(ivs);
                let mut hi = self.form(ivs);
                if self.chance(0.7) {
                    hi = lo.clone();
                    hi.constant += self.rng.random_range(0..=2);
                    if hi.symbol.is_none() && self.chance(0.4) {
                        hi.symbol = Some((self.symbol(), 1));
                    }
                }
                Access { base: "a", at: At::Range(lo, hi, self.chance(0.2)), writes }
            }
        }
    }
}

// The text.
impl Program {
    /// As a function.
    pub fn source(&self) -> String {
        let mut text = format!("    for i0 in {} {{\n", self.head.text());
        print(&self.body, 2, &mut text);
        text += "    }\n";
        format!(
            "fn f(a: &mut [f64], b: &mut [f64], g: &mut Vec<Vec<f64>>, n: usize, m: usize, s: usize, k: usize) \
             {{\n{text}}}\n"
        )
    }
}

fn print(items: &[Item], indent: usize, text: &mut String) {
    let pad = "    ".repeat(indent);
    for item in items {
        match item {
            Item::Loop(number, head, body) => {
                *text += &format!("{pad}for i{number} in {} {{\n", head.text());
                print(body, indent + 1, text);
                *text += &format!("{pad}}}\n");
            }
            Item::If(cond, then, other) => {
                *text += &format!("{pad}if {} {{\n", cond.text());
                print(then, indent + 1, text);
                if !other.is_empty() {
                    *text += &format!("{pad}}} else {{\n");
                    print(other, indent + 1, text);
                }
                *text += &format!("{pad}}}\n");
            }
            Item::Continue(cond) => *text += &format!("{pad}if {} {{ continue; }}\n", cond.text()),
            Item::Lazy(cond, and, access) => {
                let op = if *and { "&&" } else { "||" };
                *text += &format!("{pad}let _x = ({}) {op} {} > 0.5;\n", cond.text(), access.place());
            }
            Item::Access(access) => *text += &format!("{pad}{}\n", access.text()),
        }
    }
}

impl Access {
    fn place(&self) -> String {
        match &self.at {
            At::One(at) => format!("{}[{}]", self.base, at.text()),
            At::Two(i, j) => format!("{}[{}][{}]", self.base, i.text(), j.text()),
            At::Range(lo, hi, inclusive) => {
                let dots = if *inclusive { "..=" } else { ".." };
                format!("{}[{}{dots}{}]", self.base, lo.text(), hi.text())
            }
        }
    }

    fn text(&self) -> String {
        let place = self.place();
        match (&self.at, self.writes) {
            (At::Range(..), true) => format!("{place}.fill(1.0);"),
            (At::Range(..), false) => format!("let _x = {place}.contains(&1.0);"),
            (_, true) => format!("{place} = 1.0;"),
            (_, false) => format!("let _x = {place};"),
        }
    }
}

impl Head {
    fn text(&self) -> String {
        let dots = if self.inclusive { "..=" } else { ".." };
        let mut text = format!("({}{dots}{})", self.lo.text(), self.hi.text());
        for adapter in &self.adapters {
            text += &match adapter {
                Adapter::Rev => ".rev()".to_owned(),
                Adapter::Step(k) => format!(".step_by({k})"),
                Adapter::StepBy(k) => format!(".step_by({k})"),
            };
        }
        text
    }

    /// The values in order, at most so many; `None` where the range is too long to be made.
    fn values(&self, ivs: &[u64; 8], env: &Env) -> Option<Vec<u64>> {
        let (lo, hi) = (self.lo.value(ivs, env), self.hi.value(ivs, env));
        let end = u128::from(hi) + u128::from(self.inclusive);
        let count = end.saturating_sub(u128::from(lo));
        if count > 300 {
            return None;
        }
        let mut all: Vec<u64> = (0..count as u64).map(|k| lo + k).collect();
        for adapter in &self.adapters {
            match adapter {
                Adapter::Rev => all.reverse(),
                Adapter::Step(k) => all = all.into_iter().step_by(*k as usize).collect(),
                Adapter::StepBy(k) => all = all.into_iter().step_by(env[k] as usize).collect(),
            }
        }
        Some(all)
    }
}

impl Form {
    fn text(&self) -> String {
        let mut text = String::new();
        let mut term = |c: i64, name: &str| {
            let size = c.unsigned_abs();
            let body = match (name, size) {
                ("", _) => size.to_string(),
                (_, 1) => name.to_owned(),
                _ => format!("{size} * {name}"),
            };
            text += match (text.is_empty(), c < 0) {
                (true, true) => "0 - ",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            };
            text += &body;
        };
        for (l, c) in &self.ivs {
            term(*c, &format!("i{l}"));
        }
        if let Some((s, c)) = self.symbol {
            term(c, s);
        }
        if self.constant != 0 || (self.ivs.is_empty() && self.symbol.is_none()) {
            term(self.constant, "");
        }
        text
    }

    fn value(&self, ivs: &[u64; 8], env: &Env) -> u64 {
        let mut sum = self.constant as u64;
        for (l, c) in &self.ivs {
            sum = sum.wrapping_add(ivs[*l].wrapping_mul(*c as u64));
        }
        if let Some((s, c)) = self.symbol {
            sum = sum.wrapping_add(env[s].wrapping_mul(c as u64));
        }
        sum
    }
}

impl Cond {
    fn text(&self) -> String {
        match self {
            Cond::Compare(l, op, r) => format!("{} {op} {}", l.text(), r.text()),
            Cond::Not(c) => format!("!({})", c.text()),
            Cond::And(l, r) => format!("({}) && ({})", l.text(), r.text()),
            Cond::Or(l, r) => format!("({}) || ({})", l.text(), r.text()),
        }
    }

    fn holds(&self, ivs: &[u64; 8], env: &Env) -> bool {
        match self {
            Cond::Compare(l, op, r) => {
                let (l, r) = (l.value(ivs, env), r.value(ivs, env));
                match *op {
                    "<" => l < r,
                    "<=" => l <= r,
                    ">" => l > r,
                    ">=" => l >= r,
                    "!=" => l != r,
                    _ => l == r,
                }
            }
            Cond::Not(c) => !c.holds(ivs, env),
            Cond::And(l, r) => l.holds(ivs, env) && r.holds(ivs, env),
            Cond::Or(l, r) => l.holds(ivs, env) || r.holds(ivs, env),
        }
    }
}

/// What one visit of an access names.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// `a[at]`
    One(u64),
    /// `g[row][at]`
    Two(u64, u64),
    /// `a[lo..hi]`; as written, so the ends may be in the wrong order.
    Range(u64, u64),
}

/// One visit: the number of the access, the ordinal of the root's iteration, the element.
pub type Visit = (usize, u64, Element);

/// What a run gives.
#[derive(Debug, Default)]
pub struct Ran {
    /// The visits, up to a limit.
    pub visits: Vec<Visit>,
    /// Values of the root.
    pub root: Vec<u64>,
    /// Bounds of the root's range.
    pub range: (u64, u64),
}

/// Most visits of a run.
const MOST: usize = 3000;

/// Runs the program; `None` where the root is too long, or never starts because a step is 0.
pub fn run(program: &Program, env: &Env) -> Option<Ran> {
    let mut ivs = [0; 8];
    let root = program.head.values(&ivs, env)?;
    let head = &program.head;
    let range = (head.lo.value(&ivs, env), head.hi.value(&ivs, env) + u64::from(head.inclusive));
    let mut ran = Ran { visits: Vec::new(), root: root.clone(), range };
    for (k, iv) in root.into_iter().enumerate() {
        ivs[0] = iv;
        block(&program.body, k as u64, 0, &mut ivs, env, &mut ran);
    }
    Some(ran)
}

fn count(items: &[Item]) -> usize {
    let mut all = Vec::new();
    collect(items, &mut all);
    all.len()
}

/// Runs a block; `first` is the number of its first access.
fn block(items: &[Item], k: u64, first: usize, ivs: &mut [u64; 8], env: &Env, ran: &mut Ran) {
    let mut number = first;
    for item in items {
        if ran.visits.len() >= MOST {
            return;
        }
        match item {
            Item::Loop(l, head, body) => {
                // One that is too long is a program that nobody would wait for.
                for iv in head.values(ivs, env).unwrap_or_default() {
                    ivs[*l] = iv;
                    block(body, k, number, ivs, env, ran);
                }
            }
            Item::If(cond, then, other) => {
                if cond.holds(ivs, env) {
                    if block_and_goes_on(then, k, number, ivs, env, ran) {
                        return;
                    }
                } else if block_and_goes_on(other, k, number + count(then), ivs, env, ran) {
                    return;
                }
            }
            Item::Continue(cond) => {
                if cond.holds(ivs, env) {
                    return;
                }
            }
            Item::Lazy(cond, and, access) => {
                if cond.holds(ivs, env) == *and {
                    ran.visits.push((number, k, access.element(ivs, env)));
                }
            }
            Item::Access(access) => ran.visits.push((number, k, access.element(ivs, env))),
        }
        number += count(std::slice::from_ref(item));
    }
}

/// Runs a branch; did a `continue` in it end the iteration of the loop around?
fn block_and_goes_on(
    items: &[Item],
    k: u64,
    first: usize,
    ivs: &mut [u64; 8],
    env: &Env,
    ran: &mut Ran,
) -> bool {
    let mut number = first;
    for item in items {
        if let Item::Continue(cond) = item
            && cond.holds(ivs, env)
        {
            return true;
        }
        if let Item::If(cond, then, other) = item {
            let ended = if cond.holds(ivs, env) {
                block_and_goes_on(then, k, number, ivs, env, ran)
            } else {
                block_and_goes_on(other, k, number + count(then), ivs, env, ran)
            };
            if ended {
                return true;
            }
        } else {
            block(std::slice::from_ref(item), k, number, ivs, env, ran);
        }
        number += count(std::slice::from_ref(item));
    }
    false
}

impl Access {
    fn element(&self, ivs: &[u64; 8], env: &Env) -> Element {
        match &self.at {
            At::One(at) => Element::One(at.value(ivs, env)),
            At::Two(i, j) => Element::Two(i.value(ivs, env), j.value(ivs, env)),
            At::Range(lo, hi, inclusive) => {
                let end = hi.value(ivs, env).wrapping_add(u64::from(*inclusive));
                Element::Range(lo.value(ivs, env), end)
            }
        }
    }
}

/// Small values for all names, and lengths of arrays.
pub fn values(rng: &mut StdRng, most: u64) -> Env {
    let mut env = Env::new();
    for s in SYMBOLS {
        env.insert(s, rng.random_range(0..=most));
    }
    env.insert("k", rng.random_range(1..=3));
    for array in ["a", "b", "g", "row"] {
        env.insert(array, rng.random_range(0..=2 * most));
    }
    env
}
