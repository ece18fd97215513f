// A reader whose locale writes numbers with a comma works as everyone: what the window writes keeps its point.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/support/comma_locale.h"
#include "tests/ui/window_support.h"
#include "ui/window/exporter.h"
#include "ui/window/settings.h"

#include <QTest>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

constexpr double kOddRate_hz = 257.5;

std::string oddRecord() {
    const auto folder = test::scratchFolder("record");
    synth::SynthRequest request;
    request.duration_s = 20;
    request.rate_hz = kOddRate_hz;
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), "odd"));
    return (folder / "odd.hea").string();
}

std::string textOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(WindowLocale, ReaderWithACommaExportsEdfAndSavesLabelsAsEveryone) {
    const test::CommaLocale comma;
    const auto window = test::shownWindow();
    const fs::path header = oddRecord();
    ASSERT_TRUE(test::opened(*window, header.string()));
    EXPECT_EQ(window->state().record().recording()->leads[0].rate_hz, kOddRate_hz);

    Exporter exporter;
    QString trouble;
    QObject::connect(&exporter, &Exporter::failed, &exporter,
                     [&](const Error& error) { trouble = QString::fromStdString(sentence(error)); });
    const fs::path edf = test::scratchFolder("export") / "out.edf";
    exporter.start(window->state().record().recording(), QString::fromStdString(edf.string()), {});
    ASSERT_TRUE(test::waitUntil([&] { return !exporter.isBusy(); }, 60'000));
    EXPECT_EQ(trouble, QString()) << trouble.toStdString();
    const auto exported = formats::open(edf.string());
    ASSERT_TRUE(exported) << sentence(exported.error());
    EXPECT_NEAR((*exported)->leads[0].rate_hz, kOddRate_hz, 1e-6);

    window->activateWindow();
    QTest::keyClick(window.get(), Qt::Key_F);
    QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(test::waitUntil([&] { return !window->isWindowModified(); }, 20'000)) << "the label is on the disk";
    const fs::path labels = fs::path(header).replace_extension("triptych");
    EXPECT_NE(textOf(labels).find("## time resolution: 257.5"), std::string::npos);
    const auto read = formats::readAnnotations(labels.string(), 100);
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_EQ(read->rate_hz, kOddRate_hz);
}

TEST(WindowLocale, SettingsKeepTheirPoint) {
    const test::CommaLocale comma;
    const fs::path folder = test::ownSettings();
    Settings kept;
    kept.overlay_opacity = 0.35;
    kept.calibration = 1.125;
    saveSettings(kept);
    const Settings read = loadSettings();
    EXPECT_EQ(read.overlay_opacity, 0.35);
    EXPECT_EQ(read.calibration, 1.125);
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) all += textOf(entry.path());
    }
    EXPECT_NE(all.find("calibration=1.125"), std::string::npos) << all;
}

}  // namespace
}  // namespace triptych::ui
