// What a map is compared with, and the figure of both: chosen by the reader, made by workers, painted where maps are
// compared.
#pragma once

#include "core/pages/map_figure.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace triptych::ui {

enum class CompareWith { nothing, method, other_class, beat, model, mean, kept };
struct CompareChoice {
    CompareWith with = CompareWith::nothing;
    QString which;  // a method's id, a class, "before", "after" or "nearest CLASS", a model's name; of a mean its class
    friend bool operator==(const CompareChoice&, const CompareChoice&) = default;
};

// GUI thread; computes nothing.
class CompareState : public QObject {
    Q_OBJECT
public:
    explicit CompareState(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const CompareChoice& choice() const { return choice_; }
    void setChoice(const CompareChoice& choice);
    // Somebody looks: nothing is made for nobody.
    [[nodiscard]] bool isWanted() const { return wanted_; }
    void setWanted(bool wanted);
    // What there is to choose from.
    [[nodiscard]] const QStringList& classes() const { return classes_; }
    [[nodiscard]] const QStringList& models() const { return models_; }
    [[nodiscard]] bool keepsOne() const { return keeps_one_; }
    void setOffer(const QStringList& classes, const QStringList& models, bool keeps_one);
    // The map in view, and beside it the other one; null: there is none.
    [[nodiscard]] const std::shared_ptr<const pages::FigureRequest>& figure() const { return figure_; }
    void setFigure(std::shared_ptr<const pages::FigureRequest> figure);
    // What is being made: words while it is, with how far; empty: nothing.
    [[nodiscard]] const QString& working() const { return working_; }
    void setWorking(const QString& words);

Q_SIGNALS:
    void choiceChanged();
    void wantedChanged();
    void offerChanged();
    void figureChanged();
    void workingChanged();

private:
    CompareChoice choice_{CompareWith::method, QStringLiteral("integrated_gradients")};
    bool wanted_ = false, keeps_one_ = false;
    QStringList classes_, models_;
    std::shared_ptr<const pages::FigureRequest> figure_;
    QString working_;
};

}  // namespace triptych::ui
