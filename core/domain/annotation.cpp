#include "core/domain/annotation.h"

#include "core/domain/own_labels.h"

#include <array>

namespace triptych {
namespace {

struct CodeEntry {
    std::string_view symbol;
    std::string_view meaning;
    bool beat = false;
};

// WFDB's annotation code table (ecgcodes.h, annstr() and isqrs()), index = code.
constexpr std::array<CodeEntry, kAnnotationCodes> kCodes = {{
    {" ", "Not a QRS"},
    {"N", "Normal beat", true},
    {"L", "Left bundle branch block beat", true},
    {"R", "Right bundle branch block beat", true},
    {"a", "Aberrated atrial premature beat", true},
    {"V", "Premature ventricular contraction", true},
    {"F", "Fusion of ventricular and normal beat", true},
    {"J", "Nodal (junctional) premature beat", true},
    {"A", "Atrial premature beat", true},
    {"S", "Supraventricular premature or ectopic beat", true},
    {"E", "Ventricular escape beat", true},
    {"j", "Nodal (junctional) escape beat", true},
    {"/", "Paced beat", true},
    {"Q", "Unclassifiable beat", true},
    {"~", "Change in signal quality"},
    {"[15]", "Code 15"},
    {"|", "Isolated QRS-like artifact"},
    {"[17]", "Code 17"},
    {"s", "ST change"},
    {"T", "T-wave change"},
    {"*", "Systole"},
    {"D", "Diastole"},
    {"\"", "Comment"},
    {"=", "Measurement"},
    {"p", "P-wave peak"},
    {"B", "Bundle branch block beat (unspecified)", true},
    {"^", "Non-captured pacemaker spike"},
    {"t", "T-wave peak"},
    {"+", "Rhythm change"},
    {"u", "U-wave peak"},
    {"?", "Beat not classified during learning", true},
    {"!", "Ventricular flutter wave"},
    {"[", "Start of ventricular flutter or fibrillation"},
    {"]", "End of ventricular flutter or fibrillation"},
    {"e", "Atrial escape beat", true},
    {"n", "Supraventricular escape beat", true},
    {"@", "Link to external data"},
    {"x", "Non-conducted P wave (blocked atrial premature beat)"},
    {"f", "Fusion of paced and normal beat", true},
    {"(", "Waveform onset"},
    {")", "Waveform end"},
    {"r", "R-on-T premature ventricular contraction", true},
    {"[42]", "Code 42"},
    {"[43]", "Code 43"},
    {"[44]", "Code 44"},
    {"[45]", "Code 45"},
    {"[46]", "Code 46"},
    {"[47]", "Code 47"},
    {"[48]", "Code 48"},
    {"[49]", "Code 49"},
}};

constexpr std::string_view kUnexplained = "Letter of a vocabulary that is not here";

}  // namespace

std::string_view symbolOf(std::uint8_t code) {
    if (const OwnLabel* own = ownLabelOf(code)) return own->letter;
    return code < kCodes.size() ? kCodes[code].symbol : std::string_view("[?]");
}

std::optional<std::uint8_t> codeOfSymbol(std::string_view symbol) {
    for (std::size_t code = 1; code < kCodes.size(); ++code) {
        if (kCodes[code].symbol == symbol) return static_cast<std::uint8_t>(code);
    }
    return ownCodeOf(symbol);
}

std::string_view meaningOf(std::uint8_t code) {
    if (const OwnLabel* own = ownLabelOf(code)) return own->name.empty() ? kUnexplained : own->name;
    return code < kCodes.size() ? kCodes[code].meaning : std::string_view("Unknown code");
}

bool isBeat(std::uint8_t code) {
    return code < kCodes.size() ? kCodes[code].beat : ownLabelOf(code) != nullptr;
}

}  // namespace triptych
