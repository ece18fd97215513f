// Where readers put the onsets, peaks and offsets of waves: the layer "waves" of the log replayed, and laid over what a
// delineator found. Every figure that is measured follows from the two together.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/waves.h"
#include "core/review/event_replay.h"
#include "core/store/event.h"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

enum class WavePoint : std::uint8_t {
    p_onset,
    p_peak,
    p_offset,
    qrs_onset,
    r_peak,
    qrs_offset,
    t_onset,
    t_peak,
    t_offset
};
inline constexpr std::array kWavePoints = {WavePoint::p_onset,   WavePoint::p_peak, WavePoint::p_offset,
                                           WavePoint::qrs_onset, WavePoint::r_peak, WavePoint::qrs_offset,
                                           WavePoint::t_onset,   WavePoint::t_peak, WavePoint::t_offset};
[[nodiscard]] std::string_view name(WavePoint point);  // "P onset", "R peak", "QRS offset" ...

// One fiducial of one beat on one lead.
struct WavePlace {
    std::string lead;       // by name
    std::int64_t beat = 0;  // the beat's sample, on the journal's clock
    WavePoint point = WavePoint::p_onset;

    friend auto operator<=>(const WavePlace&, const WavePlace&) = default;
};

// What a reader says of it.
struct PlacedFiducial {
    std::optional<double> time_s;  // from the recording's start; nullopt: it is not there
    std::string reader;
    std::string reason;
    bool saved = true;  // false: its event is not on the disk yet
};

// As the log has it in `from` and `to`: "P onset 2.2560 s", "P onset absent"; in `to` nullopt: as it was delineated.
[[nodiscard]] std::string wavePointText(WavePoint point, std::optional<double> time_s);
struct WavePointValue {
    WavePoint point = WavePoint::p_onset;
    std::optional<double> time_s;
};
// nullopt where the text is none of these.
[[nodiscard]] std::optional<WavePointValue> wavePointOf(std::string_view text);

// A mark of the log. `beat_rate_hz`: the clock of place.beat. `from`: in force before, of `place.point`; nullopt: it
// was absent. `to`: the new time, or nullopt: the reader sees none.
[[nodiscard]] store::EventMark waveMark(const WavePlace& place, double beat_rate_hz, std::optional<double> from_s,
                                        std::optional<double> to_s);

// Owned by one thread (the window's); event_replay.h says in what order groups count.
class WaveJournal : public ReplayedLayer<WavePlace> {
public:
    using Places = std::vector<WavePlace>;

    WaveJournal() : WaveJournal(0, {}, {}) {}
    // As LabelJournal's.
    WaveJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    [[nodiscard]] const std::map<WavePlace, PlacedFiducial>& fiducials() const { return fiducials_; }

    Places take(store::EventGroup group, bool own);
    Places keep(std::string_view key, std::int64_t order);

private:
    const Places& settle(const Places& places);

    std::map<WavePlace, PlacedFiducial> fiducials_;
};

// The time of a fiducial in what was delineated; nullopt: absent.
[[nodiscard]] std::optional<double> timeOf(const LeadWaves& waves, std::size_t beat, WavePoint point);

// `found` as readers corrected it on the lead called `lead_name`: what they placed is certain, what they took away is
// gone. `beats` is the list that was delineated; the journal's clock is its own. A fiducial goes to the beat nearest to
// its place, within kSameBeat_s; one of a beat that is not in the list is left out.
[[nodiscard]] LeadWaves withPlaced(LeadWaves found, const BeatList& beats, std::string_view lead_name,
                                   const WaveJournal& journal);

}  // namespace triptych::review
