// A recording in the making, for readers that decode a whole file into memory: leads are added with their samples, and
// what every reader must do alike (units, lengths, warnings) is done here.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/formats/decoded_source.h"
#include "core/text/said.h"

#include <string>
#include <vector>

namespace triptych::formats {

class DecodedRecording {
public:
    DecodedRecording(std::string path, std::string format);

    // Everything but leads, source and duration may be set.
    Recording recording;

    // `lead`: original_name (name too, where it does not follow from it), unit as in the file ("" where it names none),
    // rate, gain in stored units per such unit, baseline. Voltages become mV; any other unit stays, with a warning. A
    // lead without samples, or with a gain or rate that is no positive or finite number, is left out with a warning.
    void add(Lead lead, std::vector<std::int32_t> values);

    void warn(text::Said what);
    [[nodiscard]] const std::vector<Lead>& leads() const { return recording.leads; }
    [[nodiscard]] const std::vector<std::int32_t>& valuesOf(std::size_t lead) const { return samples_[lead].values; }

    // With the limb leads that follow from I and II (limb_leads.h), and one warning for all leads without a unit.
    // Error: empty, where there is no lead.
    [[nodiscard]] Result<RecordingPtr> finish();

private:
    std::vector<DecodedLead> samples_;
    std::vector<std::string> without_unit_;
};

}  // namespace triptych::formats
