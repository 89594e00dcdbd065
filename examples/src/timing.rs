//! Two functions timed in turns.

use std::time::Instant;

/// How often each function is timed. Odd, so that the median is one of the measurements.
pub const RUNS: usize = 7;

/// Medians in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub plain: f64,
    pub annotated: f64,
    pub runs: usize,
}

impl Times {
    /// How many times faster the annotated function is.
    pub fn ratio(&self) -> f64 {
        self.plain / self.annotated
    }
}

/// Runs both functions once to warm up, then in turns, so that a slow moment of the machine meets both.
pub fn interleaved(runs: usize, mut plain: impl FnMut(), mut annotated: impl FnMut()) -> Times {
    plain();
    annotated();
    let (mut p, mut a) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        p.push(time(&mut plain));
        a.push(time(&mut annotated));
    }
    Times { plain: median(p), annotated: median(a), runs }
}

fn time(f: &mut impl FnMut()) -> f64 {
    let start = Instant::now();
    f();
    start.elapsed().as_secs_f64() * 1e3
}

/// The one in the middle; zero of none.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}
