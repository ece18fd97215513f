// DICOM (PS3.3 A.34): a 12-lead, general or ambulatory ECG waveform object, labels as waveform annotations.
#include "core/formats/dicom/notes.h"
#include "core/formats/export/dicom_parts.h"
#include "core/formats/export/parts.h"
#include "core/formats/export/survey.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcwcache.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBlock_samples = 1 << 16;
constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 30;  // of samples: DCMTK holds them in memory
// Times that are not known must stand there, too: this one, with the statement that it is none (0028,0303).
constexpr const char* kNoDate = "19000101";
constexpr const char* kNoTime = "000000";

// What each kind of object may hold (PS3.3 A.34.3 to A.34.5).
struct Kind {
    const char* uid;
    std::size_t groups;
    std::size_t channels;  // of a group
    double lowest_hz;
    double highest_hz;
};
constexpr Kind kTwelveLead{UID_TwelveLeadECGWaveformStorage, 5, 13, 200, 1000};
constexpr Kind kGeneral{UID_GeneralECGWaveformStorage, 4, 24, 200, 1000};
constexpr Kind kAmbulatory{UID_AmbulatoryECGWaveformStorage, 1, 12, 50, 1000};
constexpr std::int64_t kTwelveLead_samples = 16'384;

// Leads of one rate: PS3.3's multiplex group.
struct Group {
    double rate_hz = 0;
    std::int64_t samples = 0;
    std::vector<DicomLead> leads;
};

bool isOfTwelve(const std::string& name) {
    return std::find(kStandardLeads.begin(), kStandardLeads.end(), name) != kStandardLeads.end();
}

class Writer {
public:
    explicit Writer(const ExportTask& task) : task_(task), recording_(task.recording) {}

    Result<Exported> write() {
        Exported done;
        done.files = {task_.path};
        if (const auto checked = checkTargets(recording_, done.files); !checked)
            return std::unexpected(checked.error());
        auto file = files::FileWriter::create(task_.path, task_.mode());
        if (!file) return std::unexpected(file.error());
        if (auto planned = plan(); !planned) return std::unexpected(planned.error());
        try {
            DcmDataset& dataset = *file_.getDataset();
            describe(dataset);
            for (const Group& group : groups_) {
                if (auto added = addGroup(dataset, group); !added) return std::unexpected(added.error());
            }
            addAnnotations(dataset);
            if (auto written = writeOut(*file); !written) return std::unexpected(written.error());
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::io_failed, "there is not enough memory for a DICOM object of this length",
                        task_.path, "write EDF or WFDB");
        }
        if (auto written = file->commit(); !written) return std::unexpected(written.error());
        done.warnings = std::move(warnings_);
        return done;
    }

private:
    void warn(text::Said what) { warnings_.push_back({std::move(what), task_.path}); }

    Result<void> plan() {
        auto leads = surveyLeads(recording_, task_.job, 0.3);
        if (!leads) return std::unexpected(leads.error());
        std::vector<std::string> others;
        for (ExportLead& source : *leads) {
            const Lead& lead = recording_.leads[source.lead];
            if (lead.unit != "mV" && lead.unit != "stored" && lead.unit != "unstated") {
                others.push_back(lead.name + " (" + lead.unit + ')');
                continue;
            }
            if (lead.derived) takeOwnSteps(source);
            place(dicomLead(source));
        }
        if (!others.empty()) {
            std::string list;
            for (const std::string& name : others) list += (list.empty() ? "" : ", ") + name;
            warn(text::say("these signals are no ECG and are not written: {1}", list));
        }
        if (groups_.empty()) {
            return fail(ErrorCode::unsupported, "no lead is in a unit of voltage, and an ECG object holds no others",
                        task_.path, "write EDF, WFDB, CSV or JSON");
        }
        std::int64_t bytes = 0;
        for (const Group& group : groups_) bytes += 2 * group.samples * static_cast<std::int64_t>(group.leads.size());
        if (bytes > kLargest_bytes) {
            return fail(ErrorCode::unsupported, "the recording is longer than a DICOM object that other programs open",
                        task_.path, "write EDF or WFDB");
        }
        return chooseKind();
    }

    // III, aVR, aVL and aVF exist in physical units, and in their own gain as whole numbers.
    void takeOwnSteps(ExportLead& source) const {
        const Lead& lead = recording_.leads[source.lead];
        const double ratio = std::abs(lead.gain) / source.gain;
        if (!std::isfinite(ratio) || ratio == 0) return;
        source.gain = std::abs(lead.gain);
        source.lowest = static_cast<std::int32_t>(std::floor(source.lowest * ratio - ratio));
        source.highest = static_cast<std::int32_t>(std::ceil(source.highest * ratio + ratio));
    }

    void place(const DicomLead& lead) {
        const Lead& info = recording_.leads[lead.source.lead];
        if (lead.divisor > 1) {
            warn(text::say("lead {1} has finer steps than DICOM's 16 bits hold, and is written in steps of {2} {3}",
                           info.name, text::shortestText(1 / lead.gain()), info.unit));
        }
        const auto fits = std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
            return group.rate_hz == lead.source.rate_hz && group.leads.size() < kGeneral.channels;
        });
        Group& group = fits == groups_.end() ? groups_.emplace_back() : *fits;
        group.rate_hz = lead.source.rate_hz;
        group.samples = std::max(group.samples, lead.source.samples);
        group.leads.push_back(lead);
    }

    Result<void> chooseKind() {
        const auto fits = [this](const Kind& kind) {
            return groups_.size() <= kind.groups &&
                   std::all_of(groups_.begin(), groups_.end(), [&kind](const Group& group) {
                       return group.leads.size() <= kind.channels && group.rate_hz >= kind.lowest_hz &&
                              group.rate_hz <= kind.highest_hz;
                   });
        };
        const bool is_twelve = std::all_of(groups_.begin(), groups_.end(), [this](const Group& group) {
            return group.samples <= kTwelveLead_samples &&
                   std::all_of(group.leads.begin(), group.leads.end(), [this](const DicomLead& lead) {
                       return isOfTwelve(recording_.leads[lead.source.lead].name);
                   });
        });
        if (is_twelve && fits(kTwelveLead)) {
            uid_ = kTwelveLead.uid;
        } else if (fits(kGeneral)) {
            uid_ = kGeneral.uid;
        } else if (fits(kAmbulatory)) {
            uid_ = kAmbulatory.uid;
        } else if (groups_.size() <= kGeneral.groups) {
            uid_ = kGeneral.uid;
            warn(
                "the sampling rates lie outside of what DICOM's ECG objects may have (200 to 1000 Hz): some programs "
                "will refuse the file");
        } else {
            return fail(ErrorCode::unsupported,
                        text::say("the leads need {1} groups of one rate, and an ECG object has four", groups_.size()),
                        task_.path, "write EDF or WFDB");
        }
        return {};
    }

    // Patient, study, series, equipment, waveform identification, acquisition context, SOP common.
    void describe(DcmDataset& dataset) {
        const bool anonymise = task_.options.anonymise;
        const std::string start = anonymise ? std::string() : recording_.start.value_or("");
        // "20010224102030.250" without its marks; the offset from UTC stands behind a moment alone.
        const std::size_t sign = start.find_last_of("Zz+-");
        const std::size_t end = sign != std::string::npos && sign >= 19 ? sign : start.size();
        std::string digits;
        for (const char letter : start.substr(0, end)) {
            if ((letter >= '0' && letter <= '9') || (letter == '.' && digits.size() == 14)) digits += letter;
        }
        std::string offset = start.substr(end);
        std::erase(offset, ':');
        if (offset.size() != 5) offset = offset.empty() ? "" : "+0000";
        const bool is_known = digits.size() >= 14 && start.size() >= 19 && start[10] == 'T';
        const std::string date = is_known ? digits.substr(0, 8) : kNoDate;
        const std::string time = is_known ? digits.substr(8, 13) : kNoTime;
        putText(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
        putText(dataset, DCM_SOPClassUID, uid_);
        putText(dataset, DCM_SOPInstanceUID, newUid());
        putText(dataset, DCM_StudyDate, is_known ? date : "");
        putText(dataset, DCM_ContentDate, date);
        putText(dataset, DCM_AcquisitionDateTime, date + time + (is_known ? offset : ""));
        putText(dataset, DCM_StudyTime, is_known ? time : "");
        putText(dataset, DCM_ContentTime, time);
        putText(dataset, DCM_AccessionNumber, "");
        putText(dataset, DCM_Modality, "ECG");
        putText(dataset, DCM_Manufacturer, "Triptych");
        putText(dataset, DCM_ReferringPhysicianName, "");
        if (!anonymise) putText(dataset, DCM_SeriesDescription, shortText(recording_.name, 64));
        addDicomPatient(dataset, anonymise ? PatientHeader{} : recording_.header);
        if (anonymise) {
            putText(dataset, DCM_PatientIdentityRemoved, "YES");
            putText(dataset, DCM_DeidentificationMethod, "Basic Application Level Confidentiality Profile");
            putCode(dataset, DCM_DeidentificationMethodCodeSequence, "113100", "DCM",
                    "Basic Application Confidentiality Profile");
        }
        if (!is_known) putText(dataset, DCM_LongitudinalTemporalInformationModified, "REMOVED");
        putText(dataset, DCM_SoftwareVersions, TRIPTYCH_VERSION);
        putText(dataset, DCM_StudyInstanceUID, newUid());
        putText(dataset, DCM_SeriesInstanceUID, newUid());
        putText(dataset, DCM_StudyID, "");
        putText(dataset, DCM_SeriesNumber, "1");
        putText(dataset, DCM_InstanceNumber, "1");
        dataset.insertEmptyElement(DCM_AcquisitionContextSequence);
        if (!anonymise) {
            std::string comments;
            for (const std::string& comment : recording_.comments) {
                comments += (comments.empty() ? "" : "; ") + oneLine(comment);
            }
            if (!comments.empty()) putText(dataset, DCM_PatientComments, shortText(comments, 10'240));
        }
    }

    Result<void> addGroup(DcmDataset& dataset, const Group& group) {
        DcmItem& item = addItem(dataset, DCM_WaveformSequence);
        putText(item, DCM_WaveformOriginality, "ORIGINAL");
        item.putAndInsertUint16(DCM_NumberOfWaveformChannels, static_cast<Uint16>(group.leads.size()));
        item.putAndInsertUint32(DCM_NumberOfWaveformSamples, static_cast<Uint32>(group.samples));
        putText(item, DCM_SamplingFrequency, decimalString(group.rate_hz));
        putText(item, DCM_MultiplexGroupLabel, "RHYTHM");
        for (const DicomLead& lead : group.leads) addChannel(item, lead);
        item.putAndInsertUint16(DCM_WaveformBitsAllocated, 16);
        putText(item, DCM_WaveformSampleInterpretation, "SS");
        const bool has_missing = std::any_of(group.leads.begin(), group.leads.end(), [&group](const DicomLead& lead) {
            return lead.source.has_missing || lead.source.samples < group.samples;
        });
        if (has_missing) {
            const auto padding = static_cast<Uint16>(kDicomPadding);
            item.putAndInsertUint16Array(DCM_WaveformPaddingValue, &padding, 1);
        }
        return addSamples(item, group);
    }

    void addChannel(DcmItem& group, const DicomLead& lead) {
        const Lead& info = recording_.leads[lead.source.lead];
        DcmItem& channel = addItem(group, DCM_ChannelDefinitionSequence);
        putText(channel, DCM_ChannelLabel, shortText(nameToWrite(info), 16));
        const std::string code = codeOfLead(info.name);
        if (code.empty()) {
            const std::string name = shortText(info.name, 64);
            putCode(channel, DCM_ChannelSourceSequence, shortText(name, 16), std::string(kTriptychScheme), name);
        } else {
            putCode(channel, DCM_ChannelSourceSequence, code, "MDC", "Lead " + info.name);
        }
        if (info.unit == "mV") {
            constexpr double kMicrovolts = 1000;
            putText(channel, DCM_ChannelSensitivity, decimalString(kMicrovolts / lead.gain()));
            putCode(channel, DCM_ChannelSensitivityUnitsSequence, "uV", "UCUM", "microvolt");
            putText(channel, DCM_ChannelSensitivityCorrectionFactor, "1");
            const double baseline = -lead.baseline() / lead.gain() * kMicrovolts;
            putText(channel, DCM_ChannelBaseline, decimalString(baseline == 0 ? 0 : baseline));
        } else if (lead.gain() != 1 || lead.baseline() != 0) {
            warn(text::say(
                "lead {1} has no unit of voltage, and DICOM states no scale without one: its numbers are {2} times as "
                "large in the file",
                info.name, text::shortestText(lead.gain())));
        }
        putText(channel, DCM_ChannelSampleSkew, "0");
        channel.putAndInsertUint16(DCM_WaveformBitsStored, 16);
    }

    Result<void> addSamples(DcmItem& item, const Group& group) {
        const std::size_t width = group.leads.size();
        std::vector<Uint16> words(static_cast<std::size_t>(group.samples) * width, static_cast<Uint16>(kDicomPadding));
        std::vector<std::int32_t> block;
        for (std::size_t i = 0; i < width; ++i) {
            const DicomLead& lead = group.leads[i];
            for (std::int64_t first = 0; first < lead.source.samples; first += kBlock_samples) {
                if (task_.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task_.path);
                block.resize(static_cast<std::size_t>(std::min(kBlock_samples, lead.source.samples - first)));
                readIntegers(recording_, lead.source, first, block);
                for (std::size_t k = 0; k < block.size(); ++k) {
                    words[(static_cast<std::size_t>(first) + k) * width + i] = static_cast<Uint16>(lead.word(block[k]));
                }
            }
            task_.job.progress(0.3 + 0.4 * static_cast<double>(i + 1) / static_cast<double>(width), "writing");
        }
        const OFCondition put =
            item.putAndInsertUint16Array(DCM_WaveformData, words.data(), static_cast<unsigned long>(words.size()));
        if (put.good()) return {};
        return fail(ErrorCode::io_failed, text::say("the samples cannot be written: {1}", std::string(put.text())),
                    task_.path, "write EDF or WFDB");
    }

    void addAnnotations(DcmDataset& dataset) {
        if (!task_.options.anonymise) addDicomFindings(dataset, recording_.header);
        std::vector<DicomClock> clocks;
        for (const Group& group : groups_) clocks.push_back({group.rate_hz, group.samples});
        const DicomLeftOut left_out = addDicomAnnotations(dataset, recording_, clocks, task_.options.anonymise);
        if (left_out.outside > 0) {
            warn(text::say("{1} annotations lie outside the samples and are not written", left_out.outside));
        }
        if (left_out.texts > 0) {
            warn(text::say("{1} texts of annotations were left out: free text may name the patient", left_out.texts));
        }
    }

    Result<void> writeOut(files::FileWriter& out) {
        std::vector<char> buffer(1 << 20);
        DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
        DcmWriteCache cache;
        file_.transferInit();
        OFCondition status = EC_Normal;
        do {
            status = file_.write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength, &cache);
            if (status.bad() && status != EC_StreamNotifyClient) break;
            void* bytes = nullptr;
            offile_off_t count = 0;
            stream.flushBuffer(bytes, count);
            const std::span<const char> made(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
            if (auto written = out.write(std::as_bytes(made)); !written) return written;
            if (task_.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task_.path);
        } while (status == EC_StreamNotifyClient);
        file_.transferEnd();
        if (status.good()) return {};
        return fail(ErrorCode::io_failed,
                    text::say("the DICOM object cannot be written: {1}", std::string(status.text())), task_.path,
                    "write EDF or WFDB");
    }

    const ExportTask& task_;
    const Recording& recording_;
    DcmFileFormat file_;
    std::vector<Group> groups_;
    const char* uid_ = kGeneral.uid;
    std::vector<Warning> warnings_;
};

}  // namespace

Result<Exported> exportDicom(const ExportTask& task) {
    return Writer(task).write();
}

}  // namespace triptych::formats
