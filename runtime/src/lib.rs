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
//! | `isa("x86-64-v3", ..)` | the levels to build above the baseline, which always is: `x86-64-v3`, `x86-64-v4`; `baseline` and `neon` name the baseline. Without it, all |
//! | `warn` | missed loops become compiler warnings |
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
//! | `reassoc` | regroup float sums | `+=` and `-=` run in lanes also in serial loops, and in inner loops of a nest (`let mut s = 0.0; for j in .. { s += .. }`) of 64 iterations or more (8 with an elementary function in the nest); 32 lanes, the same bits on every processor and thread count |
//! | `contract` | round once | `a * b + c`, `a * b - c`, `c - a * b`, `s += a * b`, `s -= a * b` are fused where the level has the instruction. **May differ by processor**, also inside of `afn` functions |
//! | `arcp` | multiply by reciprocals | `x / y`, where `y` is a literal or a variable that the loop does not change, becomes `x * (1.0 / y)`, the reciprocal computed before the loop |
//! | `afn` | 4 ULP | shorter polynomials in `exp`, `ln`, `sin`, `cos` |
//! | `nnan` | assume no NaN | `min`, `max` and `clamp` are one comparison; `ln`, `sin`, `cos` have no path for NaN |
//! | `ninf` | assume no infinity | `exp` has no path for overflow, `ln` none for zero |
//! | `nsz` | ignore the sign of zero | `x + 0.0` is `x`, `0.0 - x` is `-x` |
//!
//! # Environment
//!
//! | variable | meaning |
//! | --- | --- |
//! | `HOTLOOP_NUM_THREADS` | number of threads (then `RAYON_NUM_THREADS`) |
//! | `HOTLOOP_ISA` | `baseline`, `x86-64-v3` or `x86-64-v4`; never above what the processor has |
//! | `HOTLOOP_DISABLE=1` | run the plain functions |
//! | `HOTLOOP_TRACE=1` | say on stderr which form of each loop ran, and which guard condition failed |
//! | `HOTLOOP_BUILD_ISA` | read when a program is *compiled*: the levels that any loop of it may be built for, names as in `isa(..)`, separated by commas. It cuts what the options ask for, so `HOTLOOP_BUILD_ISA=baseline` builds each loop once. Cargo compiles again when it changes; `[env]` in `.cargo/config.toml` is a good place for it |

#![warn(missing_docs)]

pub mod checks;
mod cpu;
pub mod math;
mod pool;
mod settings;
mod stats;
mod typed;

pub use cpu::{Isa, isa};
pub use hotloop_macros::accel;
pub use settings::{Mode, num_threads, with_mode, with_threads};
pub use stats::{LoopStats, stats};

/// What generated code and the project's own tests use. Not for direct use; it may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use crate::checks::{demand, require_send, require_send_type};
    pub use crate::cpu::{Built, Isa, absent, absent_with, isa, levels, levels_with_tables};
    pub use crate::math::contract;
    pub use crate::pool::{
        Limits, for_range, for_range_within, reduce_range, reduce_range_within, tasks_sent,
    };
    pub use crate::settings::{
        Mode, Pool, mode, with_isa, with_mode, with_pool, with_threads, with_threshold,
    };
    pub use crate::stats::Site;
    pub use crate::typed::*;
}
