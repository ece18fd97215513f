#include "core/inference/module/training/waves/wave_corpus.h"

#include "core/dsp/resample.h"
#include "core/dsp/sample_reader.h"
#include "core/files/mapped_file.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/waves/network_plan.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSameBeat_s = 0.2;

std::optional<WaveKind> kindOf(std::uint8_t code) {
    if (code == kPWave) return WaveKind::p;
    if (code == kTWave) return WaveKind::t;
    if (isBeat(code)) return WaveKind::qrs;
    return std::nullopt;
}

// "(" wave ")" in a row; a bracket that is missing is a mark that is missing.
std::vector<MarkedWave> wavesOf(const AnnotationSet& set) {
    std::vector<MarkedWave> out;
    const auto& marks = set.annotations;
    const auto second = [&](std::size_t i) { return static_cast<double>(marks[i].sample) / set.rate_hz; };
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const auto kind = kindOf(marks[i].code);
        if (!kind) continue;
        MarkedWave wave{*kind, {kNone, second(i), kNone}};
        if (i > 0 && marks[i - 1].code == kWaveOn) wave.at_s[0] = second(i - 1);
        if (i + 1 < marks.size() && marks[i + 1].code == kWaveOff) wave.at_s[2] = second(i + 1);
        out.push_back(wave);
    }
    return out;
}

std::vector<float> atNetworkRate(const Recording& recording, std::size_t lead) {
    const Lead& info = recording.leads[lead];
    return dsp::resample(dsp::readerOf(recording, lead), info.samples, info.rate_hz, waves::kNetwork_hz);
}

// The beats of the record are those of the lead that has most; a wave belongs to the last beat before it, P to the
// next.
void nameBeats(MarkedRecord& record) {
    std::vector<double> beats;
    for (const MarkedLead& lead : record.leads) {
        std::vector<double> here;
        for (const MarkedWave& wave : lead.waves) {
            if (wave.kind == WaveKind::qrs) here.push_back(wave.at_s[1]);
        }
        if (here.size() > beats.size()) beats = std::move(here);
    }
    for (MarkedLead& lead : record.leads) {
        for (MarkedWave& wave : lead.waves) {
            const double shifted_s = wave.at_s[1] + (wave.kind == WaveKind::p ? 0 : kSameBeat_s);
            const auto next = std::lower_bound(beats.begin(), beats.end(), shifted_s);
            const auto index = static_cast<std::size_t>(next - beats.begin());
            wave.beat = wave.kind == WaveKind::p ? index : index > 0 ? index - 1 : 0;
        }
    }
}

Result<MarkedRecord> readMarked(const fs::path& header, const Job& job) {
    const auto recording = formats::open(header.string(), job);
    if (!recording) return std::unexpected(recording.error());
    MarkedRecord record;
    record.name = header.stem().string();
    for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) {
        const Lead& lead = (*recording)->leads[i];
        auto marks_file = header;
        marks_file.replace_extension(lead.original_name);
        const auto marks = formats::readAnnotations(marks_file.string(), lead.rate_hz);
        if (!marks) return std::unexpected(marks.error());
        MarkedLead marked{lead.name, atNetworkRate(**recording, i), wavesOf(*marks)};
        if (marked.waves.empty() || marked.signal.empty()) continue;
        marked.first_s = static_cast<double>(marks->annotations.front().sample) / marks->rate_hz;
        marked.last_s = static_cast<double>(marks->annotations.back().sample) / marks->rate_hz;
        record.has_p = record.has_p || std::any_of(marked.waves.begin(), marked.waves.end(),
                                                   [](const MarkedWave& wave) { return wave.kind == WaveKind::p; });
        record.leads.push_back(std::move(marked));
    }
    nameBeats(record);
    return record;
}

// "A00005,A" a line.
Result<void> readStrips(const fs::path& folder, WaveCorpus& corpus, const Job& job) {
    const auto list = files::readWhole((folder / "REFERENCE.csv").string(), 1 << 20, "list of rhythms");
    if (!list) return std::unexpected(list.error());
    for (std::size_t begin = 0; begin < list->size();) {
        const std::size_t end = std::min(list->find('\n', begin), list->size());
        const std::string line = list->substr(begin, end - begin);
        begin = end + 1;
        const std::size_t comma = line.find(',');
        if (comma == std::string::npos || comma + 1 >= line.size()) continue;
        const char rhythm = line[comma + 1];
        if (rhythm != 'A' && rhythm != 'N') continue;
        const auto header = folder / (line.substr(0, comma) + ".hea");
        if (!fs::exists(header)) continue;
        const auto strip = formats::open(header.string(), job);
        if (!strip) return std::unexpected(strip.error());
        auto signal = atNetworkRate(**strip, 0);
        (rhythm == 'A' ? corpus.fibrillating : corpus.ordinary).push_back(std::move(signal));
    }
    return {};
}

}  // namespace

Result<WaveCorpus> readWaveCorpus(const std::string& folder, const Job& job) {
    std::error_code status;
    const fs::path root(folder);
    const bool is_whole = fs::is_directory(root / "ludb", status);
    const fs::path marked = is_whole ? root / "ludb" : root;
    std::vector<fs::path> headers;
    for (auto it = fs::directory_iterator(marked, status); !status && it != fs::directory_iterator();
         it.increment(status)) {
        auto marks = it->path();
        marks.replace_extension("ii");
        if (it->path().extension() == ".hea" && fs::exists(marks, status)) headers.push_back(it->path());
    }
    if (headers.empty()) {
        return fail(ErrorCode::not_found, "there is no record with marks of waves (.i, .ii, ...) beside it", folder,
                    "name the folder of the Lobachevsky University Database, or the one that holds it as ludb");
    }
    std::sort(headers.begin(), headers.end(), [](const fs::path& a, const fs::path& b) {
        const auto left = a.stem().string();
        const auto right = b.stem().string();
        return std::pair(left.size(), left) < std::pair(right.size(), right);
    });
    WaveCorpus corpus;
    for (const fs::path& header : headers) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "reading the records was stopped", folder);
        auto record = readMarked(header, job);
        if (!record) return std::unexpected(record.error());
        corpus.records.push_back(std::move(*record));
    }
    corpus.described = "Lobachevsky University Database (ODC-By 1.0)";
    if (is_whole && fs::exists(root / "cinc2017" / "REFERENCE.csv", status)) {
        if (auto read = readStrips(root / "cinc2017", corpus, job); !read) return std::unexpected(read.error());
        corpus.described += "; that strips fibrillate or do not, of the PhysioNet/CinC Challenge 2017 (ODC-By 1.0)";
    }
    if (is_whole && fs::exists(root / "noise" / "em.hea", status)) {
        const auto noise = formats::open((root / "noise" / "em.hea").string(), job);
        if (!noise) return std::unexpected(noise.error());
        for (std::size_t lead = 0; lead < (*noise)->leads.size(); ++lead) {
            const auto channel = atNetworkRate(**noise, lead);
            corpus.noise.insert(corpus.noise.end(), channel.begin(), channel.end());
        }
        corpus.described += "; electrode motion of the MIT-BIH Noise Stress Test Database (ODC-By 1.0)";
    }
    return corpus;
}

std::vector<std::size_t> dealRecords(const WaveCorpus& corpus, std::size_t folds) {
    std::vector<std::size_t> group(corpus.records.size(), 0);
    std::size_t next = 0;
    for (const bool has_p : {false, true}) {
        for (std::size_t i = 0; i < corpus.records.size(); ++i) {
            if (corpus.records[i].has_p == has_p) group[i] = next++ % folds;
        }
    }
    return group;
}

}  // namespace triptych::inference::training
