#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/text.h"
#include "app/cli/options.h"
#include "core/synth/synthesize.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

struct SynthOptions {
    synth::SynthRequest request;
    std::string folder = ".";
    std::string name = "synthetic";
    FormatOptions format;
    std::vector<std::string> rhythms;
};

// Which ones make sense, the synthesizer says.
constexpr Limits kAnyNumber = {-1e12, 1e12};

std::string truthJson(const synth::Synthetic& made, const std::string& header_path) {
    Json beats = Json::array();
    for (const auto& beat : made.truth) {
        beats.push_back({{"symbol", std::string(1, beat.symbol)},
                         {"p_s", jsonNumber(beat.p_s)},
                         {"q_s", jsonNumber(beat.q_s)},
                         {"r_s", jsonNumber(beat.r_s)},
                         {"s_s", jsonNumber(beat.s_s)},
                         {"t_s", jsonNumber(beat.t_s)}});
    }
    Json out = {{"file", header_path}, {"beats", std::move(beats)}};
    for (const synth::RhythmPart& part : made.episodes) {
        out["episodes"].push_back({{"name", synth::name(part.rhythm)}, {"from_s", part.from_s}, {"to_s", part.to_s}});
    }
    return jsonText(out);
}

std::string truthCsv(const synth::Synthetic& made) {
    std::string out = csvLine({"symbol", "p_s", "q_s", "r_s", "s_s", "t_s"});
    for (const auto& beat : made.truth) {
        out += csvLine({std::string(1, beat.symbol), shortest(beat.p_s), shortest(beat.q_s), shortest(beat.r_s),
                        shortest(beat.s_s), shortest(beat.t_s)});
    }
    return out;
}

std::string summary(const synth::Synthetic& made, const std::string& header_path) {
    const Recording& recording = *made.recording;
    return text::say("{1}: {2} leads, {3} s, {4} beats", printable(header_path), recording.leads.size(),
                     shortest(recording.duration_s), made.truth.size())
               .text() +
           '\n';
}

// "af:60:120", "af" for the whole recording. Errors: wrong_use.
Result<synth::RhythmPart> rhythmPart(const std::string& words, double duration_s) {
    const auto wrong = [&words] {
        std::string names;
        for (std::size_t i = 0; i < synth::kMadeRhythms; ++i) {
            names += (i == 0 ? "" : ", ") + std::string(synth::name(static_cast<synth::MadeRhythm>(i)));
        }
        return fail(ErrorCode::wrong_use, text::say("\"{1}\" names no rhythm and stretch", words), "--rhythm",
                    text::say("write NAME or NAME:FROM:TO in seconds; the names are {1}", names));
    };
    const std::size_t first = words.find(':');
    const auto rhythm = synth::madeRhythmNamed(std::string_view(words).substr(0, first));
    if (!rhythm) return wrong();
    if (first == std::string::npos) return synth::RhythmPart{*rhythm, 0, duration_s};
    const std::size_t second = words.find(':', first + 1);
    if (second == std::string::npos) return wrong();
    const auto from = text::wholeNumber<double>(std::string_view(words).substr(first + 1, second - first - 1));
    const auto to = text::wholeNumber<double>(std::string_view(words).substr(second + 1));
    if (!from || !to) return wrong();
    return synth::RhythmPart{*rhythm, *from, *to};
}

Result<void> synthesizeRecord(const SynthOptions& options, Session& session) {
    synth::SynthRequest request = options.request;
    for (const std::string& words : options.rhythms) {
        const auto part = rhythmPart(words, request.duration_s);
        if (!part) return std::unexpected(part.error());
        request.rhythms.push_back(*part);
    }
    std::ranges::sort(request.rhythms, {}, &synth::RhythmPart::from_s);
    const auto made = synth::synthesize(request, session.job);
    if (!made) return std::unexpected(made.error());
    std::error_code error;
    const bool is_new = std::filesystem::create_directories(options.folder, error);
    if (error) {
        return fail(ErrorCode::io_failed, text::say("the folder could not be made ({1})", error.message()),
                    options.folder, "choose a folder that you may write to");
    }
    if (auto written = synth::writeRecord(*made, options.folder, options.name); !written) {
        if (is_new) std::filesystem::remove(options.folder, error);
        return written;
    }
    const std::string header_path = (std::filesystem::path(options.folder) / (options.name + ".hea")).string();
    switch (options.format.format()) {
        case Format::json:
            session.out.write(truthJson(*made, header_path));
            break;
        case Format::csv:
            session.out.write(truthCsv(*made));
            break;
        case Format::table:
            session.out.write(summary(*made, header_path));
            break;
    }
    return {};
}

}  // namespace

void addSynth(CLI::App& program, Action& action) {
    auto options = std::make_shared<SynthOptions>();
    auto& request = options->request;
    auto* command = program.add_subcommand("synth", "Make a recording whose truth is known (McSharry et al. 2003)");
    command->add_option("--out", options->folder, "Folder to write to, made where it does not exist")
        ->capture_default_str()
        ->type_name("FOLDER");
    command->add_option("--name", options->name, "Name of the record; an existing one is never overwritten")
        ->capture_default_str()
        ->type_name("NAME");
    addNumber(*command, "--duration", request.duration_s, kAnyNumber, "Seconds");
    addNumber(*command, "--rate", request.rate_hz, kAnyNumber, "Samples per second");
    command->add_option("--leads", request.leads, "2 (MLII, V5) or 12")
        ->check(CLI::IsMember({2, 12}))
        ->capture_default_str();
    addNumber(*command, "--heart-rate", request.mean_rate_bpm, kAnyNumber, "Mean heart rate, beats per minute");
    addNumber(*command, "--heart-rate-sd", request.rate_sd_bpm, kAnyNumber, "Its standard deviation");
    addNumber(*command, "--lf-hf", request.lf_hf_ratio, kAnyNumber, "Ratio of the RR spectrum's low and high band");
    addNumber(*command, "--pvc", request.pvc_fraction, kAnyNumber, "Share of premature ventricular beats, 0 to 1");
    addNumber(*command, "--apc", request.apc_fraction, kAnyNumber, "Share of premature atrial beats, 0 to 1");
    addNumber(*command, "--noise", request.noise_mv, kAnyNumber, "White noise, mV (standard deviation)");
    addNumber(*command, "--wander", request.wander_mv, kAnyNumber, "Baseline wander, mV (amplitude)");
    addNumber(*command, "--mains", request.mains_mv, kAnyNumber, "50 Hz hum, mV (amplitude)");
    command
        ->add_option("--rhythm", options->rhythms,
                     "NAME or NAME:FROM:TO in seconds, may be repeated: af, flutter, svt, vt, vf, av1, wenckebach,\n"
                     "mobitz2, av3, pause, paced, bigeminy, trigeminy, bradycardia, tachycardia")
        ->type_name("RHYTHM");
    command->add_option("--seed", request.seed, "The same seed gives the same recording")
        ->check(wholeNumber())
        ->capture_default_str();
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli synth --out /tmp --name demo --duration 120 --seed 7\n"
                "  triptych-cli synth --name twelve --leads 12 --csv > truth.csv\n"
                "  triptych-cli synth --name fibrillation --duration 600 --rhythm af:120:300 --rhythm vt:400:412\n"
                "--json and --csv write the true P, Q, R, S and T times.");
    whenCalled(*command, action, options, &synthesizeRecord);
}

}  // namespace triptych::cli
