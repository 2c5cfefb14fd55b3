#pragma once
// The edit forms of an agreement: a section is a list of fields, filled from what is stored or from
// what was typed, and read back as types. One template draws them all.

#include "agreement/agreement.h"
#include "html/components.h"
#include "http/exchange.h"

namespace samkjop::agreement {

struct Choice {
    std::string value, label;
    bool chosen = false;
};

struct Field {
    enum class Input : std::uint8_t { line, words, day, number, select, check, checks, file };
    std::string name;
    const Text* label = nullptr;
    Input input = Input::line;
    std::string value;
    bool required = false;
    const Text* hint = nullptr;
    std::vector<Choice> choices = {};  // line: proposals, with which the field can be filled
};

struct FormView {
    std::string action, back, agreement_title, number;
    const Text* title = nullptr;
    const Text* lead = nullptr;
    const Text* submit = nullptr;
    std::int64_t row = 0;
    std::vector<Field> fields;
    std::vector<Refusal> refusals;
    bool multipart = false;
    std::string remove_action;  // empty: cannot be removed
};
void form_page(html::Out&, const FormView&);

// Shapes of values in fields.
std::string written(const std::optional<Money>& amount);
std::string written(const std::optional<Date>& day);
std::string percent_written(const std::optional<Decimal>& share);

// What was typed, as types; what cannot be read becomes a refusal at its field.
class Typed {
public:
    explicit Typed(const http::Post& post) : post_(post) {}
    std::string text(std::string_view name, std::size_t most = 5000);
    std::optional<Date> day(std::string_view name);
    Date needed_day(std::string_view name);
    std::optional<Money> money(std::string_view name);
    std::optional<Decimal> percent(std::string_view name);
    int whole(std::string_view name, int most = 1000);
    bool checked(std::string_view name) const { return post_.has_form(name); }
    template <class E>
    E choice(std::string_view name, int count) {
        const int found = whole(name, count - 1);
        return static_cast<E>(found);
    }
    void refuse(const Text& sentence, std::string_view name) {
        wrong.push_back({&sentence, {}, std::string(name)});
    }
    std::vector<Refusal> wrong;

private:
    const http::Post& post_;
};

struct Section {
    std::string_view slug;  // in the address: "gebyrer"
    const Text* title;
    const Text* lead;  // what it is for, or nothing
    bool has_rows;     // several of them: a row's id goes with the form
    std::vector<Field> (*fields)(http::Exchange&, const Agreement&, std::int64_t row);
    Result<void> (*save)(http::Post&, Typed&, const Agreement&, std::int64_t row);
    int part = -1;  // of Part, where its rows can be removed
};
const Section* section(std::string_view slug);

// The fields of a new agreement.
std::vector<Field> fields_of_new(http::Exchange&, const Agreement&);
void read_new(http::Post&, Typed&, Agreement&);

// Choices that several sections offer.
std::vector<Choice> kind_choices(Language, Kind chosen);
const Text& words(Kind);
const Text& words(State);
const Text& words(FeeKind);
const Text& words(PriceRuleKind);
const Text& words(RequirementKind);
const Text& words(DocumentKind);
const Text& words(ContactKind);
const Text& words(DueKind);

}  // namespace samkjop::agreement
