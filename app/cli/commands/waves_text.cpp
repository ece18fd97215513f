#include "app/cli/commands/waves_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace triptych::cli {
namespace {

using Wanted = std::optional<Wave>;

std::vector<std::string> namesOf(const Recording& recording, const pipeline::FoundWaves& found) {
    std::map<std::string, int> times;
    std::vector<std::string> out;
    for (const LeadWavesPtr& lead : found.leads) {
        const std::string& name = recording.leads[lead->lead].name;
        const int before = times[name]++;
        out.push_back(before == 0 ? name : name + " (" + std::to_string(before + 1) + ')');
    }
    return out;
}

// To a hundredth of a sample: finer than any mark can be placed.
double rounded(double sample) {
    return std::round(sample * 100) / 100;
}

Json markJson(const std::optional<Fiducial>& mark) {
    return mark ? jsonNumber(rounded(mark->sample)) : Json();
}

Json waveJson(const Wanted& wave) {
    if (!wave || !wave->certain()) return {};
    return {{"on", markJson(wave->onset)}, {"peak", markJson(wave->peak)}, {"off", markJson(wave->offset)}};
}

double sureOf(const Wanted& wave) {
    return wave ? std::round(static_cast<double>(wave->sure) * 1000) / 1000 : 0;
}

std::int64_t sampleOf(const BeatList& beats, std::size_t beat, double rate_hz) {
    return std::llround(static_cast<double>(beats.beats[beat].sample) / beats.rate_hz * rate_hz);
}

// Milliseconds between two marks of a beat; NaN where one is not certain or not placed.
double between_ms(const Wanted& from, std::optional<Fiducial> Wave::*first, const Wanted& to,
                  std::optional<Fiducial> Wave::*last, double rate_hz) {
    if (!from || !to || !from->certain() || !to->certain() || !((*from).*first) || !((*to).*last)) return std::nan("");
    return (((*to).*last)->sample - ((*from).*first)->sample) / rate_hz * 1000;
}

std::string median(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    if (values.empty()) return "-";
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return fixed(*middle, 0);
}

struct Intervals {
    std::vector<double> p_ms, pr_ms, qrs_ms, qt_ms;
};

Intervals intervalsOf(const LeadWaves& lead) {
    Intervals out;
    for (const BeatWaves& beat : lead.beats) {
        out.p_ms.push_back(between_ms(beat.p, &Wave::onset, beat.p, &Wave::offset, lead.rate_hz));
        out.pr_ms.push_back(between_ms(beat.p, &Wave::onset, beat.qrs, &Wave::onset, lead.rate_hz));
        out.qrs_ms.push_back(between_ms(beat.qrs, &Wave::onset, beat.qrs, &Wave::offset, lead.rate_hz));
        out.qt_ms.push_back(between_ms(beat.qrs, &Wave::onset, beat.t, &Wave::offset, lead.rate_hz));
    }
    return out;
}

std::string beatsTable(const LeadWaves& lead, const BeatList& beats) {
    Table table({{"beat"}, {"time"}, {"P ms"}, {"PR ms"}, {"QRS ms"}, {"QT ms"}, {"P sure"}, {"T sure"}});
    const Intervals intervals = intervalsOf(lead);
    for (std::size_t i = 0; i < lead.beats.size(); ++i) {
        const BeatWaves& beat = lead.beats[i];
        table.add({std::to_string(i), clock(static_cast<double>(beats.beats[i].sample) / beats.rate_hz),
                   fixed(intervals.p_ms[i], 0), fixed(intervals.pr_ms[i], 0), fixed(intervals.qrs_ms[i], 0),
                   fixed(intervals.qt_ms[i], 0), fixed(sureOf(beat.p), 2), fixed(sureOf(beat.t), 2)});
    }
    return table.text();
}

}  // namespace

Json wavesJson(const Recording& recording, const pipeline::FoundWaves& found, const std::vector<Warning>& warnings) {
    Json leads = Json::object();
    Json rates = Json::object();
    Json unreadable = Json::object();
    const auto names = namesOf(recording, found);
    for (std::size_t i = 0; i < found.leads.size(); ++i) {
        const LeadWaves& lead = *found.leads[i];
        Json beats = Json::array();
        for (std::size_t beat = 0; beat < lead.beats.size(); ++beat) {
            const BeatWaves& waves = lead.beats[beat];
            beats.push_back({{"sample", sampleOf(*found.beats, beat, lead.rate_hz)},
                             {"p", waveJson(waves.p)},
                             {"qrs", waveJson(waves.qrs)},
                             {"t", waveJson(waves.t)},
                             {"sure",
                              {{"p", jsonNumber(sureOf(waves.p))},
                               {"qrs", jsonNumber(sureOf(waves.qrs))},
                               {"t", jsonNumber(sureOf(waves.t))}}}});
        }
        leads[names[i]] = std::move(beats);
        rates[names[i]] = jsonNumber(lead.rate_hz);
        if (!lead.unreadable.empty()) unreadable[names[i]] = lead.unreadable.text();
    }
    const double rate_hz = found.leads.empty() ? found.beats->rate_hz : found.leads.front()->rate_hz;
    Json out = {{"rate_hz", jsonNumber(rate_hz)},
                {"leads", std::move(leads)},
                {"lead_rates_hz", std::move(rates)},
                {"beats_from", found.beats->lead_name},
                {"unreadable", std::move(unreadable)}};
    if (!found.leads.empty()) {
        const LayerSource& source = found.leads.front()->source;
        out["model"] = {{"name", source.name}, {"hash", source.hash}};
    }
    out["warnings"] = jsonWarnings(warnings);
    return out;
}

std::string wavesCsv(const Recording& recording, const pipeline::FoundWaves& found) {
    std::string out = csvLine({"lead", "rate_hz", "beat", "sample", "p_on", "p_peak", "p_off", "qrs_on", "qrs_peak",
                               "qrs_off", "t_on", "t_peak", "t_off", "p_sure", "qrs_sure", "t_sure"});
    const auto names = namesOf(recording, found);
    for (std::size_t i = 0; i < found.leads.size(); ++i) {
        const LeadWaves& lead = *found.leads[i];
        for (std::size_t beat = 0; beat < lead.beats.size(); ++beat) {
            std::vector<std::string> fields = {names[i], shortest(lead.rate_hz), std::to_string(beat),
                                               std::to_string(sampleOf(*found.beats, beat, lead.rate_hz))};
            const BeatWaves& waves = lead.beats[beat];
            for (const Wanted* wave : {&waves.p, &waves.qrs, &waves.t}) {
                const bool shown = *wave && (*wave)->certain();
                for (const auto mark : {&Wave::onset, &Wave::peak, &Wave::offset}) {
                    fields.push_back(shown && (**wave).*mark ? shortest(rounded(((**wave).*mark)->sample)) : "");
                }
            }
            for (const Wanted* wave : {&waves.p, &waves.qrs, &waves.t}) fields.push_back(shortest(sureOf(*wave)));
            out += csvLine(fields);
        }
    }
    return out;
}

std::string wavesTable(const Recording& recording, const pipeline::FoundWaves& found) {
    const auto names = namesOf(recording, found);
    const std::string beats =
        text::say("{1} beats of lead {2}", grouped(static_cast<std::int64_t>(found.beats->beats.size())),
                  printable(found.beats->lead_name))
            .text() +
        '\n';
    if (found.leads.size() == 1) {
        const LeadWaves& lead = *found.leads.front();
        if (!lead.unreadable.empty()) {
            return text::say("Lead {1}: {2}", printable(names.front()), lead.unreadable).text() + '\n';
        }
        return beatsTable(lead, *found.beats) + '\n' + beats;
    }
    Table table(
        {{"lead", Align::left}, {"P"}, {"QRS"}, {"T"}, {"P ms"}, {"PR ms"}, {"QRS ms"}, {"QT ms"}, {"", Align::left}});
    for (std::size_t i = 0; i < found.leads.size(); ++i) {
        const LeadWaves& lead = *found.leads[i];
        const auto certain = [&](Wanted BeatWaves::*wave) {
            return grouped(std::count_if(lead.beats.begin(), lead.beats.end(),
                                         [&](const BeatWaves& beat) { return beat.*wave && (beat.*wave)->certain(); }));
        };
        const Intervals intervals = intervalsOf(lead);
        table.add({names[i], certain(&BeatWaves::p), certain(&BeatWaves::qrs), certain(&BeatWaves::t),
                   median(intervals.p_ms), median(intervals.pr_ms), median(intervals.qrs_ms), median(intervals.qt_ms),
                   lead.unreadable});
    }
    return table.text() + '\n' + beats +
           text::Said("Counts are of certain waves, intervals are medians over beats.").text() + '\n';
}

}  // namespace triptych::cli
