//! Arrays of one to four dimensions in random layouts: parts with steps of either sign, exchanged axes, empty axes.
//!
//! The law: whatever the layouts of what is read and of what is written, a loop gives each element the bits that the plain
//! function gives it, touches no other element of the memory behind, and panics with the same words at the same element
//! where a subscript is out of range.

use hotloop_tests::{both, everywhere, panic_text, ran};
use ndarray::{ArrayD, ArrayView, ArrayViewD, ArrayViewMut, Axis, Dimension, Ix1, Ix2, Ix3, Ix4, Slice};
use std::panic::AssertUnwindSafe;

use hotloop::accel;

type View<'a, D> = ArrayView<'a, f64, D>;
type ViewMut<'a, D> = ArrayViewMut<'a, f64, D>;

// A step beyond what is there, where `far` is not 0.
both! { [parallel] of_one_plain, of_one(a: View<'_, Ix1>, c: &mut ViewMut<'_, Ix1>, far: usize) {
    for i in 0..c.len() { c[[i]] += a[[i + far]] * 1.5; }
} }
both! { [parallel] of_two_plain, of_two(a: View<'_, Ix2>, c: &mut ViewMut<'_, Ix2>, far: usize) {
    for i in 0..c.nrows() {
        for j in 0..c.ncols() { c[[i, j]] = a[(i, j + far)] - 2.0 * c[[i, j]]; }
    }
} }
both! { [parallel] of_three_plain, of_three(a: View<'_, Ix3>, c: &mut ViewMut<'_, Ix3>, far: usize) {
    let (n, m, k) = c.dim();
    for i in 0..n {
        for j in 0..m {
            for l in 0..k { c[[i, j, l]] += a[[i + far, j, l]].abs().sqrt(); }
        }
    }
} }
both! { [parallel] of_four_plain, of_four(a: View<'_, Ix4>, c: &mut ViewMut<'_, Ix4>, far: usize) {
    let (n, m, k, q) = c.dim();
    for i in 0..n {
        for j in 0..m {
            for l in 0..k {
                for o in 0..q { c[[i, j, l, o]] -= a[(i, j, l + far, o)] * 0.25; }
            }
        }
    }
} }

/// Numbers that look random, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// How one view lies in an array: for each axis the steps and what is in front of it, and the order of the axes.
#[derive(Debug)]
struct Lay {
    steps: Vec<isize>,
    front: Vec<usize>,
    order: Vec<usize>,
}

impl Lay {
    fn new(rank: usize, random: &mut Random) -> Lay {
        let mut order: Vec<usize> = (0..rank).collect();
        for k in (1..rank).rev() {
            order.swap(k, random.below(k + 1));
        }
        let steps = (0..rank).map(|_| [1, 1, -1, 2, -3][random.below(5)]).collect();
        Lay { steps, front: (0..rank).map(|_| random.below(3)).collect(), order }
    }

    /// An array in which there is room for a view of these extents.
    fn memory(&self, extents: &[usize]) -> ArrayD<f64> {
        let mut shape = vec![0; extents.len()];
        for (d, &axis) in self.order.iter().enumerate() {
            shape[axis] = extents[d] * self.steps[axis].unsigned_abs() + self.front[axis] + 1;
        }
        let mut k = 0.0;
        ArrayD::from_shape_simple_fn(shape, || {
            k += 1.0;
            (k * 0.618_033_988_749_895_f64).fract() * 8.0 - 4.0
        })
    }

    fn slice(&self, axis: usize, extents: &[usize]) -> Slice {
        let place = self.order.iter().position(|&a| a == axis).expect("each axis is there");
        let length = extents[place] * self.steps[axis].unsigned_abs();
        Slice::new(self.front[axis] as isize, Some((self.front[axis] + length) as isize), self.steps[axis])
    }

    fn view<'a, D: Dimension>(&self, memory: &'a ArrayD<f64>, extents: &[usize]) -> View<'a, D> {
        let mut view: ArrayViewD<'a, f64> = memory.view();
        for axis in 0..extents.len() {
            view.slice_axis_inplace(Axis(axis), self.slice(axis, extents));
        }
        let view = view.permuted_axes(self.order.clone());
        assert_eq!(view.shape(), extents);
        view.into_dimensionality().expect("the rank is that of the extents")
    }

    fn view_mut<'a, D: Dimension>(&self, memory: &'a mut ArrayD<f64>, extents: &[usize]) -> ViewMut<'a, D> {
        let mut view = memory.view_mut();
        for axis in 0..extents.len() {
            view.slice_axis_inplace(Axis(axis), self.slice(axis, extents));
        }
        let view = view.permuted_axes(self.order.clone());
        view.into_dimensionality().expect("the rank is that of the extents")
    }
}

type Kernel<D> = fn(View<'_, D>, &mut ViewMut<'_, D>, usize);

/// All of the memory behind what is written, afterwards, and the panic.
fn run<D: Dimension>(
    f: Kernel<D>,
    lays: &[Lay; 2],
    extents: &[usize],
    far: usize,
) -> (Vec<u64>, Option<String>) {
    let [a, mut c] = [0, 1].map(|k: usize| lays[k].memory(extents));
    let panic = panic_text(AssertUnwindSafe(|| {
        f(lays[0].view(&a, extents), &mut lays[1].view_mut(&mut c, extents), far);
    }));
    (c.iter().map(|x| x.to_bits()).collect(), panic)
}

fn check<D: Dimension>(name: &str, rank: usize, sizes: &[usize], plain: Kernel<D>, fast: Kernel<D>) {
    let mut random = Random(rank as u64);
    for case in 0..40 {
        let lays = [Lay::new(rank, &mut random), Lay::new(rank, &mut random)];
        let extents: Vec<usize> = (0..rank).map(|_| sizes[random.below(sizes.len())]).collect();
        for far in [0, 1, usize::MAX] {
            let expected = run(plain, &lays, &extents, far);
            let is_empty = extents.contains(&0);
            assert_eq!(expected.1.is_some(), far > 0 && !is_empty, "{name}, {extents:?}, {far}");
            let compare = |how: &str| {
                let found = run(fast, &lays, &extents, far);
                // What other threads had done before the panic is left open.
                let is_same = found.1 == expected.1 && (far > 0 || found.0 == expected.0);
                assert!(is_same, "{name}, case {case}, {how}, {extents:?}, {far}, {lays:?}: {:?}", found.1);
            };
            if case % 8 == 0 { everywhere(compare) } else { compare("ordinary") }
        }
    }
    ran(name);
}

#[test]
fn every_layout_of_one_to_four_dimensions() {
    check("of_one", 1, &[0, 1, 2, 33, 150], of_one_plain, of_one);
    check("of_two", 2, &[0, 1, 2, 17, 40], of_two_plain, of_two);
    check("of_three", 3, &[0, 1, 2, 7, 19], of_three_plain, of_three);
    check("of_four", 4, &[1, 2, 5, 9], of_four_plain, of_four);
}
