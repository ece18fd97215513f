#include "core/pipeline/model_notices.h"

#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace triptych::pipeline {
namespace {

// Every record of these PhysioNet databases has this rate and about this length (MIT-BIH: 650,000 samples; SVDB:
// 230,400; strips of the challenge of 2017, at 300 Hz, any).
struct KnownDatabase {
    std::string_view folder;
    double rate_hz;
    std::int64_t samples;
};
constexpr std::array<KnownDatabase, 3> kDatabases = {
    {{"mitdb", 360, 650'000}, {"svdb", 128, 230'400}, {"cinc2017", 300, 0}}};

// "mitdb/208" and "208" both name record 208.
std::string_view recordPart(std::string_view training_record) {
    const auto slash = training_record.rfind('/');
    return slash == std::string_view::npos ? training_record : training_record.substr(slash + 1);
}

bool hasShapeOf(const Recording& recording, std::string_view training_record) {
    if (recording.leads.empty()) return false;
    const Lead& lead = recording.leads.front();
    const auto slash = training_record.find('/');
    const std::string_view folder = slash == std::string_view::npos ? "" : training_record.substr(0, slash);
    return std::any_of(kDatabases.begin(), kDatabases.end(), [&](const KnownDatabase& database) {
        return (folder.empty() || folder == database.folder) && lead.rate_hz == database.rate_hz &&
               (database.samples == 0 || lead.samples == database.samples);
    });
}

}  // namespace

std::optional<Warning> trainingNotice(const ModelInfo& model, const Recording& recording) {
    // A recording made in memory can share a name with a trained one, never its data.
    if (recording.path.empty()) return std::nullopt;
    const auto found = std::find_if(model.training_records.begin(), model.training_records.end(),
                                    [&](const std::string& record) { return recordPart(record) == recording.name; });
    if (found == model.training_records.end()) return std::nullopt;
    if (hasShapeOf(recording, *found)) {
        return Warning{text::say("model {1} was trained on this recording (by name, rate and length): its labels here "
                                 "look better than on a new patient",
                                 model.name),
                       recording.name};
    }
    return Warning{text::say("model {1} was trained on a recording of this name, of another rate or length: if this "
                             "is a copy or an excerpt of it, its labels here look too good",
                             model.name),
                   recording.name};
}

std::vector<Warning> modelNotices(const ModelInfo& model, const Recording& recording) {
    std::vector<Warning> notices;
    if (model.leaks_patients) {
        notices.push_back({text::say("model {1} leaks patients: it was trained and tested on beats of the same people, "
                                     "so its published figures do not hold for a new one",
                                     model.name),
                           {}});
    }
    if (auto notice = trainingNotice(model, recording)) notices.push_back(std::move(*notice));
    return notices;
}

}  // namespace triptych::pipeline
