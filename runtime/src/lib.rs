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
//! | `warn` | missed loops become compiler warnings |
//! | `parallel('a)`, `serial('a)`, or `#[parallel]`, `#[serial]` on a loop | this very loop must, or must not, run in parallel |
//!
//! # Environment
//!
//! | variable | meaning |
//! | --- | --- |
//! | `HOTLOOP_NUM_THREADS` | number of threads (then `RAYON_NUM_THREADS`) |
//! | `HOTLOOP_ISA` | `baseline`, `x86-64-v3` or `x86-64-v4`; never above what the processor has |
//! | `HOTLOOP_DISABLE=1` | run the plain functions |
//! | `HOTLOOP_TRACE=1` | say on stderr which form of each loop ran, and which guard condition failed |

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
    pub use crate::cpu::{Isa, isa, levels, levels_with_tables};
    pub use crate::math::contract;
    pub use crate::pool::{for_range, reduce_range};
    pub use crate::settings::{
        Mode, Pool, mode, with_isa, with_mode, with_pool, with_threads, with_threshold,
    };
    pub use crate::stats::Site;
    pub use crate::typed::*;
}
