#include "core/formats/limb_leads.h"

#include "core/formats/file_changes.h"
#include "core/formats/wfdb/signal.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace triptych::formats {
namespace {

struct Derivation {
    const char* name;
    std::int32_t of_i;
    std::int32_t of_ii;
    double gain_factor;
};
constexpr std::array kDerivations = {Derivation{"III", -1, 1, 1}, Derivation{"aVR", -1, -1, 2},
                                     Derivation{"aVL", 2, -1, 2}, Derivation{"aVF", -1, 2, 2}};

std::int32_t combined(std::int32_t i, std::int32_t ii, const Derivation& derivation) {
    if (i == kMissingSample || ii == kMissingSample) return kMissingSample;
    const std::int64_t value = std::int64_t{derivation.of_i} * i + std::int64_t{derivation.of_ii} * ii;
    return value > INT32_MAX || value <= INT32_MIN ? kMissingSample : static_cast<std::int32_t>(value);
}

// The leads of another source with four more from `place` on.
class WithLimbLeads final : public SampleSource, public FileBacked {
public:
    WithLimbLeads(std::shared_ptr<const SampleSource> source, std::size_t i, std::size_t ii, std::size_t place,
                  double gain, double baseline)
        : source_(std::move(source)), i_(i), ii_(ii), place_(place), gain_(gain), baseline_(baseline) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        if (!isDerived(lead)) return source_->readPhysical(own(lead), first, out);
        const Derivation& derivation = kDerivations[lead - place_];
        std::vector<std::int32_t> values(out.size());
        readStored(lead, first, values);
        toPhysical(
            values,
            {gain_ * derivation.gain_factor, baseline_ * (derivation.of_i + derivation.of_ii), kMissingSample, true},
            out.data());
    }

    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
        if (!isDerived(lead)) return source_->readStored(own(lead), first, out);
        const Derivation& derivation = kDerivations[lead - place_];
        std::vector<std::int32_t> of_ii(out.size());
        source_->readStored(i_, first, out);
        source_->readStored(ii_, first, of_ii);
        std::transform(out.begin(), out.end(), of_ii.begin(), out.begin(),
                       [&](std::int32_t i, std::int32_t ii) { return combined(i, ii, derivation); });
    }

    [[nodiscard]] std::vector<FileChange> fileChanges() const override {
        const auto* const backed = dynamic_cast<const FileBacked*>(source_.get());
        return backed != nullptr ? backed->fileChanges() : std::vector<FileChange>{};
    }

private:
    [[nodiscard]] bool isDerived(std::size_t lead) const {
        return lead >= place_ && lead < place_ + kDerivations.size();
    }
    [[nodiscard]] std::size_t own(std::size_t lead) const { return lead < place_ ? lead : lead - kDerivations.size(); }

    std::shared_ptr<const SampleSource> source_;
    std::size_t i_;
    std::size_t ii_;
    std::size_t place_;
    double gain_;
    double baseline_;
};

}  // namespace

void deriveLimbLeads(Recording& recording) {
    const auto placeOf = [&recording](std::string_view name) {
        return static_cast<std::size_t>(std::find_if(recording.leads.begin(), recording.leads.end(),
                                                     [name](const Lead& lead) { return lead.name == name; }) -
                                        recording.leads.begin());
    };
    const std::size_t none = recording.leads.size();
    const std::size_t i = placeOf("I");
    const std::size_t ii = placeOf("II");
    if (i == none || ii == none) return;
    for (const Derivation& derivation : kDerivations) {
        if (placeOf(derivation.name) != none) return;
    }
    const Lead& first = recording.leads[i];
    const Lead& second = recording.leads[ii];
    if (first.rate_hz != second.rate_hz || first.samples != second.samples || first.gain != second.gain ||
        first.baseline != second.baseline || first.unit != second.unit) {
        return;
    }
    const std::size_t place = ii + 1;
    recording.source =
        std::make_shared<WithLimbLeads>(std::move(recording.source), i, ii, place, first.gain, first.baseline);
    std::vector<Lead> derived;
    for (const Derivation& derivation : kDerivations) {
        Lead lead = first;
        lead.name = lead.original_name = derivation.name;
        lead.gain *= derivation.gain_factor;
        lead.baseline = lead.baseline * (derivation.of_i + derivation.of_ii) + 0.0;  // never -0
        lead.derived = true;
        lead.resolution_bits = 0;
        derived.push_back(std::move(lead));
    }
    recording.leads.insert(recording.leads.begin() + static_cast<std::ptrdiff_t>(place), derived.begin(),
                           derived.end());
    for (AnnotationSet& set : recording.annotation_sets) {
        for (Annotation& annotation : set.annotations) {
            if (annotation.channel >= place) {
                annotation.channel =
                    static_cast<std::uint8_t>(std::min<std::size_t>(annotation.channel + derived.size(), 255));
            }
        }
    }
}

}  // namespace triptych::formats
