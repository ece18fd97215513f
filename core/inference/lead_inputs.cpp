#include "core/inference/lead_inputs.h"

#include "core/domain/companion_lead.h"

namespace triptych::inference {

Result<LeadInputs> inputsOfLeads(const Card& card, const RecordingAnalysis& analysis, const BeatList& beats,
                                 const Job& job) {
    const Representation representation = card.representation();
    auto own = analysis.inputs(beats, beats.lead, representation, job);
    if (!own) return std::unexpected(own.error());
    LeadInputs leads = {*own};
    const auto companion = companionLead(analysis.recording(), beats.lead);
    if (representation.profile != Profile::product || !companion) return leads;
    auto inputs = analysis.inputs(beats, *companion, representation, job);
    // A second lead is welcome and never needed: one that cannot be read is left out.
    if (inputs) leads.push_back(*inputs);
    if (job.stopRequested()) {
        return fail(ErrorCode::cancelled, "stopped while reading a second lead", analysis.recording().name);
    }
    return leads;
}

}  // namespace triptych::inference
