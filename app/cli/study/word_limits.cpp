#include "app/cli/study/word_limits.h"

#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/study/study_data.h"
#include "core/domain/beat_class.h"
#include "core/pipeline/choose_lead.h"
#include "core/pipeline/why_words.h"
#include "core/statistics/order.h"
#include "core/waves/delineate.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::cli {
namespace {

using pipeline::Fact;
using pipeline::kFacts;

constexpr std::array kClasses = {BeatClass::normal, BeatClass::supraventricular, BeatClass::ventricular,
                                 BeatClass::fusion};
constexpr std::array kShown = {0.01, 0.05, 0.1, 0.5, 0.9, 0.95, 0.99};

struct Values {
    std::array<std::array<std::vector<double>, kFacts>, kBeatClasses> of;
};

Result<void> addRecord(const StudyData& data, const std::string& record, Values& values, const Job& job) {
    const auto recording = data.open("mitdb", record);
    if (!recording) return std::unexpected(recording.error());
    const inference::RecordingAnalysis analysis(*recording);
    const std::size_t lead = pipeline::findLeads(**recording).analysed.lead;
    const auto beats = pipeline::findBeats(analysis, lead, pipeline::BeatChoice::reference, job);
    if (!beats) return std::unexpected(beats.error());
    const auto delineator = waves::shippedDelineator();
    if (!delineator) return std::unexpected(delineator.error());
    const auto waves = waves::delineate(**recording, lead, **beats, **delineator, job);
    if (!waves) return std::unexpected(waves.error());
    const inference::Representation product(inference::Profile::product, inference::Conditioning::quiet_band);
    const auto inputs = analysis.inputs(**beats, lead, product, job);
    if (!inputs) return std::unexpected(inputs.error());
    const auto gaps = analysis.lead(lead).gaps(job);
    const auto names = inference::rrFeatureNames();
    for (std::size_t beat = 0; beat < (*beats)->beats.size(); ++beat) {
        const auto of = beatClassOf((*beats)->beats[beat].code, ClassMapping::literature);
        if (!of || (*inputs)->usable()[beat] == 0) continue;
        const auto facts = pipeline::factsOf({.beats = beats->get(),
                                              .beat = beat,
                                              .gaps = gaps ? gaps->get() : nullptr,
                                              .waves = waves->get(),
                                              .features = names,
                                              .values = (*inputs)->rr(beat)});
        for (const auto& fact : facts)
            values.of[static_cast<std::size_t>(*of)][static_cast<std::size_t>(fact.fact)].push_back(fact.value);
    }
    return {};
}

std::string row(std::vector<double>& values) {
    std::string out = std::to_string(values.size()) + " |";
    for (const double at : kShown) out += ' ' + fixed(statistics::quantile(values, at), 3) + " |";
    return out;
}

}  // namespace

Result<std::string> wordLimitsTable(const std::string& data_folder, const std::vector<std::string>& records, bool json,
                                    const Job& job) {
    const StudyData data(data_folder, StudySet::development, nullptr, job, records);
    Values values;
    double done = 0;
    for (const std::string& record : data.mitdb()) {
        job.progress(done++ / static_cast<double>(data.mitdb().size()), text::foreign(record));
        if (auto added = addRecord(data, record, values, job); !added) return std::unexpected(std::move(added.error()));
    }
    for (auto& of_class : values.of) {
        for (auto& of_fact : of_class) std::ranges::sort(of_fact);
    }
    const auto each = [&](const auto& use) {
        for (std::size_t fact = 0; fact < kFacts; ++fact) {
            for (const BeatClass of : kClasses)
                use(static_cast<Fact>(fact), of, values.of[static_cast<std::size_t>(of)][fact]);
        }
    };
    if (json) {
        Json out = Json::array();
        each([&](Fact fact, BeatClass of, std::vector<double>& at) {
            Json quantiles = Json::object();
            for (const double q : kShown) quantiles[shortest(q)] = jsonNumber(statistics::quantile(at, q));
            out.push_back({{"fact", pipeline::name(fact)},
                           {"class", name(of)},
                           {"beats", at.size()},
                           {"quantiles", std::move(quantiles)}});
        });
        return jsonText(out);
    }
    std::string out = "# What beats are, by the facts that reasons are made of\n\nQuantiles over the marked beats of " +
                      std::to_string(data.mitdb().size()) +
                      " records of DS1. Words follow the row N: below 0.05 and above 0.95 of it a beat is out of the "
                      "usual, between 0.1 and 0.9 as usual.\n\n| fact | class | beats |";
    for (const double q : kShown) out += ' ' + shortest(q) + " |";
    out += "\n|---|---|---|---|---|---|---|---|---|---|\n";
    each([&](Fact fact, BeatClass of, std::vector<double>& at) {
        out += "| " + std::string(pipeline::name(fact)) + " | " + std::string(name(of)) + " | " + row(at) + '\n';
    });
    return out;
}

}  // namespace triptych::cli
