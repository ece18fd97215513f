#include "core/formats/csv/programs.h"

#include <array>

namespace triptych::formats {
namespace {

struct Program {
    const char* name;
    bool (*read)(const ProgramInput& input, CsvLayout& layout);
};

constexpr std::array kPrograms = {
    Program{"Triptych", readTriptych}, Program{"AcqKnowledge", readAcqKnowledge},
    Program{"LabChart", readLabChart}, Program{"OpenSignals", readOpenSignals},
    Program{"OpenBCI", readOpenBci},   Program{"Apple Watch", readAppleWatch},
};

}  // namespace

std::vector<std::string_view> ProgramInput::linesAbove(const CsvLayout& layout) const {
    const auto first = beginning.lines.begin();
    return {first, first + static_cast<std::ptrdiff_t>(layout.dialect.first_row)};
}

void readProgram(const ProgramInput& input, CsvLayout& layout) {
    for (const Program& program : kPrograms) {
        if (!program.read(input, layout)) continue;
        layout.program = program.name;
        return;
    }
}

}  // namespace triptych::formats
