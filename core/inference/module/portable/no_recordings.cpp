// The portable trainer reads no recordings: whoever has them prepares their beats with triptych-cli.
#include "core/inference/module/training/dataset.h"

namespace triptych::inference::training {

Result<BeatDataset> loadDataset(const std::string& folder, std::span<const std::string_view> /*records*/,
                                Profile /*profile*/, std::size_t /*classes*/, bool /*all_leads*/, const Job& /*job*/) {
    return fail(ErrorCode::unsupported, "triptych-train reads prepared beats and heartbeat CSVs, and no recordings",
                folder, "make a file of them with \"triptych-cli prepare\"");
}

}  // namespace triptych::inference::training
