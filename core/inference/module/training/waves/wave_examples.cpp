#include "core/inference/module/training/waves/wave_examples.h"

#include "core/inference/module/training/waves/record_clock.h"
#include "core/inference/module/training/waves/strip_noise.h"
#include "core/waves/lead_signal.h"
#include "core/waves/network_plan.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace triptych::inference::training {
namespace {

constexpr double kRate_hz = waves::kNetwork_hz;
constexpr double kStrip_s = static_cast<double>(kStripSamples) / kRate_hz;
constexpr std::size_t kStrangers = 3;   // strips of a batch of which only the rhythm is known
constexpr double kStretched = 0.6;      // share of the examples whose clock runs otherwise
constexpr double kWithoutP = 0.10;      // share of the examples whose P waves are all taken away
constexpr double kWithoutSomeP = 0.12;  // likewise, of some beats
constexpr double kFaster = 0.35;        // share of the groups whose quiet times are cut short
constexpr double kBesideP_s = 0.016;
constexpr double kBesideEnd_s = 0.3;    // a wave may be cut off there
constexpr std::size_t kRareWeight = 3;  // how often a record without P is drawn for every other

bool chance(double probability, Random& random) {
    return random.uniform() < probability;
}

// How tall the QRS complexes are, about.
float sizeOf(const std::vector<float>& strip) {
    std::vector<float> swings;
    constexpr std::size_t kSecond = 250;
    for (std::size_t first = 0; first + kSecond <= strip.size(); first += kSecond) {
        const auto [low, high] = std::minmax_element(strip.begin() + static_cast<std::ptrdiff_t>(first),
                                                     strip.begin() + static_cast<std::ptrdiff_t>(first + kSecond));
        swings.push_back(*high - *low);
    }
    std::nth_element(swings.begin(), swings.begin() + static_cast<std::ptrdiff_t>(swings.size() / 2), swings.end());
    return std::max(swings[swings.size() / 2], 1e-6F);
}

// The trembling of the line between waves, so that what is taken away leaves none that is smoother.
float tremble(const std::vector<float>& strip) {
    std::vector<float> differences;
    for (std::size_t i = 2; i < strip.size(); i += 3) {
        differences.push_back(std::abs(strip[i] - 2 * strip[i - 1] + strip[i - 2]));
    }
    const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
    std::nth_element(differences.begin(), middle, differences.end());
    return *middle / 1.65F;  // 0.6745·√6
}

void takeAway(std::vector<float>& strip, double from_s, double to_s, float noise, Random& random) {
    const auto last = static_cast<double>(strip.size() - 1);
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(from_s * kRate_hz), 0.0, last));
    const auto past = static_cast<std::size_t>(std::clamp(std::ceil(to_s * kRate_hz), 0.0, last));
    if (past <= first + 1) return;
    const float left = strip[first];
    const float right = strip[past];
    for (std::size_t i = first + 1; i < past; ++i) {
        const float share = static_cast<float>(i - first) / static_cast<float>(past - first);
        strip[i] = left + share * (right - left) + noise * static_cast<float>(random.normal());
    }
}

// Where a batch is written to.
struct Rows {
    WaveBatch& batch;
    std::size_t next = 0;

    void putSignal(std::vector<float>& strip, Random& random) {
        waves::normalise(strip);
        const auto gain = static_cast<float>(std::exp(0.15 * random.normal()));
        auto* to = batch.signal.data_ptr<float>() + next * kStripSamples;
        for (std::size_t i = 0; i < kStripSamples; ++i) to[i] = gain * strip[i];
    }
    template <class T>
    T* row(const torch::Tensor& tensor, std::size_t width) const {
        return tensor.data_ptr<T>() + next * width;
    }
};

void putTruth(const Rows& rows, const MarkedLead& lead, const Clock& clock, const std::vector<bool>& p_is_gone) {
    auto* lies = rows.row<std::int64_t>(rows.batch.lies, kStripAnswers);
    auto* marks = rows.row<float>(rows.batch.marks, waves::kMarks * kStripAnswers);
    auto* known = rows.row<float>(rows.batch.known, kStripAnswers);
    const double length_s = static_cast<double>(lead.signal.size()) / kRate_hz;
    for (std::size_t j = 0; j < kStripAnswers; ++j) {
        const double record_s = clock.inRecord(static_cast<double>(j) / waves::kAnswer_hz);
        // Before and behind the record its ends go on: a line without waves.
        const bool is_line = record_s < -kBesideEnd_s || record_s > length_s + kBesideEnd_s;
        if (is_line || (record_s >= lead.first_s && record_s <= lead.last_s)) known[j] = 1;
    }
    const auto answer = [](double strip_s) { return strip_s * waves::kAnswer_hz; };
    for (const MarkedWave& wave : lead.waves) {
        const auto kind = static_cast<std::size_t>(wave.kind);
        if (wave.kind == WaveKind::p && wave.beat < p_is_gone.size() && p_is_gone[wave.beat]) continue;
        if (!std::isnan(wave.at_s[0]) && !std::isnan(wave.at_s[2])) {
            const double from = answer(clock.inStrip(wave.at_s[0]));
            const double to = answer(clock.inStrip(wave.at_s[2]));
            for (double j = std::max(std::ceil(from), 0.0); j < std::min(to, double{kStripAnswers}); ++j) {
                lies[static_cast<std::size_t>(j)] = static_cast<std::int64_t>(waves::kIsP + kind);
            }
        }
        for (std::size_t mark = 0; mark < 3; ++mark) {
            if (std::isnan(wave.at_s[mark])) continue;
            const double at = answer(clock.inStrip(wave.at_s[mark]));
            const double reach = 4 * waves::kBell_s * waves::kAnswer_hz;
            float* bell = marks + (kind * 3 + mark) * kStripAnswers;
            const double past = std::min(at + reach, static_cast<double>(kStripAnswers) - 1);
            for (double j = std::max(std::ceil(at - reach), 0.0); j <= past; ++j) {
                const double away = (j - at) / waves::kAnswer_hz / waves::kBell_s;
                float& cell = bell[static_cast<std::size_t>(j)];
                cell = std::max(cell, static_cast<float>(std::exp(-0.5 * away * away)));
            }
        }
    }
}

// What is done to all leads of a group alike.
struct Group {
    Clock clock;
    std::vector<bool> p_is_gone;  // of each beat of the record
    std::optional<FibrillatoryWaves> fibrillation;
};

Group drawGroup(const MarkedRecord& record, Random& random) {
    Group group;
    if (chance(kFaster, random)) group.clock.cuts = drawCuts(record, random);
    if (chance(kStretched, random)) group.clock.stretch = std::exp(random.uniform(-0.29, 0.29));
    double length_s = static_cast<double>(record.leads.front().signal.size()) / kRate_hz;
    for (const Cut& cut : group.clock.cuts) length_s -= cut.to_s - cut.from_s;
    const double used_s = kStrip_s / group.clock.stretch;
    group.clock.from_s = used_s < length_s ? random.uniform(0, length_s - used_s) : 0;
    std::size_t beats = 0;
    for (const MarkedLead& lead : record.leads) {
        for (const MarkedWave& wave : lead.waves) beats = std::max(beats, wave.beat + 1);
    }
    group.p_is_gone.assign(beats, false);
    const bool all = chance(kWithoutP, random);
    const bool some = !all && chance(kWithoutSomeP, random);
    for (std::size_t beat = 0; beat < beats; ++beat) {
        if (all || (some && chance(0.3, random))) group.p_is_gone[beat] = true;
    }
    if (all && record.has_p) group.fibrillation.emplace(random);
    return group;
}

void putLead(Rows& rows, const WaveCorpus& corpus, const MarkedRecord& record, std::size_t index, const Group& group,
             Random& random) {
    const MarkedLead& lead = record.leads[index];
    auto strip = underClock(lead.signal, group.clock, kStripSamples);
    const float size = sizeOf(strip);
    const float noise = tremble(strip);
    for (const MarkedWave& wave : lead.waves) {
        if (wave.kind != WaveKind::p || wave.beat >= group.p_is_gone.size() || !group.p_is_gone[wave.beat]) continue;
        const double on_s = std::isnan(wave.at_s[0]) ? wave.at_s[1] - 0.05 : wave.at_s[0];
        const double off_s = std::isnan(wave.at_s[2]) ? wave.at_s[1] + 0.05 : wave.at_s[2];
        takeAway(strip, group.clock.inStrip(on_s - kBesideP_s), group.clock.inStrip(off_s + kBesideP_s), noise, random);
    }
    if (group.fibrillation) group.fibrillation->addTo(strip, size, random);
    if (chance(0.3, random)) {
        for (float& value : strip) value = -value;
    }
    spoil(strip, size, corpus.noise, random);
    // A lead that has come off says nothing, and what the others see must not suffer by it.
    const bool is_off = chance(0.03, random);
    if (is_off) {
        const double deviation = chance(0.5, random) ? 0 : 1;
        for (float& value : strip) value = static_cast<float>(deviation * random.normal());
    }
    rows.putSignal(strip, random);
    if (!is_off) putTruth(rows, lead, group.clock, group.p_is_gone);
    ++rows.next;
}

void putStranger(Rows& rows, const WaveCorpus& corpus, bool fibrillates, Random& random) {
    const auto& strips = fibrillates ? corpus.fibrillating : corpus.ordinary;
    const auto& from = strips[random.below(strips.size())];
    Clock clock;
    const double length_s = static_cast<double>(from.size()) / kRate_hz;
    if (chance(kStretched, random)) clock.stretch = std::exp(random.uniform(-0.2, 0.2));
    clock.from_s = random.uniform(0, std::max(length_s - kStrip_s / clock.stretch, 0.0));
    auto strip = underClock(from, clock, kStripSamples);
    if (chance(0.5, random)) {
        for (float& value : strip) value = -value;
    }
    if (chance(0.3, random)) spoil(strip, sizeOf(strip), corpus.noise, random);
    rows.putSignal(strip, random);
    if (fibrillates) {
        std::fill_n(rows.row<float>(rows.batch.no_p, kStripAnswers), kStripAnswers, 1.0F);
    } else {
        *rows.row<float>(rows.batch.some_p, 1) = 1;
    }
    ++rows.next;
}

std::size_t groupSize(std::size_t most, Random& random) {
    constexpr std::array<std::size_t, 8> kSizes = {1, 1, 1, 2, 2, 3, 6, 12};
    return std::min(kSizes[random.below(kSizes.size())], most);
}

}  // namespace

WaveBatch drawBatch(const WaveCorpus& corpus, std::span<const std::size_t> records, std::size_t strips,
                    Random& random) {
    const auto rows_wanted = static_cast<std::int64_t>(strips);
    const auto answers = static_cast<std::int64_t>(kStripAnswers);
    WaveBatch batch{torch::zeros({rows_wanted, 1, static_cast<std::int64_t>(kStripSamples)}),
                    torch::zeros({rows_wanted, rows_wanted}),
                    torch::zeros({rows_wanted, answers}, torch::kLong),
                    torch::zeros({rows_wanted, static_cast<std::int64_t>(waves::kMarks), answers}),
                    torch::zeros({rows_wanted, answers}),
                    torch::zeros({rows_wanted, answers}),
                    torch::zeros({rows_wanted})};
    std::vector<std::size_t> drawn_from;
    for (const std::size_t i : records) {
        drawn_from.insert(drawn_from.end(), corpus.records[i].has_p ? 1 : kRareWeight, i);
    }
    Rows rows{batch};
    const auto together = [&](std::size_t first) {
        const float share = 1 / static_cast<float>(rows.next - first);
        for (std::size_t a = first; a < rows.next; ++a) {
            for (std::size_t b = first; b < rows.next; ++b) batch.together.data_ptr<float>()[a * strips + b] = share;
        }
    };
    if (!corpus.fibrillating.empty() && !corpus.ordinary.empty()) {
        for (std::size_t i = 0; i < kStrangers && rows.next < strips; ++i) {
            putStranger(rows, corpus, i + 1 < kStrangers, random);
            together(rows.next - 1);
        }
    }
    while (rows.next < strips) {
        const MarkedRecord& record = corpus.records[drawn_from[random.below(drawn_from.size())]];
        const Group group = drawGroup(record, random);
        std::vector<std::size_t> leads(record.leads.size());
        for (std::size_t i = 0; i < leads.size(); ++i) leads[i] = i;
        random.shuffle(leads);
        const std::size_t first = rows.next;
        const std::size_t count = groupSize(std::min(leads.size(), strips - rows.next), random);
        for (std::size_t i = 0; i < count; ++i) putLead(rows, corpus, record, leads[i], group, random);
        together(first);
    }
    return batch;
}

}  // namespace triptych::inference::training
