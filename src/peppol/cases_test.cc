// Every rule has a case that meets it and one that breaks it (cases.inc), and what each change
// breaks is stated there: no more and no less.
#include "peppol/cases.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "peppol/peppol.h"

using namespace samkjop;
using namespace samkjop::peppol;

namespace {

std::string read(const std::string& name) {
    for (std::string up = "./"; up.size() < 20; up += "../") {
        std::ifstream in(up + "testdata/rules/" + name + ".xml", std::ios::binary);
        if (in) return {std::istreambuf_iterator<char>(in), {}};
    }
    FAIL("no document " << name);
    return {};
}

std::set<std::string> broken(const std::string& document, ubl::DocumentType type) {
    const Verdict verdict = judge(document, type);
    CHECK(!verdict.unreadable);
    std::set<std::string> out;
    for (const auto& id : verdict.fatal()) out.emplace(id);
    for (const auto& id : verdict.warning()) out.emplace(id);
    return out;
}

std::string joined(const std::set<std::string>& ids) {
    std::string out;
    for (const std::string& each : ids) out += (out.empty() ? "" : " ") + each;
    return out;
}

struct Start {
    std::string document;
    ubl::DocumentType type;
    std::set<std::string> broken;
};

class Starts {
public:
    const Start& of(std::string_view name) {
        const auto found = all_.find(name);
        if (found != all_.end()) return found->second;
        Start made;
        if (const auto type = ubl::type_from(name)) {
            made = {read(std::string(name)), *type, {}};
        } else {
            const auto base = std::ranges::find(bases(), name, &Base::name);
            REQUIRE(base != bases().end());
            const Start& from = of(base->from);
            auto document = changed(from.document, base->change);
            REQUIRE_MESSAGE(document.has_value(), name);
            made = {*std::move(document), from.type, {}};
        }
        made.broken = peppol_broken(made);
        return all_.emplace(name, std::move(made)).first->second;
    }

private:
    static std::set<std::string> peppol_broken(const Start& of) {
        return broken(of.document, of.type);
    }
    std::map<std::string, Start, std::less<>> all_;
};

}  // namespace

TEST_CASE("peppol: every rule has a case that meets it and one that breaks it") {
    Starts starts;
    std::set<std::string_view> covered;
    for (const Case& each : cases()) {
        CAPTURE(each.rule);
        CAPTURE(each.change);
        const Start& start = starts.of(each.base);
        CHECK(!start.broken.contains(std::string(each.rule)));  // the case that meets it
        const auto document = changed(start.document, each.change);
        REQUIRE_MESSAGE(document.has_value(), document.error());
        std::set<std::string> found = broken(*document, start.type);
        for (const std::string& before : start.broken) found.erase(before);
        CHECK(found.erase(std::string(each.rule)) == 1);
        CHECK(joined(found) == each.others);
        CHECK(covered.insert(each.rule).second);
    }
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        for (const RuleInfo& rule : rules_for(static_cast<ubl::DocumentType>(i))) {
            CAPTURE(rule.id);
            CHECK(covered.contains(rule.id));
        }
    }
}

TEST_CASE("peppol: every rule says what is wrong in three languages") {
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        for (const RuleInfo& rule : rules_for(static_cast<ubl::DocumentType>(i))) {
            CAPTURE(rule.id);
            REQUIRE(rule.sentence != nullptr);
            CHECK(!rule.sentence->nb.empty());
            CHECK(!rule.sentence->nn.empty());
            CHECK(!rule.sentence->en.empty());
        }
    }
}
