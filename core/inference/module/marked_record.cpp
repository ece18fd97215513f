#include "core/inference/module/marked_record.h"

#include "core/formats/open.h"
#include "core/inference/module/training/waves/wave_corpus.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
constexpr const char* kLead = "II";

}  // namespace

Result<std::vector<MarkedBeats>> readMarkedBeats(const Bundle& bundle, const std::string& folder, const Job& job) {
    const auto corpus = training::readWaveCorpus(folder, job);
    if (!corpus) return std::unexpected(corpus.error());
    std::error_code status;
    const fs::path root(folder);
    const fs::path marked = fs::is_directory(root / "ludb", status) ? root / "ludb" : root;
    std::vector<MarkedBeats> out;
    for (const training::MarkedRecord& record : corpus->records) {
        const auto lead = std::ranges::find(record.leads, kLead, &training::MarkedLead::name);
        if (lead == record.leads.end()) continue;
        const auto recording = formats::open((marked / (record.name + ".hea")).string(), job);
        if (!recording) return std::unexpected(recording.error());
        const auto& leads = (*recording)->leads;
        const auto at = std::ranges::find(leads, kLead, &Lead::name);
        if (at == leads.end()) continue;
        BeatList beats;
        beats.lead = static_cast<std::size_t>(at - leads.begin());
        beats.lead_name = at->name;
        beats.rate_hz = at->rate_hz;
        beats.origin = BeatOrigin::reference;
        std::vector<MarkedStretch> waves;
        for (const training::MarkedWave& wave : lead->waves) {
            if (wave.kind == training::WaveKind::qrs)
                beats.beats.push_back({static_cast<std::int64_t>(std::lround(wave.at_s[1] * at->rate_hz)), kNormal});
            if (std::isfinite(wave.at_s[0]) && std::isfinite(wave.at_s[2]))
                waves.push_back({static_cast<std::size_t>(wave.kind), wave.at_s[0], wave.at_s[2]});
        }
        if (beats.beats.empty()) continue;
        auto inputs = BeatInputs::prepare(**recording, beats, beats.lead, bundle.card.representation(), job);
        if (!inputs) return std::unexpected(inputs.error());
        out.push_back({record.name, std::move(*inputs), std::move(waves), lead->first_s, lead->last_s});
    }
    return out;
}

}  // namespace triptych::inference
