//! The one place where reasons become words: code, what is wrong, help. Lower case, no full stop.

use super::blocker::{Blocker, Distance, Indirect, Inner, Way};

/// What is said of a head that is not a range.
pub const ITERATOR: &str =
    "this loop runs neither over a range `a..b` nor over `iter`, `zip`, `enumerate` and the like of slices";

/// What is said of a sum whose type the macro cannot see.
pub const UNNAMED: &str = "the type of this value is named neither here nor by the `let` that it is bound to";
/// What is said of a chain that may be of a type of the user's.
pub const UNSURE: &str =
    "nothing says that this chain is one of core's: it does not begin with a parameter that is a slice";
/// What is said of a range of bare literals among the sources of a chain.
pub const UNTYPED: &str = "the type of this range of numbers is not written where it stands";
/// What is said of a range without an end.
pub const ENDLESS: &str = "a range without an end has no number of items";
/// What is said of a chain with an adapter that is not known.
pub const OTHER_ADAPTER: &str =
    "an adapter of this chain is not one of `map filter zip enumerate rev skip take step_by copied cloned`";
/// What is said of one with an adapter after a closure.
pub const LATE_ADAPTER: &str = "an adapter of this chain comes after a `map`, and is not read there";
/// What is said of one with an adapter after a filter.
pub const AFTER_FILTER: &str = "an adapter of this chain counts or pairs what a `filter` has left";
/// What is said of a closure that core calls for items that are not used.
pub const LEFT_OUT: &str = "this closure is called for items that `skip` or `step_by` leaves out, and might panic or have an effect there";
/// What is said of one that counts what a filter leaves.
pub const FILTERED: &str = "the position counts what the `filter` has left";
/// What is said of a chain with something else than plain closures.
pub const OTHER_CLOSURE: &str =
    "this chain is given a function by its name, or a closure with `move`, `return` or `?`";
/// What is said of one whose closures cannot stand in one loop.
pub const HIDDEN: &str =
    "a parameter of a closure hides a name of another one, and the text of a format or a macro names it";
/// What is said of one that looks for an item by calls.
pub const BY_CALLS: &str = "this chain looks for an item by calls or writes, which may have an effect";
/// What is said of a format.
pub const SHOWN: &str = "a format whose text names a variable from outside the loop";
/// What is said of a comparison.
pub const OTHER_ORDER: &str =
    "this closure is not read as `|a, b| key(a).cmp(key(b))`, with `partial_cmp` or `total_cmp`";
/// What is said of a fold.
pub const OTHER_FOLD: &str = "this fold is not read as one variable that an operator joins with each item";
/// What is said of another end.
pub const OTHER_END: &str = "this end of a chain is left to core";
/// What is said of a sum in order.
pub const IN_ORDER: &str = "this value would gain nothing from a loop in order";
/// What is said of a loop in order over pieces of a few elements.
pub const FEW: &str = "this loop over pieces of a few elements would gain nothing on one thread";
/// What is said of the end of a `while` loop that may change.
pub const CHANGING_END: &str = "the end of a `while` loop that is more than unchanged integers";
/// What is said of a `while` or `loop` without a counter.
pub const UNCOUNTED: &str = "this loop does not count as `while i < end { ..; i += k; }` does";
/// What is said of one whose counter grows by a variable.
pub const BY_VARIABLE: &str = "this loop counts by a variable, which may be 0";
/// What is said of one whose counter falls.
pub const DOWNWARDS: &str = "this `while` loop counts downwards";

/// How to write what is not understood.
fn syntax_help(what: &str) -> &'static str {
    match what {
        ITERATOR => "write it as `for i in 0..n` with subscripts",
        UNNAMED => "name it: `sum::<f64>()`",
        IN_ORDER => "add `parallel` or `fastmath(reassoc)`, which let a sum be regrouped",
        OTHER_ADAPTER => "write the chain without it, or as a loop `for i in 0..n`",
        LATE_ADAPTER => "put it in front of the closure: `enumerate().map(|(i, x)| ..)`, `skip(1).map(..)`",
        LEFT_OUT => "put the adapter in front of the closure: `skip(1).map(..)`, `step_by(2).map(..)`",
        AFTER_FILTER => "write it as a loop, or `collect` what the `filter` has left, and go on with that",
        FILTERED => {
            "write it as a loop, or `enumerate()` in front of the `filter`, and take the number from there"
        }
        OTHER_CLOSURE => "write it as a plain closure: `map(|x| f(x))`",
        HIDDEN => "give the closure's parameter another name",
        BY_CALLS => {
            "compare plain numbers: `collect` what the calls give first, or write it as a loop in a function of its own"
        }
        SHOWN => "hand the variable to the macro behind the text: `\"{}\", x`",
        OTHER_ORDER => "compare one key of both: `|a, b| a.total_cmp(b)`",
        OTHER_FOLD => "fold one variable (`|s, x| s + x`), or write it as a loop",
        OTHER_END => {
            "ends that are compiled are `sum product fold min max min_by max_by min_by_key max_by_key count any all position for_each collect`"
        }
        UNTYPED => "write the type: `0usize..n`",
        ENDLESS => "write an end, or `enumerate()`",
        UNSURE => "write it as a loop `for x in ..`, or take the slice as a parameter `a: &[f64]`",
        FEW => "add `parallel`, or write it as `for i in 0..n` with subscripts",
        UNCOUNTED => "write it as `for i in start..end`",
        BY_VARIABLE => "write it as `for i in (start..end).step_by(k)`",
        DOWNWARDS => "write it as `for i in (start..end).rev()`",
        CHANGING_END => "bind the end to a variable before the loop",
        "a `ref` pattern" => "match on a reference: `match &x { .. }`",
        "a mutable reference to a variable" => "use a variable of the loop's own, and assign it afterwards",
        "a `&mut` reference that is handed on" => {
            "hand it on before or after the loop, or only the elements that the iteration needs"
        }
        "a loop inside an inner function" => "put `#[accel]` on the inner function as well",
        "a loop inside a closure" => "move the loop into a function of its own",
        "indexing of something else than a variable or a field path" => "use one flat array: `a[i * m + j]`",
        "a whole row beside elements of rows" => "use the elements of the row, or one flat array",
        "a subscript of several numbers" => {
            "for arrays of `ndarray` or matrices of `nalgebra` turn on hotloop's feature of that name"
        }
        "an array with subscripts of several kinds" => "write all subscripts of it in the same way",
        "an array of three levels of `Vec`" => {
            "use one flat array, `a[(i * m + j) * l + k]`, or arrays `[T; N]` as its last level"
        }
        "a subrange of this kind" => "write both ends: `a[lo..hi]`",
        "a method call on an element, which it may change," => "copy the element first: `let x = a[i];`",
        "a method call on a variable that it may change" => {
            "call a function with values or `&` references instead"
        }
        _ => "move this part out of the loop, or into a function called under `nogil`",
    }
}

/// Is it said of a whole loop, and not of something in it?
fn is_whole(what: &str) -> bool {
    [
        ITERATOR,
        FEW,
        IN_ORDER,
        UNCOUNTED,
        BY_VARIABLE,
        DOWNWARDS,
        UNNAMED,
        UNSURE,
        UNTYPED,
        ENDLESS,
        OTHER_ADAPTER,
        LATE_ADAPTER,
        AFTER_FILTER,
        LEFT_OUT,
        FILTERED,
        OTHER_CLOSURE,
        HIDDEN,
        BY_CALLS,
        OTHER_ORDER,
        OTHER_FOLD,
        OTHER_END,
    ]
    .contains(&what)
}

/// The code of a reason.
pub fn code(blocker: &Blocker) -> &'static str {
    match blocker {
        Blocker::Function { .. } => "A0201",
        Blocker::Syntax { .. } => "A0202",
        Blocker::Hygiene { .. } => "A0208",
        Blocker::Attribute { .. } => "A0209",
        Blocker::Macro { .. } => "A0210",
        Blocker::Leaves { .. } => "A0211",
        Blocker::Unset { .. } => "A0212",
        Blocker::Unseen { .. } => "A0213",
        Blocker::Caller { .. } => "A0214",
        Blocker::Dependence { .. } => "A0301",
        Blocker::Subscript { .. } => "A0302",
        Blocker::Carried { .. } => "A0303",
        Blocker::WholeUse { .. } => "A0305",
        Blocker::Base { .. } => "A0402",
        Blocker::Mixed { .. } => "A0501",
        Blocker::UsedElsewhere { .. } => "A0502",
        Blocker::Nan { .. } => "A0503",
        Blocker::Lazy { .. } => "A0504",
        Blocker::Call { .. } => "A0601",
        Blocker::OrderDependent { .. } => "A0602",
        Blocker::Unsafe { .. } => "A0603",
        Blocker::Foreign { .. } => "A0604",
        Blocker::AskedSerial { .. } => "A0605",
        Blocker::Around { why, .. } => code(why),
        Blocker::Bug { .. } => "A0901",
    }
}

/// What is wrong.
pub fn message(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Function { what, .. } => format!("`#[accel]` cannot be used on {what}"),
        Blocker::Syntax { what, .. } if is_whole(what) => {
            format!("{what}, so it stays as written")
        }
        Blocker::Syntax { what, .. } if what.starts_with("a loop inside") => {
            format!("{what} is not looked at, so it stays as written")
        }
        Blocker::Syntax { what, .. } => {
            format!("{what} is not understood in a loop yet, so the loop stays as written")
        }
        Blocker::Hygiene { name, .. } => {
            format!(
                "the name `{name}` comes from two macro contexts here, so it may mean two variables; the loop stays as written"
            )
        }
        Blocker::Attribute { .. } => {
            "this attribute may remove code that the analysis has read; the loop stays as written".into()
        }
        Blocker::Macro { place } => {
            format!("the macro `{}` may expand to anything, so the loop stays as written", place.text)
        }
        Blocker::Leaves { what, .. } => {
            format!("{what} leaves the loop before its last iteration, so the loop stays as written")
        }
        Blocker::Unset { name, .. } => {
            format!(
                "`{name}` is declared without a value, so it may be unset before the loop; the loop stays as written"
            )
        }
        Blocker::Caller { .. } => {
            "a panic here must name the caller's line, as `#[track_caller]` asks, so the loop stays as written".into()
        }
        Blocker::Unseen { place } => {
            format!(
                "the methods that the macro `{}` makes cannot be seen, so they stay as written",
                place.text
            )
        }
        Blocker::Dependence { write, other, other_writes, iv, distance, .. } => {
            dependence(write, other, *other_writes, iv, distance)
        }
        Blocker::Subscript { access, other, iv, kind } if access.span.0.start() == other.span.0.start() => format!(
            "two iterations of the loop over `{iv}` may reach one element: `{}` is {} in each (line {}), \
             and its subscript is not an affine expression of {}; the distance is unknown",
            access.text,
            if *kind == Indirect::Updated { "read and written" } else { "written" },
            access.line(),
            counter(iv)
        ),
        Blocker::Subscript { access, other, iv, .. } => format!(
            "two iterations of the loop over `{iv}` may reach one element: the subscript of `{}` is not an affine \
             expression of {}, and `{}` (line {}) accesses the same array; the distance is unknown",
            access.text,
            counter(iv),
            other.text,
            other.line()
        ),
        Blocker::Carried { read, write, name, iv, .. } => format!(
            "`{name}` carries a value from one iteration of the loop over `{iv}` to the next: `{}` reads what `{}` \
             (line {}) wrote one iteration before (distance 1)",
            read.text,
            write.text,
            write.line()
        ),
        Blocker::WholeUse { access, name, .. } => format!(
            "`{name}` is used as a whole here while the loop accesses `{}` (line {})",
            access.text,
            access.line()
        ),
        Blocker::Base { name, .. } => {
            format!(
                "the loop writes `{name}`, and how it was bound does not show that it can be borrowed mutably"
            )
        }
        Blocker::Mixed { first, other, name } => format!(
            "`{name}` is no reduction, because it is updated in two ways: `{}` (line {}) and `{}`",
            first.text,
            first.line(),
            other.text
        ),
        Blocker::UsedElsewhere { update, name, reads, .. } => format!(
            "`{name}` is no reduction, because it is {} here while `{}` (line {}) updates it",
            if *reads { "read" } else { "assigned" },
            update.text,
            update.line()
        ),
        Blocker::Nan { place, name } => format!(
            "`{name}` is no reduction, because `{}` takes NaN where a comparison with NaN fails, and what is left \
             then depends on the order",
            place.text
        ),
        Blocker::Lazy { place, name } => format!(
            "`{name}` is no reduction, because the right side in `{}` is computed only while it decides, and \
             might panic where it is not",
            place.text
        ),
        Blocker::Call { name, .. } => {
            format!("the macro cannot see what `{name}` does: it may depend on the order of calls")
        }
        Blocker::OrderDependent { name, .. } => {
            format!(
                "`{name}` changes or locks shared state, so its effect depends on the order of iterations, even under `nogil`"
            )
        }
        Blocker::Unsafe { .. } => {
            "unsafe code may do what rustc does not check, so the loop stays as written".into()
        }
        Blocker::Foreign { name, .. } => {
            format!("the loop writes `{name}`, which is not bound in this function")
        }
        Blocker::AskedSerial { .. } => "the loop is marked serial".into(),
        Blocker::Around { why, .. } => message(why),
        Blocker::Bug { what, .. } => {
            format!("this is a bug in hotloop, please report it: {what}; the loop stays as written")
        }
    }
}

fn dependence(
    write: &super::Place,
    other: &super::Place,
    other_writes: bool,
    iv: &str,
    distance: &Distance,
) -> String {
    let verb = if other_writes { "is written" } else { "is read" };
    let (written, read) = (&write.text, &other.text);
    let line = other.line();
    match distance {
        Distance::Exactly(d) => format!(
            "iterations of the loop over `{iv}` depend on each other: `{written}` is written here and `{read}` \
             (line {line}) {verb} {} iteration{} {} (distance {})",
            d.abs(),
            if d.abs() == 1 { "" } else { "s" },
            if *d > 0 { "later" } else { "earlier" },
            d.abs(),
        ),
        Distance::Every if written == read && write.line() == line => {
            format!("every iteration of the loop over `{iv}` writes `{written}`")
        }
        Distance::Every => format!(
            "every iteration of the loop over `{iv}` writes the same elements: `{written}` is written here and \
             `{read}` (line {line}) {verb} in every other iteration"
        ),
        Distance::Unknown => format!(
            "iterations of the loop over `{iv}` may depend on each other: `{written}` is written here and `{read}` \
             (line {line}) {verb}, and they may meet in different iterations (distance unknown)"
        ),
    }
}

/// What the subscripts of a loop are expressions of: its variable, where its head has one and no pattern of items.
fn counter(iv: &str) -> String {
    match iv.chars().all(|c| c.is_alphanumeric() || c == '_') {
        true => format!("`{iv}`"),
        false => "the number of the iteration".into(),
    }
}

/// How to get on.
pub fn help(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Function { .. } => "remove the attribute, or move the loop into a plain `fn`".into(),
        Blocker::Syntax { what, .. } => syntax_help(what).into(),
        Blocker::Hygiene { .. } => "give the variables different names".into(),
        Blocker::Attribute { .. } => "choose the value before the loop".into(),
        Blocker::Macro { .. } => "move the macro out of the loop".into(),
        Blocker::Leaves { .. } => {
            "split the search from the work: first find the last iteration, then loop to it".into()
        }
        Blocker::Unset { .. } => "declare it inside the loop, or give it a value where it is declared".into(),
        Blocker::Dependence { write, other, way, .. } => dependence_help(&write.text, &other.text, way),
        Blocker::Subscript { kind, .. } => subscript_help(*kind).into(),
        Blocker::Carried { name, write, .. } if write.text.starts_with(&format!("{name} /= ")) => {
            format!(
                "if another rounding will do, multiply the divisors in a variable of their own (`q *= ..`), and divide `{name}` by it after the loop"
            )
        }
        Blocker::Carried { name, element: Some((element, other)), .. } => {
            format!(
                "keep the value in a variable beside its place: `if {other} < best {{ best = {other}; {name} = ..; }}` instead of a comparison with `{element}`"
            )
        }
        Blocker::Carried { name, .. } => {
            format!("compute `{name}` from the loop variable or from elements, or {IN_THIS_ORDER}")
        }
        Blocker::Caller { .. } => {
            "move the loop into a function of its own, or use subscripts that the guard can clear".into()
        }
        Blocker::Unseen { .. } => "put `#[accel]` on the methods inside of the macro".into(),
        Blocker::WholeUse { name, scalar: true, .. } => {
            format!("use a variable for each field of `{name}` in the loop, and join them after it")
        }
        Blocker::WholeUse { name, access, .. } if access.text.starts_with(&format!("{name}.")) => {
            "bind the fields that the loop needs to variables before it, and call a function of these".into()
        }
        Blocker::WholeUse { name, .. } => format!("use `{name}` as a whole before or after the loop"),
        Blocker::Base { .. } => "bind the array to a slice first: `let a = &mut x.a[..];`".into(),
        Blocker::Mixed { .. } => "use one variable for each, and join them after the loop".into(),
        Blocker::UsedElsewhere { name, reads: true, even: true, .. } => {
            format!("compute `{name}` from the loop variable, or add `fastmath(reassoc)`")
        }
        Blocker::UsedElsewhere { name, reads: true, .. } => {
            format!("use `{name}` after the loop only, or {IN_THIS_ORDER}")
        }
        Blocker::UsedElsewhere { name, .. } => {
            format!("set `{name}` before the loop only, or use a second variable")
        }
        Blocker::Nan { name, .. } => {
            format!(
                "write `if x > {name} {{ {name} = x; }}` (or `<`), or `{name} = {name}.max(x)` (or `min`), which ignore NaN"
            )
        }
        Blocker::Lazy { name, .. } => {
            format!("if it may always be computed, write `{name} &= ..` or `{name} |= ..`")
        }
        Blocker::Call { .. } => "add `nogil` to the attribute to declare that it has no such state".into(),
        Blocker::OrderDependent { .. } => {
            "collect results in an array, one element for each iteration".into()
        }
        Blocker::Unsafe { .. } => "use slices instead of pointers".into(),
        Blocker::Foreign { .. } => "pass it as an argument, or return the value".into(),
        Blocker::AskedSerial { .. } => "remove the mark".into(),
        Blocker::Around { why, inner } => inner_help(why, inner),
        Blocker::Bug { .. } => "the result is right, only not faster".into(),
    }
}

/// What is left where iterations need each other.
const IN_THIS_ORDER: &str = "leave this loop in order (`#[serial]`)";

fn dependence_help(write: &str, other: &str, way: &Way) -> String {
    match way {
        Way::Copy(base) => format!("read `{other}` from a copy of `{base}` that is made before the loop"),
        Way::Order => {
            format!("if the old values would do, write to a second buffer; if not, {IN_THIS_ORDER}")
        }
        Way::Own => format!("{IN_THIS_ORDER}, or give each iteration elements of its own"),
        Way::Split => "split the loop in two, with one of the writes in each".into(),
        Way::Accumulate => {
            format!("accumulate in a local variable, and assign it to `{write}` after the loop")
        }
        Way::Last => format!("assign to a local variable, and that to `{write}` after the loop"),
        Way::Unknown => {
            "if the old values would do, write to a second buffer; if the two never meet, bind their parts with \
             `split_at_mut` first"
                .into()
        }
        Way::Turn => "loop over the elements that are written instead, so that each belongs to one iteration".into(),
    }
}

fn subscript_help(kind: Indirect) -> &'static str {
    match kind {
        Indirect::Updated => {
            "leave this loop in order (`#[serial]`), or give each part of the input an array of its own, and add \
             these up"
        }
        Indirect::Assigned => {
            "loop over the elements that are written, and look up the value of each; or leave this loop in order \
             (`#[serial]`)"
        }
        Indirect::Read => "if the old values would do, read from a copy that is made before the loop",
    }
}

/// The loop inside that runs, or could run, in parallel is the way on.
fn inner_help(why: &Blocker, inner: &Inner) -> String {
    let Inner { iv, line, runs, .. } = inner;
    let every = matches!(why, Blocker::Dependence { distance: Distance::Every, .. });
    let (and, outer) = match (every, runs) {
        (true, true) => ("; ", "make it the outer one if the order of the two does not matter"),
        (true, false) => (", or ", "make it the outer one if the order of the two does not matter"),
        (false, _) => ("", ""),
    };
    if *runs {
        format!("the loop over `{iv}` (line {line}) inside of it runs in parallel instead{and}{outer}")
    } else {
        format!("mark the loop over `{iv}` (line {line}) inside of it `#[parallel]` instead{and}{outer}")
    }
}

/// Code, message and help in one text.
pub(super) fn full(blocker: &Blocker) -> String {
    format!("[{}] {}\nhelp: {}", code(blocker), message(blocker), help(blocker))
}

/// The same where no other loop runs in parallel: with the mark, `parallel` would do nothing, which is an error, too.
pub(super) fn full_alone(blocker: &Blocker) -> String {
    full(blocker).replace(IN_THIS_ORDER, "leave this loop in order (remove `parallel`)")
}
