//! Chains with a value that begin with anything: fields, locals, results of calls, types of the user's own which only look
//! like iterators. What must not happen is a wrong value, a different order of effects, or an error of rustc's.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    dead_code,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, runs};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn log(what: impl Into<String>) {
    LOG.with(|l| l.borrow_mut().push(what.into()));
}

/// Both give the same value, the same panic, and the same log.
fn compare<T: PartialEq + std::fmt::Debug>(plain: fn(&World) -> T, fast: fn(&World) -> T) {
    everywhere(|how| {
        for n in [0, 1, 2, 33, 130, 40_000] {
            if n > 1000 && !how.ends_with("ordinary") {
                continue;
            }
            let world = World::new(n);
            let run = |f: fn(&World) -> T| {
                LOG.with(|l| l.borrow_mut().clear());
                let mut out = None;
                let panic = panic_text(AssertUnwindSafe(|| out = Some(f(&world))));
                (out, panic, LOG.with(|l| l.borrow().clone()))
            };
            assert_eq!(run(plain), run(fast), "{how}, n = {n}");
        }
    });
}

/// No iterator: its `map` and `filter` do something else, and its values are no items.
#[derive(Clone)]
struct Odd(Vec<f64>);
struct OddIter<'a>(&'a [f64]);

impl Odd {
    fn iter(&self) -> OddIter<'_> {
        log("iter");
        OddIter(&self.0)
    }
}

impl<'a> OddIter<'a> {
    fn map<R>(self, f: impl FnOnce(f32) -> R) -> Option<R> {
        log("map");
        Some(f(self.0.len() as f32))
    }
    fn filter(self, f: impl Fn(&u8) -> bool) -> OddIter<'a> {
        log("filter");
        if f(&7) { self } else { OddIter(&[]) }
    }
    fn zip<T>(self, _: T) -> OddIter<'a> {
        log("zip");
        self
    }
    fn sum<S: Default>(self) -> S {
        log("sum");
        S::default()
    }
    fn fold(self, first: f64, f: impl Fn(f64, i64) -> f64) -> f64 {
        log("fold");
        f(f(first, 3), 4)
    }
    fn min_by(self, f: impl Fn(&f64, &f64) -> Ordering) -> (f64, bool) {
        log("min_by");
        (1.5, f(&1.0, &2.0) == Ordering::Less)
    }
    fn max(self) -> &'static str {
        log("max");
        "max"
    }
    fn any(self, f: impl Fn(char) -> bool) -> bool {
        log("any");
        f('a')
    }
    fn for_each(self, f: impl Fn(u16)) -> usize {
        f(9);
        log("for_each");
        5
    }
    fn count(self) -> usize {
        log("count");
        77
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    name: String,
    rank: i64,
}

struct World {
    n: usize,
    x: Vec<f64>,
    boxed: Box<[f64]>,
    odd: Odd,
    map: BTreeMap<u32, f64>,
    hash: HashMap<u8, i64>,
    deque: VecDeque<f64>,
    option: Option<f64>,
    names: Vec<Name>,
    rows: Vec<Vec<f64>>,
    pairs: Vec<(f64, i32)>,
    cells: Vec<std::cell::Cell<f64>>,
}

impl World {
    fn new(n: usize) -> World {
        let x = ramp(n);
        let name = |i: usize| Name { name: format!("{}", (i * 7919) % 101), rank: ((i * 31) % 17) as i64 };
        World {
            n,
            boxed: x.clone().into(),
            odd: Odd(x.clone()),
            map: x.iter().enumerate().map(|(i, v)| (i as u32, *v)).collect(),
            hash: (0..n.min(200) as u8).map(|i| (i, i as i64)).collect(),
            deque: x.iter().copied().collect(),
            option: x.first().copied(),
            names: (0..n).map(name).collect(),
            rows: (0..n.min(100)).map(|i| ramp(i % 7)).collect(),
            pairs: x.iter().map(|v| (*v, (*v * 4.0) as i32)).collect(),
            cells: x.iter().map(|v| std::cell::Cell::new(*v)).collect(),
            x,
        }
    }
    fn data(&self) -> &[f64] {
        log("data");
        &self.x
    }
}

macro_rules! values {
    ($test:ident; $([$($options:tt)*] $plain:ident $fast:ident |$w:ident| -> $t:ty $body:block)*) => {
        $(both!([$($options)*] $plain, $fast($w: &World) -> $t $body);)*
        #[test]
        fn $test() {
            $(compare(|w| format!("{:?}", $plain(w)), |w| format!("{:?}", $fast(w)));)*
        }
    };
}

values! { own_types_that_are_no_iterators;
    [] odd_map_plain odd_map |w| -> Option<f32> { w.odd.iter().map(|x| x * 2.0).map(|y| y + 1.0) }
    [parallel] odd_sum_plain odd_sum |w| -> f64 { w.odd.iter().filter(|x| *x > 3).sum() }
    [parallel] odd_bare_sum_plain odd_bare_sum |w| -> u64 { w.odd.iter().sum() }
    [parallel] odd_zip_plain odd_zip |w| -> u64 { w.odd.iter().zip(&w.x).sum() }
    [parallel] odd_fold_plain odd_fold |w| -> f64 { w.odd.iter().fold(1.5, |s, x| s + x as f64) }
    [parallel] odd_min_plain odd_min |w| -> (f64, bool) { w.odd.iter().min_by(|p, q| p.total_cmp(q)) }
    [parallel] odd_max_plain odd_max |w| -> &'static str { w.odd.iter().filter(|x| *x > 3).max() }
    [] odd_any_plain odd_any |w| -> bool { w.odd.iter().any(|x| x.is_alphabetic()) }
    [] odd_each_plain odd_each |w| -> usize { w.odd.iter().for_each(|x| log(format!("{x}"))) }
    [parallel] odd_count_plain odd_count |w| -> usize { w.odd.iter().filter(|x| *x < 3).count() }
}

#[test]
fn own_types_have_no_fast_form() {
    for name in ["odd_map", "odd_sum", "odd_bare_sum", "odd_zip", "odd_fold", "odd_min", "odd_max", "odd_any"]
    {
        assert_eq!(runs(name).0, 0, "{name}");
    }
}

values! { collections_of_std;
    [parallel] map_sum_plain map_sum |w| -> f64 { w.map.iter().map(|(k, v)| v * *k as f64).sum() }
    [parallel] map_least_plain map_least |w| -> Option<u32> { w.map.iter().min_by(|p, q| p.1.total_cmp(q.1)).map(|(k, _)| *k) }
    [parallel] hash_sum_plain hash_sum |w| -> i64 { w.hash.iter().map(|(k, v)| v + *k as i64).sum() }
    [parallel] deque_sum_plain deque_sum |w| -> f64 { w.deque.iter().zip(&w.x).map(|(a, b)| a * b).sum() }
    [parallel] deque_most_plain deque_most |w| -> Option<f64> { w.deque.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()) }
    [parallel] option_sum_plain option_sum |w| -> f64 { w.option.iter().map(|v| v * 2.0).sum() }
    [] option_each_plain option_each |w| -> f64 { let s = std::cell::Cell::new(0.0); w.option.iter().for_each(|v| s.set(*v)); s.get() }
    [parallel] name_lengths_plain name_lengths |w| -> usize { w.names.iter().map(|n| n.name.len()).sum() }
    [parallel] first_name_plain first_name |w| -> Option<&str> { w.names.iter().min_by(|a, b| a.name.cmp(&b.name)).map(|n| &n.name[..]) }
    [] last_name_plain last_name |w| -> Option<String> { w.names.iter().max_by_key(|n| n.name.clone()).map(|n| n.name.clone()) }
    [parallel] best_name_plain best_name |w| -> Option<&Name> { w.names.iter().max() }
    [parallel] by_text_plain by_text |w| -> Option<&Name> { w.names.iter().min_by(|a, b| a.name[..].cmp(&b.name[..])) }
    [parallel] by_rank_plain by_rank |w| -> Option<&Name> { w.names.iter().max_by(|a, b| a.rank.cmp(&b.rank)) }
    [] by_reverse_plain by_reverse |w| -> Option<&Name> { w.names.iter().min_by_key(|n| std::cmp::Reverse(n.rank)) }
    [parallel] longest_plain longest |w| -> Option<&Vec<f64>> { w.rows.iter().max_by_key(|r| r.len()) }
    [parallel] row_sums_plain row_sums |w| -> f64 { w.rows.iter().map(|r| r.iter().sum::<f64>()).sum() }
    [parallel] pairs_plain pairs |w| -> Option<&(f64, i32)> { w.pairs.iter().max_by(|(a, _), (b, _)| a.total_cmp(b)) }
    [parallel] pairs_by_tuple_plain pairs_by_tuple |w| -> Option<(i32, usize)> { w.pairs.iter().enumerate().map(|(i, p)| (p.1, i)).min() }
    [parallel] pairs_by_field_plain pairs_by_field |w| -> Option<&(f64, i32)> { w.pairs.iter().min_by_key(|p| p.1) }
    [] uneven_plain uneven |w| -> Option<&(f64, i32)> { w.pairs.iter().max_by(|a, b| a.0.partial_cmp(&(b.1 as f64)).unwrap()) }
    [] cells_plain cells |w| -> f64 { w.cells.iter().map(|c| c.get()).sum() }
    [parallel] of_a_call_plain of_a_call |w| -> f64 { w.data().iter().zip(w.data().iter().skip(1)).map(|(a, b)| a * b).sum() }
    [parallel] of_a_box_plain of_a_box |w| -> Option<f64> { w.boxed.iter().map(|v| v * 0.5).min_by(|a, b| a.total_cmp(b)) }
    [parallel] heads_plain heads |w| -> f64 { let mut s = 0.0; for v in w.deque.iter().map(|v| v * 2.0) { s += v; } for (k, v) in w.map.iter().filter(|(k, _)| **k > 3) { s += v; } s }
    [] chars_plain chars |w| -> usize { let t = "a bc def".repeat(w.n.min(9)); t.bytes().filter(|b| *b == b' ').count() }
}

#[test]
fn fields_and_calls_that_are_slices_are_fast() {
    let world = World::new(400_000);
    assert_eq!(of_a_box(&world), of_a_box_plain(&world));
    assert_eq!(by_rank(&world), by_rank_plain(&world));
    assert_eq!(pairs_by_field(&world), pairs_by_field_plain(&world));
    ran("of_a_box");
    assert_eq!(of_a_call(&world), of_a_call_plain(&world));
    ran("of_a_call");
}

/// Generic code: nothing is known of the items.
#[accel(parallel, nogil)]
fn generic_sum<I>(items: I) -> f64
where
    I: IntoIterator<Item = f64> + Send,
{
    items.into_iter().map(|v| v * 2.0).sum()
}

#[accel]
fn generic_least<T: PartialOrd + Copy>(items: &[T]) -> Option<T> {
    items.iter().copied().min_by(|a, b| a.partial_cmp(b).unwrap())
}

#[accel]
fn generic_most<T: Ord>(items: &[T]) -> Option<&T> {
    items.iter().max()
}

#[test]
fn generic_items() {
    assert_eq!(generic_sum(ramp(1000)), ramp(1000).iter().map(|v| v * 2.0).sum::<f64>());
    assert_eq!(generic_sum(Some(3.0)), 6.0);
    let x = ramp(50_000);
    assert_eq!(generic_least(&x), x.iter().copied().min_by(|a, b| a.total_cmp(b)));
    let names = World::new(300).names;
    assert_eq!(generic_most(&names), names.iter().max());
}

/// A trait of the user's with core's names, where core's `Iterator` is in scope: the methods of the chain are core's.
trait Least: Sized {
    fn max_by_key<K>(self, _: K) -> u8 {
        log("own max_by_key");
        3
    }
}
impl Least for &Odd {}

#[test]
fn own_traits_with_the_names_of_core() {
    both!([parallel] plain, own_trait(w: &World) -> (u8, Option<i32>) {
        let own = (&w.odd).max_by_key(|_: u8| 1);
        (own, w.pairs.iter().map(|p| p.1).max_by_key(|v| v.abs()))
    });
    compare(plain, own_trait);
}

/// Where core's `Iterator` is not in scope, names of its methods are those of a trait of the user's: of ranges and of slices'
/// iterators alone.
#[no_implicit_prelude]
mod bare {
    mod own {
        use ::std::iter::Iterator;
        use ::std::option::Option;
        pub trait Own: Iterator + ::std::marker::Sized {
            fn map<T>(self, _: impl ::std::ops::Fn(Self::Item) -> T) -> (Self, u8) {
                super::super::log("map");
                (self, 1)
            }
            fn min_by<F: ::std::ops::Fn(&Self::Item, &Self::Item) -> ::std::cmp::Ordering>(
                self,
                _: F,
            ) -> Option<Self::Item> {
                super::super::log("min_by");
                Iterator::last(self)
            }
            fn max_by_key<K>(self, _: impl ::std::ops::Fn(&Self::Item) -> K) -> u16 {
                super::super::log("max_by_key");
                9
            }
        }
        impl<'a, T> Own for ::std::slice::Iter<'a, T> {}
        impl Own for ::std::ops::Range<usize> {}
    }

    pub mod only_own {
        use super::own::Own;
        use ::hotloop::accel;
        use ::hotloop_tests::both;
        use ::std::option::Option;
        use ::std::primitive::*;
        both!([] items_plain, items(a: &[f64]) -> Option<&f64> { a.iter().min_by(|p, q| p.total_cmp(q)) });
        both!([] keys_plain, keys(a: &[f64]) -> u16 { a.iter().max_by_key(|p| (**p * 3.0) as i64) });
        both!([] numbers_plain, numbers(a: &[f64]) -> Option<usize> { (0..a.len()).min_by(|&i, &j| a[i].total_cmp(&a[j])) });
        both!([] key_of_numbers_plain, key_of_numbers(a: &[f64]) -> u16 { (0..a.len()).max_by_key(|&i| (a[i] * 3.0) as i64) });
        pub const ITEMS: [fn(&[f64]) -> Option<&f64>; 2] = [items_plain, items];
        pub const KEYS: [fn(&[f64]) -> u16; 4] = [keys_plain, keys, key_of_numbers_plain, key_of_numbers];
        pub const NUMBERS: [fn(&[f64]) -> Option<usize>; 2] = [numbers_plain, numbers];
    }
}

#[test]
fn ends_of_a_trait_of_the_users_alone() {
    use bare::only_own::*;
    compare(|w| ITEMS[0](&w.x).map(|v| v.to_bits()), |w| ITEMS[1](&w.x).map(|v| v.to_bits()));
    compare(|w| KEYS[0](&w.x), |w| KEYS[1](&w.x));
    compare(|w| KEYS[2](&w.x), |w| KEYS[3](&w.x));
    compare(|w| NUMBERS[0](&w.x), |w| NUMBERS[1](&w.x));
    for name in ["items", "keys", "numbers", "key_of_numbers"] {
        assert_eq!(runs(name).0, 0, "{name}");
    }
}

#[test]
fn own_functions_of_the_name() {
    mod of_mine {
        pub mod f64 {
            pub fn total_cmp(a: &std::primitive::f64, b: &std::primitive::f64) -> std::cmp::Ordering {
                b.total_cmp(a)
            }
        }
    }
    both!([] plain, own_total(w: &World) -> Option<f64> { w.x.iter().copied().min_by(of_mine::f64::total_cmp) });
    compare(plain, own_total);
    assert_eq!(runs("own_total").0, 0);
    both!([] plain_of_core, total_of_core(w: &World) -> Option<f64> { w.x.iter().copied().min_by(f64::total_cmp) });
    compare(plain_of_core, total_of_core);
    ran("total_of_core");
}
