#include "core/pipeline/shape_tiles.h"

#include "core/beats/shape_distance.h"
#include "core/beats/windows.h"
#include "core/dsp/filter.h"
#include "core/dsp/resample.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace triptych::pipeline {
namespace {

using beats::kShapeLength;
using beats::kShapeRow;

constexpr std::size_t kMostValues = 50'000'000;  // of rows kept: 100 MB
constexpr std::size_t kBlock = 4096;             // beats between two looks at whether to stop
constexpr std::size_t kMostParts = 8;            // of a tile that is split
constexpr float kFiner[] = {0.5F, 0.25F, 0.125F};

// The whole lead as on a monitor, at the models' rate.
Result<std::vector<float>> monitorLead(const Recording& recording, std::size_t lead) {
    const Lead& of = recording.leads[lead];
    std::vector<float> samples(static_cast<std::size_t>(std::max<std::int64_t>(0, of.samples)));
    recording.source->readPhysical(lead, 0, samples);
    auto filtered = dsp::filterLead(samples, of.rate_hz, dsp::kMonitorFilter);
    if (!filtered) return std::unexpected(std::move(filtered.error()));
    return dsp::resample(*filtered, of.rate_hz, beats::kModelRateHz);
}

void keepLead(std::span<const float> signal, const BeatList& list, std::size_t lead, KeptShapes& into) {
    std::vector<float> rows(list.beats.size() * kShapeRow);
    float largest = 0;
    for (std::size_t beat = 0; beat < list.beats.size(); ++beat) {
        const auto row = std::span(rows).subspan(beat * kShapeRow, kShapeRow);
        beats::shapeRow(signal, list.beats[beat], list.rate_hz, row);
    }
    for (const float value : rows) largest = std::max(largest, std::abs(value));
    into.step[lead] = largest > 0 ? largest / 32'000 : 1;
    for (std::size_t beat = 0; beat < list.beats.size(); ++beat) {
        for (std::size_t i = 0; i < kShapeRow; ++i) {
            into.value[(beat * into.leads + lead) * kShapeRow + i] =
                static_cast<std::int16_t>(std::lround(rows[beat * kShapeRow + i] / into.step[lead]));
        }
    }
}

// Each lead's own size: the deviation of the commonest shape.
std::vector<float> scaleOf(const ShapeTile& commonest, std::size_t leads) {
    std::vector<float> scale(leads, 0);
    for (std::size_t lead = 0; lead < leads; ++lead) {
        double mean = 0, square = 0;
        for (std::size_t i = 0; i < kShapeLength; ++i) {
            const double value = commonest.mean[lead * kShapeLength + i];
            mean += value / kShapeLength;
            square += value * value / kShapeLength;
        }
        const double deviation = std::sqrt(std::max(0.0, square - mean * mean));
        scale[lead] = deviation > 0 ? static_cast<float>(1 / deviation) : 0.0F;
    }
    return scale;
}

// Members of a tile by their distance to its mean, and whose they are.
void settle(ShapeTiles& all, std::size_t tile) {
    ShapeTile& of = all.tiles[tile];
    beats::ShapeDistance distance(of.mean, all.scale);
    std::vector<float> row(all.shapes->leads * kShapeRow);
    for (const std::uint32_t beat : of.beats) {
        all.shapes->row(beat, row);
        all.distance[beat] = distance(row);
        all.tile_of[beat] = static_cast<std::uint16_t>(tile);
    }
    std::ranges::stable_sort(of.beats, [&](std::uint32_t a, std::uint32_t b) {
        return all.distance[a] != all.distance[b] ? all.distance[a] < all.distance[b] : a < b;
    });
}

void number(ShapeTiles& all) {
    for (std::size_t tile = 0; tile < all.tiles.size(); ++tile) {
        for (const std::uint32_t beat : all.tiles[tile].beats) all.tile_of[beat] = static_cast<std::uint16_t>(tile);
    }
}

std::vector<float> meanOfRow(const KeptShapes& shapes, std::size_t beat) {
    std::vector<float> row(shapes.leads * kShapeRow), mean(shapes.leads * kShapeLength);
    shapes.row(beat, row);
    for (std::size_t lead = 0; lead < shapes.leads; ++lead) {
        std::copy_n(row.begin() + static_cast<std::ptrdiff_t>(lead * kShapeRow + beats::kShapeSlack), kShapeLength,
                    mean.begin() + static_cast<std::ptrdiff_t>(lead * kShapeLength));
    }
    return mean;
}

}  // namespace

void KeptShapes::row(std::size_t beat, std::span<float> into) const {
    const std::int16_t* from = value.data() + beat * leads * kShapeRow;
    for (std::size_t lead = 0; lead < leads; ++lead) {
        for (std::size_t i = 0; i < kShapeRow; ++i) {
            into[lead * kShapeRow + i] = static_cast<float>(from[lead * kShapeRow + i]) * step[lead];
        }
    }
}

std::vector<std::size_t> leadsForShapes(const Recording& recording, std::size_t first, const std::vector<bool>& is_ecg,
                                        std::size_t beats) {
    std::vector<std::size_t> out = {first};
    const std::size_t most = std::max<std::size_t>(1, kMostValues / std::max<std::size_t>(1, beats * kShapeRow));
    for (std::size_t lead = 0; lead < recording.leads.size() && out.size() < most; ++lead) {
        if (lead != first && (is_ecg.empty() || (lead < is_ecg.size() && is_ecg[lead]))) out.push_back(lead);
    }
    return out;
}

Result<ShapeTilesPtr> findShapeTiles(const Recording& recording, const BeatList& list,
                                     std::span<const std::size_t> leads, const Job& job) {
    auto out = std::make_shared<ShapeTiles>();
    out->leads.assign(leads.begin(), leads.end());
    auto shapes = std::make_shared<KeptShapes>();
    shapes->leads = leads.size();
    shapes->count = list.beats.size();
    shapes->step.assign(leads.size(), 1);
    shapes->value.resize(list.beats.size() * leads.size() * kShapeRow);
    for (std::size_t i = 0; i < leads.size(); ++i) {
        if (leads[i] >= recording.leads.size()) {
            return fail(ErrorCode::out_of_range, "shapes are to be compared on a lead that the recording has not",
                        recording.path, "choose one of its leads");
        }
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "grouping beats was stopped");
        const auto signal = monitorLead(recording, leads[i]);
        if (!signal) return std::unexpected(signal.error());
        keepLead(*signal, list, i, *shapes);
    }
    out->shapes = shapes;
    const auto rows = [&shapes](std::size_t beat, std::span<float> into) { shapes->row(beat, into); };
    auto clusters = beats::clusterShapes(rows, shapes->count, shapes->leads, {}, {}, job);
    if (!clusters) return std::unexpected(std::move(clusters.error()));
    out->tile_of = std::move(clusters->cluster_of);
    out->distance = std::move(clusters->distance);
    out->tile_of.resize(shapes->count);
    out->distance.resize(shapes->count);
    for (beats::ShapeCluster& cluster : clusters->clusters) {
        out->tiles.push_back({std::move(cluster.beats), std::move(cluster.mean)});
    }
    out->scale = out->tiles.empty() ? std::vector<float>(leads.size(), 1) : scaleOf(out->tiles.front(), leads.size());
    return out;
}

std::vector<float> shapeOf(const ShapeTiles& of, std::size_t beat) {
    std::vector<float> shape = meanOfRow(*of.shapes, beat);
    shape.resize(kShapeLength);
    const float mean = std::accumulate(shape.begin(), shape.end(), 0.0F) / static_cast<float>(kShapeLength);
    for (float& value : shape) value -= mean;
    return shape;
}

ShapeTilesPtr merged(const ShapeTilesPtr& of, std::size_t into, std::size_t other) {
    if (!of || into == other || into >= of->tiles.size() || other >= of->tiles.size()) return of;
    auto out = std::make_shared<ShapeTiles>(*of);
    ShapeTile& whole = out->tiles[into];
    const ShapeTile& part = of->tiles[other];
    const auto a = static_cast<double>(whole.beats.size()), b = static_cast<double>(part.beats.size());
    for (std::size_t i = 0; i < whole.mean.size(); ++i) {
        whole.mean[i] = static_cast<float>((whole.mean[i] * a + part.mean[i] * b) / (a + b));
    }
    whole.beats.insert(whole.beats.end(), part.beats.begin(), part.beats.end());
    settle(*out, into);
    out->tiles.erase(out->tiles.begin() + static_cast<std::ptrdiff_t>(other));
    number(*out);
    return out;
}

Result<ShapeTilesPtr> split(const ShapeTilesPtr& of, std::size_t tile, const Job& job) {
    if (!of || tile >= of->tiles.size()) return of;
    std::vector<std::uint32_t> members = of->tiles[tile].beats;
    std::ranges::sort(members);
    const auto rows = [&](std::size_t i, std::span<float> into) { of->shapes->row(members[i], into); };
    for (const float finer : kFiner) {
        const beats::ShapeOptions usual;
        auto parts = beats::clusterShapes(rows, members.size(), of->shapes->leads, {},
                                          {usual.same * finer, usual.merged * finer, kMostParts}, job);
        if (!parts) return std::unexpected(std::move(parts.error()));
        if (parts->clusters.size() < 2) continue;
        auto out = std::make_shared<ShapeTiles>(*of);
        std::vector<ShapeTile> made;
        for (beats::ShapeCluster& part : parts->clusters) {
            ShapeTile one{{}, std::move(part.mean)};
            for (const std::uint32_t i : part.beats) one.beats.push_back(members[i]);
            made.push_back(std::move(one));
        }
        const auto at = out->tiles.begin() + static_cast<std::ptrdiff_t>(tile);
        const std::size_t count = made.size();
        out->tiles.insert(out->tiles.erase(at), std::make_move_iterator(made.begin()),
                          std::make_move_iterator(made.end()));
        for (std::size_t i = tile; i < tile + count; ++i) settle(*out, i);
        number(*out);
        return out;
    }
    return fail(ErrorCode::wrong_use, "the beats of this tile are all alike", {}, "take odd ones out by a click");
}

ShapeTilesPtr takenOut(const ShapeTilesPtr& of, std::size_t beat) {
    if (!of || beat >= of->tile_of.size()) return of;
    const std::size_t tile = of->tile_of[beat];
    if (tile >= of->tiles.size() || of->tiles[tile].beats.size() < 2) return of;
    auto out = std::make_shared<ShapeTiles>(*of);
    std::erase(out->tiles[tile].beats, static_cast<std::uint32_t>(beat));
    out->tiles.push_back({{static_cast<std::uint32_t>(beat)}, meanOfRow(*of->shapes, beat)});
    out->tile_of[beat] = static_cast<std::uint16_t>(out->tiles.size() - 1);
    out->distance[beat] = 0;
    return out;
}

Result<std::vector<float>> unlikeness(const ShapeTiles& of, std::size_t beat, const Job& job) {
    std::vector<float> out(of.tile_of.size(), 0);
    if (beat >= out.size()) return out;
    const std::vector<float> mean = meanOfRow(*of.shapes, beat);
    beats::ShapeDistance distance(mean, of.scale);
    std::vector<float> row(of.shapes->leads * kShapeRow);
    for (std::size_t other = 0; other < out.size(); ++other) {
        if (other % kBlock == 0 && job.stopRequested())
            return fail(ErrorCode::cancelled, "comparing beats was stopped");
        of.shapes->row(other, row);
        out[other] = distance(row);
    }
    out[beat] = 0;
    return out;
}

}  // namespace triptych::pipeline
