//! Benchmark suites of the field, written afresh in ordinary indexed Rust, each kernel plain and annotated from
//! one text.
//!
//! A kernel is a file: what it computes, the function, its arguments as the suite fills them in three sizes. What
//! each of its loops should become, and becomes today, stands in the suite's table (`polybench/expected.csv`).

#![allow(
    clippy::assign_op_pattern,
    clippy::manual_memcpy,
    clippy::needless_range_loop,
    clippy::too_many_arguments,
    reason = "kernels are written as people write loops over arrays"
)]

pub mod polybench;

/// Which of the two functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    Annotated,
}

/// How much data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As little as will do for every loop to take its fast form. No multiples of anything.
    Test,
    /// Fits in the processor's cache: the suite's "small".
    Cache,
    /// Does not fit in the caches of one core. The suite's "large"; half as much in each direction where the work
    /// grows with the cube, and fewer time steps, so that a run takes a second at most.
    Memory,
}

impl Size {
    /// The one of three that belongs to this size.
    pub fn pick<T>(self, test: T, cache: T, memory: T) -> T {
        match self {
            Size::Test => test,
            Size::Cache => cache,
            Size::Memory => memory,
        }
    }
}

/// A kernel's arguments: what it starts from, and afterwards what it has computed.
pub trait Problem: Clone {
    /// The greatest difference to plain, relative to the greatest element, where `parallel` regroups a float sum.
    /// Otherwise the bits are plain's.
    const REGROUPED: Option<f64> = None;

    /// Runs the kernel once on the arguments.
    fn run(&mut self, form: Form);

    /// What the kernel has computed. (Integers and `f32` are the same numbers in `f64`.)
    fn results(&self) -> Vec<f64>;
}

/// A problem of any kernel that can be run again from its start.
pub trait Runnable {
    /// Puts the arguments back to what they were at first.
    fn reset(&mut self);
    /// Runs the kernel once.
    fn run(&mut self, form: Form);
    /// What the kernel has computed.
    fn results(&self) -> Vec<f64>;
}

/// A problem, and what it starts from.
struct Restarted<P> {
    start: P,
    now: P,
}

impl<P: Problem> Restarted<P> {
    fn new(start: P) -> Restarted<P> {
        Restarted { now: start.clone(), start }
    }
}

impl<P: Problem> Runnable for Restarted<P> {
    fn reset(&mut self) {
        self.now.clone_from(&self.start);
    }
    fn run(&mut self, form: Form) {
        self.now.run(form);
    }
    fn results(&self) -> Vec<f64> {
        self.now.results()
    }
}

/// One kernel of a suite.
#[derive(Clone, Copy)]
pub struct Kernel {
    /// As the suite calls it.
    pub name: &'static str,
    /// The name of the function.
    pub function: &'static str,
    /// The text of its file.
    pub source: &'static str,
    /// See [`Problem::REGROUPED`].
    pub regrouped: Option<f64>,
    /// Its problem of a size.
    pub problem: fn(Size) -> Box<dyn Runnable>,
}

impl Kernel {
    const fn new<P: Problem>(
        names: (&'static str, &'static str),
        source: &'static str,
        problem: fn(Size) -> Box<dyn Runnable>,
        _: fn(Size) -> P,
    ) -> Kernel {
        Kernel { name: names.0, function: names.1, source, regrouped: P::REGROUPED, problem }
    }
}

/// One function, twice: annotated, and without the attribute in `mod plain`.
macro_rules! kernel {
    ($(#[doc = $doc:literal])* #[accel $(($($options:tt)*))?] $($function:tt)*) => {
        $(#[doc = $doc])*
        #[hotloop::accel $(($($options)*))?]
        $($function)*

        /// The same text without the attribute.
        pub mod plain {
            $($function)*
        }
    };
}
use kernel;

/// A matrix, row by row.
fn matrix(rows: usize, columns: usize, element: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    (0..rows * columns).map(|at| element(at / columns, at % columns)).collect()
}

/// A vector of n elements.
fn vector(n: usize, element: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..n).map(element).collect()
}

/// One number over another.
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

/// A symmetric, positive definite n x n matrix: a lower triangle with a diagonal of ones times its transpose.
fn positive_definite(n: usize) -> Vec<f64> {
    let lower = matrix(n, n, |i, j| if i == j { 1.0 } else { 1.0 - ratio(j, n) });
    matrix(n, n, |i, j| (0..=i.min(j)).map(|k| lower[i * n + k] * lower[j * n + k]).sum())
}
