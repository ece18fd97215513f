#include "core/explain/integrated_gradients.h"

#include "core/explain/ask.h"
#include "core/explain/gauss_legendre.h"
#include "core/explain/side_by_side.h"
#include "core/text/said.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace triptych::explain {
namespace {

constexpr int kSteps = 50;
constexpr int kMostNodes = 300;
constexpr std::size_t kBatch = 13;      // of the usual 50, four on two threads: a stop between them is quick
constexpr std::size_t kStretches = 16;  // that a way with corners is cut into first
constexpr std::size_t kHalved = 16;     // of them, the worst, in one round

// A stretch of the way, and what its nodes add to the integral.
struct Stretch {
    double from = 0, to = 1;
    std::vector<torch::Tensor> gradient;  // Σ w ∂F, input by input, without batch axis
    double error = 0;                     // its Σ attributions less the score's difference between its ends
};

class Way {
public:
    explicit Way(const Subject& subject) : subject_(subject), to_(subject.values()), from_(subject.baselines()) {
        for (std::size_t i = 0; i < to_.size(); ++i)
            difference_.push_back((to_[i] - from_[i]).squeeze(0).to(torch::kDouble));
    }

    // [n × …] of every input.
    [[nodiscard]] std::vector<torch::Tensor> at(std::span<const double> alpha) const {
        const auto places = torch::tensor(std::vector<double>(alpha.begin(), alpha.end())).to(torch::kFloat);
        std::vector<torch::Tensor> out;
        for (std::size_t i = 0; i < to_.size(); ++i) {
            std::vector<std::int64_t> spread(static_cast<std::size_t>(to_[i].dim()), 1);
            spread[0] = places.size(0);
            out.push_back(from_[i] + places.view(spread) * (to_[i] - from_[i]));
        }
        return out;
    }

    // Σ w ∂F over `count` nodes of each group, group after group; a batch may span groups.
    [[nodiscard]] Result<std::vector<std::vector<torch::Tensor>>> gradients(std::span<const double> alpha,
                                                                            std::span<const double> weight,
                                                                            std::size_t group, const Job& job) const {
        const std::size_t batch = std::max<std::size_t>(1, kBatch / group) * group;
        const std::size_t whole = group > kBatch ? kBatch : batch;  // a large group is asked in parts
        const std::size_t pieces = (alpha.size() + whole - 1) / whole;
        std::vector<std::vector<torch::Tensor>> partial(pieces);
        const auto piece = [&](std::size_t mine) {
            const std::size_t first = mine * whole, length = std::min(whole, alpha.size() - first);
            const auto w =
                torch::tensor(std::vector<double>(weight.begin() + static_cast<std::ptrdiff_t>(first),
                                                  weight.begin() + static_cast<std::ptrdiff_t>(first + length)),
                              torch::kDouble);
            const auto of_nodes = gradientsOf(subject_, at(alpha.subspan(first, length)));
            const auto groups = static_cast<std::int64_t>(group > kBatch ? 1 : length / group);
            for (const torch::Tensor& gradient : of_nodes) {
                auto sides = gradient.sizes().vec();
                sides[0] = static_cast<std::int64_t>(length) / groups;
                sides.insert(sides.begin(), groups);
                std::vector<std::int64_t> spread(sides.size(), 1);
                spread[0] = groups;
                spread[1] = sides[1];
                partial[mine].push_back((gradient.to(torch::kDouble).view(sides) * w.view(spread)).sum(1));
            }
        };
        if (auto done = sideBySide(pieces, piece, job); !done) return std::unexpected(done.error());
        // Added in their order, so that the result does not depend on who was quicker.
        std::vector<std::vector<torch::Tensor>> out;
        for (const auto& of_piece : partial) {
            for (std::int64_t g = 0; g < of_piece.front().size(0); ++g) {
                if (group > kBatch && !out.empty()) {
                    for (std::size_t i = 0; i < of_piece.size(); ++i) out[0][i] = out[0][i] + of_piece[i][g];
                } else {
                    out.emplace_back();
                    for (const torch::Tensor& input : of_piece) out.back().push_back(input[g]);
                }
            }
        }
        return out;
    }

    [[nodiscard]] std::vector<torch::Tensor> attributions(const std::vector<torch::Tensor>& gradient) const {
        std::vector<torch::Tensor> out;
        for (std::size_t i = 0; i < gradient.size(); ++i) out.push_back(gradient[i] * difference_[i]);
        return out;
    }
    [[nodiscard]] double sum(const std::vector<torch::Tensor>& gradient) const {
        double out = 0;
        for (const torch::Tensor& of : attributions(gradient)) out += of.sum().item<double>();
        return out;
    }
    [[nodiscard]] const Subject& subject() const { return subject_; }

private:
    const Subject& subject_;
    std::vector<torch::Tensor> to_, from_, difference_;
};

// Two nodes on each stretch, and how far they are off. Errors: cancelled.
Result<void> fill(const Way& way, std::vector<Stretch>& stretches, const Job& job) {
    static const Quadrature kTwo = gaussLegendre(2);
    std::vector<double> alpha, weight, ends;
    for (const Stretch& stretch : stretches) {
        const double length = stretch.to - stretch.from;
        for (std::size_t node = 0; node < 2; ++node) {
            alpha.push_back(stretch.from + length * kTwo.node[node]);
            weight.push_back(length * kTwo.weight[node]);
        }
        ends.push_back(stretch.from);
        ends.push_back(stretch.to);
    }
    const auto gradients = way.gradients(alpha, weight, 2, job);
    if (!gradients) return std::unexpected(gradients.error());
    const auto scores = scoresOf(
        way.subject(), ends.size(),
        [&](std::size_t first, std::size_t past) { return way.at(std::span(ends).subspan(first, past - first)); }, job);
    if (!scores) return std::unexpected(scores.error());
    for (std::size_t s = 0; s < stretches.size(); ++s) {
        stretches[s].gradient = (*gradients)[s];
        stretches[s].error = way.sum(stretches[s].gradient) - ((*scores)[2 * s + 1] - (*scores)[2 * s]);
    }
    return {};
}

// The integral by halving, into `out`. Errors: cancelled.
Result<std::vector<torch::Tensor>> byHalving(const Way& way, Explanation& out, const Job& job) {
    std::vector<Stretch> stretches(kStretches);
    for (std::size_t s = 0; s < kStretches; ++s) {
        stretches[s].from = static_cast<double>(s) / kStretches;
        stretches[s].to = static_cast<double>(s + 1) / kStretches;
    }
    if (auto done = fill(way, stretches, job); !done) return std::unexpected(done.error());
    out.steps += static_cast<int>(2 * stretches.size());
    std::vector<torch::Tensor> total;
    for (;;) {
        total.clear();
        for (const Stretch& stretch : stretches) {
            for (std::size_t i = 0; i < stretch.gradient.size(); ++i) {
                if (total.size() <= i)
                    total.push_back(stretch.gradient[i].clone());
                else
                    total[i] += stretch.gradient[i];
            }
        }
        sayCompleteness(way.sum(total), out);
        if (out.converged) break;
        std::ranges::stable_sort(stretches, std::ranges::greater(), [](const Stretch& s) { return std::abs(s.error); });
        const auto room = static_cast<std::size_t>(std::max(0, kMostNodes - out.steps)) / 4;
        // Those that are off by more than their share of what is allowed; where errors cancelled before, the worst one.
        const double share =
            std::abs(way.sum(total) - out.completeness_error) * 0.01 / static_cast<double>(stretches.size());
        const auto off = static_cast<std::size_t>(
            std::ranges::count_if(stretches, [&](const Stretch& s) { return std::abs(s.error) > share; }));
        const std::size_t halved = std::min({kHalved, room, std::max<std::size_t>(1, off)});
        if (halved == 0) break;
        std::vector<Stretch> halves;
        for (std::size_t s = 0; s < halved; ++s) {
            const double middle = (stretches[s].from + stretches[s].to) / 2;
            halves.push_back({stretches[s].from, middle, {}, 0});
            halves.push_back({middle, stretches[s].to, {}, 0});
        }
        if (auto done = fill(way, halves, job); !done) return std::unexpected(done.error());
        out.steps += static_cast<int>(2 * halves.size());
        stretches.erase(stretches.begin(), stretches.begin() + static_cast<std::ptrdiff_t>(halved));
        std::ranges::move(halves, std::back_inserter(stretches));
    }
    return total;
}

}  // namespace

Result<Explanation> integratedGradients(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                        const Job& job) {
    const Way way(subject);
    Explanation out;
    out.score = subject.scoreOf(subject.values());
    out.baseline_score = subject.scoreOf(subject.baselines());
    out.baseline = subject.baselineName();
    const Quadrature quadrature = gaussLegendre(kSteps);
    const auto plain = way.gradients(quadrature.node, quadrature.weight, kSteps, job);
    if (!plain) return std::unexpected(plain.error());
    std::vector<torch::Tensor> gradient = plain->front();
    out.steps = kSteps;
    sayCompleteness(way.sum(gradient), out);
    if (!out.converged) {
        auto halved = byHalving(way, out, job);
        if (!halved) return std::unexpected(halved.error());
        gradient = std::move(*halved);
    }
    if (!out.converged) {
        out.remarks.push_back(
            text::say("the attributions do not add up to the score's difference within 1 % after {1} steps: read "
                      "places, not amounts",
                      out.steps));
    }
    addInputs(subject, way.attributions(gradient), out);
    return out;
}

}  // namespace triptych::explain
