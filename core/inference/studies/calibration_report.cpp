#include "core/inference/studies/calibration_report.h"

#include "core/inference/calibration.h"
#include "core/inference/studies/chart.h"
#include "core/inference/studies/shares.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace triptych::inference::studies {
namespace {

using statistics::Counts;
using statistics::Interval;

constexpr double kShareUnit = 1e6;  // of a share, as a whole number
constexpr double kMargin = 0.2;     // of the two best classes: less is borderline

struct Beats {
    const CalibrationResult& of;
    std::vector<std::size_t> answer;
    std::vector<double> top, margin;
    std::vector<std::uint8_t> wrong;
};

Beats beatsOf(const CalibrationResult& result) {
    Beats out{result, {}, {}, {}, {}};
    const std::size_t classes = result.classes.size();
    for (std::size_t i = 0; i < result.truth.size(); ++i) {
        const auto row = std::span(result.probability).subspan(i * classes, classes);
        const std::size_t best = bestOf(row);
        double second = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            if (k != best) second = std::max<double>(second, row[k]);
        }
        out.answer.push_back(best);
        out.top.push_back(row[best]);
        out.margin.push_back(row[best] - second);
        out.wrong.push_back(best == result.truth[i] ? 0 : 1);
    }
    return out;
}

// The share of the beats of which `counts` says that they count (1 or 0; below 0: not asked about), by record.
template <class Asked>
Interval shareByRecord(const CalibrationResult& result, const Asked& asked) {
    std::vector<Counts> counts(result.records.size(), Counts(2, 0));
    for (std::size_t i = 0; i < result.truth.size(); ++i) {
        const int value = asked(i);
        if (value < 0) continue;
        counts[result.record[i]][0] += value;
        ++counts[result.record[i]][1];
    }
    return statistics::bootstrapByRecord(counts, [](std::span<const std::int64_t> sum) {
        return static_cast<double>(sum[0]) / static_cast<double>(sum[1]);
    });
}

std::size_t binOf(double confidence) {
    const auto place = static_cast<std::ptrdiff_t>(std::ceil(confidence * kCalibrationBins)) - 1;
    return static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(place, 0, static_cast<std::ptrdiff_t>(kCalibrationBins) - 1));
}

struct Errors {
    Interval ece, brier, nll;
};
// Each from sums that records bring, so that records can be resampled.
Errors errorsOf(const Beats& beats) {
    const CalibrationResult& result = beats.of;
    const std::size_t classes = result.classes.size();
    std::vector<Counts> bins(result.records.size(), Counts(3 * kCalibrationBins, 0));
    std::vector<Counts> sums(result.records.size(), Counts(3, 0));
    for (std::size_t i = 0; i < result.truth.size(); ++i) {
        const std::size_t at = 3 * binOf(beats.top[i]);
        Counts& of_bins = bins[result.record[i]];
        ++of_bins[at];
        of_bins[at + 1] += std::llround(beats.top[i] * kShareUnit);
        of_bins[at + 2] += 1 - beats.wrong[i];
        double brier = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const double error = result.probability[i * classes + k] - (k == result.truth[i] ? 1.0 : 0.0);
            brier += error * error;
        }
        const double nll = -std::log(std::max<double>(result.probability[i * classes + result.truth[i]], 1e-12));
        Counts& of_sums = sums[result.record[i]];
        ++of_sums[0];
        of_sums[1] += std::llround(brier * kShareUnit);
        of_sums[2] += std::llround(nll * kShareUnit);
    }
    const auto ece = [](std::span<const std::int64_t> sum) {
        double all = 0, off = 0;
        for (std::size_t at = 0; at < sum.size(); at += 3) {
            all += static_cast<double>(sum[at]);
            off += std::abs(static_cast<double>(sum[at + 1]) / kShareUnit - static_cast<double>(sum[at + 2]));
        }
        return off / all;
    };
    const auto mean = [](std::size_t which) {
        return [which](std::span<const std::int64_t> sum) {
            return static_cast<double>(sum[which]) / kShareUnit / static_cast<double>(sum[0]);
        };
    };
    return {statistics::bootstrapByRecord(bins, ece), statistics::bootstrapByRecord(sums, mean(1)),
            statistics::bootstrapByRecord(sums, mean(2))};
}

StudySection reliabilitySection(const Beats& beats, Json& figures) {
    const CalibrationResult& result = beats.of;
    const Errors errors = errorsOf(beats);
    const Calibration of = calibrationOf(result.probability, result.truth, result.classes.size());
    figures["ece"] = toJson(errors.ece);
    figures["brier"] = toJson(errors.brier);
    figures["nll"] = toJson(errors.nll);
    StudySection out{.title = "Reliability"};
    out.tables.push_back({"ECE of the answered class (15 bins), Brier score (0 to 2), negative log-likelihood.",
                          {"ECE", "Brier", "NLL"},
                          {{asIs(errors.ece, 4), asIs(errors.brier, 4), asIs(errors.nll, 4)}}});
    StudyTable bins{"", {"probability of the answer", "beats", "mean probability", "right"}, {}};
    ChartCurve curve{"answers", {}, true, false};
    for (std::size_t b = 0; b < of.bins.size(); ++b) {
        const ReliabilityBin& bin = of.bins[b];
        if (bin.beats == 0) continue;
        const double low = static_cast<double>(b) / kCalibrationBins,
                     high = static_cast<double>(b + 1) / kCalibrationBins;
        bins.rows.push_back({text::fixedText(low, 2) + "–" + text::fixedText(high, 2), std::to_string(bin.beats),
                             text::fixedText(bin.confidence, 3), text::fixedText(bin.accuracy, 3)});
        figures["bins"].push_back({{"low", low},
                                   {"high", high},
                                   {"beats", bin.beats},
                                   {"confidence", bin.confidence},
                                   {"accuracy", bin.accuracy}});
        curve.points.emplace_back(bin.confidence, bin.accuracy);
    }
    out.tables.push_back(std::move(bins));
    out.pictures.push_back({"reliability", "How often answers are right, by their probability",
                            curveChart("Reliability", "probability of the answer", "right",
                                       {{"perfect", {{0.2, 0.2}, {1, 1}}, false, true}, curve})});
    return out;
}

StudySection riskSection(const Beats& beats, Json& figures) {
    const CalibrationResult& result = beats.of;
    std::vector<std::size_t> order(result.truth.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return beats.top[a] > beats.top[b]; });
    const RiskCoverage risk = riskCoverage(beats.top, beats.wrong);
    StudySection out{.title = "Risk and coverage"};
    StudyTable table{
        "Errors among the beats whose answer is at least as probable as that of the beat at the share; "
        "intervals at that probability.",
        {"answered", "probability from", "errors, %"},
        {}};
    ChartCurve curve{"errors among the answered", {}, false, false};
    double errors = 0;
    std::size_t next = 0;
    const std::size_t step = std::max<std::size_t>(1, order.size() / 200);
    for (std::size_t i = 0; i < order.size(); ++i) {
        errors += beats.wrong[order[i]];
        if (i + 1 == order.size() || i >= next) {
            const double answered = static_cast<double>(i + 1) / static_cast<double>(order.size());
            if (answered > 0.02) curve.points.emplace_back(100 * answered, 100 * errors / static_cast<double>(i + 1));
            next = i + step;
        }
    }
    for (const double share : {0.5, 0.8, 0.9, 0.95, 1.0}) {
        const auto at = static_cast<std::size_t>(std::lround(share * static_cast<double>(order.size())));
        const double limit = beats.top[order[std::max<std::size_t>(at, 1) - 1]];
        const Interval wrong = shareByRecord(
            result, [&](std::size_t i) { return beats.top[i] >= limit ? static_cast<int>(beats.wrong[i]) : -1; });
        table.rows.push_back({text::fixedText(100 * share, 0) + " %", text::fixedText(limit, 3), inPercent(wrong, 2)});
        figures["risk"].push_back({{"answered", share}, {"probability_from", limit}, {"errors", toJson(wrong)}});
    }
    figures["aurc"] = risk.aurc;
    figures["last_tenth_errors"] = numberOf(risk.last_tenth_errors);
    out.words.push_back("Area under the curve " + text::fixedText(risk.aurc, 5) +
                        "; the tenth of the beats with the "
                        "least probable answers holds " +
                        text::fixedText(100 * risk.last_tenth_errors, 1) + " % of all errors.");
    out.tables.push_back(std::move(table));
    out.pictures.push_back({"risk", "Errors among the answered beats, by the share that is answered",
                            curveChart("Risk and coverage", "answered, %", "errors, %", {curve})});
    return out;
}

bool holds(std::uint32_t set, std::size_t of_class) {
    return (set >> of_class & 1U) != 0;
}

StudySection coverageSection(const Beats& beats, Json& figures) {
    const CalibrationResult& result = beats.of;
    StudySection out{.title = "Coverage of the sets of likely classes"};
    StudyTable table{"Share of a class's beats whose set holds it; promised " +
                         text::fixedText(100 * (1 - result.alpha), 0) +
                         " % of each. Sets by the answer are the model's own; those by one threshold a class stand "
                         "beside.",
                     {"class", "n", "by the answer, %", "by one threshold, %"},
                     {}};
    for (std::size_t k = 0; k < result.classes.size(); ++k) {
        const auto n = std::ranges::count(result.truth, static_cast<std::uint8_t>(k));
        if (n == 0) continue;
        const auto share = [&](const std::vector<std::uint32_t>& sets) {
            return shareByRecord(
                result, [&](std::size_t i) { return result.truth[i] == k ? static_cast<int>(holds(sets[i], k)) : -1; });
        };
        const Interval own = share(result.set), plain = share(result.plain_set);
        table.rows.push_back({result.classes[k], std::to_string(n), inPercent(own), inPercent(plain)});
        figures["coverage_by_class"].push_back(
            {{"class", result.classes[k]}, {"beats", n}, {"by_answer", toJson(own)}, {"by_threshold", toJson(plain)}});
    }
    out.tables.push_back(std::move(table));

    struct OfRecord {
        std::string name;
        std::int64_t beats = 0, covered = 0, others = 0, others_covered = 0;
        [[nodiscard]] double share() const { return static_cast<double>(covered) / static_cast<double>(beats); }
    };
    std::vector<OfRecord> records;
    for (const std::string& name : result.records) records.push_back({name, 0, 0, 0, 0});
    for (std::size_t i = 0; i < result.truth.size(); ++i) {
        OfRecord& of = records[result.record[i]];
        const bool covered = holds(result.set[i], result.truth[i]);
        ++of.beats;
        of.covered += covered ? 1 : 0;
        if (result.truth[i] == 0) continue;
        ++of.others;
        of.others_covered += covered ? 1 : 0;
    }
    for (const OfRecord& of : records) {
        figures["coverage_by_record"].push_back({{"record", of.name},
                                                 {"beats", of.beats},
                                                 {"covered", of.covered},
                                                 {"not_" + result.classes[0], of.others},
                                                 {"of_those_covered", of.others_covered}});
    }
    std::ranges::stable_sort(records, {}, &OfRecord::share);
    StudyTable worst{"The ten records with the lowest coverage of " + std::to_string(records.size()) + '.',
                     {"record", "beats", "covered, %", "not " + result.classes[0], "covered of these, %"},
                     {}};
    ChartCurve curve{"records, from the lowest", {}, true, false};
    std::size_t below = 0;
    for (std::size_t r = 0; r < records.size(); ++r) {
        const OfRecord& of = records[r];
        below += of.share() < 1 - result.alpha ? 1 : 0;
        curve.points.emplace_back(static_cast<double>(r + 1), 100 * of.share());
        if (r >= 10) continue;
        worst.rows.push_back(
            {of.name, std::to_string(of.beats), text::fixedText(100 * of.share(), 1), std::to_string(of.others),
             of.others == 0
                 ? "–"
                 : text::fixedText(100 * static_cast<double>(of.others_covered) / static_cast<double>(of.others), 1)});
    }
    figures["records_below_promise"] = below;
    out.words.push_back("Exchangeability fails across patients: " + std::to_string(below) + " of " +
                        std::to_string(records.size()) + " records lie below the promise, all classes together.");
    out.tables.push_back(std::move(worst));
    out.pictures.push_back(
        {"records", "Coverage of every record",
         curveChart("Coverage by record", "record", "covered, %",
                    {{"promised",
                      {{1, 100 * (1 - result.alpha)}, {static_cast<double>(records.size()), 100 * (1 - result.alpha)}},
                      false,
                      true},
                     curve})});
    return out;
}

StudySection borderlineSection(const Beats& beats, Json& figures) {
    const CalibrationResult& result = beats.of;
    StudySection out{.title = "Borderline beats"};
    StudyTable table{"Share of all beats, and of all errors, that each rule calls borderline.",
                     {"borderline is a beat", "of the beats, %", "of the errors, %", "errors among the rest, %"},
                     {}};
    const auto add = [&](const std::string& title, const char* key, const auto& borderline) {
        const Interval share = shareByRecord(result, [&](std::size_t i) { return borderline(i) ? 1 : 0; });
        const Interval errors = shareByRecord(result, [&](std::size_t i) {
            return beats.wrong[i] == 0 ? -1 : borderline(i) ? 1 : 0;
        });
        const Interval rest =
            shareByRecord(result, [&](std::size_t i) { return borderline(i) ? -1 : static_cast<int>(beats.wrong[i]); });
        table.rows.push_back({title, inPercent(share), inPercent(errors), inPercent(rest, 2)});
        figures["borderline"][key] = {
            {"of_beats", toJson(share)}, {"of_errors", toJson(errors)}, {"errors_among_the_rest", toJson(rest)}};
    };
    const auto many = [&](std::size_t i) { return std::popcount(result.set[i]) != 1; };
    const auto near = [&](std::size_t i) { return beats.margin[i] < kMargin; };
    const auto apart = [&](std::size_t i) { return result.disagree[i] != 0; };
    add("whose set of likely classes is not one class", "set", many);
    add("whose two best classes lie within 0.2", "margin", near);
    add("of which the branches name different classes", "disagree", apart);
    add("of any of these", "any", [&](std::size_t i) { return many(i) || near(i) || apart(i); });
    out.tables.push_back(std::move(table));
    return out;
}

std::vector<std::string> wordsOf(const CalibrationResult& result, const Json& figures) {
    std::vector<std::string> out;
    std::string kept, broken;
    for (const Json& of : figures["coverage_by_class"]) {
        const double low = of["by_answer"]["low"].get<double>(), high = of["by_answer"]["high"].get<double>();
        const std::string name = of["class"].get<std::string>();
        const double promise = 1 - result.alpha;
        std::string& list = high < promise ? broken : kept;
        list += (list.empty() ? "" : ", ") + name + " (" +
                text::fixedText(100 * of["by_answer"]["value"].get<double>(), 1) + " %" +
                (low <= promise && promise <= high ? ", the promise within its interval" : "") + ')';
    }
    out.push_back("Every figure is of " + std::to_string(result.truth.size()) + " beats of " +
                  std::to_string(result.records.size()) +
                  " records, each answered by networks that learnt from other records; fusion, temperature and sets "
                  "were fitted on the other four of " +
                  std::to_string(result.groups) +
                  " groups of records. Intervals: 95 %, resampled by record. Patients on both sides of a fold: " +
                  std::to_string(result.leaking_patients) + ". Test records (DS2) were not read.");
    out.push_back("The promise of the sets, class by class: " +
                  (kept.empty() ? std::string("kept by none") : "not refuted for " + kept) +
                  (broken.empty() ? std::string(".") : "; **broken** for " + broken + '.') +
                  " A class that is never answered is in no set. Model: " + result.model + ", trained on " +
                  result.trained_on + '.');
    return out;
}

}  // namespace

StudyReport calibrationReport(const CalibrationResult& result) {
    StudyReport out;
    out.name = "calibration";
    out.title = "Calibration: how far the product model's probabilities can be believed";
    out.command = "triptych-cli study calibration --data mitdb --run my-model --out models/studies";
    out.seconds = result.seconds;
    const Beats beats = beatsOf(result);
    out.figures = {{"beats", result.truth.size()},
                   {"records", result.records.size()},
                   {"model", result.model},
                   {"condition", "records held out, cross-validated; fusion and sets from other groups of records"},
                   {"leaking_patients", result.leaking_patients}};
    out.sections.push_back(reliabilitySection(beats, out.figures));
    out.sections.push_back(riskSection(beats, out.figures));
    out.sections.push_back(coverageSection(beats, out.figures));
    out.sections.push_back(borderlineSection(beats, out.figures));
    out.words = wordsOf(result, out.figures);
    const Json& ece = out.figures["ece"];
    const Json& any = out.figures["borderline"]["any"];
    out.headline =
        "On records held out the answers' probabilities are off by " +
        text::fixedText(100 * ece["value"].get<double>(), 2) + " points on average [" +
        text::fixedText(100 * ece["low"].get<double>(), 2) + ", " +
        text::fixedText(100 * ece["high"].get<double>(), 2) + "]; " +
        text::fixedText(100 * any["of_beats"]["value"].get<double>(), 1) + " % of the beats are borderline and hold " +
        text::fixedText(100 * any["of_errors"]["value"].get<double>(), 1) + " % of the errors (" +
        std::to_string(result.truth.size()) + " beats, " + std::to_string(result.records.size()) + " records).";
    return out;
}

}  // namespace triptych::inference::studies
