"""Checks measured errors in multi-precision arithmetic (mpmath).

Reads lines `name argument argument result error` (bits of the floats in hexadecimal, error in units in the
last place); prints for each name the greatest error and how far it is from the measured one at most.
"""

import struct
import sys

import mpmath as mp


def from_bits(text):
    return struct.unpack("<d", struct.pack("<Q", int(text, 16)))[0]


def sigmoid(x, _):
    return 1 / (1 + mp.exp(-x))


FUNCTIONS = {
    "exp": lambda x, _: mp.exp(x),
    "exp2": lambda x, _: mp.mpf(2) ** x,
    "exp_m1": lambda x, _: mp.expm1(x),
    "ln": lambda x, _: mp.log(x),
    "ln_1p": lambda x, _: mp.log1p(x),
    "log2": lambda x, _: mp.log(x, 2),
    "log10": lambda x, _: mp.log10(x),
    "sin": lambda x, _: mp.sin(x),
    "cos": lambda x, _: mp.cos(x),
    "tan": lambda x, _: mp.tan(x),
    "sinh": lambda x, _: mp.sinh(x),
    "cosh": lambda x, _: mp.cosh(x),
    "tanh": lambda x, _: mp.tanh(x),
    "asin": lambda x, _: mp.asin(x),
    "acos": lambda x, _: mp.acos(x),
    "atan": lambda x, _: mp.atan(x),
    "asinh": lambda x, _: mp.asinh(x),
    "acosh": lambda x, _: mp.acosh(x),
    "atanh": lambda x, _: mp.atanh(x),
    "cbrt": lambda x, _: mp.sign(x) * mp.cbrt(abs(x)),
    "erf": lambda x, _: mp.erf(x),
    "erfc": lambda x, _: mp.erfc(x),
    "sigmoid": sigmoid,
    "sqrt": lambda x, _: mp.sqrt(x),
    "recip": lambda x, _: 1 / x,
    "powf": lambda x, y: mp.power(x, y),
    "powi": lambda x, y: mp.power(x, int(y)),
    "atan2": lambda y, x: mp.atan2(y, x),
    "hypot": lambda x, y: mp.sqrt(x * x + y * y),
}

TOP = mp.mpf(2) ** 1024


def clipped(value):
    """An infinity, and what rounds to one, counts as 2^1024."""
    return max(-TOP, min(TOP, mp.mpf(value)))


worst, apart, count = {}, {}, {}
for line in sys.stdin:
    name, x, y, result, error = line.split()
    # Enough for what the largest arguments cancel, and for logarithms near one.
    mp.mp.prec = 1300 if name in ("sin", "cos", "tan") else 400
    exact = clipped(FUNCTIONS[name](mp.mpf(from_bits(x)), mp.mpf(from_bits(y))))
    unit = mp.mpf(2) ** max(mp.frexp(exact)[1] - 53, -1074)
    found = float(abs(clipped(from_bits(result)) - exact) / unit)
    worst[name] = max(worst.get(name, 0), found)
    difference = abs(found - float(error))
    if difference > apart.get(name, 0) and difference > 1e-3:
        print(f"{line.strip()}: {found}", file=sys.stderr)
    apart[name] = max(apart.get(name, 0), difference)
    count[name] = count.get(name, 0) + 1
for name in worst:
    print(name, count[name], f"{worst[name]:.6f} {apart[name]:.2e}")
