#include "core/pipeline/mean_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace triptych::pipeline {
namespace {

std::size_t lengthOf(const AttributionAxis& axis) {
    return axis.values.empty() ? axis.names.size() : axis.values.size();
}

bool sameShape(const Attribution& a, const Attribution& b) {
    if (a.input != b.input || a.values.size() != b.values.size() || a.axes.size() != b.axes.size()) return false;
    for (std::size_t i = 0; i < a.axes.size(); ++i) {
        if (lengthOf(a.axes[i]) != lengthOf(b.axes[i])) return false;
    }
    return true;
}

bool sameShape(const Explanation& a, const Explanation& b) {
    if (a.inputs.size() != b.inputs.size()) return false;
    for (std::size_t i = 0; i < a.inputs.size(); ++i) {
        if (!sameShape(a.inputs[i], b.inputs[i])) return false;
    }
    return true;
}

AttributionAxis* inSeconds(Attribution& input) {
    const auto found = std::ranges::find_if(
        input.axes, [](const AttributionAxis& axis) { return axis.unit == "s" && !axis.values.empty(); });
    return found == input.axes.end() ? nullptr : &*found;
}

double deviationOf(double sum, double square, std::size_t count) {
    if (count < 2) return 0;
    const auto n = static_cast<double>(count);
    return std::sqrt(std::max(0.0, (square - sum * sum / n) / (n - 1)));
}

}  // namespace

MeanMapGathering::MeanMapGathering(MapSource source, RecordingPtr recording, std::size_t lead)
    : source_(std::move(source)), recording_(std::move(recording)), lead_(lead) {}

Result<void> MeanMapGathering::goOn(std::size_t at_most, const Job& job) {
    const std::size_t past = std::min(source_.count, next_ + at_most);
    for (; next_ < past; ++next_) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
        const auto made = source_.make(next_, {job.stop, {}});
        if (!made && made.error().code == ErrorCode::cancelled) return std::unexpected(made.error());
        if (made) {
            add(*made, source_.mark_s(next_));
        } else {
            ++left_out_;
            last_ = made.error();
        }
        job.progress(static_cast<double>(next_ + 1) / static_cast<double>(source_.count), "explaining");
    }
    if (complete() && added_ == 0 && last_) return std::unexpected(*last_);
    return {};
}

void MeanMapGathering::add(const Explanation& explanation, double mark_s) {
    if (!first_) {
        first_ = explanation;
        for (Attribution& input : first_->inputs) {
            const std::size_t cells = input.values.size();
            sums_.push_back({std::vector<double>(cells, 0),
                             std::vector<double>(cells, 0),
                             std::vector<double>(input.seen.size(), 0),
                             {}});
            const AttributionAxis* const time = inSeconds(input);
            if (time == nullptr) continue;
            sums_.back().axis.assign(time->values.size(), 0);
            if (input.input == "time" && time->values.size() > 1) {
                from_s_ = time->values.front() - mark_s;
                to_s_ = time->values.back() - mark_s;
            }
        }
    } else if (!sameShape(*first_, explanation)) {
        ++left_out_;
        return;
    }
    const bool whole = std::ranges::all_of(explanation.inputs, [](const Attribution& input) {
        return std::ranges::all_of(input.values, [](float value) { return std::isfinite(value); });
    });
    if (!whole) {
        ++left_out_;
        return;
    }
    for (std::size_t i = 0; i < explanation.inputs.size(); ++i) {
        Attribution input = explanation.inputs[i];
        Sums& into = sums_[i];
        for (std::size_t cell = 0; cell < input.values.size(); ++cell) {
            const double value = input.values[cell];
            into.sum[cell] += value;
            into.square[cell] += value * value;
        }
        for (std::size_t cell = 0; cell < std::min(into.seen.size(), input.seen.size()); ++cell)
            into.seen[cell] += input.seen[cell];
        if (const AttributionAxis* time = inSeconds(input)) {
            for (std::size_t at = 0; at < into.axis.size(); ++at) into.axis[at] += time->values[at] - mark_s;
        }
    }
    score_ += explanation.score;
    score_square_ += explanation.score * explanation.score;
    baseline_ += explanation.baseline_score;
    ++added_;
    addTrace(mark_s);
}

void MeanMapGathering::addTrace(double mark_s) {
    if (!recording_ || lead_ >= recording_->leads.size()) return;
    const double rate_hz = recording_->leads[lead_].rate_hz;
    if (!(rate_hz > 0)) return;
    const auto first = static_cast<std::int64_t>(std::lround((mark_s + from_s_) * rate_hz));
    const auto count = static_cast<std::int64_t>(std::lround((to_s_ - from_s_) * rate_hz)) + 1;
    std::vector<float> samples = readLead(*recording_, lead_, first, count);
    samples.resize(static_cast<std::size_t>(count), std::numeric_limits<float>::quiet_NaN());
    std::vector<float> there;
    std::ranges::copy_if(samples, std::back_inserter(there), [](float value) { return std::isfinite(value); });
    if (there.empty()) return;
    const auto middle = there.begin() + static_cast<std::ptrdiff_t>(there.size() / 2);
    std::ranges::nth_element(there, middle);
    const double level = *middle;
    trace_sum_.resize(samples.size(), 0);
    trace_square_.resize(samples.size(), 0);
    trace_count_.resize(samples.size(), 0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!std::isfinite(samples[i])) continue;
        const double value = samples[i] - level;
        trace_sum_[i] += value;
        trace_square_[i] += value * value;
        ++trace_count_[i];
    }
}

std::optional<MeanMap> MeanMapGathering::mean() const {
    if (!first_ || added_ == 0) return std::nullopt;
    const auto n = static_cast<double>(added_);
    MeanMap out;
    out.mean = *first_;
    out.beats = added_;
    out.left_out = left_out_;
    out.mean.score = score_ / n;
    out.score_deviation = deviationOf(score_, score_square_, added_);
    out.mean.baseline_score = baseline_ / n;
    out.mean.has_completeness = false;
    out.mean.completeness_error = out.mean.completeness_relative = std::numeric_limits<double>::quiet_NaN();
    out.mean.converged = true;
    out.mean.parts.clear();
    out.mean.remarks.clear();
    out.mean.badge.reset();
    for (std::size_t i = 0; i < out.mean.inputs.size(); ++i) {
        Attribution& input = out.mean.inputs[i];
        const Sums& of = sums_[i];
        std::vector<float> deviation;
        input.sum = 0;
        for (std::size_t cell = 0; cell < input.values.size(); ++cell) {
            input.values[cell] = static_cast<float>(of.sum[cell] / n);
            input.sum += of.sum[cell] / n;
            deviation.push_back(static_cast<float>(deviationOf(of.sum[cell], of.square[cell], added_)));
        }
        for (std::size_t cell = 0; cell < input.seen.size(); ++cell)
            input.seen[cell] = static_cast<float>(of.seen[cell] / n);
        if (AttributionAxis* time = inSeconds(input)) {
            for (std::size_t at = 0; at < time->values.size(); ++at) time->values[at] = of.axis[at] / n;
        }
        out.deviation.push_back(std::move(deviation));
    }
    if (!trace_sum_.empty()) {
        const Lead& lead = recording_->leads[lead_];
        out.trace = {lead.name, lead.unit, std::round(from_s_ * lead.rate_hz) / lead.rate_hz, 1 / lead.rate_hz, {}, {}};
        for (std::size_t i = 0; i < trace_sum_.size(); ++i) {
            const std::size_t count = trace_count_[i];
            out.trace.mean.push_back(count > 0 ? static_cast<float>(trace_sum_[i] / static_cast<double>(count))
                                               : std::numeric_limits<float>::quiet_NaN());
            out.trace.deviation.push_back(static_cast<float>(deviationOf(trace_sum_[i], trace_square_[i], count)));
        }
    }
    return out;
}

}  // namespace triptych::pipeline
