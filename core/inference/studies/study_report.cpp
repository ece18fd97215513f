#include "core/inference/studies/study_report.h"

#include "core/files/atomic_file.h"
#include "core/text/numbers.h"

#include <cmath>
#include <filesystem>
#include <span>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;

std::string pictureFile(const StudyReport& report, const StudyPicture& picture) {
    return report.name + '-' + picture.name + ".svg";
}

std::string rowOf(const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) out += ' ' + cell + " |";
    return out + '\n';
}

std::string tableOf(const StudyTable& table) {
    std::string out = table.caption.empty() ? std::string() : table.caption + "\n\n";
    out += rowOf(table.columns);
    out += rowOf(std::vector<std::string>(table.columns.size(), "---"));
    for (const auto& row : table.rows) out += rowOf(row);
    return out + '\n';
}

std::string duration(double seconds) {
    if (seconds < 90) return text::fixedText(seconds, 0) + " s";
    if (seconds < 5400) return text::fixedText(seconds / 60, 0) + " min";
    return text::fixedText(seconds / 3600, 1) + " h";
}

std::string bracketed(const statistics::Interval& figure, double scale, const auto& text) {
    return text(scale * figure.value) + " [" + text(scale * figure.low) + ", " + text(scale * figure.high) + ']';
}

}  // namespace

std::string markdownOf(const StudyReport& report) {
    std::string out = "# " + report.title + "\n\n**" + report.headline + "**\n\n";
    for (const std::string& words : report.words) out += words + "\n\n";
    for (const StudySection& section : report.sections) {
        out += "## " + section.title + "\n\n";
        for (const std::string& words : section.words) out += words + "\n\n";
        for (const StudyTable& table : section.tables) out += tableOf(table);
        for (const StudyPicture& picture : section.pictures)
            out += "![" + picture.caption + "](" + pictureFile(report, picture) + ")\n\n";
    }
    return out + "## Made by\n\n    " + report.command +
           "\n\nTime of computing, one thread: " + duration(report.seconds) + ".\n";
}

Json jsonOf(const StudyReport& report) {
    Json out = {{"study", report.name}, {"headline", report.headline}, {"words", report.words}};
    out["figures"] = report.figures;
    out["command"] = report.command;
    out["seconds"] = report.seconds;
    return out;
}

Result<StudyMade> writeReport(const std::string& folder, const StudyReport& report) {
    StudyMade out;
    out.headline = report.headline;
    out.markdown = markdownOf(report);
    out.json = jsonOf(report).dump(1) + '\n';
    const auto write = [&](const std::string& name, const std::string& text) -> Result<void> {
        const std::string path = (fs::path(folder) / name).string();
        out.files.push_back(path);
        auto done = files::writeFile(path, std::as_bytes(std::span(text)), files::WriteMode::replace);
        if (!done && done.error().code == ErrorCode::io_failed)
            done.error().hint = "free space on the disk and give the same command again: what is done is kept";
        return done;
    };
    for (const StudySection& section : report.sections) {
        for (const StudyPicture& picture : section.pictures) {
            if (auto done = write(pictureFile(report, picture), picture.svg); !done)
                return std::unexpected(std::move(done.error()));
        }
    }
    if (auto done = write(report.name + ".json", out.json); !done) return std::unexpected(std::move(done.error()));
    if (auto done = write(report.name + ".md", out.markdown); !done) return std::unexpected(std::move(done.error()));
    return out;
}

std::string signedText(double value, int decimals) {
    const std::string text = text::fixedText(value, decimals);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? '+' + text : text;
}

std::string inPercent(const statistics::Interval& figure, int decimals) {
    return bracketed(figure, 100, [&](double value) { return text::fixedText(value, decimals); });
}

std::string asIs(const statistics::Interval& figure, int decimals) {
    return bracketed(figure, 1, [&](double value) { return text::fixedText(value, decimals); });
}

std::string inPoints(const statistics::Interval& figure, int decimals) {
    return bracketed(figure, 100, [&](double value) { return signedText(value, decimals); });
}

Json numberOf(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json toJson(const statistics::Interval& figure) {
    return {{"value", numberOf(figure.value)}, {"low", numberOf(figure.low)}, {"high", numberOf(figure.high)}};
}

}  // namespace triptych::inference::studies
