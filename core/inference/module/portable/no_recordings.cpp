// The portable trainer reads no recordings: whoever has them prepares their beats with triptych-cli.
#include "core/inference/module/training/dataset.h"

namespace triptych::inference::training {

Result<BeatDataset> loadDataset(const BeatQuery& query, const Job& /*job*/) {
    return fail(ErrorCode::unsupported, "triptych-train reads prepared beats and heartbeat CSVs, and no recordings",
                query.place, "make a file of them with \"triptych-cli prepare\"");
}

}  // namespace triptych::inference::training
