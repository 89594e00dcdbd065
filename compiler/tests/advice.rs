//! What an error says of the loops that people write most often, and that the help is the one for the case.

mod common;

/// The first error of a function: its code, its message, its help.
fn first(source: &str) -> (String, String, String) {
    let output = common::compile(source.trim_start());
    let text = &output.errors.first().unwrap_or_else(|| panic!("no error:\n{source}")).text;
    let (message, help) = text.split_once("\nhelp: ").expect("an error has help");
    let (code, message) = message.split_once("] ").expect("an error has a code");
    (code.trim_start_matches('[').to_owned(), message.to_owned(), help.to_owned())
}

fn says(source: &str, code: &str, message: &str, help: &str) {
    let expected = (code.to_owned(), message.to_owned(), help.to_owned());
    assert_eq!(first(source), expected, "{source}");
}

/// The help of the first missed remark.
fn remark(source: &str, help: &str) {
    let report = common::compile(source.trim_start()).report.to_string();
    assert!(report.contains(&format!("help: {help}\n")), "{report}");
}

const ORDER: &str = "if the old values would do, write to a second buffer; if not, leave this loop in order (remove `parallel`)";

#[test]
fn what_is_read_before_it_is_written_is_read_from_a_copy() {
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) {
            for i in 0..a.len() - 2 {
                a[i] = 0.5 * (a[i + 1] + a[i + 2]);
            }
        }",
        "A0301",
        "iterations of the loop over `i` depend on each other: `a[i]` is written here and `a[i + 1]` (line 4) is read \
         1 iteration earlier (distance 1)",
        "read `a[i + 1]` from a copy of `a` that is made before the loop",
    );
}

#[test]
fn a_copy_is_no_help_where_an_iteration_needs_the_one_before() {
    // The neighbor behind is as near, but the one in front is what keeps the order.
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) {
            for i in 3..a.len() - 1 {
                a[i] = 0.5 * (a[i + 1] + a[i - 3]);
            }
        }",
        "A0301",
        "iterations of the loop over `i` depend on each other: `a[i]` is written here and `a[i - 3]` (line 4) is read \
         3 iterations later (distance 3)",
        ORDER,
    );
}

#[test]
fn a_copy_is_no_help_where_an_earlier_write_gives_the_value() {
    // What `a[i + 1]` reads is the number that this very iteration has written there.
    for first in ["a[i + 1] = 5.0", "a[i + 3] = 5.0"] {
        let output = common::compile(&format!(
            "#[accel(parallel)]
            fn f(a: &mut [f64]) {{
                for i in 0..a.len() - 3 {{
                    {first};
                    a[i] = a[i + 1];
                }}
            }}"
        ));
        assert!(!output.errors.is_empty());
        for error in &output.errors {
            assert!(!error.text.contains("from a copy"), "{}", error.text);
        }
    }
}

#[test]
fn elements_that_every_iteration_writes() {
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64], n: usize, steps: usize) {
            for _ in 0..steps {
                #[serial]
                for i in 0..n {
                    a[i] += 1.0;
                }
            }
        }",
        "A0301",
        "every iteration of the loop over `_` writes `a[i]`",
        "leave this loop in order (remove `parallel`), or give each iteration elements of its own",
    );
}

#[test]
fn gauss_seidel() {
    says(
        "#[accel(parallel)]
        fn f(u: &mut [f64], n: usize) {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    u[i * n + j] = 0.25 * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
                }
            }
        }",
        "A0301",
        "iterations of the loop over `i` depend on each other: `u[i * n + j]` is written here and `u[(i - 1) * n + j]` \
         (line 5) is read 1 iteration later (distance 1)",
        ORDER,
    );
}

#[test]
fn two_writes() {
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) {
            for i in 0..a.len() - 1 {
                a[i] = 1.0;
                a[i + 1] = 2.0;
            }
        }",
        "A0301",
        "iterations of the loop over `i` depend on each other: `a[i]` is written here and `a[i + 1]` (line 5) is \
         written 1 iteration earlier (distance 1)",
        "split the loop in two, with one of the writes in each",
    );
}

#[test]
fn two_accesses_that_may_meet() {
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) {
            let n = a.len();
            for i in 0..n {
                a[i] = a[n - 1 - i];
            }
        }",
        "A0301",
        "iterations of the loop over `i` may depend on each other: `a[i]` is written here and `a[n - 1 - i]` (line 5) \
         is read, and they may meet in different iterations (distance unknown)",
        "if the old values would do, write to a second buffer; if the two never meet, bind their parts with \
         `split_at_mut` first",
    );
}

#[test]
fn writes_that_may_meet() {
    says(
        "#[accel]
        fn f(x: &[f64], out: &mut [f64], n: usize) {
            #[parallel]
            for i in 0..x.len() {
                #[serial]
                for j in 0..n {
                    out[i + j] += x[i];
                }
            }
        }",
        "A0301",
        "iterations of the loop over `i` may depend on each other: `out[i + j]` is written here and `out[i + j]` (line 7) \
         is written, and they may meet in different iterations (distance unknown)",
        "loop over the elements that are written instead, so that each belongs to one iteration",
    );
}

#[test]
fn one_element_that_is_updated_is_accumulated() {
    for update in ["out[0] += a[i]", "out[0] = out[0] + a[i]", "out[0] = a[i] + out[0]"] {
        says(
            &format!(
                "#[accel(parallel)]
                fn f(a: &[f64], out: &mut [f64]) {{
                    for i in 0..a.len() {{
                        {update};
                    }}
                }}"
            ),
            "A0301",
            "every iteration of the loop over `i` writes `out[0]`",
            "accumulate in a local variable, and assign it to `out[0]` after the loop",
        );
    }
}

#[test]
fn one_element_that_is_assigned_is_assigned_once() {
    says(
        "#[accel(parallel)]
        fn f(a: &[f64], out: &mut [f64]) {
            for i in 0..a.len() {
                out[0] = a[i];
            }
        }",
        "A0301",
        "every iteration of the loop over `i` writes `out[0]`",
        "assign to a local variable, and that to `out[0]` after the loop",
    );
}

#[test]
fn an_element_of_the_outer_loop_that_an_inner_one_updates() {
    // The outer loop is parallel: nothing to say. The inner one alone is not.
    says(
        "#[accel]
        fn f(a: &[f64], out: &mut [f64], n: usize) {
            for i in 0..n {
                #[serial]
                for j in 0..n {
                    out[i] += a[i * n + j];
                }
                #[parallel]
                for j in 0..n {
                    out[i] += a[i * n + j];
                }
            }
        }",
        "A0301",
        "every iteration of the loop over `j` writes `out[i]`",
        "accumulate in a local variable, and assign it to `out[i]` after the loop",
    );
}

const K_OUTERMOST: &str = "{MARK}
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    c[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
    }";

#[test]
fn a_matrix_product_with_k_outermost() {
    let head = "fn f(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {\n";
    says(
        &format!("#[accel]\n{head}{}", K_OUTERMOST.replace("{MARK}", "#[parallel]")),
        "A0301",
        "every iteration of the loop over `k` writes `c[i * n + j]`",
        "mark the loop over `i` (line 5) inside of it `#[parallel]` instead, or make it the outer one if the order of \
         the two does not matter",
    );
    remark(
        &format!("#[accel(parallel)]\n{head}{}", K_OUTERMOST.replace("{MARK}", "")),
        "the loop over `i` (line 5) inside of it runs in parallel instead; make it the outer one if the order of the \
         two does not matter",
    );
}

#[test]
fn steps_in_time_around_a_sweep() {
    let swap = "fn f(u: &mut Vec<f64>, v: &mut Vec<f64>, steps: usize) {
        for step in 0..steps {
            for i in 1..u.len() - 1 {
                v[i] = 0.5 * (u[i - 1] + u[i + 1]);
            }
            std::mem::swap(u, v);
        }
    }";
    let runs = "the loop over `i` (line 4) inside of it runs in parallel instead";
    remark(&format!("#[accel(parallel)]\n{swap}"), runs);
    remark(&format!("#[accel(parallel, nogil)]\n{swap}"), runs);
    remark(
        &format!("#[accel]\n{swap}"),
        "mark the loop over `i` (line 4) inside of it `#[parallel]` instead",
    );
    for leaves in ["if v[1] < 1e-6 { break; }", "if v[1] < 1e-6 { return; }", "println!();"] {
        remark(&format!("#[accel(parallel)]\n{}", swap.replace("std::mem::swap(u, v);", leaves)), runs);
    }
    remark(
        &format!("#[accel(parallel)]\n{}", swap.replace("for step in 0..steps", "while u[1] > 1e-6")),
        runs,
    );
}

#[test]
fn a_mark_of_the_user_is_no_advice_against() {
    // The inner loop is marked serial, so it is not proposed.
    remark(
        "#[accel]
        fn f(u: &mut [f64], n: usize) {
            for i in 1..n {
                #[serial]
                for j in 0..n {
                    u[i * n + j] += u[(i - 1) * n + j];
                }
            }
        }",
        &ORDER.replace("remove `parallel`", "`#[serial]`"),
    );
}

#[test]
fn indirect_subscripts() {
    let source = |body: &str| {
        format!(
            "#[accel(parallel)]
            fn f(idx: &[usize], x: &[f64], h: &mut [f64]) {{
                for i in 0..idx.len() {{
                    {body}
                }}
            }}"
        )
    };
    says(
        &source("h[idx[i]] += 1.0;"),
        "A0302",
        "two iterations of the loop over `i` may reach one element: `h[idx[i]]` is read and written in each (line 4), \
         and its subscript is not an affine expression of `i`; the distance is unknown",
        "leave this loop in order (remove `parallel`), or give each part of the input an array of its own, and add these up",
    );
    says(
        &source("h[idx[i]] = x[i];"),
        "A0302",
        "two iterations of the loop over `i` may reach one element: `h[idx[i]]` is written in each (line 4), and its \
         subscript is not an affine expression of `i`; the distance is unknown",
        "loop over the elements that are written, and look up the value of each; or leave this loop in order \
         (remove `parallel`)",
    );
    says(
        &source("h[i] = h[idx[i]];"),
        "A0302",
        "two iterations of the loop over `i` may reach one element: the subscript of `h[idx[i]]` is not an affine \
         expression of `i`, and `h[i]` (line 4) accesses the same array; the distance is unknown",
        "if the old values would do, read from a copy that is made before the loop",
    );
}

#[test]
fn running_values() {
    let source = |before: &str, body: &str| {
        format!(
            "#[accel(parallel)]
            fn f(a: &[f64], out: &mut [f64], dt: f64) {{
                let mut s = {before};
                for i in 0..a.len() {{
                    {body}
                }}
            }}"
        )
    };
    says(
        &source("0.0", "s += a[i]; out[i] = s;"),
        "A0502",
        "`s` is no reduction, because it is read here while `s += a[i]` (line 5) updates it",
        "use `s` after the loop only, or leave this loop in order (remove `parallel`)",
    );
    says(
        &source("0.0", "out[i] = s * s; s += dt;"),
        "A0502",
        "`s` is no reduction, because it is read here while `s += dt` (line 5) updates it",
        "compute `s` from the loop variable, or add `fastmath(reassoc)`",
    );
    // Only where that would really help.
    says(
        &source("0.0", "out[i] = s * s; if a[i] > 0.0 { s += dt; }"),
        "A0502",
        "`s` is no reduction, because it is read here while `s += dt` (line 5) updates it",
        "use `s` after the loop only, or leave this loop in order (remove `parallel`)",
    );
    says(
        &source("0.0", "s = 0.9 * s + 0.1 * a[i]; out[i] = s;"),
        "A0303",
        "`s` carries a value from one iteration of the loop over `i` to the next: `s` reads what `s` (line 5) wrote one \
         iteration before (distance 1)",
        "compute `s` from the loop variable or from elements, or leave this loop in order (remove `parallel`)",
    );
}

#[test]
fn what_fastmath_is_said_to_allow_it_allows() {
    let output = common::compile(
        "#[accel(parallel, fastmath(reassoc))]
        fn f(out: &mut [f64], dt: f64) {
            let mut s = 0.0;
            for i in 0..out.len() { out[i] = s * s; s += dt; }
        }",
    );
    assert!(output.errors.is_empty(), "{:?}", output.errors);
}

#[test]
fn a_subscript_that_is_carried_is_one_error() {
    let output = common::compile(
        "#[accel(parallel)]
        fn f(a: &[f64], out: &mut [f64]) {
            let mut k = 0;
            for i in 0..a.len() {
                if a[i] > 0.0 { out[k] = a[i]; k += 1; }
            }
        }",
    );
    let texts: Vec<&str> = output.errors.iter().map(|e| &e.text[..7]).collect();
    assert_eq!(texts, ["[A0502]"]);
}

#[test]
fn fields_of_self() {
    let source = |body: &str| {
        format!(
            "impl G {{
                #[accel(parallel, nogil)]
                fn f(&mut self) {{
                    for i in 0..self.u.len() {{
                        {body}
                    }}
                }}
            }}"
        )
    };
    says(
        &source("self.u[i] = self.cost(i);"),
        "A0305",
        "`self` is used as a whole here while the loop accesses `self.u[i]` (line 5)",
        "bind the fields that the loop needs to variables before it, and call a function of these",
    );
    says(
        &source("self.u[i] = total(&self.u);"),
        "A0305",
        "`self.u` is used as a whole here while the loop accesses `self.u[i]` (line 5)",
        "use `self.u` as a whole before or after the loop",
    );
    says(
        &source("self.u[i] += self.last; self.last = self.v[i];"),
        "A0303",
        "`self.last` carries a value from one iteration of the loop over `i` to the next: `self.last` reads what \
         `self.last` (line 5) wrote one iteration before (distance 1)",
        "compute `self.last` from the loop variable or from elements, or leave this loop in order (remove `parallel`)",
    );
}

#[test]
fn a_call_and_an_exit() {
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) { for i in 0..a.len() { a[i] = cost(i); } }",
        "A0601",
        "the macro cannot see what `cost` does: it may depend on the order of calls",
        "add `nogil` to the attribute to declare that it has no such state",
    );
    says(
        "#[accel(parallel)]
        fn f(a: &mut [f64]) { for i in 0..a.len() { if a[i] > 1.0 { break; } a[i] = 0.0; } }",
        "A0211",
        "`break` leaves the loop before its last iteration, so the loop stays as written",
        "split the search from the work: first find the last iteration, then loop to it",
    );
}

#[test]
fn what_was_asked_for_is_no_warning() {
    let output = common::compile(
        "#[accel(parallel, warn)]
        fn f(a: &mut [f64], u: &mut [f64]) {
            #[serial]
            for i in 1..u.len() { u[i] += u[i - 1]; }
            for i in 0..a.len() { a[i] = 1.0; }
        }",
    );
    assert!(!output.tokens.to_string().contains("HOTLOOP_MISSED"));
    assert!(output.report.to_string().contains("[A0605] the loop is marked serial"));
}

#[test]
fn the_mark_helps_where_another_loop_is_parallel() {
    // Where none is, the mark would be an error itself; beside one that is, it says what is meant.
    let source = |first: &str, options: &str| {
        format!(
            "#[accel({options})]
            fn f(a: &mut [f64], b: &mut [f64]) {{
                {first}
                for i in 1..a.len() {{ a[i] += a[i - 1]; }}
            }}"
        )
    };
    says(
        &source("", "parallel"),
        "A0301",
        "iterations of the loop over `i` depend on each other: `a[i]` is written here and `a[i - 1]` (line 4) is read 1 \
         iteration later (distance 1)",
        ORDER,
    );
    let beside = source("for i in 0..b.len() { b[i] = 1.0; }", "parallel, warn");
    remark(&beside, &ORDER.replace("remove `parallel`", "`#[serial]`"));
    assert!(common::compile(beside.trim_start()).errors.is_empty());
}

#[test]
fn a_variable_as_a_whole_beside_its_fields() {
    // Each would have a copy of its own; no order of iterations is wrong with it, so it is not read at all.
    let source = |body: &str| {
        format!(
            "#[accel(parallel, nogil)]
            fn f(x: &[f64], o: &mut [f64]) {{
                let mut acc = (0.0, 1.0);
                for i in 0..x.len() {{ {body} }}
            }}"
        )
    };
    for (body, field) in [
        ("acc = (acc.0 + x[i], acc.1 - x[i]);", "acc.0"),
        ("o[i] = acc.1; acc = (x[i], 2.0);", "acc.1"),
        ("acc = (x[i], 2.0); o[i] = acc.1;", "acc.1"),
        ("acc.0 = x[i]; let b = acc; o[i] = b.1;", "acc.0"),
        ("acc.1 += x[i]; o[i] = norm(acc);", "acc.1"),
    ] {
        says(
            &source(body),
            "A0305",
            &format!("`acc` is used as a whole here while the loop accesses `{field}` (line 4)"),
            "use a variable for each field of `acc` in the loop, and join them after it",
        );
    }
}

#[test]
fn a_range_whose_type_rustc_finds_last() {
    for range in ["(0..40).into_iter()", "((1..=40)).into_iter()"] {
        says(
            &format!(
                "#[accel(parallel)]\nfn f() -> Vec<f64> {{ {range}.map(|i| ((i % 4) + 1) as f64).collect() }}"
            ),
            "A0202",
            "the type of this range of numbers is not written where it stands, so it stays as written",
            "write the type: `0usize..n`",
        );
    }
}
