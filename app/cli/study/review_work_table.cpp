#include "app/cli/study/review_work_table.h"

#include "app/cli/console/numbers.h"
#include "core/beats/shape_clusters.h"
#include "core/domain/beat_class.h"
#include "core/dsp/filter.h"
#include "core/dsp/resample.h"
#include "core/pipeline/borderline.h"
#include "core/pipeline/review_queue.h"
#include "core/statistics/order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace triptych::cli {
namespace {

constexpr std::size_t kRandomOrders = 25;
constexpr std::string_view kChosenHere =
    "The model has learnt from these records, and the rules were chosen on them: the figures flatter.";
constexpr std::string_view kNotChosenHere = "Nothing was chosen on these records.";

// Both leads as a monitor shows them, at the clusters' rate.
std::vector<std::vector<float>> shapesOf(const Recording& recording) {
    std::vector<std::vector<float>> signals;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const double rate_hz = recording.leads[lead].rate_hz;
        std::vector<float> samples(static_cast<std::size_t>(recording.leads[lead].samples));
        recording.source->readPhysical(lead, 0, samples);
        const auto filtered = dsp::filterLead(samples, rate_hz, dsp::kMonitorFilter);
        signals.push_back(dsp::resample(filtered ? *filtered : samples, rate_hz, 125));
    }
    return signals;
}

double marginOf(const Predictions& predictions, std::size_t beat) {
    float best = 0, second = 0;
    for (std::size_t k = 0; k < predictions.classes; ++k) {
        const float p = predictions.probability[beat * predictions.classes + k];
        if (p > best) {
            second = std::exchange(best, p);
        } else {
            second = std::max(second, p);
        }
    }
    return static_cast<double>(best - second);
}

Result<pipeline::ReviewedRecord> reviewed(const Recording& recording, const Classification& said, const Job& job) {
    pipeline::ReviewedRecord record;
    std::vector<std::size_t> of;  // its beats in the classification's list
    std::vector<std::size_t> place(said.beats.beats.size(), std::numeric_limits<std::size_t>::max());
    std::vector<std::uint16_t> group;
    for (std::size_t beat = 0; beat < said.beats.beats.size(); ++beat) {
        const auto truth = beatClassOf(said.beats.beats[beat].code, ClassMapping::literature);
        if (!truth) continue;
        place[beat] = of.size();
        of.push_back(beat);
        record.truth.push_back(static_cast<std::uint8_t>(*truth));
        const bool answered =
            pipeline::isAnswered(said.predictions, beat) && !pipeline::silenceOf(&said.predictions, beat);
        std::uint8_t answer = 255;  // a beat without a class has to be named
        if (answered) {
            const auto named = beatClassNamed(said.model.classLetters()[said.predictions.winner(beat)]);
            if (named) answer = static_cast<std::uint8_t>(*named);
        }
        record.answer.push_back(answer);
        group.push_back(answer);
        record.margin.push_back(answered ? marginOf(said.predictions, beat) : 0);
        record.doubt.push_back(answered ? pipeline::uncertainty(said.predictions, beat) : 1);
    }
    // Beats without a class first, then the queue with a budget that holds all, then the rest by doubt.
    const auto queue = pipeline::makeReviewQueue(said.predictions, said.model.borderline_margin,
                                                 {1, std::numeric_limits<std::size_t>::max()});
    std::vector<std::uint8_t> taken(of.size(), 0);
    const auto take = [&](std::size_t i) {
        if (std::exchange(taken[i], 1) == 0) record.queue.push_back(i);
    };
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (record.answer[i] == 255) take(i);
    }
    for (const std::size_t beat : queue.beats) {
        if (place[beat] < of.size()) take(place[beat]);
    }
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (taken[i] == 0) rest.push_back(i);
    }
    std::ranges::stable_sort(rest, std::greater(), [&](std::size_t i) { return record.doubt[i]; });
    for (const std::size_t i : rest) take(i);
    const auto signals = shapesOf(recording);
    const auto clusters = beats::clusterShapes(
        [&](std::size_t i, std::span<float> into) {
            for (std::size_t lead = 0; lead < signals.size(); ++lead) {
                beats::shapeRow(signals[lead], said.beats.beats[of[i]], said.beats.rate_hz,
                                into.subspan(lead * beats::kShapeRow, beats::kShapeRow));
            }
        },
        of.size(), signals.size(), group, {}, job);
    if (!clusters) return std::unexpected(clusters.error());
    record.tile = clusters->cluster_of;
    return record;
}

WorkOfRecord workOf(const std::string& name, const pipeline::ReviewedRecord& record) {
    WorkOfRecord work;
    work.record = name;
    work.beats = record.truth.size();
    work.errors = pipeline::errorsOf(record);
    const auto measure = [&](Way way, const std::vector<std::vector<std::size_t>>& orders) {
        const auto w = static_cast<std::size_t>(way);
        double decisions = 0;
        for (const auto& order : orders) {
            for (std::size_t s = 0; s < kLookedAt.size(); ++s) {
                work.found[w][s] += static_cast<double>(pipeline::errorsFound(record, order, kLookedAt[s])) /
                                    static_cast<double>(orders.size());
            }
            decisions += static_cast<double>(pipeline::decisionsTo(record, order, kAgreement).value_or(work.beats)) /
                         static_cast<double>(orders.size());
        }
        work.decisions[w] = decisions;
    };
    measure(Way::queue, {record.queue});
    measure(Way::margin, {pipeline::byMargin(record)});
    measure(Way::beat_by_beat, {pipeline::beatByBeat(record)});
    std::vector<std::vector<std::size_t>> random;
    for (std::size_t seed = 1; seed <= kRandomOrders; ++seed) random.push_back(pipeline::atRandom(record, seed));
    measure(Way::random, random);
    if (const auto tiles = pipeline::decisionsWithTiles(record, kAgreement)) {
        work.decisions[static_cast<std::size_t>(Way::queue_and_tiles)] = static_cast<double>(*tiles);
    }
    return work;
}

std::vector<double> decisionsOf(const ReviewWork& work, Way way) {
    std::vector<double> all;
    for (const WorkOfRecord& record : work.records) {
        const auto& decisions = record.decisions[static_cast<std::size_t>(way)];
        all.push_back(decisions ? *decisions : static_cast<double>(record.beats));
    }
    return all;
}

double shareFound(const ReviewWork& work, Way way, std::size_t share) {
    double found = 0, errors = 0;
    for (const WorkOfRecord& record : work.records) {
        found += record.found[static_cast<std::size_t>(way)][share];
        errors += static_cast<double>(record.errors);
    }
    return errors > 0 ? found / errors : std::numeric_limits<double>::quiet_NaN();
}

std::string decisionText(const WorkOfRecord& record, Way way) {
    const auto& decisions = record.decisions[static_cast<std::size_t>(way)];
    return decisions ? fixed(*decisions, way == Way::random ? 1 : 0) : "not reached";
}

}  // namespace

std::string_view nameOf(Way way) {
    constexpr std::array kNames = {"queue and tiles", "queue", "margin alone", "at random", "beat by beat"};
    return kNames[static_cast<std::size_t>(way)];
}

Result<ReviewWork> measureReviewWork(StudyData& data, const std::string& model) {
    ReviewWork work;
    work.model = model;
    work.set = data.set() == StudySet::last ? "DS2" : "DS1 without 201";
    work.chosen_on = data.set() != StudySet::last;
    for (std::size_t i = 0; i < data.mitdb().size(); ++i) {
        const std::string& name = data.mitdb()[i];
        data.job().progress(static_cast<double>(i) / static_cast<double>(data.mitdb().size()), text::foreign(name));
        const auto recording = data.open("mitdb", name);
        if (!recording) return std::unexpected(recording.error());
        const auto said = data.answer("mitdb", name, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        const auto record = reviewed(**recording, **said, data.job());
        if (!record) return std::unexpected(record.error());
        work.records.push_back(workOf(name, *record));
    }
    return work;
}

std::string markdown(const ReviewWork& work) {
    std::size_t beats = 0;
    for (const WorkOfRecord& record : work.records) beats += record.beats;
    std::string out =
        "# Work saved in review\n\nModel " + work.model + ", " + work.set + ": " + std::to_string(work.records.size()) +
        " records, " + grouped(static_cast<std::int64_t>(beats)) +
        " beats at the annotator's marks. An error is a beat that the model calls another of the five "
        "classes (de Chazal's mapping), or none; how many there are is not told here, for this is no "
        "reading of the model. The annotator is the reader: never wrong, which people are not. One key or "
        "one batch is one decision, a look that changes nothing included; a tile, cut by the model's "
        "classes, gets the class of its majority, and its wrong members count as errors. " +
        std::string(work.chosen_on ? kChosenHere : kNotChosenHere) +
        "\n\n## Errors found\n\nOf all errors of the model, %, when of every "
        "record the first ... of the beats have been looked at.\n\n| way |";
    for (const double share : kLookedAt) out += ' ' + fixed(100 * share, 0) + " % |";
    out += "\n|---|";
    for (std::size_t s = 0; s < kLookedAt.size(); ++s) out += "---|";
    out += '\n';
    for (const Way way : kWays) {
        if (way == Way::queue_and_tiles) continue;
        out += "| " + std::string(nameOf(way)) + " |";
        for (std::size_t s = 0; s < kLookedAt.size(); ++s) out += ' ' + fixed(100 * shareFound(work, way, s), 1) + " |";
        out += '\n';
    }
    out += "\n## Decisions until " + fixed(100 * kAgreement, 1) +
           " % of a record's beats are right\n\n| way | median record | mean | most |\n|---|---|---|---|\n";
    for (const Way way : kWays) {
        const auto decisions = decisionsOf(work, way);
        double sum = 0;
        for (const double one : decisions) sum += one;
        out += "| " + std::string(nameOf(way)) + " | " + fixed(statistics::median(decisions), 1) + " | " +
               fixed(sum / static_cast<double>(decisions.size()), 1) + " | " +
               fixed(*std::ranges::max_element(decisions), 0) + " |\n";
    }
    out += "\n| record | beats |";
    for (const Way way : kWays) out += ' ' + std::string(nameOf(way)) + " |";
    out += "\n|---|---|---|---|---|---|---|\n";
    for (const WorkOfRecord& record : work.records) {
        out += "| " + record.record + " | " + std::to_string(record.beats) + " |";
        for (const Way way : kWays) out += ' ' + decisionText(record, way) + " |";
        out += '\n';
    }
    out += "\nAt random: the mean of " + std::to_string(kRandomOrders) +
           " orders. Made by `triptych-cli study review-work` in " + fixed(work.seconds, 0) + " s.\n";
    return out;
}

Json json(const ReviewWork& work) {
    Json records = Json::array(), found = Json::object(), median = Json::object();
    for (const WorkOfRecord& record : work.records) {
        Json decisions = Json::object();
        for (const Way way : kWays) {
            const auto& one = record.decisions[static_cast<std::size_t>(way)];
            decisions[std::string(nameOf(way))] = one ? jsonNumber(*one) : Json(nullptr);
        }
        records.push_back({{"record", record.record}, {"beats", record.beats}, {"decisions", std::move(decisions)}});
    }
    for (const Way way : kWays) {
        median[std::string(nameOf(way))] = jsonNumber(statistics::median(decisionsOf(work, way)));
        if (way == Way::queue_and_tiles) continue;
        Json shares = Json::array();
        for (std::size_t s = 0; s < kLookedAt.size(); ++s) shares.push_back(jsonNumber(shareFound(work, way, s)));
        found[std::string(nameOf(way))] = std::move(shares);
    }
    return {{"model", work.model},
            {"set", work.set},
            {"agreement", kAgreement},
            {"looked_at", kLookedAt},
            {"errors_found", std::move(found)},
            {"median_decisions", std::move(median)},
            {"records", std::move(records)},
            {"seconds", jsonNumber(work.seconds)}};
}

}  // namespace triptych::cli
