// The transforms of core/dsp/fft.h without FFTW, for the portable trainer: any length by its definition, powers of two
// by halving. Slower, and exact to single precision; the trainer needs 187 and 1,024 samples.
#include "core/dsp/fft.h"

#include <bit>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <vector>

// FFTW's plans are pointers to this name; here it holds what a transform of one length needs.
struct fftwf_plan_s {
    std::size_t size = 0;
    std::vector<std::complex<double>> turns;  // e^(-2πik/size)
};

namespace triptych::dsp {
namespace {

fftwf_plan_s* planFor(std::size_t size) {
    struct Plans {
        std::mutex mutex;
        std::map<std::size_t, fftwf_plan_s> by_size;
    };
    static Plans& plans = *new Plans;  // never destroyed: a worker may still be transforming while the program ends
    const std::scoped_lock lock(plans.mutex);
    fftwf_plan_s& plan = plans.by_size[size];
    if (plan.size == 0) {
        plan.size = size;
        for (std::size_t k = 0; k < size; ++k) {
            const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
            plan.turns.emplace_back(std::cos(angle), std::sin(angle));
        }
    }
    return &plan;
}

// x[n] = Σ X[k] e^(+2πikn/size) in place, `size` a power of two (Cooley & Tukey 1965).
void inverseByHalving(const fftwf_plan_s& plan, std::vector<std::complex<double>>& values) {
    const std::size_t size = plan.size;
    for (std::size_t i = 1, j = 0; i < size; ++i) {
        std::size_t bit = size / 2;
        for (; (j & bit) != 0; bit /= 2) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(values[i], values[j]);
    }
    for (std::size_t length = 2; length <= size; length *= 2) {
        for (std::size_t first = 0; first < size; first += length) {
            for (std::size_t k = 0; k < length / 2; ++k) {
                const auto turned = std::conj(plan.turns[k * (size / length)]) * values[first + k + length / 2];
                values[first + k + length / 2] = values[first + k] - turned;
                values[first + k] += turned;
            }
        }
    }
}

}  // namespace

RealForwardFft::RealForwardFft(std::size_t size) : plan_(planFor(size)) {}

void RealForwardFft::run(float* in, std::complex<float>* out) const {
    for (std::size_t k = 0; k <= plan_->size / 2; ++k) {
        std::complex<double> sum = 0;
        for (std::size_t n = 0; n < plan_->size; ++n) {
            if (in[n] != 0) sum += static_cast<double>(in[n]) * plan_->turns[k * n % plan_->size];
        }
        out[k] = std::complex<float>(sum);
    }
}

ComplexInverseFft::ComplexInverseFft(std::size_t size) : plan_(planFor(size)) {}

void ComplexInverseFft::run(std::complex<float>* in, std::complex<float>* out) const {
    std::vector<std::complex<double>> values(in, in + plan_->size);
    if (std::has_single_bit(plan_->size)) {
        inverseByHalving(*plan_, values);
    } else {
        std::vector<std::complex<double>> sums(plan_->size);
        for (std::size_t n = 0; n < plan_->size; ++n) {
            for (std::size_t k = 0; k < plan_->size; ++k)
                sums[n] += values[k] * std::conj(plan_->turns[k * n % plan_->size]);
        }
        values = std::move(sums);
    }
    for (std::size_t n = 0; n < plan_->size; ++n) out[n] = std::complex<float>(values[n]);
}

}  // namespace triptych::dsp
