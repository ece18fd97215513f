// The one owner of FFTW: planning is not thread-safe, so plans are made here under a lock and kept for the life of the
// program; executing them is thread-safe. Private to this room.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

struct fftwf_plan_s;

namespace triptych::dsp {

// The smallest even number 2^a·{1, 3, 5, 9, 15} that is not below `at_least`: at most a quarter too much
// (7 % on average), and so few in number that plans for every zoom level are soon made.
[[nodiscard]] std::size_t fftSizeFrom(std::size_t at_least);
// The largest even product of 2, 3 and 5 that is not above `at_most`; `at_most` must be at least 2.
[[nodiscard]] std::size_t fftSizeUpTo(std::size_t at_most);

// An array aligned for vector instructions, which every plan relies on. Zeroed.
template <class T>
class FftBuffer {
public:
    explicit FftBuffer(std::size_t count)
        : data_(static_cast<T*>(::operator new(count * sizeof(T), kAlignment))), count_(count) {
        std::uninitialized_value_construct_n(data_.get(), count);
    }
    [[nodiscard]] T* data() { return data_.get(); }
    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] T& operator[](std::size_t i) { return data_.get()[i]; }
    [[nodiscard]] std::span<T> span() { return {data_.get(), count_}; }

private:
    static constexpr std::align_val_t kAlignment{64};
    struct Release {
        void operator()(T* memory) const { ::operator delete(memory, kAlignment); }
    };
    std::unique_ptr<T, Release> data_;
    std::size_t count_;
};

// X[k] = Σ x[n] e^(-2πikn/size), k = 0..size/2. Cheap to make twice, thread-safe to make and to run.
class RealForwardFft {
public:
    explicit RealForwardFft(std::size_t size);
    // `in` holds size floats and stays as it is, `out` size/2 + 1 bins; both from an FftBuffer's start.
    void run(float* in, std::complex<float>* out) const;

private:
    fftwf_plan_s* plan_;
};

// x[n] = Σ X[k] e^(+2πikn/size), not divided by the size.
class ComplexInverseFft {
public:
    explicit ComplexInverseFft(std::size_t size);
    // Both hold `size` values and start an FftBuffer; `in` is used up.
    void run(std::complex<float>* in, std::complex<float>* out) const;

private:
    fftwf_plan_s* plan_;
};

}  // namespace triptych::dsp
