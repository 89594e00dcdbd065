//! The prices of options by the formula of Black and Scholes: one function of numbers, over whole arrays.
//!
//!     cargo run --release --example black_scholes

use hotloop::{accel, map};
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

pub const RATE: f64 = 0.02;
pub const VOLATILITY: f64 = 0.3;

/// The normal distribution, to 7.5e-8 (Abramowitz and Stegun, 26.2.17).
#[accel]
pub fn normal(d: f64) -> f64 {
    let k = 1.0 / (1.0 + 0.2316419 * d.abs());
    let p = ((((1.330274429 * k - 1.821255978) * k + 1.781477937) * k - 0.356563782) * k + 0.31938153) * k;
    let tail = 0.3989422804014327 * (-0.5 * d * d).exp() * p;
    if d > 0.0 { 1.0 - tail } else { tail }
}

/// The prices of a call and of a put.
#[accel]
pub fn price(stock: f64, strike: f64, years: f64, rate: f64, volatility: f64) -> (f64, f64) {
    let spread = volatility * years.sqrt();
    let d1 = ((stock / strike).ln() + (rate + 0.5 * volatility * volatility) * years) / spread;
    let (p1, p2) = (normal(d1), normal(d1 - spread));
    let present = strike * (-rate * years).exp();
    (stock * p1 - present * p2, present * (1.0 - p2) - stock * (1.0 - p1))
}

/// The statement.
pub fn by_map(stock: &[f64], strike: &[f64], years: &[f64], call: &mut [f64], put: &mut [f64]) {
    let (rate, volatility) = (RATE, VOLATILITY);
    map!((call[..], put[..]) = price(stock[..], strike[..], years[..], rate, volatility));
}

/// The same as a loop.
#[accel(parallel, nogil)]
pub fn by_loop(stock: &[f64], strike: &[f64], years: &[f64], call: &mut [f64], put: &mut [f64]) {
    for i in 0..call.len() {
        (call[i], put[i]) = price(stock[i], strike[i], years[i], RATE, VOLATILITY);
    }
}

/// The same texts without the attribute.
pub mod plain {
    use super::{RATE, VOLATILITY};

    pub fn normal(d: f64) -> f64 {
        let k = 1.0 / (1.0 + 0.2316419 * d.abs());
        let p =
            ((((1.330274429 * k - 1.821255978) * k + 1.781477937) * k - 0.356563782) * k + 0.31938153) * k;
        let tail = 0.3989422804014327 * (-0.5 * d * d).exp() * p;
        if d > 0.0 { 1.0 - tail } else { tail }
    }

    pub fn price(stock: f64, strike: f64, years: f64, rate: f64, volatility: f64) -> (f64, f64) {
        let spread = volatility * years.sqrt();
        let d1 = ((stock / strike).ln() + (rate + 0.5 * volatility * volatility) * years) / spread;
        let (p1, p2) = (normal(d1), normal(d1 - spread));
        let present = strike * (-rate * years).exp();
        (stock * p1 - present * p2, present * (1.0 - p2) - stock * (1.0 - p1))
    }

    pub fn by_loop(stock: &[f64], strike: &[f64], years: &[f64], call: &mut [f64], put: &mut [f64]) {
        for i in 0..call.len() {
            (call[i], put[i]) = price(stock[i], strike[i], years[i], RATE, VOLATILITY);
        }
    }
}

/// As iterators, without the attribute.
pub fn by_zip(stock: &[f64], strike: &[f64], years: &[f64], call: &mut [f64], put: &mut [f64]) {
    let inputs = stock.iter().zip(strike).zip(years);
    for (((s, k), t), (call, put)) in inputs.zip(call.iter_mut().zip(put)) {
        (*call, *put) = plain::price(*s, *k, *t, RATE, VOLATILITY);
    }
}

fn main() {
    for comparison in compare(1_000_000, RUNS) {
        println!("{comparison}");
    }
}

type Prices = fn(&[f64], &[f64], &[f64], &mut [f64], &mut [f64]);

/// The statement against plain iterators, and against the annotated loop.
pub fn compare(n: usize, runs: usize) -> [Comparison; 2] {
    let against = |what: &str, other: Prices| {
        let (stock, strike) = (uniform(1, n, 5.0..30.0), uniform(2, n, 1.0..100.0));
        let years = uniform(3, n, 0.25..10.0);
        let (mut expected, mut found) = (vec![1.0; 2 * n], vec![1.0; 2 * n]);
        let (calls, puts) = expected.split_at_mut(n);
        let (our_calls, our_puts) = found.split_at_mut(n);
        let times = interleaved(
            runs,
            || other(&stock, &strike, &years, calls, puts),
            || by_map(&stock, &strike, &years, our_calls, our_puts),
        );
        Comparison::new(format!("{n} options, {what}"), times, &expected, &found)
    };
    [against("plain iterators", by_zip), against("the annotated loop", by_loop)]
}
