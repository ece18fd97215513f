// Which lead is read for beats, and which leads are an ECG at all: by their names, and by their signals where names do
// not say, or name a lead that has no signal.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/text/said.h"

#include <vector>

namespace triptych::pipeline {

struct EcgLeads {
    // Of each lead: an ECG, by its name or by the QRS complexes that it shows. Air flow, a clock, a flat line and a
    // counter are none. Where no lead is one, all that may be voltages count: nothing is hidden for want of a better.
    std::vector<bool> is_ecg;
    // Which leads are none and why, in one sentence; empty where all are, or count.
    text::Said others_stated;
};
// No signal is looked at where the names of all leads say what they are. Any thread.
[[nodiscard]] EcgLeads ecgLeadsOf(const Recording& recording, const Job& job = {});

struct LeadsFound : EcgLeads {
    LeadChoice analysed;
};

// Bounded work (core/beats/ecg_search.h); a stopped job leaves the choice to the names. Any thread.
[[nodiscard]] LeadsFound findLeads(const Recording& recording, const Job& job = {});

}  // namespace triptych::pipeline
