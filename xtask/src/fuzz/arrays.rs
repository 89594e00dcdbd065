//! The arrays of a program: what they hold, how they reach the function, what their places look like.
//!
//! In: the program's taste. Out: arrays. Invariant: the first one is a writable line, so that every program
//! has something to compare; arrays of one name have one storage.

use super::model::{Array, Elem, Shape, Storage};
use super::state::Gen;

impl Gen {
    pub(super) fn choose_arrays(&mut self) {
        let planar = self.chance(48);
        let count = self.between(2, 4) as usize;
        for number in 0..count {
            let array = self.array(number, planar);
            self.arrays.push(array);
        }
        if self.chance(25) {
            let elem = self.pick(&[Elem::I64, Elem::I32, Elem::Usize, Elem::U8]);
            self.push_array("idx", "", elem, Storage::Shared, Shape::Line);
            self.arrays.last_mut().expect("it was pushed").index = true;
        }
        let kinds = if self.theme == 2 { 1 } else { self.weighted(&[34, 46, 20]) };
        let mut left = vec![0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5];
        for _ in 0..kinds {
            let kind = self.pick(&left);
            left.retain(|&other| other != kind);
            self.more_arrays(kind);
        }
    }

    fn array(&mut self, number: usize, planar: bool) -> Array {
        let elems = [Elem::F64, Elem::F32, Elem::I64, Elem::I32, Elem::U8];
        let elem = elems[self.weighted(&[48, 13, 15, 14, 10])];
        let storages = [Storage::Shared, Storage::Slice, Storage::Vec, Storage::Boxed, Storage::Local(16)];
        // The first array is a writable line in every program, so that there is something to compare.
        let (storage, shape) = if number == 0 {
            (storages[self.weighted(&[0, 70, 22, 8, 0])], Shape::Line)
        } else {
            let storage = storages[self.weighted(&[38, 36, 12, 4, 10])];
            (storage, if planar && self.chance(75) { Shape::Plane } else { Shape::Line })
        };
        let storage = match storage {
            Storage::Local(_) => Storage::Local(self.pick(&[16, 16, 256])),
            other => other,
        };
        let shape = if matches!(storage, Storage::Local(_)) { Shape::Line } else { shape };
        Array {
            name: ["a", "b", "c", "d"][number].to_owned(),
            suffix: "",
            elem,
            storage,
            shape,
            mult: self.pick(&[1, 1, 2, 4]),
            index: false,
            soft: self.soft && storage.is_mutable() && elem.is_float() && self.chance(60),
        }
    }

    fn push_array(&mut self, name: &str, suffix: &'static str, elem: Elem, storage: Storage, shape: Shape) {
        let array =
            Array { name: name.to_owned(), suffix, elem, storage, shape, mult: 1, index: false, soft: false };
        self.arrays.push(array);
    }

    /// Arrays whose places are more than `a[i]`.
    fn more_arrays(&mut self, kind: usize) {
        let first = self.arrays.len();
        let elem = self.pick(&[Elem::F64, Elem::F64, Elem::I64]);
        let storage = self.pick(&[Storage::Slice, Storage::Vec, Storage::Vec, Storage::Shared]);
        match kind {
            0 => {
                self.push_array("g", "", elem, storage, Shape::Rows);
                if self.chance(50) {
                    let storage = self.pick(&[Storage::Slice, Storage::Vec, Storage::Shared]);
                    self.push_array("gg", "", elem, storage, Shape::Rows);
                }
            }
            1 => self.push_array("rr", "", elem, storage, Shape::Ragged),
            2 => self.push_array("ce", "", elem, storage, Shape::Cells),
            3 => {
                let storage = self.pick(&[Storage::Slice, Storage::Shared]);
                self.push_array("fx", "", elem, storage, Shape::Fixed);
            }
            4 => {
                self.push_array("p", ".x", Elem::F64, storage, Shape::Member);
                self.push_array("p", ".y", Elem::F64, storage, Shape::Member);
                self.push_array("p", ".k", Elem::I64, storage, Shape::Member);
                self.push_array("p", ".t.0", Elem::I32, storage, Shape::Member);
                self.push_array("p", "", Elem::F64, storage, Shape::Vector);
            }
            _ => {
                self.push_array("st.grid.u", "", Elem::F64, Storage::Field, Shape::Line);
                self.push_array("st.grid.w", "", Elem::I64, Storage::Field, Shape::Line);
            }
        }
        // Members of one struct are soft together: a parameter is compared as a whole.
        let soft = self.soft && self.chance(60);
        for array in &mut self.arrays[first..] {
            array.soft = soft && array.elem.is_float() && array.storage.is_mutable();
        }
    }
}
