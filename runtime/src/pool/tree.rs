//! The tree in which partial results are joined.
//!
//! In: a range of leaves and a way to join two results. Out: one result.
//!
//! Invariant: the tree over `n > 1` leaves has on its left the largest power of two below `n`, the rest
//! on its right, both of the same form. It is the tree that joins neighbors level by level and carries
//! an odd one up, so an aligned group of `2^k` leaves (or what is left of the last one) is a subtree:
//! groups can be reduced on their own, and their results joined in the tree over groups, without a
//! change of shape.

/// Reduces `count >= 1` leaves from `first` on. Leaves are asked for in increasing order.
pub(super) fn reduce<P>(first: u64, count: u64, leaf: &impl Fn(u64) -> P, join: &impl Fn(P, P) -> P) -> P {
    if count <= 1 {
        return leaf(first);
    }
    let left = 1 << (count - 1).ilog2();
    let sum = reduce(first, left, leaf, join);
    join(sum, reduce(first + left, count - left, leaf, join))
}

/// The size of aligned groups, a power of two, that makes at most `tasks` of `leaves` leaves.
pub(super) fn group(leaves: u64, tasks: u64) -> u64 {
    leaves.div_ceil(tasks.max(1)).checked_next_power_of_two().unwrap_or(1 << 63)
}
