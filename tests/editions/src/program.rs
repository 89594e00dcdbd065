//! The newer forms of Rust, in annotated functions: all of them must mean what they mean in each edition.
#![deny(warnings)]
#![allow(non_fmt_panics, clippy::all)]

use hotloop::{Mode, accel, with_mode};
use std::panic::catch_unwind;

pub struct Pair {
    x: Vec<f64>,
    scale: f64,
    calls: usize,
}

#[accel(parallel, nogil)]
fn binds_or_goes_on(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let first @ Some(v) = x.get(i) else { continue };
        let 0..=200 = i else { continue };
        out[i] = v + first.map_or(0.0, |v| v * 2.0);
    }
}

#[accel(parallel)]
fn binds(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let (a, b) = (x[i], i as f64);
        let [c, .., d] = [a, b, a + b];
        out[i] = c * d - (|v: f64| v + a)(b);
        if let (0, n) | (n, 0) = (i % 3, i % 2) {
            out[i] += n as f64;
        }
        out[i] += match i {
            0 | 1 => 1.0,
            n @ 2..=9 if n % 2 == 0 => n as f64,
            _ => matches!(i, 10 | 20 | 30..=33) as u8 as f64,
        };
    }
}

// Closures capture fields from 2021 on, whole variables before.
#[accel(parallel, nogil)]
fn captures(p: &mut Pair, out: &mut [f64]) {
    let scale = &p.scale;
    let by = move |v: f64| v * *scale;
    for i in 0..out.len() {
        out[i] += by(p.x[i]);
    }
    let mut count = || p.calls += 1;
    count();
}

// Statements about whole arrays.
fn maps(x: &[f64], k: f64, out: &mut Vec<f64>, p: &Pair) {
    let by = |v: f64| v * p.scale;
    hotloop::map!(out[..] = by(x[..]) + k * out[..] + p.x[..]);
    hotloop::map! {
        let 0.0..=200.0 = out[..] else { continue };
        if let Some(v) = Some(x[..]).filter(|v| *v > k) {
            out[..] = v;
        }
    }
}

// What `impl Trait` captures differs; so does where temporaries of the last expression are dropped.
#[accel(nogil)]
fn gives<'a>(x: &'a [f64], p: &'a Pair) -> impl Iterator<Item = f64> + 'a {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    x.iter().map(move |v| v + sum + p.scale)
}

#[accel]
fn last_value(x: &[f64], cell: &std::cell::RefCell<Vec<f64>>) -> f64 {
    let mut s = 0.0;
    for i in 0..cell.borrow().len() {
        s += cell.borrow()[i];
    }
    for i in 0..x.len() {
        s += x[i];
    }
    let own = std::cell::RefCell::new(s);
    let value = *own.borrow();
    value
}

// In 2018 a message without arguments is no format string.
#[accel]
fn says(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        assert!(x[i] < 90.0, "less than {{90}}");
        s += x[i];
    }
    s
}

#[accel]
fn says_not(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
        if s > 1e4 {
            panic!("100% {{}}");
        }
    }
    s
}

// Names that are keywords in one edition alone.
#[accel(parallel)]
fn names(r#gen: &[f64], r#async: f64, out: &mut [f64]) {
    let r#try = 2.0;
    for r#dyn in 0..out.len() {
        out[r#dyn] = r#gen[r#dyn] * r#async + r#try;
    }
}

#[accel]
impl Pair {
    fn total(&self) -> f64 {
        let mut s = 0.0;
        for v in 0..self.x.len() {
            s += self.x[v] * self.scale;
        }
        s
    }
}

#[accel]
fn iterates(out: &mut [f64]) {
    for i in 0..out.len() {
        for v in [1.0, 2.0].iter() {
            out[i] += v;
        }
        let mut k = 0;
        out[i] += 'sum: loop {
            k += 1;
            if k > 3 {
                break 'sum k as f64;
            }
        };
    }
}

fn text(f: fn(&[f64]) -> f64, x: &[f64]) -> Option<String> {
    let x = x.to_vec();
    let payload = catch_unwind(move || f(&x)).err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| s.to_string()))
}

fn run() -> String {
    let x: Vec<f64> = (0..300).map(|i| f64::from(i) * 0.5).collect();
    let mut out = vec![1.0; 300];
    let mut p = Pair { x: x.clone(), scale: 2.0, calls: 0 };
    binds_or_goes_on(&x, &mut out);
    binds(&x, &mut out);
    captures(&mut p, &mut out);
    maps(&x, 0.5, &mut out, &p);
    let all: f64 = gives(&x, &p).sum();
    let last = last_value(&x, &std::cell::RefCell::new(vec![1.0, 2.0]));
    iterates(&mut out);
    let mut named = vec![0.0; 300];
    names(&x, 1.5, &mut named);
    format!(
        "{:?} {:?} {} {} {} {} {:?} {:?}",
        out,
        named,
        all,
        last,
        p.total(),
        p.calls,
        text(says, &x),
        text(says_not, &x)
    )
}

pub fn main(edition: &str) {
    std::panic::set_hook(Box::new(|_| {}));
    let (plain, fast) = (with_mode(Mode::Original, run), run());
    assert_eq!(plain, fast);
    let stats = hotloop::stats();
    let ran = |name: &str| stats.iter().any(|s| s.function == name && s.fast > 0);
    let functions = ["binds", "captures", "gives", "last_value", "says", "names", "Pair::total", "iterates", "map! out[..]"];
    let missed: Vec<&str> = functions.iter().copied().filter(|f| !ran(f)).collect();
    println!("{}: as written {:?}", edition, missed);
}
