// The window in a language that nobody speaks: what a translator is asked for comes back in brackets, so that a text
// without them has gone past tr() or past the core's one door (core/text/said.h).
#include "core/domain/annotation.h"
#include "core/domain/recording.h"
#include "core/inference/engine.h"
#include "core/text/said.h"
#include "tests/ui/window_support.h"
#include "ui/window/action_keys.h"
#include "ui/window/action_table.h"
#include "ui/window/language.h"
#include "ui/window/pane_board.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QHeaderView>
#include <QMutex>
#include <QRegularExpression>
#include <QSet>
#include <QStatusBar>
#include <QTabBar>
#include <QTranslator>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace triptych::ui {
namespace {

class Brackets : public QTranslator {
public:
    // Keys keep their names; everything else, Qt's own words included, is put into brackets.
    QString translate(const char* context, const char* source, const char*, int) const override {
        if (qstrcmp(context, "QShortcut") == 0 || qstrlen(source) == 0) return {};
        if (qstrcmp(context, "core") == 0) {
            const QMutexLocker lock(&mutex_);  // lanes ask, too
            asked_.insert(QString::fromUtf8(source));
        }
        return QStringLiteral("⟦%1⟧").arg(QString::fromUtf8(source));
    }
    bool isEmpty() const override { return false; }
    QSet<QString> asked() const {
        const QMutexLocker lock(&mutex_);
        return asked_;
    }

private:
    mutable QMutex mutex_;
    mutable QSet<QString> asked_;
};

QString outside(QString text) {
    static const QRegularExpression kTag(QStringLiteral("<[^<>]*>"));
    text.replace(kTag, QStringLiteral(" ")).remove(QLatin1Char('&'));
    QString out;
    int depth = 0;
    for (const QChar letter : text) {
        if (letter == u'⟦') ++depth;
        if (depth == 0) out += letter;
        if (letter == u'⟧') {
            --depth;
            out += QLatin1Char(' ');
        }
    }
    return out;
}

// Words of our language: three letters or more, all but the first of them small, that no name explains.
QStringList wordsIn(const QString& text, const QSet<QString>& names) {
    static const QRegularExpression kWord(QStringLiteral("(?<![\\w./_-])[A-Za-z][a-z]{2,}(?![\\w/_]|[.-]\\w)"));
    QStringList words;
    for (auto match = kWord.globalMatch(outside(text)); match.hasNext();) {
        const QString word = match.next().captured();
        if (!names.contains(word)) words << word;
    }
    return words;
}

class WindowSentences : public testing::Test {
protected:
    WindowSentences() {
        // WFDB's own words for its letters are those of its files, in every language.
        for (int code = 0; code < 50; ++code) {
            allow(QString::fromUtf8(meaningOf(static_cast<std::uint8_t>(code)).data()));
        }
        // Models say themselves what they are called.
        for (const inference::ModelListing& model : inference::listModels(nullptr)) {
            allow(QString::fromStdString(model.info.title));
            allow(QString::fromStdString(model.info.name));
        }
        QCoreApplication::installTranslator(&brackets_);
        sayThroughQt();
    }
    ~WindowSentences() override {
        text::setCatalogue({});
        QCoreApplication::removeTranslator(&brackets_);
    }

    // These words are names, not ours to translate.
    void allow(const QString& text) {
        for (const QString& word : wordsIn(text, {})) names_.insert(word);
    }

    // What the file calls itself and says of itself.
    void allowNamesOf(const Recording& recording) {
        allow(QString::fromStdString(recording.format_detail));
        for (const std::string& comment : recording.comments) allow(QString::fromStdString(comment));
    }

    void look(const QString& where, const QString& text) {
        const QStringList words = wordsIn(text, names_);
        if (!words.isEmpty()) loose_ << where + QStringLiteral(": ") + text.left(160);
    }

    void lookAt(const QObject& object, std::initializer_list<const char*> properties) {
        for (const char* property : properties) {
            const QString where = QString::fromUtf8(object.metaObject()->className()) + ' ' + object.objectName() +
                                  '.' + QString::fromUtf8(property);
            look(where, object.property(property).toString());
        }
    }

    void lookAtItems(const QAbstractItemView& view) {
        const QAbstractItemModel* model = view.model();
        if (model == nullptr) return;
        const QString where = QString::fromUtf8(view.metaObject()->className()) + ' ' + view.objectName();
        for (int column = 0; column < model->columnCount(); ++column) {
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole}) {
                look(where, model->headerData(column, Qt::Horizontal, role).toString());
                for (int row = 0; row < std::min(model->rowCount(), 50); ++row) {
                    look(where, model->index(row, column).data(role).toString());
                }
            }
        }
    }

    void lookAround(const MainWindow& window) {
        for (const QAction* action : window.findChildren<QAction*>()) {
            lookAt(*action, {"text", "toolTip", "statusTip"});
        }
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            lookAt(*widget,
                   {"text", "title", "placeholderText", "toolTip", "statusTip", "accessibleName", "whatsThis"});
            if (const auto* list = qobject_cast<const QComboBox*>(widget)) {
                for (int i = 0; i < list->count(); ++i) look(QStringLiteral("list"), list->itemText(i));
            }
            if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) {
                for (int i = 0; i < tabs->count(); ++i) look(QStringLiteral("tab"), tabs->tabText(i));
            }
            if (const auto* view = qobject_cast<const QAbstractItemView*>(widget)) lookAtItems(*view);
        }
        look(QStringLiteral("status bar"), window.statusBar()->currentMessage());
        look(QStringLiteral("title"), window.windowTitle());
    }

    void expectNothingLoose() const {
        EXPECT_TRUE(loose_.isEmpty()) << loose_.join(QStringLiteral("\n")).toStdString();
    }

    Brackets brackets_;
    QStringList loose_;
    // Of keys, of the product, of the record that is opened, and of what the models call themselves.
    QSet<QString> names_{QStringLiteral("Ctrl"),     QStringLiteral("Shift"), QStringLiteral("Alt"),
                         QStringLiteral("Home"),     QStringLiteral("End"),   QStringLiteral("PgUp"),
                         QStringLiteral("PgDown"),   QStringLiteral("Del"),   QStringLiteral("Esc"),
                         QStringLiteral("Ins"),      QStringLiteral("Space"), QStringLiteral("Left"),
                         QStringLiteral("Right"),    QStringLiteral("Down"),  QStringLiteral("Triptych"),
                         QStringLiteral("triptych"), QStringLiteral("made"),  QStringLiteral("atr")};
};

TEST_F(WindowSentences, AllStandInBracketsOnTheStartPage) {
    const auto window = test::shownWindow();
    lookAround(*window);
    expectNothingLoose();
}

TEST_F(WindowSentences, AllStandInBracketsOnARecording) {
    const auto window = test::shownWindow(false, {1600, 1000});
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    window->state().selectBeat(3);
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    allowNamesOf(*window->state().record().recording());
    lookAround(*window);
    expectNothingLoose();
}

TEST_F(WindowSentences, AllStandInBracketsOnThePageOfRhythm) {
    const auto window = test::shownWindow(false, {1600, 1000});
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("made", 400)));
    window->board().setArrangement(Arrangement::rhythm);
    window->state().rhythm().setEpisodeFilter({false, {}});
    window->state().rhythm().chooseEpisode(0);
    ASSERT_TRUE(window->state().rhythm().episode());
    allowNamesOf(*window->state().record().recording());
    lookAround(*window);
    expectNothingLoose();
}

TEST_F(WindowSentences, AllStandInBracketsWhereAFileIsWrong) {
    const auto window = test::shownWindow();
    const auto folder = test::scratchFolder("wrong");
    std::ofstream(folder / "a.edf").close();
    std::ofstream(folder / "b.hea") << "b 2 360 100\nb.dat 212 200\n";
    for (const char* name : {"a.edf", "b.hea", "nowhere.hea"}) {
        window->open({(folder / name).string()});
        ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
        lookAround(*window);
    }
    expectNothingLoose();
}

// What was asked for while this program ran is what a translator is given.
TEST_F(WindowSentences, AreAllInTheList) {
    const auto file = test::scratchFolder("sentences") / "list.json";
    const std::string command =
        "python3 '" TRIPTYCH_SOURCE_DIR "/packaging/sentences.py' --json > '" + file.string() + "'";
    if (std::system("python3 -c '' 2>/dev/null") != 0)
        GTEST_SKIP() << "the list is made by Python 3, which is not here";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream stream(file);
    const std::string list((std::istreambuf_iterator<char>(stream)), {});
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const QSet<QString> asked = brackets_.asked();
    EXPECT_GT(asked.size(), 3);
    for (const QString& id : asked) {
        QString json = id;
        json.replace('\\', QStringLiteral("\\\\"))
            .replace('"', QStringLiteral("\\\""))
            .replace('\n', QStringLiteral("\\n"));
        EXPECT_NE(list.find('"' + json.toStdString() + "\": "), std::string::npos) << id.toStdString();
    }
}

TEST(WindowSentencesSeen, AWordWithoutBracketsIsFound) {
    EXPECT_EQ(wordsIn(QStringLiteral("⟦a ⟦b⟧ word⟧ Open 208.hea"), {}), QStringList{QStringLiteral("Open")});
    EXPECT_EQ(wordsIn(QStringLiteral("&File"), {}), QStringList{QStringLiteral("File")});
    EXPECT_TRUE(wordsIn(QStringLiteral("<b>⟦File⟧</b> MLII 25 mm/s QTc made.hea"), {}).isEmpty());
}

TEST(ActionKeys, AreThoseOfTheTable) {
    EXPECT_EQ(keyOf(ActionId::save_labels), QStringLiteral("Ctrl+S"));
    EXPECT_EQ(keyOf(ActionId::next_beat), QStringLiteral("→"));
    EXPECT_EQ(keyOf(ActionId::previous_same), QStringLiteral("Shift+←"));
    EXPECT_EQ(withKeys(QStringLiteral("{stop} ends it, {stop} again; {nothing} stays")),
              QStringLiteral("Esc ends it, Esc again; {nothing} stays"));
    for (const ActionSpec& spec : actionTable()) {
        const QString tip = withKeys(QString::fromUtf8(spec.tip));
        EXPECT_FALSE(tip.contains('{')) << tip.toStdString();
    }
}

}  // namespace
}  // namespace triptych::ui
