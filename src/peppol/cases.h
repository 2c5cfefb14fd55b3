#pragma once
// A case is a valid document that we have written, and the change to it that breaks the rule. The
// cases are data (cases.inc) and so is the notation of a change, which is explained there.

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace samkjop::peppol {

struct Case {
    std::string_view rule;
    std::string_view base;    // a document in testdata/rules, without ".xml"
    std::string_view change;  // "rm cbc:ID; set cbc:Note=x"
    std::string_view others;  // what else the change breaks: "BR-CO-15 BR-CO-16"
};
// A base that is itself a change to another: an invoice between two Danes.
struct Base {
    std::string_view name;
    std::string_view from;
    std::string_view change;
};

const std::vector<Base>& bases();

const std::vector<Case>& cases();
std::vector<Case> cases_of(std::string_view rule);

// The document with the change made. An explanation where the change does not fit the document.
std::expected<std::string, std::string> changed(std::string_view document, std::string_view change);

}  // namespace samkjop::peppol
