//! The pool, the settings and the counters, seen from outside.
//!
//! In: splits, panics, nestings and overrides. Out: that every iteration runs once, that results have
//! the same bits everywhere, that the lowest panic wins, and that counts are exact.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use hotloop::__private::{
    Built, Pool, Site, UNKNOWN, for_range, levels, mode, reduce_range, with_isa, with_pool, with_threshold,
};
use hotloop::{Isa, LoopStats, Mode, isa, num_threads, stats, with_mode, with_threads};

const POOLS: [Pool; 2] = [Pool::Rayon, Pool::Scoped];
const THREADS: [usize; 4] = [1, 2, 3, 8];
const TRIPS: [u64; 7] = [0, 1, 2, 31, 32, 33, 1000];

/// Runs `f` for every pool and thread count, with even the smallest loop in parallel.
fn everywhere(f: impl Fn(Pool, usize)) {
    for pool in POOLS {
        for threads in THREADS {
            with_pool(pool, || with_threads(threads, || with_threshold(0, || f(pool, threads))));
        }
    }
}

/// Runs `f` in parallel on `threads` threads of the ordinary pool.
fn parallel<R>(threads: usize, f: impl FnOnce() -> R) -> R {
    with_threads(threads, || with_threshold(0, f))
}

/// How often each of `trip` iterations is given to the body.
fn visits(trip: u64, cost: u64) -> Vec<u32> {
    let visits: Vec<AtomicU32> = (0..trip).map(|_| AtomicU32::new(0)).collect();
    for_range(trip, cost, &|lo, hi| {
        assert!(lo < hi && hi <= trip, "{lo}..{hi} of {trip}");
        for i in lo..hi {
            visits[i as usize].fetch_add(1, Relaxed);
        }
    });
    visits.into_iter().map(AtomicU32::into_inner).collect()
}

#[test]
fn each_iteration_runs_once() {
    everywhere(|pool, threads| {
        for trip in TRIPS {
            for cost in [0, 50_000, u64::MAX] {
                let visits = visits(trip, cost);
                assert!(visits.iter().all(|&n| n == 1), "{pool:?} {threads} threads, trip {trip}");
            }
        }
    });
}

#[test]
fn the_largest_trip_is_covered() {
    parallel(3, || {
        let ranges = Mutex::new(vec![]);
        for_range(u64::MAX, u64::MAX, &|lo, hi| ranges.lock().unwrap().push((lo, hi)));
        let mut ranges = ranges.into_inner().unwrap();
        ranges.sort();
        assert!(ranges.len() > 1);
        assert_eq!((ranges[0].0, ranges.last().unwrap().1), (0, u64::MAX));
        assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0));
    });
}

#[test]
fn a_cheap_loop_is_one_call_on_the_caller() {
    with_threads(8, || {
        let calls = Mutex::new(vec![]);
        for_range(1000, 100, &|lo, hi| calls.lock().unwrap().push((lo, hi, thread::current().id())));
        assert_eq!(calls.into_inner().unwrap(), [(0, 1000, thread::current().id())]);
    });
}

#[test]
fn a_dear_loop_runs_on_several_threads() {
    for pool in POOLS {
        with_pool(pool, || {
            // Both threads must be in the loop at once for either to pass the barrier.
            let barrier = Barrier::new(2);
            with_threads(2, || {
                for_range(2, 1_000_000, &|lo, hi| {
                    assert_eq!(hi - lo, 1);
                    barrier.wait();
                });
            });
        });
    }
}

/// A sum whose bits depend on the order of its additions.
fn float_sum(trip: u64, chunk: u64) -> u64 {
    let body = |lo, hi| (lo..hi).map(|i| 1.0 / (i as f64 + 0.3)).sum::<f64>();
    reduce_range(trip, chunk, u64::MAX, &body, |a, b| a + b).to_bits()
}

#[test]
fn reductions_have_the_same_bits_everywhere() {
    for trip in [1, 2, 31, 32, 33, 1000, 12_345] {
        for chunk in [1, 3, 7, 32, 5000] {
            let expected = with_mode(Mode::Serial, || float_sum(trip, chunk));
            everywhere(|pool, threads| {
                assert_eq!(float_sum(trip, chunk), expected, "{trip} by {chunk}: {pool:?} {threads}");
            });
        }
    }
}

#[test]
fn the_tree_is_the_one_that_joins_neighbors_level_by_level() {
    let by_levels = |mut level: Vec<String>| {
        while level.len() > 1 {
            level = level
                .chunks(2)
                .map(|pair| if pair.len() == 2 { join(pair) } else { pair.concat() })
                .collect();
        }
        level.concat()
    };
    fn join(pair: &[String]) -> String {
        format!("({})", pair.join(" "))
    }
    for chunks in 1..70 {
        let leaves = (0..chunks).map(|c| format!("{}..{}", c * 5, (c * 5 + 5).min(chunks * 5 - 2)));
        let expected = by_levels(leaves.collect());
        everywhere(|_, _| {
            let range = |lo, hi| format!("{lo}..{hi}");
            assert_eq!(reduce_range(chunks * 5 - 2, 5, u64::MAX, &range, |a, b| join(&[a, b])), expected);
        });
    }
}

#[test]
fn one_chunk_is_one_call() {
    let range = reduce_range(17, 32, u64::MAX, &|lo, hi| (lo, hi), |_, _| unreachable!());
    assert_eq!(range, (0, 17));
}

/// The message with which `f` panics.
fn panic_of(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("this loop panics");
    *payload.downcast::<String>().expect("every panic here has a formatted message")
}

#[test]
fn the_lowest_panic_wins_and_all_below_it_complete() {
    everywhere(|pool, threads| {
        for round in 0..20 {
            let ran: Vec<AtomicU32> = (0..1000).map(|_| AtomicU32::new(0)).collect();
            let first = 100 + round * 37;
            let message = panic_of(|| {
                for_range(1000, u64::MAX, &|lo, hi| {
                    for i in lo..hi {
                        // Panics above the first are quick; the first takes its time.
                        if i == first && round % 4 == 0 {
                            thread::sleep(Duration::from_millis(1));
                        }
                        assert!(i < first, "iteration {i}");
                        ran[i as usize].fetch_add(1, Relaxed);
                    }
                });
            });
            assert_eq!(message, format!("iteration {first}"), "{pool:?} {threads}");
            assert!(ran[..first as usize].iter().all(|n| n.load(Relaxed) == 1));
        }
    });
}

#[test]
fn the_lowest_panic_of_a_reduction_wins() {
    everywhere(|_, _| {
        let body = |lo: u64, _| if lo < 600 { lo } else { panic!("chunk at {lo}") };
        let message = panic_of(|| _ = reduce_range(1000, 10, u64::MAX, &body, |a, b| a + b));
        assert_eq!(message, "chunk at 600");
    });
}

/// A payload that panics again when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !thread::panicking() {
            panic!("a payload was dropped");
        }
    }
}

#[test]
fn payloads_that_panic_do_no_harm() {
    parallel(3, || {
        let payload = catch_unwind(|| for_range(100, u64::MAX, &|_, _| std::panic::panic_any(Bomb)));
        std::mem::forget(payload.expect_err("every task panics"));
        assert!(visits(100, u64::MAX).iter().all(|&n| n == 1));
    });
}

#[test]
fn regions_nest() {
    everywhere(|_, _| {
        let count = AtomicU64::new(0);
        for_range(12, u64::MAX, &|lo, hi| {
            for _ in lo..hi {
                for_range(12, u64::MAX, &|lo, hi| {
                    for _ in lo..hi {
                        let sum = reduce_range(12, 1, u64::MAX, &|lo, hi| hi - lo, |a, b| a + b);
                        count.fetch_add(sum, Relaxed);
                    }
                });
            }
        });
        assert_eq!(count.into_inner(), 12 * 12 * 12);
    });
}

#[test]
fn regions_nest_with_rayon_around_and_inside() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let inside = || {
        let count = AtomicU64::new(0);
        for_range(20, u64::MAX, &|lo, hi| {
            rayon::join(
                || count.fetch_add(hi - lo, Relaxed),
                || for_range(20, u64::MAX, &|lo, hi| _ = count.fetch_add(hi - lo, Relaxed)),
            );
        });
        count.into_inner()
    };
    let sums = pool.install(|| rayon::join(|| with_threshold(0, inside), || with_threshold(0, inside)));
    assert!(sums.0 >= 40 && sums.1 >= 40);
}

#[test]
fn an_installed_pool_is_respected() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    pool.install(|| {
        with_threshold(0, || {
            assert_eq!(num_threads(), 3);
            for_range(100, u64::MAX, &|_, _| {
                assert!(pool.current_thread_index().is_some(), "a stranger helps");
            });
        })
    });
}

#[test]
fn overrides_reach_the_helpers() {
    for pool in POOLS {
        with_pool(pool, || {
            // Two threads are in the loop at once, so one of them is a helper.
            let barrier = Barrier::new(2);
            with_isa(Isa::Baseline, || {
                parallel(2, || {
                    for_range(2, u64::MAX, &|_, _| {
                        barrier.wait();
                        assert_eq!((num_threads(), isa(), mode()), (2, Isa::Baseline, Mode::Fast));
                        with_mode(Mode::Serial, || assert_eq!(num_threads(), 1));
                    });
                });
            });
        });
    }
    // Afterwards the same worker has none of it.
    let ambient = num_threads();
    with_threads(2, || with_threads(5, || assert_eq!(num_threads(), 5)));
    assert_eq!(num_threads(), ambient);
}

#[test]
fn overrides_are_restored_when_a_panic_passes() {
    let before = (num_threads(), mode(), isa());
    panic_of(|| with_threads(7, || with_mode(Mode::Original, || panic!("{}", num_threads()))));
    assert_eq!((num_threads(), mode(), isa()), before);
    assert!(panic_of(|| with_threads(0, || panic!("{}", "not reached"))).contains("at least 1"));
}

#[test]
fn overrides_stay_on_their_thread() {
    with_mode(Mode::Original, || {
        assert_eq!(mode(), Mode::Original);
        thread::scope(|scope| _ = scope.spawn(|| assert_eq!(mode(), Mode::Fast)));
    });
}

#[test]
fn the_level_is_the_highest_built_one_that_is_allowed() {
    for (v3, v4) in [(false, false), (true, false), (false, true), (true, true)] {
        let built = Built { v3, v4 };
        let pick = |short| levels(built, short, || Isa::Baseline, || Isa::V3, || Isa::V4);
        let is_built = |level: &Isa| {
            matches!((level, v3, v4), (Isa::Baseline, ..) | (Isa::V3, true, _) | (Isa::V4, _, true))
        };
        for level in [Isa::Baseline, Isa::V3, Isa::V4] {
            with_isa(level, || {
                assert!(isa() <= level);
                let mut allowed = [Isa::V4, Isa::V3, Isa::Baseline].into_iter().filter(|l| *l <= isa());
                assert_eq!(Some(pick(false)), allowed.find(is_built), "{level}, v3 {v3}, v4 {v4}");
                assert!(pick(true) <= isa());
            });
        }
    }
    assert_eq!(Isa::V4.to_string(), "x86-64-v4");
}

#[test]
fn many_tiny_regions_meet_late_helpers() {
    let regions = if cfg!(debug_assertions) { 5_000 } else { 20_000 };
    parallel(4, || {
        for region in 0..regions {
            // The job lives on this stack frame: a helper that comes late must not touch it.
            let data = [region; 16];
            let sum = AtomicU64::new(0);
            for_range(16, u64::MAX, &|lo, hi| {
                sum.fetch_add(data[lo as usize..hi as usize].iter().sum(), Relaxed);
            });
            assert_eq!(sum.into_inner(), 16 * region);
        }
    });
}

#[test]
fn nothing_runs_after_a_region_has_ended() {
    let running = AtomicU64::new(0);
    let body = |region: u64, lo: u64| {
        running.fetch_add(1, Relaxed);
        // One task is long, so that others come late while somebody is still inside.
        if lo == region % 15 {
            thread::sleep(Duration::from_micros(200));
        }
        running.fetch_sub(1, Relaxed);
        // After a panic there are tasks left that must not start.
        assert!(region.is_multiple_of(2) || lo != region % 15 + 1, "task {lo}");
    };
    parallel(8, || {
        for region in 0..300 {
            let _ = catch_unwind(AssertUnwindSafe(|| for_range(16, u64::MAX, &|lo, _| body(region, lo))));
            assert_eq!(running.load(Relaxed), 0);
        }
    });
}

#[test]
fn regions_opened_by_many_threads_at_once() {
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                parallel(3, || {
                    for _ in 0..500 {
                        assert!(visits(33, u64::MAX).iter().all(|&n| n == 1));
                    }
                });
            });
        }
    });
}

fn row(function: &str) -> Option<LoopStats> {
    stats().into_iter().find(|row| row.function == function)
}

#[test]
fn counts_are_exact_under_eight_threads() {
    static SITE: Site = Site::new("exact", "pool.rs", 7, 0, &["n <= a.len()", "n <= b.len()"]);
    assert!(row("exact").is_none());
    // Two generations, so that the blocks of ended threads are used again.
    for generation in 1..=2 {
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for i in 0..100_000 {
                        SITE.fast(1, || UNKNOWN);
                        if i % 100 == 0 {
                            SITE.fallback(1, 1, UNKNOWN);
                        }
                    }
                });
            }
        });
        let row = row("exact").unwrap();
        assert_eq!((row.fast, row.fallback), (generation * 800_000, generation * 8_000));
        assert_eq!((row.file, row.line, row.id), ("pool.rs", 7, 0));
        assert_eq!(row.first_failed, Some("n <= b.len()"));
    }
}

#[test]
fn counters_are_enough_for_many_loops() {
    let sites: Vec<&'static Site> =
        (0..500).map(|id| &*Box::leak(Box::new(Site::new("many", "pool.rs", 8, id, &[])))).collect();
    thread::scope(|scope| {
        for order in 0..4 {
            let sites = &sites;
            scope.spawn(move || {
                for k in 0..1500 {
                    sites[(k * 7 + order * 131) % 500].fast(1, || UNKNOWN);
                }
            });
        }
    });
    sites[3].fallback(u32::MAX, 1, UNKNOWN);
    let rows: Vec<_> = stats().into_iter().filter(|row| row.function == "many").collect();
    assert!(rows.iter().map(|row| row.id).eq(0..500), "all loops, sorted");
    assert!(rows.iter().all(|row| row.fast == 12));
    assert_eq!((rows[3].fallback, rows[3].first_failed), (1, Some("type condition")));
}

#[test]
fn counts_of_an_ending_thread_are_kept() {
    static SITE: Site = Site::new("ending", "pool.rs", 9, 0, &[]);
    struct CountsLast;
    impl Drop for CountsLast {
        fn drop(&mut self) {
            SITE.fast(1, || UNKNOWN);
        }
    }
    thread_local! {
        static LAST: CountsLast = const { CountsLast };
    }
    for _ in 0..3 {
        // `join` (and not the end of a scope) waits for the destructors of thread locals, too.
        thread::spawn(|| LAST.with(|_| SITE.fast(1, || UNKNOWN))).join().unwrap();
    }
    assert_eq!(row("ending").unwrap().fast, 6);
}

/// Runs the test `child` of this program on its own under the environment `variables`.
fn child(variables: &[(&str, &str)]) -> Output {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", "--ignored", "--nocapture", "a_child_that_tells_its_settings"]);
    for name in ["DISABLE", "TRACE", "ISA", "NUM_THREADS", "POOL", "THRESHOLD"] {
        command.env_remove(format!("HOTLOOP_{name}"));
    }
    command.envs(variables.iter().copied()).output().unwrap()
}

#[test]
#[ignore = "the child of `environment_*`"]
fn a_child_that_tells_its_settings() {
    static SITE: Site = Site::new("child", "pool.rs", 10, 2, &["i < n"]);
    let threads = Mutex::new(std::collections::HashSet::new());
    for_range(8, 10, &|_, _| {
        thread::sleep(Duration::from_millis(2));
        threads.lock().unwrap().insert(thread::current().id());
    });
    let spread = threads.into_inner().unwrap().len() > 1;
    SITE.fast(1, || UNKNOWN);
    SITE.fast(1, || UNKNOWN);
    SITE.fallback(0, 1, UNKNOWN);
    println!("told: {:?} {} {} {spread};", mode(), isa(), with_mode(Mode::Fast, num_threads));
}

#[test]
fn environment_is_followed() {
    let told = |variables: &[_]| {
        let output = child(variables);
        assert!(output.status.success());
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let top = isa();
    assert!(told(&[]).contains(&format!("told: Fast {top} ")));
    assert!(told(&[("HOTLOOP_DISABLE", "1")]).contains("told: Original"));
    assert!(told(&[("HOTLOOP_ISA", "baseline")]).contains("told: Fast baseline"));
    assert!(told(&[("HOTLOOP_ISA", "v4")]).contains(&format!("told: Fast {top} ")));
    assert!(told(&[("HOTLOOP_NUM_THREADS", "3")]).contains(" 3 false;"));
    for pool in ["rayon", "scoped"] {
        let variables = [("HOTLOOP_NUM_THREADS", "4"), ("HOTLOOP_POOL", pool), ("HOTLOOP_THRESHOLD", "0")];
        assert!(told(&variables).contains(" 4 true;"));
    }
    assert!(told(&[("RAYON_NUM_THREADS", "5")]).contains(" 5 false;"));
}

#[test]
fn environment_that_is_malformed_is_named_and_ignored() {
    let output = child(&[("HOTLOOP_ISA", "v9"), ("HOTLOOP_NUM_THREADS", "0"), ("HOTLOOP_DISABLE", "yes")]);
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success());
    assert_eq!(words.lines().count(), 3, "{words}");
    assert!(words.contains("hotloop: HOTLOOP_ISA=v9 ignored: expected baseline, x86-64-v3 or x86-64-v4"));
    assert!(words.contains("hotloop: HOTLOOP_NUM_THREADS=0 ignored: expected a number of at least 1"));
    assert!(String::from_utf8(output.stdout).unwrap().contains("told: Fast"));
}

#[test]
fn environment_trace_tells_the_first_runs_and_a_table() {
    let output = child(&[("HOTLOOP_TRACE", "1")]);
    let words = String::from_utf8(output.stderr).unwrap();
    let expected = "hotloop: pool.rs:10: loop 2 of `child` runs in its fast form\n\
                    hotloop: pool.rs:10: loop 2 of `child` ran as written: failed i < n\n\
                    hotloop:         fast   as written  loop\n\
                    hotloop:            2            1  pool.rs:10: loop 2 of `child` (first failed: i < n)\n";
    assert!(output.status.success());
    if cfg!(any(unix, windows)) {
        assert_eq!(words, expected);
    }
}
