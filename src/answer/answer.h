#pragma once
// Answers to a document, made from what the rules found: MLS, MLR and Catalogue Response.
#include <optional>
#include <string>
#include <vector>

#include "peppol/peppol.h"

namespace samkjop::answer {

struct Line {
    std::string where;        // a path in the document, or "NA"
    std::string description;  // our sentence
    std::string severity;     // SV, BV, BW, FD
};

struct Answer {
    ubl::DocumentType type = ubl::DocumentType::mlr;  // mlr, mls or catalogue_response
    std::string number;
    Date date;
    std::string time;  // "12:00:00Z"
    ubl::Identifier sender, receiver;
    std::string sender_name, receiver_name;  // Catalogue Response only
    std::string code;                        // AB received, AP accepted, RE rejected
    std::string description;                 // why, in one sentence
    std::string document;          // the transmission (MLS, MLR) or the catalogue's number
    std::string document_version;  // of the catalogue
    std::vector<Line> lines;
};

// UTF-8, in the order of the schema.
std::string write(const Answer& answer);

// One line per finding, the gravest first, at most kMostLines; the description says how many.
inline constexpr std::size_t kMostLines = 100;
std::vector<Line> lines_from(const peppol::Verdict& verdict, Language language);

// What may be said of a document: rejected where anything is fatal, never for warnings alone.
std::string_view code_from(const peppol::Verdict& verdict);

// Which answer the other side wants. MLS goes before MLR: MLR is for those who have not come so
// far.
struct Wish {
    ubl::DocumentType type = ubl::DocumentType::mls;
    std::string to;              // where to: a service provider (MLS) or the sender (MLR)
    bool only_failures = false;  // MLS_TYPE FAILURE_ONLY
};
// takes_mlr: the sender is registered for it. we_are_provider: we have a number as service
// provider, without which no MLS can be written. Nothing: no answer is sent. Never in answer to an
// answer.
std::optional<Wish> wanted(ubl::DocumentType about, const std::optional<ubl::Envelope>& envelope,
                           bool takes_mlr, bool we_are_provider);

}  // namespace samkjop::answer
