//! The whole report text of kernels of the field.
//!
//! `BLESS=1 cargo test -p hotloop-compiler --test report` writes the texts in this file again; read them.

mod common;

use std::sync::Mutex;

/// One test at a time writes this file.
static BLESSING: Mutex<()> = Mutex::new(());

/// The report of a function, which the text beside it must be, line by line.
fn report(source: &str, expected: &str) {
    let got = common::compile(source.trim_start()).report.to_string();
    if std::env::var_os("BLESS").is_some() {
        let _one = BLESSING.lock().unwrap();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/report.rs");
        let file = std::fs::read_to_string(path).unwrap();
        // The source in front of it makes the place unique.
        let (at, length) = (file.find(source).unwrap() + source.len(), expected.len());
        let from = at + file[at..].find(expected).unwrap();
        let new = format!("{}\n{got}{}", &file[..from], &file[from + length..]);
        return std::fs::write(path, new).unwrap();
    }
    assert_eq!(got.trim_end(), expected.trim(), "the report is now:\n{got}");
}

#[test]
fn softmax() {
    report(
        r#"
#[accel(parallel, nogil)]
pub fn softmax(z: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..z.len() {
        sum += z[i].exp();
    }
    for i in 0..z.len() {
        out[i] = z[i].exp() / sum;
    }
}
"#,
        r#"
fn softmax
  loop #1 over `i`, line 4: parallel
    guarded  read  `z[i]`, line 5
    scalar   `sum`: reduction +, 32 lanes
    guard    the loop runs from exactly 0 to exactly z.len()
    guard    `z[i]`: z.len() - 1 < z.len()
    guard    `z.len()` is the number of its elements
    if       `z` is a slice, array or `Vec`; `sum` is a primitive; `i` is `usize`; `i` is an integer; the receiver of `exp` is a float; `sum` is a number of at most 64 bits; the value in `sum += z[i].exp()` has the type of `sum`
  loop #2 over `i`, line 7: parallel
    guarded  read  `z[i]`, line 8
    guarded  write `out[i]`, line 8
    guard    the loop runs from exactly 0 to exactly z.len()
    guard    `z[i]`: z.len() - 1 < z.len()
    guard    `out[i]`: z.len() - 1 < out.len()
    guard    `z.len()` is the number of its elements
    if       `z` is a slice, array or `Vec`; `out` is a slice, array or `Vec`; `sum` is `Copy + Send + Sync`; `i` is `usize`; `i` is an integer; the receiver of `exp` is a float
"#,
    );
}

#[test]
fn jacobi() {
    report(
        r#"
#[accel(parallel)]
fn jacobi(u: &[f64], v: &mut [f64], n: usize, m: usize) {
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            v[i * m + j] = 0.25 * (u[(i - 1) * m + j] + u[(i + 1) * m + j] + u[i * m + j - 1] + u[i * m + j + 1]);
        }
    }
}
"#,
        r#"
fn jacobi
  loop #1 over `i`, line 3: parallel-guarded
    with the loops of line 4
    guarded  read  `u[(i - 1) * m + j]`, line 5
    guarded  read  `u[(i + 1) * m + j]`, line 5
    guarded  read  `u[i * m + j - 1]`, line 5
    guarded  read  `u[i * m + j + 1]`, line 5
    guarded  write `v[i * m + j]`, line 5
    guard    the loop runs from exactly 1 to exactly n - 1
    guard    end of the loop over `j` is not negative: m - 1 >= 0
    guard    `u[(i - 1) * m + j]`: n*m - 2*m - 2 < u.len()
    guard    `u[(i + 1) * m + j]`: 2*m + 1 >= 0 and n*m - 2 < u.len()
    guard    `u[i * m + j - 1]`: m >= 0 and n*m - m - 3 < u.len()
    guard    `u[i * m + j + 1]`: m + 2 >= 0 and n*m - m - 1 < u.len()
    guard    `v[i * m + j]`: m + 1 >= 0 and n*m - m - 2 < v.len()
    guard    the stride m is greater than what the inner subscripts span, m - 3
    if       `u` is a slice, array or `Vec`; `v` is a slice, array or `Vec`; `u[_]` is a primitive; `v[_]` is a primitive; `n` is a primitive; `m` is a primitive; `m` is `usize`; `n` is an integer; `i` is `usize`; `j` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn in_place_laplace_stays_serial() {
    report(
        r#"
#[accel]
fn laplace(u: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        for j in 1..n - 1 {
            u[i * n + j] = 0.25 * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
        }
    }
}
"#,
        r#"
fn laplace
  loop #1 over `i`, line 3: serial
    with the loops of line 4
    guarded  read  `u[(i - 1) * n + j]`, line 5
    guarded  read  `u[(i + 1) * n + j]`, line 5
    guarded  read  `u[i * n + j - 1]`, line 5
    guarded  read  `u[i * n + j + 1]`, line 5
    guarded  write `u[i * n + j]`, line 5
    guard    the loop runs from exactly 1 to exactly n - 1
    guard    end of the loop over `j` is not negative: n - 1 >= 0
    guard    `u[(i - 1) * n + j]`: -2*n + n*n - 2 < u.len()
    guard    `u[(i + 1) * n + j]`: 2*n + 1 >= 0 and n*n - 2 < u.len()
    guard    `u[i * n + j - 1]`: n >= 0 and -n + n*n - 3 < u.len()
    guard    `u[i * n + j + 1]`: n + 2 >= 0 and -n + n*n - 1 < u.len()
    guard    `u[i * n + j]`: n + 1 >= 0 and -n + n*n - 2 < u.len()
    if       `u` is a slice, array or `Vec`; `u[_]` is a primitive; `n` is a primitive; `n` is `usize`; `n` is an integer; `i` is `usize`; `j` is `usize`; `i` is an integer
    missed   [A0301] iterations of the loop over `i` depend on each other: `u[i * n + j]` is written here and `u[(i - 1) * n + j]` (line 5) is read 1 iteration later (distance 1) (line 5)
             help: if the old values would do, write to a second buffer; if not, leave this loop in order (`#[serial]`)
"#,
    );
}

#[test]
fn matrix_times_vector() {
    report(
        r#"
#[accel(parallel)]
fn matrix_vector(a: &[f64], x: &[f64], y: &mut [f64]) {
    let m = x.len();
    for i in 0..y.len() {
        let mut sum = 0.0;
        for j in 0..m {
            sum += a[i * m + j] * x[j];
        }
        y[i] = sum;
    }
}
"#,
        r#"
fn matrix_vector
  loop #1 over `i`, line 4: parallel
    with the loops of line 6
    guarded  read  `a[i * m + j]`, line 7
    guarded  read  `x[j]`, line 7
    guarded  write `y[i]`, line 9
    guard    the loop runs from exactly 0 to exactly y.len()
    guard    `a[i * m + j]`: y.len()*m - 1 < a.len()
    guard    `x[j]`: m - 1 < x.len()
    guard    `y[i]`: y.len() - 1 < y.len()
    guard    `y.len()` is the number of its elements
    if       `y` is a slice, array or `Vec`; `a` is a slice, array or `Vec`; `x` is a slice, array or `Vec`; `a[_]` is a primitive; `x[_]` is a primitive; `y[_]` is a primitive; `m` is a primitive; `m` is `usize`; `i` is `usize`; `j` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn a_triangle() {
    report(
        r#"
#[accel(parallel)]
fn triangular(a: &mut [f64], b: &[f64], n: usize) {
    for i in 0..n {
        for j in i + 1..n {
            a[i * n + j] = b[j] - b[i];
        }
    }
}
"#,
        r#"
fn triangular
  loop #1 over `i`, line 3: parallel-guarded
    with the loops of line 4
    guarded  read  `b[j]`, line 5
    guarded  read  `b[i]`, line 5
    guarded  write `a[i * n + j]`, line 5
    guard    the loop runs from exactly 0 to exactly n
    guard    `b[j]`: n - 1 < b.len()
    guard    `b[i]`: n - 1 < b.len()
    guard    `a[i * n + j]`: n*n - 1 < a.len()
    guard    the stride n is greater than what the inner subscripts span, n - 2
    if       `b` is a slice, array or `Vec`; `a` is a slice, array or `Vec`; `b[_]` is a primitive; `a[_]` is a primitive; `n` is a primitive; `n` is `usize`; `n` is an integer; `i` is `usize`; `j` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn a_conditional_access_keeps_its_check() {
    report(
        r#"
#[accel(parallel)]
fn conditional(a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        if i > 0 && a[i] > 0.0 {
            out[i] = a[i - 1];
        }
    }
}
"#,
        r#"
fn conditional
  loop #1 over `i`, line 3: parallel
    guarded  read  `a[i]`, line 4
    guarded  read  `a[i - 1]`, line 5
    checked  write `out[i]`, line 5
    guard    the loop runs from exactly 0 to exactly a.len()
    guard    `a[i]`: a.len() - 1 < a.len()
    guard    `a[i - 1]`: a.len() - 2 < a.len()
    guard    the subscript of `out[i]` does not overflow
    guard    `a.len()` is the number of its elements
    if       `a` is a slice, array or `Vec`; `out` is a slice, array or `Vec`; `a[_]` is a primitive; `out[_]` is a primitive; `i` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn an_indirect_access_keeps_its_check() {
    report(
        r#"
#[accel(parallel)]
fn gather(a: &[f64], idx: &[usize], out: &mut [f64]) {
    for i in 0..idx.len() {
        out[i] = a[idx[i]];
    }
}
"#,
        r#"
fn gather
  loop #1 over `i`, line 3: parallel
    guarded  read  `idx[i]`, line 4
    checked  read  `a[idx[i]]`, line 4
    guarded  write `out[i]`, line 4
    guard    the loop runs from exactly 0 to exactly idx.len()
    guard    `idx[i]`: idx.len() - 1 < idx.len()
    guard    `out[i]`: idx.len() - 1 < out.len()
    guard    `idx.len()` is the number of its elements
    if       `idx` is a slice, array or `Vec`; `a` is a slice, array or `Vec`; `out` is a slice, array or `Vec`; `idx[_]` is a primitive; `a[_]` is a primitive; `out[_]` is a primitive; `i` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn an_inner_loop_is_parallel() {
    report(
        r#"
#[accel(parallel)]
fn nested(u: &mut [f64], t: usize, n: usize) {
    for k in 1..t {
        for i in 0..n {
            u[k * n + i] = u[(k - 1) * n + i] + 1.0;
        }
    }
}
"#,
        r#"
fn nested
  loop #1 over `k`, line 3: serial, as written, around a parallel loop
    missed   [A0301] iterations of the loop over `k` depend on each other: `u[k * n + i]` is written here and `u[(k - 1) * n + i]` (line 5) is read 1 iteration later (distance 1) (line 5)
             help: the loop over `i` (line 4) inside of it runs in parallel instead
  loop #2 over `i`, line 4: parallel-guarded
    guarded  read  `u[(k - 1) * n + i]`, line 5
    guarded  write `u[k * n + i]`, line 5
    guard    the loop runs from exactly 0 to exactly n
    guard    `u[(k - 1) * n + i]`: -n + n*k >= 0 and n*k - 1 < u.len()
    guard    `u[k * n + i]`: n*k >= 0 and n + n*k - 1 < u.len()
    guard    no multiple of the stride 1 within the loop equals n
    if       `u` is a slice, array or `Vec`; `u[_]` is a primitive; `n` is a primitive; `k` is a primitive; `n` is `usize`; `k` is `usize`; `n` is an integer; `i` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn every_reduction() {
    report(
        r#"
#[accel(parallel)]
pub fn all(a: &[f64], k: &[u32], seen: &[bool]) -> (f64, f64, f64, usize, u32, bool) {
    let (mut p, mut least, mut most, mut at) = (1.0, 0.0, a[0], 0);
    let (mut mask, mut ok) = (0, true);
    for i in 0..a.len() {
        p *= a[i];
        least = least.min(a[i]);
        if a[i] > most {
            most = a[i];
            at = i;
        }
        mask |= k[i];
        ok = ok && seen[i];
    }
    (p, least, most, at, mask, ok)
}
"#,
        r#"
fn all
  loop #1 over `i`, line 5: parallel
    guarded  read  `a[i]`, line 6
    guarded  read  `a[i]`, line 7
    guarded  read  `a[i]`, line 8
    guarded  read  `k[i]`, line 12
    guarded  read  `seen[i]`, line 13
    scalar   `p`: reduction *, 32 lanes
    scalar   `least`: reduction min, 32 lanes
    scalar   `most`: reduction max, 32 lanes
    scalar   `at`: set with `most`
    scalar   `mask`: reduction |, 32 lanes
    scalar   `ok`: reduction &, 32 lanes
    guard    the loop runs from exactly 0 to exactly a.len()
    guard    `a[i]`: a.len() - 1 < a.len()
    guard    `k[i]`: a.len() - 1 < k.len()
    guard    `seen[i]`: a.len() - 1 < seen.len()
    guard    `a.len()` is the number of its elements
    if       `a` is a slice, array or `Vec`; `k` is a slice, array or `Vec`; `seen` is a slice, array or `Vec`; `a[_]` is a primitive; `k[_]` is a primitive; `seen[_]` is a primitive; `p` is a primitive; `least` is a primitive; `most` is a primitive; `at` is a primitive; `mask` is a primitive; `ok` is a primitive; `i` is `usize`; `i` is an integer; `p` is a number of at most 64 bits; `least` is a number, `bool` or `char`; `most` is a number, `bool` or `char`; `mask` is an integer or `bool`; `ok` is an integer or `bool`; the value in `p *= a[i]` has the type of `p`; the value in `mask |= k[i]` has the type of `mask`; the value in `ok = ok && seen[i]` has the type of `ok`
"#,
    );
}

#[test]
fn reductions_that_are_none() {
    report(
        r#"
#[accel]
pub fn none(a: &[f64], k: &[u32], out: &mut [f64]) {
    let (mut s, mut t, mut most, mut ok) = (0.0, 1.0, a[0], true);
    for i in 0..a.len() {
        s += a[i];
        out[i] = s;
        t *= a[i];
        t -= 1.0;
        most = if most > a[i] { most } else { a[i] };
        ok = ok && k[i] % k[0] == 0;
    }
}
"#,
        r#"
fn none
  loop #1 over `i`, line 4: serial
    guarded  read  `a[i]`, line 5
    guarded  write `out[i]`, line 6
    guarded  read  `a[i]`, line 7
    guarded  read  `a[i]`, line 9
    guarded  read  `a[i]`, line 9
    guarded  read  `k[i]`, line 10
    guarded  read  `k[0]`, line 10
    scalar   `s`: carried
    scalar   `t`: carried
    scalar   `most`: carried
    scalar   `ok`: carried
    guard    the loop runs from exactly 0 to exactly a.len()
    guard    `a[i]`: a.len() - 1 < a.len()
    guard    `out[i]`: a.len() - 1 < out.len()
    guard    `k[i]`: a.len() - 1 < k.len()
    guard    `k[0]`: 0 < k.len()
    guard    `a.len()` is the number of its elements
    if       `a` is a slice, array or `Vec`; `out` is a slice, array or `Vec`; `k` is a slice, array or `Vec`; `a[_]` is a primitive; `out[_]` is a primitive; `k[_]` is a primitive; `s` is a primitive; `t` is a primitive; `most` is a primitive; `ok` is a primitive; `i` is `usize`; `i` is an integer
    missed   [A0502] `s` is no reduction, because it is read here while `s += a[i]` (line 5) updates it (line 6)
             help: use `s` after the loop only, or leave this loop in order (`#[serial]`)
    missed   [A0501] `t` is no reduction, because it is updated in two ways: `t *= a[i]` (line 7) and `t -= 1.0` (line 8)
             help: use one variable for each, and join them after the loop
    missed   [A0503] `most` is no reduction, because `if most > a[i] { most } else { a[i] }` takes NaN where a comparison with NaN fails, and what is left then depends on the order (line 9)
             help: write `if x > most { most = x; }` (or `<`), or `most = most.max(x)` (or `min`), which ignore NaN
    missed   [A0504] `ok` is no reduction, because the right side in `ok = ok && k[i] % k[0] == 0` is computed only while it decides, and might panic where it is not (line 10)
             help: if it may always be computed, write `ok &= ..` or `ok |= ..`
"#,
    );
}

#[test]
fn an_impl_block() {
    report(
        r#"
#[accel(parallel)]
impl<T: Field> Step<T> for Grid<T> {
    fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
    }
    #[accel]
    fn scan(&mut self) {
        for i in 1..self.u.len() {
            self.u[i] += self.u[i - 1];
        }
    }
    const fn sum(n: usize) -> usize {
        let mut s = 0;
        while s < n {
            s += 3;
        }
        s
    }
    fn first(&self) -> f64 {
        self.u[0]
    }
    made_by_a_macro!();
}
"#,
        r#"
impl Step<T> for Grid<T>
    missed   [A0213] the methods that the macro `made_by_a_macro` makes cannot be seen, so they stay as written (line 24)
             help: put `#[accel]` on the methods inside of the macro
fn <Grid<T> as Step<T>>::step
  loop #1 over `i`, line 4: parallel
    guarded  write `self.u[i]`, line 5
    guard    the loop runs from exactly 0 to exactly self.u.len()
    guard    `self.u[i]`: self.u.len() - 1 < self.u.len()
    guard    `self.u.len()` is the number of its elements
    if       `* self` has the field itself, not through `Deref`; `self.u` is a slice, array or `Vec`; `self.u[_]` is a primitive; `i` is `usize`; `i` is an integer
fn <Grid<T> as Step<T>>::scan
  loop #1 over `i`, line 10: serial
    guarded  read  `self.u[i - 1]`, line 11
    guarded  write `self.u[i]`, line 11
    guard    the loop runs from exactly 1 to exactly self.u.len()
    guard    `self.u[i - 1]`: self.u.len() - 2 < self.u.len()
    guard    `self.u[i]`: self.u.len() - 1 < self.u.len()
    guard    `self.u.len()` is the number of its elements
    if       `* self` has the field itself, not through `Deref`; `self.u` is a slice, array or `Vec`; `self.u[_]` is a primitive; `i` is `usize`; `i` is an integer
    missed   [A0301] iterations of the loop over `i` depend on each other: `self.u[i]` is written here and `self.u[i - 1]` (line 11) is read 1 iteration later (distance 1) (line 11)
             help: if the old values would do, write to a second buffer; if not, leave this loop in order (`#[serial]`)
fn <Grid<T> as Step<T>>::sum
  loop #1 over `s`, line 16: as written
    missed   [A0201] `#[accel]` cannot be used on a `const fn`, which the compiler must be able to run itself (line 14)
             help: remove the attribute, or move the loop into a plain `fn`
fn <Grid<T> as Step<T>>::first
"#,
    );
}

#[test]
fn a_trait_with_a_default_method() {
    report(
        r#"
#[accel]
trait Relax {
    fn data(&mut self) -> &mut [f64];
    fn relax(&mut self) {
        let a = self.data();
        for i in 0..a.len() {
            a[i] *= 0.5;
        }
    }
}
"#,
        r#"
trait Relax
fn Relax::relax
  loop #1 over `i`, line 6: serial
    guarded  write `a[i]`, line 7
    guard    the loop runs from exactly 0 to exactly a.len()
    guard    `a[i]`: a.len() - 1 < a.len()
    guard    `a.len()` is the number of its elements
    if       `a` is a slice, array or `Vec`; `a[_]` is a primitive; `i` is `usize`; `i` is an integer
"#,
    );
}

#[test]
fn a_method_is_named_with_its_type() {
    let names = |source: &str| -> Vec<String> {
        let outputs = hotloop_compiler::file::compile_file(source).expect("Rust");
        outputs.into_iter().map(|o| o.report.function).collect()
    };
    let method = "{ #[accel] fn f(&self) { fn g() {} } }";
    for (block, name) in [
        ("impl Grid", "Grid::f"),
        ("impl<'a, T> a::Grid<'a, T, 3>", "a::Grid<'a, T, 3>::f"),
        ("impl Relax for Vec<f64>", "<Vec<f64> as Relax>::f"),
        ("impl<'a> Sub<&'a mut V> for &'a V", "<&'a V as Sub<&'a mut V>>::f"),
        ("impl Relax for [f64; 3]", "<[f64; 3] as Relax>::f"),
        (
            "impl<F: Fn(f64) -> f64 + 'static> A for (F, dyn Fn(f64) + Send)",
            "<(F, dyn Fn(f64) + Send) as A>::f",
        ),
        ("trait Relax<T>", "Relax::f"),
    ] {
        assert_eq!(names(&format!("{block} {method}")), [name]);
    }
    // A function inside a method is one of its own.
    let inner = "impl Grid { #[accel] fn f(&self) { #[accel] fn g() {} } }";
    assert_eq!(names(inner), ["Grid::f", "g"]);
    let conditional = "#[cfg_attr(feature = \"fast\", allow(unused), accel(nogil))] fn f() {}";
    assert_eq!(names(conditional), ["f"]);
    // What a macro is called with, where that is items; not the body of a macro.
    let call = "kernel! { /// Text.
        #[accel] fn f() {} mod m { #[accel] fn g() {} } } #[accel] fn h() {}";
    assert_eq!(names(call), ["f", "g", "h"]);
    assert!(names("both!([parallel] f, g(x: f64) { }); macro_rules! k { () => {} }").is_empty());
}

#[test]
fn a_chain() {
    report(
        r#"
#[accel(parallel)]
pub fn chains(k: f64, a: &[f64], b: &mut [f64]) -> f64 {
    for (i, (x, y)) in a.iter().zip(b.iter_mut()).enumerate().skip(1) {
        *y += k * x * a[i - 1];
    }
    let mut s = 0.0;
    for x in a {
        s += x;
    }
    for (j, x) in a.iter().rev().enumerate() {
        b[j] = *x;
    }
    for (i, x) in a.iter().enumerate().rev() {
        b[i] = *x;
    }
    for (_, x) in a.iter().map(|x| x + 1.0).enumerate() {
        b[0] = x;
    }
    s
}
"#,
        r#"
fn chains
  loop #1 over `(i,(x, y))`, line 3: parallel
    items    of `a.iter().zip(b.iter_mut()).enumerate().skip(1)`, each of one iteration
    guarded  read  `a[i - 1]`, line 4
    guard    the loop runs from exactly 0 to exactly items
    guard    `a[i - 1]`: items - 1 < a.len()
    if       `a` is a slice, array or `Vec`; `a[_]` is a primitive; the head is a chain of core's iterators over slices of primitives; `k` is a primitive
  loop #2 over `x`, line 7: parallel
    items    of `a`, each of one iteration
    scalar   `s`: reduction +, 32 lanes
    guard    the loop runs from exactly 0 to exactly items
    if       the head is a chain of core's iterators over slices of primitives, which are only read; `s` is a primitive; `s` is a number of at most 64 bits; the value in `s += x` has the type of `s`
  loop #3 over `(j, x)`, line 10: parallel
    items    of `a.iter().rev().enumerate()`, each of one iteration
    guarded  write `b[j]`, line 11
    guard    the loop runs from exactly 0 to exactly items
    guard    `b[j]`: items - 1 < b.len()
    if       `b` is a slice, array or `Vec`; `b[_]` is a primitive; the head is a chain of core's iterators over slices of primitives, which are only read
  loop #4 over `(i, x)`, line 13: parallel
    items    of `a.iter().enumerate().rev()`, each of one iteration
    guarded  write `b[i]`, line 14
    guard    the loop runs from exactly 0 to exactly items
    guard    `b[i]`: items - 1 < b.len()
    if       `b` is a slice, array or `Vec`; `b[_]` is a primitive; the head is a chain of core's iterators over slices of primitives, which are only read
  loop #5 over `(_, x_1)`, line 16: serial
    items    of `a.iter().enumerate()`, each of one iteration
    guarded  write `b[0]`, line 17
    guard    the loop runs from exactly 0 to exactly items
    guard    `b[0]`: 0 < b.len()
    if       `b` is a slice, array or `Vec`; `b[_]` is a primitive; the head is a chain of core's iterators over slices of primitives, which are only read
    missed   [A0301] every iteration of the loop over `(_, x_1)` writes `b[0]` (line 17)
             help: assign to a local variable, and that to `b[0]` after the loop
"#,
    );
}

#[test]
fn chains_that_end_in_a_value() {
    report(
        r#"
#[accel(parallel)]
pub fn ends(a: &[f64], b: &mut [f64], c: &Row) -> f64 {
    let n: usize = a.iter().filter(|x| **x > 0.0).map(|_| 1).sum();
    let max = a.iter().fold(f64::NEG_INFINITY, |m, x| m.max(*x));
    b.iter_mut().enumerate().for_each(|(i, y)| *y = a[i]);
    let p = (0..n).map(|i| a[i] * a[i]).product::<f64>();
    max + p + c.iter().sum::<f64>() + a.iter().sum::<f64>()
}
"#,
        r#"
fn ends
  loop #1 over `item0`, line 3: parallel
    items    of `a.iter()`, each of one iteration
    scalar   `sum`: reduction +, 32 lanes
    guard    the loop runs from exactly 0 to exactly items
    if       the head is a chain of core's iterators over slices of primitives, which are only read; `sum` is a primitive; `sum` is a number of at most 64 bits; the value in `sum += item` has the type of `sum`
  loop #2 over `x`, line 4: parallel
    items    of `a.iter()`, each of one iteration
    scalar   `m`: reduction max, 32 lanes
    guard    the loop runs from exactly 0 to exactly items
    if       the head is a chain of core's iterators over slices of primitives, which are only read; `m` is a primitive; `m` is a number, `bool` or `char`
  loop #3 over `(i, y)`, line 5: parallel
    items    of `b.iter_mut().enumerate()`, each of one iteration
    guarded  read  `a[i]`, line 5
    guard    the loop runs from exactly 0 to exactly items
    guard    `a[i]`: items - 1 < a.len()
    if       `a` is a slice, array or `Vec`; `a[_]` is a primitive; the head is a chain of core's iterators over slices of primitives
  loop #4 over `i`, line 6: parallel
    guarded  read  `a[i]`, line 6
    guarded  read  `a[i]`, line 6
    scalar   `product`: reduction *, 32 lanes
    guard    the loop runs from exactly 0 to exactly n
    guard    `a[i]`: n - 1 < a.len()
    if       `a` is a slice, array or `Vec`; `a[_]` is a primitive; core's `Iterator` is in scope; `n` is a primitive; `product` is a primitive; `n` is an integer; `i` is `usize`; `i` is an integer; `product` is a number of at most 64 bits; the value in `product *= item` has the type of `product`
  loop #5 over `item`, line 7: parallel
    items    of `c.iter()`, each of one iteration
    scalar   `sum`: reduction +, 32 lanes
    guard    the loop runs from exactly 0 to exactly items
    if       the head is a chain of core's iterators over slices of primitives, which are only read; `sum` is a primitive; `sum` is a number of at most 64 bits; the value in `sum += item` has the type of `sum`
  loop #6 over `item`, line 7: parallel
    items    of `a.iter()`, each of one iteration
    scalar   `sum`: reduction +, 32 lanes
    guard    the loop runs from exactly 0 to exactly items
    if       the head is a chain of core's iterators over slices of primitives, which are only read; `sum` is a primitive; `sum` is a number of at most 64 bits; the value in `sum += item` has the type of `sum`
"#,
    );
}

#[test]
fn several_numbers_in_one_pair_of_brackets() {
    if cfg!(feature = "arrays") {
        return report(
            r#"
#[accel(parallel)]
pub fn sweep(a: &mut Array2<f64>, b: &Array3<f64>) {
    for j in 0..a.ncols() {
        for i in 1..a.dim().0 {
            a[[i, j]] += a[[i - 1, j]] * b[(i, j, 0)];
        }
    }
}
"#,
            r#"
fn sweep
  loop #1 over `j`, line 3: parallel
    with the loops of line 4
    guarded  read  `a[[i - 1, j]]`, line 5
    guarded  read  `b[(i, j, 0)]`, line 5
    guarded  write `a[[i, j]]`, line 5
    guard    the loop runs from exactly 0 to exactly a.extent(1)
    guard    `a[[i - 1, j]]`: a.extent(0) - 2 < a.extent(0)
    guard    `a[[i - 1, j]]`: a.extent(1) - 1 < a.extent(1)
    guard    `b[(i, j, 0)]`: a.extent(0) - 1 < b.extent(0)
    guard    `b[(i, j, 0)]`: a.extent(1) - 1 < b.extent(1)
    guard    `b[(i, j, 0)]`: 0 < b.extent(2)
    guard    `a[[i, j]]`: a.extent(0) - 1 < a.extent(0)
    if       `a` is an array of `ndarray` or a matrix of `nalgebra`; `b` is an array of `ndarray` or a matrix of `nalgebra`; `a[..]` is a primitive; `b[..]` is a primitive; `j` is `usize`; `i` is `usize`; `j` is an integer
"#,
        );
    }
    report(
        r#"
#[accel]
pub fn sweep(a: &mut Array2<f64>) {
    for j in 0..a.ncols() {
        a[[0, j]] += 1.0;
    }
}
"#,
        r#"
fn sweep
  loop #1 over `j`, line 3: as written
    missed   [A0202] a subscript of several numbers is not understood in a loop yet, so the loop stays as written (line 3)
             help: for arrays of `ndarray` or matrices of `nalgebra` turn on hotloop's feature of that name
"#,
    );
}

#[test]
fn a_statement_about_whole_arrays() {
    report(
        r#"
fn smooth(k: f64, u: &[f64], v: &mut [f64], n: usize) {
    hotloop::map! {
        let mean = 0.5 * (u[..n - 2] + u[2..]);
        v[1..n - 1] += k * (mean - clamped(v[1..n - 1]));
    }
}
"#,
        r#"
map! v[1..n - 1]
  loop #1 over `i`, line 4: parallel
    guarded  read  `u[..n - 2]`, line 3
    guarded  read  `u[2..]`, line 3
    guarded  read  `v[1..n - 1]`, line 4
    guarded  write `v[1..n - 1]`, line 4
    guard    the loop runs from exactly 0 to exactly v.len()
    guard    `u[..n - 2]`: v.len() - 1 < u.len()
    guard    `u[2..]`: v.len() - 1 < u_2.len()
    guard    `v[1..n - 1]`: v.len() - 1 < v.len()
    guard    `v.len()` is the number of its elements
    if       `v` is a slice, array or `Vec`; `u` is a slice, array or `Vec`; `u_2` is a slice, array or `Vec`; `k` is `Copy + Send + Sync`; `i` is `usize`; `i` is an integer; `clamped` is `Sync`
"#,
    );
}
