// A window for tests: settings of its own, a record of its own, no model unless asked for.
#pragma once

#include "core/synth/synthesize.h"
#include "tests/support/data.h"
#include "tests/ui/qt_test.h"
#include "ui/window/main_window.h"

#include <QSettings>
#include <QTest>

#include <filesystem>
#include <memory>
#include <string>

namespace triptych::test {

// Nothing that a test does is remembered by, or depends on, the settings of whoever runs it.
inline std::filesystem::path ownSettings() {
    const auto folder = scratchFolder("settings");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, QString::fromStdString(folder.string()));
    return folder;
}

// A made-up record on disk: NAME.hea, NAME.dat, NAME.atr. Returns the header's path.
inline std::string recordOnDisk(const std::string& name = "made", double duration_s = 30) {
    const auto folder = scratchFolder("record");
    synth::SynthRequest request;
    request.duration_s = duration_s;
    request.seed = 5;
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), name));
    return (folder / (name + ".hea")).string();
}

// `ai` false: no model is loaded, so that what a test says of the window does not hang on one.
inline std::unique_ptr<ui::MainWindow> shownWindow(bool ai = false, const QSize& size = {1280, 720}) {
    ownSettings();
    auto window = std::make_unique<ui::MainWindow>();
    window->state().model().setAiVisible(ai);
    window->resize(size);
    window->show();
    return window;
}

inline bool opened(ui::MainWindow& window, const std::string& path) {
    window.open({path});
    return waitUntil([&] { return !window.isBusy(); }, 60'000) && !window.state().beats().all().empty();
}

inline void press(ui::MainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    window.activateWindow();
    QTest::keyClick(&window, key, modifiers);
}

// Every label is on the disk.
inline bool saved(ui::MainWindow& window) {
    return waitUntil([&] { return !window.isWindowModified(); }, 20'000);
}

}  // namespace triptych::test
