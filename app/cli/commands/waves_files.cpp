#include "app/cli/commands/waves_files.h"

#include "app/cli/console/forced.h"
#include "core/formats/targets.h"
#include "core/formats/wfdb/annotations.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>

namespace triptych::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWaves = "waves", kRhythm = "rhythm";  // as own notes say

// Letters, digits and "_" alone, as WFDB wants annotators named.
std::string plain(const std::string& name) {
    std::string out;
    for (const char letter : name) {
        const bool upper = letter >= 'A' && letter <= 'Z';
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        out += upper ? static_cast<char>(letter - 'A' + 'a') : kept ? letter : '_';
    }
    return out.empty() ? "lead" : out;
}

void addMarks(const LeadWaves& lead, AnnotationSet& set) {
    const LayerPtr layer = waves::layerOf(lead, true);
    for (Annotation mark : layer->marks) {
        mark.sample = std::llround(static_cast<double>(mark.sample) / layer->rate_hz * set.rate_hz);
        set.annotations.push_back(std::move(mark));
    }
}

}  // namespace

AnnotationSet annotationSet(const std::string& annotator, double rate_hz, const Recording& recording,
                            std::string_view kind) {
    AnnotationSet set{annotator, rate_hz, {}, {formats::ownNote(kind)}};
    const bool one_rate = std::all_of(recording.leads.begin(), recording.leads.end(),
                                      [&](const Lead& lead) { return lead.rate_hz == rate_hz; });
    if (!one_rate) set.notes.push_back(formats::timeResolutionNote(rate_hz));
    return set;
}

Result<void> mayWrite(const WavesFiles& files, const std::string& command) {
    if (files.folder.empty() && (!files.annotator.empty() || files.replaces)) {
        return fail(ErrorCode::wrong_use, "--annotator and --force have no meaning without --output", command,
                    "name the folder to write to with --output");
    }
    return {};
}

Result<std::vector<std::string>> writeWaves(const Recording& recording, const pipeline::FoundWaves& found,
                                            const WavesFiles& files) {
    std::map<std::string, AnnotationSet> sets;  // by file
    const auto path = [&](const std::string& suffix) {
        return (fs::path(files.folder) / (fs::path(recording.name).filename().string() + '.' + suffix)).string();
    };
    if (!files.annotator.empty()) {
        double rate_hz = 0;
        for (const LeadWavesPtr& lead : found.leads) rate_hz = std::max(rate_hz, lead->rate_hz);
        AnnotationSet set = annotationSet(files.annotator, rate_hz, recording, kWaves);
        for (const LeadWavesPtr& lead : found.leads) addMarks(*lead, set);
        std::ranges::stable_sort(set.annotations, {}, &Annotation::sample);
        sets.emplace(path(files.annotator), std::move(set));
    } else {
        for (const LeadWavesPtr& lead : found.leads) {
            const std::string suffix = plain(recording.leads[lead->lead].name);
            AnnotationSet set = annotationSet(suffix, lead->rate_hz, recording, kWaves);
            addMarks(*lead, set);
            if (!sets.emplace(path(suffix), std::move(set)).second) {
                return fail(ErrorCode::refused, "two leads would be written to one file", path(suffix),
                            "name an annotator for one file with all leads, as in --annotator waves");
            }
        }
    }
    for (const auto& [file, set] : sets) {
        if (auto may = formats::mayReplaceAnnotations(file, recording, kWaves, files.replaces); !may) {
            return orForced(may.error());
        }
    }
    std::vector<std::string> out, fresh;
    for (const auto& [file, set] : sets) {
        std::error_code status;
        if (!fs::exists(file, status)) fresh.push_back(file);
        if (auto written = formats::writeAnnotations(file, set); !written) {
            for (const std::string& alone : fresh)
                fs::remove(alone, status);  // some leads' waves are not the recording's
            return std::unexpected(written.error());
        }
        out.push_back(file);
    }
    return out;
}

Result<std::string> writeRhythm(const Recording& recording, const Layer& layer, const WavesFiles& files) {
    const std::string suffix = files.annotator.empty() ? "rhy" : files.annotator;
    const std::string file =
        (fs::path(files.folder) / (fs::path(recording.name).filename().string() + '.' + suffix)).string();
    if (auto may = formats::mayReplaceAnnotations(file, recording, kRhythm, files.replaces); !may) {
        return orForced(may.error());
    }
    AnnotationSet set = annotationSet(suffix, layer.rate_hz, recording, kRhythm);
    set.annotations = layer.marks;
    if (auto written = formats::writeAnnotations(file, set); !written) return std::unexpected(written.error());
    return file;
}

}  // namespace triptych::cli
