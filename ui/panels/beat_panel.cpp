#include "ui/panels/beat_panel.h"

#include "core/pipeline/borderline.h"
#include "ui/panels/alike_view.h"
#include "ui/panels/attention_charts.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/fitting_label.h"
#include "ui/panels/probability_table.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/panels/why_view.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/label_colours.h"
#include "ui/panes/theme.h"
#include "ui/panes/wave_marks.h"
#include "ui/state/why_state.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

QFont boldFont(double points) {
    QFont font = labelFont(points);
    font.setBold(true);
    return font;
}

// A model's card may call its classes anything.
QString className(const std::string& name) {
    constexpr int kClass_px = 120;
    return shortened(QString::fromStdString(name), QFontMetrics(labelFont()), kClass_px);
}

// `probability`: of the answer. A set of one class with little probability is no certainty: sets are made among the
// beats of the same answer (docs/methods.md §6).
QString likelyText(unsigned set, std::size_t answer, double probability, const ModelInfo& model) {
    QStringList names;
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        if ((set >> k & 1U) != 0) names << className(model.classes[k]);
    }
    if (names.isEmpty()) return BeatPanel::tr("Likely classes: none.");
    const QString list = names.join(QStringLiteral(", "));
    constexpr double kMore = 0.5;  // of all probability
    if (names.size() == 1 && (set >> answer & 1U) != 0 && probability < kMore) {
        return BeatPanel::tr("Likely classes: %1 alone, by what is usual of beats answered %1; its own %2 is little.")
            .arg(list, probabilityText(probability));
    }
    if ((set >> answer & 1U) != 0 || answer >= model.classes.size())
        return BeatPanel::tr("Likely classes: %1.").arg(list);
    return BeatPanel::tr("Likely classes: %1; %2 is less sure here than in %3 % of its beats.")
        .arg(list, className(model.classes[answer]))
        .arg(100 * (1 - model.conformal_alpha), 0, 'f', 0);
}

QString reasonText(pipeline::Reason reason, const Predictions& predictions, std::size_t beat) {
    const QString words = QString::fromStdString(pipeline::inWords(reason));
    if (reason != pipeline::Reason::small_margin) return words;
    return BeatPanel::tr("the two best classes are %1 apart").arg(predictions.margin(beat), 0, 'f', 2);
}

QLabel* elastic(QLabel* label) {
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // never widens the column
    return label;
}

}  // namespace

BeatPanel::BeatPanel(ViewState& state, std::function<QString(std::size_t)> provenance_of, QWidget* parent)
    : QWidget(parent),
      state_(state),
      provenance_of_(std::move(provenance_of)),
      title_(new QLabel),
      letter_(new QLabel),
      facts_(new FittingLabel),
      meaning_(new FittingLabel),
      verdict_(elastic(new QLabel)),
      model_part_(new QWidget),
      table_(new ProbabilityTable(state.display())),
      charts_(new AttentionCharts(state.display())),
      joint_(elastic(new QLabel(tr("One joint network: it has no branches that could be weighed.")))),
      why_(new WhyView(state)),
      explanation_(new ExplanationPanel(state)) {
    title_->setFont(boldFont(11));
    letter_->setFont(boldFont(16));
    letter_->setAlignment(Qt::AlignCenter);
    letter_->setFixedWidth(QFontMetrics(letter_->font()).horizontalAdvance(QStringLiteral("M")) + 18);
    facts_->setFont(numberFont());
    verdict_->setWordWrap(true);
    verdict_->setTextFormat(Qt::PlainText);
    joint_->setWordWrap(true);
    setAccessibleName(tr("Selected beat"));

    auto* head = new QGridLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setHorizontalSpacing(6);
    head->setVerticalSpacing(1);
    head->addWidget(letter_, 0, 0, 2, 1);
    head->addWidget(title_, 0, 1);
    head->addWidget(facts_, 0, 2, Qt::AlignBottom);
    head->addWidget(meaning_, 1, 1, 1, 2);
    head->setColumnStretch(2, 1);

    auto* model_layout = new QVBoxLayout(model_part_);
    model_layout->setContentsMargins(0, 0, 0, 0);
    model_layout->setSpacing(6);
    model_layout->addWidget(table_);
    model_layout->addWidget(explanation_);
    model_layout->addWidget(new AlikeView(state.why().alike()));
    model_layout->addWidget(charts_);
    model_layout->addWidget(joint_);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(why_);
    layout->addWidget(verdict_);
    layout->addWidget(model_part_);
    layout->addStretch(1);

    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, &BeatPanel::showBeat);
    connect(&state_.beats(), &BeatState::beatsChanged, this, &BeatPanel::showHeader);
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t beat) {
        if (state_.beats().selected() == beat) showHeader();
    });
    connect(&state_.waves(), &WaveState::changed, this, [this] {
        if (!state_.waves().dragged()) showHeader();
    });
    connect(&state_.model(), &ModelState::classificationChanged, this, &BeatPanel::showModel);
    connect(&state_.model(), &ModelState::aiLayerChanged, this, &BeatPanel::showBeat);
    connect(&state_.display(), &DisplayState::displayChanged, this, &BeatPanel::showHeader);
    showBeat();
}

void BeatPanel::setClassifying(bool classifying) {
    if (std::exchange(classifying_, classifying) != classifying) showModel();
}

void BeatPanel::showBeat() {
    showHeader();
    showModel();
}

void BeatPanel::showHeader() {
    const auto selected = state_.beats().selected();
    letter_->setVisible(selected.has_value());
    meaning_->setVisible(selected.has_value());
    facts_->setVisible(selected.has_value());
    if (!selected || *selected >= state_.beats().all().size()) {
        title_->setText(state_.beats().all().empty() ? tr("No beats yet") : tr("No beat selected"));
        title_->setToolTip(tr("Click a beat, or press → for the next one"));
        return;
    }
    const std::size_t beat = *selected;
    const LabelledBeat& row = state_.beats().all()[beat];
    const Palette& colours = ui::palette(state_.display().theme());
    title_->setText(tr("Beat %1").arg(groupedNumber(beat + 1)));
    title_->setToolTip({});
    QStringList facts{whenText(state_.record(), row.time_s)};
    if (const auto rr_s = state_.beats().rrBefore_s(beat)) {
        facts.prepend(facts.constLast() + tr("  RR %1 ms").arg(*rr_s * 1000, 0, 'f', 0));
        facts.prepend(facts.constFirst() + tr(", %1/min").arg(60 / *rr_s, 0, 'f', 0));
    }
    QString tip = facts.constFirst() + '\n' + tr("Time; interval to the beat before, and the rate that it means");
    if (const QString since = sinceBeginning(state_.record(), row.time_s); !since.isEmpty()) tip += '\n' + since;
    if (const LeadWaves* waves = state_.waves().of(state_.record().analysisLead());
        waves != nullptr && state_.record().recording()) {
        const std::string& lead = state_.record().recording()->leads[state_.record().analysisLead()].name;
        tip += '\n' + tr("Waves on %1: %2").arg(QString::fromStdString(lead), beatWavesText(*waves, beat));
    }
    facts_->setToolTip(plainTip(tip));
    facts_->setWordings(facts);

    const QColor ink =
        row.code == 0 ? colours.muted_text : labelInk(row.code, state_.display().theme(), colours.window);
    letter_->setText(labelText(row.code));
    letter_->setStyleSheet(QStringLiteral("color:%1; border:1px solid %1; border-radius:4px;").arg(ink.name()));
    const QString provenance = provenance_of_ ? provenance_of_(beat) : QString();
    QString meaning = labelMeaning(row.code);
    if (row.relabelled) meaning = tr("%1 (edited)").arg(meaning);
    meaning_->setWordings({meaning});
    meaning_->setToolTip(plainTip(provenance.isEmpty() ? meaning : meaning + '\n' + provenance));
}

void BeatPanel::showModel() {
    const auto selected = state_.beats().selected();
    const auto& said = state_.model().classification();
    const bool visible = state_.model().beatAiVisible();
    explanation_->setModel(said ? &said->model : nullptr);
    if (!visible || !selected || !said || !pipeline::isAnswered(said->predictions, *selected)) {
        // Nothing may jump under the eyes of a reader to whom it is shown beat by beat.
        QSizePolicy room = model_part_->sizePolicy();
        room.setRetainSizeWhenHidden(state_.model().readsFirst());
        model_part_->setSizePolicy(room);
        model_part_->hide();
        verdict_->show();
        const QString hidden = state_.model().readsFirst() ? tr("Label the beat first; then see what the model says.")
                                                           : tr("The model's layer is hidden (X shows it).");
        const auto silence = selected && said ? pipeline::silenceOf(&said->predictions, *selected) : std::nullopt;
        verdict_->setText(!visible       ? hidden
                          : !selected    ? QString()
                          : silence      ? tr("No class: %1.").arg(QString::fromStdString(inWords(*silence).text()))
                          : classifying_ ? tr("The model has not come to this beat yet.")
                                         : tr("No model has classified this beat."));
        return;
    }
    const std::size_t beat = *selected;
    const ModelInfo& model = said->model;
    const Predictions& predictions = said->predictions;
    const bool joint = predictions.branches < 2;
    QStringList columns{joint ? tr("joint") : tr("fused")};
    if (!joint) {
        for (const std::string& branch : model.branches) columns << branchTitle(QString::fromStdString(branch));
    }
    std::vector<ProbabilityRow> rows(predictions.classes);
    for (std::size_t k = 0; k < predictions.classes; ++k) {
        rows[k].class_name = k < model.classes.size() ? QString::fromStdString(model.classes[k]) : QString();
        rows[k].probability.push_back(predictions.fused(beat)[k]);
        for (std::size_t m = 0; m < predictions.branches && !joint; ++m)
            rows[k].probability.push_back(predictions.branch(beat, m)[k]);
    }
    if (static_cast<std::size_t>(columns.size()) == (joint ? 1 : predictions.branches + 1))
        table_->setContent(columns, std::move(rows));
    table_->setToolTip(
        plainTip(tr("Probability of each class: fused (calibrated), and as each branch alone would say.\nModel %1, "
                    "sha256 %2\nClasses: %3")
                     .arg(QString::fromStdString(model.name), QString::fromStdString(model.hash.substr(0, 16)),
                          QString::fromStdString(model.class_mapping))));
    const std::size_t of_beat = predictions.branches * predictions.classes;
    charts_->setVisible(!joint);
    joint_->setVisible(joint);
    if (!joint) charts_->setContent(model, std::span(predictions.contribution).subspan(beat * of_beat, of_beat));

    QStringList verdicts;
    if (beat < predictions.in_run.size() && predictions.in_run[beat] != 0) {
        verdicts << tr("S because a run of early beats goes on here (a rule); each branch judges this beat by itself.");
    }
    if (beat < predictions.set.size()) {
        verdicts << likelyText(predictions.set[beat], predictions.winner(beat),
                               static_cast<double>(predictions.fused(beat)[predictions.winner(beat)]), model);
        verdict_->setToolTip(
            tr("The true class of a beat is among its likely ones in %1 % of the beats of that class, on "
               "patients like those of the training; on others less often.")
                .arg(100 * (1 - model.conformal_alpha), 0, 'f', 0));
    }
    QStringList reasons;
    for (const auto reason : pipeline::reasonsOf(predictions, beat, model.borderline_margin)) {
        reasons << reasonText(reason, predictions, beat);
    }
    // Most beats of a difficult record have some doubt about them: what is asked of the reader is the queue.
    if (!reasons.isEmpty()) {
        const bool is_asked = state_.beats().all()[beat].borderline;
        verdicts << (is_asked ? tr("Borderline: %1.") : tr("Doubts: %1.")).arg(reasons.join(QStringLiteral("; ")));
    } else if (state_.beats().all()[beat].borderline) {
        verdicts << tr("In the queue: in more doubt than most.");
    }
    if (predictions.usable[beat] == 0) {
        verdicts << tr("Part of the model's window lies outside the recording or in missing samples.");
    }
    verdict_->setText(verdicts.join(QLatin1Char(' ')));
    verdict_->setVisible(!verdicts.isEmpty());
    model_part_->show();
}

}  // namespace triptych::ui
