#include "ui/panes/display_signal.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {

dsp::FilterSpec displayFilter(const DisplayState& display) {
    dsp::FilterSpec filter;
    switch (display.filter()) {
        case DisplayFilter::raw:
            break;
        case DisplayFilter::diagnostic:
            filter = dsp::kDiagnosticFilter;
            break;
        case DisplayFilter::monitor:
            filter = dsp::kMonitorFilter;
            break;
        case DisplayFilter::st:
            filter = dsp::kStFilter;
            break;
    }
    switch (display.mains()) {
        case MainsFilter::off:
            break;
        case MainsFilter::hz50:
            filter.notch_hz = 50;
            break;
        case MainsFilter::hz60:
            filter.notch_hz = 60;
            break;
    }
    return filter;
}

SignalPiece readDisplayed(const Recording& recording, std::size_t lead, const Stretch& stretch,
                          const dsp::FilterSpec& filter, const Job& job) {
    SignalPiece piece;
    if (lead >= recording.leads.size()) return piece;
    const Lead& read = recording.leads[lead];
    if (!(read.rate_hz > 0) || read.samples <= 0 || !(stretch.to_s >= stretch.from_s)) return piece;
    piece.rate_hz = read.rate_hz;
    const double last = static_cast<double>(read.samples - 1);
    const double from = std::clamp(std::floor(stretch.from_s * read.rate_hz) - 1, 0.0, last);
    const double to = std::clamp(std::ceil(stretch.to_s * read.rate_hz) + 1, 0.0, last);
    if (stretch.from_s * read.rate_hz > last + 1) return piece;
    piece.first = static_cast<std::int64_t>(from);
    auto filtered =
        dsp::filterView(recording, lead, piece.first, static_cast<std::int64_t>(to - from) + 1, filter, job);
    if (filtered) piece.samples = std::move(*filtered);  // a stopped job alone fails: nobody waits for its result
    return piece;
}

dsp::SampleReader displayedReader(const RecordingPtr& recording, std::size_t lead, const dsp::FilterSpec& filter,
                                  const Job& job) {
    if (!filter.active()) return dsp::readerOf(*recording, lead);
    return [recording, lead, filter, job](std::int64_t first, std::span<float> out) {
        const auto view = dsp::filterView(*recording, lead, first, static_cast<std::int64_t>(out.size()), filter, job);
        if (view) {
            std::copy(view->begin(), view->end(), out.begin());
        } else {
            std::fill(out.begin(), out.end(), NAN);  // only a stopped job fails here, and nobody sees its result
        }
    };
}

std::optional<double> valueBetween(const SignalPiece& piece, double time_s) {
    const double place = time_s * piece.rate_hz - static_cast<double>(piece.first);
    if (piece.empty() || !(place >= 0) || place > static_cast<double>(piece.samples.size() - 1)) return std::nullopt;
    const auto before = static_cast<std::size_t>(place);
    const auto behind = std::min(before + 1, piece.samples.size() - 1);
    const double value = std::lerp(static_cast<double>(piece.samples[before]),
                                   static_cast<double>(piece.samples[behind]), place - static_cast<double>(before));
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString filterText(const dsp::FilterSpec& filter, double rate_hz) {
    const dsp::FilterSpec effective = dsp::effectiveFilter(filter, rate_hz);
    return effective.active() ? QString::fromStdString(dsp::describe(effective))
                              : QCoreApplication::translate("DisplaySignal", "raw");
}

std::optional<double> millivoltsPer(std::string_view unit) {
    if (unit == "mV" || unit == "mv" || unit == "MV") return 1.0;  // nobody records megavolts
    if (unit == "uV" || unit == "µV" || unit == "\u03BCV" || unit == "uv") return 1e-3;
    if (unit == "V" || unit == "v") return 1e3;
    if (unit == "nV") return 1e-6;
    return std::nullopt;
}

}  // namespace triptych::ui
