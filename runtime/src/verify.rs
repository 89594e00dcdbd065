//! `HOTLOOP_VERIFY`: the fast form of a loop held against the loop as written.
//!
//! In: what a loop writes, three times: before the fast form, after it, after the loop as written. Out: nothing,
//! or a text on stderr and the end of the process.
//!
//! The fast form runs first. What it wrote is put aside, what was there before is put back, and the loop runs as
//! written; then both are compared. Where the fast form regroups float sums it runs twice, the second time on
//! one thread: these two must agree to the bit, and the loop as written within a tolerance. In the end the
//! places hold what the fast form wrote, so that the bits of a program are the same with and without this.
//!
//! Invariant: the places of one loop are handed in in the same order each time.

use std::any::Any;
use std::fmt;
use std::mem::ManuallyDrop;

use crate::settings::{self, Restore};
use crate::stats::{Site, say};
use crate::typed::{ArrayMut, Ex, Prim, SourceMut};

/// A float of double precision that was regrouped may differ by this, relative to the greatest in its place.
pub(crate) const TOLERANCE: f64 = 1e-6;
/// A float of single precision.
const SINGLE_TOLERANCE: f64 = 1e-3;

/// Whether loops are to be verified.
#[inline]
pub fn verifying() -> bool {
    settings::is_special() && settings::verify().is_some()
}

/// One run of one loop. That nothing is verified, which is so nearly always, is all that dropping it asks.
#[derive(Debug, Default)]
pub struct Check(ManuallyDrop<Option<Box<Run>>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The values before the loop are taken.
    Keep,
    /// The fast form has run: its values are taken, those before the loop put back.
    Exchange,
    /// It has run again, on one thread.
    Again,
    /// The loop has run as written.
    Compare,
}

struct Run {
    site: &'static Site,
    phase: Phase,
    /// The place that comes next.
    at: usize,
    /// For each place its values before the loop, then those of the fast form.
    places: Vec<[Box<dyn Any>; 2]>,
    /// Why this loop cannot be verified, as it turned out.
    unknown: Option<&'static str>,
    /// Keeps the second run on this thread.
    serial: Option<Restore>,
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("site", &self.site).field("phase", &self.phase).finish_non_exhaustive()
    }
}

impl Check {
    /// Nothing is verified.
    #[inline(always)]
    #[must_use]
    pub const fn off() -> Check {
        Check(ManuallyDrop::new(None))
    }

    /// In front of the fast form. Are the places wanted, to keep their values? Not in front of the second run.
    #[cold]
    pub fn begin(&mut self, site: &'static Site) -> bool {
        if self.0.is_some() {
            return false;
        }
        let (phase, at, places) = (Phase::Keep, 0, Vec::new());
        *self.0 = Some(Box::new(Run { site, phase, at, places, unknown: None, serial: None }));
        true
    }

    /// After the fast form. Are the places wanted, for what it wrote?
    #[inline(always)]
    pub fn ran(&mut self) -> bool {
        self.0.is_some() && self.enter(Phase::Exchange)
    }

    /// Whether the fast form is to run again, on one thread.
    #[cold]
    pub fn again(&mut self) -> bool {
        let Some(run) = &mut *self.0 else { return false };
        // The second run ends the time on one thread.
        let first = run.phase == Phase::Exchange;
        run.serial = first.then(settings::serial);
        first
    }

    /// After the loop as written. Are the places wanted, to be compared? Not where the fast form did not run.
    #[inline(always)]
    pub fn compares(&mut self) -> bool {
        self.0.is_some() && self.enter(Phase::Compare)
    }

    #[cold]
    fn enter(&mut self, phase: Phase) -> bool {
        let Some(run) = &mut *self.0 else { return false };
        if let Some(reason) = run.unknown {
            run.site.not_verified(reason);
            *self.0 = None;
            return false;
        }
        run.phase = match (run.phase, phase) {
            // The guard did not hold, so the loop ran as written in any case.
            (Phase::Keep, Phase::Compare) => {
                *self.0 = None;
                return false;
            }
            (Phase::Exchange, Phase::Exchange) => Phase::Again,
            (_, phase) => phase,
        };
        run.at = 0;
        true
    }

    /// Everything agreed.
    #[cold]
    pub fn done(&mut self) {
        if let Some(run) = self.0.take() {
            run.site.verified();
        }
    }

    /// One place: a variable, or the elements of an array. `name` makes the name of an element from its
    /// subscript; `tolerant`: its floats may be regrouped.
    pub(crate) fn place<T: Checked>(&mut self, now: &mut [T], name: &dyn Fn(&str) -> String, tolerant: bool) {
        let Some(run) = &mut *self.0 else { return };
        let at = run.at;
        run.at += 1;
        if run.phase == Phase::Keep {
            return run.places.push([Box::new(now.to_vec()), Box::new(())]);
        }
        let fault = settings::fault();
        let [before, fast] = &mut run.places[at];
        let before: &Vec<T> = before.downcast_ref().expect("places come in one order");
        match run.phase {
            Phase::Keep => {}
            Phase::Exchange => {
                *fast = Box::new(if fault { before.clone() } else { now.to_vec() });
                copy(now, before);
            }
            Phase::Again => {
                let fast: &Vec<T> = fast.downcast_ref().expect("places come in one order");
                let found = difference(fast, now, None);
                copy(now, before);
                if let Some(found) = found {
                    run.fail("in the fast form", "in the fast form on one thread", name, &found, None);
                }
            }
            Phase::Compare => {
                let fast: &Vec<T> = fast.downcast_ref().expect("places come in one order");
                let tolerance = tolerant.then(settings::verify).flatten();
                if let Some(found) = difference(fast, now, tolerance) {
                    run.fail("in the fast form", "as written", name, &found, tolerance);
                }
                copy(now, fast);
            }
        }
    }

    /// A place whose type cannot be copied and compared.
    pub(crate) fn unknown(&mut self) {
        if let Some(run) = &mut *self.0 {
            run.unknown = Some("it writes what is no array of numbers, nor a number");
        }
    }
}

impl Drop for Check {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(run) = self.0.take() {
            run.unwound();
        }
    }
}

impl Run {
    /// At the end: has a panic ended it?
    #[cold]
    fn unwound(&self) {
        if !std::thread::panicking() {
            return;
        }
        match self.phase {
            // If the guard did not hold, it was the loop as written.
            Phase::Keep | Phase::Again => self.site.not_verified("it panicked"),
            Phase::Exchange | Phase::Compare => {
                self.end("the loop as written panicked, and its fast form did not");
            }
        }
    }

    #[cold]
    fn fail(
        &self,
        one: &str,
        other: &str,
        name: &dyn Fn(&str) -> String,
        found: &Difference,
        tolerance: Option<f64>,
    ) -> ! {
        let Difference { index, values: [a, b] } = found;
        let place = name(index);
        let limit = tolerance.map(|tolerance| {
            format!(
                "; these floats were regrouped, and differ by more than {tolerance:e} of the greatest. Where a \
                 sum cancels, rounding alone can do that: HOTLOOP_VERIFY=1e-3 allows more"
            )
        });
        self.end(&format!("`{place}` is {a} {one} and {b} {other}{}", limit.unwrap_or_default()))
    }

    #[cold]
    fn end(&self, what: &str) -> ! {
        say(format_args!("hotloop: HOTLOOP_VERIFY: {}: {what}", self.site.whereabouts()));
        std::process::abort()
    }
}

/// The first pair of values that differ, as text.
#[derive(Debug)]
pub struct Difference {
    /// Which element, with its brackets.
    index: String,
    values: [String; 2],
}

/// What can be put aside and compared: numbers, and arrays of such.
pub trait Checked: Clone + 'static {
    /// The values of another, into the same memory.
    fn assign(&mut self, other: &Self);
    /// The first difference. Floats may differ by `tolerance` (relative to `scale`), if there is one.
    fn difference(&self, other: &Self, tolerance: Option<f64>, scale: f64) -> Option<Difference>;
    /// The greatest finite magnitude of a float in it.
    fn scale(&self) -> f64;
}

impl<T: Prim> Checked for T {
    fn assign(&mut self, other: &Self) {
        *self = *other;
    }
    fn difference(&self, other: &Self, tolerance: Option<f64>, scale: f64) -> Option<Difference> {
        let agree = match (floats(self), floats(other)) {
            (Some(a), Some(b)) => a.into_iter().zip(b).all(|(a, b)| agree(a, b, tolerance, scale)),
            _ => self == other,
        };
        let values = || [format!("{self:?}"), format!("{other:?}")];
        (!agree).then(|| Difference { index: String::new(), values: values() })
    }
    fn scale(&self) -> f64 {
        let parts = floats(self).into_iter().flatten();
        parts.map(|(value, _)| value.abs()).fold(0.0, f64::max).min(f64::MAX)
    }
}

impl<T: Checked, const N: usize> Checked for [T; N] {
    fn assign(&mut self, other: &Self) {
        copy(self, other);
    }
    fn difference(&self, other: &Self, tolerance: Option<f64>, scale: f64) -> Option<Difference> {
        elements(self, other, tolerance, scale)
    }
    fn scale(&self) -> f64 {
        self.iter().map(T::scale).fold(0.0, f64::max)
    }
}

impl<T: Checked> Checked for Vec<T> {
    fn assign(&mut self, other: &Self) {
        copy(self, other);
    }
    fn difference(&self, other: &Self, tolerance: Option<f64>, scale: f64) -> Option<Difference> {
        elements(self, other, tolerance, scale)
    }
    fn scale(&self) -> f64 {
        self.iter().map(T::scale).fold(0.0, f64::max)
    }
}

fn copy<T: Checked>(to: &mut [T], from: &[T]) {
    to.iter_mut().zip(from).for_each(|(to, from)| to.assign(from));
}

fn difference<T: Checked>(a: &[T], b: &[T], tolerance: Option<f64>) -> Option<Difference> {
    let scale = tolerance.map_or(0.0, |_| b.iter().map(T::scale).fold(0.0, f64::max));
    elements(a, b, tolerance, scale)
}

fn elements<T: Checked>(a: &[T], b: &[T], tolerance: Option<f64>, scale: f64) -> Option<Difference> {
    a.iter().zip(b).enumerate().find_map(|(at, (a, b))| {
        let found = a.difference(b, tolerance, scale)?;
        Some(Difference { index: format!("[{at}]{}", found.index), ..found })
    })
}

/// The floats that a number consists of: itself twice, or real and imaginary part.
fn floats(value: &dyn Any) -> Option<[(f64, bool); 2]> {
    #[cfg(feature = "num-complex")]
    {
        if let Some(z) = value.downcast_ref::<num_complex::Complex64>() {
            return Some([(z.re, false), (z.im, false)]);
        }
        if let Some(z) = value.downcast_ref::<num_complex::Complex32>() {
            return Some([(f64::from(z.re), true), (f64::from(z.im), true)]);
        }
    }
    float(value).map(|float| [float; 2])
}

/// A float as `f64`, and whether it is of single precision.
fn float(value: &dyn Any) -> Option<(f64, bool)> {
    let double = value.downcast_ref().map(|&v: &f64| (v, false));
    double.or_else(|| value.downcast_ref().map(|&v: &f32| (f64::from(v), true)))
}

/// To the bit, any NaN being any other; or within the tolerance, which says nothing of what is not finite.
fn agree((a, single): (f64, bool), (b, _): (f64, bool), tolerance: Option<f64>, scale: f64) -> bool {
    if (a.is_nan() && b.is_nan()) || a.to_bits() == b.to_bits() {
        return true;
    }
    let Some(mut tolerance) = tolerance else { return false };
    if single && tolerance == TOLERANCE {
        tolerance = SINGLE_TOLERANCE;
    }
    !a.is_finite() || !b.is_finite() || (a - b).abs() <= tolerance * scale.max(a.abs())
}

impl<B: ArrayMut<Item = T> + ?Sized, T: Checked> SourceMut<'_, B, T> {
    /// The elements, for `check`.
    #[cold]
    pub fn verify(self, check: &mut Check, name: &'static str, tolerant: bool) {
        check.place(self.into_inner().slice_mut(), &|index| format!("{name}{index}"), tolerant);
    }
}

impl<T: Checked> Ex<T> {
    /// A variable, for `check`.
    #[cold]
    pub fn verify(self, place: &mut T, check: &mut Check, name: &'static str, tolerant: bool) {
        // The variable is the one element of a slice, whose subscript is not told.
        check.place(
            std::slice::from_mut(place),
            &|index| format!("{name}{}", &index["[0]".len()..]),
            tolerant,
        );
    }
}

/// The answer of every other base.
pub trait NotChecked: Sized {
    /// It cannot be compared.
    fn verify(self, check: &mut Check, _: &'static str, _: bool) {
        check.unknown();
    }
}
impl<B: ?Sized, T> NotChecked for SourceMut<'_, B, T> {}

/// The answer of every other variable.
pub trait NotCheckedEither<T>: Sized {
    /// It cannot be compared.
    fn verify(self, _: &mut T, check: &mut Check, _: &'static str, _: bool) {
        check.unknown();
    }
}
impl<T> NotCheckedEither<T> for Ex<T> {}
