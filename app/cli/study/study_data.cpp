#include "app/cli/study/study_data.h"

#include "core/formats/open.h"
#include "core/inference/splits.h"
#include "core/pipeline/choose_lead.h"
#include "core/pipeline/silences.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <span>

namespace triptych::cli {
namespace {

const std::vector<std::string> kMotionToDevelop = {"106", "116", "119", "203", "208", "215", "223", "228"};
const std::vector<std::string> kMotionAtLast = {"100", "105", "116", "200", "208", "213", "222", "231"};

std::vector<std::string> namesOf(std::span<const std::string_view> records) {
    return {records.begin(), records.end()};
}

bool isEven(const std::string& strip) {
    return (strip.back() - '0') % 2 == 0;
}

}  // namespace

std::string firstOfDs2(const std::vector<std::string>& names) {
    const auto ds2 = inference::ds2Records();
    const auto found = std::ranges::find_if(
        names, [&](const std::string& name) { return std::ranges::find(ds2, std::string_view(name)) != ds2.end(); });
    return found == names.end() ? std::string() : *found;
}

StudyData::StudyData(std::string folder, StudySet set, std::shared_ptr<const inference::Model> model, Job job,
                     std::vector<std::string> records)
    : folder_(std::move(folder)),
      set_(set),
      model_(std::move(model)),
      job_(std::move(job)),
      mitdb_(std::move(records)),
      chosen_(!mitdb_.empty()) {
    if (chosen_) return;
    mitdb_ = namesOf(set_ == StudySet::last ? inference::ds2Records() : inference::ds1TrainingRecords());
}

std::vector<std::string> StudyData::motionRecords() const {
    if (chosen_) return mitdb_;
    std::vector<std::string> out = set_ == StudySet::last ? kMotionAtLast : kMotionToDevelop;
    if (set_ == StudySet::development) std::erase_if(out, [](const auto& name) { return !firstOfDs2({name}).empty(); });
    return out;
}

std::vector<std::string> StudyData::svdb() const {
    std::vector<std::string> out;
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(folder_) / "svdb", trouble)) {
        if (entry.path().extension() == ".hea") out.push_back(entry.path().stem().string());
    }
    std::ranges::sort(out);
    return out;
}

std::vector<std::string> StudyData::strips(char label) const {
    std::vector<std::string> out;
    std::ifstream labels(pathOf("cinc2017", "REFERENCE.csv"));
    for (std::string line; std::getline(labels, line);) {
        const std::size_t comma = line.find(',');
        if (comma == 0 || comma == std::string::npos || comma + 1 >= line.size() || line[comma + 1] != label) continue;
        std::string name = line.substr(0, comma);
        if (std::isdigit(static_cast<unsigned char>(name.back())) == 0) continue;
        if (isEven(name) == (set_ == StudySet::development)) out.push_back(std::move(name));
    }
    return out;
}

std::string StudyData::pathOf(const std::string& folder, const std::string& file) const {
    return (std::filesystem::path(folder_) / folder / file).string();
}

Result<RecordingPtr> StudyData::open(const std::string& folder, const std::string& record) const {
    return formats::open(pathOf(folder, record + ".hea"), {job_.stop, {}});
}

Result<Classification> StudyData::answer(const RecordingPtr& recording, pipeline::BeatChoice choice) const {
    const inference::RecordingAnalysis analysis(recording);
    const std::size_t lead = pipeline::findLeads(*recording).analysed.lead;
    const auto beats = pipeline::findBeats(analysis, lead, choice, {job_.stop, {}});
    if (!beats) return std::unexpected(beats.error());
    return pipeline::classify(*model_, analysis, **beats, {job_.stop, {}});
}

Result<std::shared_ptr<const Classification>> StudyData::answer(const std::string& folder, const std::string& record,
                                                                pipeline::BeatChoice choice) {
    const bool reference = choice == pipeline::BeatChoice::reference;
    auto& kept = kept_[folder + '/' + record + (reference ? "/reference" : "/detected")];
    if (kept) return kept;
    const auto recording = open(folder, record);
    if (!recording) return std::unexpected(recording.error());
    auto said = answer(*recording, choice);
    if (!said) return std::unexpected(said.error());
    kept = std::make_shared<const Classification>(std::move(*said));
    return kept;
}

}  // namespace triptych::cli
