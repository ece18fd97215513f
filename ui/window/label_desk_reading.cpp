// Who reads, and what they see of the others: the part of the desk that double reading needs.
#include "core/review/label_matching.h"
#include "core/review/readers.h"
#include "ui/window/label_desk.h"

#include <utility>

namespace triptych::ui {
namespace {

std::string_view wordOf(ReadingMode mode) {
    switch (mode) {
        case ReadingMode::blinded_to_readers:
            return review::kBlindedToReaders;
        case ReadingMode::blinded_to_all:
            return review::kBlindedToAll;
        case ReadingMode::open:
            break;
    }
    return review::kOpenReading;
}

}  // namespace

void LabelDesk::useReader(const std::string& reader, ReadingMode mode) {
    const std::string name = review::cleanedReaderName(reader);
    if (name == reader_ && mode == mode_) return;
    reader_ = name;
    mode_ = mode;
    kept_in_.clear();
    trouble_.reset();
    ready_ = false;
    visit_ = 0;
    openKeeper();
}

// What a blinded reader may know of the log: their own deeds.
std::vector<store::EventGroup> LabelDesk::seen(std::vector<store::EventGroup> groups) const {
    return isBlinded(mode_) ? review::ofReader(groups, reader_) : std::move(groups);
}

// Of this reader: how they read until now, and whether they have signed the recording off.
void LabelDesk::readReading(const std::vector<store::EventGroup>& log) {
    std::string said;
    signed_off_ = false;
    for (const review::Reading& reading : review::readingsOf(log, rate_hz_)) {
        if (reading.reader != reader_) continue;
        said = reading.mode;
        signed_off_ = reading.signed_off;
    }
    // It stands in the log before the first label: whoever asks later what the reader could see finds it there.
    const std::string_view now = wordOf(mode_);
    if (said == now || (said.empty() && mode_ == ReadingMode::open)) return;
    sayOfReading(now, said);
}

void LabelDesk::sayOfReading(std::string_view what, const std::string& before) {
    store::EventGroup group = newGroup(store::EventKind::edit, "menu");
    group.layer = std::string(review::kReadingLayer);
    store::EventMark mark;
    mark.rate_hz = rate_hz_;
    if (!before.empty()) mark.from = before;
    mark.to = std::string(what);
    group.marks = {std::move(mark)};
    keepElsewhere(std::move(group));
}

bool LabelDesk::signOff(bool done) {
    if (!ready_ || signed_off_ == done) return false;
    signed_off_ = done;
    sayOfReading(done ? review::kSignedOff : review::kReopened, {});
    return true;
}

void LabelDesk::adjudicate(std::int64_t sample, std::uint8_t code) {
    if (!ready_) return;
    store::EventGroup group = newGroup(store::EventKind::edit, review::kAdjudication);
    store::EventMark mark;
    mark.sample = mark.end_sample = sample;
    mark.rate_hz = rate_hz_;
    mark.lead = recording_->leads[lead_].name;
    if (const auto label = journal_.labels().find(sample); label != journal_.labels().end()) {
        mark.from = std::string(symbolOf(label->second.code));
    }
    mark.to = std::string(symbolOf(code));
    group.marks = {std::move(mark)};
    append(std::move(group));
}

LabelDesk::Conflicts LabelDesk::conflicts() const {
    Conflicts found;
    const std::vector<store::EventGroup>& log = journal_.groups();
    for (const review::Reading& reading : review::readingsOf(log, rate_hz_)) {
        if (!reading.labels.empty()) found.readings.push_back(reading);
    }
    found.beats = review::sideBySide(found.readings, log, rate_hz_);
    std::erase_if(found.beats, [](const review::DoublyRead& beat) { return !review::isConflict(beat); });
    return found;
}

Result<void> LabelDesk::mayWriteBeside() const {
    if (!isBlinded(mode_)) return {};
    return fail(ErrorCode::wrong_use,
                "a blinded reading is not written beside the recording, where another reader's labels may lie", {},
                "your project holds it; 'triptych-cli review export --reader' writes it, or end the blinded reading "
                "first");
}

}  // namespace triptych::ui
