// Apple's Health: an ECG of the watch as one column below pairs whose keys are in the phone's language.
#include "core/formats/csv/days.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/stamps.h"
#include "core/formats/lead_names.h"
#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {
namespace {

// "Watch6,7": the model of the device, in every language alike.
bool namesWatch(std::string_view value) {
    const std::size_t at = value.find("Watch");
    return at != std::string_view::npos && at + 5 < value.size() && value[at + 5] >= '0' && value[at + 5] <= '9';
}

// "Lead I", "Ableitung I", "Avledning II": the lead that the first or the last word names; "" where neither does.
std::string leadIn(std::string_view value) {
    const std::string_view whole = text::trimmed(value);
    const std::size_t blank = whole.rfind(' ');
    if (blank == std::string_view::npos) return {};
    for (const std::string_view word : {whole.substr(blank + 1), whole.substr(0, whole.find(' '))}) {
        const std::string named = "Lead " + std::string(word);
        const std::string lead = normalisedLeadName(named);
        if (lead != named) return lead;
    }
    return {};
}

}  // namespace

bool readAppleWatch(const ProgramInput& input, CsvLayout& layout) {
    if (layout.columns.size() != 1) return false;
    if (std::none_of(input.remarks.begin(), input.remarks.end(),
                     [](const TableRemark& remark) { return namesWatch(remark.value); })) {
        return false;
    }
    CsvColumn& column = layout.columns.front();
    column.lead = "I";  // the one lead that a watch has
    column.name = "Lead I";
    for (const TableRemark& remark : input.remarks) {
        if (const std::string lead = leadIn(remark.value); !lead.empty() && column.name == "Lead I") {
            column.name = remark.value;
            column.lead = lead;
        }
        if (layout.start) continue;
        const auto stamp = stampOf(remark.value);
        if (stamp && stamp->has_date && stamp->is_certain) layout.start = isoOf(stamp->time_s, stamp->zone_min);
    }
    return true;
}

}  // namespace triptych::formats
