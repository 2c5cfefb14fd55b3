// A finding in a sentence that the supplier would recognise, and what it rests on.

#include "control/handling.h"
#include "control/texts.h"
#include "order/order.h"

namespace samkjop::control {
namespace {

// 0.25 → 25
Decimal percent(Decimal rate) {
    const Decimal plain = rate.normalised();
    if (plain.scale() >= 2) return Decimal(plain.digits(), plain.scale() - 2).normalised();
    return Decimal(plain.digits() * 100, plain.scale()).normalised();
}

// A price: two decimals at least.
std::string price(Decimal value) {
    const Decimal plain = value.normalised();
    if (plain.scale() > 2) return format_decimal(plain);
    return format_money(times(Decimal::whole(1), plain));
}

}  // namespace

Sentence sentence(const Stored& one, Language language) {
    const Arguments with = {
        {"amount", one.at_stake},
        {"what", one.what},
        {"quantity", order::quantity_words(one.quantity, one.unit, language)},
        {"agreed",
         one.kind == Kind::wrong_vat ? format_decimal(percent(one.agreed)) : price(one.agreed)},
        {"found",
         one.kind == Kind::wrong_vat ? format_decimal(percent(one.found)) : price(one.found)},
        {"day", one.price_day},
        {"net", one.net},
        {"agreement", one.agreement_title}};
    const auto say = [&](const Text& strong, const Text& rest) {
        return Sentence{render(strong, language, with), render(rest, language, with)};
    };
    switch (one.kind) {
        case Kind::overcharged:
            return say(text::say_overcharged, one.subject == Subject::order
                                                  ? text::say_ordered_rest
                                                  : text::say_overcharged_rest);
        case Kind::step_not_given:
            return say(text::say_step, text::say_step_rest);
        case Kind::fee_not_agreed:
            return say(text::say_fee,
                       one.agreed.is_zero() ? text::say_fee_rest : text::say_fee_more_rest);
        case Kind::wrong_vat:
            return say(text::say_vat, text::say_vat_rest);
        case Kind::expired:
            return say(text::say_expired, text::say_expired_rest);
        case Kind::not_on_agreement:
            return say(text::say_not_on, text::say_not_on_rest);
        case Kind::other_supplier:
            break;
    }
    return say(text::say_other, one.item ? text::say_other_price_rest : text::say_other_rest);
}

std::string kind_in_words(Kind kind, Language language) {
    static constexpr std::array<const Text*, kKinds> kTexts = {
        &text::kind_overcharged, &text::kind_step,   &text::kind_fee,  &text::kind_vat,
        &text::kind_expired,     &text::kind_not_on, &text::kind_other};
    return std::string(kTexts[static_cast<std::size_t>(kind)]->in(language));
}

std::string doubt_in_words(const Stored& one, Language language) {
    if (one.certain()) return "";
    if (one.confirmed) return std::string(text::confirmed_by_person.in(language));
    static constexpr std::array<const Text*, 8> kTexts = {
        nullptr,           &text::doubt_day,      &text::doubt_unit,
        &text::doubt_text, &text::doubt_quantity, &text::doubt_discount,
        &text::doubt_fee,  &text::doubt_list};
    return std::string(kTexts[static_cast<std::size_t>(one.doubt)]->in(language));
}

std::string match_in_words(const Stored& one, Language language) {
    static constexpr std::array<const Text*, 5> kTexts = {&text::match_none, &text::match_number,
                                                          &text::match_gtin, &text::match_text,
                                                          &text::match_similar};
    return render(*kTexts[static_cast<std::size_t>(one.match)], language,
                  {{"percent", std::int64_t(one.likeness)}});
}

std::string state_in_words(const Claim& claim, Language language, Date today) {
    const auto day = [&](Date date) { return html::day(date, language, today); };
    const Arguments with = {{"day", claim.sent_on ? day(*claim.sent_on) : ""},
                            {"due", claim.due ? day(*claim.due) : ""},
                            {"reason", claim.reason}};
    switch (claim.state) {
        case ClaimState::draft:
            return render(text::state_draft, language, with);
        case ClaimState::sent:
            return render(claim.due && *claim.due < today ? text::state_late : text::state_sent,
                          language, with);
        case ClaimState::disputed:
            return render(text::state_disputed, language, with);
        case ClaimState::recovered:
            return render(text::state_recovered, language, with);
        case ClaimState::withdrawn:
            return render(text::state_withdrawn, language, with);
        case ClaimState::written_off:
            break;
    }
    return render(text::state_written_off, language, with);
}

html::Tone tone_of(const Claim& claim) {
    switch (claim.state) {
        case ClaimState::draft:
        case ClaimState::sent:
            return html::Tone::wait;
        case ClaimState::disputed:
            return html::Tone::warning;
        case ClaimState::recovered:
            return html::Tone::good;
        case ClaimState::withdrawn:
        case ClaimState::written_off:
            break;
    }
    return html::Tone::plain;
}

std::vector<invoice::Remark> remarks(db::Session& session, const Actor& actor,
                                     invoice::InvoiceId id, Language language) {
    std::vector<invoice::Remark> out;
    for (const Stored& each : findings_of(session, Subject::invoice, id.value)) {
        if (each.state == FindingState::set_aside) continue;
        if (!actor.reaches(each.municipality, each.unit_id)) continue;
        const Sentence said = sentence(each, language);
        const std::string doubt = doubt_in_words(each, language);
        out.push_back({said.strong, said.rest + (doubt.empty() ? "" : " " + doubt), each.path(),
                       against_supplier(each.kind) && (each.certain() || each.confirmed)});
    }
    return out;
}

}  // namespace samkjop::control
