// The generator's own random numbers: the standard library's distributions differ between implementations.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace triptych::synth {

// xoshiro256** of Blackman & Vigna (2018), its state filled by SplitMix64. `stream` gives independent sequences of one
// seed, so that asking for more noise does not move the beats.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) {
        std::uint64_t mixed = seed * 0x9e3779b97f4a7c15U + (stream + 1) * 0xd1342543de82ef95U;
        for (std::uint64_t& word : state_) {
            mixed += 0x9e3779b97f4a7c15U;
            std::uint64_t z = mixed;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
            word = z ^ (z >> 31);
        }
    }

    std::uint64_t bits() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    // Uniform in [0, 1).
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

    // Uniform in [0, below).
    std::uint64_t below(std::uint64_t limit) {
        return static_cast<std::uint64_t>(uniform() * static_cast<double>(limit));
    }

    // Normal to a good approximation, mean 0 and deviation 1, never beyond 6: twelve uniform 16-bit numbers summed
    // exactly (Irwin-Hall).
    double normal() {
        std::uint32_t sum = 0;
        for (int i = 0; i < 3; ++i) {
            const std::uint64_t four = bits();
            sum += static_cast<std::uint32_t>((four & 0xffff) + (four >> 16 & 0xffff) + (four >> 32 & 0xffff) +
                                              (four >> 48));
        }
        return (static_cast<double>(sum) - 12 * 32767.5) / 65536.0;
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace triptych::synth
