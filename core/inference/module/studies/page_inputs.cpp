#include "core/inference/module/studies/page_inputs.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace triptych::inference::studies {
namespace {

constexpr double kOmega0 = 6;
constexpr std::int64_t kPad = 250;  // of nothing on either side, so that the page's ends do not meet

// cos and sin of 2π·k·t/size for rows t and the bins given, [size × bins].
std::pair<torch::Tensor, torch::Tensor> waves(std::int64_t size, std::int64_t first_bin, std::int64_t bins) {
    const auto t = torch::arange(size, torch::kDouble).unsqueeze(1);
    const auto k = torch::arange(first_bin, first_bin + bins, torch::kDouble).unsqueeze(0);
    // Whole turns are taken off first: the product is exact, and so is the angle.
    const auto angle =
        torch::remainder(t * k, static_cast<double>(size)) * (2 * std::numbers::pi / static_cast<double>(size));
    return {angle.cos().to(torch::kFloat), angle.sin().to(torch::kFloat)};
}

torch::Tensor spectrumOf(const torch::Tensor& signals) {
    const auto window = torch::hann_window(kSignalSamples, torch::kFloat);
    const auto seen = (signals - signals.mean(1, true)) * window;
    const auto [cosines, sines] = waves(kSignalSamples, 1, kSpectrumBins);
    const auto magnitude = (seen.mm(cosines).square() + seen.mm(sines).square()).sqrt();
    return (magnitude + 1e-3).log().unsqueeze(1);
}

torch::Tensor scalogramOf(const torch::Tensor& signals) {
    const std::int64_t size = kSignalSamples + 2 * kPad;
    const auto padded = torch::constant_pad_nd(signals, {kPad, kPad});
    const std::int64_t bins = size / 2;
    const auto [cosines, sines] = waves(size, 1, bins);
    const auto real = padded.mm(cosines), imaginary = padded.mm(sines).neg();
    std::vector<torch::Tensor> rows;
    for (std::int64_t row = 0; row < kScalogramRows; ++row) {
        const double share = static_cast<double>(row) / static_cast<double>(kScalogramRows - 1);
        const double cycles = kLowestCycles * std::pow(kHighestCycles / kLowestCycles, share);  // per page
        // The wavelet in the domain of frequencies: a normal curve about its own, exp(−(ω0 f/f0 − ω0)²/2).
        const auto ratio = torch::arange(1, bins + 1, torch::kDouble) *
                           (static_cast<double>(kSignalSamples) / static_cast<double>(size) / cycles);
        const auto gain = (-0.5 * (kOmega0 * (ratio - 1)).square()).exp();
        const auto used = (gain > 1e-4).nonzero().squeeze(1);
        const auto weight =
            gain.index_select(0, used).to(torch::kFloat) * static_cast<float>(2.0 / static_cast<double>(size));
        const auto re = real.index_select(1, used) * weight, im = imaginary.index_select(1, used) * weight;
        const auto back_cos = cosines.index_select(1, used).slice(0, kPad, kPad + kSignalSamples).t();
        const auto back_sin = sines.index_select(1, used).slice(0, kPad, kPad + kSignalSamples).t();
        const auto w =
            ((re.mm(back_cos) - im.mm(back_sin)).square() + (re.mm(back_sin) + im.mm(back_cos)).square()).sqrt();
        rows.push_back(w.log1p());
    }
    auto picture = torch::stack(rows, 1);  // [n × 32 × 1000]
    const auto mean = picture.mean(at::IntArrayRef({1, 2}), true);
    const auto deviation = (picture - mean).square().mean(at::IntArrayRef({1, 2}), true).sqrt().clamp_min(1e-6);
    picture = (picture - mean) / deviation;
    return picture.view({picture.size(0), 1, kScalogramRows, kScalogramColumns, -1}).mean(4);
}

}  // namespace

std::string_view name(PageDomain domain) {
    switch (domain) {
        case PageDomain::time:
            return "time";
        case PageDomain::frequency:
            return "frequency";
        case PageDomain::time_frequency:
            return "time-frequency";
    }
    return "";
}

PageInputs pageInputsOf(const torch::Tensor& signals) {
    const torch::NoGradGuard guard;
    std::array<std::vector<torch::Tensor>, kPageDomains.size()> parts;
    constexpr std::int64_t kBlock = 128;  // the scalogram of many pages before pooling is large
    for (std::int64_t first = 0; first < signals.size(0); first += kBlock) {
        const auto block = signals.slice(0, first, std::min(first + kBlock, signals.size(0)));
        parts[0].push_back(block.unsqueeze(1));
        parts[1].push_back(spectrumOf(block));
        parts[2].push_back(scalogramOf(block));
    }
    return {torch::cat(parts[0]), torch::cat(parts[1]), torch::cat(parts[2])};
}

PageInputs rowsOf(const PageInputs& inputs, const torch::Tensor& index) {
    PageInputs out;
    for (std::size_t i = 0; i < inputs.size(); ++i) out[i] = inputs[i].index_select(0, index);
    return out;
}

}  // namespace triptych::inference::studies
