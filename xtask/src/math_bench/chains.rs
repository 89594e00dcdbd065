//! Loops of several functions, as they are written: plain, with the attribute, and in C with libmvec.
//!
//! In: nothing. Out: nanoseconds per element of slices of 1024 on one thread, at the processor's level. Invariant:
//! the formulas are the same to the letter, and all are timed in turn in rounds of one run.

use std::fmt::Write as _;
use std::hint::black_box;

use anyhow::Result;

use super::peers::InC;
use super::rounds::Rounds;
use super::rows::time;
use super::{N, ROUNDS};

/// Fills the second slice from the first.
type Form = fn(&[f64], &mut [f64]);

/// A formula of `x` in Rust and in C.
struct Chain {
    text: &'static str,
    range: (f64, f64),
    c: &'static str,
    /// Plain, annotated, and annotated with `fastmath(contract, afn)`.
    forms: [Form; 3],
}

// The names inside differ from those in the formulas: one text with two meanings would be left as written.
macro_rules! forms {
    (|$x:ident| $value:expr) => {{
        fn plain(input: &[f64], output: &mut [f64]) {
            for i in 0..input.len() {
                let $x = input[i];
                output[i] = $value;
            }
        }
        #[hotloop::accel]
        fn annotated(input: &[f64], output: &mut [f64]) {
            for i in 0..input.len() {
                let $x = input[i];
                output[i] = $value;
            }
        }
        #[hotloop::accel(fastmath(contract, afn))]
        fn fast(input: &[f64], output: &mut [f64]) {
            for i in 0..input.len() {
                let $x = input[i];
                output[i] = $value;
            }
        }
        [plain as Form, annotated, fast]
    }};
}

/// The value of a call on a share at `s`, strike 100, one year, at 2 % and a volatility of 30 % (Black and Scholes
/// 1973).
const BLACK_SCHOLES: &str = "x[i] * 0.5 * erfc(-(log(x[i] / 100.0) + 0.065) / 0.3 * 0.7071067811865476) \
     - 100.0 * 0.9801986733067553 * 0.5 * erfc(-((log(x[i] / 100.0) + 0.065) / 0.3 - 0.3) * 0.7071067811865476)";

/// std has no `erfc`: the plain form takes the crate `libm`'s, the others ours.
macro_rules! black_scholes {
    ($x:expr, $erfc:path) => {{
        let d1 = (($x / 100.0).ln() + 0.065) / 0.3;
        let d2 = d1 - 0.3;
        let half = std::f64::consts::FRAC_1_SQRT_2;
        $x * 0.5 * $erfc(-d1 * half) - 100.0 * 0.9801986733067553 * 0.5 * $erfc(-d2 * half)
    }};
}

fn plain_call(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = black_scholes!(x[i], libm::erfc);
    }
}

#[hotloop::accel]
fn annotated_call(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let d1 = ((x[i] / 100.0).ln() + 0.065) / 0.3;
        let d2 = d1 - 0.3;
        let half = std::f64::consts::FRAC_1_SQRT_2;
        y[i] = x[i] * 0.5 * hotloop::math::erfc(-d1 * half)
            - 100.0 * 0.9801986733067553 * 0.5 * hotloop::math::erfc(-d2 * half);
    }
}

#[hotloop::accel(fastmath(contract, afn))]
fn fast_call(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let d1 = ((x[i] / 100.0).ln() + 0.065) / 0.3;
        let d2 = d1 - 0.3;
        let half = std::f64::consts::FRAC_1_SQRT_2;
        y[i] = x[i] * 0.5 * hotloop::math::erfc(-d1 * half)
            - 100.0 * 0.9801986733067553 * 0.5 * hotloop::math::erfc(-d2 * half);
    }
}

macro_rules! power {
    ($($(#[$accel:meta])? $name:ident)*) => {$(
        fn $name(x: &[f64], y: &mut [f64]) {
            $(#[$accel])?
            fn power(x: &[f64], n: i32, y: &mut [f64]) {
                for i in 0..x.len() {
                    y[i] = x[i].powi(n);
                }
            }
            power(x, black_box(7), y);
        }
    )*};
}
power! {
    plain_power
    #[hotloop::accel] annotated_power
    #[hotloop::accel(fastmath(contract, afn))] fast_power
}

fn chains() -> Vec<Chain> {
    let chain = |text, range, c, forms| Chain { text, range, c, forms };
    vec![
        chain(
            "sin(x) exp(-x) + ln(1 + x)",
            (0.0, 10.0),
            "sin(x[i]) * exp(-x[i]) + log1p(x[i])",
            forms!(|x| x.sin() * (-x).exp() + x.ln_1p()),
        ),
        chain("x^2.5", (0.1, 10.0), "pow(x[i], 2.5)", forms!(|x| x.powf(2.5))),
        // Not known before the program runs, as the product that it would else be.
        chain("x^n", (0.1, 10.0), "__builtin_powi(x[i], SEVEN)", [plain_power, annotated_power, fast_power]),
        chain("tanh(x)", (-5.0, 5.0), "tanh(x[i])", forms!(|x| x.tanh())),
        chain(
            "sqrt(x^2 + 1) atan(x) - cos(x)",
            (-5.0, 5.0),
            "sqrt(x[i] * x[i] + 1.0) * atan(x[i]) - cos(x[i])",
            forms!(|x| (x * x + 1.0).sqrt() * x.atan() - x.cos()),
        ),
        chain(
            "1 / (1 + exp(-x))",
            (-10.0, 10.0),
            "1.0 / (1.0 + exp(-x[i]))",
            forms!(|x| 1.0 / (1.0 + (-x).exp())),
        ),
        chain(
            "a call by Black and Scholes",
            (50.0, 150.0),
            BLACK_SCHOLES,
            [plain_call, annotated_call, fast_call],
        ),
    ]
}

fn arguments((lo, hi): (f64, f64)) -> Vec<f64> {
    (0..N).map(|i| lo + (hi - lo) * ((i * 769 % N) as f64) / N as f64).collect()
}

fn round(chain: &Chain) -> [Option<f64>; 3] {
    let (x, mut y) = (arguments(chain.range), vec![0.0; N]);
    // One thread, as all the others.
    chain.forms.map(|f| time(|| f(black_box(&x), black_box(&mut y))))
}

/// Measures all chains; the table.
pub fn table() -> Result<String> {
    let chains = chains();
    let mut c = InC::of(chains.iter().map(|chain| ("double", chain.range, chain.c.to_owned())).collect())?;
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        let ours: Vec<_> = chains.iter().map(round).collect();
        let in_c = c.as_mut().map_or_else(|| Ok(vec![None; chains.len()]), InC::times)?;
        rounds.add(ours.iter().zip(in_c).map(|(ours, c)| [&ours[..], &[c]].concat()).collect());
    }
    let mut text = String::from(
        "| loop over f64 | plain | annotated | `fastmath(contract, afn)` | C, libmvec | plain / annotated | libmvec / annotated | libmvec / `fastmath` |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (i, chain) in chains.iter().enumerate() {
        let times = [0, 1, 2, 3].map(|column| rounds.least(i, column)).join(" | ");
        let ratios = [(0, 1), (3, 1), (3, 2)].map(|(a, b)| rounds.ratio(i, a, b)).join(" | ");
        let _ = writeln!(text, "| {} | {times} | {ratios} |", chain.text);
    }
    Ok(text)
}
