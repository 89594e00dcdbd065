//! Random loop nests as source text, and what they touch when they run: the oracle, which shares nothing
//! with the compiler. Arithmetic is that of `usize` in a release build: modulo 2^64.

#![allow(dead_code, reason = "each test uses a part")]

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::collections::BTreeMap;

/// Values of the names.
pub type Env = BTreeMap<&'static str, i64>;

/// Names of `usize` parameters.
pub const SYMBOLS: [&str; 4] = ["n", "m", "s", "t"];
/// Names of lengths.
pub const LENGTHS: [&str; 2] = ["a.len()", "b.len()"];
/// Names of the signed bounds of a root loop that is cast.
pub const SIGNED: [&str; 2] = ["p", "q"];

/// `c * symbol * iv`, each part but `c` optional.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub c: i64,
    /// A symbol, less a constant.
    pub by: Option<(&'static str, i64)>,
    /// An induction variable.
    pub iv: Option<usize>,
}

/// A sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Affine(pub Vec<Term>);

#[derive(Clone, Debug)]
pub struct Access {
    pub base: &'static str,
    pub at: Affine,
    pub writes: bool,
    pub reads: bool,
    pub conditional: bool,
}

#[derive(Clone, Debug)]
pub struct Lp {
    pub number: usize,
    pub lo: Affine,
    pub hi: Affine,
    pub inclusive: bool,
    pub body: Vec<Item>,
}

#[derive(Clone, Debug)]
pub enum Item {
    Loop(Lp),
    Access(Access),
}

/// A function of one nest.
#[derive(Clone, Debug)]
pub struct Program {
    pub root: Lp,
    /// The root runs over signed values, and subscripts cast its variable.
    pub cast: bool,
}

pub fn constant(c: i64) -> Affine {
    Affine(vec![Term { c, by: None, iv: None }])
}

fn symbol(s: &'static str) -> Term {
    Term { c: 1, by: Some((s, 0)), iv: None }
}

fn variable(l: usize) -> Term {
    Term { c: 1, by: None, iv: Some(l) }
}

/// What to make.
#[derive(Clone, Copy)]
pub struct Taste {
    /// Heads that depend on outer variables.
    pub triangular: bool,
    pub cast: bool,
    pub conditional: bool,
    /// Loops of a constant length, which may be too short for what is said of them.
    pub constant: bool,
    /// Only this many accesses, all to `a`.
    pub accesses: Option<usize>,
}

struct Maker<'a> {
    rng: &'a mut StdRng,
    taste: Taste,
    cast: bool,
    loops: usize,
}

pub fn program(rng: &mut StdRng, taste: Taste) -> Program {
    let cast = taste.cast && rng.random_bool(0.5);
    let mut maker = Maker { rng, taste, cast, loops: 0 };
    let depth = maker.rng.random_range(1..=3);
    let mut root = maker.nest(&[], depth);
    if let Some(n) = taste.accesses {
        maker.fill(&mut root, &mut Vec::new(), n);
    }
    Program { root, cast }
}

impl Maker<'_> {
    fn nest(&mut self, outer: &[usize], depth: usize) -> Lp {
        let number = self.loops;
        self.loops += 1;
        let (lo, hi, inclusive) = self.head(outer);
        let mut ivs = outer.to_vec();
        ivs.push(number);
        let mut body = Vec::new();
        let inner = if depth == 1 { 0 } else { self.rng.random_range(1..=2usize).min(4 - self.loops.min(3)) };
        for _ in 0..inner {
            self.accesses(&ivs, &mut body, 1);
            body.push(Item::Loop(self.nest(&ivs, depth - 1)));
        }
        self.accesses(&ivs, &mut body, 2);
        Lp { number, lo, hi, inclusive, body }
    }

    fn accesses(&mut self, ivs: &[usize], body: &mut Vec<Item>, most: usize) {
        if self.taste.accesses.is_some() {
            return;
        }
        for _ in 0..self.rng.random_range(0..=most) {
            let access = self.access(ivs);
            body.push(Item::Access(access));
        }
    }

    /// A given number of accesses at random places, at least one of them a write.
    fn fill(&mut self, lp: &mut Lp, ivs: &mut Vec<usize>, n: usize) {
        for k in 0..n {
            ivs.clear();
            let mut at = &mut *lp;
            loop {
                ivs.push(at.number);
                let loops: Vec<usize> = at
                    .body
                    .iter()
                    .enumerate()
                    .filter(|(_, i)| matches!(i, Item::Loop(_)))
                    .map(|(n, _)| n)
                    .collect();
                match loops.choose(self.rng) {
                    Some(&down) if self.rng.random_bool(0.75) => {
                        let Item::Loop(inner) = &mut at.body[down] else { unreachable!() };
                        at = inner;
                    }
                    _ => break,
                }
            }
            let mut access = self.access(ivs);
            access.base = "a";
            if k == 0 {
                access.writes = true;
            }
            if k > 0 && self.rng.random_bool(0.6) {
                // Subscripts that are alike meet more often.
                if let Some(other) = first_access(lp)
                    && other.at.0.iter().all(|t| t.iv.is_none_or(|l| ivs.contains(&l)))
                {
                    access.at = other.at.clone();
                    let c = self.rng.random_range(-4..=4);
                    access.at.0.push(Term { c, by: None, iv: None });
                }
            }
            let mut at = &mut *lp;
            for l in &ivs[1..] {
                let inner = at.body.iter_mut().find_map(|i| match i {
                    Item::Loop(x) if x.number == *l => Some(x),
                    _ => None,
                });
                at = inner.unwrap();
            }
            at.body.push(Item::Access(access));
        }
    }

    fn head(&mut self, outer: &[usize]) -> (Affine, Affine, bool) {
        if outer.is_empty() && self.cast {
            return (Affine(vec![symbol("p")]), Affine(vec![symbol("q")]), self.rng.random_bool(0.3));
        }
        let s = *SYMBOLS.choose(self.rng).unwrap();
        let end = if self.rng.random_bool(0.15) { *LENGTHS.choose(self.rng).unwrap() } else { s };
        let c = self.rng.random_range(0..=2);
        let less = |c: i64| Term { c: -c, by: None, iv: None };
        let l = outer.choose(self.rng).copied();
        let pick = self.rng.random_range(0..if self.taste.triangular && l.is_some() { 12 } else { 6 });
        let i = variable(l.unwrap_or(0));
        let minus_i = Term { c: -1, ..i.clone() };
        match pick {
            0 | 1 => (constant(0), Affine(vec![symbol(end)]), false),
            2 => (constant(c), Affine(vec![symbol(end)]), false),
            3 => (constant(0), Affine(vec![symbol(end), less(c)]), false),
            4 if self.taste.constant => {
                (constant(c), constant(c + self.rng.random_range(1..=4)), self.rng.random_bool(0.3))
            }
            4 | 5 => (constant(0), Affine(vec![symbol(s)]), true),
            6 => (Affine(vec![i]), Affine(vec![symbol(end)]), false),
            7 => (constant(0), Affine(vec![i]), true),
            8 => (Affine(vec![i, Term { c: 1, by: None, iv: None }]), Affine(vec![symbol(end)]), false),
            9 => (constant(0), Affine(vec![symbol(end), minus_i]), false),
            10 => (constant(c), Affine(vec![i]), false),
            11 if self.taste.constant => (constant(0), Affine(vec![symbol(s), minus_i, less(c)]), false),
            _ => (constant(0), Affine(vec![i, Term { c: 1 + c, by: None, iv: None }]), false),
        }
    }

    fn access(&mut self, ivs: &[usize]) -> Access {
        let mut terms = Vec::new();
        for &l in ivs {
            if self.rng.random_bool(0.75) {
                let by = match self.rng.random_range(0..10) {
                    0..=5 => None,
                    6 => Some((*SYMBOLS.choose(self.rng).unwrap(), 1)),
                    _ => Some((*SYMBOLS.choose(self.rng).unwrap(), 0)),
                };
                let c = *[1, 1, 1, 1, 2, 3, -1, -2].choose(self.rng).unwrap();
                terms.push(Term { c, by, iv: Some(l) });
            }
        }
        if self.rng.random_bool(0.4) {
            terms.push(symbol(SYMBOLS.choose(self.rng).unwrap()));
        }
        if self.rng.random_bool(0.6) || terms.is_empty() {
            terms.push(Term { c: self.rng.random_range(-3..=5), by: None, iv: None });
        }
        let kind = self.rng.random_range(0..3);
        Access {
            base: ["a", "b"].choose(self.rng).unwrap(),
            at: Affine(terms),
            writes: kind > 0,
            reads: kind != 1,
            conditional: self.taste.conditional && self.rng.random_bool(0.3),
        }
    }
}

fn first_access(lp: &Lp) -> Option<&Access> {
    lp.body.iter().find_map(|item| match item {
        Item::Access(a) => Some(a),
        Item::Loop(inner) => first_access(inner),
    })
}

// The text.
impl Program {
    pub fn source(&self) -> String {
        let params = SYMBOLS.map(|s| format!("{s}: usize")).join(", ");
        let body = self.lp(&self.root, 1);
        format!("fn f(a: &mut [f64], b: &mut [f64], {params}, p: i64, q: i64, flag: bool) {{\n{body}}}\n")
    }

    fn lp(&self, lp: &Lp, indent: usize) -> String {
        let pad = "    ".repeat(indent);
        let dots = if lp.inclusive { "..=" } else { ".." };
        let (lo, hi) = (self.affine(&lp.lo), self.affine(&lp.hi));
        let mut text = format!("{pad}for i{} in {lo}{dots}{hi} {{\n", lp.number);
        for item in &lp.body {
            match item {
                Item::Loop(inner) => text += &self.lp(inner, indent + 1),
                Item::Access(a) => text += &format!("{pad}    {}\n", self.access(a)),
            }
        }
        text + &pad + "}\n"
    }

    fn access(&self, a: &Access) -> String {
        let place = format!("{}[{}]", a.base, self.affine(&a.at));
        let stmt = match (a.writes, a.reads) {
            (true, true) => format!("{place} += 1.0;"),
            (true, false) => format!("{place} = 1.0;"),
            _ => format!("let _x = {place};"),
        };
        if a.conditional { format!("if flag {{ {stmt} }}") } else { stmt }
    }

    fn affine(&self, form: &Affine) -> String {
        let mut text = String::new();
        for (n, term) in form.0.iter().enumerate() {
            match (n == 0, term.c < 0) {
                (true, true) => text += "0 - ",
                (true, false) => {}
                (false, true) => text += " - ",
                (false, false) => text += " + ",
            }
            let mut factors = Vec::new();
            if term.c.abs() != 1 || (term.by.is_none() && term.iv.is_none()) {
                factors.push(term.c.abs().to_string());
            }
            match term.by {
                Some((s, 0)) => factors.push(s.to_owned()),
                Some((s, k)) => factors.push(format!("({s} - {k})")),
                None => {}
            }
            if let Some(l) = term.iv {
                factors.push(if l == 0 && self.cast { "(i0 as usize)".into() } else { format!("i{l}") });
            }
            text += &factors.join(" * ");
        }
        text
    }
}

/// What runs.
pub struct Run<'a> {
    pub program: &'a Program,
    pub env: &'a Env,
    /// Accesses that may still be visited.
    pub left: usize,
    /// Did some loop run no iteration?
    pub empty: bool,
    /// Did some arithmetic leave the integers that a reader of the text would think of?
    pub wrapped: bool,
}

/// One visit of an access: its number in the text, the root's iteration, the subscript.
pub type Visit = (usize, u64, u64);

impl Run<'_> {
    /// The root's bounds as the head evaluates them, the end one past the last.
    pub fn root(&mut self) -> Option<(i64, i64)> {
        let lp = &self.program.root;
        if self.program.cast {
            return Some((self.env["p"], self.env["q"] + i64::from(lp.inclusive)));
        }
        let ivs = [0; 8];
        let (lo, hi) = (self.value(&lp.lo, &ivs), self.value(&lp.hi, &ivs));
        Some((i64::try_from(lo).ok()?, i64::try_from(hi).ok()?.checked_add(i64::from(lp.inclusive))?))
    }

    /// Runs the whole nest.
    pub fn visit(&mut self, visit: &mut dyn FnMut(Visit)) {
        let mut ivs = [0; 8];
        self.lp(&self.program.root, 0, &mut ivs, visit);
    }

    /// Returns how many accesses the loop has in the text.
    fn lp(&mut self, lp: &Lp, first: usize, ivs: &mut [u64; 8], visit: &mut dyn FnMut(Visit)) {
        let root = lp.number == 0;
        let (lo, hi) = (self.value(&lp.lo, ivs), self.value(&lp.hi, ivs));
        // Signed bounds are compared as such.
        let signed = root && self.program.cast;
        let in_range = |iv: u64| {
            if signed {
                (iv as i64) < hi as i64 || (lp.inclusive && iv == hi)
            } else {
                iv < hi || (lp.inclusive && iv == hi)
            }
        };
        let mut iv = lo;
        if !in_range(iv) {
            self.empty = true;
        }
        while in_range(iv) && self.left > 0 {
            ivs[lp.number] = iv;
            let mut number = first;
            for item in &lp.body {
                match item {
                    Item::Loop(inner) => {
                        self.lp(inner, number, ivs, visit);
                        number += count(inner);
                    }
                    Item::Access(a) => {
                        if self.left > 0 {
                            self.left -= 1;
                            visit((number, ivs[0], self.value(&a.at, ivs)));
                        }
                        number += 1;
                    }
                }
            }
            if iv == hi && lp.inclusive {
                break;
            }
            iv = iv.wrapping_add(1);
            self.left = self.left.saturating_sub(1);
        }
    }

    fn value(&mut self, form: &Affine, ivs: &[u64; 8]) -> u64 {
        let mut sum = 0u64;
        let mut exact = 0i128;
        for term in &form.0 {
            let mut product = 1u64;
            let mut exact_product = i128::from(term.c);
            if let Some((s, k)) = term.by {
                product = (self.env[s] as u64).wrapping_sub(k as u64);
                exact_product *= i128::from(self.env[s] - k);
            }
            if let Some(l) = term.iv {
                product = product.wrapping_mul(ivs[l]);
                let iv =
                    if l == 0 && self.program.cast { i128::from(ivs[l] as i64) } else { i128::from(ivs[l]) };
                exact_product = exact_product.saturating_mul(iv);
            }
            product = product.wrapping_mul(term.c.unsigned_abs());
            sum = if term.c < 0 { sum.wrapping_sub(product) } else { sum.wrapping_add(product) };
            exact = exact.saturating_add(exact_product);
        }
        self.wrapped |= exact != i128::from(sum);
        sum
    }
}

/// Accesses in a loop.
pub fn count(lp: &Lp) -> usize {
    let each = lp.body.iter().map(|item| match item {
        Item::Loop(inner) => count(inner),
        Item::Access(_) => 1,
    });
    each.sum()
}

/// Are all heads free of induction variables?
pub fn is_rectangular(lp: &Lp) -> bool {
    let free = |form: &Affine| form.0.iter().all(|t| t.iv.is_none());
    free(&lp.lo)
        && free(&lp.hi)
        && lp.body.iter().all(|item| match item {
            Item::Loop(inner) => is_rectangular(inner),
            Item::Access(_) => true,
        })
}

/// Small values for all names.
pub fn values(rng: &mut StdRng, most: i64) -> Env {
    let mut env = Env::new();
    for s in SYMBOLS {
        env.insert(s, rng.random_range(0..=most));
    }
    for s in LENGTHS {
        env.insert(s, rng.random_range(0..=2 * most));
    }
    for s in SIGNED {
        env.insert(s, rng.random_range(-3..=most));
    }
    env
}
