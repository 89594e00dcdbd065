//! **hotloop**: ordinary loops, without bounds checks, on all cores, in the widest SIMD, with the same
//! results.
//!
//! ```
//! use hotloop::accel;
//!
//! #[accel(parallel, nogil)]
//! pub fn softmax(z: &[f64], out: &mut [f64]) {
//!     let mut sum = 0.0;
//!     for i in 0..z.len() { sum += z[i].exp(); }
//!     for i in 0..z.len() { out[i] = z[i].exp() / sum; }
//! }
//!
//! let mut out = [0.0; 2];
//! softmax(&[0.0, 0.0], &mut out);
//! assert_eq!(out, [0.5, 0.5]);
//! ```
//!
//! # Where `#[accel(..)]` goes
//!
//! On a function or method; on an `impl` block or a `trait` block with default methods, where it applies to
//! the methods with loops, and `#[accel(..)]` on a method replaces it (all of its options) there. In a block
//! small methods without loops, and those with elementary functions, are made ready to be inlined; `parallel`
//! must be kept by one loop of the block at least, and `const fn` and `async fn` stay as written.
//! On a function without loops, elementary functions are replaced and it is inlined into loops that call it.
//! Anything else is an error.
//!
//! ```
//! use hotloop::accel;
//!
//! struct Heat { u: Vec<f64>, v: Vec<f64>, k: f64 }
//!
//! #[accel(parallel, nogil)]
//! impl Heat {
//!     fn flow(&self, left: f64, middle: f64, right: f64) -> f64 {
//!         self.k * (left - 2.0 * middle + right)
//!     }
//!     fn step(&mut self) {
//!         let (u, v, k) = (&self.u, &mut self.v, self.k);
//!         for i in 1..u.len() - 1 { v[i] = u[i] + k * (u[i - 1] - 2.0 * u[i] + u[i + 1]); }
//!         std::mem::swap(&mut self.u, &mut self.v);
//!     }
//!     fn flows(&self, out: &mut [f64]) {
//!         for i in 1..self.u.len() - 1 { out[i] = self.flow(self.u[i - 1], self.u[i], self.u[i + 1]); }
//!     }
//!     #[accel] // this one in order
//!     fn total(&self) -> f64 {
//!         let mut sum = 0.0;
//!         for i in 0..self.u.len() { sum += self.u[i]; }
//!         sum
//!     }
//! }
//!
//! let mut heat = Heat { u: vec![0.0, 0.0, 1.0, 0.0, 0.0], v: vec![0.0; 5], k: 0.25 };
//! heat.step();
//! assert_eq!((heat.u[2], heat.total()), (0.5, 1.0));
//! let mut out = vec![0.0; 5];
//! heat.flows(&mut out);
//! assert_eq!(out[2], -0.125);
//! ```
//!
//! # Options of `#[accel(..)]`
//!
//! | option | meaning |
//! | --- | --- |
//! | `parallel` | run the outermost independent loop of each nest on all cores; a float reduction that it carries is regrouped in a fixed shape. An error where no loop can run in parallel |
//! | `nogil` | the function is free-threaded: its arguments and result are checked to be `Send`, and what it calls is declared free of order-dependent state |
//! | `fastmath`, `fastmath(flag, ..)` | float arithmetic may change, flag by flag (below); `fastmath` alone is all of them |
//! | `math = "std"` | keep the standard library's elementary functions |
//! | `boundscheck` | keep the check of every access in the fast form too, for debugging; verdicts and guards are the same |
//! | `threads = N` | at most `N` threads, the caller included |
//! | `grain = N` | at least `N` iterations in each task (the last task of a reduction has what is left), and that many are worth a task, whatever the estimate says |
//! | `isa("x86-64-v3", ..)` | the levels to build above the baseline, which always is: `x86-64-v3`, `x86-64-v4`; `baseline` and `neon` name the baseline. Without it, all; of loops whose elements are far apart (`x[i * n]`) and that take no elementary function the baseline alone, where gathering them would be slower |
//! | `warn` | missed loops become compiler warnings (not those marked serial) |
//! | `crate = path` | the path of hotloop, where it is renamed or re-exported |
//! | `parallel('a)`, `serial('a)`, or `#[parallel]`, `#[serial]` on a loop | this very loop must, or must not, run in parallel |
//!
//! `N` is a literal or a constant expression (`4 * CORES`), a `usize` of at least 1. `threads` and `grain` group
//! iterations, or chunks of a reduction, into tasks; no bit of a result depends on them.
//!
//! ## Flags of `fastmath`
//!
//! They are rewrites of the source, done where rustc confirms that the operands are `f32` or `f64`; a type of
//! your own keeps its operators. Where what a flag assumes does not hold, a value is unspecified, and never the
//! behavior undefined. Except for `afn`, `nnan` and `ninf` on elementary functions, which hold wherever the
//! attribute substitutes them, flags concern the fast form of a loop: where it runs as written, its operators
//! are as written.
//!
//! | flag | leave to | what is done |
//! | --- | --- | --- |
//! | `reassoc` | regroup float sums | `+=`, `-=` and `*=` run in lanes also in serial loops, and `+=` and `-=` in inner loops of a nest (`let mut s = 0.0; for j in .. { s += .. }`) of 96 iterations or more (8 with an elementary function in the nest); 32 lanes, the same bits on every processor and thread count. Under `parallel`, a float that grows evenly (`t += dt`) and is used besides starts each chunk from `t0 + k * dt`. Where an iteration panics, a sum that outlives the loop has its value from before it |
//! | `contract` | round once | `a * b + c`, `a * b - c`, `c - a * b`, `s += a * b`, `s -= a * b` are fused where the level has the instruction. **May differ by processor**, also inside of `afn` functions |
//! | `arcp` | multiply by reciprocals | `x / y`, where `y` is a literal or a variable that the loop does not change, becomes `x * (1.0 / y)`, the reciprocal computed before the loop |
//! | `afn` | 4 ULP | shorter elementary functions ([`math`] has the error of each); `x.powf(2.5)` and other powers by a constant are products and roots |
//! | `nnan` | assume no NaN | `min`, `max` and `clamp` are one comparison; `ln`, `sin`, `cos` have no path for NaN |
//! | `ninf` | assume no infinity | `exp` has no path for overflow, `ln` none for zero |
//! | `nsz` | ignore the sign of zero | `x + 0.0` is `x`, `0.0 - x` is `-x` |
//!
//! # Elementary functions
//!
//! In an annotated function `x.exp()`, `f64::exp(x)`, `hotloop::math::exp(x)` and their like are the functions of
//! [`math`], where rustc confirms that `x` is a float and the function the standard library's or ours; types and
//! functions of your own keep what they are. Two features of the crate, off by default, add `libm::exp(x)`,
//! `libm::expf(x)`, .. (feature `libm`) and `num_traits::Float::exp(x)`, `<f64 as Float>::exp(x)`, .. (feature
//! `num-traits`; in generic code `T: Float` keeps its own functions). `math = "std"` keeps all of them as written.
//! A reference counts as the float that it refers to: in `for x in a.iter()` and `a.iter().map(|x| x.sin())`, where `x` is a
//! `&f64`, `x.sin()` is hotloop's sine, with the same bits on every processor and in every form of the loop.
//!
//! # Data of other crates
//!
//! Features of the crate, off by default:
//!
//! | feature | what is known |
//! | --- | --- |
//! | `libm`, `num-traits` | elementary functions called by path, see above |
//! | `ndarray` | arrays, views and `ArrayRef` of `ndarray` 0.17 with up to six dimensions, any strides: `a[[i, j]]`, `a[(i, j)]`, and of one dimension `a[i]` where elements lie side by side (others run as written); in heads `a.nrows()`, `a.ncols()`, `a.dim().0`, `a.shape()[0]`, `a.len_of(Axis(0))`, `a.len()` |
//! | `nalgebra` | matrices of `nalgebra` 0.35 of static and dynamic size, and views: `m[(i, j)]`; owned ones also `v[i]`; `m.nrows()`, `m.ncols()`, `m.shape().0` |
//! | `num-complex` | `Complex<f64>` and `Complex<f32>`: their operators have no effects, so loops with them need no `nogil`. Methods such as `z.conj()` are calls; sums of them run as written |
//!
//! Loops over rows run best where the innermost subscript is that of the elements that lie side by side: the last one
//! in `ndarray`'s standard layout, the first one in `nalgebra`.
//!
//! # Reductions
//!
//! A variable from before the loop (or a field of one) that a parallel loop only *updates*, always by one
//! operator, is a reduction. It may be updated under a condition, at several places, in an inner loop, and
//! beside other reductions.
//!
//! | operator | written as | types | result |
//! | --- | --- | --- | --- |
//! | sum | `s += x`, `s -= x`, `s = s + x`, `s = x + s` | floats, integers of at most 64 bits | floats: in a fixed order that is not that of the loop, the same on every machine and with any number of threads; integers: as the loop in order, overflow included |
//! | product | `p *= x`, `p = p * x`, `p = x * p` | the same | the same |
//! | minimum, maximum | `m = m.max(x)`, `m = x.max(m)`, `m = f64::max(m, x)`, `m = std::cmp::max(m, x)`, `if x > m { m = x; }` with `> >= < <=` and either order of operands, `m = if x > m { x } else { m }` | every primitive type | exactly that of the loop in order, also with NaN and infinities. Which of two zeros `max` and `min` give is left open by Rust; here it is the first of the two (for `x.max(m)` the last) |
//! | position | `if x > m { m = x; at = i; .. }` | any primitive type | that of the first of equal values, with `>=` and `<=` of the last |
//! | bits | `b &= x`, `b \|= x`, `b ^= x`, and the long forms | integers, `bool` | exact |
//! | all, any | `b = b && x`, `b = b \|\| x`, if `x` cannot panic | `bool` | exact |
//!
//! A variable that is also read or assigned in the loop, or updated by two operators, keeps the loop in order, as
//! does a minimum that takes NaN (`m = if m < x { m } else { x }`). The error, or the warning under `warn`, says
//! which and why. A loop without `parallel` keeps the order of its updates
//! (but see `fastmath(reassoc)`).
//!
//! # Statements about whole arrays: `map!`
//!
//! [`map!`] says what happens at each position of arrays of one length. `x[..]` is the element of `x` there; every
//! other name is what it is in Rust, the same at each position.
//!
//! ```
//! use hotloop::{accel, map};
//!
//! #[accel] // so that its `exp` is hotloop's, and vectorized
//! fn decay(x: f64, years: f64, rate: f64) -> f64 { x * (-rate * years).exp() }
//!
//! let (x, years, rate) = ([1.0, 2.0, 4.0], vec![0.0, 1.0, 2.0], 0.5);
//! let (mut y, mut is_small, mut v) = (vec![1.0; 3], [false; 3], [0.0; 5]);
//!
//! map!(y[..] = decay(x[..], years[..], rate));    // a function of numbers, over arrays
//! map!(y[..] += 2.0 * x[..]);                     // in place
//! map!((y[..], is_small[..]) = (y[..] - x[..], y[..] < 4.0));
//! map!(v[1..4] = x[..] - y[..3]);                 // parts, as of any slice
//! map! {                                          // statements are done at each position in turn
//!     let d = x[..] - y[..];
//!     y[..] = d * d;
//!     if is_small[..] { y[..] = 0.0; }
//! }
//! assert_eq!((y[0], is_small, v[1]), (0.0, [true, false, false], -1.0));
//! ```
//!
//! It is one loop, compiled as in a function with `#[accel(parallel, nogil)]`: without bounds checks, temporaries or
//! copies, on all cores if that pays, at the processor's level, with the bits of the plain loop. Arrays are whatever slices
//! to `[T]`: slices, `Vec`s, arrays, boxes, fields and rows of these, with elements of any type. Arrays that are
//! assigned, or of whose elements a `&mut` is taken, are borrowed mutably; everything else is borrowed, and must be `Sync`.
//! So what rustc allows is what has one meaning: `u[..] = u[..] + u[0]` and `u[1..] = u[..n - 1]` are errors of its
//! borrow checker. An expression `x[..]` that stands twice is one array, unless it calls a function.
//!
//! Positions are gone through in no order that may be relied on: functions that are called are free of order-dependent
//! state, as under `nogil`. A write to anything but an element is an error (a sum needs a loop), as is leaving
//! with `return`, `break` or `?`; `continue` goes on with the next position. Options stand in front:
//! `map!(#![accel(fastmath, threads = 4)] y[..] = ..)`; `parallel` and `nogil` are understood. In [`stats()`] the
//! function of a statement is `map!` with the first array that it writes.
//!
//! ## Panics
//!
//! Before anything is written, if an array is not as long as the first one that is written; the message has both,
//! with their lengths, and names the place of the array. What else panics is what panics in the loop.
//!
//! # Environment
//!
//! | variable | meaning |
//! | --- | --- |
//! | `HOTLOOP_NUM_THREADS` | number of threads (then `RAYON_NUM_THREADS`) |
//! | `HOTLOOP_ISA` | `baseline`, `x86-64-v3` or `x86-64-v4`; never above what the processor has |
//! | `HOTLOOP_DISABLE=1` | run the plain functions |
//! | `HOTLOOP_TRACE=1` | say on stderr which form of each loop ran, and which guard condition failed |
//! | `HOTLOOP_PROFILE=1` | print, when the process ends, how long each annotated function and loop ran; `HOTLOOP_PROFILE=FILE` writes JSON; see below |
//! | `HOTLOOP_VERIFY=1` | run each loop as written as well, compare, and end the process with a text where they differ; see below |
//! | `HOTLOOP_BUILD_ISA` | read when a program is *compiled*: the levels that any loop of it may be built for, names as in `isa(..)`, separated by commas. It cuts what the options ask for, so `HOTLOOP_BUILD_ISA=baseline` builds each loop once. Cargo compiles again when it changes; `[env]` in `.cargo/config.toml` is a good place for it |
//!
//! With `HOTLOOP_VERIFY=1` a loop in its fast form works as always; then what it wrote is put aside, the loop runs
//! as written, and both are compared: to the bit, and any NaN with any NaN. Float sums and products that
//! `parallel` regroups may differ by 1e-6 of the greatest value in their place (1e-3 for `f32`; `HOTLOOP_VERIFY=1e-4`
//! sets another tolerance for both), as may all floats under `fastmath`; these loops run once more on one thread,
//! which has to give the same bits. A loop is not verified, and stderr says so once, if it makes calls, runs over the
//! items of a chain or is a chain with a value, or writes anything but numbers, arrays of numbers and rows of them.
//!
//! With `HOTLOOP_PROFILE=1` functions with loops, and their loops, are measured: calls, own and cumulative time, iterations,
//! bytes a second, how busy the threads were. [`profile()`] gives the same at any time. It is printed when `main` returns or
//! `exit` is called, and lost where the process aborts or is killed by a signal; on WebAssembly, which has no such end, ask
//! [`profile()`]. `cargo hotloop profile` shows it as a table, or as a page to click through. Each call and each loop that
//! runs costs some 70 ns to measure, so times of much shorter ones say little. With `HOTLOOP_VERIFY=1` beside it,
//! times are those of loops that are verified; with `HOTLOOP_DISABLE=1` functions are measured, and loops are not.
//!
//! # Spans for `tracing`
//!
//! Under the feature `tracing` of the crate each run of a loop is a span of the crate `tracing`: name `loop`, target
//! `hotloop`, level `DEBUG`, with the fields `function`, `loop` (its number), `file`, `line`, `form` (`fast` or `fallback`) and, where it
//! is known, `iterations`. A parallel loop is one span, of the thread that runs into it. What a subscriber does itself has
//! no spans.
//!
//! # More
//!
//! [`guide::tutorial`](mod@guide::tutorial) goes from plain loops to reports to faster loops. [`guide::codes`](mod@guide::codes)
//! has a page for each code of a message (`A0301`, ..): what it means, and ways out.
//! [`guide::coming_from`](mod@guide::coming_from) is for those who know Numba, Cython, OpenMP, rayon or Julia, and
//! [`guide::limits`](mod@guide::limits) says what hotloop cannot do. In the repository they are in `runtime/docs`.

#![warn(missing_docs)]

pub mod checks;
mod cpu;
mod exit;
#[cfg(doc)]
pub mod guide;
mod interleave;
pub mod math;
mod pool;
mod profile;
mod settings;
mod stats;
mod typed;
mod verify;

pub use cpu::{Isa, isa};
pub use hotloop_macros::{accel, map};
pub use profile::{Parallel, Profile, ProfileKind, ProfileNode, ProfileRow, profile};
pub use settings::{Mode, num_threads, with_mode, with_threads};
pub use stats::{LoopStats, stats};

/// What generated code and the project's own tests use. Not for direct use; it may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use crate::checks::{
        Length, NoGil, demand, demand_chain, demand_number, demand_tensor, require_send, require_send_type,
        require_sendable, require_shareable,
    };
    pub use crate::cpu::{Built, Isa, Job, absent, absent_with, at_level, isa, levels, levels_with_tables};
    pub use crate::interleave::{Interleave, gains};
    pub use crate::math::{contract, reach};
    pub use crate::pool::{
        Limits, each_within, for_range, for_range_within, pack_range, reduce_pairs, reduce_pairs_within,
        reduce_range, reduce_range_within, search, tasks_sent,
    };
    pub use crate::profile::{Calling, Function, Running};
    pub use crate::settings::{
        InFast, Mode, Pool, mode, with_fault, with_isa, with_mode, with_pool, with_threads, with_threshold,
        with_verify,
    };
    pub use crate::stats::{Site, UNKNOWN};
    pub use crate::typed::*;
    pub use crate::verify::{Check, NotChecked, NotCheckedEither, verifying};
}
