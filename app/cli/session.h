// What every command is given: where to write, what to watch for, whom to tell.
#pragma once

#include "app/cli/console/output.h"
#include "app/cli/console/progress.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/text/said.h"

#include <vector>

namespace triptych::cli {

struct Session {
    Output& out;             // standard output
    ProgressLine& progress;  // standard error, where a person watches
    Job job;                 // stops on Ctrl+C, reports to `progress`

    // "warning: ..." lines on standard error; commands that write JSON put warnings into it instead.
    void warn(const std::vector<Warning>& warnings) const {
        for (const auto& warning : warnings) progress.log(text::say("warning: {1}", sentence(warning)));
    }
};

}  // namespace triptych::cli
