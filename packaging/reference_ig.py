#!/usr/bin/env python3
"""Computes the Integrated Gradients of an archive of `triptych-cli explain --npz` again, and says how far they are apart.

Nothing of Triptych is used but the archive: networks, fusion and the integral are written down anew from docs/arrays.md
and the papers, in double precision, with derivatives by JAX. The integral is Captum's (method "gausslegendre", 50
steps): nodes and weights of numpy.polynomial.legendre.leggauss, sum of weighted gradients times (input - baseline). Where
a way was cut into stretches, it is the trapezoid on each of those that the archive names. Needs numpy and jax.

    triptych-cli explain mitdb/208.hea --every V --most 64 --method ig --model parity --npz maps.npz
    packaging/reference_ig.py maps.npz            # or the first beats of it: maps.npz 16
"""
import json
import sys
import zipfile

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
STEPS = 50


def norm(x, w, name, eps, axis=1):
    """Batch normalisation with the statistics of training."""
    side = [1] * x.ndim
    side[axis] = -1
    scale = w[name + ".weight"] / jnp.sqrt(w[name + ".running_var"] + eps)
    return x * scale.reshape(side) + (w[name + ".bias"] - w[name + ".running_mean"] * scale).reshape(side)


def conv(x, kernel, bias=None, stride=1, padding=0, dilation=1):
    """Correlation along every axis behind the channels."""
    axes = x.ndim - 2
    dims = ("NCH", "OIH", "NCH") if axes == 1 else ("NCHW", "OIHW", "NCHW")
    y = jax.lax.conv_general_dilated(x, kernel, [stride] * axes, [(padding, padding)] * axes, rhs_dilation=[dilation] * axes,
                                     dimension_numbers=dims)
    return y if bias is None else y + bias.reshape([1, -1] + [1] * axes)


def leaky(x, slope):
    return jnp.where(x > 0, x, slope * x)


def pool(x):
    """The largest of every two cells along every axis behind the channels; what is left over is dropped."""
    axes = x.ndim - 2
    return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1) + (2,) * axes, (1, 1) + (2,) * axes, "VALID")


def layer_norm(x, w, name):
    mean = x.mean(-1, keepdims=True)
    deviation = jnp.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-5)
    return (x - mean) / deviation * w[name + ".weight"] + w[name + ".bias"]


def linear(x, w, name):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def v_time_transformer(w, x, _rr):
    for name, padding in (("c1", 0), ("c2", 1)):
        x = leaky(conv(x, w[name + ".weight"], w[name + ".bias"], padding=padding), 0.01)
    for _ in range(4):  # one convolution, four times
        x = pool(leaky(conv(x, w["c3.weight"], w["c3.bias"]), 0.01))
    x = x.transpose(0, 2, 1)
    batch, count, width = x.shape
    t = jnp.concatenate([jnp.broadcast_to(w["cls"], (batch, 1, width)), x], 1) * float(np.sqrt(width))
    place, column = np.arange(count + 1)[:, None], np.arange(0, width, 2)[None]
    angle = place * np.exp(-np.log(10000.0) * column / width)
    position = np.zeros((count + 1, width))
    position[:, 0::2], position[:, 1::2] = np.sin(angle), np.cos(angle)
    t = t + position.astype(t.dtype)
    heads = 8
    for layer in range(8):
        of = f"enc.layers.{layer}."
        q, k, v = jnp.split(t @ w[of + "self_attn.in_proj_weight"].T + w[of + "self_attn.in_proj_bias"], 3, -1)
        q, k, v = (a.reshape(batch, count + 1, heads, width // heads).transpose(0, 2, 1, 3) for a in (q, k, v))
        mixed = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / float(np.sqrt(width // heads)), -1) @ v
        mixed = mixed.transpose(0, 2, 1, 3).reshape(batch, count + 1, width)
        t = layer_norm(t + linear(mixed, w, of + "self_attn.out_proj"), w, of + "norm1")
        t = layer_norm(t + linear(jnp.maximum(linear(t, w, of + "linear1"), 0), w, of + "linear2"), w, of + "norm2")
    x = linear(layer_norm(t[:, 0], w, "head.0"), w, "head.1")
    return linear(layer_norm(x, w, "head.2"), w, "head.3")


def v_stft_cnn(w, x, _rr):
    for i in range(4):
        x = conv(x, w[f"f.{4 * i}.weight"], w[f"f.{4 * i}.bias"], padding=1)
        x = pool(leaky(norm(x, w, f"f.{4 * i + 1}", 1e-3), 0.01))
    return linear(x.reshape(x.shape[0], -1), w, "fc")


def joined_head(w, features, rr):
    even = norm(rr, w, "head.rhythm_norm", 1e-5)
    joined = jnp.concatenate([features, even, leaky(linear(even, w, "head.rhythm"), 0.1)], 1)
    return linear(leaky(linear(joined, w, "head.hidden"), 0.1), w, "head.logits")


def beat_resnet(w, x, rr):
    x = jnp.maximum(norm(conv(x, w["stem.weight"], padding=3), w, "stem_norm", 1e-5), 0)
    for i in range(4):
        of = f"block{i}_"
        y = jnp.maximum(norm(conv(x, w[of + "first.weight"], stride=2, padding=2), w, of + "first_norm", 1e-5), 0)
        y = norm(conv(y, w[of + "second.weight"], padding=2), w, of + "second_norm", 1e-5)
        x = jnp.maximum(y + norm(conv(x, w[of + "shortcut.weight"], stride=2), w, of + "shortcut_norm", 1e-5), 0)
    return joined_head(w, jnp.concatenate([x.mean(2), x.max(2)], 1), rr)


def stft_resnet(w, x, rr):
    for i, stride in enumerate((1, 2, 1, 2, 1)):
        y = jnp.maximum(norm(conv(x, w[f"stage{i}.weight"], stride=stride, padding=1), w, f"stage{i}_norm", 1e-5), 0)
        x = x + y if x.shape == y.shape else y
    return joined_head(w, jnp.concatenate([x.mean((2, 3)), x.max((2, 3))], 1), rr)


def rhythm_sequence(w, x, _rr):
    x = norm(x, w, "norm", 1e-5)
    x = leaky(conv(x, w["first.weight"], w["first.bias"]), 0.1)
    x = leaky(conv(x, w["second.weight"], w["second.bias"]), 0.1)
    for layer, gap in enumerate((1, 2, 4)):
        y = conv(x, w[f"around.{layer}.weight"], w[f"around.{layer}.bias"], dilation=gap)
        x = x[:, :, 2 * gap:-2 * gap] + leaky(norm(y, w, f"norms.{layer}", 1e-5), 0.1)
    return linear(x[:, :, x.shape[2] // 2], w, "logits")


# By the branches of models/parity and models/product, as the archive's weights name them: network, and what it reads.
BRANCHES = {
    "parity": {"time": (v_time_transformer, "time"), "time_frequency": (v_stft_cnn, "time_frequency")},
    "product": {"time": (beat_resnet, "time"), "time_frequency": (stft_resnet, "time_frequency"),
                "rhythm": (rhythm_sequence, "neighbours")},
}


RANK = {"time": 2, "time_frequency": 3, "rr": 1, "neighbours": 2}  # of one beat, with channels


def of_beat(name, x):
    """In double precision, with a channel axis where there is but one channel."""
    x = x.astype(np.float64)
    return x[None] if x.ndim < RANK[name] else x


def silence(name, x):
    """The baseline where the model has no mean beats."""
    out = np.zeros_like(x)
    if name == "time_frequency":
        out[0] = x[0].min()  # the picture's clip floor
    return out


def main(path, most=None):
    with np.load(path) as arrays, zipfile.ZipFile(path) as archive:
        data = {name: arrays[name] for name in arrays.files if not name.endswith(".json")}
        meta = json.loads(archive.read("meta.json"))
    branches = BRANCHES[meta["profile"]]
    weights = {m: {n[len(f"weight.{m}."):]: jnp.asarray(v, jnp.float64) for n, v in data.items() if n.startswith(f"weight.{m}.")}
               for m in branches}
    fusion = jnp.asarray(data["weight.fusion.weights"], jnp.float64)
    inputs = [name[3:] for name in data if name.startswith("in.")]

    single = jax.tree.map(lambda v: v.astype(jnp.float32), (weights, fusion))

    def score(x, of):
        """Late attention: sum over the branches of weight times probability; before temperature, prior and rules."""
        w, by = single if x[inputs[0]].dtype == jnp.float32 else (weights, fusion)
        p = [jax.nn.softmax(net(w[m], x[reads], x.get("rr")), 1) for m, (net, reads) in branches.items()]
        return sum(by[i, of] * p[i][:, of] for i in range(len(p)))

    gradient = jax.jit(jax.grad(lambda x, of: score(x, of).sum()))
    plain = jax.jit(score)
    fifty = np.polynomial.legendre.leggauss(STEPS)

    def on_way(x, base, alpha):
        return {n: base[n] + alpha.reshape([-1] + [1] * x[n].ndim) * (x[n] - base[n]) for n in inputs}

    def in_turn(ask, x, base, alpha):
        """[n x ...] of what is asked at the nodes, some at a time (the last batch filled up: one shape, compiled once)."""
        parts = []
        for first in range(0, len(alpha), STEPS):
            some = alpha[first:first + STEPS]
            parts.append(jax.tree.map(lambda v: np.asarray(v)[:len(some)],
                                      ask(on_way(x, base, np.resize(some, STEPS)))))
        return jax.tree.map(lambda *v: np.concatenate(v), *parts)

    def stretches(x, base, of, way):
        """Weights of the ends of a way that was cut, and gradients there."""
        start, end, corner = way[~np.isnan(way[:, 0])].T
        alpha = np.append(start, end[-1])  # stretch after stretch, the whole way
        g = in_turn(lambda at: gradient(at, of), x, base, alpha)
        slope = sum((g[n] * (x[n] - base[n])).reshape(len(alpha), -1).sum(1) for n in inputs)
        value = in_turn(lambda at: plain(at, of), x, base, alpha)
        weight = np.zeros(len(alpha))
        for s, length in enumerate(end - start):
            first = length / 2
            if corner[s] and slope[s] != slope[s + 1]:  # the ends stand for the lengths that meet their scores
                first = np.clip((value[s + 1] - value[s] - length * slope[s + 1]) / (slope[s] - slope[s + 1]), 0, length)
            weight[s] += first
            weight[s + 1] += length - first
        return weight, g

    ways = data.get("way.integrated_gradients")
    apart, halved, scores, rounded = [], [], [], []
    for b in range(min(len(data["beat"]), int(most or len(data["beat"])))):
        x = {name: of_beat(name, data["in." + name][b]) for name in inputs}
        rival = int(data["baseline_class"][b])
        base = {name: of_beat(name, data["mean." + name][rival]) if rival >= 0 else silence(name, x[name])
                for name in inputs}
        of = int(data["target_class"][b])
        scores.append(abs(float(plain({n: v[None] for n, v in x.items()}, of)[0]) - data["score.integrated_gradients"][b]))
        cut = data["steps.integrated_gradients"][b] != STEPS
        if cut:
            weight, g = stretches(x, base, of, ways[b])
        else:
            weight, g = fifty[1] / 2, in_turn(lambda at: gradient(at, of), x, base, (1 + fifty[0]) / 2)
        ours = {n: np.tensordot(weight, g[n], 1) * (x[n] - base[n]) for n in inputs}
        theirs = {n: of_beat(n, data["map.integrated_gradients." + n][b]) for n in inputs}
        largest = max(np.abs(v).max() for v in ours.values())
        (halved if cut else apart).append(max(np.abs(ours[n] - theirs[n]).max() for n in inputs) / largest)
        if (halved if cut else apart)[-1] > 1e-4 and not cut:  # how far rounding alone takes the same map
            rough = in_turn(lambda at: gradient({n: v.astype(np.float32) for n, v in at.items()}, of), x, base,
                            (1 + fifty[0]) / 2)
            rough = {n: np.tensordot(weight, rough[n].astype(np.float64), 1) * (x[n] - base[n]) for n in inputs}
            rounded.append((apart[-1], max(np.abs(ours[n] - rough[n]).max() for n in inputs) / largest))
    print(f"{meta['model']['name']}, {len(scores)} beats: scores differ by {max(scores):.1e} at most")
    for what, of in ((f"{STEPS} steps", apart), ("ways that were cut", halved)):
        if of:
            of = np.array(of)
            print(f"{len(of)} maps of {what}, largest difference over largest attribution: median {np.median(of):.1e}, "
                  f"largest {of.max():.1e}; {(of <= 1e-4).sum()} within 1e-4")
    for theirs, own in rounded:
        print(f"a map {theirs:.1e} off: this reference itself, in single precision, is {own:.1e} off")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if 2 <= len(sys.argv) <= 3 else __doc__)
