// The three domains in which the networks of the study of pages look at a page's one signal.
#pragma once

#include <torch/types.h>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace triptych::inference::studies {

enum class PageDomain : std::size_t { time, frequency, time_frequency };
inline constexpr std::array kPageDomains = {PageDomain::time, PageDomain::frequency, PageDomain::time_frequency};
[[nodiscard]] std::string_view name(PageDomain domain);

inline constexpr std::int64_t kSignalSamples = 1000;
inline constexpr std::int64_t kSpectrumBins = 500;  // without the mean's
inline constexpr std::int64_t kScalogramRows = 32, kScalogramColumns = 50;
inline constexpr double kLowestCycles = 5, kHighestCycles = 450;  // of the scalogram's rows, per width of the page

// `signals` [n × 1000], each standardised, to one tensor for each domain, all float:
//   time            [n × 1 × 1000] as it is
//   frequency       [n × 1 × 500] ln(|X| + 1e-3) of the signal less its mean under a Hann window, bins 1 to 500; cells
//                   are standardised by the training part's mean and deviation when a network is made (PageScale)
//   time_frequency  [n × 1 × 32 × 50] ln(1 + |W|) by complex Morlet wavelets, ω0 = 6, 32 log-spaced frequencies, a
//                   page's own mean and deviation taken out, mean-pooled along the page
using PageInputs = std::array<torch::Tensor, kPageDomains.size()>;
[[nodiscard]] PageInputs pageInputsOf(const torch::Tensor& signals);

// Rows `index` of each.
[[nodiscard]] PageInputs rowsOf(const PageInputs& inputs, const torch::Tensor& index);

}  // namespace triptych::inference::studies
