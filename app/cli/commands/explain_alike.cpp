#include "app/cli/commands/explain_alike.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/inference/beat_index.h"
#include "core/text/said.h"

#include <algorithm>

namespace triptych::cli {
namespace {

constexpr const char* kOfMaps[] = {"--class",       "--against", "--target", "--branch",    "--baseline",
                                   "--method",      "--test",    "--npz",    "--mean",      "--figure",
                                   "--absolute",    "--force",   "--mask",   "--mask-band", "--mask-feature",
                                   "--mask-around", "--filler",  "--seed",   "--at"};

Json named(const BeatList& beats, std::size_t beat) {
    const std::int64_t sample = beats.beats[beat].sample;
    return {{"lead", beats.lead_name},
            {"beat", beat},
            {"sample", sample},
            {"time_s", jsonNumber(static_cast<double>(sample) / beats.rate_hz)}};
}

std::string nameOf(const BeatCluster& cluster, std::size_t at) {
    const std::string number = std::to_string(at + 1);
    return cluster.name.empty() ? number : text::say("{1}, usually {2}", number, cluster.name).text();
}

// In a row of beats a name says what is usual of such beats.
std::string rowName(const BeatCluster& cluster, std::size_t at) {
    return cluster.name.empty() ? std::to_string(at + 1) : cluster.name;
}

Json clusterJson(const BeatCluster& of) {
    Json out = {{"name", of.name}, {"class_share", jsonNumbers(of.class_share)}};
    if (!of.mean_wave.empty()) out["mean_wave"] = jsonNumbers(of.mean_wave);
    if (!of.covers.empty()) out["covers"] = jsonNumbers(of.covers);
    return out;
}

Json checksJson(const ClusterChecks& of) {
    return {{"beats", of.beats},
            {"records", of.records},
            {"stability", jsonNumber(of.stability)},
            {"agreement_of_seeds", jsonNumber(of.agreement_of_seeds)},
            {"fidelity", jsonNumber(of.fidelity)},
            {"macro_f1", jsonNumber(of.macro_f1)},
            {"forest_auroc", jsonNumber(of.forest_auroc)},
            {"network_auroc", jsonNumber(of.network_auroc)},
            {"uncertainty", jsonNumbers(of.uncertainty)}};
}

std::string clustersJson(const BeatClusters& of, const BeatList& beats, std::size_t beat,
                         const std::vector<Warning>& warnings) {
    Json out = named(beats, beat);
    Json clusters = Json::array(), row = Json::array();
    for (const BeatCluster& cluster : of.clusters) clusters.push_back(clusterJson(cluster));
    for (const BeatCluster& cluster : of.row) row.push_back(clusterJson(cluster));
    out["moments_s"] = jsonNumbers(of.time_s);
    out["share"] = jsonNested(of.share, std::vector<std::size_t>{of.time_s.size(), of.clusters.size()});
    out["uncertainty"] = jsonNumbers(of.uncertainty);
    out["clusters"] = std::move(clusters);
    out["mean_wave_rate_hz"] = jsonNumber(of.wave_rate_hz);
    out["row"] = {{"share", jsonNumbers(of.row_share)}, {"clusters", std::move(row)}};
    out["classes"] = of.classes;
    out["checks"] = checksJson(of.checks);
    out["warnings"] = jsonWarnings(warnings);
    return jsonText(out);
}

std::string clustersCsv(const BeatClusters& of, std::size_t beat, bool with_header) {
    std::string out = with_header ? csvLine({"beat", "time_s", "cluster", "share", "uncertainty"}) : "";
    for (std::size_t moment = 0; moment < of.time_s.size(); ++moment) {
        for (std::size_t k = 0; k < of.clusters.size(); ++k) {
            out += csvLine({std::to_string(beat), shortest(of.time_s[moment]), nameOf(of.clusters[k], k),
                            shortest(of.share[moment * of.clusters.size() + k]), shortest(of.uncertainty[moment])});
        }
    }
    return out;
}

// One line a run of moments that are most of the same cluster.
std::string clustersTable(const BeatClusters& of, const BeatList& beats, std::size_t beat) {
    const double mark_s = static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
    Table table({{"from"}, {"to, s from the mark"}, {"cluster", Align::left}, {"share"}, {"uncertainty"}});
    for (std::size_t first = 0; first < of.time_s.size();) {
        const std::size_t k = of.clusterAt(first);
        double share = 0, unsure = 0;
        std::size_t past = first;
        for (; past < of.time_s.size() && of.clusterAt(past) == k; ++past) {
            share += static_cast<double>(of.share[past * of.clusters.size() + k]);
            unsure += static_cast<double>(of.uncertainty[past]);
        }
        const auto n = static_cast<double>(past - first);
        table.add({fixed(of.time_s[first] - mark_s, 3), fixed(of.time_s[past - 1] - mark_s, 3),
                   nameOf(of.clusters[k], k), fixed(share / n, 2), fixed(unsure / n, 2)});
        first = past;
    }
    std::string out = text::say("Beat {1} at {2}, lead {3}: what the networks tell apart, of {4} clusters\n", beat,
                                clock(mark_s), beats.lead_name, of.clusters.size())
                          .text() +
                      table.text();
    if (!of.row_share.empty()) {
        const auto most = static_cast<std::size_t>(std::ranges::max_element(of.row_share) - of.row_share.begin());
        out += text::say("Among its neighbours: {1} ({2})\n", rowName(of.row[most], most),
                         percent(static_cast<double>(of.row_share[most]), 0))
                   .text();
    }
    return out +
           text::say("A forest on the shares tells {1} of the networks' answers on other records (macro-F1 {2}).\n",
                     percent(of.checks.fidelity, 1), percent(of.checks.macro_f1, 1))
               .text();
}

std::string nearestJson(const NearBeats& of, const BeatList& beats, std::size_t beat,
                        const std::vector<Warning>& warnings) {
    Json out = named(beats, beat), near = Json::array();
    for (const NearBeat& at : of.beats) {
        near.push_back({{"record", at.record},
                        {"time_s", jsonNumber(at.time_s)},
                        {"label", at.label},
                        {"distance", jsonNumber(at.distance)}});
    }
    out["nearest"] = std::move(near);
    out["of_beats"] = of.of_beats;
    out["of_records"] = of.of_records;
    out["warnings"] = jsonWarnings(warnings);
    return jsonText(out);
}

std::string nearestCsv(const NearBeats& of, std::size_t beat, bool with_header) {
    std::string out = with_header ? csvLine({"beat", "record", "time_s", "label", "distance"}) : "";
    for (const NearBeat& at : of.beats)
        out += csvLine({std::to_string(beat), at.record, shortest(at.time_s), at.label, shortest(at.distance)});
    return out;
}

std::string nearestTable(const NearBeats& of, const BeatList& beats, std::size_t beat) {
    const double mark_s = static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
    Table table({{"record", Align::left}, {"time"}, {"label", Align::left}, {"distance"}});
    for (const NearBeat& at : of.beats) table.add({at.record, clock(at.time_s), at.label, fixed(at.distance, 2)});
    return text::say(
               "Beat {1} at {2}, lead {3}: the nearest of {4} beats in {5} records (1: as far as the nearest beat "
               "of another record usually is)\n",
               beat, clock(mark_s), beats.lead_name, grouped(static_cast<std::int64_t>(of.of_beats)), of.of_records)
               .text() +
           table.text();
}

}  // namespace

void addAlikeOptions(CLI::App& command, AlikeOptions& options) {
    auto* const clusters = command.add_flag("--clusters", options.clusters,
                                            "What the networks tell apart along the beat, in place of an explanation");
    auto* const nearest = command.add_flag("--nearest", options.nearest,
                                           "The beats of your own data that look like it to the model, likewise");
    for (const char* of_a_map : kOfMaps) {
        clusters->excludes(of_a_map);
        nearest->excludes(of_a_map);
    }
    nearest->excludes(clusters);
    command.add_option("--index", options.index, "Where to look for near beats: what study nearest wrote")
        ->needs(nearest)
        ->type_name("FILE");
    command.add_option("--count", options.count, "Of near beats")
        ->needs(nearest)
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->type_name("N");
}

Result<void> writeAlike(const AlikeOptions& options, Format format, const inference::Model& model,
                        const inference::RecordingAnalysis& analysis, const BeatList& beats,
                        const std::vector<std::size_t>& chosen, const std::vector<Warning>& warnings,
                        Session& session) {
    const std::string index = options.index.empty() ? inference::defaultBeatIndex(model.info().hash) : options.index;
    std::string text;
    for (const std::size_t beat : chosen) {
        const bool is_first = text.empty();
        if (format == Format::table && !is_first) text += '\n';
        if (options.clusters) {
            const auto of = model.clusters(analysis, beats, beat, session.job);
            if (!of) return std::unexpected(of.error());
            text += format == Format::json  ? clustersJson(*of, beats, beat, warnings)
                    : format == Format::csv ? clustersCsv(*of, beat, is_first)
                                            : clustersTable(*of, beats, beat);
        } else {
            const auto of = model.nearest(analysis, beats, beat, index, options.count, session.job);
            if (!of) return std::unexpected(of.error());
            text += format == Format::json  ? nearestJson(*of, beats, beat, warnings)
                    : format == Format::csv ? nearestCsv(*of, beat, is_first)
                                            : nearestTable(*of, beats, beat);
        }
    }
    session.out.write(text);
    if (format != Format::json) session.warn(warnings);
    return {};
}

}  // namespace triptych::cli
