//! The programs that break naive designs: each rests on something that tokens suggest and types deny.

#![allow(
    clippy::needless_range_loop,
    clippy::ptr_arg,
    clippy::manual_memcpy,
    clippy::useless_vec,
    reason = "indexed loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, runs};
use std::cell::Cell;
use std::ops::{Add, Deref, DerefMut, Index, IndexMut};

// A user's operator on `usize`.
#[derive(Clone, Copy)]
struct Off(usize);

impl Add<Off> for usize {
    type Output = usize;
    fn add(self, o: Off) -> usize {
        // Not the sum: iterations meet at one element.
        (self + o.0) % 2
    }
}

#[accel(parallel)]
fn user_add(a: &mut [f64], off: Off) {
    for i in 0..a.len() {
        a[i + off] += i as f64;
    }
}

#[test]
fn a_user_operator_on_usize_is_not_addition() {
    everywhere(|how| {
        let mut a = vec![0.0; 100];
        user_add(&mut a, Off(1));
        assert_eq!(a[0] + a[1], 4950.0, "{how}");
        assert!(a[2..].iter().all(|&x| x == 0.0));
    });
    assert_eq!(runs("user_add").0, 0, "the fast form must not run");
}

// A trait's `len`.
struct Liar(Vec<f64>);
impl Index<usize> for Liar {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i / 2]
    }
}
impl Liar {
    fn len(&self) -> usize {
        self.0.len() * 2
    }
}

#[accel(parallel)]
fn user_len(a: &Liar, out: &mut [f64]) {
    for i in 0..a.len() {
        out[i] = a[i];
    }
}

trait Longer {
    fn len(&self) -> usize;
}
struct Wrap<'a>(&'a [f64]);
impl Longer for Wrap<'_> {
    fn len(&self) -> usize {
        self.0.len() + 1
    }
}
impl Deref for Wrap<'_> {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        self.0
    }
}

#[accel]
fn trait_len(w: Wrap<'_>, out: &mut [f64]) {
    for i in 0..w.len() {
        out[i] = w[i];
    }
}

#[test]
fn a_trait_len_is_not_the_length() {
    let a = Liar(vec![1.0, 2.0, 3.0]);
    let mut out = vec![0.0; 6];
    user_len(&a, &mut out);
    assert_eq!(out, [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
    let said = panic_text(|| trait_len(Wrap(&[1.0, 2.0]), &mut [0.0; 4]));
    assert_eq!(said.as_deref(), Some("index out of bounds: the len is 2 but the index is 2"));
    assert_eq!(runs("user_len").0 + runs("trait_len").0, 0);
}

// A stride so large that `i * s` wraps.
#[accel(parallel)]
fn huge_stride(a: &mut [u64], s: usize, n: usize) {
    for i in 0..n {
        a[i * s] += i as u64 + 1;
    }
}

#[test]
fn a_huge_stride_wraps_or_panics_as_plain_does() {
    for s in [0, 1, 2, 1 << 62, 1 << 63, usize::MAX] {
        let run = |a: &mut [u64]| panic_text(std::panic::AssertUnwindSafe(|| huge_stride(a, s, 5)));
        let mut expected = vec![0; 9];
        let said = plain(|| run(&mut expected));
        everywhere(|how| {
            let mut a = vec![0; 9];
            assert_eq!(run(&mut a), said, "{how}, s = {s}");
            assert_eq!(a, expected, "{how}, s = {s}");
        });
    }
}

// Two variables of one name, by hygiene.
macro_rules! two_names {
    ($name:ident, $t:ident) => {
        #[accel]
        fn $name(a: &mut [f64]) -> f64 {
            let $t = 10.0;
            let mut t = 0.0;
            for i in 0..a.len() {
                t += 1.0;
                a[i] += $t + t;
            }
            t + $t
        }
    };
}
two_names!(hygiene, t);

#[test]
fn names_from_two_contexts_are_two_variables() {
    let mut a = vec![0.0; 3];
    assert_eq!(hygiene(&mut a), 13.0);
    assert_eq!(a, [11.0, 12.0, 13.0]);
}

// Cells as elements.
#[accel(nogil)]
fn cells(n: usize) -> f64 {
    let a: Vec<Cell<f64>> = vec![Cell::new(0.0); 8];
    let mut s = 0.0;
    for i in 0..n {
        a[i].set(a[i].get() + i as f64);
    }
    for i in 0..n {
        s += a[i].get();
    }
    s
}

#[test]
fn cells_are_left_alone() {
    everywhere(|how| assert_eq!(cells(8), 28.0, "{how}"));
    assert_eq!(runs("cells").0, 0);
}

// Unions: both fields are one place.
#[derive(Clone, Copy)]
union Both {
    a: [u32; 8],
    b: [u32; 8],
}

#[accel]
fn union_fields(u: &mut Both) {
    for i in 0..7 {
        unsafe {
            u.a[i + 1] = u.b[i] + 1;
        }
    }
}

#[test]
fn union_fields_overlap() {
    let mut u = Both { a: [0; 8] };
    union_fields(&mut u);
    assert_eq!(unsafe { u.a }, [0, 1, 2, 3, 4, 5, 6, 7]);
}

// A `Deref` root with its own `Index`, and one whose fields are reached through `Deref`.
struct Ring(Vec<f64>);
impl Deref for Ring {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.0
    }
}
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i % self.0.len()]
    }
}
impl IndexMut<usize> for Ring {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        let n = self.0.len();
        &mut self.0[i % n]
    }
}

#[accel]
fn ring(r: &mut Ring, n: usize) {
    for i in 0..n {
        r[i] += 1.0;
    }
}

#[test]
fn a_ring_keeps_its_own_index() {
    let mut r = Ring(vec![0.0; 3]);
    ring(&mut r, 7);
    assert_eq!(r.0, [3.0, 2.0, 2.0]);
    assert_eq!(runs("ring").0, 0);
}

struct Inner {
    u: Vec<f64>,
    v: Vec<f64>,
}
struct Tracked {
    inner: Inner,
    touched: usize,
}
impl Deref for Tracked {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}
impl DerefMut for Tracked {
    fn deref_mut(&mut self) -> &mut Inner {
        self.touched += 1;
        &mut self.inner
    }
}

#[accel]
fn through_deref(t: &mut Tracked, n: usize) {
    for i in 0..n {
        t.u[i] = t.v[i] * 2.0;
    }
}

#[test]
fn fields_through_deref_keep_its_effects() {
    let mut t = Tracked { inner: Inner { u: vec![0.0; 4], v: vec![1.0; 4] }, touched: 0 };
    through_deref(&mut t, 0);
    assert_eq!(t.touched, 0);
    through_deref(&mut t, 4);
    assert_eq!((t.touched, &t.inner.u[..]), (4, &[2.0; 4][..]));
    assert_eq!(runs("through_deref").0, 0);
}

// Fields of a plain struct run fast.
struct Grid {
    u: Vec<f64>,
    v: Vec<f64>,
    dt: f64,
}

impl Grid {
    #[accel(parallel)]
    fn step(&mut self) {
        for i in 1..self.u.len() - 1 {
            self.v[i] = self.u[i] + self.dt * (self.u[i - 1] - 2.0 * self.u[i] + self.u[i + 1]);
        }
    }
}

#[test]
fn fields_of_a_struct_are_arrays() {
    everywhere(|how| {
        let mut g = Grid { u: (0..50).map(|i| f64::from(i * i)).collect(), v: vec![0.0; 50], dt: 0.25 };
        let mut expected = Grid { u: g.u.clone(), v: g.v.clone(), dt: g.dt };
        g.step();
        plain(|| expected.step());
        assert_eq!(g.v, expected.v, "{how}");
    });
    assert!(runs("step").0 > 0);
}

// A static in the loop must not be duplicated.
#[accel]
fn static_inside(a: &mut [u64]) {
    for i in 0..a.len() {
        static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        a[i] = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn a_static_in_a_loop_is_one_static() {
    let mut a = vec![0; 4];
    static_inside(&mut a);
    plain(|| static_inside(&mut a));
    static_inside(&mut a);
    assert_eq!(a, [8, 9, 10, 11]);
}

// A condition that wraps.
#[accel(parallel)]
fn wrapped_condition(a: &mut [f64], n: usize) {
    for i in 0..a.len() {
        if n.wrapping_sub(i) > 1 {
            a[i] += 1.0;
        }
    }
}

#[accel(parallel)]
fn subtracting_condition(a: &mut [f64], n: usize) {
    for i in 0..a.len() {
        if n - i > 1 {
            a[i] += 1.0;
        }
    }
}

#[test]
fn a_condition_may_wrap() {
    everywhere(|how| {
        let mut a = vec![0.0; 8];
        wrapped_condition(&mut a, 3);
        assert_eq!(a, [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0], "{how}");
        let run = |a: &mut [f64]| panic_text(std::panic::AssertUnwindSafe(|| subtracting_condition(a, 3)));
        let (mut a, mut b) = ([0.0; 8], [0.0; 8]);
        let said = plain(|| run(&mut a));
        assert_eq!(run(&mut b), said, "{how}");
        if said.is_none() {
            assert_eq!(a, b, "{how}");
        }
    });
}

// Drops of assigned elements.
#[derive(Clone, Default)]
struct Loud(Option<std::rc::Rc<Cell<u32>>>);
impl Drop for Loud {
    fn drop(&mut self) {
        if let Some(c) = &self.0 {
            c.set(c.get() + 1);
        }
    }
}
fn quiet() -> Loud {
    Loud(None)
}

#[accel]
fn drops(a: &mut [Loud]) {
    for i in 0..a.len() {
        a[i] = quiet();
    }
}

#[test]
fn assignment_drops_the_old_value_once() {
    let count = std::rc::Rc::new(Cell::new(0));
    let mut a = vec![Loud(Some(count.clone())); 5];
    drops(&mut a);
    assert_eq!(count.get(), 5);
}

// Types that later code decides.
#[accel(parallel)]
fn inferred_later(a: &[f32], b: &mut [f32]) -> f32 {
    let mut t = 0.0;
    for i in 0..a.len() {
        t = a[i] * 2.0;
        b[i] = t;
    }
    let t: f32 = t;
    t
}

#[accel(parallel)]
fn element_inferred_later(n: usize) -> Vec<f32> {
    let mut a = vec![0.0; n];
    for i in 0..n {
        a[i] = 0.1;
    }
    let a: Vec<f32> = a;
    a
}

#[accel(parallel)]
fn sum_inferred_later(a: &[u8]) -> u64 {
    let mut s = 0;
    for i in 0..a.len() {
        s += a[i] as u64;
    }
    s
}
#[test]
fn private_copies_do_not_split_inference() {
    let a: Vec<f32> = (0..40).map(|i| i as f32).collect();
    everywhere(|how| {
        let mut b = vec![0.0; 40];
        assert_eq!(inferred_later(&a, &mut b), 78.0, "{how}");
        assert_eq!(b[3], 6.0);
        assert_eq!(element_inferred_later(3), [0.1f32; 3], "{how}");
    });
    assert!(runs("inferred_later").0 > 0);
    assert_eq!(sum_inferred_later(&[1, 2, 3]), 6);
}

// A user's method of a primitive that has none of that name.
trait Abs {
    fn abs(self) -> Self;
}
impl Abs for u32 {
    fn abs(self) -> u32 {
        self / 2
    }
}

#[accel(parallel)]
fn user_abs(a: &mut [u32]) {
    for i in 0..a.len() {
        a[i] = a[i].abs();
    }
}

#[test]
fn a_user_method_of_a_primitive_is_a_call() {
    let mut a = [4, 6, 8];
    user_abs(&mut a);
    assert_eq!(a, [2, 3, 4]);
    assert_eq!(runs("user_abs").0, 0);
}

// A conditional access has no bound, but its subscript must be exact all the same.
#[accel(parallel)]
fn conditional_stride(a: &mut [u64], s: usize, n: usize) {
    for i in 0..n {
        if i % 4 == 0 {
            a[i * s] = i as u64;
        }
    }
}

#[test]
fn a_conditional_access_with_a_wrapping_stride_stays_in_order() {
    for s in [0, 1, 1 << 61, 1 << 62, usize::MAX / 4 + 1] {
        let run = |a: &mut [u64]| panic_text(std::panic::AssertUnwindSafe(|| conditional_stride(a, s, 4000)));
        let mut expected = vec![0; 4000];
        let said = plain(|| run(&mut expected));
        everywhere(|how| {
            let mut a = vec![0; 4000];
            assert_eq!(run(&mut a), said, "{how}, s = {s}");
            assert_eq!(a, expected, "{how}, s = {s}");
        });
    }
}

// An inclusive end that wraps is a very long range, not an empty one.
#[accel(nogil)]
fn inclusive_end(a: &[f64], out: &mut [f64], n: usize) {
    for i in 0..out.len() {
        let mut s = 0.0;
        for j in 0..=(n - i) {
            s += a[j];
        }
        out[i] = s;
    }
}

#[accel(parallel, nogil)]
fn whole_byte(out: &mut [u64]) {
    for i in 0..out.len() {
        for b in 0..=255u8 {
            out[i] += b as u64;
        }
        let mut k = 0;
        for b in 0..=255 {
            k += u8_only(b);
        }
        out[i] += k;
    }
}

#[test]
fn inclusive_ranges_at_the_ends_of_their_types() {
    let a = vec![1.0; 100];
    everywhere(|how| {
        let run = |out: &mut [f64]| panic_text(std::panic::AssertUnwindSafe(|| inclusive_end(&a, out, 40)));
        let (mut x, mut y) = (vec![0.0; 42], vec![0.0; 42]);
        let said = plain(|| run(&mut x));
        assert!(said.is_some());
        assert_eq!(run(&mut y), said, "{how}");
        assert_eq!(x, y, "{how}");
        let mut out = vec![0; 40];
        whole_byte(&mut out);
        assert_eq!(out, [2 * 255 * 128; 40], "{how}");
    });
}

fn u8_only(b: u8) -> u64 {
    u64::from(b)
}

// The substituted functions keep their place in the grammar.
#[accel]
fn at_the_start(x: f64) -> f64 {
    x.exp() + 1.0
}
#[accel]
fn chained(x: f64, y: f64) -> f64 {
    if x > y { x.exp().max(y).sin() } else { y.ln() - x.cos() }
}

#[test]
fn elementary_functions_anywhere() {
    assert_eq!(at_the_start(0.0), 2.0);
    assert_eq!(chained(0.0, -1.0), hotloop::math::f64::sin(1.0));
}

// A trait's `len` of an array comes before the slice's.
trait Counted {
    fn len(&self) -> usize;
}
impl Counted for [f64; 4] {
    fn len(&self) -> usize {
        2
    }
}

#[accel]
fn counted(a: &mut [f64; 4], out: &mut [f64]) {
    for i in 0..out.len() {
        for j in 0..a.len() {
            out[i] += a[j];
        }
        out[i] += a.len() as f64;
    }
}

#[test]
fn a_trait_len_of_an_array_is_asked() {
    let mut out = vec![0.0; 50];
    counted(&mut [1.0; 4], &mut out);
    assert_eq!(out, [4.0; 50]);
    assert_eq!(runs("counted").0, 0);
}
