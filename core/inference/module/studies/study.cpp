#include "core/inference/module/studies/study.h"

#include "core/text/said.h"

#include <algorithm>

namespace triptych::inference::studies {

Result<StudyMade> makeStudy(const StudyRequest& request, const Job& job, const StudyLog& log) {
    const StudyInfo* info = findStudy(request.name);
    if (info == nullptr) {
        std::string known;
        for (const StudyInfo& study : studyList()) known += (known.empty() ? "" : ", ") + std::string(study.name);
        return fail(ErrorCode::not_found, text::say("there is no study \"{1}\"", request.name), {},
                    text::say("use one of {1}", known));
    }
    StudyRequest whole = request;
    const auto all = partsOf(*info);
    std::erase_if(whole.parts, [](const std::string& part) { return part.empty(); });
    for (const std::string& part : whole.parts) {
        if (std::ranges::find(all, part) != all.end()) continue;
        return fail(ErrorCode::wrong_use, text::say("the study has no part \"{1}\"", part), request.name,
                    text::say("use parts of {1}", std::string(info->parts)));
    }
    if (whole.parts.empty()) whole.parts = all;
    if (whole.seeds == 0) whole.seeds = info->seeds;
    if (whole.epochs == 0) whole.epochs = info->epochs;
#define TRIPTYCH_CALLED_STUDY(study_name, function, ...) \
    if (request.name == #study_name) return function(whole, job, log);
    TRIPTYCH_STUDIES(TRIPTYCH_CALLED_STUDY)
#undef TRIPTYCH_CALLED_STUDY
    return fail(ErrorCode::internal, "a study of the table is not called", request.name);
}

}  // namespace triptych::inference::studies
