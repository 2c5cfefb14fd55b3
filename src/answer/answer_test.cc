// What is said back holds under the official rules, whatever was found; who gets what is a table.
#include "answer/answer.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "ubl/tree.h"

using namespace samkjop;
using namespace samkjop::answer;
using ubl::DocumentType;

namespace {

const Text kSentence{"test.sentence", "Beløpet <stemmer> & ikke.", "Beløpet stemmer ikkje.",
                     "The amount is \"wrong\"."};

Answer base(DocumentType type, std::string code) {
    Answer out;
    out.type = type;
    out.number = "S-1";
    out.date = Date(2026, 11, 21);
    out.time = "09:30:00Z";
    const bool mls = type == DocumentType::mls;
    out.sender = mls ? ubl::Identifier{"123456", "0242"} : ubl::Identifier{"974760673", "0192"};
    out.receiver = mls ? ubl::Identifier{"234567", "0242"} : ubl::Identifier{"974760673", "0192"};
    if (type == DocumentType::catalogue_response) {
        out.sender_name = "Nes kommune";
        out.receiver_name = "Fjellro & Sønn AS";
    }
    out.code = std::move(code);
    out.document = "90f14eff-3705-4869-ad3c-caae270a234e";
    return out;
}

peppol::Verdict verdict(int structure, int fatal, int warnings) {
    peppol::Verdict out;
    out.structure_ok = structure == 0;
    const auto finding = [](std::string_view rule, peppol::Severity severity) {
        peppol::Finding made;
        made.rule = rule;
        made.severity = severity;
        made.path = "/Invoice/cac:InvoiceLine[2]/cbc:ID[1]";
        made.line = 12;
        made.terms = "BT-112";
        made.sentence = &kSentence;
        return made;
    };
    for (int i = 0; i < structure; ++i)
        out.structure.push_back(finding("structure", peppol::Severity::fatal));
    for (int i = 0; i < warnings; ++i)
        out.findings.push_back(finding("NO-R-002", peppol::Severity::warning));
    for (int i = 0; i < fatal; ++i)
        out.findings.push_back(finding("BR-CO-15", peppol::Severity::fatal));
    return out;
}

std::string broken(const peppol::Verdict& judged) {
    std::string out;
    for (const auto* list : {&judged.structure, &judged.findings}) {
        for (const peppol::Finding& each : *list)
            out += std::string(each.rule) + " " + each.path + " " + each.in(Language::en) + "\n";
    }
    return out;
}

// For the official rules to judge, where SAMKJOP_WRITTEN names a folder.
void keep(const std::string& bytes, DocumentType type) {
    const char* folder = std::getenv("SAMKJOP_WRITTEN");
    if (folder == nullptr) return;
    static int number = 0;
    const std::string name(ubl::type_name(type));
    const std::string file =
        std::string(folder) + "/answer-" + name + "-" + std::to_string(++number) + ".xml";
    std::ofstream(file, std::ios::binary) << bytes;
    std::ofstream(std::string(folder) + "/list", std::ios::app) << file << "\t" << name << "\n";
}

}  // namespace

TEST_CASE("answer: whatever was found, the answer holds under the rules of its own type") {
    for (const DocumentType type :
         {DocumentType::mls, DocumentType::mlr, DocumentType::catalogue_response}) {
        for (const Language language : {Language::nb, Language::nn, Language::en}) {
            for (const auto& [structure, fatal, warnings] : {std::tuple{0, 0, 0},
                                                             {1, 0, 0},
                                                             {0, 1, 0},
                                                             {0, 0, 2},
                                                             {2, 3, 1},
                                                             {0, 300, 5},
                                                             {7, 0, 0},
                                                             {0, 0, 120},
                                                             {1, 1, 1},
                                                             {0, 99, 0},
                                                             {120, 0, 0}}) {
                const peppol::Verdict found = verdict(structure, fatal, warnings);
                Answer answer = base(type, std::string(code_from(found)));
                answer.lines = lines_from(found, language);
                if (answer.code == "RE") answer.description = "Dokumentet bryter standarden.";
                const std::string bytes = write(answer);
                const peppol::Verdict judged = peppol::judge(bytes);
                keep(bytes, type);
                CAPTURE(bytes);
                CAPTURE(broken(judged));
                CHECK(judged.type == type);
                CHECK(judged.valid());
                CHECK(judged.findings.empty());
                CHECK(answer.lines.size() <= kMostLines);
            }
        }
    }
}

TEST_CASE("answer: a warning never rejects, and what is grave stands first") {
    CHECK(code_from(verdict(0, 0, 3)) == "AP");
    CHECK(code_from(verdict(0, 1, 3)) == "RE");
    CHECK(code_from(verdict(1, 0, 0)) == "RE");
    const auto lines = lines_from(verdict(1, 2, 3), Language::nb);
    REQUIRE(lines.size() == 6);
    CHECK(lines[0].severity == "SV");
    CHECK(lines[1].severity == "BV");
    CHECK(lines[1].description == "BR-CO-15: Beløpet <stemmer> & ikke.");
    CHECK(lines[1].where == "/Invoice/cac:InvoiceLine[2]/cbc:ID[1]");
    CHECK(lines[5].severity == "BW");
}

TEST_CASE("answer: what could not be delivered is said in both forms") {
    for (const DocumentType type : {DocumentType::mls, DocumentType::mlr}) {
        Answer answer = base(type, "RE");
        answer.description = "Mottakeren finnes ikke her.";
        answer.lines = {{"NA", answer.description, "FD"}};
        keep(write(answer), type);
        const auto judged = peppol::judge(write(answer));
        CAPTURE(broken(judged));
        CHECK(judged.valid());
        CHECK(judged.findings.empty());
    }
}

TEST_CASE("answer: who gets which answer") {
    ubl::Envelope plain;
    plain.sender = "0192:974760673";
    plain.instance = "i-1";
    ubl::Envelope asks = plain;
    asks.mls_to = "0242:234567";
    asks.mls_type = "FAILURE_ONLY";
    ubl::Envelope unnumbered = asks;
    unnumbered.instance.clear();
    struct Row {
        const char* what;
        DocumentType about;
        std::optional<ubl::Envelope> envelope;
        bool takes_mlr, provider;
        const char* gets;
    };
    const Row rows[] = {
        {"no envelope", DocumentType::invoice, {}, true, true, ""},
        {"no number to answer to", DocumentType::invoice, unnumbered, true, true, ""},
        {"asks for MLS", DocumentType::invoice, asks, true, true, "mls 0242:234567 failures"},
        {"we have no number", DocumentType::invoice, asks, false, false, ""},
        {"then MLR, if it takes that", DocumentType::invoice, asks, true, false,
         "mlr 0192:974760673"},
        {"registered for MLR", DocumentType::order_response, plain, true, true,
         "mlr 0192:974760673"},
        {"registered for nothing", DocumentType::invoice, plain, false, true, ""},
        {"never to an MLS", DocumentType::mls, asks, true, true, ""},
        {"never to an MLR", DocumentType::mlr, plain, true, true, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const auto wish = wanted(row.about, row.envelope, row.takes_mlr, row.provider);
        std::string gets;
        if (wish) {
            gets = std::string(ubl::type_name(wish->type)) + " " + wish->to;
            if (wish->only_failures) gets += " failures";
        }
        CHECK(gets == row.gets);
    }
}
