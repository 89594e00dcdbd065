//! Elementary functions in annotated functions: ours for floats however they are called, the user's own for
//! everything else.

use hotloop::__private::{Isa, isa, with_isa, with_threads, with_threshold};
use hotloop::{Mode, accel, math, with_mode};

fn arguments() -> Vec<f64> {
    (0..1000).map(|i| 0.001 + f64::from(i) * 0.000_998).collect()
}

/// For each function a loop on `f64` and one on `f32`, both parallel (so nothing in them counts as a call).
macro_rules! loops {
    ($($f:ident)*) => {$(
        mod $f {
            use hotloop::accel;

            #[accel(parallel)]
            pub fn wide(x: &[f64], y: &mut [f64]) {
                for i in 0..x.len() {
                    y[i] = x[i].$f();
                }
            }

            #[accel(parallel)]
            pub fn single(x: &[f32], y: &mut [f32]) {
                for i in 0..x.len() {
                    y[i] = f32::$f(x[i]);
                }
            }

            #[accel]
            pub fn one(x: f64) -> f64 {
                x.$f() + f64::$f(x)
            }
        }

        #[test]
        fn $f() {
            let x: Vec<f64> = arguments().iter().map(|x| if stringify!($f) == "acosh" { 1.0 / x } else { *x }).collect();
            let x32: Vec<f32> = x.iter().map(|x| *x as f32).collect();
            for level in [Isa::Baseline, Isa::V3, Isa::V4].into_iter().filter(|l| *l <= isa()) {
                for threads in [1, 3] {
                    with_isa(level, || with_threads(threads, || with_threshold(0, || {
                        let (mut y, mut y32) = (vec![0.0; x.len()], vec![0.0; x.len()]);
                        $f::wide(&x, &mut y);
                        $f::single(&x32, &mut y32);
                        for i in 0..x.len() {
                            assert_eq!(y[i].to_bits(), math::f64::$f(x[i]).to_bits(), "{} of {:e}", stringify!($f), x[i]);
                            assert_eq!(y32[i].to_bits(), math::f32::$f(x32[i]).to_bits(), "{}", stringify!($f));
                            assert_eq!($f::one(x[i]), 2.0 * math::f64::$f(x[i]));
                        }
                    })));
                }
            }
            // Switched off: std's.
            with_mode(Mode::Original, || assert_eq!($f::one(x[5]), 2.0 * x[5].$f()));
        }
    )*};
}
loops!(exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh cbrt);

#[accel(parallel)]
fn of_two(x: &[f64], y: &[f64], out: &mut [f64], n: i32) {
    for i in 0..x.len() {
        let (s, c) = x[i].sin_cos();
        out[i] = x[i].powf(y[i])
            + f64::powf(2.0, y[i])
            + x[i].powi(n)
            + y[i].atan2(x[i])
            + x[i].hypot(y[i])
            + s * c;
    }
}

#[test]
fn functions_of_two_arguments_and_two_results() {
    let x = arguments();
    let y: Vec<f64> = x.iter().rev().map(|x| 3.0 * x).collect();
    for n in [-13, -9, -5, -4, 3, 6, 7, 8, 9, 13, 40] {
        let mut out = vec![0.0; x.len()];
        with_threshold(0, || of_two(&x, &y, &mut out, n));
        for i in 0..x.len() {
            let (x, y) = (x[i], y[i]);
            let (s, c) = math::sin_cos(x);
            let expected = math::powf(x, y)
                + math::powf(2.0, y)
                + math::powi(x, n)
                + math::atan2(y, x)
                + math::hypot(x, y)
                + s * c;
            assert_eq!(out[i].to_bits(), expected.to_bits(), "{x:e} {y:e}");
        }
    }
}

/// A number with a derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Dual(f64, f64);

impl Dual {
    fn powf(self, y: f64) -> Dual {
        Dual(self.0.powf(y), y * self.0.powf(y - 1.0) * self.1)
    }

    fn sin_cos(self) -> (Dual, i32) {
        (Dual(-1.0, -2.0), 7)
    }

    fn tan(self) -> &'static str {
        "a Dual has another tangent"
    }
}

#[accel(nogil)]
fn duals(x: &[Dual], out: &mut [Dual], words: &mut Vec<&'static str>) -> i32 {
    let mut last = 0;
    for i in 0..x.len() {
        let (d, n) = x[i].sin_cos();
        out[i] = Dual(d.0, x[i].powf(2.0).1);
        last = n;
    }
    words.push(x[0].tan());
    last
}

#[test]
fn types_of_the_user_keep_their_methods() {
    let x = [Dual(3.0, 1.0), Dual(4.0, 1.0)];
    let (mut out, mut words) = ([Dual(0.0, 0.0); 2], Vec::new());
    assert_eq!(duals(&x, &mut out, &mut words), 7);
    assert_eq!(out, [Dual(-1.0, 6.0), Dual(-1.0, 8.0)]);
    assert_eq!(words, ["a Dual has another tangent"]);
}

/// Modules with the names of the primitive types, and functions that are no one's but the user's.
mod shadowed {
    use hotloop::accel;

    #[allow(clippy::module_inception)]
    pub mod f64 {
        pub fn exp(x: u32) -> u32 {
            x + 1000
        }
        pub fn powf(x: std::primitive::f64, n: u8) -> std::primitive::f64 {
            x * std::primitive::f64::from(n)
        }
    }

    mod f32 {
        pub fn exp(x: std::primitive::f64) -> std::primitive::f64 {
            -x
        }
    }

    #[accel(nogil)]
    pub fn own(x: &[std::primitive::f64], out: &mut [std::primitive::f64]) -> u32 {
        for i in 0..x.len() {
            out[i] = f32::exp(x[i]) + f64::powf(x[i], 2) + x[i].exp();
        }
        f64::exp(1)
    }
}

#[test]
fn modules_of_the_user_keep_their_functions() {
    let x: Vec<f64> = arguments();
    let mut out = vec![0.0; x.len()];
    assert_eq!(shadowed::own(&x, &mut out), 1001);
    for (x, y) in x.iter().zip(out) {
        assert_eq!(y, -x + x * 2.0 + math::exp(*x));
    }
}

/// Ours by path are ours.
mod direct {
    use hotloop::accel;
    use hotloop::math::f64;

    #[accel(parallel)]
    pub fn logistic(x: &[std::primitive::f64], y: &mut [std::primitive::f64]) {
        for i in 0..x.len() {
            y[i] = 1.0 / (1.0 + f64::exp(-x[i]));
        }
    }
}

#[test]
fn functions_of_ours_by_path() {
    let x = arguments();
    let mut y = vec![0.0; x.len()];
    with_threshold(0, || direct::logistic(&x, &mut y));
    for (x, y) in x.iter().zip(y) {
        assert_eq!(y, 1.0 / (1.0 + math::exp(-x)));
    }
}

#[accel]
fn literals(y: f32) -> (f32, f64) {
    (f32::powf(2.0, y) + f32::exp(0.5), f64::atan2(1.0, 2.0))
}

#[test]
fn literal_arguments() {
    let expected = (math::powf(2.0f32, 3.0) + math::exp(0.5f32), math::atan2(1.0, 2.0));
    assert_eq!(literals(3.0), expected);
}

#[accel(parallel, math = "std")]
fn of_std(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].tanh() + f64::ln_1p(x[i]);
    }
}

#[test]
fn std_on_demand() {
    let x = arguments();
    let mut y = vec![0.0; x.len()];
    with_threshold(0, || of_std(&x, &mut y));
    x.iter().zip(y).for_each(|(x, y)| assert_eq!(y, x.tanh() + x.ln_1p()));
}

#[accel(parallel)]
fn ours_alone(x: &[f64], y: &mut [f64], z: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = hotloop::math::erf(x[i])
            + hotloop::math::f64::erfc(x[i]) * hotloop::math::exp(x[i])
            + f64::sqrt(x[i]);
        z[i] = hotloop::math::f32::sigmoid(z[i]) + f32::recip(z[i]);
    }
}

/// Functions that are no methods of std, and those by the path of the crate.
#[test]
fn functions_by_the_path_of_the_crate() {
    let x = arguments();
    let start: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    hotloop_tests::everywhere(|how| {
        let (mut y, mut z) = (vec![0.0; x.len()], start.clone());
        ours_alone(&x, &mut y, &mut z);
        for i in 0..x.len() {
            let expected = math::erf(x[i]) + math::erfc(x[i]) * math::exp(x[i]) + x[i].sqrt();
            assert_eq!(y[i], expected, "{how}");
            assert_eq!(z[i], math::sigmoid(start[i]) + start[i].recip(), "{how}");
        }
    });
    hotloop_tests::ran("ours_alone");
}

/// The user's own module of that name.
mod hotloop_of_the_user {
    mod hotloop {
        pub mod math {
            pub fn exp(x: f64) -> f64 {
                -x
            }
        }
    }

    #[::hotloop::accel(nogil)]
    pub fn negated(x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] = hotloop::math::exp(x[i]);
        }
    }
}

#[test]
fn a_module_of_that_name_keeps_its_functions() {
    let x = arguments();
    let mut y = vec![0.0; x.len()];
    hotloop_of_the_user::negated(&x, &mut y);
    x.iter().zip(y).for_each(|(x, y)| assert_eq!(y, -x));
}

/// With the features for them, `libm` and `num_traits::Float` are known.
#[test]
fn functions_of_other_crates() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/floats/Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/floats");
    let output = std::process::Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--manifest-path", here, "--target-dir", target])
        .env_remove("HOTLOOP_BUILD_ISA")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.is_empty(), "{text}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "3 loops, 3 fast\n");
}
