// What a network tells apart along a beat, and in the row of beats around it: moments at which its convolutions answer
// alike (Boubekki et al. 2025), as plain values for a strip under the trace.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace triptych {

// What many beats showed of one cluster.
struct BeatCluster {
    std::string name;                // after the waves that it covers, or what is usual of such beats; "" without
    std::vector<float> covers;       // [4] shares of its moments on P, QRS, T and none of them; empty: not known
    std::vector<float> mean_wave;    // the mean trace around its moments, 0.4 s, R size 1; empty in a row of beats
    std::vector<float> class_share;  // [classes] its mean share in beats that the networks answered so
};

// How good the clusters of a model are, measured when they were fitted.
struct ClusterChecks {
    std::size_t beats = 0, records = 0;
    double stability = 0;           // adjusted Rand index of fits to drawn halves
    double agreement_of_seeds = 0;  // the same of fits to all by other seeds
    // Of a forest on a beat's shares, asked of records that it did not learn from, against the networks' answers.
    double fidelity = 0, macro_f1 = 0;
    // Against the annotator's labels, the mean over the classes of one against the others: by the forest's shares of
    // trees, and by the networks' probabilities.
    double forest_auroc = 0, network_auroc = 0;
    std::vector<double> uncertainty;  // mean: clean, at 24, 12 and 6 dB
};

struct BeatClusters {
    std::vector<double> time_s;      // [T] from the start of the recording
    std::vector<float> share;        // [T × clusters] how much of each cluster a moment is; rows sum to 1
    std::vector<float> uncertainty;  // [T] −Σ q ln q / ln k: 0 one cluster, 1 all alike
    std::vector<BeatCluster> clusters;
    double wave_rate_hz = 0;       // of mean_wave, whose middle is the moment
    std::vector<float> row_share;  // [row] of the beat as it stands among its neighbours; empty: no network reads them
    std::vector<BeatCluster> row;
    std::vector<std::string> classes;
    ClusterChecks checks;

    // The cluster that a moment is most of.
    [[nodiscard]] std::size_t clusterAt(std::size_t moment) const {
        std::size_t best = 0;
        const std::size_t k = clusters.size();
        for (std::size_t of = 1; of < k; ++of)
            if (share[moment * k + of] > share[moment * k + best]) best = of;
        return best;
    }
    // How much of the beat is of a cluster.
    [[nodiscard]] double shareOf(std::size_t cluster) const {
        double sum = 0;
        for (std::size_t moment = 0; moment < time_s.size(); ++moment)
            sum += static_cast<double>(share[moment * clusters.size() + cluster]);
        return time_s.empty() ? 0 : sum / static_cast<double>(time_s.size());
    }
};

}  // namespace triptych
