// One value as it stands on the page. What is not of its type stands as it was written: the reader
// must see what the sender wrote, also when it is wrong.
#include "document/terms.h"

#include "document/texts.h"

namespace samkjop::document {
namespace {

std::string date_or_text(std::string_view text, Language language) {
    const auto date = Date::parse(text.substr(0, 10));
    return date ? format_date(*date, language) : std::string(text);
}

std::string period(const Node& node, Language language) {
    const std::string start = date_or_text(trimmed(node.child(cbc::StartDate).text()), language);
    const std::string end = date_or_text(trimmed(node.child(cbc::EndDate).text()), language);
    if (start.empty() && end.empty()) return {};
    if (start == end) return start;
    if (end.empty()) return render(text::period_from, language, {{"start", start}});
    if (start.empty()) return render(text::period_to, language, {{"end", end}});
    return render(text::period, language, {{"start", start}, {"end", end}});
}

std::string amount(const Node& node) {
    const std::string_view text = trimmed(node.text());
    const auto value = Decimal::parse(text);
    if (!value) return std::string(text);
    const Decimal plain = value->normalised();
    std::string out = plain.scale() <= 2 && plain.digits() < power_of_ten(15)
                          ? format_money(times(plain, Decimal::whole(1)))
                          : format_decimal(plain);
    const std::string_view currency = node.value_of(ubl::AttributeName::currencyID);
    if (currency == "NOK") return out + "\u00a0kr";
    return currency.empty() ? out : out + "\u00a0" + std::string(currency);
}

std::string quantity(const Node& node, Language language) {
    const std::string_view text = trimmed(node.text());
    const std::string_view unit = node.value_of(ubl::AttributeName::unitCode);
    const auto value = Decimal::parse(text);
    if (!value) return std::string(text);
    if (unit.empty()) return format_decimal(value->normalised());
    return html::quantity(*value, unit, language);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t first_letter = text.find_first_not_of(" \t\r\n");
    if (first_letter == text.npos) return {};
    return text.substr(first_letter, text.find_last_not_of(" \t\r\n") - first_letter + 1);
}

std::string address_of(const Node& address) {
    std::string out;
    const auto part = [&](std::string_view text) {
        if (text.empty()) return;
        if (!out.empty()) out += ", ";
        out += text;
    };
    part(trimmed(address.child(cbc::StreetName).text()));
    part(trimmed(address.child(cbc::AdditionalStreetName).text()));
    part(trimmed(address.child(cac::AddressLine).child(cbc::Line).text()));
    std::string city(trimmed(address.child(cbc::PostalZone).text()));
    const std::string_view name = trimmed(address.child(cbc::CityName).text());
    if (!city.empty() && !name.empty()) city += ' ';
    part(city + std::string(name));
    part(trimmed(address.child(cbc::CountrySubentity).text()));
    part(trimmed(address.child(cac::Country).child(cbc::IdentificationCode).text()));
    return out;
}

std::string shown(const Node& node, Kind kind, Language language) {
    const std::string_view text = trimmed(node.text());
    switch (kind) {
        case Kind::text:
            return std::string(text);
        case Kind::date:
            return date_or_text(text, language);
        case Kind::period:
            return period(node, language);
        case Kind::amount:
            return amount(node);
        case Kind::quantity:
            return quantity(node, language);
        case Kind::percent: {
            const auto value = Decimal::parse(text);
            return value ? format_decimal(value->normalised()) + "\u00a0%" : std::string(text);
        }
        case Kind::address:
            return address_of(node);
        case Kind::document_type:
            return document_type_word(text, language);
        case Kind::payment_means:
            return payment_means_word(text, language);
        case Kind::catalogue_action:
            return catalogue_action_word(text, language);
        case Kind::yes_no:
            return std::string(text == "true"    ? text::yes.in(language)
                               : text == "false" ? text::no.in(language)
                                                 : text);
    }
    return {};
}

std::vector<const Node*> all(const Node& from, std::span<const Name> path) {
    std::vector<const Node*> at = {&from};
    for (const Name step : path) {
        if (step == Name::other) break;
        std::vector<const Node*> below;
        for (const Node* each : at) {
            for (const Node& child : each->children(step)) below.push_back(&child);
        }
        at = std::move(below);
    }
    return at;
}

const Node& first(const Node& from, std::span<const Name> path) {
    const Node* at = &from;
    for (const Name step : path) {
        if (step == Name::other) break;
        at = &at->child(step);
    }
    return *at;
}

void add(std::vector<Row>& rows, const Node& from, std::span<const Term> terms, Language language) {
    for (const Term& term : terms) {
        for (const Node* node : all(from, term.path)) {
            std::string value = shown(*node, term.kind, language);
            if (!value.empty())
                rows.push_back({std::string(term.label->in(language)), std::move(value)});
        }
    }
}

}  // namespace samkjop::document
