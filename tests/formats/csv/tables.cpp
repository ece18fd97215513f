#include "tests/formats/csv/tables.h"

#include "core/text/numbers.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::test {

double waveAt(int i) {
    return ((i * 37 + i / 7 * 11) % 201 - 100) / 100.0;
}

std::string rowsOf(const std::function<std::string(int)>& row, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += row(i) + '\n';
    return text;
}

std::string number(double value, int decimals, char mark) {
    std::string text = text::fixedText(value, decimals);
    std::replace(text.begin(), text.end(), '.', mark);
    return text;
}

Result<RecordingPtr> openedTable(const std::string& text, const std::string& file, const formats::OpenHints& hints) {
    static const auto folder = scratchFolder("tables");
    writeText(folder / file, text);
    return formats::open((folder / file).string(), {}, hints);
}

RecordingPtr mustOpenTable(const std::string& text, const std::string& file, const formats::OpenHints& hints) {
    auto recording = openedTable(text, file, hints);
    if (!recording) {
        ADD_FAILURE() << sentence(recording.error()) << "\n" << text.substr(0, 400);
        return nullptr;
    }
    return *recording;
}

void expectWave(const Recording& recording, std::size_t lead, int count, double scale) {
    ASSERT_LT(lead, recording.leads.size());
    EXPECT_EQ(recording.leads[lead].samples, count);
    const auto values = physical(recording, lead, 0, static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ASSERT_NEAR(values[static_cast<std::size_t>(i)], waveAt(i) * scale, 1e-6 * std::max(1.0, scale))
            << "sample " << i;
    }
}

std::string namesOf(const Recording& recording) {
    std::string names;
    for (const Lead& lead : recording.leads) names += (names.empty() ? "" : ", ") + lead.name;
    return names;
}

}  // namespace triptych::test
