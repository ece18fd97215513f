// What an MFER file says beside its samples: patient, device, time, remarks and events (ISO 22077-1).
#pragma once

#include "core/domain/annotation.h"
#include "core/formats/mfer/frames.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace triptych::formats {

class MferNotes {
public:
    // Takes what the frame says; frames that say nothing of the kind are passed over. `characters`: the text code that
    // the file has stated so far.
    void take(const MferFrame& frame, bool is_little_endian, const std::string& characters);

    [[nodiscard]] const std::optional<std::string>& start() const { return start_; }  // ISO 8601
    [[nodiscard]] const std::vector<std::string>& comments() const { return comments_; }
    // By ascending sample, counted in the file's own interval.
    [[nodiscard]] std::vector<Annotation> takeEvents();

private:
    void event(std::string_view value);
    void age(std::string_view value);
    void time(std::string_view value);
    void comment(const std::string& name, const std::string& text);
    [[nodiscard]] std::string dateOf(std::string_view value) const;
    [[nodiscard]] unsigned byteOf(std::string_view value, std::size_t at) const;
    [[nodiscard]] std::int64_t integer(std::string_view value) const;
    [[nodiscard]] std::string text(std::string_view value) const;

    bool is_little_endian_ = false;
    std::string characters_;
    std::optional<std::string> start_;
    std::vector<std::string> comments_;
    std::vector<Annotation> events_;
};

}  // namespace triptych::formats
