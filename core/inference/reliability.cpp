#include "core/inference/reliability.h"

#include <algorithm>
#include <bit>

namespace triptych::inference {

void JudgedBeats::add(const Predictions& predictions, std::size_t beat, std::size_t true_class,
                      std::size_t record_index) {
    const auto answer = predictions.fused(beat);
    probability.insert(probability.end(), answer.begin(), answer.end());
    truth.push_back(static_cast<std::uint8_t>(true_class));
    if (!predictions.set.empty()) set.push_back(predictions.set[beat]);
    uncertainty.push_back(predictions.uncertainty(beat));
    record.push_back(static_cast<std::uint32_t>(record_index));
}

void JudgedBeats::append(const JudgedBeats& other, std::size_t record_index) {
    probability.insert(probability.end(), other.probability.begin(), other.probability.end());
    truth.insert(truth.end(), other.truth.begin(), other.truth.end());
    set.insert(set.end(), other.set.begin(), other.set.end());
    uncertainty.insert(uncertainty.end(), other.uncertainty.begin(), other.uncertainty.end());
    record.insert(record.end(), other.truth.size(), static_cast<std::uint32_t>(record_index));
}

Reliability reliabilityOf(const JudgedBeats& beats, const ModelInfo& model, const std::vector<std::string>& records) {
    const std::size_t classes = model.classes.size();
    Reliability out;
    out.beats = static_cast<std::int64_t>(beats.truth.size());
    out.calibration = calibrationOf(beats.probability, beats.truth, classes);
    std::vector<std::uint8_t> wrong;
    std::vector<double> confidence;
    for (std::size_t i = 0; i < beats.truth.size(); ++i) {
        const auto row = std::span(beats.probability).subspan(i * classes, classes);
        const auto answer = std::max_element(row.begin(), row.end()) - row.begin();
        wrong.push_back(static_cast<std::size_t>(answer) == beats.truth[i] ? 0 : 1);
        out.errors += wrong.back();
        confidence.push_back(-beats.uncertainty[i]);
    }
    out.selective = riskCoverage(confidence, wrong);
    if (beats.set.size() != beats.truth.size() || beats.set.empty()) return out;

    out.promised_coverage = 1 - model.conformal_alpha;
    for (const std::string& name : model.classes) out.by_class.push_back({name, 0, 0});
    for (const std::string& name : records) out.by_record.push_back({name, 0, 0});
    for (std::size_t i = 0; i < beats.truth.size(); ++i) {
        const std::int64_t covered = beats.set[i] >> beats.truth[i] & 1;
        const auto count = [covered](Coverage& coverage) {
            ++coverage.beats;
            coverage.covered += covered;
        };
        count(out.by_class[beats.truth[i]]);
        if (beats.record[i] < out.by_record.size()) count(out.by_record[beats.record[i]]);
        out.mean_set_size += std::popcount(beats.set[i]);
    }
    out.mean_set_size /= static_cast<double>(out.beats);
    return out;
}

}  // namespace triptych::inference
