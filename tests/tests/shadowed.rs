//! A module in which the names of primitive types, of the prelude and of the standard library mean something else:
//! generated code must not care.

#![allow(
    clippy::all,
    clippy::pedantic,
    non_camel_case_types,
    non_upper_case_globals,
    dead_code,
    unused_macros,
    unused_imports,
    unused_attributes,
    reason = "a program as it should not be written is what is tested"
)]

use hotloop_tests::{everywhere, plain, ran};

mod shadow {
    use hotloop::accel;

    // Macros of the user's with the names of std's.
    macro_rules! assert {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! debug_assert {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! panic {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! cfg {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! file {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! line {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! option_env {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! unreachable {
        ($($t:tt)*) => {
            not_std
        };
    }
    macro_rules! matches {
        ($($t:tt)*) => {
            not_std
        };
    }

    mod core {}
    mod std {}
    mod alloc {}
    mod hotloop_tests {}
    struct bool;
    struct char;
    struct str;
    struct u8;
    struct u16;
    struct u32;
    struct u64;
    struct u128;
    struct usize;
    struct i8;
    struct i16;
    struct i32;
    struct i64;
    struct i128;
    struct isize;
    struct f32;
    struct f64;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct String;
    struct Vec;
    struct Box;
    enum Option {}
    enum Result {}
    trait Copy {}
    trait Clone {}
    trait Send {}
    trait Sync {}
    trait Sized {}
    trait Drop {}
    trait Fn {}
    trait FnMut {}
    trait FnOnce {}
    trait Iterator {}
    trait IntoIterator {}
    trait Into {}
    trait From {}
    trait Default {}
    trait PartialOrd {}
    fn drop() {}
    // Names that an expansion could bind.
    const n: () = ();
    const r: () = ();
    const k: () = ();
    const x0: () = ();
    static at: () = ();

    type F = ::core::primitive::f64;
    type N = ::core::primitive::usize;
    type B = ::core::primitive::bool;
    type List<T> = ::std::vec::Vec<T>;

    #[accel(parallel)]
    pub fn axpy(a: F, x: &[F], y: &mut [F]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    #[accel(parallel)]
    pub fn sum(x: &[F]) -> F {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    }

    #[accel(parallel)]
    pub fn whole(x: &[N]) -> N {
        let mut s = 0;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    }

    #[accel(parallel)]
    pub fn greatest(x: &[F]) -> (N, F) {
        let mut m = -1.0;
        let mut place = 0;
        for i in 0..x.len() {
            if x[i] > m {
                m = x[i];
                place = i;
            }
        }
        (place, m)
    }

    #[accel(parallel, threads = 2, grain = 3)]
    pub fn product(a: &[F], b: &[F], c: &mut [F], m: N) {
        for i in 0..m {
            for j in 0..m {
                let mut s = 0.0;
                for l in 0..m {
                    s += a[i * m + l] * b[l * m + j];
                }
                c[i * m + j] = s;
            }
        }
    }

    #[accel(fastmath(arcp, contract, afn, nnan, ninf, nsz))]
    pub fn fast(x: &[F], y: &mut [F]) {
        for i in 0..x.len() {
            y[i] = (x[i].exp() / 3.0).max(0.5) * x[i] + 1.0;
        }
    }

    #[accel(fastmath(reassoc))]
    pub fn lanes(x: &[F]) -> F {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    }

    #[accel(parallel)]
    pub fn waves(x: &[F], y: &mut [F]) {
        for i in 0..x.len() {
            y[i] = x[i].sin() + x[i].sqrt().max(1.0);
        }
    }

    #[accel(parallel)]
    pub fn rows(x: &mut List<List<F>>) {
        for i in 0..x.len() {
            for j in 0..x[i].len() {
                x[i][j] += 1.0;
            }
        }
    }

    #[accel(parallel)]
    pub fn steps(x: &mut [F]) {
        for i in (0..x.len()).step_by(3) {
            x[i] += 1.0;
        }
        let mut l = 0;
        while l < x.len() {
            x[l] *= 2.0;
            l += 1;
        }
    }

    #[accel(parallel, nogil)]
    pub fn calls(x: &mut [F], f: &(dyn ::core::ops::Fn(F) -> F + ::core::marker::Sync)) {
        for i in 0..x.len() {
            x[i] += f(x[i]);
        }
    }

    #[accel]
    pub fn helper(x: F) -> F {
        x.abs().ln_1p() + x.sin()
    }

    #[accel]
    pub fn parts(x: &mut [F], m: N) {
        for i in 0..m {
            x[i * 4..i * 4 + 4].fill(helper(i as F));
        }
    }

    #[accel]
    pub fn serial(x: &mut [F], t: &mut F) {
        for i in 1..x.len() {
            x[i] += x[i - 1];
            *t += x[i];
        }
    }

    #[accel(parallel)]
    pub fn all(x: &[F]) -> B {
        let mut s = true;
        for i in 0..x.len() {
            s &= x[i] > -100.0;
        }
        s
    }

    pub struct Pair {
        pub a: List<F>,
        pub b: List<F>,
    }

    #[accel(nogil)]
    impl Pair {
        pub fn cube(&mut self) {
            for i in 0..self.a.len() {
                self.a[i] = self.b[i].powi(3);
            }
        }
    }

    #[accel(parallel, fastmath(reassoc), isa("x86-64-v3"))]
    pub fn grows(x: &mut [F], m: N) {
        let mut l = 0;
        let mut t = 0.0;
        for _ in 0..m {
            x[l] = t;
            l += 2;
            t += 0.5;
        }
    }

    #[accel(boundscheck)]
    pub fn checked(x: &mut [[F; 3]], m: N) {
        for i in 0..m {
            for j in 0..3 {
                x[i][j] = 1.0;
            }
        }
    }
}

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// Everything that the module computes, as numbers.
fn run(n: usize) -> Vec<f64> {
    let x = ramp(n);
    let mut all = vec![shadow::sum(&x), shadow::lanes(&x), f64::from(u8::from(shadow::all(&x)))];
    let mut y = ramp(n);
    shadow::axpy(0.5, &x, &mut y);
    all.extend(&y);
    all.push(shadow::whole(&(0..n).collect::<Vec<_>>()) as f64);
    let (place, greatest) = shadow::greatest(&x);
    all.extend([place as f64, greatest]);
    let m = n.isqrt();
    shadow::product(&x, &x, &mut y, m);
    all.extend(&y);
    shadow::waves(&x, &mut y);
    all.extend(&y);
    let mut rows: Vec<Vec<f64>> = (0..n).map(|i| ramp(i % 5)).collect();
    shadow::rows(&mut rows);
    all.extend(rows.concat());
    shadow::steps(&mut y);
    shadow::calls(&mut y, &|x| x * 0.5);
    let mut total = 1.0;
    shadow::serial(&mut y, &mut total);
    all.push(total);
    shadow::parts(&mut y, n / 4);
    all.extend(&y);
    let mut pair = shadow::Pair { a: y.clone(), b: x.clone() };
    pair.cube();
    all.extend(&pair.a);
    shadow::grows(&mut y, n / 2);
    all.extend(&y);
    let mut cells = vec![[0.0; 3]; n];
    shadow::checked(&mut cells, n);
    all.extend(cells.concat());
    all
}

#[test]
fn generated_code_means_the_standard_librarys_names() {
    for n in [0, 1, 2, 31, 64, 65, 400] {
        let expected = plain(|| run(n));
        everywhere(|how| {
            let got = run(n);
            // Sums are regrouped, and elementary functions are hotloop's own: what is meant is what is tested.
            let close =
                |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(1.0) || (a.is_nan() && b.is_nan());
            assert_eq!(got.len(), expected.len());
            assert!(got.iter().zip(&expected).all(close), "{how}, n = {n}");
        });
        let (mut a, mut b) = (ramp(n), ramp(n));
        shadow::fast(&ramp(n), &mut a);
        plain(|| shadow::fast(&ramp(n), &mut b));
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-6 * a.abs().max(1.0)));
    }
    for name in ["axpy", "sum", "greatest", "product", "waves", "rows", "steps", "calls", "serial", "parts"] {
        ran(name);
    }
}
