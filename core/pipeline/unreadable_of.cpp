#include "core/pipeline/unreadable_of.h"

namespace triptych::pipeline {

Result<std::vector<beats::UnreadableStretch>> unreadableOf(const inference::RecordingAnalysis& analysis,
                                                           std::size_t lead, const Job& job) {
    const auto found = analysis.lead(lead).beats({job.stop, {}});
    const auto said = analysis.lead(lead).readability({job.stop, {}});
    if (found && said) return beats::unreadableSpans(**found, **said, analysis.recording().duration_s);
    const Error& error = found ? said.error() : found.error();
    if (error.code == ErrorCode::cancelled) return std::unexpected(error);
    return std::vector<beats::UnreadableStretch>();
}

}  // namespace triptych::pipeline
