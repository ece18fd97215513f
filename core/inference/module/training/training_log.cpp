#include "core/inference/module/training/training_log.h"

#include "core/files/atomic_file.h"
#include "core/text/numbers.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

namespace triptych::inference::training {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kWidth = 360;
constexpr double kHeight = 220;
constexpr double kLeft = 52;
constexpr double kTop = 34;
constexpr double kPanel = kWidth + 90;
// Okabe & Ito's colours, readable without red-green vision.
constexpr std::array<const char*, 7> kColours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                 "#E69F00", "#56B4E9", "#000000"};

std::string number(double value) {
    return text::generalText(value, 4);
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '<') {
            out += "&lt;";
        } else if (letter == '&') {
            out += "&amp;";
        } else {
            out += letter;
        }
    }
    return out;
}

std::string textAt(double x, double y, const std::string& text, const char* anchor = "middle",
                   const char* colour = "#333") {
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\" fill=\"" + colour +
           "\">" + escaped(text) + "</text>\n";
}

struct Curve {
    std::string run;
    std::vector<std::pair<double, double>> points;  // epoch, value
};

// One panel: frame, three labels on each axis, a line with dots for each curve.
std::string panel(double left, const std::string& title, const std::vector<Curve>& curves) {
    double last = 1;
    double low = 1e300;
    double high = -1e300;
    for (const Curve& curve : curves) {
        for (const auto& [epoch, value] : curve.points) {
            last = std::max(last, epoch);
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    std::string out = textAt(left + kWidth / 2, kTop - 12, title);
    out += "<rect x=\"" + number(left) + "\" y=\"" + number(kTop) + "\" width=\"" + number(kWidth) + "\" height=\"" +
           number(kHeight) + "\" fill=\"none\" stroke=\"#999\"/>\n";
    if (low > high) return out + textAt(left + kWidth / 2, kTop + kHeight / 2, "no values");
    if (high - low < 1e-9) {
        high += 0.5;
        low -= 0.5;
    }
    const auto x = [&](double epoch) { return left + (last > 1 ? (epoch - 1) / (last - 1) : 0.5) * kWidth; };
    const auto y = [&](double value) { return kTop + kHeight - (value - low) / (high - low) * kHeight; };
    for (const double share : {0.0, 0.5, 1.0}) {
        out += textAt(left - 6, y(low + share * (high - low)) + 4, number(low + share * (high - low)), "end");
        const double epoch = 1 + share * (last - 1);
        if (epoch == std::floor(epoch)) out += textAt(x(epoch), kTop + kHeight + 16, number(epoch));
    }
    out += textAt(left + kWidth / 2, kTop + kHeight + 32, "epoch");
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const char* colour = kColours[i % kColours.size()];
        std::string line;
        for (const auto& [epoch, value] : curves[i].points) {
            line += number(x(epoch)) + ',' + number(y(value)) + ' ';
            out += "<circle cx=\"" + number(x(epoch)) + "\" cy=\"" + number(y(value)) + "\" r=\"2.5\" fill=\"" +
                   colour + "\"/>\n";
        }
        out += "<polyline points=\"" + line + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"1.5\"/>\n";
    }
    return out;
}

Json toJson(const EpochReport& report) {
    Json json = {{"run", report.run},         {"epoch", report.epoch}, {"epochs", report.epochs},
                 {"seconds", report.seconds}, {"loss", report.loss},   {"learning_rate", report.learning_rate}};
    if (report.mcc) json["validation"]["mcc"] = *report.mcc;
    if (report.macro_f1) json["validation"]["macro_f1"] = *report.macro_f1;
    return json;
}

std::optional<EpochReport> reportOf(const std::string& line) {
    try {
        const auto json = Json::parse(line);
        EpochReport report;
        report.run = json.at("run").get<std::string>();
        report.epoch = json.at("epoch").get<int>();
        report.epochs = json.at("epochs").get<int>();
        report.seconds = json.at("seconds").get<double>();
        report.loss = json.at("loss").get<double>();
        report.learning_rate = json.at("learning_rate").get<double>();
        if (json.contains("validation")) {
            report.mcc = json["validation"].at("mcc").get<double>();
            report.macro_f1 = json["validation"].at("macro_f1").get<double>();
        }
        return report;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

// One write() to a file opened for appending: lines of runs side by side do not mix.
Result<void> appendLine(const std::string& path, const std::string& line) {
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    const bool written = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    const bool closed = file < 0 || ::close(file) == 0;
    if (written && closed) return {};
    return fail(ErrorCode::io_failed, "the training's log cannot be written", path, "free space on the disk");
}

}  // namespace

Result<void> noteEpoch(const std::string& folder, const EpochReport& report) {
    const auto log = (std::filesystem::path(folder) / kLogFile).string();
    if (auto done = appendLine(log, toJson(report).dump() + '\n'); !done) return done;
    const auto reports = readLog(log);
    if (!reports) return std::unexpected(reports.error());
    const std::string svg = curvesSvg(*reports);
    return files::writeFile((std::filesystem::path(folder) / kCurvesFile).string(), std::as_bytes(std::span(svg)),
                            files::WriteMode::replace);
}

Result<std::vector<EpochReport>> readLog(const std::string& log_file) {
    std::ifstream file(log_file);
    if (!file) return fail(ErrorCode::not_found, "there is no training log", log_file, "train something first");
    std::map<std::pair<std::string, int>, EpochReport> latest;
    for (std::string line; std::getline(file, line);) {
        if (auto report = reportOf(line)) latest[{report->run, report->epoch}] = std::move(*report);
    }
    std::vector<EpochReport> out;
    for (auto& [key, report] : latest) out.push_back(std::move(report));
    return out;
}

std::string curvesSvg(std::span<const EpochReport> reports) {
    std::vector<Curve> loss;
    std::vector<Curve> mcc;
    for (const EpochReport& report : reports) {
        if (loss.empty() || loss.back().run != report.run) {
            loss.push_back({report.run, {}});
            mcc.push_back({report.run, {}});
        }
        loss.back().points.emplace_back(report.epoch, report.loss);
        if (report.mcc) mcc.back().points.emplace_back(report.epoch, *report.mcc);
    }
    const double legend_top = kTop + kHeight + 56;
    const double height = legend_top + 18 * static_cast<double>(loss.size());
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(2 * kPanel) + "\" height=\"" +
                      number(height) +
                      "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" "
                      "fill=\"white\"/>\n";
    out += panel(kLeft, "training loss", loss);
    out += panel(kLeft + kPanel, "MCC on validation", mcc);
    for (std::size_t i = 0; i < loss.size(); ++i) {
        out += textAt(kLeft, legend_top + 18 * static_cast<double>(i), "● " + loss[i].run, "start",
                      kColours[i % kColours.size()]);
    }
    return out + "</svg>\n";
}

}  // namespace triptych::inference::training
