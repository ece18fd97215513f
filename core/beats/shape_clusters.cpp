#include "core/beats/shape_clusters.h"

#include "core/beats/median.h"
#include "core/beats/windows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace triptych::beats {
namespace {

constexpr std::size_t kSeeds = 3000;  // beats that clusters begin with, spread over the recording
constexpr std::size_t kScaled = 200;  // beats that a lead's size is taken from
constexpr int kRounds = 3;            // of moving means and members
constexpr std::size_t kShifts = 2 * kShapeSlack + 1;
constexpr std::size_t kTried = 3;  // clusters that a beat is laid on at every shift; the others as it is marked
constexpr std::size_t kQrsFrom = kShapeMark - 10, kQrsTo = kShapeMark + 13;

float weight(std::size_t column) {
    return column >= kQrsFrom && column < kQrsTo ? std::numbers::sqrt2_v<float> : 1.0F;
}

struct Centre {
    std::vector<float> mean;  // [leads × kShapeLength], scaled
    std::vector<float> weighed;
    double energy = 0;
    std::uint16_t group = 0;
    std::vector<double> sum;  // of its members' rows, as they lay best
    std::int64_t members = 0;
    std::int64_t shifts = 0;  // of its members, summed

    // The mean of its members, with their marks, on average, where the mark is: a cluster begins with one beat, whose
    // own mark may be off.
    void settle() {
        if (members > 0) {
            const auto off = std::llround(static_cast<double>(shifts) / static_cast<double>(members)) -
                             static_cast<std::int64_t>(kShapeSlack);
            for (std::size_t i = 0; i < mean.size(); ++i) {
                const auto column = static_cast<std::int64_t>(i % kShapeLength);
                const auto from = std::clamp<std::int64_t>(column - off, 0, kShapeLength - 1);
                mean[i] =
                    static_cast<float>(sum[i - static_cast<std::size_t>(column) + static_cast<std::size_t>(from)] /
                                       static_cast<double>(members));
            }
        }
        energy = 0;
        weighed.resize(mean.size());
        for (std::size_t i = 0; i < mean.size(); ++i) {
            weighed[i] = mean[i] * weight(i % kShapeLength);
            energy += static_cast<double>(weighed[i]) * weighed[i];
        }
        std::fill(sum.begin(), sum.end(), 0.0);
        members = shifts = 0;
    }
};

class Clusterer {
public:
    Clusterer(const ShapeRows& rows, std::size_t count, std::size_t leads, std::span<const std::uint16_t> group,
              const ShapeOptions& options)
        : rows_(rows),
          count_(count),
          leads_(leads),
          group_(group),
          options_(options),
          scale_(leads, 1),
          row_(leads * kShapeRow),
          moved_(leads * kShapeLength) {
        const std::size_t columns = leads * kShapeLength;
        weights_.resize(columns);
        for (std::size_t i = 0; i < columns; ++i) weights_[i] = weight(i % kShapeLength);
    }

    Result<ShapeClusters> run(const Job& job) {
        measureLeads();
        const std::size_t step = std::max<std::size_t>(1, count_ / kSeeds);
        std::vector<std::size_t> seeds;
        for (std::size_t beat = 0; beat < count_; beat += step) seeds.push_back(beat);
        lead(seeds);
        for (int round = 0; round < kRounds; ++round) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "grouping beats was stopped");
            for (const std::size_t beat : seeds) join(beat);
            settle();
            merge();
        }
        // All beats; those that no cluster is like begin their own, rare as they are: they are what a reader looks for.
        std::vector<std::size_t> every(count_);
        std::iota(every.begin(), every.end(), std::size_t{0});
        for (std::size_t from = 0; from < count_; from += kBlock) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "grouping beats was stopped");
            lead(std::span(every).subspan(from, std::min(kBlock, count_ - from)));
        }
        settle();
        merge();
        thin();
        return assigned(job);
    }

private:
    static constexpr std::size_t kBlock = 4096;

    // What a lead is divided by: the deviation of its median beat.
    void measureLeads() {
        const std::size_t step = std::max<std::size_t>(1, count_ / kScaled);
        std::vector<std::vector<float>> columns(leads_ * kShapeRow);
        for (std::size_t beat = 0; beat < count_; beat += step) {
            rows_(beat, row_);
            for (std::size_t i = 0; i < row_.size(); ++i) columns[i].push_back(row_[i]);
        }
        for (std::size_t lead = 0; lead < leads_; ++lead) {
            double square = 0, mean = 0;
            for (std::size_t i = 0; i < kShapeRow; ++i) {
                const double value = medianInPlace(std::span(columns[lead * kShapeRow + i]));
                mean += value / kShapeRow;
                square += value * value / kShapeRow;
            }
            const double deviation = std::sqrt(std::max(0.0, square - mean * mean));
            scale_[lead] = deviation > 0 ? static_cast<float>(1 / deviation) : 0.0F;
        }
    }

    void read(std::size_t beat) {
        rows_(beat, row_);
        for (std::size_t lead = 0; lead < leads_; ++lead) {
            for (std::size_t i = 0; i < kShapeRow; ++i) row_[lead * kShapeRow + i] *= scale_[lead];
        }
    }

    // The row as it lies `shift` columns to the right, each lead less its mean there, weighed into moved_; its energy.
    double move(std::size_t shift) {
        double energy = 0;
        for (std::size_t lead = 0; lead < leads_; ++lead) {
            const float* from = row_.data() + lead * kShapeRow + shift;
            float* to = moved_.data() + lead * kShapeLength;
            float mean = 0;
            for (std::size_t i = 0; i < kShapeLength; ++i) mean += from[i];
            mean /= kShapeLength;
            float sum = 0;
            for (std::size_t i = 0; i < kShapeLength; ++i) {
                to[i] = (from[i] - mean) * weights_[i];
                sum += to[i] * to[i];
            }
            energy += sum;
        }
        return energy;
    }

    [[nodiscard]] float distanceTo(const Centre& centre, double energy) const {
        const float* a = moved_.data();
        const float* b = centre.weighed.data();
        // Eight sums that do not wait for each other.
        std::array<float, 8> sums{};
        std::size_t i = 0;
        for (; i + sums.size() <= moved_.size(); i += sums.size()) {
            for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += (a[i + k] - b[i + k]) * (a[i + k] - b[i + k]);
        }
        for (; i < moved_.size(); ++i) sums[0] += (a[i] - b[i]) * (a[i] - b[i]);
        const double larger = std::max(energy, centre.energy);
        const float sum = std::accumulate(sums.begin(), sums.end(), 0.0F);
        return larger > 0 ? static_cast<float>(sum / larger) : 0.0F;
    }

    [[nodiscard]] std::uint16_t groupOf(std::size_t beat) const {
        return group_.empty() ? std::uint16_t{0} : group_[beat];
    }

    struct Nearest {
        std::size_t centre = 0;
        float distance = std::numeric_limits<float>::infinity();
        std::size_t shift = kShapeSlack;
    };

    // Of the beat that was read.
    Nearest nearest(std::uint16_t group) {
        std::array<Nearest, kTried> tried;
        const double energy = move(kShapeSlack);
        for (std::size_t i = 0; i < centres_.size(); ++i) {
            if (centres_[i].group != group) continue;
            const float distance = distanceTo(centres_[i], energy);
            if (distance >= tried.back().distance) continue;
            tried.back() = {i, distance, kShapeSlack};
            std::sort(tried.begin(), tried.end(),
                      [](const Nearest& a, const Nearest& b) { return a.distance < b.distance; });
        }
        if (tried.front().distance < options_.same / 4) return tried.front();  // no shift would make it another
        for (std::size_t shift = 0; shift < kShifts; ++shift) {
            if (shift == kShapeSlack) continue;
            const double moved = move(shift);
            for (Nearest& one : tried) {
                if (std::isinf(one.distance)) continue;
                const float distance = distanceTo(centres_[one.centre], moved);
                if (distance < one.distance) one = {one.centre, distance, shift};
            }
        }
        return *std::min_element(tried.begin(), tried.end(),
                                 [](const Nearest& a, const Nearest& b) { return a.distance < b.distance; });
    }

    void add(Centre& centre, std::size_t shift) {
        move(shift);
        for (std::size_t i = 0; i < moved_.size(); ++i) centre.sum[i] += moved_[i] / weights_[i];
        centre.shifts += static_cast<std::int64_t>(shift);
        ++centre.members;
    }

    // Adds each beat to the cluster that it is like, or begins one.
    void lead(std::span<const std::size_t> beats) {
        for (const std::size_t beat : beats) {
            read(beat);
            const Nearest of = nearest(groupOf(beat));
            if (of.distance <= options_.same) {
                add(centres_[of.centre], of.shift);
                continue;
            }
            if (centres_.size() >= 3 * options_.most) continue;  // noise: each beat is unlike all others
            Centre centre{std::vector<float>(moved_.size()),     {}, 0, groupOf(beat),
                          std::vector<double>(moved_.size(), 0), 0};
            add(centre, kShapeSlack);
            const std::vector<double> sum = centre.sum;
            centre.settle();
            centre.sum = sum;
            centre.members = 1;
            centre.shifts = kShapeSlack;
            centres_.push_back(std::move(centre));
        }
    }

    void join(std::size_t beat) {
        read(beat);
        const Nearest of = nearest(groupOf(beat));
        if (of.distance <= options_.same) add(centres_[of.centre], of.shift);
    }

    void settle() {
        sizes_.clear();
        std::erase_if(centres_, [](const Centre& centre) { return centre.members == 0; });
        for (Centre& centre : centres_) {
            sizes_.push_back(centre.members);
            centre.settle();
        }
    }

    // The larger takes the smaller, their means by their members.
    void merge() {
        std::vector<std::size_t> order(centres_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return sizes_[a] > sizes_[b]; });
        std::vector<Centre> kept;
        std::vector<std::int64_t> kept_sizes;
        for (const std::size_t i : order) {
            Centre& centre = centres_[i];
            std::size_t into = kept.size();
            float best = options_.merged;
            for (std::size_t k = 0; k < kept.size(); ++k) {
                if (kept[k].group != centre.group) continue;
                moved_ = centre.weighed;
                const float distance = distanceTo(kept[k], centre.energy);
                if (distance <= best) {
                    best = distance;
                    into = k;
                }
            }
            if (into == kept.size()) {
                kept.push_back(std::move(centre));
                kept_sizes.push_back(sizes_[i]);
                continue;
            }
            const double all = static_cast<double>(kept_sizes[into] + sizes_[i]);
            for (std::size_t c = 0; c < centre.mean.size(); ++c) {
                kept[into].mean[c] = static_cast<float>((kept[into].mean[c] * static_cast<double>(kept_sizes[into]) +
                                                         centre.mean[c] * static_cast<double>(sizes_[i])) /
                                                        all);
            }
            kept_sizes[into] += sizes_[i];
            kept[into].settle();
        }
        centres_ = std::move(kept);
        sizes_ = std::move(kept_sizes);
    }

    // No more clusters than a reader looks at: the rarest go, and their beats to the nearest that is left. Every group
    // keeps one.
    void thin() {
        while (centres_.size() > options_.most) {
            std::size_t rarest = centres_.size();
            for (std::size_t i = centres_.size(); i-- > 0;) {
                const bool alone = std::count_if(centres_.begin(), centres_.end(), [&](const Centre& other) {
                                       return other.group == centres_[i].group;
                                   }) == 1;
                if (!alone && (rarest == centres_.size() || sizes_[i] < sizes_[rarest])) rarest = i;
            }
            if (rarest == centres_.size()) return;
            centres_.erase(centres_.begin() + static_cast<std::ptrdiff_t>(rarest));
            sizes_.erase(sizes_.begin() + static_cast<std::ptrdiff_t>(rarest));
        }
    }

    // Every beat in the cluster that it is nearest to, whether like it or not.
    Result<ShapeClusters> assigned(const Job& job) {
        ShapeClusters out;
        std::vector<std::uint16_t> place(count_, 0);
        out.distance.resize(count_);
        out.clusters.resize(centres_.size());
        for (std::size_t beat = 0; beat < count_; ++beat) {
            if (beat % kBlock == 0 && job.stopRequested()) {
                return fail(ErrorCode::cancelled, "grouping beats was stopped");
            }
            read(beat);
            const Nearest of = nearest(groupOf(beat));
            out.distance[beat] = of.distance;
            out.clusters[of.centre].beats.push_back(static_cast<std::uint32_t>(beat));
        }
        for (std::size_t i = 0; i < centres_.size(); ++i) {
            ShapeCluster& cluster = out.clusters[i];
            cluster.group = centres_[i].group;
            cluster.mean = centres_[i].mean;
            for (std::size_t c = 0; c < cluster.mean.size(); ++c) {
                const float scale = scale_[c / kShapeLength];
                cluster.mean[c] = scale > 0 ? cluster.mean[c] / scale : 0.0F;  // back in the lead's own unit
            }
            std::stable_sort(cluster.beats.begin(), cluster.beats.end(),
                             [&](std::uint32_t a, std::uint32_t b) { return out.distance[a] < out.distance[b]; });
        }
        std::erase_if(out.clusters, [](const ShapeCluster& cluster) { return cluster.beats.empty(); });
        std::stable_sort(out.clusters.begin(), out.clusters.end(),
                         [](const ShapeCluster& a, const ShapeCluster& b) { return a.beats.size() > b.beats.size(); });
        for (std::size_t i = 0; i < out.clusters.size(); ++i) {
            for (const std::uint32_t beat : out.clusters[i].beats) place[beat] = static_cast<std::uint16_t>(i);
        }
        out.cluster_of = std::move(place);
        return out;
    }

    const ShapeRows& rows_;
    std::size_t count_, leads_;
    std::span<const std::uint16_t> group_;
    ShapeOptions options_;
    std::vector<float> scale_;    // [leads]
    std::vector<float> weights_;  // [leads × kShapeLength]
    std::vector<float> row_;      // the beat at hand
    std::vector<float> moved_;    // the same, shifted and weighed
    std::vector<Centre> centres_;
    std::vector<std::int64_t> sizes_;  // [centres] members when they were last settled
};

}  // namespace

void shapeRow(std::span<const float> signal_125, const Beat& beat, double rate_hz, std::span<float> into) {
    const std::int64_t count = std::ssize(signal_125);
    if (count == 0) {
        std::ranges::fill(into, 0.0F);
        return;
    }
    const std::int64_t first = modelSample(beat, rate_hz) - static_cast<std::int64_t>(kShapeMark + kShapeSlack);
    for (std::size_t i = 0; i < kShapeRow; ++i) {
        const float value = signal_125[static_cast<std::size_t>(
            std::clamp<std::int64_t>(first + static_cast<std::int64_t>(i), 0, count - 1))];
        into[i] = std::isfinite(value) ? value : 0.0F;
    }
}

Result<ShapeClusters> clusterShapes(const ShapeRows& rows, std::size_t count, std::size_t leads,
                                    std::span<const std::uint16_t> group, const ShapeOptions& options, const Job& job) {
    if (count == 0 || leads == 0) return ShapeClusters{};
    return Clusterer(rows, count, leads, group, options).run(job);
}

}  // namespace triptych::beats
