#include "core/inference/study.h"

#include <array>
#include <sstream>

namespace triptych::inference {

std::span<const StudyInfo> studyList() {
#define TRIPTYCH_STUDY_INFO(study_name, function, ...) StudyInfo{.name = #study_name, __VA_ARGS__},
    static const std::array kStudies = {TRIPTYCH_STUDIES(TRIPTYCH_STUDY_INFO)};
#undef TRIPTYCH_STUDY_INFO
    return kStudies;
}

const StudyInfo* findStudy(std::string_view name) {
    for (const StudyInfo& info : studyList()) {
        if (info.name == name) return &info;
    }
    return nullptr;
}

std::vector<std::string> partsOf(const StudyInfo& info) {
    std::istringstream words{std::string(info.parts)};
    std::vector<std::string> out;
    for (std::string word; words >> word;) out.push_back(word);
    return out;
}

}  // namespace triptych::inference
