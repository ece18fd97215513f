#include "core/dsp/fft.h"

#include <fftw3.h>

#include <algorithm>
#include <bit>
#include <map>
#include <mutex>
#include <utility>

namespace triptych::dsp {
namespace {

enum class Kind { real_forward, complex_inverse };

fftwf_plan makePlan(Kind kind, std::size_t size) {
    // ESTIMATE: measuring takes seconds at these sizes and would run while the reader waits.
    const int length = static_cast<int>(size);
    FftBuffer<std::complex<float>> out(size);
    auto* bins = reinterpret_cast<fftwf_complex*>(out.data());
    if (kind == Kind::real_forward) {
        FftBuffer<float> in(size);
        return fftwf_plan_dft_r2c_1d(length, in.data(), bins, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    }
    FftBuffer<std::complex<float>> in(size);
    return fftwf_plan_dft_1d(length, reinterpret_cast<fftwf_complex*>(in.data()), bins, FFTW_BACKWARD,
                             FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
}

fftwf_plan planFor(Kind kind, std::size_t size) {
    struct Plans {
        std::mutex mutex;
        std::map<std::pair<Kind, std::size_t>, fftwf_plan> by_size;
    };
    // Never destroyed: a worker may still be transforming while the program ends.
    static Plans& plans = *new Plans;
    const std::scoped_lock lock(plans.mutex);
    fftwf_plan& plan = plans.by_size[{kind, size}];
    if (plan == nullptr) plan = makePlan(kind, size);
    return plan;
}

bool isSmooth(std::size_t n) {
    for (const std::size_t factor : {2U, 3U, 5U})
        while (n % factor == 0) n /= factor;
    return n == 1;
}

}  // namespace

std::size_t fftSizeFrom(std::size_t at_least) {
    std::size_t best = std::bit_ceil(std::max<std::size_t>(at_least, 2));
    for (const std::size_t odd : {3U, 5U, 9U, 15U}) {
        const std::size_t size = odd * std::max<std::size_t>(2, std::bit_ceil((at_least + odd - 1) / odd));
        best = std::min(best, size);
    }
    return best;
}

std::size_t fftSizeUpTo(std::size_t at_most) {
    std::size_t size = at_most - at_most % 2;
    while (!isSmooth(size)) size -= 2;
    return size;
}

RealForwardFft::RealForwardFft(std::size_t size) : plan_(planFor(Kind::real_forward, size)) {}

void RealForwardFft::run(float* in, std::complex<float>* out) const {
    fftwf_execute_dft_r2c(plan_, in, reinterpret_cast<fftwf_complex*>(out));
}

ComplexInverseFft::ComplexInverseFft(std::size_t size) : plan_(planFor(Kind::complex_inverse, size)) {}

void ComplexInverseFft::run(std::complex<float>* in, std::complex<float>* out) const {
    fftwf_execute_dft(plan_, reinterpret_cast<fftwf_complex*>(in), reinterpret_cast<fftwf_complex*>(out));
}

}  // namespace triptych::dsp
