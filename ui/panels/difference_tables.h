// What is measured in two recordings and by how much they differ, in two tables: the figures of all leads, and the
// amplitudes and ST levels lead by lead.
#pragma once

#include "core/measure/differences.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

class QTableWidget;

namespace triptych::ui {

// GUI thread.
class DifferenceTables : public QWidget {
    Q_OBJECT
public:
    explicit DifferenceTables(QWidget* parent = nullptr);

    // Empty: nothing is measured yet.
    void setDifferences(const std::vector<measure::FigurePair>& figures, const std::vector<measure::LeadPair>& leads);
    [[nodiscard]] QTableWidget& figures() const { return *figures_; }
    [[nodiscard]] QTableWidget& leads() const { return *leads_; }

private:
    QTableWidget* figures_ = nullptr;
    QTableWidget* leads_ = nullptr;
};

// "1 204", "−0.12", "+16": as the tables have them; "—" where it cannot be said.
[[nodiscard]] QString figureText(const std::optional<double>& value, measure::FigureKind kind, bool with_sign = false);

}  // namespace triptych::ui
