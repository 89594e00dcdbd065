//! Tensors that `HOTLOOP_VERIFY` compares.

use super::view::Raw;
use super::{Cell, CellsMut, TensorMut};
use crate::verify::{Check, Checked};

impl<B: TensorMut<K, Item = T> + ?Sized, T: Checked, const K: usize> CellsMut<'_, B, T, K> {
    /// The elements, for `check`: in a list of their own, and back.
    #[cold]
    pub fn verify(self, check: &mut Check, name: &'static str, tolerant: bool) {
        let start = self.0.start_mut();
        let raw = Raw::new(start, self.0.layout(), B::outside);
        let extents = raw.layout.extents;
        // The numbers of the element that comes in this place, the last one first.
        let cell = |mut place: usize| {
            let mut at = [0; K];
            for d in (0..K).rev() {
                at[d] = place % extents[d];
                place /= extents[d];
            }
            at
        };
        let places: Vec<*mut T> =
            (0..extents.iter().product()).map(|place| raw.ptr_of(cell(place))).collect();
        // SAFETY: each is an element, borrowed mutably with the whole, and nothing else refers to one here.
        let mut all: Vec<T> = places.iter().map(|&place| unsafe { (*place).clone() }).collect();
        let name = |index: &str| {
            let (place, rest) = index.trim_start_matches('[').split_once(']').unwrap_or_default();
            format!("{name}[{:?}]{rest}", cell(place.parse().unwrap_or_default()))
        };
        check.place(&mut all, &name, tolerant);
        for (place, value) in places.into_iter().zip(&all) {
            // SAFETY: as above.
            unsafe { (*place).assign(value) }
        }
    }
}

impl<T, const K: usize> Raw<T, K> {
    /// Where an element is that there is.
    fn ptr_of(self, at: [usize; K]) -> *mut T {
        let cell = Cell { at, tuple: false };
        self.check(cell);
        // SAFETY: just checked.
        unsafe { self.ptr(cell) }
    }
}

/// The answer of every other base.
pub trait NotCheckedCells: Sized {
    /// It cannot be compared.
    fn verify(self, check: &mut Check, _: &'static str, _: bool) {
        check.unknown();
    }
}
impl<B: ?Sized, T, const K: usize> NotCheckedCells for CellsMut<'_, B, T, K> {}
