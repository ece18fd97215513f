// A sentence below others in a narrow column, or one that has grown, stands there to its last line.
#include "ui/panels/wrapping_label.h"

#include "tests/ui/qt_test.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

struct Column : testing::Test {
    QScrollArea scroll;
    WrappingLabel* label = new WrappingLabel;

    void SetUp() override {
        auto* within = new QWidget;
        auto* layout = new QVBoxLayout(within);
        layout->addWidget(label);
        layout->addStretch(1);
        scroll.setWidget(within);
        scroll.setWidgetResizable(true);
        scroll.resize(260, 120);
        scroll.show();
    }
    int linesMissing() {
        test::letQueuedHappen();
        const int missing_px = label->heightForWidth(label->width()) - label->height();
        return (missing_px + label->fontMetrics().height() - 1) / label->fontMetrics().height();
    }
};

const QString kSentence = QStringLiteral("T cannot be told on lead V1, whose end lies within the noise. ");

TEST_F(Column, NoLineIsCutWhateverTheWidth) {
    label->setText(kSentence.repeated(3));
    for (const int width_px : {600, 260, 140, 400}) {
        scroll.resize(width_px, 120);
        EXPECT_LE(linesMissing(), 0) << width_px;
        EXPECT_LE(label->width(), scroll.viewport()->width());
    }
}

TEST_F(Column, NoLineIsCutWhereTheTextGrows) {
    label->setText(kSentence);
    EXPECT_LE(linesMissing(), 0);
    const int before_px = label->height();
    label->setText(kSentence.repeated(4));
    EXPECT_LE(linesMissing(), 0);
    EXPECT_GT(label->height(), before_px);
}

}  // namespace
}  // namespace triptych::ui
