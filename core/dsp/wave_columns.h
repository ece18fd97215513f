// From a row's transform to the columns of a picture: the largest modulus within each, between the samples by a cubic
// and at their peaks by a parabola. Private to this room.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace triptych::dsp {

// A row's transform and its squared modulus.
struct Wave {
    const std::complex<float>* values = nullptr;
    const float* power = nullptr;
};

// Columns `first` to `last` of a row; the left edge of column c lies at edge0 + c·width among the samples of the wave,
// and of the first and the last column only what lies in [from, to] counts. Every place must have a sample before it
// and two after it.
struct ColumnsOfWave {
    std::size_t first = 0, last = 0;
    double edge0 = 0, width = 0;
    double from = 0, to = 0;
};

// Kept from row to row, so that nothing is allocated in between.
struct PoolScratch {
    std::vector<double> places;
    std::vector<float> powers;
};

// Each value times its weight.
void weigh(std::span<const std::complex<float>> values, const float* weights, std::complex<float>* out);

// |value|² of each.
void powersOf(std::span<const std::complex<float>> values, float* out);

// Raises the cells of a row, which hold squared moduli, by those of the wave within each column: at both its edges and
// at the peaks between them. `cells` begins with column 0.
void poolIntoColumns(const Wave& wave, const ColumnsOfWave& columns, PoolScratch& scratch, float* cells);

// The roots of all cells: moduli.
void rootsOf(std::span<float> cells);

}  // namespace triptych::dsp
