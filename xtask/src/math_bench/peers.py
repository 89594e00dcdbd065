"""Times NumPy, and Numba with SVML, on the rows that `cargo xtask bench-math` measures.

In: lines `name type from to`, then `end`, then a line `go` for each round. Out: for each round a line `numpy numba`
per row, in nanoseconds per element; `-` where the library is not installed or has no such function. Numba counts
only with SVML, Intel's library of vector functions: it is in the package `icc_rt`, and only some builds of llvmlite
call it (0.43 from PyPI does).
"""

import math
import os
import sys
import time

# Numba finds SVML by the name of its file, so the loader must know the folder before the program starts.
folder = os.path.join(sys.prefix, "lib")
paths = os.environ.get("LD_LIBRARY_PATH", "")
if os.path.exists(os.path.join(folder, "libsvml.so")) and folder not in paths.split(":"):
    os.environ["LD_LIBRARY_PATH"] = f"{folder}:{paths}" if paths else folder
    os.execv(sys.executable, [sys.executable] + sys.orig_argv[1:])

try:
    import numpy as np
except ImportError:
    np = None
try:
    import numba
    from numba.core import config

    if not config.USING_SVML:
        print("Numba is installed, but without SVML: not measured", file=sys.stderr)
        numba = None
except ImportError:
    numba = None

N = int(sys.argv[-1])
NAMES = {"exp_m1": "expm1", "ln": "log", "ln_1p": "log1p"}
IN_NUMPY = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}


def with_numpy(name, kind):
    """The function of NumPy, called with the arguments and the place of the result; None if there is none."""
    one, exponent, other = kind(1), kind(2.4), kind(1.3)
    special = {
        "sigmoid": lambda x, y: np.divide(one, one + np.exp(-x), out=y),
        "sin_cos": lambda x, y: np.add(np.sin(x), np.cos(x), out=y),
        "powf": lambda x, y: np.power(x, exponent, out=y),
        "powi(3)": lambda x, y: np.power(x, kind(3), out=y),
        "powi(7)": lambda x, y: np.power(x, kind(7), out=y),
        "atan2": lambda x, y: np.arctan2(x, other, out=y),
        "hypot": lambda x, y: np.hypot(x, other, out=y),
    }
    if name in special:
        return special[name]
    f = getattr(np, IN_NUMPY.get(name, NAMES.get(name, name)), None)
    return f and (lambda x, y: f(x, out=y))


def with_numba(name, kind):
    """A loop around the function, compiled by Numba; None if it has none."""
    special = {
        "sigmoid": "one / (one + math.exp(-x[i]))",
        "sin_cos": "math.sin(x[i]) + math.cos(x[i])",
        "powf": "x[i] ** exponent",
        "powi(3)": "x[i] ** 3",
        "powi(7)": "x[i] ** 7",
        "atan2": "math.atan2(x[i], other)",
        "hypot": "math.hypot(x[i], other)",
        "exp2": "np.exp2(x[i])",
        "cbrt": "np.cbrt(x[i])",
        "log2": "math.log2(x[i])",
    }
    body = special.get(name, f"math.{NAMES.get(name, name)}(x[i])")
    space = {"math": math, "np": np, "one": kind(1), "exponent": kind(2.4), "other": kind(1.3)}
    exec(f"def loop(x, y):\n    for i in range(x.size):\n        y[i] = {body}\n", space)
    loop = numba.njit(fastmath=True, error_model="numpy")(space["loop"])
    try:
        loop(np.ones(N, kind), np.ones(N, kind))
    except numba.core.errors.NumbaError:
        return None
    return loop


def nanoseconds(f, x, y):
    if f is None:
        return "-"
    best = math.inf
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(20):
            f(x, y)
        best = min(best, time.perf_counter() - start)
    return f"{best / 20 / N * 1e9:.6g}"


def main():
    rows = []
    for line in iter(sys.stdin.readline, "end\n"):
        name, kind, lo, hi = line.split()
        if np is None:
            rows.append((None, None, None, None))
            continue
        kind = np.float32 if kind == "f32" else np.float64
        x = (float(lo) + (float(hi) - float(lo)) * (np.arange(N) * 769 % N) / N).astype(kind)
        loop = with_numba(name, kind) if numba else None
        rows.append((with_numpy(name, kind), loop, x, np.empty_like(x)))
    for _ in iter(sys.stdin.readline, ""):
        for f, loop, x, y in rows:
            print(nanoseconds(f, x, y), nanoseconds(loop, x, y), flush=True)


main()
