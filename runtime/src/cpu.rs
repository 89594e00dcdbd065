//! The level of the processor, and code that is compiled once for each level.
//!
//! In: closures that hold the same loop. Out: the result of the one whose level this machine, the
//! environment and the thread's settings allow.
//!
//! Invariant: `isa()` never exceeds what the processor has (`detect`). The three calls that need a
//! level rest on that alone.

use std::hint::black_box;

use crate::interleave::Interleave;
use crate::math::{TABLES, Tables};

use std::fmt;

use crate::settings;

/// A level of instruction sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isa {
    /// What the build targets: SSE2 on x86-64, NEON on aarch64.
    Baseline,
    /// x86-64-v3: AVX2 and FMA, 256-bit vectors.
    V3,
    /// x86-64-v4: AVX-512 (F, BW, CD, DQ, VL), 512-bit vectors.
    V4,
}

impl fmt::Display for Isa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Isa::Baseline => "baseline",
            Isa::V3 => "x86-64-v3",
            Isa::V4 => "x86-64-v4",
        })
    }
}

impl Isa {
    /// Reads a level as `HOTLOOP_ISA` writes it.
    pub(crate) fn parse(text: &str) -> Option<Isa> {
        match text {
            "baseline" => Some(Isa::Baseline),
            "x86-64-v3" | "v3" => Some(Isa::V3),
            "x86-64-v4" | "v4" => Some(Isa::V4),
            _ => None,
        }
    }
}

/// The level that the build itself has (`-C target-cpu`): the program could not run below it.
pub(crate) const STATIC: Isa = if cfg!(all(
    target_arch = "x86_64",
    target_feature = "avx512f",
    target_feature = "avx512bw",
    target_feature = "avx512cd",
    target_feature = "avx512dq",
    target_feature = "avx512vl"
)) {
    Isa::V4
} else if cfg!(all(
    target_arch = "x86_64",
    target_feature = "avx2",
    target_feature = "bmi1",
    target_feature = "bmi2",
    target_feature = "fma",
    target_feature = "f16c",
    target_feature = "lzcnt",
    target_feature = "movbe",
    target_feature = "popcnt"
)) {
    Isa::V3
} else {
    Isa::Baseline
};

/// The level that annotated loops called on this thread use: the processor's, cut by `HOTLOOP_ISA`.
#[inline]
pub fn isa() -> Isa {
    settings::isa()
}

/// The levels above the baseline for which a loop was compiled.
#[derive(Clone, Copy)]
pub struct Built {
    /// x86-64-v3?
    pub v3: bool,
    /// x86-64-v4?
    pub v4: bool,
}

impl Built {
    /// The level to run at. All levels give the same bits; where the work is shorter than the switch, stay
    /// where we are.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn level(self, short: bool) -> Isa {
        match if short { Isa::Baseline } else { isa() } {
            Isa::V4 if self.v4 => Isa::V4,
            Isa::V4 | Isa::V3 if self.v3 => Isa::V3,
            _ => Isa::Baseline,
        }
    }
}

/// Stands for the closure of a level that was not built.
pub fn absent<R>() -> R {
    unreachable!("hotloop: a level that was not built")
}

/// As [`absent`], with tables.
pub fn absent_with<R>(_: &'static Tables) -> R {
    absent()
}

/// Runs the closure of the level in use. The body of `v3` and `v4` is compiled for its level, provided
/// that the closure is not `#[inline(always)]` (it would then be inlined before it gets the features).
#[inline(always)]
pub fn levels<R>(
    built: Built,
    short: bool,
    base: impl FnOnce() -> R,
    v3: impl FnOnce() -> R,
    v4: impl FnOnce() -> R,
) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        if matches!(STATIC, Isa::V4) && built.v4 {
            return v4();
        }
        match built.level(short) {
            // SAFETY: the level is at most `isa()`, which is at most `detect()`, so the processor has every
            // feature of it.
            Isa::V4 => unsafe { as_v4(v4) },
            Isa::V3 if matches!(STATIC, Isa::V3) => v3(),
            // SAFETY: as above.
            Isa::V3 => unsafe { as_v3(v3) },
            Isa::Baseline => base(),
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        drop((built, short, v3, v4));
        base()
    }
}

/// As [`levels`], for loops that look up the tables of the sine and the cosine. These are a parameter of the
/// level's function, the one call that is never inlined: so LLVM knows that what the loop stores is not a
/// table, and makes vectors of it.
#[inline(always)]
pub fn levels_with_tables<R>(
    built: Built,
    short: bool,
    base: impl FnOnce(&'static Tables) -> R,
    v3: impl FnOnce(&'static Tables) -> R,
    v4: impl FnOnce(&'static Tables) -> R,
) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        // Opaque: an argument that LLVM knew it would replace by the `static`.
        match built.level(short) {
            // SAFETY: the level is at most `isa()`, which is at most `detect()`, so the processor has every
            // feature of it.
            Isa::V4 => unsafe { as_v4_with(black_box(&TABLES), v4) },
            // SAFETY: as above.
            Isa::V3 => unsafe { as_v3_with(black_box(&TABLES), v3) },
            Isa::Baseline => as_base_with(black_box(&TABLES), base),
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        drop((built, short, v3, v4));
        as_base_with(black_box(&TABLES), base)
    }
}

/// A loop over slices. Its code is `#[inline(always)]` down to the element's function, so that it is compiled with the
/// features of the level's function: a closure that LLVM thinks too large would be called, and compiled for the
/// baseline.
pub trait Job {
    /// Does it gain by iterations side by side?
    fn interleaves(&self) -> bool;
    /// Does it. The tables are a parameter for the reason that [`levels_with_tables`] gives.
    fn run<const ON: bool>(self, tables: &Tables, interleave: Interleave<ON>);
}

/// Does the job at the level in use.
#[inline(always)]
pub fn at_level(job: impl Job) {
    #[cfg(target_arch = "x86_64")]
    match isa() {
        // SAFETY: the level is at most `isa()`, which is at most `detect()`, so the processor has every feature of it.
        Isa::V4 => unsafe { job_as_v4(black_box(&TABLES), job) },
        // SAFETY: as above.
        Isa::V3 => unsafe { job_as_v3(black_box(&TABLES), job) },
        Isa::Baseline => job_as_base(black_box(&TABLES), job),
    }
    #[cfg(not(target_arch = "x86_64"))]
    job_as_base(black_box(&TABLES), job)
}

#[inline(never)]
fn job_as_base(tables: &Tables, job: impl Job) {
    job.run(tables, Interleave::<false>::new())
}

/// As [`as_v4`].
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]
unsafe fn job_as_v4(tables: &Tables, job: impl Job) {
    if job.interleaves() {
        job.run(tables, Interleave::<true>::new())
    } else {
        job.run(tables, Interleave::<false>::new())
    }
}

/// As [`as_v3`].
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
unsafe fn job_as_v3(tables: &Tables, job: impl Job) {
    job.run(tables, Interleave::<false>::new())
}

#[inline(never)]
fn as_base_with<R>(tables: &'static Tables, f: impl FnOnce(&'static Tables) -> R) -> R {
    f(tables)
}

/// As [`as_v4`].
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]
unsafe fn as_v4_with<R>(tables: &'static Tables, f: impl FnOnce(&'static Tables) -> R) -> R {
    f(tables)
}

/// As [`as_v3`].
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
unsafe fn as_v3_with<R>(tables: &'static Tables, f: impl FnOnce(&'static Tables) -> R) -> R {
    f(tables)
}

/// Calls `f` compiled for x86-64-v4. LLVM inlines the only call of a closure, and so gives it the level.
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]
unsafe fn as_v4<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// Calls `f` compiled for x86-64-v3.
///
/// # Safety
///
/// The processor must have every feature named in the attribute.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
unsafe fn as_v3<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// The highest level whose every feature the processor and the operating system have.
#[cfg(target_arch = "x86_64")]
pub(crate) fn detect() -> Isa {
    use std::is_x86_feature_detected as has;
    let v3 = has!("avx2")
        && has!("bmi1")
        && has!("bmi2")
        && has!("fma")
        && has!("f16c")
        && has!("lzcnt")
        && has!("movbe")
        && has!("popcnt");
    let v4 =
        v3 && has!("avx512f") && has!("avx512bw") && has!("avx512cd") && has!("avx512dq") && has!("avx512vl");
    match (v3, v4) {
        (_, true) => Isa::V4,
        (true, false) => Isa::V3,
        (false, false) => Isa::Baseline,
    }
}

/// Elsewhere the build's own level is the only one.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn detect() -> Isa {
    Isa::Baseline
}
