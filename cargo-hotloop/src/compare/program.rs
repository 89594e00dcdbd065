//! The module that calls the function: what stands in its body while it is compared (`hotloop_compiler::compare`).
//!
//! Its constant part is `driver.rs.in`; here are the inputs, the call, and what is seen of it.

use super::signature::Argument;
use std::fmt::Write;

/// A call: how it is written, and where its inputs come from.
pub struct Call {
    /// `super::softmax`
    pub path: String,
    pub is_unsafe: bool,
    pub inputs: Inputs,
}

/// Where inputs come from.
pub enum Inputs {
    /// Made of the types of the arguments.
    Made(Vec<Argument>),
    /// Made by a function of the user's, for arguments with these names, passed so.
    By(String, Vec<(String, &'static str)>),
}

/// The text of the module. `mark` says of which comparison it is.
pub fn module(call: &Call, mark: &str) -> String {
    let driver = include_str!("driver.rs.in");
    format!("{driver}const MARK: &str = {mark:?};\n{}", body(call))
}

fn body(call: &Call) -> String {
    let (made, arguments): (String, Vec<(&str, &str)>) = match &call.inputs {
        Inputs::Made(arguments) => {
            (lists(arguments), arguments.iter().map(|a| (a.name.as_str(), a.passed)).collect())
        }
        Inputs::By(function, arguments) => {
            let names: Vec<String> = (0..arguments.len()).map(|n| format!("mut a{n}")).collect();
            let pattern = match names.as_slice() {
                // One argument is no tuple.
                [one] => one.clone(),
                several => format!("({})", several.join(", ")),
            };
            let made = format!("    let {pattern} = {function}(case.size);\n");
            (made, arguments.iter().map(|(name, passed)| (name.as_str(), *passed)).collect())
        }
    };
    // Squares only where something may be their side, and nobody else says what they are.
    let is_side = |a: &Argument| !a.list && a.element == "usize";
    let squares = matches!(&call.inputs, Inputs::Made(arguments) if arguments.iter().any(is_side));
    let passed: Vec<String> =
        arguments.iter().enumerate().map(|(n, (_, passed))| format!("{passed}a{n}")).collect();
    let mut written = format!("{}({})", call.path, passed.join(", "));
    if call.is_unsafe {
        written = format!("unsafe {{ {written} }}");
    }
    let seen = arguments.iter().enumerate().filter(|(_, (_, passed))| *passed == "&mut ");
    let seen: String =
        seen.map(|(n, (name, _))| format!("            (&&&driver::Of(&a{n})).line({name:?});\n")).collect();
    format!(
        "const SQUARES: bool = {squares};\n\n\
         fn run(label: &str, case: driver::Case, shown: bool) -> ::core::option::Option<u64> {{\n    \
         use driver::{{ByBits as _, ByText as _, Make as _, NotAtAll as _}};\n    \
         let mut random = driver::Random(case.len as u64);\n{made}    \
         if !shown {{\n        return driver::timed(|| {written});\n    }}\n    \
         let is_done = match driver::call(label, || {written}) {{\n        \
         ::core::option::Option::Some(result) => {{\n            \
         (&&&driver::Of(&result)).line(\"the result\");\n            true\n        }}\n        \
         ::core::option::Option::None => false,\n    }};\n    \
         if is_done {{\n{seen}    }}\n    \
         ::core::option::Option::None\n}}\n"
    )
}

/// Inputs that are made of types.
fn lists(arguments: &[Argument]) -> String {
    arguments.iter().enumerate().fold(String::new(), |mut made, (n, a)| {
        let how = match a.list {
            true => format!("driver::list::<{}>", a.element),
            false => format!("<{} as driver::Make>::scalar", a.element),
        };
        let _ = writeln!(made, "    let mut a{n} = {how}(&mut random, case);");
        made
    })
}
