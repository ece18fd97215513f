#include "core/inference/study.h"

#include <algorithm>
#include <array>

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
    std::vector<std::string> out;
    for (std::string_view rest = info.parts; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

}  // namespace triptych::inference
