#include "ui/window/painted_labels.h"

#include "ui/state/navigation.h"

#include <fcntl.h>
#include <unistd.h>

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <string>
#include <utility>

namespace triptych::ui {

PaintedLabels::PaintedLabels(const BeatState& beats, const ViewportState& view, QWidget& pane, const QString& path)
    : QObject(&pane),
      beats_(beats),
      view_(view),
      file_(::open(path.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    pane.installEventFilter(this);
}

PaintedLabels::~PaintedLabels() {
    if (file_ >= 0) ::close(file_);
}

void PaintedLabels::append(const std::string& lines) const {
    if (!lines.empty() && file_ >= 0) (void)!::write(file_, lines.data(), lines.size());
}

void PaintedLabels::begin() {
    has_begun_ = true;
    std::string lines;
    for (const LabelledBeat& beat : beats_.all()) {
        if (!beat.relabelled) continue;
        written_[beat.sample] = beat.code;
        lines += "kept " + std::to_string(beat.sample) + ' ' + std::string(symbolOf(beat.code)) + '\n';
    }
    append(lines + "begun\n");
}

bool PaintedLabels::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint && !beats_.all().empty()) {
        if (!has_begun_) begin();
        // What is painted now; it is written when the painting is over and shown.
        std::map<std::int64_t, std::uint8_t> painted;
        const Viewport& shown = view_.viewport();
        const auto [first, last] = beatsWithin(beats_.all(), shown.start_s, shown.end_s());
        for (std::size_t beat = first; beat < last; ++beat) {
            const LabelledBeat& row = beats_.all()[beat];
            if (!row.pending) painted[row.sample] = row.relabelled ? row.code : std::uint8_t{0};
        }
        QTimer::singleShot(0, this, [this, painted = std::move(painted)] { write(painted); });
    }
    return QObject::eventFilter(watched, event);
}

void PaintedLabels::write(const std::map<std::int64_t, std::uint8_t>& painted) {
    std::string lines;
    for (const auto& [sample, code] : painted) {
        const auto known = written_.find(sample);
        const std::uint8_t before = known == written_.end() ? std::uint8_t{0} : known->second;
        if (before == code) continue;
        written_[sample] = code;
        lines += "painted " + std::to_string(sample) + ' ' + (code == 0 ? "-" : std::string(symbolOf(code))) + '\n';
    }
    append(lines);
}

}  // namespace triptych::ui
