//! Methods that primitive types have of themselves, and what must be known of the receiver for a name to
//! mean one of them: a user's trait may give `abs` to a type that has none.

use std::cell::Cell;

/// What the witness must say of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// `f32` or `f64`.
    Float,
    /// Any integer.
    Int,
    /// A float or a signed integer.
    Signed,
    /// A float or any integer.
    Number,
    /// An array, slice or `Vec` of primitives.
    List,
}

/// Is it a method of slices without other effects, and does it change the slice?
pub fn on_slices(name: &str, args: usize) -> Option<bool> {
    match (name, args) {
        ("len" | "is_empty", 0) | ("contains", 1) => Some(false),
        ("fill" | "copy_from_slice", 1) | ("swap", 2) | ("reverse", 0) => Some(true),
        _ => None,
    }
}

/// Elementary functions that are replaced by ours. (Square root and reciprocal are instructions of the processor
/// and correctly rounded: they stay.)
const ELEMENTARY: [(&str, usize); 25] = [
    ("exp", 0),
    ("exp2", 0),
    ("exp_m1", 0),
    ("ln", 0),
    ("ln_1p", 0),
    ("log2", 0),
    ("log10", 0),
    ("sin", 0),
    ("cos", 0),
    ("sin_cos", 0),
    ("tan", 0),
    ("sinh", 0),
    ("cosh", 0),
    ("tanh", 0),
    ("asin", 0),
    ("acos", 0),
    ("atan", 0),
    ("asinh", 0),
    ("acosh", 0),
    ("atanh", 0),
    ("cbrt", 0),
    ("powf", 1),
    ("powi", 1),
    ("atan2", 1),
    ("hypot", 1),
];

/// Is it a method of floats that is replaced by ours?
pub fn is_elementary(name: &str, args: usize) -> bool {
    ELEMENTARY.contains(&(name, args))
}

/// Does the function need a table for large arguments? Loops of such functions run in blocks.
pub fn is_tabled(name: &str) -> bool {
    matches!(name, "sin" | "cos" | "tan" | "sin_cos")
}

/// Has the function a short form for arguments that need no path for special values? Then how many operations its
/// argument may take for a look at it to pay: fewer than the short form saves. `afn`: under that contract `atan2` and
/// `hypot` are so short, but for a division or a root, that a look costs more.
pub fn shortened(name: &str, afn: bool) -> Option<u32> {
    match name {
        "atan2" | "hypot" if afn => None,
        "ln_1p" | "cbrt" => Some(3),
        "exp" | "exp2" => Some(5),
        "acosh" => Some(8),
        "ln" | "log2" | "log10" | "atan2" | "hypot" => Some(10),
        "powf" | "powi" => Some(15),
        _ => None,
    }
}

/// The function of the runtime that stands for a function of this name: under `afn` a power whose exponent is a literal
/// may be a product of roots.
pub fn name_in_runtime(name: &str, literal: bool, afn: bool) -> &str {
    if name == "powf" && literal && afn { "powf_fixed" } else { name }
}

/// A number, with or without a sign.
pub fn is_literal(arg: &syn::Expr) -> bool {
    match arg {
        syn::Expr::Lit(_) => true,
        syn::Expr::Paren(p) => is_literal(&p.expr),
        syn::Expr::Group(g) => is_literal(&g.expr),
        syn::Expr::Unary(u) => matches!(u.op, syn::UnOp::Neg(_)) && is_literal(&u.expr),
        _ => false,
    }
}

/// Functions that are called by path alone: ours, and those of the standard library that methods need no help with.
const BY_PATH: [(&str, usize); 5] = [("erf", 0), ("erfc", 0), ("sigmoid", 0), ("sqrt", 0), ("recip", 0)];

/// The functions of `libm` on `f64`, under names of ours; those on `f32` end in `f`.
const LIBM: [(&str, &str); 27] = [
    ("exp", "exp"),
    ("exp2", "exp2"),
    ("expm1", "exp_m1"),
    ("log", "ln"),
    ("log1p", "ln_1p"),
    ("log2", "log2"),
    ("log10", "log10"),
    ("sin", "sin"),
    ("cos", "cos"),
    ("sincos", "sin_cos"),
    ("tan", "tan"),
    ("sinh", "sinh"),
    ("cosh", "cosh"),
    ("tanh", "tanh"),
    ("asin", "asin"),
    ("acos", "acos"),
    ("atan", "atan"),
    ("asinh", "asinh"),
    ("acosh", "acosh"),
    ("atanh", "atanh"),
    ("cbrt", "cbrt"),
    ("pow", "powf"),
    ("atan2", "atan2"),
    ("hypot", "hypot"),
    ("erf", "erf"),
    ("erfc", "erfc"),
    ("sqrt", "sqrt"),
];

/// Our name for a function of `libm`.
fn of_libm(name: &str) -> Option<&'static str> {
    let ours = |name: &str| LIBM.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    ours(name).or_else(|| ours(name.strip_suffix('f')?))
}

/// Other crates that count: those whose functions are elementary where they are called by path, and those whose arrays
/// are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crates {
    /// `libm::exp(x)`
    pub libm: bool,
    /// `Float::exp(x)`
    pub num_traits: bool,
    /// `a[[i, j]]`, of `ndarray` and `nalgebra`. The compiler's own tests have them.
    pub arrays: bool,
}

impl Crates {
    /// What the features of this crate say. They are those of the program for the macro, but not for a tool.
    pub const BUILT: Crates = Crates {
        libm: cfg!(feature = "libm"),
        num_traits: cfg!(feature = "num-traits"),
        arrays: cfg!(any(feature = "arrays", test)),
    };

    /// Those that count now.
    pub fn now() -> Crates {
        CRATES.get()
    }
}

thread_local! {
    static CRATES: Cell<Crates> = const { Cell::new(Crates::BUILT) };
}

/// Runs `f`, in which these crates count: for tools, which compile sources of packages with other features.
pub fn with_crates<R>(crates: Crates, f: impl FnOnce() -> R) -> R {
    /// Also after a panic.
    struct Restore(Crates);
    impl Drop for Restore {
        fn drop(&mut self) {
            CRATES.set(self.0);
        }
    }
    let _restore = Restore(CRATES.replace(crates));
    f()
}

/// `f64::exp(x)`: the function's name among ours, where the path ends in a name of floats (or of a crate that has
/// functions of floats) and one of theirs. That it is theirs is asked of rustc.
///
/// `libm::exp(x)` and `Float::exp(x)` count where the features of these names are on. Without them rustc could not be
/// asked, and the loop would run as written though its calls could be left in peace.
pub fn elementary_path(call: &syn::ExprCall) -> Option<proc_macro2::Ident> {
    let syn::Expr::Path(path) = &*call.func else { return None };
    if path.path.segments.iter().any(|s| !s.arguments.is_none()) {
        return None;
    }
    let mut last = path.path.segments.iter().rev().map(|s| &s.ident);
    let (name, kind) = (last.next()?, last.next()?.to_string());
    let arguments = call.args.len().checked_sub(1)?;
    let spelled = name.to_string();
    let is_known = |name: &str| is_elementary(name, arguments) || BY_PATH.contains(&(name, arguments));
    let ours = match kind.as_str() {
        "f64" | "f32" if path.qself.is_none() => spelled.as_str(),
        "math" if last.next().is_some_and(|of| of == "hotloop") => spelled.as_str(),
        "Float" if CRATES.get().num_traits => spelled.as_str(),
        "libm" if CRATES.get().libm => of_libm(&spelled)?,
        _ => return None,
    };
    is_known(ours).then(|| proc_macro2::Ident::new(ours, name.span()))
}

/// What `name` with so many arguments needs to be a primitive's own method.
pub fn needs(name: &str, args: usize) -> Option<Needs> {
    let needs = match (name, args) {
        (
            "exp" | "ln" | "sin" | "cos" | "sqrt" | "tan" | "asin" | "acos" | "atan" | "sinh" | "cosh"
            | "tanh" | "asinh" | "acosh" | "atanh" | "sin_cos" | "exp2" | "exp_m1" | "ln_1p" | "log2"
            | "log10" | "cbrt" | "floor" | "ceil" | "round" | "trunc" | "fract" | "recip" | "to_degrees"
            | "to_radians" | "is_nan" | "is_finite" | "is_infinite" | "is_sign_negative" | "is_sign_positive"
            | "to_bits",
            0,
        ) => Needs::Float,
        ("powf" | "powi" | "atan2" | "hypot" | "copysign" | "total_cmp", 1) | ("mul_add", 2) => Needs::Float,
        (
            "wrapping_add" | "wrapping_sub" | "wrapping_mul" | "saturating_add" | "saturating_sub" | "pow"
            | "cmp" | "wrapping_shl" | "wrapping_shr" | "rotate_left" | "rotate_right" | "abs_diff",
            1,
        ) => Needs::Int,
        (
            "count_ones" | "count_zeros" | "leading_zeros" | "trailing_zeros" | "swap_bytes" | "wrapping_neg",
            0,
        ) => Needs::Int,
        ("abs" | "signum", 0) => Needs::Signed,
        ("min" | "max" | "partial_cmp", 1) | ("clamp", 2) | ("rem_euclid" | "div_euclid", 1) => Needs::Number,
        _ => return None,
    };
    Some(needs)
}

/// Methods whose effect depends on the order of iterations whatever is declared.
pub fn is_order_dependent(name: &str, args: usize) -> bool {
    // `Iterator::take`
    if (name, args) == ("take", 1) {
        return false;
    }
    name.starts_with("fetch_")
        || matches!(
            name,
            "store"
                | "swap"
                | "compare_exchange"
                | "compare_exchange_weak"
                | "lock"
                | "try_lock"
                | "write"
                | "set"
                | "replace"
                | "take"
                | "borrow_mut"
                | "try_borrow_mut"
                | "get_mut"
                | "send"
                | "recv"
                | "push"
                | "insert"
                | "update"
        )
}
