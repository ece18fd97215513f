// Every study of the table (core/inference/study_list.h) as the module runs it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/study.h"

#include <functional>
#include <string>

namespace triptych::inference::studies {

using StudyLog = std::function<void(const std::string&)>;

// Makes a study of the table, or goes on with it, and writes its report. Errors: not_found (no such study), wrong_use
// (a part it has not), those of its data, io_failed, cancelled.
[[nodiscard]] Result<StudyMade> makeStudy(const StudyRequest& request, const Job& job, const StudyLog& log);

// What each row of the table defines. The request names parts of the table, and seeds and epochs above 0 where the
// table has them.
#define TRIPTYCH_DECLARED_STUDY(name, function, ...) \
    [[nodiscard]] Result<StudyMade> function(const StudyRequest& request, const Job& job, const StudyLog& log);
TRIPTYCH_STUDIES(TRIPTYCH_DECLARED_STUDY)
#undef TRIPTYCH_DECLARED_STUDY

}  // namespace triptych::inference::studies
