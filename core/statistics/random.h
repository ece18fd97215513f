// A small generator whose numbers are the same on every machine and library: splits, batch order and augmentation must
// be repeatable, and the standard distributions are not.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace triptych {

// SplitMix64 (Steele, Lea & Flood 2014): passes BigCrush, any seed is good, eight bytes of state.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(uniform() * static_cast<double>(bound)); }
    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(6.283185307179586 * uniform());
    }
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t state_;
};

// A seed for (seed, stream): epochs and workers draw from streams of their own, so that resuming repeats them.
[[nodiscard]] inline std::uint64_t streamSeed(std::uint64_t seed, std::uint64_t stream) {
    return Random(seed * 0x9e3779b97f4a7c15ULL + stream).next();
}

}  // namespace triptych
