// What the command line of `triptych` may say, checked before any window exists.
#pragma once

#include "ui/state/view_state.h"
#include "ui/window/session.h"
#include "ui/window/settings.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace triptych::app {

struct Options {
    RecordingRef recording;  // empty: the start page
    RecordingRef beside;     // opened beside it; empty: none
    bool sample = false;
    ui::Place place;
    std::optional<QSize> size;
    QString screenshot;  // empty: a window for a reader
    std::optional<ui::ThemeChoice> theme;
    QString model;
    QString lead;
    QString project;  // empty: as the window remembers it
    pipeline::BeatChoice beats = pipeline::BeatChoice::automatic;
    std::string method;  // an id; empty: the one that the reader used last
    bool ai = true;
    bool view_scope = false;
    bool timing = false;
    bool trust_code = false;
};

struct ParsedOptions {
    Options options;
    QString error;  // one line; empty when all is well
    bool help = false;
    bool version = false;
};

// `arguments` with the program's name first. Needs no application object.
[[nodiscard]] ParsedOptions parseOptions(const QStringList& arguments);
[[nodiscard]] QString helpText();

}  // namespace triptych::app
