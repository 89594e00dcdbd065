//! Methods that primitive types have of themselves, and what must be known of the receiver for a name to
//! mean one of them: a user's trait may give `abs` to a type that has none.

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

/// Elementary functions that are replaced by ours.
pub const ELEMENTARY: [&str; 4] = ["exp", "ln", "sin", "cos"];

/// What `name` with so many arguments needs to be a primitive's own method.
pub fn needs(name: &str, args: usize) -> Option<Needs> {
    let needs = match (name, args) {
        (
            "exp" | "ln" | "sin" | "cos" | "sqrt" | "tan" | "asin" | "acos" | "atan" | "sinh" | "cosh"
            | "tanh" | "exp2" | "exp_m1" | "ln_1p" | "log2" | "log10" | "cbrt" | "floor" | "ceil" | "round"
            | "trunc" | "fract" | "recip" | "to_degrees" | "to_radians" | "is_nan" | "is_finite"
            | "is_infinite" | "is_sign_negative" | "is_sign_positive" | "to_bits",
            0,
        ) => Needs::Float,
        ("powf" | "powi" | "atan2" | "hypot" | "copysign" | "total_cmp", 1) | ("mul_add", 2) => Needs::Float,
        (
            "wrapping_add" | "wrapping_sub" | "wrapping_mul" | "saturating_add" | "saturating_sub" | "pow"
            | "wrapping_shl" | "wrapping_shr" | "rotate_left" | "rotate_right" | "abs_diff",
            1,
        ) => Needs::Int,
        (
            "count_ones" | "count_zeros" | "leading_zeros" | "trailing_zeros" | "swap_bytes" | "wrapping_neg",
            0,
        ) => Needs::Int,
        ("abs" | "signum", 0) => Needs::Signed,
        ("min" | "max", 1) | ("clamp", 2) | ("rem_euclid" | "div_euclid", 1) => Needs::Number,
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
