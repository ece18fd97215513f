// A recording in the making, for readers that decode a whole file into memory: leads are added with their samples, and
// what every reader must do alike (units, lengths, warnings) is done here.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/formats/decoded_source.h"

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

    void warn(std::string what);
    [[nodiscard]] const std::vector<Lead>& leads() const { return recording.leads; }
    [[nodiscard]] const std::vector<std::int32_t>& valuesOf(std::size_t lead) const { return samples_[lead].values; }

    // III, aVR, aVL and aVF, where I and II are there with one rate, scale and length and none of the four is: behind
    // II, marked as derived. Exact: III = II - I in I's units, and of aVR = -(I + II)/2, aVL = (2I - II)/2,
    // aVF = (2II - I)/2 (Einthoven, Goldberger) the numerators with twice the gain, so that nothing is rounded.
    void deriveLimbLeads();

    // Error: empty, where there is no lead.
    [[nodiscard]] Result<RecordingPtr> finish();

private:
    void insertDerived(std::size_t place, const char* name, std::int32_t of_i, std::int32_t of_ii, double gain_factor);

    std::vector<DecodedLead> samples_;
};

}  // namespace triptych::formats
