// triptych-train: the trainer alone, for a machine that has LibTorch and little else. It makes of a prepared beat file
// what "triptych-cli train" makes: card, weights, log and curves.
#include "core/inference/blas_kernels.h"
#include "core/inference/module/blas.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/training/train.h"
#include "core/text/numbers.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#if defined(__linux__)
#include <unistd.h>
#endif

namespace {

constexpr const char* kUsage =
    "triptych-train CONFIGURATION --data beats.safetensors --out FOLDER\n"
    "    [--seed N] [--threads N] [--epochs N] [--part NAME] [--fold k/n] [--patience N] [--class-weights X]\n"
    "    [--adasyn] [--fresh]\n"
    "Trains on a file that \"triptych-cli prepare\" made. CUDA where LibTorch has it. Ctrl+C stops; the same command\n"
    "resumes from the last whole epoch.\n";

std::stop_source& stopper() {
    static std::stop_source source;
    return source;
}

volatile std::sig_atomic_t interrupted = 0;

template <class T>
bool number(std::string_view text, T& into) {
    const auto value = triptych::text::wholeNumber<T>(text);
    if (value) into = *value;
    return value.has_value();
}

// False: wrong use.
bool parse(const std::vector<std::string>& words, triptych::inference::TrainRequest& request) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--adasyn") {
            request.adasyn = true;
        } else if (word == "--fresh") {
            request.fresh = true;
        } else if (!word.starts_with("--")) {
            if (!request.configuration.empty()) return false;
            request.configuration = word;
        } else {
            if (++i == words.size()) return false;
            const std::string& value = words[i];
            int whole = 0;
            double real = 0;
            if (word == "--data") {
                request.data_folder = value;
            } else if (word == "--out") {
                request.output_folder = value;
            } else if (word == "--part") {
                request.part = value;
            } else if (word == "--fold") {
                request.fold = value;
            } else if (word == "--seed") {
                if (!number(value, request.seed)) return false;
            } else if (word == "--class-weights" && number(value, real) && real >= 0 && real <= 1) {
                request.class_weight_exponent = real;
            } else if (number(value, whole) && whole >= 0) {
                if (word == "--threads") {
                    request.threads = whole;
                } else if (word == "--epochs") {
                    request.epochs = whole;
                } else if (word == "--patience") {
                    request.patience = whole;
                } else {
                    return false;
                }
            } else {
                return false;
            }
        }
    }
    return !request.configuration.empty() && !request.data_folder.empty() && !request.output_folder.empty();
}

// OpenBLAS took its kernels before main began: where they are too old for the processor, the program begins again with
// those that fit. Where that fails, it goes on with the old ones.
void beginWithFittingKernels([[maybe_unused]] char** argv) {
#if defined(__linux__)
    const char* kernels = triptych::inference::fittingBlasKernels();
    if (kernels == nullptr || std::getenv("OPENBLAS_CORETYPE") != nullptr) return;
    if (!triptych::inference::activeBlas().outdated) return;
    setenv("OPENBLAS_CORETYPE", kernels, 0);
    execv("/proc/self/exe", argv);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    beginWithFittingKernels(argv);
    triptych::inference::TrainRequest request;
    if (!parse({argv + 1, argv + argc}, request)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    std::signal(SIGINT, [](int) { interrupted = 1; });
    // A signal's handler may set a flag and no more; progress comes once a batch.
    const triptych::Job job{stopper().get_token(), [](double, std::string_view) {
                                if (interrupted != 0) stopper().request_stop();
                            }};
    try {
        const auto trained = triptych::inference::training::train(
            request, job, [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); });
        if (trained) return 0;
        std::fprintf(stderr, "triptych-train: %s\n", triptych::sentence(trained.error()).c_str());
    } catch (const std::exception& thrown) {
        std::fprintf(stderr, "triptych-train: LibTorch failed: %s\n", triptych::inference::reasonOf(thrown).c_str());
    }
    return 1;
}
