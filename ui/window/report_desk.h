// What the reader kept for the report of the recording in view, and the report that is made of it.
#pragma once

#include "ui/panels/report_book.h"
#include "ui/state/view_state.h"

#include <QObject>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace triptych::ui {

class Session;

// GUI thread. What was kept goes with the recording.
class ReportDesk : public QObject {
    Q_OBJECT
public:
    static constexpr double kLongest_s = 60;  // of a strip

    ReportDesk(ViewState& state, Session& session, QObject* parent = nullptr);

    // The selected stretch, else the view, cut to kLongest_s. Returns it; nullopt where there is no recording.
    std::optional<Stretch> keepStrip();
    // The selected beat, with the picture of its explanation as it is on screen (null: none). False where no beat is
    // selected.
    bool keepBeat(const QImage& picture);
    void forget();
    [[nodiscard]] std::size_t kept() const { return strips_.size() + beats_.size(); }

    struct Wishes {
        QString conclusion;
        bool with_patient = false;
    };
    [[nodiscard]] ReportContent content(const Wishes& wishes) const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::vector<std::size_t> leadsShown() const;

    [[nodiscard]] QString numberOfRecording() const;

    ViewState& state_;
    Session& session_;
    mutable std::pair<std::weak_ptr<const Recording>, QString> number_;  // of the recording that it was made of last
    std::vector<ReportStrip> strips_;
    std::vector<ReportBeat> beats_;
};

}  // namespace triptych::ui
